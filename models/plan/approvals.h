// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/runner.h"

#include <QHash>

namespace cocoon::plan {

/// What the user has agreed to in one run: everything (--yes), a saved plan, or single changes as they were shown. An
/// `allow` name is asked for on top of any of them.
class Approvals {
public:
    explicit Approvals(const Runner::Options& options);

    /// Approves a group, an allow name, or the change of this key among those proposed now.
    void approve(const QString& approvalKey, const QList<Change>& proposed);
    bool isApproved(const Change& change) const;
    bool isAllowed(const Change& change) const;
    bool hasPlan() const;
    bool isInPlan(const Change& change) const;

private:
    bool m_all;
    QSet<QString> m_names; ///< groups and allow names
    QSet<QString> m_planDigests;
    QList<Change> m_plan;
    QHash<QString, Change> m_single; ///< by key
};

} // namespace cocoon::plan
