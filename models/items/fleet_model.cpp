// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/fleet_model.h"

#include "models/dashboard/age.h"
#include "models/dashboard/attention.h"
#include "models/items/sort_key.h"

#include <optional>

namespace cocoon::items {

using namespace Qt::StringLiterals;
using dashboard::FleetCluster;
using dashboard::FleetDrift;
using dashboard::FleetFact;
using dashboard::FleetField;
using dashboard::FleetFindings;

namespace {
    const QString kUnknown = QStringLiteral("–");

    QString age(const QDateTime& since, const QDateTime& now)
    {
        return since.isValid() ? dashboard::ageText(since.toMSecsSinceEpoch(), now.toMSecsSinceEpoch()) : QString();
    }

    /// The field that a column shows.
    std::optional<FleetField> fieldOf(int column)
    {
        switch (column) {
        case FleetModel::OpenShift: return FleetField::OpenShift;
        case FleetModel::Operator: return FleetField::Operator;
        case FleetModel::Image: return FleetField::Image;
        case FleetModel::Initdata: return FleetField::Initdata;
        default: return std::nullopt;
        }
    }
}

FleetModel::Row FleetModel::made(const FleetCluster& cluster, const QList<FleetDrift>& drift)
{
    Row row { cluster, {} };
    for (const FleetDrift& one : drift) {
        if (one.odd.contains(cluster.id)) {
            row.odd.insert(one.field, one.common.isKnown() ? tr("differs: %1 of %2 clusters have %3").arg(one.agreeing).arg(one.agreeing + one.odd.size()).arg(one.common.text) : tr("differs from the others"));
        }
    }
    return row;
}

void FleetModel::show(const QList<FleetCluster>& clusters, const QDateTime& now)
{
    const bool isLater = m_now.secsTo(now) != 0;
    m_now = now;
    const QList<FleetDrift> drift = dashboard::driftOf(clusters);
    QSet<QString> there;
    for (const FleetCluster& cluster : clusters) {
        there.insert(cluster.id);
        int slot = m_byId.value(cluster.id, -1);
        const bool isNew = slot < 0;
        if (isNew && m_free.empty()) {
            slot = static_cast<int>(m_rows.size());
            m_rows.emplace_back();
        } else if (isNew) {
            slot = m_free.back();
            m_free.pop_back();
        }
        Row row = made(cluster, drift);
        Row& known = m_rows[static_cast<size_t>(slot)];
        if (isNew || !(known == row)) {
            known = std::move(row);
            m_byId.insert(cluster.id, slot);
            put(slot);
        }
    }
    std::vector<int> gone;
    for (auto it = m_byId.begin(); it != m_byId.end();) {
        if (there.contains(it.key())) {
            ++it;
            continue;
        }
        drop(*it);
        gone.push_back(*it);
        it = m_byId.erase(it);
    }
    flush();
    m_free.insert(m_free.end(), gone.begin(), gone.end());
    if (isLater && rowCount() > 0) {
        for (const int column : { static_cast<int>(State), static_cast<int>(ImageAge), static_cast<int>(Cost) }) {
            Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column), { Qt::DisplayRole });
        }
    }
}

QString FleetModel::stateWord(const FleetCluster& cluster, const QDateTime& now)
{
    switch (cluster.state) {
    case FleetCluster::State::Opening: return tr("Connecting …");
    case FleetCluster::State::Live: return tr("Live");
    case FleetCluster::State::Stale: return tr("Stale · %1 old").arg(dashboard::howLong(cluster.since, now));
    case FleetCluster::State::Lost: return cluster.error.code == Errc::Precondition ? tr("No login") : tr("Not reachable");
    case FleetCluster::State::Closed: break;
    }
    return cluster.error.message.isEmpty() ? tr("Not open") : tr("Not readable");
}

Mark FleetModel::stateMark(const FleetCluster& cluster)
{
    switch (cluster.state) {
    case FleetCluster::State::Opening: return Mark::Progress;
    case FleetCluster::State::Live: return Mark::Ok;
    case FleetCluster::State::Stale: return Mark::Warning;
    case FleetCluster::State::Lost: return Mark::Error;
    case FleetCluster::State::Closed: break;
    }
    return cluster.error.message.isEmpty() ? Mark::Idle : Mark::Error;
}

QString FleetModel::findingsWord(const FleetFindings& findings)
{
    QStringList parts;
    if (findings.errors > 0) {
        parts.append(tr("errors %1").arg(findings.errors));
    }
    if (findings.money > 0) {
        parts.append(tr("money %1").arg(findings.money));
    }
    if (findings.warnings > 0) {
        parts.append(tr("warnings %1").arg(findings.warnings));
    }
    return !findings.isKnown ? kUnknown : parts.isEmpty() ? tr("none")
                                                          : parts.join(u", "_s);
}

QString FleetModel::workersWord(const FleetCluster& cluster)
{
    return cluster.workers < 0 || cluster.installed < 0 ? kUnknown : tr("%1 of %2").arg(cluster.installed).arg(cluster.workers);
}

QString FleetModel::costWord(const FleetCluster& cluster, const QDateTime& now)
{
    if (cluster.usdPerHour < 0) {
        return kUnknown;
    }
    const QString amount = (cluster.isCostPartial ? u"≥ "_s : QString()) + dashboard::usd(cluster.usdPerHour);
    return cluster.cloudSince.isValid() ? tr("%1, %2 old").arg(amount, dashboard::howLong(cluster.cloudSince, now)) : amount;
}

QString FleetModel::display(const Row& row, int column) const
{
    const FleetCluster& cluster = row.cluster;
    if (const auto field = fieldOf(column)) {
        const FleetFact fact = cluster.fact(*field);
        return fact.text.isEmpty() ? kUnknown : fact.text;
    }
    switch (column) {
    case Name: return cluster.name;
    case State: return stateWord(cluster, m_now);
    case Differs: {
        QStringList names;
        for (auto it = row.odd.begin(); it != row.odd.end(); ++it) {
            names.append(dashboard::fleetFieldName(it.key()));
        }
        return names.join(u", "_s);
    }
    case Region: return cluster.region.isEmpty() ? kUnknown : cluster.region;
    case Workers: return workersWord(cluster);
    case ImageAge: return cluster.imageMade.isValid() ? age(cluster.imageMade, m_now) : kUnknown;
    case Findings: return findingsWord(cluster.findings);
    case Machines: return cluster.machines < 0 ? kUnknown : QString::number(cluster.machines);
    case Cost: return costWord(cluster, m_now);
    default: return {};
    }
}

QString FleetModel::tip(const Row& row, int column) const
{
    const FleetCluster& cluster = row.cluster;
    QStringList lines;
    if (const auto field = fieldOf(column)) {
        lines = { cluster.fact(*field).whole, row.odd.value(*field) };
    } else if (column == Findings) {
        lines = cluster.findings.titles;
    } else if (column == State) {
        lines = { cluster.error.trail.join(u", "_s), cluster.error.message };
    } else if (column == Name) {
        lines = { cluster.cluster == cluster.name ? QString() : cluster.cluster };
    } else if (column == Workers) {
        lines = { cluster.installer };
    } else if (column == ImageAge && cluster.imageMade.isValid()) {
        lines = { cluster.imageMade.toLocalTime().toString(u"yyyy-MM-dd HH:mm t"_s) };
    }
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QVariant FleetModel::mark(const Row& row, int column) const
{
    const FleetCluster& cluster = row.cluster;
    const auto field = fieldOf(column);
    if (field && row.odd.contains(*field)) {
        return static_cast<int>(Mark::Drifted);
    }
    switch (column) {
    case State: return static_cast<int>(stateMark(cluster));
    case Workers:
        if (cluster.workers >= 0 && cluster.installed >= 0) {
            const bool isAll = cluster.workers > 0 && cluster.installed == cluster.workers;
            return static_cast<int>(isAll ? Mark::Ok : cluster.hasKataConfig ? Mark::Progress
                                                                             : Mark::Idle);
        }
        return {};
    case Findings: {
        const FleetFindings& findings = cluster.findings;
        return !findings.isKnown ? QVariant() : static_cast<int>(findings.errors > 0 ? Mark::Error : findings.money > 0 ? Mark::Money
                    : findings.warnings > 0                                                                           ? Mark::Warning
                                                                                                                      : Mark::Ok);
    }
    default: return {};
    }
}

std::string FleetModel::searchText(int slot) const
{
    const Row& row = m_rows[static_cast<size_t>(slot)];
    QStringList words { row.cluster.cluster };
    for (const int column : { Name, State, Differs, Region, OpenShift, Operator, Image, Initdata, Findings }) {
        words.append(display(row, column));
    }
    return foldedText(words.join(u'\n'));
}

std::string FleetModel::sortKey(int slot, int column) const
{
    const Row& row = m_rows[static_cast<size_t>(slot)];
    const FleetCluster& cluster = row.cluster;
    switch (column) {
    case ImageAge: return cluster.imageMade.isValid() ? numberKey(-static_cast<double>(cluster.imageMade.toMSecsSinceEpoch())) : unknownKey();
    case State: return numberKey(static_cast<int>(cluster.state));
    case Findings: return cluster.findings.isKnown ? numberKey(-(cluster.findings.errors * 1e6 + cluster.findings.money * 1e3 + cluster.findings.warnings)) : unknownKey();
    case Machines: return cluster.machines < 0 ? unknownKey() : numberKey(cluster.machines);
    case Cost: return cluster.usdPerHour < 0 ? unknownKey() : numberKey(cluster.usdPerHour);
    default: return naturalKey(display(row, column));
    }
}

std::string FleetModel::tieKey(int slot) const
{
    const FleetCluster& cluster = m_rows[static_cast<size_t>(slot)].cluster;
    return naturalKey(cluster.name) + '\n' + cluster.id.toStdString();
}

int FleetModel::group(int slot) const
{
    return m_rows[static_cast<size_t>(slot)].cluster.isOpen() ? 0 : 1;
}

QVariant FleetModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Row& row = m_rows[static_cast<size_t>(slotAt(index.row()))];
    const auto field = fieldOf(index.column());
    switch (role) {
    case Qt::DisplayRole: return display(row, index.column());
    case Qt::ToolTipRole: return tip(row, index.column());
    // Nobody should have to see the icon to know that it differs.
    case Qt::AccessibleTextRole: return field && row.odd.contains(*field) ? QVariant(u"%1, %2"_s.arg(display(row, index.column()), row.odd.value(*field))) : QVariant();
    case MarkRole: return mark(row, index.column());
    case IdentityRole: return row.cluster.id;
    case MonoRole: return index.column() == Initdata && row.cluster.fact(FleetField::Initdata).isKnown() && !row.cluster.fact(FleetField::Initdata).isNone;
    case WidestRole: return index.column() == State ? tr("Stale · %1 old").arg(u"59s"_s) : QVariant();
    case Qt::TextAlignmentRole: return index.column() == Machines || index.column() == Cost ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default: return {};
    }
}

QVariant FleetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && (section == Machines || section == Cost)) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name: return tr("CONNECTION");
    case State: return tr("STATE");
    case Differs: return tr("DIFFERS IN");
    case Region: return tr("REGION");
    case OpenShift: return tr("OPENSHIFT");
    case Operator: return tr("OPERATOR");
    case Workers: return tr("INSTALLED");
    case Image: return tr("POD VM IMAGE");
    case ImageAge: return tr("IMAGE AGE");
    case Initdata: return tr("INITDATA");
    case Findings: return tr("FINDINGS");
    case Machines: return tr("VSIS");
    case Cost: return tr("USD/H");
    default: return {};
    }
}

} // namespace cocoon::items
