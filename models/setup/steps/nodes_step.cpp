// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/nodes_step.h"

#include "models/setup/adaptor_checks.h"
#include "models/setup/look.h"
#include "models/setup/reboot.h"
#include "models/setup/report.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace ask = world::ask;
namespace res = kube::res;

QString NodesStep::id() const
{
    return u"nodes"_s;
}

QString NodesStep::title() const
{
    return tr("Nodes");
}

QStringList NodesStep::dependsOn() const
{
    return { u"configuration"_s };
}

namespace {
    /// Pods that a drain would disturb in a way worth knowing before.
    void checkDrain(Look& look, Report& report)
    {
        const world::Query budgets = ask::list(res::podDisruptionBudgets);
        report.optional(budgets);
        QStringList tight;
        for (const QJsonObject& budget : look.asker().objects(budgets)) {
            const QJsonObject status = budget.value("status"_L1).toObject();
            if (status.contains("disruptionsAllowed"_L1) && status.value("disruptionsAllowed"_L1).toInt() == 0 && status.value("expectedPods"_L1).toInt() > 0) {
                tight.append(kube::keyOf(budget));
            }
        }
        report.check(tight.isEmpty(), u"drain-budgets"_s, NodesStep::tr("No disruption budget forbids draining now"), tight.join(u", "_s), Severity::Warning, NodesStep::tr("A drain waits as long as a budget allows no disruption."),
            NodesStep::tr("Scale these workloads up, or relax the budget."));
        QStringList bare;
        QStringList emptyDir;
        for (const QJsonObject& node : look.poolNodes()) {
            const QString label = kube::label(node, coco::kInstallLabel);
            if (label != "waiting_for_reboot"_L1) {
                continue;
            }
            for (const QJsonObject& pod : look.asker().objects(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + kube::nameOf(node)))) {
                const bool mirror = at(pod, { u"metadata", u"annotations" }).toObject().contains("kubernetes.io/config.mirror"_L1);
                const QString phase = str(pod, { u"status", u"phase" });
                if (mirror || phase == "Succeeded"_L1 || phase == "Failed"_L1 || str(kube::controllerOf(pod), { u"kind" }) == "DaemonSet"_L1) {
                    continue;
                }
                if (kube::controllerOf(pod).isEmpty()) {
                    bare.append(kube::keyOf(pod));
                }
                for (const QJsonValue& volume : at(pod, { u"spec", u"volumes" }).toArray()) {
                    if (volume.toObject().contains("emptyDir"_L1) && !emptyDir.contains(kube::keyOf(pod))) {
                        emptyDir.append(kube::keyOf(pod));
                    }
                }
            }
        }
        report.check(bare.isEmpty(), u"drain-bare-pods"_s, NodesStep::tr("All pods on these workers would be made again elsewhere"), bare.mid(0, 10).join(u", "_s), Severity::Warning, NodesStep::tr("A pod without a controller is gone after the drain."), NodesStep::tr("Save what you need of them."));
        report.check(emptyDir.isEmpty(), u"drain-emptydir"_s, NodesStep::tr("No pod keeps data on these workers"), emptyDir.mid(0, 10).join(u", "_s), Severity::Info, NodesStep::tr("emptyDir volumes are lost with the drain."), NodesStep::tr("Save what you need of them."));
    }
}

Assessment NodesStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    const QJsonObject kata = look.kataConfig();
    const QList<QJsonObject> pool = look.poolNodes();
    if (asker.isMissing()) {
        return report.finish({});
    }

    QList<QJsonObject> waiting;
    QList<QJsonObject> underway;
    QList<QJsonObject> later;
    int installed = 0;
    for (const QJsonObject& node : pool) {
        const QString name = kube::nameOf(node);
        const QString object = u"nodes/"_s + name;
        const QString label = kube::label(node, coco::kInstallLabel);
        // G10: "oc get nodes" shows Ready, never "installed": the state is this label.
        report.info(u"G10-node-state-"_s + name, label.isEmpty() ? tr("Worker %1: nothing installed").arg(name) : tr("Worker %1: %2").arg(name, label), kube::isReady(node) ? tr("Ready") : tr("not Ready"), {}, object);
        if (!kube::annotation(node, coco::kRebootAnnotation).isEmpty()) {
            underway.append(node);
        } else if (label == "installed"_L1) {
            ++installed;
            if (at(node, { u"spec", u"unschedulable" }).toBool()) {
                report.warning(u"node-cordoned"_s, tr("Worker %1 is cordoned, not by Cocoon").arg(name), u"spec.unschedulable: true"_s, tr("No confidential pod will start on it."), tr("Uncordon it when the work on it is done."), object);
            }
        } else if (label == "waiting_for_reboot"_L1) {
            waiting.append(node);
        } else if (label == "waiting_to_uninstall"_L1 || label == "uninstalling"_L1) {
            report.blocker(u"node-uninstalling"_s, tr("Kata is being removed from worker %1").arg(name), label, tr("Installing and removing at once cannot end well."), tr("Finish the removal first."), object);
        } else {
            later.append(node);
        }
        if (!kata.isEmpty() && label != "installed"_L1 && label != "waiting_for_reboot"_L1) {
            report.wait(tr("Kata on worker %1").arg(name), object, 4min, 15min, label + str(node, { u"status", u"nodeInfo", u"bootID" }));
        }
    }
    if (!kata.isEmpty() && installed < pool.size()) {
        checkInstallPods(look, report);
    }
    if (!waiting.isEmpty() || !underway.isEmpty() || kata.isEmpty()) {
        checkDrain(look, report);
    }
    Reboot(look, report).assess(waiting, underway, later);
    if (kata.isEmpty()) {
        report.info(u"reboots-ahead"_s, tr("Each of the %1 workers will be drained and rebooted once").arg(pool.size()), {}, tr("One at a time; with proof by boot id."));
        return report.finish({});
    }
    if (installed == pool.size() && !pool.isEmpty()) {
        checkInstallation(look, report);
    }
    return report.finish(tr("Kata is installed on %n worker(s).", nullptr, installed));
}

} // namespace cocoon::setup
