// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_table.h"

#include "models/items/roles.h"
#include "ui/widgets/cell_delegate.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

namespace cocoon::ui {

DataTable::DataTable(const Theme& theme, QWidget* parent)
    : QTableView(parent)
    , m_theme(theme)
{
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
    connect(&theme, &Theme::changed, this, &DataTable::layOut);
    layOut();
}

void DataTable::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &DataTable::layOut);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &DataTable::layOut);
    connect(model, &QAbstractItemModel::modelReset, this, &DataTable::layOut);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& current) { Q_EMIT currentRowChanged(current.isValid() ? current.row() : -1); });
    layOut();
}

void DataTable::setShares(const QList<int>& shares)
{
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

void DataTable::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

void DataTable::setColumnHidden(int column, bool isHidden)
{
    if (isColumnHidden(column) != isHidden) {
        QTableView::setColumnHidden(column, isHidden);
        layOut();
    }
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
    const int rows = model()->rowCount();
    if (m_most > 0) {
        const int shown = qBound(m_least, rows, m_most);
        const int height = horizontalHeader()->sizeHint().height() + shown * m_theme.px(32) + 2;
        setFixedHeight(height);
    }
    if (m_shares.isEmpty() || viewport()->width() <= 0) {
        return;
    }
    int total = 0;
    for (int column = 0; column < m_shares.size(); ++column) {
        total += isColumnHidden(column) ? 0 : m_shares.at(column);
    }
    int left = viewport()->width();
    for (int column = 0; column < m_shares.size(); ++column) {
        if (m_shares.at(column) == 0 && !isColumnHidden(column)) {
            int width = horizontalHeader()->sectionSizeHint(column);
            for (int row = 0; row < qMin(rows, 200); ++row) {
                width = qMax(width, itemDelegate()->sizeHint({}, model()->index(row, column)).width());
            }
            width = qMin(width, viewport()->width() / 3);
            setColumnWidth(column, width);
            left -= width;
        }
    }
    int lastShared = -1;
    int used = 0;
    for (int column = 0; column < m_shares.size(); ++column) {
        if (m_shares.at(column) > 0 && !isColumnHidden(column)) {
            const int width = qMax(m_theme.px(60), left * m_shares.at(column) / total);
            setColumnWidth(column, width);
            used += width;
            lastShared = column;
        }
    }
    if (lastShared >= 0 && used < left) {
        setColumnWidth(lastShared, columnWidth(lastShared) + left - used);
    }
}

void DataTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column) {
            if (!isColumnHidden(column)) {
                cells.append(currentIndex().siblingAtColumn(column).data(Qt::DisplayRole).toString());
            }
        }
        QApplication::clipboard()->setText(cells.join(u'\t'));
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    layOut();
}

void DataTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (model() != nullptr && model()->rowCount() == 0 && !m_emptyText.isEmpty()) {
        QPainter painter(viewport());
        painter.setPen(m_theme.color(QStringLiteral("text2")));
        painter.setFont(m_theme.font(QStringLiteral("body")));
        painter.drawText(viewport()->rect().adjusted(m_theme.px(8), 0, -m_theme.px(8), 0), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap, m_emptyText);
    }
}

} // namespace cocoon::ui
