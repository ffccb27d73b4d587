// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"
#include "services/base/error.h"

namespace cocoon::ctl {

/// What `plan --out FILE` writes and `apply FILE` runs: the Intent as it was, and every change by its digest, which is over
/// verb, target and body with references as names. JSON, no secrets; mode 0600, because who can change it changes what is applied.
/// What load() does not know in it is an error: nothing of a plan is passed over.
struct SavedPlan {
    QString cluster; ///< as it was named
    QString clusterId; ///< which one that was; empty where only a kubeconfig was there
    QByteArray intentYaml;
    QList<plan::Change> changes;

    /// The id comes from what the plan was made of.
    static SavedPlan of(const QString& cluster, const QByteArray& intentYaml, const QList<plan::Assessment>& assessments);
    static Result<SavedPlan> load(const QString& file);
    /// Does the user mean this plan's cluster by that name or id?
    bool isFor(const QString& named) const { return named == cluster || (!clusterId.isEmpty() && named == clusterId); }
    Result<Done> save(const QString& file) const;
};

} // namespace cocoon::ctl
