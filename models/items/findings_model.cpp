// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/findings_model.h"

#include <algorithm>

namespace cocoon::items {

namespace {
    int weight(plan::Severity severity)
    {
        switch (severity) {
        case plan::Severity::Blocker: return 0;
        case plan::Severity::Warning: return 1;
        case plan::Severity::Unknown: return 2;
        case plan::Severity::Info: return 3;
        case plan::Severity::Ok: break;
        }
        return 4;
    }
}

bool FindingRow::operator==(const FindingRow& o) const
{
    return finding.severity == o.finding.severity && finding.title == o.finding.title && finding.evidence == o.finding.evidence
        && finding.why == o.finding.why && finding.remedy == o.finding.remedy;
}

void FindingsModel::show(const QList<plan::Finding>& findings)
{
    QList<FindingRow> wanted;
    QSet<QString> seen;
    for (const plan::Finding& finding : findings) {
        const QString identity = finding.id + u'\n' + finding.object;
        if (!seen.contains(identity)) {
            seen.insert(identity);
            wanted.append({ finding });
        }
    }
    std::stable_sort(wanted.begin(), wanted.end(),
        [](const FindingRow& a, const FindingRow& b) { return weight(a.finding.severity) < weight(b.finding.severity); });
    sync(wanted, [](const FindingRow& row) { return QString(row.finding.id + u'\n' + row.finding.object); });
}

QString FindingsModel::stateWord(plan::Severity severity)
{
    switch (severity) {
    case plan::Severity::Ok: return tr("met");
    case plan::Severity::Info: return tr("to know");
    case plan::Severity::Warning: return tr("warning");
    case plan::Severity::Blocker: return tr("in the way");
    case plan::Severity::Unknown: break;
    }
    return tr("not known");
}

Mark FindingsModel::mark(plan::Severity severity)
{
    switch (severity) {
    case plan::Severity::Ok: return Mark::Ok;
    case plan::Severity::Info: return Mark::Info;
    case plan::Severity::Warning: return Mark::Warning;
    case plan::Severity::Blocker: return Mark::Error;
    case plan::Severity::Unknown: break;
    }
    return Mark::Question;
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const plan::Finding& finding = m_rows.at(index.row()).finding;
    if (role == IdentityRole) {
        return QString(finding.id + u'\n' + finding.object);
    }
    if (role == Qt::AccessibleTextRole && index.column() == Requirement) {
        return tr("%1: %2").arg(finding.title, stateWord(finding.severity));
    }
    switch (index.column()) {
    case Requirement:
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? finding.title : QVariant();
    case State:
        return role == Qt::DisplayRole ? stateWord(finding.severity) : role == MarkRole ? QVariant(static_cast<int>(mark(finding.severity))) : QVariant();
    case Evidence:
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? finding.evidence : role == MonoRole ? QVariant(true) : QVariant();
    case Why:
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? finding.why : QVariant();
    }
    return {};
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Requirement: return tr("REQUIREMENT");
    case State: return tr("STATE");
    case Evidence: return tr("EVIDENCE");
    case Why: return tr("WHY IT MATTERS");
    }
    return {};
}

} // namespace cocoon::items
