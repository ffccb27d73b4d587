// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/nodes_model.h"

#include "models/dashboard/age.h"
#include "models/items/sort_key.h"

namespace cocoon::items {

using namespace Qt::StringLiterals;
using dashboard::NodeView;
using Stage = setup::WorkerView::Stage;

void NodesModel::show(const QList<NodeRow>& nodes, const QDateTime& now)
{
    const bool isLater = m_now.secsTo(now) != 0;
    m_now = now;
    QSet<QString> there;
    for (const NodeRow& row : nodes) {
        there.insert(row.node.name);
        int slot = m_byName.value(row.node.name, -1);
        const bool isNew = slot < 0;
        if (isNew && m_free.empty()) {
            slot = static_cast<int>(m_nodes.size());
            m_nodes.emplace_back();
        } else if (isNew) {
            slot = m_free.back();
            m_free.pop_back();
        }
        NodeRow& known = m_nodes[static_cast<size_t>(slot)];
        if (isNew || !(known == row)) {
            known = row;
            m_byName.insert(row.node.name, slot);
            put(slot);
        }
    }
    std::vector<int> gone;
    for (auto it = m_byName.begin(); it != m_byName.end();) {
        if (there.contains(it.key())) {
            ++it;
            continue;
        }
        drop(*it);
        gone.push_back(*it);
        it = m_byName.erase(it);
    }
    flush();
    m_free.insert(m_free.end(), gone.begin(), gone.end());
    if (isLater && rowCount() > 0) {
        for (const int column : { static_cast<int>(InState), static_cast<int>(Age) }) {
            Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column), { Qt::DisplayRole });
        }
    }
}

QString NodesModel::columnId(int column) const
{
    static const QStringList ids { u"name"_s, u"state"_s, u"for"_s, u"status"_s, u"cloud"_s, u"zone"_s, u"version"_s, u"adaptor"_s, u"places"_s, u"age"_s, u"os"_s, u"workerId"_s };
    return column < FixedColumns ? ids.value(column) : m_extra.value(column - FixedColumns);
}

QStringList NodesModel::standardColumns() const
{
    QStringList ids;
    for (int column = 0; column <= Age; ++column) {
        ids.append(columnId(column));
    }
    return ids;
}

void NodesModel::setExtraColumns(const QStringList& columns)
{
    if (!exchangeColumns(m_extra, columns, FixedColumns)) {
        return;
    }
    for (const int slot : std::as_const(m_byName)) {
        put(slot); // the filter searches what is shown
    }
    flush();
}

QStringList NodesModel::commonKeys(bool isLabel) const
{
    KeyCount count;
    for (const int slot : m_byName) {
        const NodeView& node = m_nodes[static_cast<size_t>(slot)].node;
        count.add(isLabel ? node.labels : node.annotations);
    }
    return count.commonest();
}

QString NodesModel::stateWord(const NodeView& node)
{
    switch (node.stage) {
    case Stage::Draining: return tr("draining");
    case Stage::Rebooting: return tr("rebooting");
    case Stage::Returning: return tr("coming back");
    case Stage::Unknown: return tr("not known");
    case Stage::Untouched: return node.isWorker ? tr("not installed") : tr("not in the pool");
    case Stage::Installing: return node.label.isEmpty() ? tr("installing") : node.label;
    case Stage::WaitingForReboot:
    case Stage::Installed:
    case Stage::Removing: break;
    }
    return node.label; // the label's own words: what `oc get nodes -L` shows
}

QString NodesModel::historyWord(const QString& state)
{
    QStringList words = state.split(u',');
    for (QString& word : words) {
        word = word == "not-installed"_L1 ? tr("not installed") : word == "not-ready"_L1 ? u"NotReady"_s
            : word == "cordoned"_L1                                                      ? tr("cordoned")
                                                                                         : word;
    }
    return words.join(u", "_s);
}

Mark NodesModel::stateMark(const NodeView& node)
{
    switch (node.stage) {
    case Stage::Installed: return Mark::Ok;
    case Stage::Installing:
    case Stage::Draining:
    case Stage::Rebooting:
    case Stage::Returning: return Mark::Progress;
    case Stage::WaitingForReboot: return Mark::Ready;
    case Stage::Removing: return Mark::Warning;
    case Stage::Unknown: return Mark::Question;
    case Stage::Untouched: break;
    }
    return Mark::Idle;
}

QString NodesModel::healthWord(const NodeView& node)
{
    // As `oc get nodes` says it.
    QString word = node.isReady ? u"Ready"_s : u"NotReady"_s;
    if (node.isCordoned) {
        word += ",SchedulingDisabled"_L1;
    }
    for (const QString& trouble : node.troubles) {
        word += u',' + trouble;
    }
    return word;
}

Mark NodesModel::healthMark(const NodeView& node)
{
    if (!node.isReady) {
        return node.stage == Stage::Rebooting ? Mark::Progress : Mark::Error;
    }
    return node.isCordoned || !node.troubles.isEmpty() ? Mark::Warning : Mark::Ok;
}

QString NodesModel::age(const QDateTime& since, const QDateTime& now)
{
    return since.isValid() ? dashboard::ageText(since.toMSecsSinceEpoch(), now.toMSecsSinceEpoch()) : QString();
}

QString NodesModel::display(const NodeRow& row, int column) const
{
    const NodeView& node = row.node;
    switch (column) {
    case Name: return node.name;
    case State: return stateWord(node);
    case InState: return !row.stateSince.isValid() ? u"–"_s : row.isSinceAtLeast ? u"≥ "_s + age(row.stateSince, m_now)
                                                                                     : age(row.stateSince, m_now);
    case Health: return healthWord(node);
    case Cloud: return node.cloudHealth.isEmpty() ? tr("not known") : node.cloudHealth;
    case Zone: return node.zone;
    case Version: return node.version;
    case Adaptor: return node.adaptor.isEmpty() ? tr("none") : node.isAdaptorReady ? tr("ready")
                                                                                     : tr("not ready");
    case Places: return node.places < 0 ? u"–"_s : u"%1/%2"_s.arg(node.used).arg(node.places);
    case Age: return age(node.created, m_now);
    case Os: return node.os;
    case WorkerId: return node.workerId;
    default: return extraText(m_extra.value(column - FixedColumns), node.labels, node.annotations);
    }
}

std::string NodesModel::searchText(int slot) const
{
    const NodeRow& row = m_nodes[static_cast<size_t>(slot)];
    QStringList words;
    for (const int column : { Name, State, Health, Cloud, Zone, Version, Adaptor, Os, WorkerId }) {
        words.append(display(row, column));
    }
    for (const QString& column : m_extra) {
        words.append(extraText(column, row.node.labels, row.node.annotations));
    }
    return foldedText(words.join(u'\n'));
}

std::string NodesModel::sortKey(int slot, int column) const
{
    const NodeRow& row = m_nodes[static_cast<size_t>(slot)];
    // What grows while somebody looks is sorted by when it began.
    const auto since = [](const QDateTime& time) { return time.isValid() ? numberKey(-static_cast<double>(time.toMSecsSinceEpoch())) : unknownKey(); };
    switch (column) {
    case InState: return since(row.stateSince);
    case Age: return since(row.node.created);
    case Places: return row.node.places < 0 ? unknownKey() : numberKey(row.node.used + row.node.places / 1000.0);
    default: return naturalKey(display(row, column));
    }
}

std::string NodesModel::tieKey(int slot) const
{
    return naturalKey(m_nodes[static_cast<size_t>(slot)].node.name);
}

QVariant NodesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const NodeRow& row = m_nodes[static_cast<size_t>(slotAt(index.row()))];
    switch (role) {
    case Qt::DisplayRole: return display(row, index.column());
    case IdentityRole: return row.node.name;
    case MonoRole: return index.column() == Name || index.column() == WorkerId;
    case WidestRole: return index.column() == InState ? u"≥ 9m59s"_s : QVariant();
    case Qt::ToolTipRole:
        switch (index.column()) {
        case State: return row.node.says;
        case InState: return row.stateSince.isValid() ? row.stateSince.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss t"_s) : tr("The first look that is recorded is on its way.");
        case Cloud: return row.node.cloudMessage;
        case Adaptor: return row.node.adaptor;
        case Places: return row.node.places < 0 ? tr("It offers no places for confidential pods: it does not advertise kata.peerpods.io/vm.") : tr("%1 of %2 places are taken.").arg(row.node.used).arg(row.node.places);
        case Age: return row.node.created.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss t"_s);
        default: return index.column() < FixedColumns ? QVariant() : display(row, index.column());
        }
    case MarkRole:
        if (index.column() == State) {
            return static_cast<int>(stateMark(row.node));
        }
        if (index.column() == Health) {
            return static_cast<int>(healthMark(row.node));
        }
        if (index.column() == Cloud && !row.node.cloudHealth.isEmpty()) {
            return static_cast<int>(row.node.cloudHealth == "normal"_L1 ? Mark::Ok : row.node.cloudHealth == "critical"_L1 ? Mark::Error
                                                                                                                           : Mark::Warning);
        }
        if (index.column() == Adaptor && !row.node.adaptor.isEmpty()) {
            return static_cast<int>(row.node.isAdaptorReady ? Mark::Ok : Mark::Error);
        }
        return {};
    default: return {};
    }
}

QVariant NodesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name: return tr("NAME");
    case State: return tr("INSTALL STATE");
    case InState: return tr("FOR");
    case Health: return tr("STATUS");
    case Cloud: return tr("IBM CLOUD");
    case Zone: return tr("ZONE");
    case Version: return tr("VERSION");
    case Adaptor: return tr("ADAPTOR");
    case Places: return tr("CONF. PODS");
    case Age: return tr("AGE");
    case Os: return tr("OS-IMAGE");
    case WorkerId: return tr("WORKER ID");
    default: return extraHeader(m_extra.value(section - FixedColumns));
    }
}

} // namespace cocoon::items
