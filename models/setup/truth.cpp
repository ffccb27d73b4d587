// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/truth.h"

namespace cocoon::setup {

using namespace Qt::StringLiterals;

namespace {
    bool isLostConnection(Errc code)
    {
        return isRetryable(code) || code == Errc::Cancelled || code == Errc::Unauthorized || code == Errc::Tls;
    }
}

Desk::Truth truthOf(const world::World& world)
{
    using Truth = Desk::Truth;
    Truth truth;
    const world::Answer version = world.answer(world::ask::serverVersion());
    bool isLive = false;
    bool isCut = false;
    QDateTime heardLast; // from what is cut: what else may still come in does not make this younger
    const QStringList keys = world.keys();
    for (const QString& key : keys) {
        const world::Query query = world::Query::fromKey(key);
        const world::Answer answer = world.answer(query);
        if (query.kind.startsWith("kube."_L1) && answer.observedAt.isValid()) { // what the cloud says makes the cluster no younger
            truth.since = truth.since.isValid() ? qMax(truth.since, answer.observedAt) : answer.observedAt;
        }
        if (query.kind == "kube.list"_L1 || query.kind == "kube.object"_L1) {
            isLive = isLive || answer.live;
            // A watch that broke keeps what it knew; it is the error that says that this is old.
            const bool isBroken = answer.state == world::Answer::State::Failed || (answer.state == world::Answer::State::Known && !answer.live);
            if (isBroken && !answer.error.message.isEmpty() && isLostConnection(answer.error.code)) {
                isCut = true;
                heardLast = heardLast.isValid() ? qMax(heardLast, answer.observedAt) : answer.observedAt;
                truth.error = truth.error.message.isEmpty() ? answer.error : truth.error;
            }
        } else if (answer.state == world::Answer::State::Failed && isRetryable(answer.error.code) && truth.error.message.isEmpty()) {
            truth.error = answer.error;
        }
    }
    if (version.state == world::Answer::State::Failed && !isLive) {
        truth.error = version.error;
        isCut = true;
    } else if (isLive && !isCut) {
        truth.state = Truth::State::Live;
    }
    if (isCut) {
        truth.since = heardLast.isValid() ? heardLast : truth.since;
        truth.state = truth.since.isValid() ? Truth::State::Stale : Truth::State::Lost;
    }
    return truth;
}

QDateTime staleSince(const Desk::Truth& truth)
{
    return truth.state == Desk::Truth::State::Stale ? truth.since : QDateTime();
}

} // namespace cocoon::setup
