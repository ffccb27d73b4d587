// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/changes_model.h"

#include <QLocale>

namespace cocoon::items {

using namespace Qt::StringLiterals;
using plan::Risk;
using plan::Verb;

bool ChangeRow::operator==(const ChangeRow& o) const
{
    return digest == o.digest && change.title == o.change.title && change.waitsFor == o.change.waitsFor && change.risk == o.change.risk
        && change.why == o.change.why && change.before == o.change.before;
}

void ChangesModel::show(const QList<plan::Change>& changes)
{
    QList<ChangeRow> wanted;
    QSet<QString> seen;
    for (const plan::Change& change : changes) {
        if (!seen.contains(change.key)) {
            seen.insert(change.key);
            wanted.append({ change, change.digest() });
        }
    }
    sync(wanted, [](const ChangeRow& row) { return row.change.key; });
}

namespace {
    /// Its DaemonSet makes a new one at once: for whoever looks it is a restart.
    bool isRestart(const plan::Change& change)
    {
        return change.verb == Verb::Delete && change.exclusive == "adaptor-restart"_L1;
    }

    bool isNew(const plan::Change& change)
    {
        return change.verb == Verb::Create || (change.verb == Verb::Apply && (change.before.isNull() || change.before.isUndefined()));
    }
}

QString ChangesModel::effect(const plan::Change& change)
{
    if (change.risk == Risk::Breaking) {
        return tr("breaks pods");
    }
    if (change.verb == Verb::Evict) {
        return tr("evicts");
    }
    if (change.risk == Risk::Disruptive) {
        return tr("disturbs");
    }
    switch (change.verb) {
    case Verb::Create:
    case Verb::Apply:
    case Verb::Patch: return isNew(change) ? tr("creates") : tr("changes");
    case Verb::Delete: return isRestart(change) ? tr("restarts") : tr("deletes");
    case Verb::Evict:
    case Verb::Act: break;
    }
    return tr("does");
}

Mark ChangesModel::mark(const plan::Change& change)
{
    if (change.risk == Risk::Breaking) {
        return Mark::Error;
    }
    if (change.verb == Verb::Evict || change.risk == Risk::Disruptive) {
        return Mark::Warning;
    }
    if (change.verb == Verb::Delete) {
        return isRestart(change) ? Mark::Restart : Mark::Delete;
    }
    return isNew(change) || change.verb == Verb::Act ? Mark::Ready : Mark::Change;
}

QString ChangesModel::price(const plan::Change& change)
{
    if (!change.price) {
        return {};
    }
    return change.price->usdPerHour.value_or(0) == 0 ? change.price->note : tr("%1 USD/h").arg(QLocale().toString(*change.price->usdPerHour, 'f', 3));
}

QString ChangesModel::summary(const QList<plan::Change>& changes)
{
    int now = 0;
    plan::HourlyCost cost;
    QSet<QString> reboots;
    for (const plan::Change& change : changes) {
        if (change.approvalGroup.startsWith("reboot:"_L1)) {
            reboots.insert(change.approvalGroup);
        }
        now += change.waitsFor.isEmpty() ? 1 : 0;
        cost.add(change);
    }
    const int later = static_cast<int>(changes.size()) - now;
    QStringList parts;
    if (now > 0) {
        parts.append(tr("%n change(s) now", nullptr, now));
    }
    if (later > 0) {
        parts.append(tr("%n later", nullptr, later));
    }
    if (!reboots.isEmpty()) {
        parts.append(tr("%n reboot(s)", nullptr, static_cast<int>(reboots.size())));
    }
    if (!changes.isEmpty()) {
        const QString usd = QLocale().toString(cost.usd, 'f', 3);
        parts.append(cost.isPartial ? (cost.usd > 0 ? tr("more than %1 USD per hour more").arg(usd) : tr("hourly cost not known")) : cost.usd > 0 ? tr("%1 USD per hour more").arg(usd) : tr("no hourly cost"));
    }
    return parts.join(u" · "_s);
}

QVariant ChangesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const plan::Change& change = m_rows.at(index.row()).change;
    if (role == IdentityRole) {
        return change.key;
    }
    if (role == Qt::AccessibleTextRole && index.column() == Title) {
        return tr("%1, %2").arg(change.title, effect(change));
    }
    switch (index.column()) {
    case Title:
        return role == Qt::DisplayRole ? change.title : role == Qt::ToolTipRole ? change.why : QVariant();
    case Effect:
        if (role == MarkRole) {
            return static_cast<int>(mark(change));
        }
        return role == Qt::DisplayRole ? effect(change) : QVariant();
    case When:
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? (change.waitsFor.isEmpty() ? tr("now") : change.waitsFor) : QVariant();
    case Price:
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? price(change) : QVariant();
    }
    return {};
}

QVariant ChangesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Title: return tr("CHANGE");
    case Effect: return tr("EFFECT");
    case When: return tr("WHEN");
    case Price: return tr("PRICE");
    }
    return {};
}

} // namespace cocoon::items
