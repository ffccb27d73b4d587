// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nodes/nodes_place.h"

#include "models/dashboard/age.h"
#include "models/dashboard/node_actions.h"
#include "models/dashboard/rights.h"
#include "models/dashboard/sighting.h"
#include "models/words/words.h"
#include "ui/nodes/node_card_delegate.h"
#include "ui/nodes/node_detail.h"
#include "ui/nodes/node_row_actions.h"
#include "ui/pods/columns_menu.h"
#include "ui/pods/forbidden_view.h"
#include "ui/task/task_panel.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/dropped_mark.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/filter_dress.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"
#include "ui/widgets/side_split.h"

#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::Part;
using items::NodesModel;

namespace {
    const QString kSubscriber = u"nodes"_s;
    constexpr int kTickMs = 5000;
    constexpr int kOldTickMs = 1000; ///< as the header counts
    constexpr int kLeastBody = 130; ///< some rows, and as much of the one that is chosen
}

NodesPlace::NodesPlace(const Theme& theme, dashboard::Board& board, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_board(board)
    , m_count(makeLabel({}, "faint"))
    , m_error(new ErrorPanel(theme))
    , m_filter(new QLineEdit)
    , m_columnsButton(new QToolButton)
    , m_exportButton(new QToolButton)
    , m_turn(makeButton({}, ""))
    , m_table(new DataTable(theme))
    , m_columns(nullptr)
    , m_cards(new QListView)
    , m_views(new QStackedWidget)
    , m_task(new TaskPanel(theme, board.desk()))
    , m_taskPage(makeTaskPage())
    , m_detail(new NodeDetail(theme, board))
    , m_side(new QWidget)
    , m_tools(new QWidget)
    , m_forbidden(new ForbiddenView(theme))
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Nodes"));
    auto* column = new QVBoxLayout(makeScrollPage(this)); // larger text needs more height than a window has
    m_scroll = findChild<QScrollArea*>(QString(), Qt::FindDirectChildrenOnly);
    layout()->addWidget(m_taskPage);
    m_taskPage->hide();
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(14);
    auto* title = new QHBoxLayout;
    title->addWidget(makeLabel(tr("Nodes"), "title"));
    title->addWidget(m_tools, 1);
    column->addLayout(title);
    auto* head = new FlowLayout(m_tools);
    head->setSpacing(14);
    m_count->setObjectName(u"nodes.count"_s);
    head->addWidget(m_count);
    auto* dropped = new DroppedMark(*m_table);
    head->addWidget(dropped);
    head->addSpring();
    m_filter->setObjectName(u"nodes.filter"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    dressFilter(m_filter, theme);
    m_filter->setAccessibleName(tr("Filter the nodes"));
    m_filter->setClearButtonEnabled(true);
    keepWidth(m_theme, m_filter, 260);
    head->addWidget(m_filter);
    for (const auto& [button, text, name] : { std::tuple { m_columnsButton, tr("Columns"), u"nodes.columns"_s }, std::tuple { m_exportButton, tr("Export"), u"nodes.export"_s } }) {
        button->setText(text);
        button->setObjectName(name);
        button->setProperty("kind", u"picker"_s);
        button->setPopupMode(QToolButton::InstantPopup);
        button->setAccessibleName(text);
        head->addWidget(button);
    }
    m_turn->setObjectName(u"nodes.turn"_s);
    head->addWidget(m_turn);
    QPushButton* again = makeButton(tr("Try again"), "small");
    again->setObjectName(u"nodes.again"_s);
    connect(again, &QPushButton::clicked, &board, &dashboard::Board::lookAgain);
    m_error->addRemedy(again);
    column->addWidget(m_error);

    m_table->setLive();
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(&m_model);
    m_table->setObjectName(u"nodes.table"_s);
    m_table->setAccessibleName(tr("Nodes"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(NodesModel::Name, Qt::AscendingOrder);
    setShares();
    connect(&m_model, &QAbstractItemModel::modelReset, this, &NodesPlace::setShares);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &NodesPlace::refresh, Qt::QueuedConnection); // another column is another filter
    // What does not fit goes, first what the detail repeats.
    m_table->setNeeds({ NodesModel::Name, NodesModel::State, NodesModel::Health, NodesModel::Places, NodesModel::InState, NodesModel::Cloud, NodesModel::Zone, NodesModel::Age, NodesModel::Version, NodesModel::Adaptor, NodesModel::WorkerId, NodesModel::Os });
    m_columns = new ColumnsMenu(*m_table, this);
    m_columns->use(m_model, m_model);
    m_columnsButton->setMenu(m_columns);
    auto* actions = new NodeRowActions(*m_table, m_model, this);
    connect(m_table, &QWidget::customContextMenuRequested, actions, &NodeRowActions::openMenu);
    auto* exports = new QMenu(m_exportButton);
    exports->addAction(tr("Shown rows as CSV …"), actions, [actions] { actions->exportRows(true); });
    exports->addAction(tr("Shown rows as JSON …"), actions, [actions] { actions->exportRows(false); });
    m_exportButton->setMenu(exports);
    m_cards->setModel(&m_model);
    m_cards->setSelectionModel(m_table->selectionModel());
    m_cards->setItemDelegate(new NodeCardDelegate(theme, m_cards));
    m_cards->setViewMode(QListView::IconMode);
    m_cards->setMovement(QListView::Static);
    m_cards->setResizeMode(QListView::Adjust);
    m_cards->setUniformItemSizes(true);
    m_cards->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_cards->setObjectName(u"nodes.cards"_s);
    m_cards->setAccessibleName(tr("Nodes as cards"));
    m_views->addWidget(m_table);
    m_views->addWidget(m_cards);
    auto* card = new QFrame;
    card->setObjectName(u"card"_s);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(6, 6, 6, 6);
    inner->addWidget(m_views);

    auto* side = new QVBoxLayout(makeScrollPage(m_side));
    side->setContentsMargins(0, 0, 0, 0);
    side->addWidget(m_detail);
    m_body = new SideSplit(theme, u"nodes"_s, card, m_side, 440);
    const auto fit = [this] { m_body->setMinimumHeight(m_theme.px(kLeastBody)); };
    connect(&theme, &Theme::changed, m_body, fit);
    fit();
    column->addWidget(m_body, 1);
    m_forbidden->setObjectName(u"nodes.forbidden"_s);
    m_forbidden->show(tr("You may not list nodes. They belong to the whole cluster: its administrator can allow it with a ClusterRole."), dashboard::missingList(u"nodes"_s, {}), false);
    column->addWidget(m_forbidden, 1);

    const auto turn = [this, dropped](bool showsCards) {
        dropped->setVisible(!showsCards);
        m_columnsButton->setVisible(!showsCards);
        m_exportButton->setVisible(!showsCards);
        m_views->setCurrentWidget(showsCards ? static_cast<QWidget*>(m_cards) : static_cast<QWidget*>(m_table));
        m_turn->setText(showsCards ? tr("As a table") : tr("As cards"));
    };
    turn(false);
    connect(m_turn, &QPushButton::clicked, this, [this, turn] { turn(m_views->currentWidget() != m_cards); });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setFilter(text);
        refresh();
    });
    auto* clear = new QShortcut(Qt::Key_Escape, m_filter, m_filter, &QLineEdit::clear);
    clear->setContext(Qt::WidgetShortcut);
    connect(m_table, &DataTable::currentRowChanged, this, &NodesPlace::choseRow);
    connect(m_table, &DataTable::emptyActed, m_filter, &QLineEdit::clear);
    connect(m_detail, &NodeDetail::opened, this, &NodesPlace::opened);
    connect(m_detail, &NodeDetail::wanted, this, [this](const setup::Desk::Task& task) {
        showTask(true);
        m_task->open(task);
        arrange();
    });
    connect(m_task, &TaskPanel::closed, this, [this] {
        refresh();
        focusTable();
    });
    connect(&board, &dashboard::Board::changed, this, [this] {
        if (isVisible()) {
            refresh();
        }
    });
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            refresh(); // times go on when nothing else does
        }
    });
    m_tick.start();
    connect(&board.desk(), &setup::Desk::lookedAgain, m_detail, &NodeDetail::readAgain);
    connect(&board.desk(), &setup::Desk::runChanged, this, [this] {
        if (isVisible()) {
            refreshDetail();
        }
    });
    refresh();
}

void NodesPlace::setPods(std::function<const dashboard::PodStore*()> pods)
{
    m_detail->setPods(std::move(pods));
}

void NodesPlace::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
    bringIntoView(m_filter);
}

void NodesPlace::focusTable()
{
    if (m_forbidden->isVisible()) {
        m_forbidden->findChild<QPushButton*>(u"rights.copy"_s)->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_views->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void NodesPlace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_standing.clear(); // a state may have gone and come back meanwhile
    m_board.desk().want(kSubscriber, dashboard::nodeActionNeeds());
    refresh();
}

void NodesPlace::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_board.desk().want(kSubscriber, {});
}

/// The zone takes what the others leave; labels and annotations are as wide as what they say.
void NodesPlace::setShares()
{
    QList<int> shares(m_model.columnCount(), 0);
    shares[NodesModel::Zone] = 1;
    m_table->setShares(shares);
}

QList<items::NodeRow> NodesPlace::rows() const
{
    QList<items::NodeRow> rows;
    for (const dashboard::NodeView& node : m_board.scene().nodes) {
        const history::Standing one = m_standing.value(node.name);
        rows.append({ node, one.span.since, !one.sawItCome });
    }
    return rows;
}

/// Since when each is in its install state. The history is asked only when some node is in another state than when it was asked last.
void NodesPlace::readStanding()
{
    const QList<dashboard::NodeView>& nodes = m_board.scene().nodes;
    const bool isSame = m_standing.size() >= nodes.size() && std::all_of(nodes.begin(), nodes.end(), [this](const dashboard::NodeView& node) {
        const auto known = m_standing.constFind(node.name);
        return known != m_standing.cend() && known->span.state == node.stateWord();
    });
    if (isSame) {
        return;
    }
    m_standing = dashboard::installStandings(m_board.history());
}

QString NodesPlace::emptyText() const
{
    if (m_model.total() > 0) {
        return tr("Nothing matches the filter. Esc clears it.");
    }
    const Part& part = m_board.scene().nodesPart;
    switch (part.state) {
    case Part::State::Loading: return tr("Nodes are being read …");
    case Part::State::Failed: return tr("The list of nodes could not be read.");
    default: return tr("The cluster has no nodes.");
    }
}

void NodesPlace::refresh()
{
    readStanding();
    const Part& part = m_board.scene().nodesPart;
    m_model.show(rows(), heard());
    const int all = m_model.total();
    const int shown = m_model.rowCount();
    QString count = !part.isKnown() && all == 0 ? u"–"_s : tr("%1 of %2").arg(QLocale().toString(shown), QLocale().toString(all));
    if (part.state == Part::State::Stale) {
        count += u"  ·  "_s + tr("%1 old").arg(dashboard::howLong(part.since, QDateTime::currentDateTimeUtc()));
    }
    m_count->setText(count);
    m_table->setEmptyText(emptyText(), all > 0 ? tr("Clear the filter") : QString());
    m_tick.setInterval(part.state == Part::State::Stale ? kOldTickMs : kTickMs);
    sayTrouble();
    // What can be done is done to a row that is on screen: whoever filters the chosen one away looks at the first that is left.
    const bool isFilteredAway = !m_filter->text().isEmpty() && m_model.rowOf(m_chosen) < 0;
    if (shown > 0 && (isFilteredAway || (m_chosen.isEmpty() && !m_table->currentIndex().isValid()))) {
        m_chosen = m_model.index(0, 0).data(items::IdentityRole).toString();
    }
    selectChosen();
    arrange();
    refreshDetail();
}

/// The row that the detail speaks of is the one that is selected, also when it came after it was chosen.
void NodesPlace::selectChosen()
{
    const int row = m_model.rowOf(m_chosen);
    if (row >= 0 && !m_table->selectionModel()->isRowSelected(row, {})) {
        m_table->selectRow(row);
        m_table->scrollTo(m_model.index(row, 0));
    }
}

/// What is about to be done has the place to itself: it is to be read. What may not be listed needs no table.
void NodesPlace::arrange()
{
    const bool isTask = m_task->isOpen();
    const bool isForbidden = m_board.scene().nodesPart.state == Part::State::Forbidden && m_model.total() == 0;
    m_tools->setVisible(!isForbidden);
    m_body->setVisible(!isForbidden);
    m_forbidden->setVisible(isForbidden);
    showTask(isTask);
}

void NodesPlace::showTask(bool isOpen)
{
    m_taskPage->setVisible(isOpen);
    m_scroll->setVisible(!isOpen);
}

/// Beside the page that scrolls: the answers stand, and what they answer scrolls above them.
QWidget* NodesPlace::makeTaskPage()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(14);
    column->addWidget(makeLabel(tr("Nodes"), "title"));
    column->addWidget(m_task, 1);
    return page;
}

QDateTime NodesPlace::heard() const
{
    const Part& part = m_board.scene().nodesPart;
    return part.state == Part::State::Stale && part.since.isValid() ? part.since : QDateTime::currentDateTimeUtc();
}

void NodesPlace::sayTrouble()
{
    const Part& part = m_board.scene().nodesPart;
    const bool isTrouble = m_board.scene().isCut() && !part.error.message.isEmpty() && !m_task->isOpen();
    if (!isTrouble) {
        m_error->clear();
    } else if (m_error->isHidden() || m_error->property("said").toString() != part.error.message) {
        m_error->setProperty("said", part.error.message);
        m_error->show(part.error);
        m_error->setNote(tr("Cocoon tries again by itself."));
    }
}

void NodesPlace::choseRow(int row)
{
    if (row >= 0) {
        m_chosen = m_model.index(row, 0).data(items::IdentityRole).toString();
        refreshDetail();
    }
}

void NodesPlace::choose(const QString& node)
{
    m_filter->clear();
    m_chosen = node;
    selectChosen();
    refreshDetail();
}

void NodesPlace::refreshDetail()
{
    const dashboard::NodeView* found = nullptr;
    for (const dashboard::NodeView& node : m_board.scene().nodes) {
        found = node.name == m_chosen && m_model.rowOf(m_chosen) >= 0 ? &node : found;
    }
    if (m_side->isHidden() != (found == nullptr)) {
        m_side->setVisible(found != nullptr);
    }
    if (found != nullptr) {
        m_detail->show(*found);
    }
}

} // namespace cocoon::ui
