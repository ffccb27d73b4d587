// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activity_place.h"

#include "models/plan/difference.h"
#include "models/setup/export.h"
#include "services/base/json.h"
#include "ui/activity/running_card.h"
#include "ui/setup/page_spec.h"
#include "ui/widgets/card.h"
#include "ui/widgets/code_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/filter_dress.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/save_file.h"
#include "ui/widgets/scroll_page.h"

#include <QEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QShortcut>
#include <QTabBar>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

ActivityPlace::ActivityPlace(const Theme& theme, setup::Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_desk(desk)
    , m_count(makeLabel({}, "faint"))
    , m_filter(new QLineEdit)
    , m_table(new DataTable(theme))
    , m_detail(new Card)
    , m_detailText(makeText({}, "muted"))
    , m_tabs(new QTabBar)
    , m_code(new CodeView(theme))
    , m_error(new ErrorPanel(theme))
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Activity"));
    auto* column = new QVBoxLayout(makeScrollPage(this)); // larger text needs more height than a window has
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(14);
    auto* head = new FlowLayout;
    head->addWidget(makeLabel(tr("Activity"), "title"));
    head->addWidget(m_count);
    head->addSpring();
    m_filter->setObjectName(u"activity.filter"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setToolTip(tr("Words that must all be there; !word must not; /expression/ is a regular expression"));
    dressFilter(m_filter, theme);
    m_filter->setAccessibleName(tr("Filter the journal"));
    m_filter->setClearButtonEnabled(true);
    keepWidth(theme, m_filter, 260);
    head->addWidget(m_filter);
    QPushButton* json = makeButton(tr("Export JSON lines …"), "");
    QPushButton* script = makeButton(tr("Export script …"), "");
    json->setObjectName(u"activity.json"_s);
    script->setObjectName(u"activity.script"_s);
    head->addWidget(json);
    head->addWidget(script);
    column->addLayout(head);
    column->addWidget(m_error);
    column->addWidget(new RunningCard(theme, desk, this));
    connect(json, &QPushButton::clicked, this, [this] { save(u"journal.jsonl"_s, asJsonLines()); });
    connect(script, &QPushButton::clicked, this, [this] { save(u"journal.sh"_s, setup::exportJournal(m_desk.journal().entries())); });

    m_model.nameSteps(pageNameOf);
    m_filtered.setSourceModel(&m_model);
    auto* card = new QFrame;
    card->setObjectName(u"card"_s);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(6, 6, 6, 6);
    inner->addWidget(m_table);
    m_table->setModel(&m_filtered);
    m_table->setAccessibleName(tr("Journal"));
    m_table->sortByColumn(items::JournalModel::Time, Qt::DescendingOrder); // before it may be sorted, else it begins the other way
    m_table->setSortingEnabled(true);
    m_table->setShares({ 0, 0, 65, 0, 35 });
    using Column = items::JournalModel::Column;
    m_table->setMostWidth(Column::Note, 160);
    m_table->setNeeds({ Column::Title, Column::State, Column::Time, Column::Step, Column::Note }); // the detail has what came back, whole
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // it takes what there is, and no page scrolls for more than it must have
    m_table->viewport()->installEventFilter(this);
    column->addWidget(card, 3);
    dressTabs(m_tabs);
    m_tabs->setAccessibleName(tr("How the change is shown"));
    m_tabs->addTab(tr("Difference"));
    m_tabs->addTab(tr("Command"));
    m_tabs->addTab(tr("Answer"));
    m_detail->content()->addWidget(m_detailText);
    auto* bar = new FlowLayout;
    QPushButton* copy = makeButton(tr("Copy"), "small");
    copy->setObjectName(u"activity.copy"_s);
    copy->setAccessibleName(tr("Copy what is shown of the change"));
    connect(copy, &QPushButton::clicked, this, [this, copy] { copyWithWord(copy, m_code->toPlainText()); });
    m_tabs->setObjectName(u"activity.tabs"_s);
    bar->addWidget(m_tabs);
    bar->addSpring();
    bar->addWidget(copy);
    m_detail->content()->addLayout(bar);
    m_detail->content()->addWidget(m_code);
    connect(&theme, &Theme::changed, this, &ActivityPlace::fit);
    fit();
    column->addWidget(m_detail);
    m_detail->hide();
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filtered.setText(text);
        refresh();
    });
    auto* clear = new QShortcut(Qt::Key_Escape, m_filter, m_filter, &QLineEdit::clear);
    clear->setContext(Qt::WidgetShortcut);
    connect(m_table, &DataTable::currentRowChanged, this, &ActivityPlace::showDetail);
    connect(m_tabs, &QTabBar::currentChanged, this, &ActivityPlace::showDetail);
    connect(&desk.journal(), &plan::Journal::grew, this, &ActivityPlace::refresh);
    refresh();
}

/// When the detail takes its room, or the window becomes smaller, what it speaks of stays on screen.
bool ActivityPlace::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize && m_table->currentIndex().isValid()) {
        QMetaObject::invokeMethod(m_table, [this] { m_table->scrollTo(m_table->currentIndex()); }, Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

/// The detail leaves room for the row that it speaks of and its neighbour; where there is too little for both, the page scrolls.
void ActivityPlace::fit()
{
    m_table->setMinimumHeight(m_theme.px(100));
    m_code->setMostLines(qBound(4, (height() - m_theme.px(370)) / m_theme.px(18), 10));
}

void ActivityPlace::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void ActivityPlace::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
    bringIntoView(m_filter);
}

void ActivityPlace::refresh()
{
    m_model.show(m_desk.journal().entries());
    m_count->setText(m_filtered.rowCount() == m_model.rowCount() ? tr("%n entries", nullptr, m_model.rowCount())
                                                                 : tr("%1 of %2").arg(m_filtered.rowCount()).arg(m_model.rowCount()));
    m_table->setEmptyText(m_model.rowCount() == 0 ? tr("Nothing has been changed yet. Every change Cocoon makes is noted here before it is sent.")
            : m_filtered.filter().error().isEmpty() ? tr("Nothing matches the filter. Esc clears it.")
                                                    : tr("The expression cannot be read: %1. Esc clears the filter.").arg(m_filtered.filter().error()));
    showDetail();
}

void ActivityPlace::showDetail()
{
    const QModelIndex current = m_filtered.mapToSource(m_table->currentIndex());
    m_detail->setVisible(current.isValid());
    if (!current.isValid()) {
        return;
    }
    const items::JournalRow& row = m_model.rows().at(current.row());
    m_detail->setTitle(row.title);
    m_detail->setRemark(row.time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss t"_s));
    m_detailText->setText(row.note);
    m_detailText->setVisible(!row.note.isEmpty());
    switch (m_tabs->currentIndex()) {
    case 0: m_code->showDifference(plan::yamlDifference(row.sent.value(u"before"_s), row.sent.value(u"body"_s))); break;
    case 1: {
        QStringList lines;
        for (const QJsonValue& command : row.sent.value(u"commands"_s).toArray()) {
            lines.append(command.toString());
        }
        m_code->showText(lines.join(u'\n'));
        break;
    }
    default: m_code->showText(answerOf(row)); break;
    }
}

/// What the service said, without what the journal keeps beside it.
QString ActivityPlace::answerOf(const items::JournalRow& row)
{
    if (row.ended.isEmpty()) {
        return tr("No answer yet.");
    }
    for (const QString& part : { u"error"_s, u"reply"_s }) {
        const QJsonObject said = row.ended.value(part).toObject();
        if (!said.isEmpty()) {
            return QString::fromUtf8(toPrettyJson(said));
        }
    }
    return tr("The answer had no content.");
}

QByteArray ActivityPlace::asJsonLines() const
{
    QByteArray lines;
    for (const QJsonObject& entry : m_desk.journal().entries()) {
        lines += toJson(entry) + '\n';
    }
    return lines;
}

void ActivityPlace::save(const QString& suggestion, const QByteArray& bytes)
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the journal"), suggestion);
    if (path.isEmpty()) {
        return;
    }
    const auto failed = saveFile(path, bytes);
    failed ? m_error->show(*failed) : m_error->clear();
}

} // namespace cocoon::ui
