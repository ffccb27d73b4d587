// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/pods_place.h"

#include "models/dashboard/age.h"
#include "models/dashboard/cloud_side.h"
#include "models/dashboard/rights.h"
#include "ui/pods/columns_menu.h"
#include "ui/pods/forbidden_view.h"
#include "ui/pods/kind_menu.h"
#include "ui/pods/namespace_box.h"
#include "ui/pods/pod_detail.h"
#include "ui/pods/pod_row_actions.h"
#include "ui/pods/pod_search.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/dropped_mark.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/filter_dress.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"
#include "ui/widgets/side_split.h"

#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QShortcut>
#include <QToolButton>

#include <numeric>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::PodStore;
using items::PodTable;

namespace {
    const QString kSubscriber = u"pods"_s;
    constexpr int kLingerMs = 60000; ///< a place that was left goes on reading for this long
    constexpr int kVsiWidth = 104; ///< enough to tell ids apart; the whole one is in the tool tip and the details
    constexpr int kKindWidth = 140; ///< of its name in the head: some are long
    constexpr int kWorldMs = 300; ///< the join with the cloud's side is made this often at most
    constexpr int kTypingMs = 30; ///< keys that come faster are one change of the filter
}

PodsPlace::PodsPlace(const Theme& theme, setup::Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_desk(desk)
    , m_store(desk.clock())
    , m_reader(desk.connectCluster())
    , m_table(new PodTable(m_store, this))
    , m_feed(m_reader)
    , m_title(makeLabel(tr("Confidential pods"), "title"))
    , m_count(makeLabel({}, "faint"))
    , m_age(makeLabel({}, "small"))
    , m_kindButton(new QToolButton)
    , m_kinds(new KindMenu(m_reader, this))
    , m_namespaces(new NamespaceBox(m_reader))
    , m_filter(new QLineEdit)
    , m_columnsButton(new QToolButton)
    , m_exportButton(new QToolButton)
    , m_error(new ErrorPanel(theme))
    , m_refused(new ForbiddenView(theme))
    , m_view(new DataTable(theme))
    , m_dropped(new DroppedMark(*m_view))
    , m_columns(nullptr)
    , m_detail(new PodDetail(theme, m_store, m_reader))
    , m_actions(new PodRowActions(*m_view, *m_table, m_feed, *m_detail, this))
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Confidential pods"));
    auto* column = new QVBoxLayout(makeScrollPage(this)); // larger text needs more height than a window has
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addLayout(makeHead());
    QPushButton* again = makeButton(tr("Try again"), "small");
    again->setObjectName(u"pods.again"_s);
    connect(again, &QPushButton::clicked, &desk, &setup::Desk::lookAgain); // the cloud's side too
    connect(&desk, &setup::Desk::lookedAgain, this, &PodsPlace::readAgain);
    m_error->addRemedy(again);
    column->addWidget(m_error);
    auto* card = new QFrame;
    card->setObjectName(u"card"_s);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(6, 6, 6, 6);
    inner->addWidget(m_view);
    m_split = new SideSplit(theme, u"pods"_s, card, m_detail, 300);
    m_detail->setCommand([this] { return m_actions->command(u"oc"_s); });
    m_detail->hide();
    column->addWidget(m_split, 1);
    m_refused->hide();
    column->addWidget(m_refused, 1);
    connect(m_refused, &ForbiddenView::namespaceChosen, this, &PodsPlace::setNamespace);

    m_view->setObjectName(u"pods.table"_s);
    m_view->setAccessibleName(tr("Pods"));
    m_view->setLive();
    connect(m_view, &DataTable::emptyActed, this, &PodsPlace::actOnEmpty);
    connect(m_detail, &PodDetail::removeWanted, this, [this](const QString& vsi) { Q_EMIT opened(u"remove/"_s + vsi); });
    m_columns = new ColumnsMenu(*m_view, this);
    m_columnsButton->setMenu(m_columns);
    useModel();
    m_view->sortByColumn(PodTable::Name, Qt::AscendingOrder);
    connect(m_view, &DataTable::currentRowChanged, this, [this] {
        m_pending.clear(); // whoever chooses a row waits for no other
        rowChanged();
    });
    connect(m_view, &QWidget::customContextMenuRequested, m_actions, &RowActions::openMenu);
    for (items::LiveTable* model : { static_cast<items::LiveTable*>(m_table), static_cast<items::LiveTable*>(&m_feed.table()) }) {
        connect(model, &QAbstractItemModel::modelReset, this, &PodsPlace::refreshHead);
        connect(model, &QAbstractItemModel::rowsInserted, this, [this] {
            refreshHead();
            QMetaObject::invokeMethod(this, &PodsPlace::openPending, Qt::QueuedConnection); // not in the middle of the table's batch
        });
        connect(model, &QAbstractItemModel::rowsRemoved, this, &PodsPlace::refreshHead);
        connect(model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
            if (m_view->currentIndex().row() >= from.row() && m_view->currentIndex().row() <= to.row()) {
                rowChanged();
            }
        });
    }
    connect(&m_store, &PodStore::stateChanged, this, [this] {
        refreshHead();
        m_detail->refresh(); // what was heard may be old now
    });
    connect(&m_feed, &KindFeed::read, this, &PodsPlace::refreshHead);
    m_worldSoon.setSingleShot(true);
    m_worldSoon.setInterval(kWorldMs);
    connect(&m_worldSoon, &QTimer::timeout, this, &PodsPlace::readWorld);
    connect(&desk, &setup::Desk::assessed, this, [this] {
        if (!m_worldSoon.isActive()) {
            m_worldSoon.start();
        }
    });
    connect(&desk.journal(), &plan::Journal::grew, this, [this] { m_table->setAttested(dashboard::attestedPods(m_desk.journal().entries())); });
    m_table->setAttested(dashboard::attestedPods(desk.journal().entries()));

    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_view->viewport()->update(); // ages grow
        if (m_detail->isVisible()) {
            m_detail->tick();
        }
        sayState();
    });
    m_linger.setSingleShot(true);
    m_linger.setInterval(kLingerMs);
    connect(&m_linger, &QTimer::timeout, this, [this] {
        m_store.pause();
        m_feed.stop();
        m_desk.want(kSubscriber, {});
    });
    refreshHead();
}

PodsPlace::~PodsPlace()
{
    m_desk.want(kSubscriber, {});
}

/// No narrower than what is in it: it should scroll up and down only.
QSize PodsPlace::minimumSizeHint() const
{
    return { m_split->parentWidget()->minimumSizeHint().width(), QWidget::minimumSizeHint().height() };
}

QLayout* PodsPlace::makeHead()
{
    auto* all = new QVBoxLayout;
    all->setSpacing(10);
    auto* line = new FlowLayout;
    line->addWidget(m_title);
    line->addWidget(m_count);
    line->addWidget(m_dropped);
    line->addSpring();
    line->addWidget(m_age);
    all->addLayout(line);
    auto* bar = new FlowLayout;
    m_kindButton->setObjectName(u"pods.kind"_s);
    m_kindButton->setProperty("kind", u"picker"_s);
    m_kindButton->setPopupMode(QToolButton::InstantPopup);
    m_kindButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_kindButton->setAccessibleName(tr("What is listed"));
    setThemedIcon(m_kindButton, m_theme, u"chevron-down"_s, u"text2"_s);
    m_kindButton->setMenu(m_kinds);
    connect(m_kinds, &KindMenu::chosen, this, &PodsPlace::showKind);
    connect(m_kinds, &KindMenu::failed, m_kindButton, &QWidget::setToolTip);
    setSpokenPurpose(m_namespaces, tr("Namespace"));
    keepWidth(m_theme, m_namespaces, 240);
    connect(m_namespaces, &NamespaceBox::chosen, this, &PodsPlace::setNamespace);
    m_filter->setObjectName(u"pods.filter"_s);
    dressFilter(m_filter, m_theme);
    m_filter->setAccessibleName(tr("Filter the table"));
    m_filter->setClearButtonEnabled(true);
    const auto giveWay = [this] { // before the row breaks
        m_namespaces->setMinimumWidth(m_theme.px(150));
        m_filter->setMinimumWidth(m_theme.px(140));
    };
    connect(&m_theme, &Theme::changed, this, [this, giveWay] {
        giveWay();
        refreshHead();
    });
    giveWay();
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(m_filter, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_filter, &QLineEdit::textEdited, this, [this] { m_pending.clear(); });
    connect(&m_typing, &QTimer::timeout, this, [this] {
        current().setFilter(m_filter->text());
        refreshHead();
    });
    auto* leave = new QShortcut(Qt::Key_Escape, m_filter, this, [this] {
        if (m_filter->text().isEmpty()) {
            m_view->setFocus(Qt::ShortcutFocusReason);
        }
        m_filter->clear();
    });
    leave->setContext(Qt::WidgetShortcut);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        m_view->setFocus(Qt::ShortcutFocusReason);
        if (!m_view->currentIndex().isValid() && current().rowCount() > 0) {
            m_view->setCurrentIndex(current().index(0, 0));
        }
    });
    for (const auto& [button, text, name] : { std::tuple { m_columnsButton, tr("Columns"), u"pods.columns"_s }, std::tuple { m_exportButton, tr("Export"), u"pods.export"_s } }) {
        button->setText(text);
        button->setObjectName(name);
        button->setProperty("kind", u"picker"_s);
        button->setPopupMode(QToolButton::InstantPopup);
        button->setAccessibleName(text);
    }
    auto* exports = new QMenu(m_exportButton);
    exports->addAction(tr("Shown rows as CSV …"), this, [this] { m_actions->exportRows(true); });
    exports->addAction(tr("Shown rows as JSON …"), this, [this] { m_actions->exportRows(false); });
    m_exportButton->setMenu(exports);
    bar->addWidget(m_kindButton);
    bar->addWidget(m_namespaces);
    bar->addWidget(m_filter);
    bar->addWidget(m_columnsButton);
    bar->addWidget(m_exportButton);
    all->addLayout(bar);
    return all;
}

items::LiveTable& PodsPlace::current() const
{
    return showsPods() ? static_cast<items::LiveTable&>(*m_table) : static_cast<items::LiveTable&>(m_feed.table());
}

void PodsPlace::useModel()
{
    if (m_view->model() == &current()) {
        return;
    }
    m_view->setModel(&current());
    m_detail->hide();
    if (showsPods()) {
        m_columns->use(*m_table, *m_table);
    } else {
        m_columns->use(m_feed.table(), m_feed.table());
    }
    m_view->setMostWidth(PodTable::VsiId, showsPods() ? kVsiWidth : 0);
    setShares();
    m_view->sortByColumn(0, Qt::AscendingOrder);
    current().setFilter(m_filter->text());
}

/// The name takes what the others leave, and they go when there is none: of the pods the least needed first, of another kind the last.
void PodsPlace::setShares()
{
    QList<int> shares(current().columnCount(), 0);
    QList<int> needs { PodTable::Name, PodTable::Status, PodTable::VsiId, PodTable::Namespace, PodTable::Attested, PodTable::Price, PodTable::Age, PodTable::Worker, PodTable::Tee };
    if (!shares.isEmpty()) {
        shares[0] = 1;
    }
    if (!showsPods()) {
        needs.resize(shares.size());
        std::iota(needs.begin(), needs.end(), 0);
    }
    m_view->setShares(shares);
    m_view->setNeeds(needs);
}

void PodsPlace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_linger.stop();
    m_tick.start();
    if (!m_isOpen) {
        m_isOpen = true;
        open();
        m_namespaces->read();
    } else {
        m_store.resume();
        m_feed.readNow();
    }
    readWorld();
}

void PodsPlace::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_tick.stop();
    m_linger.start();
}

void PodsPlace::open()
{
    m_store.open(m_desk.connectCluster(), m_namespaces->ns());
}

void PodsPlace::readWorld()
{
    if (!m_isOpen || m_store.isPaused()) {
        return;
    }
    world::Asker asker(m_desk.world());
    m_store.setCloud(dashboard::readCloudSide(asker, m_desk.intent(), coco::Facts::builtIn(), m_namespaces->ns()));
    m_desk.want(kSubscriber, asker.needs());
    m_detail->refresh();
    m_view->setEmptyText(emptyText(), emptyAction()); // what is installed may have changed
    openPending();
}

void PodsPlace::setNamespace(const QString& ns)
{
    m_namespaces->choose(ns);
    open();
    if (!showsPods()) {
        m_feed.open(m_feed.kind(), ns);
    }
    readWorld();
    refreshHead();
}

void PodsPlace::showKind(const QString& id)
{
    if (id == u"confidential" || id == u"pods") {
        m_feed.open({}, {});
        useModel();
        m_table->setScope(id == u"pods" ? PodTable::Scope::All : PodTable::Scope::Confidential);
        refreshHead();
    } else if (!m_kinds->isRead()) {
        m_kinds->read(id);
    } else {
        if (const dashboard::KindInfo kind = m_kinds->find(id); !kind.kind.isEmpty()) {
            m_feed.open(kind, m_namespaces->ns());
            useModel();
        }
        refreshHead();
    }
    m_view->setFocus(Qt::OtherFocusReason);
}

void PodsPlace::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
    bringIntoView(m_filter);
}

void PodsPlace::refreshHead()
{
    const items::LiveTable& table = current();
    const QString shown = !showsPods() ? m_feed.kind().title() : m_table->scope() == PodTable::Scope::All ? tr("All pods") : tr("Confidential pods");
    m_title->setText(shown);
    m_kindButton->setText(m_kindButton->fontMetrics().elidedText(shown, Qt::ElideRight, m_theme.px(kKindWidth)) + u' ');
    m_kindButton->setToolTip(tr("Confidential pods, all pods, or any other kind the cluster serves"));
    m_count->setText(countText());
    m_count->setToolTip(table.filter().error());
    m_view->setEmptyText(emptyText(), emptyAction());
    if (const QString says = showsPods() ? tr("Filter by name, VSI id, IP, label") : tr("Filter by name or label"); m_filter->placeholderText() != says) {
        m_filter->setPlaceholderText(says);
        m_filter->setToolTip(says + u'\n' + tr("All words must match. !word leaves out, /expression/ is a regular expression, app=web is a label."));
    }
    m_namespaces->setVisible(showsPods() || m_feed.kind().isNamespaced);
    setShares();
    sayState();
}

void PodsPlace::rowChanged()
{
    const int row = m_view->currentIndex().row();
    if (row < 0) {
        m_detail->hide();
        return;
    }
    if (showsPods()) {
        const PodTable::Ref ref = m_table->refAt(row);
        m_detail->show(ref, m_view->currentIndex().siblingAtColumn(PodTable::Attested).data(items::MarkRole).isValid());
    } else {
        m_detail->showObject(m_feed.kind(), m_feed.table().rowAt(row));
    }
    if (m_detail->isHidden()) {
        m_detail->QWidget::show();
    }
}

void PodsPlace::openRow(const QString& wanted)
{
    const QString identity = identityOf(*m_table, m_store, wanted);
    const dashboard::PodRow* pod = m_store.find(identity.section(u'/', 0, 0)); // an attempt's row begins with its pod's uid
    if (pod == nullptr && m_store.state() == dashboard::PodStore::State::Live && !m_namespaces->ns().isEmpty()) {
        setNamespace({}); // it is in another one
    }
    if (!showsPods() || (pod != nullptr && !pod->isConfidential() && m_table->scope() != PodTable::Scope::All)) {
        showKind(pod == nullptr || pod->isConfidential() ? u"confidential"_s : u"pods"_s);
    }
    if (m_table->rowOf(identity) < 0) {
        m_filter->clear();
        m_table->setFilter({});
    }
    const int row = m_table->rowOf(identity);
    if (row < 0) {
        m_pending = wanted; // the list may still be coming in
        return;
    }
    m_pending.clear();
    m_view->setCurrentIndex(m_table->index(row, 0));
    m_view->scrollTo(m_view->currentIndex(), QAbstractItemView::PositionAtCenter);
    m_view->setFocus(Qt::OtherFocusReason);
}

void PodsPlace::openLink(const QString& link)
{
    static const QString onWorker = u"on/"_s;
    if (!link.startsWith(onWorker)) {
        openRow(link);
        return;
    }
    m_pending.clear();
    if (!m_namespaces->ns().isEmpty()) {
        setNamespace({});
    }
    showKind(u"pods"_s);
    // Workers are called by their addresses, and one may begin with another.
    m_filter->setText(u"/^%1$/"_s.arg(QRegularExpression::escape(link.mid(onWorker.size()))));
}

void PodsPlace::openPending()
{
    if (!m_pending.isEmpty() && m_table->rowOf(identityOf(*m_table, m_store, m_pending)) >= 0) {
        openRow(m_pending);
    }
}

} // namespace cocoon::ui
