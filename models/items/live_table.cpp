// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/live_table.h"

#include "models/items/roles.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace cocoon::items {

namespace {
    /// More differences than this cost a view more than to be told to look again.
    constexpr qsizetype kMostDifferences = 48;
    /// More rows than this are sorted among all others faster than merged in.
    constexpr qsizetype kMostMoved = 4000;

    constexpr size_t kPart = 8;
    /// Fewer rows than this are not worth a look at all their parts, and so are texts that are equal for longer than this.
    constexpr ptrdiff_t kFewRows = 12;
    constexpr size_t kDeepText = 64;

    struct Entry {
        uint64_t part;
        int slot;
    };

    /// Eight bytes of the text as a number.
    uint64_t partOf(const std::string& text, size_t from)
    {
        unsigned char bytes[kPart] = {};
        if (from < text.size()) {
            std::memcpy(bytes, text.data() + from, std::min(kPart, text.size() - from));
        }
        uint64_t prefix = 0;
        for (const unsigned char byte : bytes) {
            prefix = prefix << 8 | byte;
        }
        return prefix;
    }

    /// Sorts by part after part of a text: numbers that stand beside each other are compared, not texts that lie anywhere.
    /// `settle` orders those whose texts are equal, or differ in zeros at the end alone; `slowly` orders any.
    template <class TextOf, class Settle, class Slowly>
    void sortByParts(Entry* begin, Entry* end, size_t from, bool isUp, const TextOf& textOf, const Settle& settle, const Slowly& slowly)
    {
        if (end - begin < kFewRows || from >= kDeepText) {
            slowly(begin, end);
            return;
        }
        size_t longest = 0;
        for (Entry* entry = begin; entry != end; ++entry) {
            const std::string& text = textOf(entry->slot);
            longest = std::max(longest, text.size());
            entry->part = isUp ? partOf(text, from) : ~partOf(text, from);
        }
        std::sort(begin, end, [](const Entry& a, const Entry& b) { return a.part < b.part; });
        for (Entry* run = begin; run != end;) {
            Entry* stop = std::find_if(run, end, [run](const Entry& entry) { return entry.part != run->part; });
            if (longest > from + kPart) {
                sortByParts(run, stop, from + kPart, isUp, textOf, settle, slowly);
            } else {
                settle(run, stop);
            }
            run = stop;
        }
    }
}

int LiveTable::group(int) const
{
    return 1;
}

const LiveTable::Keys& LiveTable::keysOf(int column)
{
    const auto known = m_keys.find(column);
    if (known != m_keys.end()) {
        return known->second;
    }
    Keys keys(m_rows.size());
    for (size_t slot = 0; slot < m_rows.size(); ++slot) {
        if (m_rows[slot].isThere) {
            keys[slot] = sortKey(static_cast<int>(slot), column);
        }
    }
    return m_keys.emplace(column, std::move(keys)).first->second;
}

bool LiveTable::isBefore(int a, int b) const
{
    const Row& left = at(a);
    const Row& right = at(b);
    if (left.group != right.group) {
        return left.group < right.group;
    }
    const Keys& keys = m_keys.find(m_column)->second;
    const int order = keys[static_cast<size_t>(a)].compare(keys[static_cast<size_t>(b)]);
    if (order != 0) {
        return (order < 0) == (m_direction == Qt::AscendingOrder);
    }
    return left.tie < right.tie;
}

LiveTable::Order::const_iterator LiveTable::place(const Order& order, int slot) const
{
    return std::lower_bound(order.begin(), order.end(), slot, [this](int a, int b) { return isBefore(a, b); });
}

LiveTable::Row LiveTable::read(int slot) const
{
    Row row;
    row.isThere = true;
    row.text = searchText(slot);
    row.tie = tieKey(slot);
    row.group = group(slot);
    row.isShown = m_filter.matches(row.text);
    return row;
}

void LiveTable::assign(int slot, Row&& row)
{
    const Row& before = at(slot);
    const bool isElsewhere = before.isThere != row.isThere || before.group != row.group || before.tie != row.tie;
    for (auto& [column, keys] : m_keys) {
        keys.resize(m_rows.size());
        std::string& key = keys[static_cast<size_t>(slot)];
        std::string now = row.isThere ? sortKey(slot, column) : std::string();
        if (isElsewhere || now != key) {
            hasMoved(slot, { column, Qt::AscendingOrder });
            hasMoved(slot, { column, Qt::DescendingOrder });
        }
        key = std::move(now);
    }
    at(slot) = std::move(row);
}

void LiveTable::hasMoved(int slot, const By& by)
{
    const auto kept = m_kept.find(by);
    if (kept != m_kept.end()) {
        kept->second.moved.insert(slot);
        if (kept->second.moved.size() > kMostMoved) {
            m_kept.erase(kept);
        }
    }
}

void LiveTable::put(int slot)
{
    if (static_cast<size_t>(slot) >= m_rows.size()) {
        m_rows.resize(static_cast<size_t>(slot) + 1);
    }
    m_dropped.remove(slot);
    m_pending.insert(slot);
}

void LiveTable::drop(int slot)
{
    m_pending.insert(slot);
    m_dropped.insert(slot);
}

void LiveTable::flush()
{
    if (m_pending.isEmpty()) {
        return;
    }
    keysOf(m_column);
    std::vector<int> changed(m_pending.cbegin(), m_pending.cend());
    std::sort(changed.begin(), changed.end());
    const qsizetype heavy = std::count_if(changed.begin(), changed.end(), [this](int slot) { return m_dropped.contains(slot) || !at(slot).isThere; });
    if (heavy > kMostDifferences) {
        rebuild(changed);
    } else {
        for (const int slot : changed) {
            apply(slot);
        }
    }
    m_pending.clear();
    m_dropped.clear();
}

void LiveTable::apply(int slot)
{
    const bool wasThere = at(slot).isThere;
    const bool isThere = !m_dropped.contains(slot);
    const bool wasShown = wasThere && at(slot).isShown;
    if (!wasThere && !isThere) {
        return;
    }
    Row next = isThere ? read(slot) : Row();
    const bool isShown = isThere && next.isShown;
    const std::string key = isThere ? sortKey(slot, m_column) : std::string();
    const bool keepsPlace = wasThere && isThere && next.group == at(slot).group && next.tie == at(slot).tie
        && key == m_keys[m_column][static_cast<size_t>(slot)];

    // Where it stands is found by what it was; where it goes, by what it is.
    const auto oldOrder = wasThere ? place(m_order, slot) - m_order.cbegin() : -1;
    const auto oldRow = wasShown ? static_cast<int>(place(m_visible, slot) - m_visible.cbegin()) : -1;
    if (keepsPlace && wasShown == isShown) {
        assign(slot, std::move(next));
        if (wasShown) {
            Q_EMIT dataChanged(index(oldRow, 0), index(oldRow, columnCount() - 1));
        }
        return;
    }
    if (oldOrder >= 0) {
        m_order.erase(m_order.begin() + oldOrder);
    }
    Order rest = m_visible;
    if (oldRow >= 0) {
        rest.erase(rest.begin() + oldRow);
    }
    assign(slot, std::move(next));
    const int newRow = isShown ? static_cast<int>(place(rest, slot) - rest.cbegin()) : -1;
    if (isThere) {
        m_order.insert(place(m_order, slot), slot);
    }
    if (wasShown && isShown) {
        if (newRow != oldRow) {
            beginMoveRows({}, oldRow, oldRow, {}, newRow > oldRow ? newRow + 1 : newRow);
            rest.insert(rest.begin() + newRow, slot);
            m_visible = std::move(rest);
            endMoveRows();
        }
        Q_EMIT dataChanged(index(newRow, 0), index(newRow, columnCount() - 1));
    } else if (wasShown) {
        beginRemoveRows({}, oldRow, oldRow);
        m_visible = std::move(rest);
        endRemoveRows();
    } else if (isShown) {
        beginInsertRows({}, newRow, newRow);
        rest.insert(rest.begin() + newRow, slot);
        m_visible = std::move(rest);
        endInsertRows();
    }
}

void LiveTable::rebuild(const std::vector<int>& changed)
{
    beginResetModel();
    for (const int slot : changed) {
        assign(slot, m_dropped.contains(slot) ? Row() : read(slot));
    }
    mergeIn(m_pending);
    select();
    endResetModel();
}

void LiveTable::mergeIn(const QSet<int>& changed)
{
    if (changed.isEmpty()) {
        return;
    }
    m_order.erase(std::remove_if(m_order.begin(), m_order.end(), [&changed](int slot) { return changed.contains(slot); }), m_order.end());
    Order those;
    std::copy_if(changed.begin(), changed.end(), std::back_inserter(those), [this](int slot) { return at(slot).isThere; });
    const auto before = [this](int a, int b) { return isBefore(a, b); };
    std::sort(those.begin(), those.end(), before);
    Order merged;
    merged.reserve(m_order.size() + those.size());
    auto from = m_order.cbegin();
    for (const int slot : those) {
        const auto to = std::lower_bound(from, m_order.cend(), slot, before);
        merged.insert(merged.end(), from, to);
        merged.push_back(slot);
        from = to;
    }
    merged.insert(merged.end(), from, m_order.cend());
    m_order = std::move(merged);
}

void LiveTable::select()
{
    m_visible.clear();
    m_visible.reserve(m_order.size());
    for (const int slot : m_order) {
        if (at(slot).isShown) {
            m_visible.push_back(slot);
        }
    }
}

void LiveTable::clear()
{
    beginResetModel();
    m_rows.clear();
    m_keys.clear();
    m_kept.clear();
    m_order.clear();
    m_visible.clear();
    m_pending.clear();
    m_dropped.clear();
    endResetModel();
}

void LiveTable::setFilter(const QString& text)
{
    RowFilter filter(text);
    const bool narrows = filter.narrows(m_filter);
    beginResetModel();
    m_filter = std::move(filter);
    for (Row& row : m_rows) { // in the order in which they lie in memory
        if (row.isThere && (row.isShown || !narrows)) {
            row.isShown = m_filter.matches(row.text);
        }
    }
    select();
    endResetModel();
}

void LiveTable::sortOrder()
{
    const Keys& keys = keysOf(m_column);
    const auto keyOf = [&keys](int slot) -> const std::string& { return keys[static_cast<size_t>(slot)]; };
    const auto tieOf = [this](int slot) -> const std::string& { return at(slot).tie; };
    const auto slowly = [this](Entry* begin, Entry* end) { std::sort(begin, end, [this](const Entry& a, const Entry& b) { return isBefore(a.slot, b.slot); }); };
    const auto settle = [&](Entry* begin, Entry* end) {
        const bool isEqual = std::all_of(begin, end, [&](const Entry& entry) { return keyOf(entry.slot).size() == keyOf(begin->slot).size(); });
        isEqual ? sortByParts(begin, end, 0, true, tieOf, slowly, slowly) : slowly(begin, end);
    };
    std::map<int, std::vector<Entry>> groups;
    for (const int slot : m_order) {
        groups[at(slot).group].push_back({ 0, slot });
    }
    auto to = m_order.begin();
    for (auto& [group, those] : groups) {
        sortByParts(those.data(), those.data() + those.size(), 0, m_direction == Qt::AscendingOrder, keyOf, settle, slowly);
        to = std::transform(those.begin(), those.end(), to, [](const Entry& entry) { return entry.slot; });
    }
}

void LiveTable::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount()) {
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> stood;
    for (const QModelIndex& index : before) {
        stood.push_back(slotAt(index.row()));
    }
    exchangeOrder(column, order);
    select();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const auto row = place(m_visible, stood[static_cast<size_t>(i)]) - m_visible.cbegin();
        after.append(index(static_cast<int>(row), before.at(i).column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

/// How the rows stand by another column is not worked out again: only what has moved since is put in its place.
void LiveTable::exchangeOrder(int column, Qt::SortOrder direction)
{
    if (m_column == column && m_direction == direction && m_keys.count(column) > 0) {
        return;
    }
    if (m_keys.count(m_column) > 0) {
        m_kept[{ m_column, m_direction }] = { m_order, {} };
    }
    m_column = column;
    m_direction = direction;
    keysOf(column);
    const auto kept = m_kept.find({ column, direction });
    if (kept == m_kept.end()) {
        sortOrder();
        return;
    }
    m_order = std::move(kept->second.order);
    mergeIn(kept->second.moved);
    m_kept.erase(kept);
}

void LiveTable::forgetKeys(int column)
{
    m_keys.erase(column);
    m_kept.erase({ column, Qt::AscendingOrder });
    m_kept.erase({ column, Qt::DescendingOrder });
    if (column == m_column) {
        sort(m_column, m_direction);
    }
}

bool LiveTable::exchangeColumns(QStringList& columns, const QStringList& wanted, int first)
{
    if (columns == wanted) {
        return false;
    }
    beginResetModel();
    columns = wanted;
    endResetModel();
    for (int column = first; column < columnCount(); ++column) {
        forgetKeys(column);
    }
    return true;
}

int LiveTable::rowOf(const QString& identity) const
{
    const int slot = slotOf(identity);
    if (slot < 0 || static_cast<size_t>(slot) >= m_rows.size() || !at(slot).isThere || !at(slot).isShown) {
        return -1;
    }
    return static_cast<int>(place(m_visible, slot) - m_visible.cbegin());
}

QModelIndexList LiveTable::match(const QModelIndex& start, int role, const QVariant& value, int hits, Qt::MatchFlags flags) const
{
    if (role != IdentityRole) {
        return QAbstractTableModel::match(start, role, value, hits, flags);
    }
    const int row = rowOf(value.toString());
    return row < 0 ? QModelIndexList() : QModelIndexList { index(row, start.column()) };
}

} // namespace cocoon::items
