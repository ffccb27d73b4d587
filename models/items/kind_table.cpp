// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/kind_table.h"

#include "models/dashboard/age.h"
#include "models/items/sort_key.h"

#include <QLocale>

namespace cocoon::items {

using namespace Qt::StringLiterals;
using dashboard::KindPage;

void KindTable::reset(const dashboard::KindInfo& kind, bool showsNamespaces)
{
    m_data.clear();
    m_free.clear();
    m_byIdentity.clear();
    m_columns.clear();
    m_extra.clear();
    m_kind = kind;
    m_showsNamespaces = showsNamespaces && kind.isNamespaced;
    clear();
}

void KindTable::begin()
{
    ++m_reading;
}

void KindTable::take(const KindPage& page)
{
    if (m_columns.isEmpty() && !page.columns.isEmpty()) {
        beginResetModel();
        m_columns = page.columns;
        endResetModel();
    }
    for (const KindPage::Row& row : page.rows) {
        // Some rows are computed and have no uid of their own.
        const QString identity = row.uid.isEmpty() ? row.ns + u'/' + row.name : row.uid;
        int slot = m_byIdentity.value(identity, -1);
        const bool isNew = slot < 0;
        if (isNew && m_free.empty()) {
            slot = static_cast<int>(m_data.size());
            m_data.emplace_back();
        } else if (isNew) {
            slot = m_free.back();
            m_free.pop_back();
        }
        Item& item = m_data[static_cast<size_t>(slot)];
        item.reading = m_reading;
        if (isNew || item.row.cells != row.cells || item.row.version != row.version || item.row.labels != row.labels || item.row.annotations != row.annotations) {
            item.row = row;
            m_byIdentity.insert(identity, slot);
            put(slot);
        }
    }
    flush();
}

void KindTable::end()
{
    std::vector<int> gone;
    for (auto it = m_byIdentity.begin(); it != m_byIdentity.end();) {
        if (m_data[static_cast<size_t>(*it)].reading != m_reading) {
            drop(*it);
            gone.push_back(*it);
            it = m_byIdentity.erase(it);
        } else {
            ++it;
        }
    }
    flush();
    m_free.insert(m_free.end(), gone.begin(), gone.end());
}

QString KindTable::columnId(int column) const
{
    return column >= fixedColumns() ? m_extra.value(column - fixedColumns()) : served(column) < 0 ? u"Namespace"_s : m_columns.at(served(column)).name;
}

QStringList KindTable::standardColumns() const
{
    QStringList ids;
    for (int column = 0; column < fixedColumns(); ++column) {
        if (served(column) < 0 || !m_columns.at(served(column)).isWide) {
            ids.append(columnId(column));
        }
    }
    return ids;
}

void KindTable::setExtraColumns(const QStringList& columns)
{
    exchangeColumns(m_extra, columns, fixedColumns());
}

QStringList KindTable::commonKeys(bool isLabel) const
{
    KeyCount count;
    for (const int slot : m_byIdentity) {
        const KindPage::Row& row = m_data[static_cast<size_t>(slot)].row;
        count.add(isLabel ? row.labels : row.annotations);
    }
    return count.commonest();
}

bool KindTable::isAge(int column) const
{
    return m_columns.value(served(column)).name == u"Age";
}

int KindTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_columns.isEmpty() ? 0 : fixedColumns() + static_cast<int>(m_extra.size());
}

QString KindTable::text(int slot, int column) const
{
    const KindPage::Row& row = m_data[static_cast<size_t>(slot)].row;
    if (served(column) < 0) {
        return row.ns;
    }
    if (isAge(column) && row.created.isValid()) {
        return dashboard::ageText(row.created.toMSecsSinceEpoch(), QDateTime::currentMSecsSinceEpoch()); // the server's was right when it was asked
    }
    return column < fixedColumns() ? row.cells.value(served(column)) : extraText(m_extra.value(column - fixedColumns()), row.labels, row.annotations);
}

QVariant KindTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const int slot = slotAt(index.row());
    const KindPage::Row& row = m_data[static_cast<size_t>(slot)].row;
    switch (role) {
    case Qt::DisplayRole: return text(slot, index.column());
    case Qt::ToolTipRole:
        return isAge(index.column()) && row.created.isValid() ? QLocale().toString(row.created.toLocalTime(), QLocale::LongFormat) : text(slot, index.column());
    case EmphasisRole: return index.column() == nameColumn();
    case MonoRole: return index.column() == nameColumn() && m_kind.group.isEmpty() && m_kind.plural == u"nodes"; // they are called by their addresses
    case WidestRole: return isAge(index.column()) ? u"9m59s"_s : QVariant();
    case MarkRole: {
        const QString header = columnId(index.column());
        return header == u"Status" || header == u"Phase" ? mark(text(slot, index.column())) : QVariant();
    }
    case IdentityRole: return row.uid.isEmpty() ? row.ns + u'/' + row.name : row.uid;
    default: return {};
    }
}

QVariant KindTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section < fixedColumns() ? columnId(section).toUpper() : extraHeader(columnId(section));
}

/// Of the server's words for a state those that say by themselves how it stands.
QVariant KindTable::mark(const QString& state) const
{
    static const QHash<QString, Mark> marks { { u"Ready"_s, Mark::Ok }, { u"Running"_s, Mark::Ok }, { u"Active"_s, Mark::Ok }, { u"Bound"_s, Mark::Ok }, { u"Complete"_s, Mark::Ok }, { u"Completed"_s, Mark::Ok },
        { u"Available"_s, Mark::Ok }, { u"Succeeded"_s, Mark::Ok }, { u"NotReady"_s, Mark::Error }, { u"Failed"_s, Mark::Error }, { u"Error"_s, Mark::Error }, { u"Lost"_s, Mark::Error }, { u"CrashLoopBackOff"_s, Mark::Error },
        { u"ImagePullBackOff"_s, Mark::Error }, { u"ErrImagePull"_s, Mark::Error }, { u"Pending"_s, Mark::Progress }, { u"ContainerCreating"_s, Mark::Progress }, { u"Terminating"_s, Mark::Idle } };
    const auto known = marks.constFind(state.section(u',', 0, 0));
    if (known == marks.constEnd()) {
        return {};
    }
    const bool isHeldBack = *known == Mark::Ok && state.contains(u",SchedulingDisabled");
    return static_cast<int>(isHeldBack ? Mark::Warning : *known);
}

std::string KindTable::searchText(int slot) const
{
    const KindPage::Row& row = m_data[static_cast<size_t>(slot)].row;
    QString all = row.ns + u'\n' + row.name + u'\n' + row.cells.join(u'\n');
    for (auto it = row.labels.begin(); it != row.labels.end(); ++it) {
        all += u'\n' + it.key() + u'=' + it.value();
    }
    return foldedText(all);
}

std::string KindTable::sortKey(int slot, int column) const
{
    const KindPage::Row& row = m_data[static_cast<size_t>(slot)].row;
    if (isAge(column) && row.created.isValid()) {
        return numberKey(-static_cast<double>(row.created.toMSecsSinceEpoch()));
    }
    const QString shown = text(slot, column);
    return shown.isEmpty() || shown == u"<none>" ? unknownKey() : naturalKey(shown);
}

std::string KindTable::tieKey(int slot) const
{
    const KindPage::Row& row = m_data[static_cast<size_t>(slot)].row;
    return naturalKey(row.name) + '\n' + foldedText(row.ns) + '\n' + row.uid.toStdString();
}

} // namespace cocoon::items
