// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/node_task.h"

#include "models/setup/changes.h"
#include "models/setup/drain.h"
#include "models/setup/drain_checks.h"
#include "models/setup/reboot.h"
#include "models/setup/report.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::dashboard {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    /// A right that is missing is a reason, said before anything is tried.
    bool may(setup::Look& look, setup::Report& report, const QString& verb, const QString& resource, const QString& subresource, const QString& what)
    {
        const world::Query question = ask::canI(verb, {}, resource, subresource, {});
        const bool isAllowed = look.asker().isTrue(question);
        const bool isKnown = look.asker().world().answer(question).state == world::Answer::State::Known;
        if (isKnown && !isAllowed) {
            const QString right = subresource.isEmpty() ? verb + u' ' + resource : u"%1 %2/%3"_s.arg(verb, resource, subresource);
            report.blocker(u"right-"_s + resource + subresource, NodeTask::tr("These rights do not allow to %1").arg(what), right, NodeTask::tr("The API server would refuse it."),
                NodeTask::tr("Ask for a ClusterRole with the verb %1 on %2, or use another kubeconfig.").arg(verb, subresource.isEmpty() ? resource : resource + u'/' + subresource));
        }
        return isAllowed;
    }

    void warnOfLosses(setup::Look& look, setup::Report& report, const QString& node)
    {
        QStringList bare;
        QStringList confidential;
        for (const QJsonObject& pod : look.asker().objects(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + node))) {
            const QString phase = str(pod, { u"status", u"phase" });
            if (phase == "Succeeded"_L1 || phase == "Failed"_L1) {
                continue;
            }
            if (str(pod, { u"spec", u"runtimeClassName" }) == coco::kRuntimeClass) {
                confidential.append(kube::keyOf(pod));
            }
            if (kube::controllerOf(pod).isEmpty() && kube::annotation(pod, u"kubernetes.io/config.mirror"_s).isEmpty()) {
                bare.append(kube::keyOf(pod));
            }
        }
        if (!bare.isEmpty()) {
            report.warning(u"drain-bare-pods"_s, NodeTask::tr("Pods without a controller are gone for good"), bare.join(u", "_s), NodeTask::tr("Nothing creates them again elsewhere."), NodeTask::tr("Save what you still need from them first."), u"nodes/"_s + node);
        }
        if (!confidential.isEmpty()) {
            report.warning(u"drain-confidential"_s, NodeTask::tr("Confidential pods on this worker end, and so do their VSIs"), confidential.join(u", "_s), NodeTask::tr("What is in their memory is gone; new ones start elsewhere in three to four minutes."), NodeTask::tr("Wait for a quiet moment, or go on."), u"nodes/"_s + node);
        }
    }
}

NodeTask::NodeTask(Kind kind, QString node, QString bootId, const coco::Facts& facts)
    : m_kind(kind)
    , m_node(std::move(node))
    , m_bootId(std::move(bootId))
    , m_facts(facts)
{
}

setup::Desk::Task NodeTask::make(Kind kind, const QString& node, const QString& bootId, const coco::Facts& facts)
{
    auto steps = std::make_shared<Steps>();
    steps->push_back(std::make_unique<NodeTask>(kind, node, bootId, facts));
    return steps;
}

QString NodeTask::id() const
{
    return u"worker"_s;
}

QString NodeTask::title() const
{
    switch (m_kind) {
    case Kind::Cordon: return tr("Cordon worker %1").arg(m_node);
    case Kind::Uncordon: return tr("Uncordon worker %1").arg(m_node);
    case Kind::Drain: return tr("Drain worker %1").arg(m_node);
    case Kind::Reboot: break;
    }
    return tr("Reboot worker %1").arg(m_node);
}

Assessment NodeTask::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    setup::Look look(asker, intent, m_facts);
    setup::Report report(id(), asker);
    QJsonObject node;
    for (const QJsonObject& one : look.nodes()) {
        if (kube::nameOf(one) == m_node) {
            node = one;
        }
    }
    const bool mayPatch = may(look, report, u"patch"_s, u"nodes"_s, {}, tr("change nodes"));
    const bool moves = m_kind == Kind::Drain || m_kind == Kind::Reboot;
    const bool mayEvict = !moves || may(look, report, u"create"_s, u"pods"_s, u"eviction"_s, tr("evict pods"));
    if (moves) {
        asker.objects(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + m_node));
        asker.objects(ask::list(res::podDisruptionBudgets));
    }
    if (m_kind == Kind::Reboot) {
        look.clusterId();
    }
    if (asker.isMissing()) {
        return report.finish({});
    }
    const QString object = u"nodes/"_s + m_node;
    if (node.isEmpty()) {
        report.blocker(u"node-gone"_s, tr("There is no worker %1").arg(m_node), {}, tr("It may have been replaced."), tr("Choose another one."), object);
        return report.finish({});
    }
    if (!mayPatch || !mayEvict) {
        return report.finish({});
    }
    const bool isCordoned = at(node, { u"spec", u"unschedulable" }).toBool();
    const bool isRebooting = !kube::annotation(node, coco::kRebootAnnotation).isEmpty();
    switch (m_kind) {
    case Kind::Cordon:
        if (!isCordoned) {
            report.change(setup::schedulableChange(node, false, tr("Nothing new starts on it; what runs there goes on.")));
        }
        return report.finish(tr("Worker %1 takes no new pods.").arg(m_node));
    case Kind::Uncordon:
        if (isRebooting) {
            report.blocker(u"reboot-under-way"_s, tr("A supervised reboot of worker %1 is under way").arg(m_node), {}, tr("It uncordons the worker itself when it is back."), tr("Let it come to its end, or go on with it."), object);
        } else if (isCordoned) {
            report.change(setup::schedulableChange(node, true, tr("It takes new pods again.")));
        }
        return report.finish(tr("Worker %1 takes new pods.").arg(m_node));
    case Kind::Drain: {
        if (!isCordoned) {
            report.change(setup::schedulableChange(node, false, tr("What leaves is not to come back at once.")));
        }
        warnOfLosses(look, report, m_node);
        const setup::Leaving left = setup::evictAll(look, report, m_node, tr("Empty worker %1.").arg(m_node), u"drain:"_s + m_node);
        if (!left.isEmpty()) {
            setup::explainHeldPods(look, m_node, report);
            report.wait(tr("pods to leave worker %1").arg(m_node), object, 1min, 15min, left.leaving.join(u','));
        }
        return report.finish(tr("Worker %1 is empty but for its daemons, and takes no new pods.").arg(m_node));
    }
    case Kind::Reboot: break;
    }
    const QString bootId = str(node, { u"status", u"nodeInfo", u"bootID" });
    if (bootId != m_bootId && !isRebooting && kube::isReady(node)) {
        return report.finish(tr("Worker %1 has rebooted: boot id %2, before %3.").arg(m_node, bootId.left(8), m_bootId.left(8)));
    }
    if (look.clusterId().isEmpty() || kube::label(node, coco::kWorkerIdLabel).isEmpty()) {
        report.blocker(u"reboot-needs-cloud"_s, tr("The service that reboots workers cannot be asked"), tr("no login to IBM Cloud, or the account does not list this cluster"), tr("A worker is rebooted through IBM Cloud."), tr("Open the connection with a login to IBM Cloud."), object);
        return report.finish({});
    }
    if (bootId == m_bootId) {
        warnOfLosses(look, report, m_node);
    }
    setup::Reboot(look, report).rebootWanted(node);
    return report.finish({});
}

} // namespace cocoon::dashboard
