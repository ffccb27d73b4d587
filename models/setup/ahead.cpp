// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/ahead.h"

#include "models/setup/look.h"
#include "models/setup/worker_view.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <algorithm>

namespace cocoon::setup {

using namespace Qt::StringLiterals;

namespace {
    void countEvictions(const QList<WorkerView>& workers, const plan::Assessment& nodes, Ahead& ahead)
    {
        for (const WorkerView& worker : workers) {
            const QString group = u"reboot:"_s + worker.name;
            int listed = 0;
            bool isDrained = false;
            for (const plan::Change& change : nodes.changes) {
                isDrained = isDrained || (change.approvalGroup == group && change.key.startsWith("reboot worker "_L1));
                listed += change.approvalGroup == group && change.verb == plan::Verb::Evict ? 1 : 0;
            }
            ahead.evictions += isDrained ? qMax(0, worker.podsToMove - listed) : 0;
            ahead.isCounting = ahead.isCounting || (isDrained && listed == 0 && worker.podsToMove < 0);
        }
    }

    int countRestarts(Look& look, const QList<plan::Change>& changes)
    {
        bool writesMap = false;
        bool writesSecret = false;
        for (const plan::Change& change : changes) {
            if (change.exclusive == "adaptor-restart"_L1) {
                return 0; // they are listed
            }
            writesMap = writesMap || change.target.name == coco::kPeerPodsConfig;
            writesSecret = writesSecret || change.target.name == coco::kPeerPodsSecret;
        }
        // Some operators roll the adaptor out by themselves when the map changes.
        const bool rollsOut = !str(look.adaptor(), { u"spec", u"template", u"metadata", u"annotations", u"peer-pods-cm/version" }).isEmpty();
        if (!writesSecret && (!writesMap || rollsOut)) {
            return 0;
        }
        const QList<QJsonObject> pods = look.adaptorPods();
        return static_cast<int>(std::count_if(pods.begin(), pods.end(), [](const QJsonObject& pod) { return !kube::isBeingDeleted(pod); }));
    }
}

QString Ahead::text() const
{
    QStringList parts;
    if (evictions > 0) {
        parts.append(tr("at least %n eviction(s)", nullptr, evictions));
    } else if (isCounting) {
        parts.append(tr("evictions that are still being counted"));
    }
    if (adaptorRestarts > 0) {
        parts.append(tr("%n adaptor restart(s)", nullptr, adaptorRestarts));
    }
    return parts.size() == 2 ? tr("%1 and %2").arg(parts.first(), parts.last()) : parts.join(QString());
}

Ahead aheadOf(const world::World& world, const plan::Intent& intent, const coco::Facts& facts, const QList<plan::Assessment>& assessments)
{
    Ahead ahead;
    QList<plan::Change> changes;
    bool hasTrust = false; // it is the step that restarts the adaptor
    for (const plan::Assessment& assessment : assessments) {
        changes += assessment.changes;
        hasTrust = hasTrust || assessment.step == "trust"_L1;
        if (assessment.step == "nodes"_L1) {
            countEvictions(workerViews(world, intent, facts, assessment), assessment, ahead);
        }
    }
    if (hasTrust) {
        world::Asker asker(world);
        Look look(asker, intent, facts);
        ahead.adaptorRestarts = countRestarts(look, changes);
    }
    return ahead;
}

} // namespace cocoon::setup
