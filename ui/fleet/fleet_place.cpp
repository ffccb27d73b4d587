// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/fleet/fleet_place.h"

#include "models/items/table_export.h"
#include "ui/fleet/fleet_detail.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/filter_dress.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/save_file.h"
#include "ui/widgets/scroll_page.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>
#include <numeric>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::FleetCluster;
using items::FleetModel;

namespace {
    constexpr int kTickMs = 1000; ///< ages go on when nothing else does
    constexpr int kSoonMs = 100; ///< several clusters change at once
    constexpr int kMostRows = 10;
    constexpr int kCompared = 11;
}

FleetPlace::FleetPlace(const Theme& theme, Program& program, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_program(program)
    , m_count(makeLabel({}, "faint"))
    , m_filter(new QLineEdit)
    , m_export(new QToolButton)
    , m_error(new ErrorPanel(theme))
    , m_alike(new Chip(theme))
    , m_sentence(makeText({}, ""))
    , m_table(new DataTable(theme))
    , m_empty(makeEmpty())
    , m_lower(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_compare(new DataTable(theme))
    , m_compareCard(makeCompare())
    , m_detail(new FleetDetail(theme))
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Fleet"));
    auto* column = new QVBoxLayout(makeScrollPage(this));
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(14);
    column->addLayout(makeHead());
    column->addWidget(m_error);
    auto* truth = new QHBoxLayout;
    truth->setSpacing(10);
    truth->addWidget(m_alike, 0, Qt::AlignTop);
    m_sentence->setObjectName(u"fleet.sentence"_s);
    truth->addWidget(m_sentence, 1);
    column->addLayout(truth);

    m_table->setLive();
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(&m_model);
    m_table->setObjectName(u"fleet.table"_s);
    m_table->setAccessibleName(tr("Fleet"));
    m_table->sortByColumn(FleetModel::Name, Qt::AscendingOrder);
    QList<int> shares(FleetModel::ColumnCount, 0);
    shares[FleetModel::Name] = 1;
    m_table->setShares(shares);
    m_table->setMostWidth(FleetModel::Image, 200);
    m_table->setMostWidth(FleetModel::Differs, 220);
    // What does not fit goes, first what the detail and the comparison repeat.
    m_table->setNeeds({ FleetModel::Name, FleetModel::State, FleetModel::Operator, FleetModel::Workers, FleetModel::Findings, FleetModel::Cost, FleetModel::Initdata, FleetModel::OpenShift, FleetModel::Machines, FleetModel::Image,
        FleetModel::ImageAge, FleetModel::Region, FleetModel::Differs });
    m_table->fitRows(1, kMostRows);
    auto* card = new QFrame;
    card->setObjectName(u"card"_s);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(6, 6, 6, 6);
    inner->addWidget(m_table);
    column->addWidget(card);
    column->addWidget(m_empty);
    m_lower->setSpacing(14);
    m_lower->addWidget(m_compareCard, 3);
    m_lower->addWidget(m_detail, 2);
    column->addLayout(m_lower);
    column->addStretch(1);

    connect(m_table, &DataTable::currentRowChanged, this, [this](int row) {
        if (row >= 0) {
            m_chosen = m_model.index(row, 0).data(items::IdentityRole).toString();
            refreshDetail();
        }
    });
    const auto openCurrent = [this] { openRow(m_table->currentIdentity()); };
    connect(m_table, &QAbstractItemView::doubleClicked, this, openCurrent);
    for (const Qt::Key key : { Qt::Key_Return, Qt::Key_Enter }) {
        auto* enter = new QShortcut(key, m_table, m_table, openCurrent);
        enter->setContext(Qt::WidgetShortcut);
    }
    connect(m_table, &QWidget::customContextMenuRequested, this, &FleetPlace::openMenu);
    connect(m_detail, &FleetDetail::watchWanted, &program, &Program::watch);
    connect(m_detail, &FleetDetail::stopWanted, &program, &Program::stopWatching);
    connect(m_detail, &FleetDetail::openWanted, this, &FleetPlace::openRow);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            refresh();
        }
    });
    connect(&program, &Program::fleetChanged, this, [this] {
        if (!m_soon.isActive()) {
            m_soon.start();
        }
    });
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            m_model.show(m_clusters, QDateTime::currentDateTimeUtc());
            refreshDetail();
        }
    });
    m_tick.start();
}

QLayout* FleetPlace::makeHead()
{
    auto* head = new FlowLayout;
    head->addWidget(makeLabel(tr("Fleet"), "title"));
    head->addWidget(m_count);
    head->addSpring();
    m_filter->setObjectName(u"fleet.filter"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    dressFilter(m_filter, m_theme);
    m_filter->setAccessibleName(tr("Filter the fleet"));
    m_filter->setClearButtonEnabled(true);
    keepWidth(m_theme, m_filter, 260);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setFilter(text);
        refresh();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, &FleetPlace::focusTable);
    auto* clear = new QShortcut(Qt::Key_Escape, m_filter, m_filter, &QLineEdit::clear);
    clear->setContext(Qt::WidgetShortcut);
    head->addWidget(m_filter);
    m_export->setText(tr("Export"));
    m_export->setObjectName(u"fleet.export"_s);
    m_export->setProperty("kind", u"picker"_s);
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setAccessibleName(tr("Export"));
    auto* exports = new QMenu(m_export);
    exports->addAction(tr("Shown rows as CSV …"), this, [this] { exportRows(true); });
    exports->addAction(tr("Shown rows as JSON …"), this, [this] { exportRows(false); });
    m_export->setMenu(exports);
    head->addWidget(m_export);
    return head;
}

Card* FleetPlace::makeCompare()
{
    auto* card = new Card(tr("Compare"));
    card->setRemark(tr("what differs stands on top"));
    m_compare->setModel(&m_compareModel);
    m_compare->setObjectName(u"fleet.compare"_s);
    m_compare->setAccessibleName(tr("Compare the open clusters"));
    m_compare->fitRows(kCompared, kCompared);
    card->content()->addWidget(m_compare);
    card->content()->addStretch(1); // the detail may be longer
    return card;
}

Card* FleetPlace::makeEmpty()
{
    auto* card = new Card(tr("Several clusters side by side"));
    card->content()->addWidget(makeText(tr("Here every connection is a row: versions, pod VM image, INITDATA, findings and cost, and one sentence that says where clusters differ. "
                                           "There is only one connection yet. Add another one, with a login to IBM Cloud or a kubeconfig; it is contacted when you say so."),
        "muted"));
    QPushButton* add = makeButton(tr("Add a connection"), "primary");
    add->setObjectName(u"fleet.add"_s);
    connect(add, &QPushButton::clicked, this, [this] { Q_EMIT placeWanted(u"welcome"_s); });
    card->content()->addWidget(add, 0, Qt::AlignLeft);
    return card;
}

void FleetPlace::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void FleetPlace::focusTable()
{
    m_table->setFocus(Qt::OtherFocusReason);
}

QString FleetPlace::sentence() const
{
    return m_sentence->text();
}

void FleetPlace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void FleetPlace::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_lower->setDirection(width() < m_theme.px(720) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

const FleetCluster* FleetPlace::find(const QString& id) const
{
    const auto found = std::find_if(m_clusters.begin(), m_clusters.end(), [&id](const FleetCluster& one) { return one.id == id; });
    return found == m_clusters.end() ? nullptr : &*found;
}

void FleetPlace::refresh()
{
    m_clusters = m_program.fleet();
    m_model.show(m_clusters, QDateTime::currentDateTimeUtc());
    m_compareModel.show(m_clusters);
    const auto open = std::count_if(m_clusters.begin(), m_clusters.end(), [](const FleetCluster& one) { return one.isOpen() && one.state != FleetCluster::State::Lost; });
    m_count->setText(tr("%1 of %2 open").arg(open).arg(m_clusters.size()));
    m_sentence->setText(dashboard::fleetSentence(m_clusters));
    const dashboard::FleetAgreement agreement = dashboard::agreementOf(m_clusters);
    const bool isDrift = agreement == dashboard::FleetAgreement::Drift;
    m_alike->show(isDrift ? items::Mark::Drifted : items::Mark::Ok, isDrift ? tr("Drift") : agreement == dashboard::FleetAgreement::Alike ? tr("Alike") : QString());
    m_table->setEmptyText(tr("Nothing matches the filter. Esc clears it."));
    m_empty->setVisible(m_clusters.size() < 2);
    m_sentence->setVisible(m_clusters.size() > 1);
    m_compareCard->setVisible(agreement != dashboard::FleetAgreement::Unknown);
    QList<int> shares(m_compareModel.columnCount(), 1);
    shares[0] = 0;
    m_compare->setShares(shares);
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0) {
        m_table->selectRow(qMax(0, m_model.rowOf(m_chosen)));
    }
    refreshDetail();
}

void FleetPlace::refreshDetail()
{
    const FleetCluster* chosen = find(m_chosen);
    const bool hasMore = chosen != nullptr && (m_clusters.size() > 1 || chosen->isOpen());
    m_detail->setVisible(hasMore);
    if (hasMore) {
        m_detail->show(*chosen, QDateTime::currentDateTimeUtc());
    }
}

void FleetPlace::openRow(const QString& id)
{
    const FleetCluster* cluster = find(id);
    if (cluster == nullptr || (!cluster->isOpen() && !cluster->error.message.isEmpty())) {
        return;
    }
    if (cluster->isPresent) {
        Q_EMIT placeWanted(u"overview"_s);
    } else {
        Q_EMIT openWanted([&program = m_program, id] { program.openKnown(id); });
    }
}

void FleetPlace::openMenu(const QPoint& at)
{
    const FleetCluster* cluster = find(m_table->indexAt(at).data(items::IdentityRole).toString());
    if (cluster == nullptr) {
        return;
    }
    const QString id = cluster->id;
    QMenu menu(this);
    if (!cluster->isPresent) {
        if (cluster->isOpen()) {
            menu.addAction(tr("Stop watching"), &m_program, [this, id] { m_program.stopWatching(id); });
        } else if (cluster->error.message.isEmpty()) {
            menu.addAction(tr("Watch here"), &m_program, [this, id] { m_program.watch(id); });
        }
        menu.addAction(tr("Open in this window"), this, [this, id] { openRow(id); });
        menu.addSeparator();
    }
    menu.addAction(tr("Copy row"), m_table, &DataTable::copySelection);
    const QString digest = cluster->fact(dashboard::FleetField::Initdata).whole;
    if (!digest.isEmpty()) {
        menu.addAction(tr("Copy the INITDATA digest"), this, [digest] { QApplication::clipboard()->setText(digest); });
    }
    menu.exec(m_table->viewport()->mapToGlobal(at));
}

void FleetPlace::exportRows(bool asCsv)
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the shown rows"), asCsv ? u"fleet.csv"_s : u"fleet.json"_s);
    if (path.isEmpty()) {
        return;
    }
    m_error->clear();
    QList<int> columns(FleetModel::ColumnCount);
    std::iota(columns.begin(), columns.end(), 0);
    if (const auto failed = saveFile(path, asCsv ? items::toCsv(m_model, columns) : items::toJsonRows(m_model, columns))) {
        m_error->show(*failed);
    }
}

} // namespace cocoon::ui
