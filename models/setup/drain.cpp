// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/drain.h"

#include "models/setup/changes.h"
#include "models/setup/reboot_pod.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using words::tr;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    bool staysWithItsWorker(const QJsonObject& pod)
    {
        const QString phase = str(pod, { u"status", u"phase" });
        return phase == "Succeeded"_L1 || phase == "Failed"_L1 || str(kube::controllerOf(pod), { u"kind" }) == "DaemonSet"_L1
            || at(pod, { u"metadata", u"annotations" }).toObject().contains("kubernetes.io/config.mirror"_L1);
    }
}

Leaving evictAll(Look& look, Report& report, const QString& node, const QString& why, const QString& group)
{
    Leaving result;
    for (const QJsonObject& pod : look.asker().objects(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + node))) {
        if (staysWithItsWorker(pod) || isRebootPod(pod)) {
            continue;
        }
        if (kube::isBeingDeleted(pod)) {
            result.leaving.append(kube::keyOf(pod));
            continue;
        }
        Change change = evictPod(kube::namespaceOf(pod), kube::nameOf(pod), why);
        change.key += u' ' + kube::uidOf(pod);
        change.approvalGroup = group;
        change.risk = Risk::Disruptive;
        if (str(pod, { u"spec", u"runtimeClassName" }) == coco::kRuntimeClass) {
            change.risk = Risk::Breaking;
            change.allow = u"evict-peer-pods"_s;
        }
        report.change(change);
        result.isEvicting = true;
    }
    return result;
}

Change schedulableChange(const QJsonObject& node, bool isSchedulable, const QString& why)
{
    const QString name = kube::nameOf(node);
    const QJsonObject patch { { u"spec"_s, QJsonObject { { u"unschedulable"_s, !isSchedulable } } } };
    const QJsonObject before { { u"spec"_s, QJsonObject { { u"unschedulable"_s, at(node, { u"spec", u"unschedulable" }).toBool() } } } };
    Change change = patchObject(res::nodes, {}, name, patch, before, isSchedulable ? tr("Uncordon worker %1").arg(name) : tr("Cordon worker %1").arg(name), why);
    change.key = (isSchedulable ? u"schedule nodes/"_s : u"unschedule nodes/"_s) + name;
    change.risk = Risk::Notice;
    change.commands = { (isSchedulable ? u"oc adm uncordon "_s : u"oc adm cordon "_s) + shellQuote(name) };
    return change;
}

} // namespace cocoon::setup
