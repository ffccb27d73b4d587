// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/reboot.h"

#include "models/setup/changes.h"
#include "models/setup/drain.h"
#include "models/setup/drain_checks.h"
#include "models/setup/reboot_pod.h"
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
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    constexpr qint64 kRebootPatienceSeconds = 15 * 60;

    QString bootIdOf(const QJsonObject& node)
    {
        return str(node, { u"status", u"nodeInfo", u"bootID" });
    }

    struct Attempt {
        bool wasRefused = false; ///< the service does not do this at all
        bool wasAccepted = false;
        bool isUnderWay = false;
        QString message;
    };

    Attempt lastAttempt(const world::World& world, const QString& key)
    {
        const QList<QJsonObject> outcomes = journalOf(world, u"outcome"_s, key);
        if (outcomes.isEmpty()) {
            return {};
        }
        const QJsonObject last = outcomes.first();
        const QString code = str(last, { u"error", u"code" });
        const QDateTime when = QDateTime::fromString(str(last, { u"time" }), Qt::ISODate);
        const bool isFresh = when.isValid() && when.secsTo(world.now()) < kRebootPatienceSeconds;
        return { code == "precondition"_L1 || code == "not-found"_L1, last.value("ok"_L1).toBool(), last.value("ok"_L1).toBool() && isFresh, str(last, { u"error", u"message" }) };
    }

    /// The service's words about a worker that does not answer its request to reboot; empty when it has none.
    QString whatIgnores(Look& look, Report& report, const QString& id)
    {
        world::Query workers = ask::workers(look.clusterId());
        workers.maxAge = 1min;
        report.optional(workers);
        for (const QJsonObject& worker : look.asker().objects(workers)) {
            const QString message = str(worker, { u"health", u"message" });
            if (str(worker, { u"id" }) == id && message.contains("did not respond to the soft reboot"_L1)) {
                return message;
            }
        }
        return {};
    }

    QJsonObject memoryOf(const QJsonObject& node)
    {
        const auto parsed = parseJsonObject(kube::annotation(node, coco::kRebootAnnotation).toUtf8());
        return parsed ? *parsed : QJsonObject();
    }
}

Reboot::Reboot(Look& look, Report& report)
    : m_look(look)
    , m_report(report)
{
}

void Reboot::group(Change& change, const QString& node) const
{
    change.approvalGroup = u"reboot:"_s + node;
    change.exclusive = u"node-reboot"_s;
    change.risk = Risk::Disruptive;
}

Change Reboot::cordonChange(const QJsonObject& node) const
{
    const QString name = kube::nameOf(node);
    const bool byHuman = at(node, { u"spec", u"unschedulable" }).toBool();
    QJsonObject memory { { u"bootId"_s, bootIdOf(node) }, { u"cordonedBy"_s, byHuman ? u"human"_s : u"cocoon"_s } };
    if (m_isWanted) {
        memory.insert(u"wanted"_s, true);
    }
    const QJsonObject patch { { u"metadata"_s, QJsonObject { { u"annotations"_s, QJsonObject { { coco::kRebootAnnotation, QString::fromUtf8(toJson(memory)) } } } } },
        { u"spec"_s, QJsonObject { { u"unschedulable"_s, true } } } };
    Change change = patchObject(res::nodes, {}, name, patch, QJsonObject { { u"spec"_s, QJsonObject { { u"unschedulable"_s, byHuman } } } }, tr("Cordon worker %1").arg(name), tr("Nothing new is to start on it before its reboot; who cordoned it and its boot id are noted on the node."));
    change.key = u"cordon nodes/"_s + name + u' ' + bootIdOf(node);
    group(change, name);
    return change;
}

void Reboot::begin(const QJsonObject& node, const QString& waitsFor)
{
    const QString name = kube::nameOf(node);
    Change cordon = cordonChange(node);
    cordon.waitsFor = waitsFor;
    cordon.gate = u"reboot-queue"_s; // a paused queue begins no further worker; one that was begun is brought to its end
    m_report.change(cordon);
    restart(node, bootIdOf(node), tr("after the worker is drained"));
    finish(node, { { u"cordonedBy"_s, at(node, { u"spec", u"unschedulable" }).toBool() ? u"human"_s : u"cocoon"_s } }, tr("after the reboot"));
}

void Reboot::restart(const QJsonObject& node, const QString& bootId, const QString& waitsFor)
{
    const QString name = kube::nameOf(node);
    const QString worker = kube::label(node, coco::kWorkerIdLabel);
    const QString cluster = m_look.clusterId();
    const QString command = u"ibmcloud oc worker reboot --cluster %1 --worker %2 -f"_s.arg(cluster, worker);
    const QString key = u"reboot worker "_s + worker + u' ' + bootId;
    if (waitsFor.isEmpty()) {
        // What became of an earlier request? One that was accepted takes its time; one that the service refused for this kind
        // of cluster is made from inside, or by hand; one whose answer nobody saw is made again (the node is drained).
        const Attempt attempt = lastAttempt(m_look.asker().world(), key);
        if (attempt.wasRefused) {
            m_report.warning(u"reboot-by-hand"_s, tr("The service does not reboot worker %1 by this call").arg(name), attempt.message, tr("It is drained and waits for its reboot."),
                tr("Allow the reboot from inside (reboot-from-inside), or reboot it by hand: %1").arg(command), u"nodes/"_s + name);
            restartFromInside(node, bootId);
            return;
        }
        const QString ignored = attempt.wasAccepted ? whatIgnores(m_look, m_report, worker) : QString();
        if (!ignored.isEmpty()) {
            m_report.warning(u"reboot-hangs"_s, tr("Worker %1 ignores the request to reboot").arg(name), ignored, tr("It is drained and waits for its reboot; asking again would not help."),
                tr("Reboot it as by its power switch: %1").arg(command.chopped(3) + u" --hard -f"_s), u"nodes/"_s + name);
        }
        if (attempt.isUnderWay || !ignored.isEmpty()) {
            awaitReturn(node, bootId);
            return;
        }
    }
    Change change = cloudChange(u"containers.rebootWorker"_s, key, name, { { u"cluster"_s, cluster }, { u"workerId"_s, worker } }, QJsonValue::Null, tr("Reboot worker %1").arg(name), m_isWanted ? tr("Asked for; data kept only on the worker may be lost.") : tr("Kata's packages become active with a reboot; data kept only on the worker may be lost."), { command });
    change.waitsFor = waitsFor;
    group(change, name);
    m_report.change(change);
}

void Reboot::restartFromInside(const QJsonObject& node, const QString& bootId)
{
    const QString name = kube::nameOf(node);
    const QJsonObject pod = rebootPodOn(m_look, name);
    const QString failure = rebootPodFailure(pod);
    if (!failure.isEmpty()) {
        m_report.warning(u"reboot-from-inside-failed"_s, tr("The pod that was to reboot worker %1 failed").arg(name), failure, tr("The worker is drained and waits for its reboot."),
            tr("Read its log, delete the pod %1 to have it tried again, or reboot the worker by hand.").arg(kube::keyOf(pod)), u"pods/"_s + kube::keyOf(pod));
    }
    std::optional<Change> change;
    if (pod.isEmpty() && !lastAttempt(m_look.asker().world(), rebootFromInsideKey(name, bootId)).isUnderWay) {
        change = rebootFromInside(m_look, node, bootId);
    }
    if (!change) {
        awaitReturn(node, bootId);
        return;
    }
    group(*change, name);
    m_report.change(*change);
}

void Reboot::awaitReturn(const QJsonObject& node, const QString& bootId)
{
    const QString name = kube::nameOf(node);
    m_report.wait(tr("worker %1 to come back from its reboot").arg(name), u"nodes/"_s + name, 6min, 20min, bootId + (kube::isReady(node) ? u"ready"_s : u"down"_s));
}

void Reboot::finish(const QJsonObject& node, const QJsonObject& memory, const QString& waitsFor)
{
    const QString name = kube::nameOf(node);
    QJsonObject patch { { u"metadata"_s, QJsonObject { { u"annotations"_s, QJsonObject { { coco::kRebootAnnotation, QJsonValue::Null } } } } } };
    const bool uncordon = str(memory, { u"cordonedBy" }) != "human"_L1;
    if (uncordon) {
        patch.insert(u"spec"_s, QJsonObject { { u"unschedulable"_s, false } });
    }
    Change change = patchObject(res::nodes, {}, name, patch, QJsonObject { { u"spec"_s, QJsonObject { { u"unschedulable"_s, true } } } }, uncordon ? tr("Uncordon worker %1").arg(name) : tr("Forget the reboot of worker %1").arg(name),
        uncordon ? tr("It is back and takes work again.") : tr("It stays cordoned: somebody else cordoned it."));
    change.key = u"uncordon nodes/"_s + name;
    change.waitsFor = waitsFor;
    group(change, name);
    m_report.change(change);
}

void Reboot::drain(const QJsonObject& node, const QString& bootId)
{
    const QString name = kube::nameOf(node);
    const Leaving left = evictAll(m_look, m_report, name, tr("Empty worker %1 before its reboot.").arg(name), u"reboot:"_s + name);
    if (!left.isEmpty()) {
        explainHeldPods(m_look, name, m_report);
        m_report.wait(tr("pods to leave worker %1").arg(name), u"nodes/"_s + name, 1min, 15min, left.leaving.join(u','));
        restart(node, bootId, tr("after the worker is drained"));
        return;
    }
    restart(node, bootId, {});
}

void Reboot::proceed(const QJsonObject& node)
{
    const QString name = kube::nameOf(node);
    const QJsonObject memory = memoryOf(node);
    m_isWanted = memory.value("wanted"_L1).toBool();
    const QString before = str(memory, { u"bootId" });
    const QString now = bootIdOf(node);
    const QString label = kube::label(node, coco::kInstallLabel);
    if (now == before) {
        if (label == "installed"_L1 && !m_isWanted) {
            finish(node, memory, {}); // it did not need the reboot after all
            return;
        }
        drain(node, before);
        finish(node, memory, tr("after the reboot"));
        return;
    }
    m_report.ok(u"reboot-proof-"_s + name, tr("Worker %1 has rebooted").arg(name), tr("boot id %1, before %2").arg(now, before), u"nodes/"_s + name);
    if (!kube::isReady(node)) {
        m_report.wait(tr("worker %1 to be Ready").arg(name), u"nodes/"_s + name, 5min, 20min, now);
        finish(node, memory, tr("after the worker is Ready"));
    } else if (label == "waiting_for_reboot"_L1) {
        // The installer looks once a minute and then writes the next label.
        m_report.wait(tr("the installer on worker %1 to notice the reboot").arg(name), u"nodes/"_s + name, 2min, 10min, label);
        finish(node, memory, tr("after the label moved on"));
    } else if (const QJsonObject pod = rebootPodOn(m_look, name); !pod.isEmpty()) {
        if (kube::isBeingDeleted(pod)) {
            m_report.wait(tr("the pod that rebooted worker %1 to go").arg(name), u"nodes/"_s + name, 10s, 5min, {});
        } else {
            Change change = deleteObject(res::pods, kube::namespaceOf(pod), kube::nameOf(pod), tr("It has done its work; nothing privileged stays behind."));
            change.before = pod;
            group(change, name);
            m_report.change(change);
        }
        finish(node, memory, tr("after the pod that rebooted it is gone"));
    } else {
        finish(node, memory, {});
    }
}

void Reboot::rebootWanted(const QJsonObject& node)
{
    m_isWanted = true;
    if (!memoryOf(node).isEmpty()) {
        proceed(node);
        return;
    }
    begin(node, {});
    (void)evictAll(m_look, m_report, kube::nameOf(node), tr("Empty worker %1 before its reboot.").arg(kube::nameOf(node)), u"reboot:"_s + kube::nameOf(node));
}

void Reboot::assess(const QList<QJsonObject>& waiting, const QList<QJsonObject>& underway, const QList<QJsonObject>& later)
{
    for (const QJsonObject& node : underway) {
        proceed(node);
    }
    QString previous = underway.isEmpty() ? QString() : kube::nameOf(underway.last());
    // Another worker that is down for other reasons: two at once is one too many.
    for (const QJsonObject& node : m_look.poolNodes()) {
        const bool ours = std::any_of(underway.begin(), underway.end(), [&node](const QJsonObject& o) { return kube::nameOf(o) == kube::nameOf(node); });
        if (!ours && !kube::isReady(node)) {
            m_report.wait(tr("worker %1, which is not Ready").arg(kube::nameOf(node)), u"nodes/"_s + kube::nameOf(node), 5min, 20min, u"not ready"_s);
            previous = kube::nameOf(node);
        }
    }
    const QStringList& last = m_look.intent().configuration.rebootLast;
    const auto isLast = [&last](const QJsonObject& node) { return last.contains(kube::nameOf(node)); };
    QList<QJsonObject> line = waiting;
    std::stable_partition(line.begin(), line.end(), [&isLast](const QJsonObject& node) { return !isLast(node); });
    const bool othersFollow = std::any_of(later.begin(), later.end(), [&isLast](const QJsonObject& node) { return !isLast(node); });
    for (const QJsonObject& node : line) {
        const QString after = previous.isEmpty() ? QString() : tr("after worker %1").arg(previous);
        begin(node, isLast(node) && othersFollow ? tr("after all other workers") : after);
        previous = kube::nameOf(node);
    }
    for (const QJsonObject& node : later) {
        begin(node, tr("when its label says waiting_for_reboot"));
    }
}

} // namespace cocoon::setup
