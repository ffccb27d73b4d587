// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "models/world/world.h"

#include <chrono>

namespace cocoon::plan {

enum class StepState {
    Unknown, ///< needs answers
    Blocked, ///< a finding forbids going on
    Ready, ///< changes proposed
    InProgress, ///< waits for the world
    Done,
    Drifted, ///< a field that we own differs from the Intent; changes put it right
    Skipped ///< the Intent does not want it
};

enum class Severity { Ok, Info, Warning, Blocker, Unknown };

/// One check or discovery. A passed check is a finding too (Severity::Ok), so that preflight lists everything it looked at.
struct Finding {
    QString id; ///< stable, kebab-case: "region-has-tdx", "G3-trustee-scheme", "TS-28"
    Severity severity = Severity::Ok;
    QString title; ///< what was checked or found, one line
    QString evidence; ///< what was seen ("osImage of 10.240.0.4: Red Hat Enterprise Linux CoreOS 418…")
    QString why; ///< why it matters
    QString remedy; ///< what to do; empty when Ok
    QString object; ///< "nodes/10.240.0.4", for links
};

/// Something the step waits for; the runner shows it and gives up at `limit` without progress.
struct Wait {
    QString what; ///< "worker 10.240.0.5 to come back from its reboot"
    QString object; ///< "nodes/10.240.0.5"
    std::chrono::milliseconds usual {};
    std::chrono::milliseconds limit {};
    QString progress; ///< any text that changes when the world moves; the limit starts again then
};

struct Assessment {
    QString step;
    StepState state = StepState::Unknown;
    QString summary; ///< one sentence of truth
    QList<Finding> findings;
    QList<world::Query> needs;
    QList<Change> changes;
    QList<Wait> waits;
    QJsonObject facts; ///< what other views want ("imageId", "installedCsv" …)

    static Assessment unknown(const QString& step, const world::Asker& asker);
    bool isBlocked() const { return state == StepState::Blocked; }
};

QString stateName(StepState state); ///< "in-progress"
QString severityName(Severity severity);

} // namespace cocoon::plan
