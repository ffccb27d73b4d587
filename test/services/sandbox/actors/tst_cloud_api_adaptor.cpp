// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The adaptor as somebody outside meets it: VSIs in the cloud, PeerPods, its log, events, what the node offers. What its log says is
// what models/setup/symptoms.cpp looks for.
#include "services/coco/initdata.h"
#include "test/services/sandbox/actors/peer_pod_world.h"
#include "test/support/test_main.h"

#include <QRegularExpression>
#include <QSet>

using namespace cocoon;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using cocoon::test::PeerPodWorld;

namespace {
    const QString kOlder = u"1.10.3"_s;
    const QString kNewer = u"1.12.1"_s;
    // Patterns of the adaptor's log; the last group is what captured() gives.
    const QString kAsked = u"CreateInstance: name: \"(.+)\""_s;
    const QString kMade = u"created an instance (\\S+) for sandbox"_s;
    const QString kCleaned = u"cleaning up instance (\\S+) due to error:"_s;
}

class TstCloudApiAdaptor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aVsiIsNamedAfterItsPod()
    {
        PeerPodWorld world;
        world.start();
        QVERIFY(world.isServing());
        const QString longest(48, u'w');
        const QList<std::pair<QString, QString>> expected { { u"web"_s, u"web"_s }, { u"db.shard.0"_s, u"db-shard-0"_s }, { longest, longest }, { longest + u"-and-more-0"_s, longest } };
        for (const auto& [name, part] : expected) {
            world.makePod(name);
        }
        QVERIFY(world.until([&] { return world.captured(kMade).size() == 4; }, 1min));
        const QMap<QString, QString> vsis = world.vsis();
        QCOMPARE(vsis.size(), 4);
        for (const auto& [name, part] : expected) {
            const QString id = world.captured(u"create a sandbox ([0-9a-f]+) for pod "_s + QRegularExpression::escape(name) + u" in namespace default "_s).value(0);
            QVERIFY2(id.size() > 8, qPrintable(name));
            const QString vsi = world.captured(u"created an instance (\\S+) for sandbox "_s + id).value(0);
            QCOMPARE(vsi, QString(u"podvm-"_s + part + u'-' + id.left(8)));
            QVERIFY2(vsi.size() <= 63, "the VPC API takes no longer names");
            QVERIFY2(vsis.contains(vsi), qPrintable(vsi));
        }
    }

    void aPeerPodTellsWhoseTheVsiIs()
    {
        PeerPodWorld world;
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.peerPods().size() == 1; }, 1min));
        QVERIFY(world.until([&] { return world.says(u"\\bweb is now owning a PeerPod object"_s); }, 1min));
        const QJsonObject peerPod = world.peerPods().constFirst();
        QVERIFY2(QRegularExpression(u"^web-resource-[a-z0-9]{5}$"_s).match(kube::nameOf(peerPod)).hasMatch(), qPrintable(kube::nameOf(peerPod)));
        QCOMPARE(at(peerPod, { u"metadata", u"finalizers" }).toArray(), QJsonArray({ u"peer.pod/finalizer"_s }));
        const QJsonObject owner { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Pod"_s }, { u"name"_s, u"web"_s }, { u"uid"_s, uid }, { u"controller"_s, true }, { u"blockOwnerDeletion"_s, true } };
        QCOMPARE(at(peerPod, { u"metadata", u"ownerReferences" }).toArray(), QJsonArray({ QJsonValue(owner) }));
        QCOMPARE(str(peerPod, { u"spec", u"cloudProvider" }), u"ibmcloud"_s);

        const QJsonObject vsi = world.sim.instance(str(peerPod, { u"spec", u"instanceID" }));
        QCOMPARE(str(vsi, { u"name" }), world.captured(kMade).value(0));
        QCOMPARE(str(vsi, { u"confidential_compute_mode" }), u"tdx"_s);
        QVERIFY(vsi.value("enable_secure_boot"_L1).toBool());
        QCOMPARE(str(vsi, { u"image", u"id" }), str(world.settings, { u"IBMCLOUD_PODVM_IMAGE_ID" }));
        QCOMPARE(str(vsi, { u"profile", u"name" }), u"bx3dc-2x10"_s);
        // The settings name neither zone nor subnet: both are the worker's.
        QCOMPARE(str(vsi, { u"zone", u"name" }), str(world.inCloud.cluster, { u"workers", u"0", u"zone" }));
        QCOMPARE(str(vsi, { u"primary_network_interface", u"subnet", u"id" }), str(world.inCloud.cluster, { u"workers", u"0", u"subnetId" }));
        QCOMPARE(str(vsi, { u"primary_network_interface", u"security_groups", u"0", u"id" }), str(world.inCloud.cluster, { u"securityGroupId" }));
    }

    void aPodComesUpAndTakesItsVsiWithIt()
    {
        PeerPodWorld world;
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.phaseOf(u"web"_s) == "Running"_L1; }, 6min));
        const QString vsi = world.vsiOf(uid);
        QCOMPARE(world.statusOf(vsi), u"running"_s);
        QCOMPARE(world.failedStarts(uid), 0);
        world.deletePod(u"web"_s);
        QVERIFY(world.until([&] { return !world.hasPod(u"web"_s) && world.peerPods().isEmpty() && world.isGone(vsi); }, 1min));
        QCOMPARE(world.vsis().size(), 0);

        const QStringList told { u"create a sandbox "_s, u"stored /run/peerpod/pods/"_s, u"selected image with ID <"_s, u"CreateInstance: name: \"podvm-web-"_s, u"podNodeIP[0]="_s,
            u"created an instance podvm-web-"_s, u"/agent.ttrpc"_s, u"Trying to establish agent proxy connection to "_s, u"Retrying failed agent proxy connection:"_s,
            u"established agent proxy connection to "_s, u"agent proxy is ready"_s, u"shutting down socket forwarder"_s, u"deleted an instance "_s + vsi,
            u"web's owned PeerPod object can now be deleted"_s };
        const QStringList lines = world.log();
        qsizetype next = 0;
        for (const QString& words : told) {
            while (next < lines.size() && !lines.at(next).contains(words)) {
                ++next;
            }
            QVERIFY2(next < lines.size(), qPrintable(QString(words + u" is not there, or too early:\n"_s + lines.join(u'\n'))));
        }
        QVERIFY(world.says(u"^2026/01/15 \\d\\d:\\d\\d:\\d\\d \\[adaptor/cloud\\] agent proxy is ready$"_s));
        QVERIFY(world.says(u"stored /run/peerpod/pods/[0-9a-f]+/daemon\\.json$"_s));
        QCOMPARE(world.captured(kAsked).size(), 1);
    }

    void initdataOfThePodGoesBeforeThatOfTheMap()
    {
        PeerPodWorld world;
        coco::InitdataSource source;
        source.url = u"http://trustee.example:8080"_s;
        const QString everybodys = QString::fromLatin1(coco::encodeInitdata(coco::initdataToml(source)));
        world.start({ { u"INITDATA"_s, everybodys } });
        QVERIFY(world.isServing());
        const coco::OperatorFacts& facts = coco::Facts::builtIn().forVersion(kOlder);
        const QString plain = world.makePod(u"plain"_s);
        const QString own = world.makePod(u"own"_s, { { facts.initdataAnnotation, u"b3du"_s } });
        const QString other = world.makePod(u"other"_s, { { facts.otherInitdataAnnotation, u"b3du"_s } });
        QVERIFY(world.until([&] { return world.peerPods().size() == 3; }, 1min));
        const auto given = [&](const QString& uid) { return str(world.sim.instance(world.vsiOf(uid)), { u"user_data" }).section(u"initdata: "_s, 1); };
        QCOMPARE(given(plain), everybodys);
        QCOMPARE(given(own), u"b3du"_s);
        QCOMPARE(given(other), everybodys); // this version does not look there
    }

    void aNodeOffersRoomForVms_data()
    {
        QTest::addColumn<QJsonObject>("changes");
        QTest::addColumn<QString>("room");
        QTest::newRow("by itself") << QJsonObject() << u"10"_s;
        QTest::newRow("as the map says") << QJsonObject { { u"PEERPODS_LIMIT_PER_NODE"_s, u"3"_s } } << u"3"_s;
        QTest::newRow("negative: not told") << QJsonObject { { u"PEERPODS_LIMIT_PER_NODE"_s, u"-1"_s } } << QString();
    }
    void aNodeOffersRoomForVms()
    {
        QFETCH(QJsonObject, changes);
        QFETCH(QString, room);
        PeerPodWorld world;
        world.start(changes);
        QVERIFY(world.isServing());
        world.run(1s);
        const QJsonObject node = world.find(kube::res::nodes, {}, world.worker);
        QCOMPARE(str(node, { u"status", u"capacity", u"kata.peerpods.io/vm" }), room);
        QCOMPARE(str(node, { u"status", u"allocatable", u"kata.peerpods.io/vm" }), room);
        QCOMPARE(world.says(u"Successfully set extended resource for node"_s), !room.isEmpty());
    }

    void anAdaptorThatCannotBeginSaysWhyAndTriesAgain_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QJsonObject>("changes");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("told");
        QTest::newRow("provider") << kOlder << QJsonObject { { u"CLOUD_PROVIDER"_s, u"aws"_s } } << PeerPodWorld::accountKey() << u"Unsupported cloud provider:"_s;
        QTest::newRow("profile") << kOlder << QJsonObject { { u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s, u"bx9-2x10"_s } } << PeerPodWorld::accountKey() << u"instance profile name .* not found, due to"_s;
        QTest::newRow("image") << kOlder << QJsonObject { { u"IBMCLOUD_PODVM_IMAGE_ID"_s, u"r010-nothing"_s } } << PeerPodWorld::accountKey() << u"skipping image \\(r010-nothing\\), due to"_s;
        QTest::newRow("no image") << kOlder << QJsonObject { { u"IBMCLOUD_PODVM_IMAGE_ID"_s, QString() } } << PeerPodWorld::accountKey() << u"no images valid images found"_s;
        QTest::newRow("initdata") << kOlder << QJsonObject { { u"INITDATA"_s, u"nonsense"_s } } << PeerPodWorld::accountKey() << u"failed to parse global initdata"_s;
        QTest::newRow("no credential") << kOlder << QJsonObject() << QByteArray() << u"At least one of these must be SET: IBMCLOUD_API_KEY"_s;
        QTest::newRow("refused credential") << kOlder << QJsonObject() << QByteArray("key-of-nobody") << u"due to .*BXNIM\\w+"_s;
        QTest::newRow("no cluster id") << kNewer << QJsonObject { { u"IBMCLOUD_CLUSTER_ID"_s, QString() } } << PeerPodWorld::accountKey() << u"could not automatically find cluster ID"_s;
        QTest::newRow("another cluster") << kNewer << QJsonObject { { u"IBMCLOUD_CLUSTER_ID"_s, u"cnothing"_s } } << PeerPodWorld::accountKey() << u"cluster error with:"_s;
    }
    void anAdaptorThatCannotBeginSaysWhyAndTriesAgain()
    {
        QFETCH(QString, version);
        QFETCH(QJsonObject, changes);
        QFETCH(QByteArray, key);
        QFETCH(QString, told);
        PeerPodWorld world({}, version);
        world.start(changes, key);
        world.makePod(u"web"_s);
        QVERIFY2(world.until([&] { return world.says(told); }, 1min), qPrintable(world.log().join(u'\n')));
        QVERIFY(world.until([&] { return str(world.adaptorPod(), { u"status", u"containerStatuses", u"0", u"state", u"waiting", u"reason" }) == "CrashLoopBackOff"_L1; }, 1min));
        QVERIFY(world.until([&] { return world.captured(u"starting Cloud API Adaptor daemon"_s).size() == 2; }, 1min));
        QVERIFY(!world.says(u"server started"_s));
        QVERIFY(!world.says(kAsked));

        world.correct(changes);
        QVERIFY2(world.isServing(), qPrintable(world.log().join(u'\n')));
        QVERIFY(world.until([&] { return kube::isReady(world.adaptorPod()); }, 1min));
        QVERIFY2(world.until([&] { return world.says(kMade); }, 1min), "the pod that waited gets its VSI");
    }

    void anImageTheCloudDoesNotHaveIsPassedOver()
    {
        PeerPodWorld world;
        const QString good = world.settings.value(u"IBMCLOUD_PODVM_IMAGE_ID"_s).toString();
        world.start({ { u"IBMCLOUD_PODVM_IMAGE_ID"_s, QString(u"r010-nothing,"_s + good) } });
        QVERIFY(world.isServing());
        world.makePod(u"web"_s);
        QVERIFY2(world.until([&] { return world.says(kMade); }, 1min), qPrintable(world.log().join(u'\n')));
        QCOMPARE(str(world.sim.instance(world.vsis().first()), { u"image", u"id" }), good);
    }

    void aPodDeletedWhileItsVsiIsAskedForLeavesNothing()
    {
        PeerPodWorld world(QJsonObject { { u"latency"_s, 3000 } });
        world.start();
        QVERIFY(world.isServing());
        world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.says(kAsked); }, 1min));
        QVERIFY(!world.says(kMade));
        world.deletePod(u"web"_s);
        QVERIFY(world.until([&] { return !world.hasPod(u"web"_s) && world.peerPods().isEmpty(); }, 1min));
        world.run(30s);
        QCOMPARE(world.vsis().size(), 0);
    }

    void aRefusedVsiIsAskedForAgain_data()
    {
        QTest::addColumn<QJsonObject>("faults");
        QTest::addColumn<QJsonObject>("changes");
        QTest::addColumn<QString>("told");
        QTest::newRow("quota") << QJsonObject { { u"vpc.quota"_s, u"exceeded"_s } } << QJsonObject() << u"put user over quota"_s;
        QTest::newRow("subnet full") << QJsonObject { { u"subnet"_s, u"full"_s } } << QJsonObject() << u"No addresses are available in the subnet"_s;
        QTest::newRow("unknown subnet") << QJsonObject() << QJsonObject { { u"IBMCLOUD_VPC_SUBNET_ID"_s, u"02b7-nothing"_s } } << u"Subnet not found.*not_found"_s;
        QTest::newRow("unknown group") << QJsonObject() << QJsonObject { { u"IBMCLOUD_VPC_SG_ID"_s, u"r010-nothing"_s } } << u"Security group not found.*not_found"_s;
        QTest::newRow("no hardware in the zone") << QJsonObject { { u"vpc.profiles"_s, QJsonObject { { u"ZONES"_s, QJsonArray({ u"eu-de-2"_s }) } } } } << QJsonObject()
                                                 << u"not offered in zone eu-de-1"_s;
    }
    void aRefusedVsiIsAskedForAgain()
    {
        QFETCH(QJsonObject, faults);
        QFETCH(QJsonObject, changes);
        QFETCH(QString, told);
        PeerPodWorld world(faults);
        world.start(changes);
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.captured(kAsked).size() == 1; }, 1min));
        const milliseconds first = world.clock.monotonic();
        QVERIFY(world.until([&] { return world.captured(kAsked).size() == 3; }, 2min));
        const milliseconds took = world.clock.monotonic() - first;
        QVERIFY2(took >= 60s && took < 70s, "half a minute between two attempts");
        QVERIFY(world.until([&] { return world.failedStarts(uid) == 3; }, 10s));
        QVERIFY2(world.says(u"failed to create an instance : .*"_s + told + u".* and the response is "_s), qPrintable(world.log().join(u'\n')));
        QVERIFY(world.says(u"error starting instance: .*"_s + told));
        const QStringList names = world.captured(kAsked);
        QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), 3); // a new sandbox each time
        QCOMPARE(world.vsis().size(), 0);
        QCOMPARE(world.peerPods().size(), 0);

        world.deletePod(u"web"_s);
        QVERIFY(world.until([&] { return !world.hasPod(u"web"_s); }, 1min));
        world.run(1min);
        QCOMPARE(world.captured(kAsked).size(), 3);
        QCOMPARE(world.vsis().size(), 0);
    }

    // Up to 1.11 the VSI of a failed start stays until the operator's controller sees a newer PeerPod of the same pod.
    void aVsiThatFindsNoHardwareStaysForTheController()
    {
        PeerPodWorld world(QJsonObject { { u"vpc.capacity"_s, u"none"_s } });
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.says(u"error starting instance: instance podvm-web-\\w+ is stopped \\(cannot_start_capacity\\)"_s); }, 5min));
        QVERIFY(world.until([&] { return world.captured(kMade).size() == 2 && world.peerPods().size() == 2; }, 1min));
        QVERIFY(!world.says(kCleaned));
        QCOMPARE(world.failedStarts(uid), 1);
        const QStringList names = world.captured(kMade);
        const QMap<QString, QString> vsis = world.vsis();
        QCOMPARE(vsis.size(), 2);
        const QString older = vsis.value(names.at(0));
        const QString newer = vsis.value(names.at(1));
        QCOMPARE(world.statusOf(older), u"stopped"_s);
        QVERIFY(!world.isGone(newer));

        world.startController();
        QVERIFY(world.until([&] { return world.peerPods().size() == 1 && world.isGone(older); }, 1min));
        QCOMPARE(world.vsiOf(uid), newer);
        QVERIFY(world.statusOf(newer) != "deleting"_L1);
    }

    void aGuestThatNeverAnswersIsGivenUp()
    {
        PeerPodWorld world(QJsonObject { { u"guest"_s, u"unreachable"_s } });
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.says(u"Trying to establish agent proxy connection to .+:15150"_s); }, 1min));
        const milliseconds begun = world.clock.monotonic();
        QVERIFY(world.until([&] { return world.says(u"failed to establish agent proxy connection to podvm-web-"_s); }, 10min));
        const milliseconds took = world.clock.monotonic() - begun;
        QVERIFY2(took >= 5min && took < 5min + 20s, "five minutes, PROXY_TIMEOUT");
        QVERIFY(world.says(u"error starting instance: error running agent proxy: error connecting to agent:"_s));
        QVERIFY(!world.says(u"agent proxy is ready"_s));
        QCOMPARE(world.statusOf(world.vsiOf(uid)), u"running"_s);
        QVERIFY(world.until([&] { return world.captured(kMade).size() == 2; }, 1min));
        QCOMPARE(world.failedStarts(uid), 1);
        QCOMPARE(world.vsis().size(), 2);
        QCOMPARE(world.phaseOf(u"web"_s), u"Pending"_s);
    }

    void theNewerAdaptorTagsItsVsis()
    {
        PeerPodWorld world({}, kNewer);
        world.start();
        QVERIFY(world.isServing());
        world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.says(u"successfully attached tags:"_s); }, 1min));
        QVERIFY(world.says(u"stored /run/peerpod/pods/[0-9a-f]+/apf\\.json$"_s));
        world.run(15s); // the search knows of it a little later
        const auto hits = world.wait(world.console.searchByTag(u"coco-pod-vm:"_s + str(world.inCloud.cluster, { u"id" })));
        QVERIFY(hits);
        QCOMPARE(hits->size(), 1);
        QCOMPARE(str(*hits, { u"0", u"name" }), world.captured(kMade).value(0));
    }

    void theNewerAdaptorTakesBackWhatItCannotTag()
    {
        PeerPodWorld world(QJsonObject { { u"tagging"_s, u"forbidden"_s } }, kNewer);
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.captured(kMade).size() == 3; }, 2min));
        QVERIFY(world.until([&] { return world.captured(kCleaned).size() == 3; }, 10s));
        QVERIFY(world.says(u"error starting instance: failed to attach tags: You are not authorized"_s));
        QVERIFY(world.until([&] { return world.failedStarts(uid) == 3; }, 10s));
        const QStringList cleaned = world.captured(kCleaned);
        QCOMPARE(QSet<QString>(cleaned.begin(), cleaned.end()).size(), 3);
        for (const QString& vsi : cleaned) {
            QVERIFY2(world.until([&] { return world.isGone(vsi); }, 25s), qPrintable(vsi));
        }
    }

    void aPodDeletedWhileItsVsiStartsLeavesNothing()
    {
        PeerPodWorld world;
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.peerPods().size() == 1; }, 1min));
        const QString vsi = world.vsiOf(uid);
        QVERIFY(world.until([&] { return world.statusOf(vsi) == "starting"_L1; }, 1min));
        world.deletePod(u"web"_s);
        QVERIFY(world.until([&] { return !world.hasPod(u"web"_s) && world.peerPods().isEmpty() && world.isGone(vsi); }, 1min));
        QVERIFY(world.says(u"deleted an instance "_s + vsi));
        world.run(1min);
        QCOMPARE(world.captured(kAsked).size(), 1);
        QCOMPARE(world.vsis().size(), 0);
    }

    void aPodTornAwayLeavesItsVsiToTheController()
    {
        PeerPodWorld world;
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.peerPods().size() == 1; }, 1min));
        const QString vsi = world.vsiOf(uid);
        world.deletePod(u"web"_s, 0);
        QVERIFY(!world.hasPod(u"web"_s));
        world.run(1min);
        QCOMPARE(world.statusOf(vsi), u"starting"_s);
        QCOMPARE(world.peerPods().size(), 1); // its finalizer holds it
        QVERIFY(kube::isBeingDeleted(world.peerPods().constFirst()));
        world.startController();
        QVERIFY(world.until([&] { return world.peerPods().isEmpty() && world.isGone(vsi); }, 1min));
    }

    void anAdaptorThatRestartedHasForgottenItsSandboxes()
    {
        PeerPodWorld world;
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.phaseOf(u"web"_s) == "Running"_L1; }, 6min));
        const QString vsi = world.vsiOf(uid);
        QVERIFY(world.deleteAdaptorPod());
        world.makeAdaptorPod(u"osc-caa-ds-bbbbb"_s);
        QVERIFY(world.isServing());
        world.deletePod(u"web"_s);
        QVERIFY(world.until([&] { return !world.hasPod(u"web"_s); }, 1min));
        QVERIFY2(world.says(u"stopping VM: .*\\bweb does not exist"_s), qPrintable(world.log().join(u'\n')));
        QCOMPARE(world.statusOf(vsi), u"running"_s);
        QCOMPARE(world.peerPods().size(), 1);
        world.startController();
        QVERIFY(world.until([&] { return world.peerPods().isEmpty() && world.isGone(vsi); }, 1min));
    }

    // As the real ones: neither takes a 404 for the end of its work.
    void aVsiThatIsGoneAlreadyHoldsItsPeerPodForEver()
    {
        PeerPodWorld world;
        world.start();
        QVERIFY(world.isServing());
        const QString uid = world.makePod(u"web"_s);
        QVERIFY(world.until([&] { return world.peerPods().size() == 1; }, 1min));
        const QString vsi = world.vsiOf(uid);
        QVERIFY(world.wait(world.console.deleteInstance(vsi)));
        QVERIFY(world.until([&] { return world.isGone(vsi); }, 1min));
        world.startController();
        world.deletePod(u"web"_s);
        QVERIFY(world.until([&] { return !world.hasPod(u"web"_s); }, 1min));
        QVERIFY(world.says(u"Error deleting an instance "_s + vsi));
        world.run(3min);
        QCOMPARE(world.peerPods().size(), 1);
        QVERIFY(kube::isBeingDeleted(world.peerPods().constFirst()));
    }
};

COCOON_TEST(TstCloudApiAdaptor)
#include "tst_cloud_api_adaptor.moc"
