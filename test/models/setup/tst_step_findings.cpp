// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the steps say of what they found: facts that are not certain, keys and profiles of other hands, evidence.
#include "models/setup/setup.h"
#include "services/base/json.h"
#include "services/base/secret.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::test;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

class TstStepFindings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // What is not known of a version is said: fields that nobody states outright, and whose facts stand in for one not listed.
    void whatIsNotKnownOfTheOperatorIsSaid()
    {
        Site site;
        const Finding planned = finding(site.assess(u"operator"_s), u"operator-facts"_s);
        QCOMPARE(planned.severity, Severity::Info);
        QVERIFY2(planned.title.contains(u"1.10.3"_s) && planned.evidence.contains(u"whether guests forbid exec, the version of the key broker's protocol"_s), qPrintable(planned.title + planned.evidence));
        site.operatorInstalled(u"1.13.0"_s);
        const Assessment unlisted = site.assess(u"operator"_s);
        const QString why = finding(unlisted, u"TS-08-operator-version"_s).why;
        QVERIFY2(why.contains(u"facts of 1.12.1 are used"_s), qPrintable(why));
        site.intent.op.version = u"1.13.0"_s; // accepted: still said
        const Assessment accepted = site.assess(u"operator"_s);
        QCOMPARE(finding(accepted, u"TS-08-operator-version"_s).severity, Severity::Ok);
        const Finding stand = finding(accepted, u"operator-facts"_s);
        QVERIFY2(stand.title.contains(u"1.13.0"_s) && stand.title.contains(u"1.12.1"_s), qPrintable(stand.title));
        QVERIFY(stand.evidence.contains(u"which setting names the security group"_s));
    }

    /// In a VPC that is shared a server may be the neighbour's: nobody is told to delete it.
    void anotherClustersServersAreNoOrphans()
    {
        Site site = complete();
        const world::Query instances = ask::instances(u"eu-de"_s, u"r010-vpc"_s);
        QJsonArray machines = site.world.answer(instances).value.toArray();
        machines.append(json(R"({"id":"vsi-9","name":"podvm-old-87654321","status":"running","created_at":"2026-01-14T00:00:00Z"})"));
        site.world.set(instances, machines);
        QJsonArray clusters = site.world.answer(ask::clusters()).value.toArray();
        clusters.append(json(R"({"id":"c2","name":"staging","region":"eu-de","vpcs":["r010-vpc"]})"));
        site.world.set(ask::clusters(), clusters);
        const Assessment shared = site.assess(u"workload"_s);
        QCOMPARE(finding(shared, u"TS-79-orphans"_s).severity, Severity::Ok);
        QVERIFY(finding(shared, u"TS-79-unclaimed"_s).evidence.contains(u"podvm-old-87654321"_s));
        // In a subnet of none of the workers it is not this cluster's at all.
        machines[machines.size() - 1] = with(machines.last().toObject(), { u"primary_network_interface"_s }, json(R"({"subnet":{"id":"sn-other"}})"));
        site.world.set(instances, machines);
        const Assessment apart = site.assess(u"workload"_s);
        QCOMPARE(finding(apart, u"TS-79-orphans"_s).severity, Severity::Ok);
        QVERIFY(finding(apart, u"TS-79-unclaimed"_s).id.isEmpty());
    }

    // A VPC that lets nothing out: what that will take is in the first plan; it is asked for when the catalog fails, and not waited for then.
    void openingOutboundIsPlannedFromTheStart()
    {
        Site site;
        site.world.set(ask::securityGroups(u"eu-de"_s, u"r010-vpc"_s), QJsonArray { json(R"({"id":"r010-sg","name":"kube-c1demo","rules":[]})") });
        const world::Query hub = ask::object(res::operatorHubs, {}, u"cluster"_s);
        const world::Query catalog = ask::object(res::catalogSources, coco::kMarketplace, u"redhat-operators"_s);
        const auto catalogIs = [&site, &catalog](const QString& state) {
            site.world.set(catalog, QJsonObject { { u"status"_s, QJsonObject { { u"connectionState"_s, QJsonObject { { u"lastObservedState"_s, state } } } } } });
            return site.assess(u"prerequisites"_s);
        };
        site.world.set(hub, json(R"({"spec":{"disableAllDefaultSources":true}})"));
        site.world.set(catalog, QJsonValue(QJsonValue::Null));
        const Assessment first = site.assess(u"prerequisites"_s);
        QCOMPARE(changeKeys(first), QStringList({ u"patch operatorhubs.config.openshift.io/cluster"_s, u"[open outbound c1demo]"_s }));
        QCOMPARE(first.changes.last().allow, u"outbound"_s);
        site.world.set(hub, json(R"({"spec":{"disableAllDefaultSources":false}})"));
        const Assessment starting = catalogIs(u"CONNECTING"_s);
        QCOMPARE(starting.state, StepState::InProgress);
        QCOMPARE(changeKeys(starting), QStringList(u"[open outbound c1demo]"_s));
        const Assessment failing = catalogIs(u"TRANSIENT_FAILURE"_s);
        QCOMPARE(changeKeys(failing), QStringList(u"open outbound c1demo"_s));
        QVERIFY(failing.waits.isEmpty());
        QCOMPARE(catalogIs(u"READY"_s).state, StepState::Done); // some registries are allowed
    }

    void sshKeyTable()
    {
        Site none;
        QCOMPARE(none.assess(u"ssh-key"_s).state, StepState::Skipped);

        Site there;
        there.intent.sshKey.name = u"ops"_s;
        there.world.set(ask::sshKeys(u"eu-de"_s), QJsonArray { json(R"({"id":"r010-k1","name":"other"})"), json(R"({"id":"r010-k2","name":"ops","fingerprint":"SHA256:abc"})") });
        const Assessment found = there.assess(u"ssh-key"_s);
        QCOMPARE(found.state, StepState::Done);
        QCOMPARE(found.facts.value("sshKeyId"_L1).toString(), u"r010-k2"_s);
        QCOMPARE(finding(found, u"ssh-key-exists"_s).evidence, u"SHA256:abc"_s);
        QVERIFY(found.changes.isEmpty());

        Site given;
        given.intent.sshKey.name = u"ops"_s;
        for (const auto& [text, type] : { std::pair { u"ssh-ed25519 AAAA me"_s, u"ed25519"_s }, std::pair { u"ssh-rsa AAAA me"_s, u"rsa"_s } }) {
            given.intent.sshKey.publicKey = text;
            const Assessment import = given.assess(u"ssh-key"_s);
            QCOMPARE(changeKeys(import), QStringList(u"create ssh key ops"_s));
            QCOMPARE(str(import.changes.first().body, { u"public_key" }), text);
            QCOMPARE(str(import.changes.first().body, { u"type" }), type);
            QCOMPARE(str(import.changes.first().body, { u"resource_group", u"id" }), u"rg1"_s);
        }

        Site nothing;
        nothing.intent.sshKey.name = u"ops"_s;
        nothing.world.set(ask::sshKeys(u"eu-de"_s), QJsonArray { json(R"({"id":"r010-k1","name":"other"})") });
        const Assessment blocked = nothing.assess(u"ssh-key"_s);
        QCOMPARE(blocked.state, StepState::Blocked);
        QVERIFY(finding(blocked, u"ssh-key-exists"_s).evidence.contains(u"other"_s)); // to choose from
    }

    // A profile somebody made by hand, of a name of their own: the Secret says which one it is.
    void theProfileInTheSecretIsAdopted()
    {
        Site site = ready();
        const QString digest = u"hmac:"_s + keyedDigest("Profile-7");
        site.world.set(ask::object(res::secrets, coco::kNamespace, coco::kPeerPodsSecret), coco::secret(coco::kPeerPodsSecret, { { u"IBMCLOUD_IAM_PROFILE_ID"_s, digest } }, {}));
        site.world.set(ask::trustedProfiles(), QJsonArray { json(R"({"id":"Profile-1","name":"cocoon-demo","iam_id":"iam-Profile-1"})"), json(R"({"id":"Profile-7","name":"our peer pods","iam_id":"iam-Profile-7"})") });
        const Intent proposed = setup::proposeIntent(u"demo"_s, u"http://t:1"_s, site.world, coco::Facts::builtIn());
        QCOMPARE(proposed.credential.kind, u"trusted-profile"_s);
        QCOMPARE(proposed.credential.name, u"our peer pods"_s);
        for (const QString& name : { QString(), u"our peer pods"_s }) {
            site.intent.credential.kind = u"trusted-profile"_s;
            site.intent.credential.name = name;
            QCOMPARE(finding(site.assess(u"credential"_s), u"profile-exists"_s).evidence, u"Profile-7"_s);
            QVERIFY(changeKeys(site.assess(u"credential"_s)).filter(u"create trusted profile"_s).isEmpty());
            QVERIFY(changeKeys(site.assess(u"configuration"_s)).filter(u"secrets/"_s).isEmpty());
        }
        site.intent.credential.name = u"cocoon-demo"_s; // another one is asked for by its name
        QCOMPARE(finding(site.assess(u"credential"_s), u"profile-exists"_s).evidence, u"Profile-1"_s);
        QCOMPARE(changeKeys(site.assess(u"configuration"_s)).filter(u"secrets/"_s).size(), 1);
    }

    // What is wrong comes with what was seen: a person compares, and does not believe.
    void whatIsWrongIsShown()
    {
        const auto shows = [](Site site, const QString& step, const QString& id, Severity severity, const QString& seen) {
            const Finding found = finding(site.assess(step), id);
            return found.severity == severity && found.evidence.contains(seen) ? QString() : id + u": "_s + severityName(found.severity) + u", "_s + found.evidence;
        };
        Site other;
        other.intent.sizing.profile = u"bx2-2x8"_s;
        QCOMPARE(shows(other, u"prerequisites"_s, u"profile-tdx"_s, Severity::Warning, u"bx3dc-2x10"_s), QString());
        QCOMPARE(shows(other, u"prerequisites"_s, u"profile-offered"_s, Severity::Blocker, u"bx3dc-2x10"_s), QString());
        Site plain;
        plain.world.set(ask::instanceProfiles(u"eu-de"_s), QJsonArray { json(R"({"name":"bx3dc-2x10","vcpu_count":{"value":2},"confidential_compute_modes":{"values":["disabled","sgx"]}})") });
        QCOMPARE(shows(plain, u"prerequisites"_s, u"profile-mode"_s, Severity::Blocker, u"disabled, sgx"_s), QString());
        Site bare = ready();
        bare.operatorInstalled(u"1.12.1"_s);
        bare.setConfig(u"IBMCLOUD_CLUSTER_ID"_s, {});
        QCOMPARE(shows(bare, u"configuration"_s, u"TS-23-cluster-id"_s, Severity::Warning, u"IBMCLOUD_CLUSTER_ID is not set"_s), QString());
        Site both = ready();
        both.intent.credential.kind = u"trusted-profile"_s;
        QCOMPARE(shows(both, u"configuration"_s, u"secret-both"_s, Severity::Warning, u"IBMCLOUD_API_KEY"_s), QString());
        Site cordoned = complete();
        cordoned.setNode(1, with(cordoned.node(1), { u"spec"_s, u"unschedulable"_s }, true));
        QCOMPARE(shows(cordoned, u"nodes"_s, u"node-cordoned"_s, Severity::Warning, u"unschedulable"_s), QString());
        Site extra = complete();
        QJsonArray machines = extra.world.answer(ask::instances(u"eu-de"_s, u"r010-vpc"_s)).value.toArray();
        machines.append(json(R"({"id":"vsi-2","name":"podvm-helloworld-99999999","status":"running","created_at":"2026-01-15T11:53:00Z"})"));
        extra.world.set(ask::instances(u"eu-de"_s, u"r010-vpc"_s), machines);
        QCOMPARE(shows(extra, u"workload"_s, u"extra-vms"_s, Severity::Warning, u"podvm-helloworld-12345678, podvm-helloworld-99999999"_s), QString());
        Site group = complete();
        machines[0] = with(machines.at(0).toObject(), { u"primary_network_interface"_s, u"security_groups"_s }, QJsonArray { json(R"({"id":"r010-default","name":"default"})") });
        group.world.set(ask::instances(u"eu-de"_s, u"r010-vpc"_s), machines);
        QCOMPARE(shows(group, u"workload"_s, u"vm-security-group"_s, Severity::Warning, u"r010-default"_s), QString());
        Site elsewhere = complete();
        machines[0] = with(machines.at(0).toObject(), { u"vpc"_s, u"id"_s }, u"r010-other-vpc"_s);
        elsewhere.world.set(ask::instances(u"eu-de"_s, u"r010-vpc"_s), machines);
        QCOMPARE(shows(elsewhere, u"workload"_s, u"vm-vpc"_s, Severity::Warning, u"r010-other-vpc"_s), QString());
        Site taken = complete();
        const auto pod = ask::object(res::pods, u"default"_s, u"helloworld"_s);
        taken.world.set(pod, with(taken.world.answer(pod).value.toObject(), { u"spec"_s, u"runtimeClassName"_s }, QJsonValue(QJsonValue::Undefined)));
        QCOMPARE(shows(taken, u"workload"_s, u"pod-runtime-class"_s, Severity::Blocker, u"runtimeClassName is not set"_s), QString());
        Site untold;
        untold.intent.trust.url.clear();
        QCOMPARE(shows(untold, u"trust"_s, u"trust-url"_s, Severity::Blocker, u"trust.url"_s), QString());
    }
};

COCOON_TEST(TstStepFindings)
#include "tst_step_findings.moc"
