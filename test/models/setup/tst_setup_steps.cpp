// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/changes.h"
#include "models/setup/setup.h"
#include "services/base/json.h"
#include "services/coco/initdata.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

#include <QSet>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::test;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

class TstSetupSteps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // An empty cluster: one look shows everything that will happen, and many checks, all at once.
    void emptyClusterPlansEverything()
    {
        Site site;
        const QList<Assessment> all = site.assessAll();
        QSet<QString> ids;
        for (const Finding& finding : setup::preflight(all)) {
            ids.insert(finding.id);
            QVERIFY2(finding.severity != Severity::Blocker, qPrintable(finding.id + u": "_s + finding.title + u' ' + finding.evidence));
        }
        QVERIFY2(ids.size() >= 60, qPrintable(QString::number(ids.size())));
        QStringList states;
        for (const Assessment& assessment : all) {
            states.append(assessment.step + u' ' + stateName(assessment.state));
        }
        QCOMPARE(states, QStringList({ u"connect done"_s, u"prerequisites done"_s, u"operator ready"_s, u"access done"_s, u"image ready"_s, u"credential ready"_s, u"ssh-key skipped"_s, u"configuration ready"_s, u"nodes ready"_s, u"trust ready"_s, u"workload ready"_s }));
        QCOMPARE(changeKeys(all.at(2)), QStringList({ u"apply namespaces/openshift-sandboxed-containers-operator"_s, u"apply operatorgroups.operators.coreos.com/openshift-sandboxed-containers-operator/sandboxed-containers-operator-group"_s,
            u"apply subscriptions.operators.coreos.com/openshift-sandboxed-containers-operator/sandboxed-containers-operator"_s, u"[approve installplans/openshift-sandboxed-containers-operator/sandboxed-containers-operator.v1.10.3]"_s }));
        QCOMPARE(all.at(8).changes.size(), 9); // cordon, reboot and uncordon of three workers
        for (const Assessment& assessment : all) {
            for (const Change& change : assessment.changes) {
                QVERIFY(!change.title.isEmpty() && !change.why.isEmpty() && !change.commands.isEmpty());
                QCOMPARE(change.step, assessment.step);
            }
        }
    }

    void completeInstallationIsDone()
    {
        Site site = complete();
        for (const Assessment& assessment : site.assessAll()) {
            QVERIFY2(assessment.state == StepState::Done || assessment.state == StepState::Skipped, qPrintable(assessment.step + u' ' + stateName(assessment.state) + u' ' + assessment.summary + changeKeys(assessment).join(u',')));
        }
    }

    void unknownUntilAnswered()
    {
        const world::World empty;
        for (const auto& step : setup::setupSteps(coco::Facts::builtIn())) {
            Intent intent;
            intent.cluster = u"demo"_s;
            intent.trust.url = u"http://a:1"_s;
            const Assessment assessment = step->assess(empty, intent);
            QVERIFY2(assessment.state == StepState::Unknown || step->id() == "ssh-key"_L1, qPrintable(step->id()));
        }
    }

    // The title of a check says what is checked: where it does not hold, that must not read as if it did.
    void whatIsNotMetDoesNotReadAsIfItWere()
    {
        Site site;
        QJsonObject cluster = site.world.answer(ask::cluster(u"c1demo"_s)).value.toObject();
        QCOMPARE(finding(site.assess(u"connect"_s), u"cluster-state"_s).title, u"The cluster is healthy"_s);
        cluster.insert(u"state"_s, u"critical"_s);
        site.world.set(ask::cluster(u"c1demo"_s), cluster);
        QCOMPARE(finding(site.assess(u"connect"_s), u"cluster-state"_s).title, u"Not met: The cluster is healthy"_s);
        // Not known is neither.
        world::Answer lost;
        lost.state = world::Answer::State::Failed;
        lost.error = Error { Errc::Network, u"unplugged"_s, {} };
        site.world.set(ask::me(), lost);
        QCOMPARE(finding(site.assess(u"connect"_s), u"cluster-state"_s).title, u"The cluster is healthy"_s);
    }

    // A cluster made a moment ago does not hand out its kubeconfig yet: that is waited for, with words, and not for ever.
    void theKubeconfigOfANewClusterIsAwaited()
    {
        Site site;
        Error error { Errc::Server, u"The specified cluster could not be found. [G0004]"_s, {}, 404, std::chrono::milliseconds(15000), {} };
        site.world.fail(ask::connection(), error);
        site.world.fail(ask::serverVersion(), error);
        const Assessment waits = site.assess(u"connect"_s);
        QCOMPARE(waits.state, StepState::InProgress);
        QCOMPARE(waits.waits.size(), 1);
        QVERIFY2(waits.summary.contains(u"kubeconfig of cluster demo"_s) && waits.summary.contains(u"G0004"_s), qPrintable(waits.summary));
        error.code = Errc::NotFound;
        error.retryAfter.reset();
        site.world.fail(ask::connection(), error);
        site.world.fail(ask::serverVersion(), error);
        QCOMPARE(site.assess(u"connect"_s).state, StepState::Blocked);
    }

    void clusterMustBeTheRightOne()
    {
        Site missing;
        missing.intent.cluster = u"other"_s;
        QCOMPARE(finding(missing.assess(u"connect"_s), u"cluster-found"_s).severity, Severity::Blocker);
        QVERIFY(finding(missing.assess(u"connect"_s), u"cluster-unique"_s).id.isEmpty()); // what is not there is not unique either
        Site region;
        QJsonObject cluster = region.world.answer(ask::cluster(u"c1demo"_s)).value.toObject();
        cluster.insert(u"region"_s, u"jp-tok"_s);
        region.world.set(ask::cluster(u"c1demo"_s), cluster);
        QCOMPARE(finding(region.assess(u"connect"_s), u"region-has-tdx"_s).severity, Severity::Blocker);
        Site foreign;
        foreign.setNode(0, with(foreign.node(0), { u"metadata"_s, u"labels"_s, coco::kWorkerIdLabel }, u"kube-other-1"_s));
        foreign.setNode(1, with(foreign.node(1), { u"metadata"_s, u"labels"_s, coco::kWorkerIdLabel }, u"kube-other-2"_s));
        foreign.setNode(2, with(foreign.node(2), { u"metadata"_s, u"labels"_s, coco::kWorkerIdLabel }, u"kube-other-3"_s));
        QCOMPARE(finding(foreign.assess(u"connect"_s), u"same-cluster"_s).severity, Severity::Blocker);
        Site other; // a kubeconfig of another kind of cluster: its nodes say nothing about IBM Cloud
        for (int i : { 0, 1, 2 }) {
            other.setNode(i, with(other.node(i), { u"metadata"_s, u"labels"_s }, json(R"({"node-role.kubernetes.io/worker":""})")));
        }
        QCOMPARE(finding(other.assess(u"connect"_s), u"same-cluster"_s).severity, Severity::Blocker);
        other.world.fail(ask::me(), { Errc::Unauthorized, u"There is no credential for IBM Cloud."_s, {} });
        other.world.set(ask::clusters(), QJsonValue(QJsonValue::Null));
        other.world.fail(ask::clusters(), { Errc::Unauthorized, u"There is no credential for IBM Cloud."_s, {} });
        const Assessment without = other.assess(u"connect"_s);
        QCOMPARE(without.state, StepState::Blocked);
        QVERIFY(finding(without, u"same-cluster"_s).id.isEmpty());
        QCOMPARE(finding(without, u"credential-refused"_s).title, u"No login to IBM Cloud yet"_s); // nobody refused anything
        Site twins;
        QJsonArray clusters = twins.world.answer(ask::clusters()).value.toArray();
        QJsonObject twin = clusters.first().toObject();
        twin.insert(u"id"_s, u"c2"_s);
        clusters.append(twin);
        twins.world.set(ask::clusters(), clusters);
        QCOMPARE(finding(twins.assess(u"connect"_s), u"cluster-unique"_s).severity, Severity::Blocker);
        QVERIFY(finding(twins.assess(u"connect"_s), u"cluster-unique"_s).evidence.contains(u"; "_s)); // which ones, to choose from
        twins.intent.cluster = u"c1demo"_s;
        QCOMPARE(twins.assess(u"connect"_s).state, StepState::Done);
    }

    void refusedCredentialBlocksWithWords()
    {
        Site site;
        site.world.fail(ask::me(), { Errc::Unauthorized, u"Provided API key could not be found."_s, {}, 400 });
        const Assessment connect = site.assess(u"connect"_s);
        QCOMPARE(finding(connect, u"credential-refused"_s).title, u"The credential is not accepted"_s);
        QCOMPARE(connect.state, StepState::Blocked);
        QVERIFY(finding(connect, u"credential-refused"_s).evidence.contains(u"Provided API key"_s));
        QVERIFY(!finding(connect, u"credential-refused"_s).remedy.isEmpty());
    }

    void nothingIsClaimedWithoutAConnection_data()
    {
        QTest::addColumn<QString>("lost");
        QTest::addColumn<int>("code");
        QTest::newRow("no such context") << u"connection"_s << int(Errc::NotFound);
        QTest::newRow("kubeconfig cannot be read") << u"connection"_s << int(Errc::Io);
        QTest::newRow("API server away") << u"kube.version"_s << int(Errc::Network);
        QTest::newRow("not an API server") << u"kube.version"_s << int(Errc::NotFound);
        QTest::newRow("IAM away") << u"ibm.me"_s << int(Errc::Timeout);
        QTest::newRow("cloud away") << u"ibm.clusters"_s << int(Errc::Network);
        QTest::newRow("no clusters there") << u"ibm.clusters"_s << int(Errc::NotFound);
    }
    // What cannot be asked is no empty cluster: Connect says why, in the words that came back, and nobody else says anything.
    void nothingIsClaimedWithoutAConnection()
    {
        QFETCH(QString, lost);
        QFETCH(int, code);
        Site site;
        site.assessAll(); // every question has been asked once
        Error error;
        error.code = static_cast<Errc>(code);
        error.message = u"Nobody is there: demo-context"_s;
        // As the observer does it: everything behind a lost connection fails with the connection's error.
        const QString side = lost.startsWith("ibm."_L1) ? u"ibm."_s : u"kube."_s;
        const QStringList keys = site.world.keys();
        for (const QString& key : keys) {
            const world::Query query = world::Query::fromKey(key);
            if (query.kind == lost || query.kind.startsWith(side)) {
                site.world.set(query, QJsonValue(QJsonValue::Null));
                site.world.fail(query, error);
            }
        }
        for (const Assessment& assessment : site.assessAll()) {
            if (assessment.step == "connect"_L1) {
                QCOMPARE(assessment.state, StepState::Blocked);
                const bool isSaid = std::any_of(assessment.findings.begin(), assessment.findings.end(),
                    [](const Finding& f) { return f.severity == Severity::Blocker && f.evidence.contains("demo-context"_L1); });
                QVERIFY(isSaid);
            } else if (std::any_of(assessment.needs.begin(), assessment.needs.end(), [&side](const world::Query& query) { return query.kind.startsWith(side); })) {
                QVERIFY2(assessment.state == StepState::Unknown, qPrintable(assessment.step + u' ' + stateName(assessment.state)));
                QVERIFY2(assessment.summary.startsWith("Not known"_L1), qPrintable(assessment.step + u' ' + assessment.summary));
                QVERIFY2(assessment.changes.isEmpty() && assessment.findings.isEmpty() && assessment.waits.isEmpty(), qPrintable(assessment.step));
            }
        }
    }

    // About one object, "not found" is the answer.
    void anObjectThatIsNotThereIsAnAnswer()
    {
        Site site;
        site.assessAll();
        for (const world::Query& query : { ask::object(res::namespaces, {}, coco::kNamespace), ask::list(res::kataConfigs) }) {
            site.world.fail(query, { Errc::NotFound, u"the server could not find the requested resource"_s, {} });
        }
        QCOMPARE(site.assess(u"connect"_s).state, StepState::Done);
        QCOMPARE(site.assess(u"operator"_s).state, StepState::Ready);
    }

    void prerequisitesTable()
    {
        Site hub;
        hub.world.set(ask::object(res::operatorHubs, {}, u"cluster"_s), json(R"({"spec":{"disableAllDefaultSources":true}})"));
        hub.world.set(ask::object(res::catalogSources, coco::kMarketplace, u"redhat-operators"_s), QJsonValue(QJsonValue::Null));
        QCOMPARE(changeKeys(hub.assess(u"prerequisites"_s)), QStringList({ u"patch operatorhubs.config.openshift.io/cluster"_s }));
        Site rhel;
        rhel.setNode(1, with(rhel.node(1), { u"status"_s, u"nodeInfo"_s, u"osImage"_s }, u"Red Hat Enterprise Linux 8.9"_s));
        QCOMPARE(finding(rhel.assess(u"prerequisites"_s), u"G8-workers-coreos"_s).severity, Severity::Blocker);
        Site right;
        right.world.set(ask::canI(u"patch"_s, {}, u"nodes"_s, {}, {}), false);
        QCOMPARE(finding(right.assess(u"prerequisites"_s), u"rbac-nodes"_s).severity, Severity::Blocker);
        Site full;
        full.world.set(ask::subnets(u"eu-de"_s, u"r010-vpc"_s), QJsonArray { json(R"({"id":"sn1","name":"a","available_ipv4_address_count":0})") });
        const Assessment subnet = full.assess(u"prerequisites"_s);
        QCOMPARE(finding(subnet, u"TS-47-subnet-full"_s).severity, Severity::Blocker);
        QCOMPARE(finding(subnet, u"public-gateway"_s).severity, Severity::Warning);
        Site version;
        version.intent.op.version = u"1.11.9"_s;
        QCOMPARE(finding(version.assess(u"prerequisites"_s), u"TS-03-version-available"_s).severity, Severity::Blocker);
        Site closed;
        closed.world.set(ask::securityGroups(u"eu-de"_s, u"r010-vpc"_s), QJsonArray { json(R"({"id":"r010-sg","name":"kube-c1demo","rules":[]})") });
        closed.world.set(ask::object(res::catalogSources, coco::kMarketplace, u"redhat-operators"_s), json(R"({"status":{"connectionState":{"lastObservedState":"TRANSIENT_FAILURE"}}})"));
        const Assessment outbound = closed.assess(u"prerequisites"_s);
        QCOMPARE(outbound.changes.value(0).allow, u"outbound"_s);
    }

    // Only the plan that names the pinned version is approved.
    void installPlanOfThePinnedVersionOnly()
    {
        Site site;
        site.operatorInstalled(u"1.10.3"_s);
        site.world.set(ask::list(res::csvs, coco::kNamespace), QJsonArray());
        const auto plan = [](const char* name, const char* csv) { return json(QByteArray("{\"metadata\":{\"name\":\"" + QByteArray(name) + "\"},\"spec\":{\"approved\":false,\"clusterServiceVersionNames\":[\"" + csv + "\"]},\"status\":{\"phase\":\"RequiresApproval\"}}").constData()); };
        site.world.set(ask::list(res::installPlans, coco::kNamespace), QJsonArray { plan("install-head", "sandboxed-containers-operator.v1.12.1") });
        const Assessment other = site.assess(u"operator"_s);
        QCOMPARE(finding(other, u"TS-05-other-plan"_s).severity, Severity::Warning);
        QCOMPARE(other.state, StepState::InProgress);
        site.world.set(ask::list(res::installPlans, coco::kNamespace), QJsonArray { plan("install-head", "sandboxed-containers-operator.v1.12.1"), plan("install-abc", "sandboxed-containers-operator.v1.10.3") });
        const Assessment right = site.assess(u"operator"_s);
        QCOMPARE(right.changes.size(), 1);
        QCOMPARE(right.changes.first().target.name, u"install-abc"_s);
    }

    void otherVersionIsAdopted()
    {
        Site site;
        site.operatorInstalled(u"1.12.1"_s);
        const Assessment assessment = site.assess(u"operator"_s);
        QCOMPARE(assessment.state, StepState::Done);
        QCOMPARE(finding(assessment, u"TS-08-operator-version"_s).severity, Severity::Warning);
    }

    void credentialTable()
    {
        Site fresh;
        const Assessment create = fresh.assess(u"credential"_s);
        QCOMPARE(changeKeys(create), QStringList({ u"create api key cocoon-demo"_s }));
        QCOMPARE(create.changes.first().capturesSecret, u"PEER_PODS_API_KEY"_s);

        Site held;
        held.keyMade(true);
        QCOMPARE(held.assess(u"credential"_s).state, StepState::Done);

        Site fresher = held; // what we hold was asked before the key was made: no reason to think it lost
        world::Answer before;
        before.state = world::Answer::State::Known;
        before.value = json(R"({"held":false})");
        before.observedAt = QDateTime(QDate(2026, 1, 15), QTime(9, 0, 59), Qt::UTC);
        fresher.world.set(ask::secretHeld(u"PEER_PODS_API_KEY"_s), before);
        QCOMPARE(fresher.assess(u"credential"_s).state, StepState::InProgress);

        Site lost; // made, and the value is gone with the process that made it
        lost.keyMade(false);
        QCOMPARE(changeKeys(lost.assess(u"credential"_s)), QStringList({ u"delete api key ApiKey-1"_s, u"[create api key cocoon-demo]"_s }));

        Site foreign; // a key of that name that we did not make stays
        foreign.world.set(ask::apiKeys(), QJsonArray { json(R"({"id":"ApiKey-9","name":"cocoon-demo","created_at":"2025-01-01T00:00+0000"})") });
        QCOMPARE(changeKeys(foreign.assess(u"credential"_s)), QStringList({ u"create api key cocoon-demo"_s }));

        Site crashed; // sent, and nobody saw the answer
        crashed.world.set(ask::apiKeys(), QJsonArray { json(R"({"id":"ApiKey-3","name":"cocoon-demo","description":"Made by Cocoon for x","created_at":"2026-01-15T09:01+0000"})") });
        crashed.journal(json(R"({"id":"s1","time":"2026-01-15T09:01:30.000Z","kind":"sent","key":"create api key cocoon-demo"})"));
        QCOMPARE(changeKeys(crashed.assess(u"credential"_s)).first(), u"delete api key ApiKey-3"_s);

        Site stored = ready(); // in the Secret: nothing has to be held any more
        stored.keyMade(false);
        QCOMPARE(stored.assess(u"credential"_s).state, StepState::Done);
        stored.world.set(ask::apiKeys(), QJsonArray());
        QCOMPARE(finding(stored.assess(u"credential"_s), u"credential-key-exists"_s).severity, Severity::Warning);
    }

    void trustedProfileByVersion()
    {
        Site site;
        site.intent.credential.kind = u"trusted-profile"_s;
        const Assessment planned = site.assess(u"credential"_s);
        QCOMPARE(planned.changes.size(), 4); // profile, rule, two policies
        QCOMPARE(at(planned.changes.at(1).body, { u"conditions", u"0", u"value" }).toString(), u"\"openshift-sandboxed-containers-operator\""_s);
        QCOMPARE(at(planned.changes.at(1).body, { u"conditions", u"1", u"value" }).toString(), u"\"c1demo\""_s);
        site.operatorInstalled(u"1.12.1"_s);
        QCOMPARE(site.assess(u"credential"_s).changes.size(), 6); // and Kubernetes Service, tagging
    }

    void configurationWritesWhatWasFound()
    {
        Site site;
        site.operatorInstalled(u"1.10.3"_s);
        site.imageImported();
        site.keyMade();
        const Assessment assessment = site.assess(u"configuration"_s);
        QCOMPARE(changeKeys(assessment), QStringList({ u"apply configmaps/openshift-sandboxed-containers-operator/osc-feature-gates"_s, u"apply secrets/openshift-sandboxed-containers-operator/peer-pods-secret"_s,
            u"apply configmaps/openshift-sandboxed-containers-operator/peer-pods-cm"_s, u"[apply kataconfigs.kataconfiguration.openshift.io/kata-runtime-settings]"_s }));
        const QJsonObject data = at(assessment.changes.at(2).body, { u"data" }).toObject();
        QCOMPARE(data.value("IBMCLOUD_VPC_ENDPOINT"_L1).toString(), u"https://eu-de.iaas.cloud.ibm.com/v1"_s);
        QCOMPARE(data.value("IBMCLOUD_RESOURCE_GROUP_ID"_L1).toString(), u"rg1"_s);
        QCOMPARE(data.value("IBMCLOUD_VPC_SG_ID"_L1).toString(), u"r010-sg"_s);
        QVERIFY(!data.contains("IBMCLOUD_CLUSTER_ID"_L1));
        QVERIFY(!data.contains("INITDATA"_L1));
        site.operatorInstalled(u"1.12.0"_s);
        QVERIFY(at(site.assess(u"configuration"_s).changes.at(2).body, { u"data" }).toObject().contains("IBMCLOUD_CLUSTER_ID"_L1));
        const QString script = assessment.changes.at(1).commands.first();
        QVERIFY2(script.contains(u"$(printf %s \"$PEER_PODS_API_KEY\" | base64 -w0)"_s), qPrintable(script));
    }

    void configurationKeepsWhatFits()
    {
        Site site = ready();
        QCOMPARE(site.assess(u"configuration"_s).state, StepState::Done);
        // The operator's own key may say what it likes; keys we know nothing about stay.
        site.setConfig(u"DISABLECVM"_s, u"true"_s, u"manager"_s);
        site.setConfig(u"CRI_RUNTIME_ENDPOINT"_s, u"/run/cri-runtime/containerd.sock"_s);
        const Assessment assessment = site.assess(u"configuration"_s);
        QCOMPARE(assessment.state, StepState::Done);
        QCOMPARE(finding(assessment, u"G7-disablecvm"_s).severity, Severity::Warning);
        // Somebody else's KataConfig name is as good as ours.
        site.world.set(ask::list(res::kataConfigs), QJsonArray { coco::kataConfig(u"example"_s, {}) });
        QCOMPARE(site.assess(u"configuration"_s).state, StepState::Done);
    }

    void otherPeoplesFieldsAreShownNotTaken()
    {
        Site site = ready();
        site.setConfig(u"IBMCLOUD_VPC_ENDPOINT"_s, u"https://us-east.iaas.cloud.ibm.com/v1"_s);
        const Assessment assessment = site.assess(u"configuration"_s);
        QCOMPARE(finding(assessment, u"G2-endpoint-region"_s).severity, Severity::Warning);
        QVERIFY(finding(assessment, u"field-owned-by-other-peer-pods-cm"_s).evidence.contains(u"kubectl-client-side-apply"_s));
        QCOMPARE(assessment.changes.first().allow, u"overwrite"_s);
        QCOMPARE(assessment.state, StepState::Drifted);
        // A plan shows the lines in which `before` and `body` differ: the one that changes, and nothing that stays.
        const Change& change = assessment.changes.first();
        QJsonObject written = change.body.toObject();
        QCOMPARE(str(change.before, { u"data", u"IBMCLOUD_VPC_ENDPOINT" }), u"https://us-east.iaas.cloud.ibm.com/v1"_s);
        QJsonObject data = written.value("data"_L1).toObject();
        for (const QString& key : data.keys()) {
            if (!at(change.before, { u"data" }).toObject().contains(key)) {
                data.remove(key); // not there yet: a line of its own
            }
        }
        data.insert(u"IBMCLOUD_VPC_ENDPOINT"_s, u"https://us-east.iaas.cloud.ibm.com/v1"_s);
        written.insert(u"data"_s, data);
        QCOMPARE(change.before, QJsonValue(written));
    }

    void failingInstallerIsSeen()
    {
        Site site = ready();
        site.nodesAt({ u"installing"_s, u"installed"_s, u"installed"_s });
        site.world.set(ask::list(res::pods, coco::kNamespace), QJsonArray { json(R"({"metadata":{"name":"osc-rpm-install-x","namespace":"openshift-sandboxed-containers-operator"},"spec":{"nodeName":"10.240.0.4"},
            "status":{"containerStatuses":[{"name":"kata-install","restartCount":7,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}})") });
        site.world.set(ask::log(coco::kNamespace, u"osc-rpm-install-x"_s, u"kata-install"_s, 100, true), u"get_extension_image: no release\n"_s);
        const Assessment assessment = site.assess(u"nodes"_s);
        QCOMPARE(assessment.state, StepState::InProgress);
        QCOMPARE(finding(assessment, u"TS-17-install-pod"_s).severity, Severity::Warning);
        QCOMPARE(finding(assessment, u"TS-14-installer-input"_s).severity, Severity::Warning);
    }

    void workloadTable()
    {
        Site none = ready();
        none.installed();
        none.trusted();
        const Assessment create = none.assess(u"workload"_s);
        QCOMPARE(changeKeys(create), QStringList({ u"apply pods/default/helloworld"_s, u"[attest $POD_UID]"_s }));
        QVERIFY(create.changes.first().price && create.changes.first().price->usdPerHour > 0.1);
        none.world.set(ask::price(none.intent.sizing.profile, u"eu-de"_s), QJsonObject());
        QVERIFY(!none.assess(u"workload"_s).changes.first().price.value_or(plan::Price()).usdPerHour); // it costs something all the same

        Site plain = complete();
        plain.podRunning(u"disabled"_s);
        QCOMPARE(finding(plain.assess(u"workload"_s), u"G7-vm-confidential"_s).severity, Severity::Blocker);

        Site unproven = ready();
        unproven.installed();
        unproven.trusted();
        unproven.podRunning();
        const Assessment attest = unproven.assess(u"workload"_s);
        QCOMPARE(changeKeys(attest), QStringList({ u"attest pod-uid"_s }));
        QVERIFY(attest.changes.first().commands.first().contains(u"curl -sf -m 60 -o /dev/null "_s));
        Site slow = unproven;
        slow.journal(json(R"({"id":"o3","kind":"outcome","key":"attest pod-uid","ok":false,"reply":{"exitCode":28}})"));
        QVERIFY(finding(slow.assess(u"workload"_s), u"attestation-failed"_s).evidence.contains(u"in time"_s));
        slow.journal(json(R"({"id":"o4","kind":"outcome","key":"attest pod-uid","ok":false,"reply":{"exitCode":28}})"));
        QVERIFY(finding(slow.assess(u"workload"_s), u"attestation-failed"_s).title.contains(u"failed: 2"_s));
        unproven.journal(json(R"({"id":"o2","kind":"outcome","key":"attest pod-uid","ok":true,"reply":{"exitCode":-1,"ok":false},"note":"ExecProcessRequest is blocked by policy: "})"));
        const Assessment denied = unproven.assess(u"workload"_s);
        QCOMPARE(denied.state, StepState::Done);
        QCOMPARE(finding(denied, u"attestation-not-proven"_s).severity, Severity::Info);

        Site newer = complete();
        newer.operatorInstalled(u"1.12.1"_s);
        newer.installed();
        QCOMPARE(finding(newer.assess(u"workload"_s), u"G5-exec-denied"_s).severity, Severity::Info);
        QVERIFY(finding(newer.assess(u"workload"_s), u"G4-initdata-annotation"_s).evidence.contains(u"hypervisor"_s));

        // Whether a guest denies exec is known when it was asked: INITDATA may carry a policy of one's own.
        Site strict = ready();
        strict.operatorInstalled(u"1.12.1"_s);
        strict.installed();
        strict.trusted();
        QCOMPARE(changeKeys(strict.assess(u"workload"_s)), QStringList({ u"apply pods/default/helloworld"_s, u"[attest $POD_UID]"_s }));
        strict.podRunning();
        QCOMPARE(changeKeys(strict.assess(u"workload"_s)), QStringList({ u"attest pod-uid"_s }));
        strict.journal(json(R"({"id":"o2","kind":"outcome","key":"attest pod-uid","ok":true,"reply":{"exitCode":-1,"ok":false},"note":"ExecProcessRequest is blocked by policy: "})"));
        QCOMPARE(strict.assess(u"workload"_s).state, StepState::Done);
        QCOMPARE(finding(strict.assess(u"workload"_s), u"attestation-not-proven"_s).severity, Severity::Info);

        Site webhook = ready();
        webhook.installed();
        webhook.world.set(ask::list(res::deployments, coco::kNamespace), QJsonArray { json(R"({"metadata":{"name":"peer-pods-webhook"},"status":{}})") });
        QCOMPARE(finding(webhook.assess(u"workload"_s), u"TS-28-webhook-down"_s).severity, Severity::Blocker);
    }

    void orphansArePriced()
    {
        Site site = complete();
        QJsonArray machines = site.world.answer(ask::instances(u"eu-de"_s, u"r010-vpc"_s)).value.toArray();
        machines.append(json(R"({"id":"vsi-9","name":"podvm-old-87654321","status":"running","created_at":"2026-01-14T00:00:00Z","profile":{"name":"bx3dc-2x10"}})"));
        site.world.set(ask::instances(u"eu-de"_s, u"r010-vpc"_s), machines);
        const Finding orphans = finding(site.assess(u"workload"_s), u"TS-79-orphans"_s);
        QCOMPARE(orphans.severity, Severity::Warning);
        QVERIFY(orphans.evidence.contains(u"podvm-old-87654321"_s) && orphans.title.contains(u"0.113"_s));
    }

    void pendingPodIsExplained()
    {
        Site site = complete();
        const auto query = ask::object(res::pods, u"default"_s, u"helloworld"_s);
        site.world.set(query, with(site.world.answer(query).value.toObject(), { u"status"_s }, json(R"({"phase":"Pending"})")));
        site.world.set(ask::log(coco::kNamespace, u"osc-caa-ds-0"_s, u"caa-pod"_s, 200), u"CreateInstance: name\nfailed to create an instance : over_quota and the response is\n"_s);
        const Assessment assessment = site.assess(u"workload"_s);
        QCOMPARE(assessment.state, StepState::InProgress);
        QCOMPARE(finding(assessment, u"TS-44-quota"_s).severity, Severity::Warning);
    }

    // An installation of another hand becomes the Intent; nothing then differs from it.
    void intentFromWhatIsThere()
    {
        Site site = complete();
        site.operatorInstalled(u"1.11.2"_s);
        site.world.set(ask::list(res::kataConfigs), QJsonArray { coco::kataConfig(u"example"_s, {}) });
        site.setConfig(u"PEERPODS_LIMIT_PER_NODE"_s, u"4"_s);
        const Intent intent = setup::proposeIntent(u"demo"_s, u"http://other:1"_s, site.world, coco::Facts::builtIn());
        QCOMPARE(intent.op.version, u"1.11.2"_s);
        QCOMPARE(intent.configuration.kataConfig, u"example"_s);
        QCOMPARE(intent.image.id, u"r010-image"_s);
        QCOMPARE(intent.sizing.podsPerNode, 4);
        QCOMPARE(intent.trust.url, u"http://192.0.2.10:8080"_s);
        const Intent fresh = setup::proposeIntent(u"demo"_s, u"http://t:1"_s, Site().world, coco::Facts::builtIn());
        QCOMPARE(fresh.op.version, u"1.10.3"_s);
        QCOMPARE(fresh.trust.url, u"http://t:1"_s);
    }

    void shellWordsAreSafe()
    {
        QCOMPARE(setup::shellQuote(u"a b'c"_s), u"'a b'\\''c'"_s);
        QCOMPARE(setup::shellQuote(u"$IMAGE_ID"_s), u"\"$IMAGE_ID\""_s);
        QCOMPARE(setup::shellQuote(u"$(rm -rf x)"_s), u"'$(rm -rf x)'"_s);
        QCOMPARE(setup::shellVariable(u"image.id"_s), u"$IMAGE_ID"_s);
        const QString yaml = setup::yamlForShell(QJsonObject { { u"a"_s, u"`x` $HOME"_s }, { u"b"_s, ref(u"image.id"_s) } });
        QVERIFY2(yaml.contains(u"\\`x\\` \\$HOME"_s) && yaml.contains(u"$IMAGE_ID"_s), qPrintable(yaml));
    }
};

COCOON_TEST(TstSetupSteps)
#include "tst_setup_steps.moc"
