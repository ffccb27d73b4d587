// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_table.h"

#include "models/items/roles.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace cocoon::ui {

namespace {
    constexpr int kRowsLookedAt = 200;
}

DataTable::DataTable(const Theme& theme, QWidget* parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_empty(new QWidget(viewport()))
    , m_emptySays(makeText({}, "muted"))
    , m_emptyAction(makeButton({}, "small"))
{
    auto* block = new QVBoxLayout(m_empty);
    block->setSpacing(12);
    m_emptySays->setAlignment(Qt::AlignCenter);
    block->addWidget(m_emptySays);
    m_emptyAction->setObjectName(QStringLiteral("table.emptyAction"));
    block->addWidget(m_emptyAction, 0, Qt::AlignHCenter);
    connect(m_emptyAction, &QPushButton::clicked, this, &DataTable::emptyActed);
    m_emptyAction->hide();
    m_empty->hide();
    setItemDelegate(new CellDelegate(theme, this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setFrameShape(NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(theme.px(40));
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, &DataTable::layOutSoon);
    connect(&theme, &Theme::changed, this, &DataTable::layOut);
    layOut();
}

void DataTable::setModel(QAbstractItemModel* model)
{
    if (this->model() != nullptr) {
        this->model()->disconnect(this);
    }
    QTableView::setModel(model);
    m_hidden.clear();
    for (int column = 0; column < model->columnCount(); ++column) {
        QTableView::setColumnHidden(column, false);
    }
    connect(model, &QAbstractItemModel::rowsInserted, this, &DataTable::layOutSoon);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &DataTable::layOutSoon);
    connect(model, &QAbstractItemModel::modelReset, this, &DataTable::layOutSoon);
    connect(model, &QAbstractItemModel::dataChanged, this, &DataTable::makeRoomForStates);
    connect(model, &QAbstractItemModel::rowsInserted, this, &DataTable::placeEmpty);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &DataTable::placeEmpty);
    connect(model, &QAbstractItemModel::modelReset, this, &DataTable::placeEmpty);
    if (m_isLive) {
        connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &DataTable::remember);
        connect(model, &QAbstractItemModel::modelReset, this, &DataTable::restore);
    }
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& current) { Q_EMIT currentRowChanged(current.isValid() ? current.row() : -1); });
    layOut();
    placeEmpty();
}

void DataTable::setLive()
{
    m_isLive = true;
    m_layOutSoon.setSingleShot(true);
    m_layOutSoon.setInterval(200);
    connect(&m_layOutSoon, &QTimer::timeout, this, &DataTable::layOut);
    setSelectionMode(ExtendedSelection);
    setSortingEnabled(true);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setSectionsClickable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setContextMenuPolicy(Qt::CustomContextMenu);
}

void DataTable::setMostWidth(int column, int designPixels)
{
    if (designPixels > 0) {
        m_mostWidths.insert(column, designPixels);
    } else {
        m_mostWidths.remove(column);
    }
}

void DataTable::layOutSoon()
{
    if (!m_isLive) {
        layOut();
    } else if (!m_layOutSoon.isActive()) {
        m_layOutSoon.start();
    }
}

/// A state that has become longer is still read whole.
void DataTable::makeRoomForStates(const QModelIndex& topLeft, const QModelIndex& bottomRight)
{
    const int seen = rowAt(viewport()->height() - 1); // -1: all are
    const int last = seen < 0 ? bottomRight.row() : qMin(bottomRight.row(), seen);
    bool isWider = false;
    for (int row = qMax(topLeft.row(), rowAt(0)); row <= last && !isWider; ++row) {
        for (int column = topLeft.column(); column <= bottomRight.column() && !isWider; ++column) {
            const QModelIndex cell = model()->index(row, column);
            isWider = !isColumnHidden(column) && cell.data(items::MarkRole).isValid() && itemDelegate()->sizeHint({}, cell).width() > columnWidth(column);
        }
    }
    if (isWider) {
        layOutSoon();
    }
}

void DataTable::remember()
{
    m_identity = currentIdentity();
    m_wasInView = viewport()->rect().intersects(visualRect(currentIndex()));
    rememberSelected();
}

void DataTable::rememberSelected()
{
    m_selected.clear();
    const QItemSelection selection = selectionModel()->selection();
    const bool isCurrentAlone = selection.size() == 1 && selection.first().height() == 1 && selection.first().top() == currentIndex().row();
    if (isCurrentAlone) {
        return;
    }
    for (const QItemSelectionRange& range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            m_selected.append(model()->index(row, 0).data(items::IdentityRole).toString());
        }
    }
}

QModelIndex DataTable::indexOf(const QString& identity) const
{
    return model()->rowCount() == 0 || identity.isEmpty() ? QModelIndex() : model()->match(model()->index(0, 0), items::IdentityRole, identity, 1, Qt::MatchExactly).value(0);
}

void DataTable::restore()
{
    QList<int> rows;
    for (const QString& identity : std::as_const(m_selected)) {
        if (const QModelIndex index = indexOf(identity); index.isValid()) {
            rows.append(index.row());
        }
    }
    std::sort(rows.begin(), rows.end());
    QItemSelection selection; // a range for all that stand below each other: one for each row would take seconds
    for (qsizetype first = 0, next = 0; first < rows.size(); first = next) {
        for (next = first + 1; next < rows.size() && rows.at(next) <= rows.at(next - 1) + 1;) {
            ++next;
        }
        selection.select(model()->index(rows.at(first), 0), model()->index(rows.at(next - 1), model()->columnCount() - 1));
    }
    const bool isByItself = m_selected.isEmpty();
    m_selected.clear();
    if (!selection.isEmpty()) {
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
    if (m_identity.isEmpty()) {
        return;
    }
    const QModelIndex found = indexOf(m_identity);
    if (!found.isValid()) {
        Q_EMIT currentRowChanged(-1);
        return;
    }
    const int at = verticalScrollBar()->value();
    selectionModel()->setCurrentIndex(found, isByItself ? QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows : QItemSelectionModel::SelectionFlags(QItemSelectionModel::NoUpdate));
    if (m_wasInView) {
        scrollTo(found);
    } else {
        verticalScrollBar()->setValue(at);
    }
}

void DataTable::copySelection() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex& row : std::as_const(rows)) {
        QStringList cells;
        for (int visual = 0; visual < model()->columnCount(); ++visual) {
            const int column = horizontalHeader()->logicalIndex(visual);
            if (!isColumnHidden(column)) {
                cells.append(row.siblingAtColumn(column).data(Qt::DisplayRole).toString());
            }
        }
        lines.append(cells.join(u'\t'));
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

void DataTable::setShares(const QList<int>& shares)
{
    if (m_shares == shares) {
        return;
    }
    m_shares = shares;
    layOut();
}

void DataTable::fitRows(int least, int most)
{
    m_least = least;
    m_most = most;
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    layOut();
}

void DataTable::setEmptyText(const QString& text, const QString& action)
{
    m_emptyText = text;
    m_emptySays->setText(text);
    m_emptyAction->setText(action);
    m_emptyAction->setVisible(!action.isEmpty());
    placeEmpty();
    setSpokenDescription(this, model() != nullptr && model()->rowCount() == 0 ? text : QString()); // it is drawn, and no label says it
    viewport()->update();
}

/// In the middle, as wide as lines are read well.
void DataTable::placeEmpty()
{
    const bool isEmpty = model() != nullptr && model()->rowCount() == 0 && !m_emptyText.isEmpty();
    if (isEmpty) {
        const int wide = qMin(viewport()->width() - m_theme.px(32), m_theme.px(440));
        const int high = m_empty->layout()->hasHeightForWidth() ? m_empty->layout()->heightForWidth(wide) : m_empty->sizeHint().height();
        m_empty->setGeometry((viewport()->width() - wide) / 2, qMax(0, (viewport()->height() - high) / 2), wide, high);
    }
    if (m_empty->isHidden() == isEmpty) {
        m_empty->setVisible(isEmpty);
    }
}

void DataTable::setColumnHidden(int column, bool isHidden)
{
    const bool isAsBefore = isColumnHidden(column) == isHidden;
    if (isAsBefore && (QTableView::isColumnHidden(column) == isHidden || m_needs.contains(column))) {
        return;
    }
    if (isHidden) {
        m_hidden.insert(column);
    } else {
        m_hidden.remove(column);
    }
    QTableView::setColumnHidden(column, isHidden);
    layOut();
}

void DataTable::setNeeds(const QList<int>& columns)
{
    if (m_needs == columns) {
        return;
    }
    for (const int column : std::as_const(m_needs)) {
        QTableView::setColumnHidden(column, isColumnHidden(column));
    }
    m_needs = columns;
    if (m_needs.isEmpty() && !m_dropped.isEmpty()) {
        m_dropped.clear();
        Q_EMIT droppedChanged();
    }
    layOut();
}

int DataTable::widthOf(int column) const
{
    const int needed = neededWidth(column);
    int most = m_mostWidths.contains(column) ? m_theme.px(m_mostWidths.value(column)) : viewport()->width() / 3;
    if (needed > most && hasStates(column)) {
        most = viewport()->width() * 3 / 5; // half a state says nothing
    }
    return qMax(headingWidth(column), qMin(needed, most)); // a heading is read whole
}

bool DataTable::hasStates(int column) const
{
    constexpr int kLooked = 20;
    bool isState = false;
    for (int row = 0; row < qMin(model()->rowCount(), kLooked) && !isState; ++row) {
        isState = model()->index(row, column).data(items::MarkRole).isValid();
    }
    return isState;
}

/// Shows the columns there is room for, those of the least need last.
void DataTable::dropColumns()
{
    int room = viewport()->width();
    // Those that grow say what a row is: others go before they are cut.
    const auto least = [this](int column) { return m_shares.value(column) > 0 ? qMax(leastShared(column), qMin(neededWidth(column), viewport()->width() * 3 / 5)) : widthOf(column); };
    for (int column = 0; column < model()->columnCount(); ++column) {
        room -= isColumnHidden(column) || m_needs.contains(column) ? 0 : least(column);
    }
    bool isFull = false;
    QList<int> dropped;
    int spare = 0; // of the first one, whose middle gives way before the state beside it goes
    for (const int column : std::as_const(m_needs)) {
        if (isColumnHidden(column)) {
            continue;
        }
        const int wide = least(column);
        const bool isFirst = column == m_needs.constFirst();
        room -= wide;
        isFull = isFull || (!isFirst && room + (hasStates(column) ? spare : 0) < 0);
        spare = isFirst && m_shares.value(column) > 0 ? wide - leastShared(column) : 0;
        QTableView::setColumnHidden(column, isFull);
        if (isFull) {
            dropped.append(column);
        }
    }
    if (m_dropped != dropped) {
        m_dropped = dropped;
        Q_EMIT droppedChanged();
    }
}

QStringList DataTable::dropped() const
{
    QStringList headers;
    for (const int column : m_dropped) {
        headers.append(model()->headerData(column, Qt::Horizontal).toString());
    }
    return headers;
}

QString DataTable::currentIdentity() const
{
    return currentIndex().data(items::IdentityRole).toString();
}

void DataTable::layOut()
{
    verticalHeader()->setDefaultSectionSize(m_theme.px(32));
    if (model() == nullptr) {
        return;
    }
    if (m_most > 0) {
        const int shown = qBound(m_least, model()->rowCount(), m_most);
        const int height = horizontalHeader()->sizeHint().height() + shown * m_theme.px(32) + 2;
        setFixedHeight(height);
    }
    if (m_shares.isEmpty() || viewport()->width() <= 0) {
        return;
    }
    if (!m_needs.isEmpty()) {
        dropColumns();
    }
    int left = viewport()->width();
    QList<int> shared;
    for (int column = 0; column < m_shares.size(); ++column) {
        if (QTableView::isColumnHidden(column)) {
            continue;
        }
        if (m_shares.at(column) > 0) {
            shared.append(column);
            continue;
        }
        const int width = widthOf(column);
        setColumnWidth(column, width);
        left -= width;
    }
    if (shared.isEmpty() && left > 0) { // those that should grow are not there: the first one fills the row
        const int first = horizontalHeader()->logicalIndexAt(0);
        setColumnWidth(qMax(0, first), columnWidth(qMax(0, first)) + left);
    }
    // A column that needs less than its share leaves the rest to those that would have to cut their words.
    QHash<int, int> widths;
    QList<int> hungry = shared;
    for (bool isSettled = false; !isSettled;) {
        isSettled = true;
        int total = 0;
        for (const int column : std::as_const(hungry)) {
            total += m_shares.at(column);
        }
        const int room = left;
        for (const int column : QList<int>(hungry)) {
            const int needed = neededWidth(column);
            if (needed <= room * m_shares.at(column) / total) {
                widths.insert(column, needed);
                hungry.removeAll(column);
                left -= needed;
                isSettled = hungry.isEmpty();
            }
        }
    }
    const QList<int>& growing = hungry.isEmpty() ? shared : hungry;
    int total = 0;
    for (const int column : growing) {
        total += m_shares.at(column);
    }
    for (const int column : std::as_const(shared)) {
        const int more = growing.contains(column) ? left * m_shares.at(column) / total : 0;
        setColumnWidth(column, qMax(leastShared(column), widths.value(column) + more));
    }
}

int DataTable::leastShared(int column) const
{
    return qMax(m_theme.px(m_isLive ? 140 : 60), headingWidth(column));
}

int DataTable::headingWidth(int column) const
{
    // Padding and margin of a header's section. Qt's own hint keeps room for an arrow in every one; only one has it.
    const QFontMetrics header(m_theme.font(QStringLiteral("label"), QFont::DemiBold));
    const bool isSorted = isSortingEnabled() && horizontalHeader()->sortIndicatorSection() == column;
    return header.horizontalAdvance(model()->headerData(column, Qt::Horizontal).toString()) + m_theme.px(isSorted ? 44 : 30);
}

int DataTable::neededWidth(int column) const
{
    int width = headingWidth(column);
    for (int row = 0; row < qMin(model()->rowCount(), kRowsLookedAt); ++row) {
        width = qMax(width, itemDelegate()->sizeHint({}, model()->index(row, column)).width());
    }
    return width;
}

void DataTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        copySelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    layOut();
    placeEmpty();
}

void DataTable::focusInEvent(QFocusEvent* event)
{
    QTableView::focusInEvent(event);
    // Who comes by keyboard stands on a row at once, not on the whole table.
    const bool isByKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (isByKey && model() != nullptr && !currentIndex().isValid() && model()->rowCount() > 0) {
        setCurrentIndex(model()->index(0, qMax(0, horizontalHeader()->logicalIndexAt(0))));
    }
}

void DataTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (hasFocus() && model() != nullptr) {
        // The keyboard is on a row; on all of them only while on none.
        const bool isOnRow = currentIndex().isValid();
        const int wide = qMin(viewport()->width(), horizontalHeader()->length() - horizontalHeader()->offset());
        const int rows = verticalHeader()->length() - verticalHeader()->offset();
        const int below = viewport()->height() + m_theme.px(8); // where rows go on, the ring does: it would strike one through
        const QRect ring = isOnRow ? QRect(0, rowViewportPosition(currentIndex().row()), wide, rowHeight(currentIndex().row()))
            : m_empty->isVisible() ? m_empty->geometry()
                                   : QRect(0, 0, wide, rows > viewport()->height() ? below : rows);
        QPainter painter(viewport());
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(QStringLiteral("focus")), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(ring).adjusted(1, 1, -1, -2), 4, 4);
    }
}

} // namespace cocoon::ui
