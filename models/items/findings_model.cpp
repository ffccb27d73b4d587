// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/findings_model.h"

#include <QRegularExpression>

#include <algorithm>

namespace cocoon::items {

using namespace Qt::StringLiterals;

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

namespace {
    QString identityOf(const plan::Finding& finding)
    {
        return finding.id + u'\n' + finding.object;
    }

    /// What two steps both looked at is one row.
    QList<FindingRow> distinct(const QList<plan::Finding>& findings)
    {
        QList<FindingRow> rows;
        QSet<QString> seen;
        for (const plan::Finding& finding : findings) {
            const QString identity = identityOf(finding);
            if (!seen.contains(identity)) {
                seen.insert(identity);
                rows.append({ finding });
            }
        }
        return rows;
    }

    /// "v1.10.3" is one, "2 replicas" is a sentence of ours.
    bool isIdentifier(const QString& evidence)
    {
        static const QRegularExpression name(u"^(?=\\S*[0-9/:._-])\\S+$"_s);
        return name.match(evidence).hasMatch();
    }
}

QString FindingsModel::summary(const QList<plan::Finding>& findings)
{
    int met = 0;
    int toKnow = 0;
    int blockers = 0;
    int trouble = 0;
    int unknown = 0;
    for (const FindingRow& row : distinct(findings)) {
        switch (row.finding.severity) {
        case plan::Severity::Ok: ++met; break;
        case plan::Severity::Info: ++toKnow; break;
        case plan::Severity::Unknown: ++unknown; break;
        case plan::Severity::Warning: ++trouble; break;
        case plan::Severity::Blocker: ++blockers; break;
        }
    }
    QStringList parts;
    if (blockers > 0) {
        parts.append(tr("%n in the way", nullptr, blockers));
    }
    if (trouble > 0) {
        parts.append(tr("%n to look at", nullptr, trouble));
    }
    if (unknown > 0) {
        parts.append(tr("%n not known", nullptr, unknown));
    }
    if (met > 0) {
        parts.append(tr("%n met", nullptr, met));
    }
    if (toKnow > 0) {
        parts.append(tr("%n to know", nullptr, toKnow));
    }
    return parts.join(u" · "_s);
}

int FindingsModel::countMet(const QList<plan::Finding>& findings)
{
    const QList<FindingRow> rows = distinct(findings);
    return static_cast<int>(std::count_if(rows.begin(), rows.end(), [](const FindingRow& row) { return row.finding.severity == plan::Severity::Ok; }));
}

void FindingsModel::show(const QList<plan::Finding>& findings)
{
    QList<FindingRow> wanted = distinct(findings);
    std::stable_sort(wanted.begin(), wanted.end(),
        [](const FindingRow& a, const FindingRow& b) { return weight(a.finding.severity) < weight(b.finding.severity); });
    sync(wanted, [](const FindingRow& row) { return identityOf(row.finding); });
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
        return identityOf(finding);
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
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? finding.evidence : role == MonoRole ? QVariant(isIdentifier(finding.evidence)) : QVariant();
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
    case Requirement: return tr("WHAT");
    case State: return tr("STATE");
    case Evidence: return tr("EVIDENCE");
    case Why: return tr("WHY IT MATTERS");
    }
    return {};
}

} // namespace cocoon::items
