// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/adaptor_restart.h"

#include "models/setup/adaptor_checks.h"
#include "models/setup/changes.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <algorithm>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using words::tr;
namespace res = kube::res;

namespace {
    struct Fleet {
        int wanted = 0; ///< one on every worker, and those that are still leaving
        int present = 0;
        int ready = 0;
        int youngNotReady = 0;
        QList<QJsonObject> old; ///< older than the settings, in the order of their restart

        /// May one more leave? Never while another is missing or a successor starts; an old pod that serves nobody costs nothing.
        bool isWhole() const { return present == wanted && youngNotReady == 0; }
        bool isOlderThan(const QDateTime& time) const
        {
            return std::any_of(old.begin(), old.end(), [&time](const QJsonObject& pod) { return time.isValid() && kube::createdAt(pod) < time; });
        }
    };

    QDateTime later(const QDateTime& a, const QDateTime& b)
    {
        return !a.isValid() || (b.isValid() && a < b) ? b : a;
    }

    Fleet fleetOf(Look& look, const QDateTime& changed)
    {
        Fleet fleet;
        const QList<QJsonObject> pods = look.adaptorPods();
        fleet.wanted = std::max(at(look.adaptor(), { u"status", u"desiredNumberScheduled" }).toInt(), static_cast<int>(pods.size()));
        for (const QJsonObject& pod : pods) {
            if (kube::isBeingDeleted(pod)) {
                continue;
            }
            const bool isOld = changed.isValid() && kube::createdAt(pod) < changed;
            ++fleet.present;
            fleet.ready += kube::isReady(pod) ? 1 : 0;
            fleet.youngNotReady += !isOld && !kube::isReady(pod) ? 1 : 0;
            if (isOld) {
                fleet.old.append(pod);
            }
        }
        std::stable_partition(fleet.old.begin(), fleet.old.end(), [](const QJsonObject& pod) { return !kube::isReady(pod); });
        return fleet;
    }

    void propose(Look& look, Report& report, const Fleet& fleet)
    {
        const int running = static_cast<int>(look.peerPods().size());
        report.check(running == 0, u"peer-pods-running"_s, tr("No confidential pod runs"), tr("%1 PeerPod(s)").arg(running), Severity::Warning,
            tr("An adaptor that restarts forgets its VMs: the pods on that worker break."), tr("Delete them first, or allow \"restart-adaptor\"."));
        for (qsizetype i = 0; i < fleet.old.size(); ++i) {
            const QJsonObject& pod = fleet.old.at(i);
            Change change = deleteObject(res::pods, coco::kNamespace, kube::nameOf(pod), tr("Its replacement reads the new settings."));
            change.title = tr("Restart adaptor pod %1").arg(kube::nameOf(pod));
            change.key += u' ' + kube::uidOf(pod);
            change.exclusive = u"adaptor-restart"_s;
            change.approvalGroup = u"adaptor-restart"_s; // one word for all of them, still one after the other
            change.risk = running > 0 ? Risk::Breaking : Risk::Notice;
            change.allow = running > 0 ? u"restart-adaptor"_s : QString();
            if (i > 0 || !fleet.isWhole()) {
                change.waitsFor = tr("after the one before is Ready");
            }
            report.change(change);
        }
    }
}

void restartOldAdaptors(Look& look, Report& report)
{
    const QJsonObject config = look.peerPodsConfig();
    report.optional(world::ask::object(res::secrets, coco::kNamespace, coco::kPeerPodsSecret));
    const QDateTime mapChanged = dataChangedAt(config);
    const QDateTime changed = later(mapChanged, dataChangedAt(look.peerPodsSecret())); // both are read when a container starts
    const Fleet fleet = fleetOf(look, changed);
    if (fleet.wanted == 0) {
        return;
    }
    report.check(fleet.old.isEmpty(), u"G11-adaptor-age"_s, tr("All adaptor pods are younger than the settings"), tr("settings of %1, %2 older pods").arg(kube::timestamp(changed)).arg(fleet.old.size()), Severity::Info,
        tr("They read the settings when they start."), tr("They are deleted one by one; a rollout restart would be undone by the operator and restart everything twice."));
    const QString stamp = str(look.adaptor(), { u"spec", u"template", u"metadata", u"annotations", u"peer-pods-cm/version" });
    const QString progress = u"%1/%2/%3"_s.arg(fleet.old.size()).arg(fleet.present).arg(fleet.ready);
    if (!stamp.isEmpty() && stamp != kube::resourceVersionOf(config) && fleet.isOlderThan(mapChanged)) { // it rolls out for the map alone
        report.wait(tr("the operator to restart the adaptor"), u"daemonsets/"_s + coco::kAdaptor, 1min, 10min, progress);
    } else if (!fleet.old.isEmpty()) {
        propose(look, report, fleet);
    }
    if (fleet.ready < fleet.wanted) {
        report.wait(tr("a Ready adaptor pod on every worker"), u"daemonsets/"_s + coco::kAdaptor, 1min, 8min, progress);
        checkAdaptorLogs(look, report);
    }
}

} // namespace cocoon::setup
