// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/pod_join.h"
#include "services/base/json.h"
#include "services/base/json_shape.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;
using State = JoinedPod::State;
using Kind = LostServer::Kind;

namespace {
    const QString kNoon = u"2026-03-01T12:00:00Z"_s;
    QString at(int minute) { return u"2026-03-01T11:%1:00Z"_s.arg(minute, 2, 10, QChar(u'0')); }

    struct PodSpec {
        QString name = u"web"_s;
        QString ns = u"shop"_s;
        QString uid = u"u1"_s;
        int minute = 10;
        QString status = u"Running"_s;
        QString node = u"10.240.0.4"_s;
        QString message {};
        QString annotation {};
        bool isDeleting = false;
    };

    PodRow pod(const PodSpec& spec)
    {
        const bool isRunning = spec.status == u"Running";
        QJsonObject metadata { { u"name"_s, spec.name }, { u"namespace"_s, spec.ns }, { u"uid"_s, spec.uid }, { u"creationTimestamp"_s, at(spec.minute) } };
        if (!spec.annotation.isEmpty()) {
            metadata.insert(u"annotations"_s, QJsonObject { { spec.annotation, u"H4sI"_s } });
        }
        if (spec.isDeleting) {
            metadata.insert(u"deletionTimestamp"_s, at(55));
        }
        QJsonObject status { { u"phase"_s, isRunning ? u"Running"_s : u"Pending"_s },
            { u"conditions"_s, QJsonArray { QJsonObject { { u"type"_s, u"PodScheduled"_s }, { u"status"_s, spec.node.isEmpty() ? u"False"_s : u"True"_s },
                                                { u"message"_s, spec.message }, { u"lastTransitionTime"_s, at(spec.minute) } },
                                   QJsonObject { { u"type"_s, u"Ready"_s }, { u"status"_s, isRunning ? u"True"_s : u"False"_s }, { u"lastTransitionTime"_s, at(spec.minute + 5) } } } } };
        if (!spec.node.isEmpty()) {
            const QJsonObject state = isRunning ? QJsonObject { { u"running"_s, QJsonObject { { u"startedAt"_s, at(spec.minute + 5) } } } }
                                                : QJsonObject { { u"waiting"_s, QJsonObject { { u"reason"_s, spec.status } } } };
            status.insert(u"containerStatuses"_s, QJsonArray { QJsonObject { { u"name"_s, u"c"_s }, { u"ready"_s, isRunning }, { u"state"_s, state } } });
        }
        Interner interner;
        return readPod({ { u"metadata"_s, metadata },
                           { u"spec"_s, QJsonObject { { u"runtimeClassName"_s, u"kata-remote"_s }, { u"nodeName"_s, spec.node }, { u"containers"_s, QJsonArray { QJsonObject() } } } },
                           { u"status"_s, status } },
            interner);
    }

    QJsonObject vsi(const QString& id, const QString& name, int minute, const QString& status = u"running"_s)
    {
        return { { u"id"_s, id }, { u"name"_s, name }, { u"status"_s, status }, { u"created_at"_s, at(minute) }, { u"confidential_compute_mode"_s, u"tdx"_s },
            { u"enable_secure_boot"_s, true }, { u"profile"_s, QJsonObject { { u"name"_s, u"bx3dc-2x10"_s } } }, { u"zone"_s, QJsonObject { { u"name"_s, u"eu-de-1"_s } } },
            { u"image"_s, QJsonObject { { u"id"_s, u"img-1"_s } } },
            { u"primary_network_interface"_s, QJsonObject { { u"subnet"_s, QJsonObject { { u"id"_s, u"sub-1"_s } } } } } };
    }

    QJsonObject peerPod(const QString& uid, const QString& instance, int minute, bool isDeleting = false, const QString& owner = u"web"_s)
    {
        QJsonObject metadata { { u"name"_s, owner + u"-resource-"_s + instance }, { u"namespace"_s, u"shop"_s }, { u"creationTimestamp"_s, at(minute) },
            { u"ownerReferences"_s, QJsonArray { QJsonObject { { u"kind"_s, u"Pod"_s }, { u"name"_s, owner }, { u"uid"_s, uid } } } } };
        if (isDeleting) {
            metadata.insert(u"deletionTimestamp"_s, at(55));
        }
        return { { u"metadata"_s, metadata }, { u"spec"_s, QJsonObject { { u"instanceID"_s, instance } } } };
    }

    CloudSide cloud(const QList<QJsonObject>& peerPods, const QList<QJsonObject>& instances, const QString& version = u"1.10.3"_s)
    {
        CloudSide side;
        side.peerPods = peerPods;
        side.instances = instances;
        side.clusterId = u"c1"_s;
        side.imageIds = u"img-1"_s;
        side.subnets = { u"sub-1"_s };
        side.prices = { { u"bx3dc-2x10"_s, { 0.113 } } };
        side.facts = coco::Facts::builtIn().forVersion(version);
        side.now = timeOf(kNoon);
        return side;
    }

    PodJoin joined(const CloudSide& side, const QList<PodRow>& pods)
    {
        PodJoin join(side);
        for (const PodRow& row : pods) {
            join.add(row);
        }
        return join;
    }

    QStringList ids(const QList<Server>& servers)
    {
        QStringList all;
        for (const Server& server : servers) {
            all.append(server.vsi.id);
        }
        return all;
    }

    const QString kWeb = u"podvm-web-0a1b2c3d"_s;
}

/// The table of worlds: whose server is it?
class TstPodJoin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunningPodHasItsServerWithEverythingAboutIt()
    {
        const PodRow web = pod({});
        const PodJoin join = joined(cloud({ peerPod(u"u1"_s, u"i1"_s, 11) }, { vsi(u"i1"_s, kWeb, 11) }), { web });
        const JoinedPod row = join.join(web);
        QCOMPARE(row.state, State::Running);
        QCOMPARE(row.server->vsi.id, u"i1"_s);
        QCOMPARE(row.server->link, Link::PeerPod);
        QCOMPARE(row.server->vsi.zone, u"eu-de-1"_s);
        QCOMPARE(row.server->vsi.mode, u"tdx"_s);
        QVERIFY(row.server->vsi.hasSecureBoot);
        QCOMPARE(row.usdPerHour(), 0.113);
        QCOMPARE(costSoFar(row.server->vsi, join.cloud().now), 0.113 * 49 / 60);
        QVERIFY(row.why.isEmpty());
        QVERIFY(join.lost().isEmpty());
    }

    void aServerThatIsNotConfidentialIsSaidSo()
    {
        QJsonObject open = vsi(u"i1"_s, kWeb, 11);
        open.insert(u"confidential_compute_mode"_s, u"disabled"_s);
        const PodRow web = pod({});
        const JoinedPod row = joined(cloud({ peerPod(u"u1"_s, u"i1"_s, 11) }, { open }), { web }).join(web);
        QCOMPARE(row.state, State::Exposed);
        QVERIFY(row.why.contains(u"not protected"));
    }

    void retriesLeaveTheirServersUnderThePod()
    {
        // 1.10 leaves what failed; the PeerPods say whose it is. The third attempt has no PeerPod yet.
        QJsonObject failed = vsi(u"i1"_s, kWeb, 11, u"failed"_s);
        failed.insert(u"status_reasons"_s, QJsonArray { QJsonObject { { u"code"_s, u"cannot_start_capacity"_s }, { u"message"_s, u"no capacity"_s } } });
        PodRow web = pod({ .status = u"ContainerCreating"_s });
        const CloudSide side = cloud({ peerPod(u"u1"_s, u"i1"_s, 11), peerPod(u"u1"_s, u"i2"_s, 16) },
            { failed, vsi(u"i2"_s, u"podvm-web-bbbbbbbb"_s, 16), vsi(u"i3"_s, u"podvm-web-cccccccc"_s, 21, u"starting"_s) });
        const PodJoin join = joined(side, { web });
        const JoinedPod row = join.join(web);
        QCOMPARE(row.state, State::ServerStarting);
        QCOMPARE(row.server->vsi.id, u"i3"_s);
        QCOMPARE(row.server->link, Link::Name);
        QCOMPARE(ids(row.attempts), (QStringList { u"i2"_s, u"i1"_s }));
        QCOMPARE(row.attempts.last().vsi.reasons, (QStringList { u"cannot_start_capacity: no capacity"_s }));
        QVERIFY2(row.why.startsWith(u"Attempt 3"), qPrintable(row.why));
        QVERIFY(qAbs(row.usdPerHour() - 0.339) < 1e-9); // all three cost
        QVERIFY(join.lost().isEmpty());
        // Once it runs, it runs where its PeerPod says.
        web = pod({});
        QCOMPARE(joined(cloud({ peerPod(u"u1"_s, u"i1"_s, 11), peerPod(u"u1"_s, u"i2"_s, 12) }, { failed, vsi(u"i2"_s, u"podvm-web-bbbbbbbb"_s, 12), vsi(u"i3"_s, u"podvm-web-cccccccc"_s, 13) }), { web }).join(web).server->vsi.id, u"i2"_s);
    }

    void aFailureIsShownWhenNothingStartsAnyMore()
    {
        const PodRow web = pod({ .status = u"ContainerCreating"_s });
        CloudSide side = cloud({}, {});
        QCOMPARE(joined(side, { web }).join(web).state, State::Requested);
        side.startFailures.insert(u"u1"_s, u"over quota"_s);
        const JoinedPod row = joined(side, { web }).join(web);
        QCOMPARE(row.state, State::CreateFailed);
        QCOMPARE(row.why, u"over quota"_s);
        side.instances = { vsi(u"i1"_s, kWeb, 12, u"starting"_s) }; // it tries again: that is news, the failure is history
        const JoinedPod again = joined(side, { web }).join(web);
        QCOMPARE(again.state, State::ServerStarting);
        QVERIFY(again.why.contains(u"over quota"));
    }

    void aNameInTwoNamespacesIsNoProof()
    {
        const PodRow one = pod({ .status = u"ContainerCreating"_s });
        const PodRow two = pod({ .ns = u"bank"_s, .uid = u"u2"_s, .status = u"ContainerCreating"_s });
        const PodJoin join = joined(cloud({ peerPod(u"u2"_s, u"i2"_s, 12) }, { vsi(u"i1"_s, kWeb, 12), vsi(u"i2"_s, u"podvm-web-bbbbbbbb"_s, 12) }), { one, two });
        QCOMPARE(join.join(one).state, State::Requested);
        QCOMPARE(join.join(two).server->vsi.id, u"i2"_s); // the PeerPod is proof
        const QList<LostServer> lost = join.lost();
        QCOMPARE(lost.size(), 1);
        QCOMPARE(lost.first().kind, Kind::Unclaimed);
        QVERIFY2(lost.first().evidence.join(u' ').contains(u"bank/web, shop/web"), qPrintable(lost.first().evidence.join(u' ')));
    }

    void aPodThatComesOrGoesTellsWhoElseIsConcerned()
    {
        const PodRow one = pod({ .status = u"ContainerCreating"_s });
        const PodRow two = pod({ .ns = u"bank"_s, .uid = u"u2"_s, .status = u"ContainerCreating"_s });
        PodJoin join(cloud({}, { vsi(u"i1"_s, kWeb, 12) }));
        QVERIFY(join.add(one).isEmpty());
        QVERIFY(join.join(one).server.has_value());
        QCOMPARE(join.add(two), (QStringList { u"u1"_s }));
        QVERIFY(!join.join(one).server.has_value());
        QCOMPARE(join.remove(u"u2"_s), (QStringList { u"u1"_s }));
        QVERIFY(join.join(one).server.has_value());
    }

    void aPeerPodWhoseServerIsGone()
    {
        const PodRow web = pod({});
        CloudSide side = cloud({ peerPod(u"u1"_s, u"i1"_s, 11) }, {});
        const JoinedPod row = joined(side, { web }).join(web);
        QCOMPARE(row.state, State::ServerMissing);
        QVERIFY(row.why.contains(u"i1"));
        side.areInstancesKnown = false; // without the cloud there is nothing to miss
        QCOMPARE(joined(side, { web }).join(web).state, State::Running);
        side.areInstancesKnown = true;
        side.now = timeOf(at(11)) + 20'000; // and a list that lags is no news
        QCOMPARE(joined(side, { web }).join(web).state, State::Running);
    }

    void aServerWithoutPeerPodAndPodIsAnOrphan()
    {
        PodJoin join = joined(cloud({}, { vsi(u"i1"_s, kWeb, 11), vsi(u"i9"_s, u"jumphost"_s, 11) }), {});
        QList<LostServer> lost = join.lost();
        QCOMPARE(lost.size(), 1); // what is no pod VM is none of our business
        QCOMPARE(lost.first().kind, Kind::Orphan);
        QCOMPARE(lost.first().server.vsi.usdPerHour, 0.113);
        QVERIFY(lost.first().evidence.size() >= 3);
        // A pod of that name made later, or one that was ready long before, is not its owner.
        join.add(pod({ .minute = 30 }));
        join.add(pod({ .uid = u"u2"_s, .minute = 1 }));
        QCOMPARE(join.lost().size(), 1);
        QCOMPARE(join.lost().first().kind, Kind::Orphan);
        // A start that is just under way is not called one.
        QCOMPARE(joined(cloud({}, { vsi(u"i1"_s, kWeb, 50) }), {}).lost().first().kind, Kind::Unclaimed);
        QCOMPARE(joined(cloud({}, { vsi(u"i1"_s, kWeb, 11, u"deleting"_s) }), {}).lost().first().kind, Kind::Leaving);
    }

    void nothingIsAnOrphanWhileOwnersCannotBeSeen()
    {
        CloudSide side = cloud({}, { vsi(u"i1"_s, kWeb, 11) });
        side.arePeerPodsKnown = false;
        QVERIFY(joined(side, {}).lost().isEmpty());
        side.arePeerPodsKnown = true;
        side.arePodsKnown = false;
        QVERIFY(joined(side, {}).lost().isEmpty());
    }

    void aPodDeletedWhileItsServerStarts()
    {
        // Still there, on its way out:
        const PodRow leaving = pod({ .status = u"ContainerCreating"_s, .isDeleting = true });
        const CloudSide side = cloud({ peerPod(u"u1"_s, u"i1"_s, 54) }, { vsi(u"i1"_s, kWeb, 54, u"starting"_s) });
        QCOMPARE(joined(side, { leaving }).join(leaving).state, State::Terminating);
        // Gone, and the PeerPod's finalizer waits for the server:
        const CloudSide after = cloud({ peerPod(u"u1"_s, u"i1"_s, 54, true) }, { vsi(u"i1"_s, kWeb, 54, u"deleting"_s) });
        QCOMPARE(joined(after, {}).lost().first().kind, Kind::Leaving);
        // Gone for long, the server runs on: nobody deletes it.
        CloudSide stuck = cloud({ peerPod(u"u1"_s, u"i1"_s, 11, true) }, { vsi(u"i1"_s, kWeb, 11) });
        stuck.now += 60 * 60'000;
        const QList<LostServer> lost = joined(stuck, {}).lost();
        QCOMPARE(lost.size(), 1);
        QCOMPARE(lost.first().kind, Kind::Leftover);
        QVERIFY(lost.first().evidence.join(u' ').contains(u"finalizer"));
    }

    void longNamesAreCutAsTheAdaptorCutsThem()
    {
        const QString longName = u"Settlement.batch-runner-for-the-european-branch-offices-0"_s;
        const QString stem = u"settlement-batch-runner-for-the-european-branch"_s; // 48 with the '-' it ends in
        QCOMPARE(vsiStem(longName), stem);
        QCOMPARE(stemOfVsi(u"podvm-%1--0a1b2c3d"_s.arg(stem)), stem);
        QVERIFY(u"podvm-%1--0a1b2c3d"_s.arg(stem).size() <= 63);
        const PodRow first = pod({ .name = longName.toLower(), .status = u"ContainerCreating"_s });
        PodJoin join = joined(cloud({}, { vsi(u"i1"_s, u"podvm-%1--0a1b2c3d"_s.arg(stem), 12, u"starting"_s) }), { first });
        QCOMPARE(join.join(first).server->vsi.id, u"i1"_s);
        // A sibling with the same beginning makes it nobody's.
        const PodRow second = pod({ .name = longName.toLower().replace(u"-0"_s, u"-1"_s), .uid = u"u2"_s, .status = u"ContainerCreating"_s });
        join.add(second);
        QVERIFY(!join.join(first).server.has_value());
        QCOMPARE(join.lost().first().kind, Kind::Unclaimed);
        QCOMPARE(stemOfVsi(u"podvm-web"_s), QString());
        QCOMPARE(stemOfVsi(u"web-0a1b2c3d"_s), QString());
    }

    void operatorsReadDifferentAnnotations()
    {
        const QString old = u"io.katacontainers.config.runtime.cc_init_data"_s;
        const PodRow web = pod({ .annotation = old });
        const QList<QJsonObject> peers { peerPod(u"u1"_s, u"i1"_s, 11) };
        const QList<QJsonObject> servers { vsi(u"i1"_s, kWeb, 11) };
        QCOMPARE(joined(cloud(peers, servers, u"1.10.3"_s), { web }).join(web).initdata, JoinedPod::Initdata::Annotation);
        CloudSide newer = cloud(peers, servers, u"1.12.0"_s);
        const JoinedPod ignored = joined(newer, { web }).join(web);
        QCOMPARE(ignored.initdata, JoinedPod::Initdata::Ignored);
        QCOMPARE(ignored.initdataKey, old);
        QVERIFY(ignored.why.contains(u"1.12.0"));
        const PodRow plain = pod({});
        QCOMPARE(joined(newer, { plain }).join(plain).initdata, JoinedPod::Initdata::None);
        newer.globalInitdata = u"H4sI"_s;
        QCOMPARE(joined(newer, { plain }).join(plain).initdata, JoinedPod::Initdata::Global);
    }

    void anotherClusterInTheVpc()
    {
        // Its workers' subnet tells them apart …
        QJsonObject foreign = vsi(u"i1"_s, kWeb, 12);
        foreign.insert(u"primary_network_interface"_s, QJsonObject { { u"subnet"_s, QJsonObject { { u"id"_s, u"sub-other"_s } } } });
        const PodRow web = pod({ .status = u"ContainerCreating"_s });
        PodJoin join = joined(cloud({}, { foreign }), { web });
        QVERIFY(!join.join(web).server.has_value());
        QVERIFY(join.lost().isEmpty());
        QCOMPARE(join.elsewhere(), QStringList { u"i1"_s });
        // … the tag of 1.12 does even in a shared subnet …
        CloudSide tagged = cloud({}, { vsi(u"i1"_s, kWeb, 12), vsi(u"i2"_s, u"podvm-old-bbbbbbbb"_s, 12) }, u"1.12.0"_s);
        tagged.neighbours = { u"staging"_s };
        tagged.taggedFor = { { u"i1"_s, u"c2"_s }, { u"i2"_s, u"c1"_s } };
        join = joined(tagged, { web });
        QVERIFY(!join.join(web).server.has_value());
        QCOMPARE(join.elsewhere(), QStringList { u"i1"_s });
        QCOMPARE(join.lost().size(), 1);
        QCOMPARE(join.lost().first().kind, Kind::Orphan);
        QCOMPARE(join.lost().first().server.vsi.id, u"i2"_s);
        // … and without either nobody is accused: 1.10, one subnet, a neighbour.
        CloudSide shared = cloud({}, { vsi(u"i2"_s, u"podvm-old-bbbbbbbb"_s, 12) });
        shared.neighbours = { u"staging"_s };
        const QList<LostServer> lost = joined(shared, {}).lost();
        QCOMPARE(lost.first().kind, Kind::Unclaimed);
        QVERIFY(lost.first().evidence.join(u' ').contains(u"staging"));
    }

    void aPodWithoutAPlaceSaysWhy()
    {
        const QString full = u"0/3 nodes are available: 3 Insufficient kata.peerpods.io/vm."_s;
        const PodRow web = pod({ .status = u"Pending"_s, .node = {}, .message = full });
        const JoinedPod row = joined(cloud({}, {}), { web }).join(web);
        QCOMPARE(row.state, State::NoCapacity);
        QCOMPARE(row.why, full);
    }

    void whatNoRowHasIsLetGo()
    {
        Interner interner;
        const QString worker = interner.text(QString::fromUtf8("10.240.0.4"));
        const TextMap labels = interner.map({ { u"app"_s, u"web"_s } });
        for (int job = 0; job < 50'000; ++job) { // each with a label of its own, gone a moment later
            interner.map({ { u"job-name"_s, u"nightly-%1"_s.arg(job) } });
        }
        QVERIFY2(interner.size() < 10'000, QByteArray::number(interner.size()).constData());
        QCOMPARE(interner.text(u"10.240.0.4"_s).constData(), worker.constData()); // one copy still
        QVERIFY(interner.map({ { u"app"_s, u"web"_s } }).isSharedWith(labels));
    }

    void statusIsTheWordOfOc_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* word, const char* json) { QTest::newRow(word) << QString::fromLatin1(json) << QString::fromLatin1(word); };
        row("Running", R"({"phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}}]})");
        row("CrashLoopBackOff", R"({"phase":"Running","containerStatuses":[{"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]})");
        row("Completed", R"({"phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]})");
        row("ExitCode:3", R"({"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3}}}]})");
        row("Signal:9", R"({"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":137,"signal":9}}}]})");
        row("Init:0/1", R"({"phase":"Pending","initContainerStatuses":[{"state":{"running":{}}}]})");
        row("Init:Error", R"({"phase":"Pending","initContainerStatuses":[{"state":{"terminated":{"exitCode":1,"reason":"Error"}}}]})");
        row("NotReady", R"({"phase":"Running","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}},{"ready":true,"state":{"running":{}}}]})");
        row("Evicted", R"({"phase":"Failed","reason":"Evicted"})");
        row("SchedulingGated", R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]})");
    }
    void statusIsTheWordOfOc()
    {
        QFETCH(QString, status);
        QFETCH(QString, word);
        Interner interner;
        const QJsonObject pod { { u"spec"_s, QJsonObject { { u"initContainers"_s, QJsonArray { QJsonObject() } } } },
            { u"status"_s, QJsonDocument::fromJson(status.toUtf8()).object() } };
        QCOMPARE(readPod(pod, interner).status, word);
        QCOMPARE(readPod(*parseJsonObject(toJson(pod), podShape()), interner).status, word);
    }

    void theShapeOfAPodLacksNothingThatIsRead()
    {
        const QByteArray text = R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop","uid":"u1","resourceVersion":"7",
            "creationTimestamp":"2026-11-01T10:00:00Z","deletionTimestamp":"2026-11-01T11:00:00Z","labels":{"app":"web"},"managedFields":[{"manager":"oc"}],
            "annotations":{"io.katacontainers.config.hypervisor.cc_init_data":"H4sI","note":"x"},"ownerReferences":[{"kind":"ReplicaSet","name":"web-1","controller":true}]},
            "spec":{"nodeName":"10.0.0.1","runtimeClassName":"kata-remote","initContainers":[{"name":"i","restartPolicy":"Always"}],"containers":[{"name":"a","image":"x"},{"name":"b"}],"volumes":[{"name":"v"}]},
            "status":{"phase":"Running","podIP":"172.30.0.9","message":"why","conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"2026-11-01T10:00:01Z"},
            {"type":"Ready","status":"True","lastTransitionTime":"2026-11-01T10:00:05Z"}],"initContainerStatuses":[{"restartCount":1,"started":true,"state":{"running":{}}}],
            "containerStatuses":[{"restartCount":2,"ready":true,"state":{"running":{"startedAt":"x"}}},{"restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"again"}}}]}})";
        const Result<QJsonObject> cut = parseJsonObject(text, podShape());
        QVERIFY(cut);
        QVERIFY(!toJson(*cut).contains("managedFields") && !toJson(*cut).contains("volumes"));
        Interner interner;
        const PodRow a = readPod(*parseJsonObject(text), interner);
        const PodRow b = readPod(*cut, interner);
        const auto all = [](const PodRow& row) {
            return std::tuple(row.uid, row.name, row.ns, row.version, row.node, row.ip, row.status, row.message, row.runtimeClass, row.ownerKind, row.ownerName, row.initdataKey, row.initdata,
                std::tuple(row.created, row.scheduled, row.readyAt, row.deleting, row.ready, row.containers, row.restarts, row.isReady, row.isOver));
        };
        QVERIFY(!a.initdata.isEmpty() && !a.ownerName.isEmpty() && a.readyAt > 0 && a.scheduled > 0 && a.restarts > 0 && a.ready > 0 && a.containers == 2 && !a.ip.isEmpty());
        QVERIFY(all(a) == all(b));
        QVERIFY(a.labels.isSharedWith(b.labels) && a.annotations.isSharedWith(b.annotations));
    }
};

COCOON_TEST(TstPodJoin)
#include "tst_pod_join.moc"
