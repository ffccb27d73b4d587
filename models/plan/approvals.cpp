// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/approvals.h"

#include <algorithm>

namespace cocoon::plan {

Approvals::Approvals(const Runner::Options& options)
    : m_all(options.approveAll)
    , m_names(options.allow)
    , m_planDigests(options.approvedDigests)
    , m_plan(options.approvedPlan)
{
}

void Approvals::approve(const QString& approvalKey, const QList<Change>& proposed)
{
    bool isKey = false;
    for (const Change& change : proposed) {
        if (change.key == approvalKey) {
            m_single.insert(change.key, change);
            isKey = true;
            if (!change.approvalGroup.isEmpty()) {
                m_names.insert(change.approvalGroup);
            }
        }
    }
    if (!isKey) {
        m_names.insert(approvalKey);
    }
}

bool Approvals::isAllowed(const Change& change) const
{
    return change.allow.isEmpty() || m_names.contains(change.allow);
}

bool Approvals::isApproved(const Change& change) const
{
    if (!isAllowed(change)) {
        return false;
    }
    // A saved plan is a promise to send nothing else, also together with --yes.
    if (hasPlan()) {
        return isInPlan(change);
    }
    if (m_all || (!change.approvalGroup.isEmpty() && m_names.contains(change.approvalGroup))) {
        return true;
    }
    const auto single = m_single.constFind(change.key);
    return single != m_single.constEnd() && change.isCoveredBy(*single);
}

bool Approvals::hasPlan() const
{
    return !m_planDigests.isEmpty() || !m_plan.isEmpty();
}

bool Approvals::isInPlan(const Change& change) const
{
    // Of a group not everything can be shown beforehand: which pods a drain evicts, the uid of a pod that is still to be made.
    const auto isMeant = [&change](const Change& saved) {
        return change.isCoveredBy(saved) || (!change.approvalGroup.isEmpty() && change.approvalGroup == saved.approvalGroup);
    };
    return m_planDigests.contains(change.digest()) || std::any_of(m_plan.begin(), m_plan.end(), isMeant);
}

} // namespace cocoon::plan
