// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/assessment.h"

#include <QCoreApplication>

namespace cocoon::plan {

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::plan::Assessment)
    };
}

Assessment Assessment::unknown(const QString& step, const world::Asker& asker)
{
    int open = 0;
    for (const world::Query& query : asker.needs()) {
        const auto state = asker.world().answer(query).state;
        if (state == world::Answer::State::Unasked || state == world::Answer::State::Pending) {
            ++open;
        }
    }
    Assessment assessment;
    assessment.step = step;
    assessment.state = StepState::Unknown;
    assessment.summary = Words::tr("Looking: %n answer(s) still to come.", nullptr, open);
    assessment.needs = asker.needs();
    return assessment;
}

QString stateName(StepState state)
{
    switch (state) {
    case StepState::Unknown:
        return QStringLiteral("unknown");
    case StepState::Blocked:
        return QStringLiteral("blocked");
    case StepState::Ready:
        return QStringLiteral("ready");
    case StepState::InProgress:
        return QStringLiteral("in-progress");
    case StepState::Done:
        return QStringLiteral("done");
    case StepState::Drifted:
        return QStringLiteral("drifted");
    case StepState::Skipped:
        return QStringLiteral("skipped");
    }
    return {};
}

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Ok:
        return QStringLiteral("ok");
    case Severity::Info:
        return QStringLiteral("info");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Blocker:
        return QStringLiteral("blocker");
    case Severity::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

} // namespace cocoon::plan
