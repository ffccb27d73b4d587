// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/workload_checks.h"

#include "models/setup/changes.h"
#include "models/setup/pod_servers.h"
#include "models/setup/symptoms.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <QSet>

#include <algorithm>
#include <optional>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using words::tr;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    QList<QJsonObject> machines(Look& look, Report& report)
    {
        if (look.vpcId().isEmpty()) {
            return {};
        }
        const world::Query query = ask::instances(look.region(), look.vpcId());
        report.optional(query);
        return look.asker().objects(query);
    }

    bool isOwnedBy(const QJsonObject& peerPod, const QString& uid)
    {
        for (const QJsonValue& owner : at(peerPod, { u"metadata", u"ownerReferences" }).toArray()) {
            if (str(owner, { u"uid" }) == uid) {
                return true;
            }
        }
        return false;
    }

    void tell(const Symptom& symptom, const QString& object, Look& look, Report& report)
    {
        const auto named = [id = look.clusterId()](QString text) { return id.isEmpty() ? text : text.replace(u"<cluster id>"_s, id); };
        report.warning(symptom.id, named(symptom.title), symptom.line, symptom.cause, named(symptom.fix), object);
    }

    /// What the exit code of the check says (the only channel that always works).
    QString meaningOf(int exitCode)
    {
        switch (exitCode) {
        case 22:
            return tr("The trustee refused or could not be reached from the VM.");
        case 7:
            return tr("Nothing listens on port 8006 in the VM: not a confidential containers image?");
        case 28:
            return tr("No answer in time: the VM cannot reach the trustee.");
        case 126:
        case 127:
            return tr("The container has no curl.");
        default:
            return tr("The check ended with exit code %1.").arg(exitCode);
        }
    }
}

void checkOrphans(Look& look, Report& report)
{
    const QList<QJsonObject> all = machines(look, report);
    const QList<QJsonObject> peerPods = look.peerPods();
    if (look.asker().answer(ask::list(res::peerPods)).state != world::Answer::State::Known) {
        return; // who owns what cannot be told; that the list is missing is said anyway
    }
    QSet<QString> owned;
    for (const QJsonObject& peerPod : peerPods) {
        owned.insert(str(peerPod, { u"spec", u"instanceID" }));
    }
    const qint64 now = look.asker().world().now().toMSecsSinceEpoch();
    std::optional<Neighbourhood> area;
    QStringList orphans;
    QStringList open;
    for (const QJsonObject& machine : all) {
        const UnnamedServer server = readUnnamed(machine);
        const QString stem = stemOfVsi(str(machine, { u"name" }));
        if (stem.isEmpty() || owned.contains(server.id) || fateOf({}, server, false, now) != Fate::Orphan) {
            continue;
        }
        if (!area) { // what tells clusters apart is asked only when there is something to tell apart
            const qsizetype before = look.asker().needs().size();
            area = readNeighbourhood(look);
            for (const world::Query& query : look.asker().needs().mid(before)) {
                report.optional(query); // without it the owner stays open, and nothing else
            }
        }
        const world::Query namesakes = podsCalled(stem);
        report.optional(namesakes);
        const QList<QJsonObject> pods = look.asker().objects(namesakes);
        const bool isClaimed = isNameCut(str(machine, { u"name" })) || look.asker().answer(namesakes).state != world::Answer::State::Known
            || std::any_of(pods.begin(), pods.end(), [&server](const QJsonObject& pod) { return mayHaveStarted(lifeOf(pod), server.created); });
        const QString line = tr("%1 (%2, since %3, %4)").arg(str(machine, { u"name" }), server.id, str(machine, { u"created_at" }), str(machine, { u"profile", u"name" }));
        switch (fateOf(*area, server, isClaimed, now)) {
        case Fate::Orphan: orphans.append(line); break;
        case Fate::Unclaimed: open.append(line); break;
        case Fate::Leaving:
        case Fate::Elsewhere: break;
        }
    }
    const world::Query priceQuery = ask::price(look.intent().sizing.profile, look.region());
    report.optional(priceQuery);
    const double price = orphans.isEmpty() ? 0 : look.asker().object(priceQuery).value("usdPerHour"_L1).toDouble();
    if (!open.isEmpty()) {
        report.info(u"TS-79-unclaimed"_s, tr("VMs that may be another cluster's or a pod's: %1").arg(open.size()), open.join(u"; "_s), tr("Ask in the clusters that share the VPC before you remove one."));
    }
    report.check(orphans.isEmpty(), u"TS-79-orphans"_s, orphans.isEmpty() ? tr("No VM is left without an owner") : tr("%1 VMs without an owner, about %2 USD an hour").arg(orphans.size()).arg(price * static_cast<double>(orphans.size()), 0, 'f', 3), orphans.join(u"; "_s), Severity::Warning,
        tr("A failed start or an operator removed too early leaves VMs that cost money."), tr("Check name, age and subnet, then delete them in the console or with: ibmcloud is instance-delete <id>."));
}

void checkWebhook(Look& look, Report& report)
{
    for (const QJsonObject& deployment : look.asker().objects(ask::list(res::deployments, coco::kNamespace))) {
        if (kube::nameOf(deployment) != coco::kWebhook) {
            continue;
        }
        const int available = at(deployment, { u"status", u"availableReplicas" }).toInt();
        report.check(available > 0, u"TS-28-webhook-down"_s, tr("The peer pods webhook is available"), tr("%1 replicas").arg(available), Severity::Blocker, tr("Its failure policy refuses all new pods outside system namespaces."),
            tr("Look at its pods; restore the Deployment %1.").arg(coco::kWebhook), u"deployments/"_s + coco::kWebhook);
    }
}

QJsonObject checkMachine(Look& look, Report& report, const QJsonObject& pod)
{
    QString instanceId;
    int owned = 0;
    for (const QJsonObject& peerPod : look.peerPods()) {
        if (isOwnedBy(peerPod, kube::uidOf(pod))) {
            ++owned;
            instanceId = str(peerPod, { u"spec", u"instanceID" });
        }
    }
    QJsonObject vm;
    QStringList named;
    const QDateTime podCreated = kube::createdAt(pod);
    for (const QJsonObject& machine : machines(look, report)) {
        const QDateTime created = QDateTime::fromString(str(machine, { u"created_at" }), Qt::ISODate);
        const QString prefix = u"podvm-"_s + kube::nameOf(pod).left(48) + u'-';
        if (str(machine, { u"name" }).startsWith(prefix) && created >= podCreated && str(machine, { u"status" }) != "deleting"_L1) {
            named.append(str(machine, { u"name" }));
        }
        if (!instanceId.isEmpty() && str(machine, { u"id" }) == instanceId) {
            vm = machine;
        }
    }
    if (named.size() > 1) {
        report.warning(u"extra-vms"_s, tr("%1 VMs were started for this pod").arg(named.size()), named.join(u", "_s), tr("Each retry of a slow start makes another VM (TS-51)."), tr("The extra ones should go away by themselves; otherwise delete them."));
    }
    if (instanceId.isEmpty()) {
        if (kube::isReady(pod)) {
            report.wait(tr("the PeerPod of pod %1").arg(kube::nameOf(pod)), {}, 1min, 5min, QString::number(owned));
        }
        return {};
    }
    report.ok(u"peer-pod"_s, tr("The pod has its PeerPod"), instanceId);
    if (vm.isEmpty()) {
        if (kube::isReady(pod)) {
            report.wait(tr("VM %1 to appear in the list").arg(instanceId), u"instances/"_s + instanceId, 1min, 5min, {});
        }
        return {};
    }
    const QString name = str(vm, { u"name" });
    const QString object = u"instances/"_s + name;
    report.fact(u"instanceId"_s, instanceId);
    report.fact(u"instanceName"_s, name);
    const QString status = str(vm, { u"status" });
    for (const QJsonValue& reason : vm.value("status_reasons"_L1).toArray()) {
        const Symptom symptom = recognise(str(reason, { u"code" }) + u' ' + str(reason, { u"message" }), u"vpc"_s);
        if (!symptom.id.isEmpty()) {
            tell(symptom, object, look, report);
        }
    }
    if (status == "running"_L1) {
        report.ok(u"vm-running"_s, tr("VM %1 runs").arg(name), status, object);
    } else if (kube::isReady(pod)) {
        report.wait(tr("VM %1 to run").arg(name), object, 2min, 10min, status);
    }
    // G7: the map says what was asked for, the VM says what it is.
    const QString mode = str(vm, { u"confidential_compute_mode" });
    report.check(mode == "tdx"_L1, u"G7-vm-confidential"_s, tr("Its confidential mode is tdx"), mode.isEmpty() ? tr("none") : mode, Severity::Blocker, tr("The VM is an ordinary one: its memory is not protected (TS-56)."),
        tr("Check DISABLECVM and the gate confidential; restart the adaptor; then delete the pod and apply again."), object);
    report.check(str(vm, { u"vpc", u"id" }).isEmpty() || str(vm, { u"vpc", u"id" }) == look.vpcId(), u"vm-vpc"_s, tr("It is in the cluster's VPC"), str(vm, { u"vpc", u"name" }).isEmpty() ? str(vm, { u"vpc", u"id" }) : str(vm, { u"vpc", u"name" }), Severity::Warning, tr("Elsewhere the workers cannot reach it."), tr("Correct IBMCLOUD_VPC_ID."), object);
    QStringList groups;
    bool inGroup = false;
    const QString wanted = str(look.securityGroup(), { u"id" });
    for (const QJsonValue& group : at(vm, { u"primary_network_interface", u"security_groups" }).toArray()) {
        groups.append(str(group, { u"name" }).isEmpty() ? str(group, { u"id" }) : u"%1 (%2)"_s.arg(str(group, { u"name" }), str(group, { u"id" })));
        inGroup = inGroup || str(group, { u"id" }) == wanted;
    }
    if (!groups.isEmpty()) {
        report.check(inGroup, u"vm-security-group"_s, tr("It is in the cluster's security group"), groups.join(u", "_s), Severity::Warning, tr("Otherwise TCP 15150 and UDP 4789 are closed (TS-50)."), tr("Correct IBMCLOUD_VPC_SG_ID and restart the adaptor."), object);
    }
    return vm;
}

void explainRefusal(const world::World& world, const QString& key, const QString& object, Report& report)
{
    const QList<QJsonObject> outcomes = journalOf(world, u"outcome"_s, key);
    if (outcomes.isEmpty() || outcomes.first().value("ok"_L1).toBool()) {
        return;
    }
    const Symptom symptom = recognise(str(outcomes.first(), { u"error", u"message" }), u"api"_s);
    if (!symptom.id.isEmpty()) {
        report.warning(symptom.id, symptom.title, tr("at the last try, %1: %2").arg(str(outcomes.first(), { u"time" }), symptom.line), symptom.cause, symptom.fix, object);
    }
}

void explainPending(Look& look, Report& report, const QJsonObject& pod)
{
    const QString object = u"pods/"_s + kube::keyOf(pod);
    const world::Query events = ask::list(res::events, kube::namespaceOf(pod), {}, u"involvedObject.name="_s + kube::nameOf(pod));
    report.optional(events);
    QSet<QString> told;
    int timeouts = 0;
    for (const QJsonObject& event : look.asker().objects(events)) {
        const QString message = str(event, { u"message" });
        if (str(event, { u"involvedObject", u"uid" }) != kube::uidOf(pod) && !str(event, { u"involvedObject", u"uid" }).isEmpty()) {
            continue;
        }
        timeouts += message.contains("DeadlineExceeded"_L1) || message.contains("context deadline exceeded"_L1) ? 1 : 0;
        const Symptom symptom = recognise(message, u"ev"_s);
        if (!symptom.id.isEmpty() && !told.contains(symptom.id)) {
            told.insert(symptom.id);
            tell(symptom, object, look, report);
        }
    }
    if (timeouts > 0) {
        report.info(u"TS-51-slow-start"_s, tr("A start took longer than the kubelet waits"), tr("%1 times").arg(timeouts), tr("A TDX VM needs 3 to 4 minutes; it is tried again by itself."), object);
    }
    const QString node = str(pod, { u"spec", u"nodeName" });
    for (const QJsonObject& adaptor : look.adaptorPods()) {
        if (node.isEmpty() || str(adaptor, { u"spec", u"nodeName" }) != node) {
            continue;
        }
        const world::Query log = ask::log(coco::kNamespace, kube::nameOf(adaptor), u"caa-pod"_s, 200);
        report.optional(log);
        for (const Symptom& symptom : recogniseAll(look.asker().value(log).toString(), u"caa"_s)) {
            if (!told.contains(symptom.id)) {
                told.insert(symptom.id);
                tell(symptom, u"pods/"_s + kube::keyOf(adaptor), look, report);
            }
        }
    }
}

Change attestChange(const Intent& intent, const QString& uid)
{
    const QString url = u"http://127.0.0.1:8006/cdh/resource/"_s + intent.trust.resource;
    Change change = execInPod(intent.workload.ns, intent.workload.name, intent.workload.name, { u"curl"_s, u"-sf"_s, u"-m"_s, u"60"_s, u"-o"_s, u"/dev/null"_s, url }, u"attest "_s + uid,
        tr("Ask the guest for %1").arg(intent.trust.resource), tr("The trustee hands it out only to a VM that has proven itself."));
    change.approvalGroup = u"attest"_s; // shown before the pod, whose uid is in the key, exists
    return change;
}

void checkAttestation(Look& look, Report& report, const QJsonObject& pod)
{
    const QString uid = kube::uidOf(pod);
    const QString object = u"pods/"_s + kube::keyOf(pod);
    const QString key = u"attest "_s + uid;
    const QList<QJsonObject> outcomes = journalOf(look.asker().world(), u"outcome"_s, key);
    for (const QJsonObject& outcome : outcomes) {
        if (outcome.value("ok"_L1).toBool() && at(outcome, { u"reply", u"exitCode" }).toInt() == 0) {
            report.ok(u"attested"_s, tr("The guest attested and got the resource"), str(outcome, { u"time" }), object);
            report.fact(u"attested"_s, true);
            return;
        }
    }
    if (!outcomes.isEmpty()) {
        const QJsonObject last = outcomes.first();
        const QString text = str(last, { u"error", u"message" }) + u' ' + str(last, { u"error", u"detail" }) + u' ' + str(last, { u"note" });
        const Symptom symptom = recognise(text, u"guest"_s);
        if (symptom.id.startsWith("TS-62"_L1)) {
            report.info(symptom.id, symptom.title, text.trimmed().left(300), symptom.fix, object);
            report.info(u"attestation-not-proven"_s, tr("Attestation is not proven by exec"), {}, symptom.fix, object);
            return;
        }
        const int exitCode = at(last, { u"reply", u"exitCode" }).toInt();
        report.warning(u"attestation-failed"_s, tr("The guest has not attested; checks that failed: %1").arg(outcomes.size()), exitCode > 0 ? meaningOf(exitCode) : text.trimmed().left(300), tr("A guest that cannot attest gets no keys."),
            tr("Check the trustee's log, the address in INITDATA, and that the resource %1 exists.").arg(look.intent().trust.resource), object);
    }
    report.change(attestChange(look.intent(), uid));
}

} // namespace cocoon::setup
