// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/attention.h"
#include "models/dashboard/sentence.h"
#include "test/models/dashboard/scenes.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;
using Kind = Installer::Kind;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    const kube::Resource kCcRuntimes { u"confidentialcontainers.org"_s, u"v1beta1"_s, u"ccruntimes"_s, u"CcRuntime"_s, false };

    QJsonArray named(const QStringList& names)
    {
        QJsonArray all;
        for (const QString& name : names) {
            all.append(QJsonObject { { u"metadata"_s, QJsonObject { { u"name"_s, name } } } });
        }
        return all;
    }

    QJsonArray daemonSet(const char* ns, const char* name, int ready, int wanted)
    {
        return { QJsonObject { { u"metadata"_s, QJsonObject { { u"namespace"_s, QString::fromLatin1(ns) }, { u"name"_s, QString::fromLatin1(name) } } },
            { u"status"_s, QJsonObject { { u"numberReady"_s, ready }, { u"desiredNumberScheduled"_s, wanted } } } } };
    }

    /// Not what Cocoon set up; two of three nodes have kata.
    test::Site bare()
    {
        test::Site site;
        for (const world::Query& empty : { ask::list(res::kataConfigs), ask::list(res::peerPods), ask::list(res::runtimeClasses), ask::list(res::daemonSets), ask::list(kCcRuntimes), ask::instances(u"eu-de"_s, u"r010-vpc"_s) }) {
            site.world.set(empty, QJsonArray());
        }
        for (int i = 0; i < 2; ++i) {
            site.setNode(i, with(site.node(i), { u"metadata"_s, u"labels"_s, u"katacontainers.io/kata-runtime"_s }, u"true"_s));
        }
        return site;
    }

    Installer found(const test::Site& site)
    {
        world::Asker asker(site.world);
        return installerOf(asker);
    }
}

/// The table of worlds: who brought confidential containers here?
class TstInstaller : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobody()
    {
        const test::Site site = bare();
        QCOMPARE(found(site).kind, Kind::None);
        QCOMPARE(attentionOf(test::sceneOf(site), {}, 0).first().place, u"setup"_s);
    }

    void openShift()
    {
        const test::Site site = test::runningSite();
        QCOMPARE(found(site).kind, Kind::OpenShift);
        QVERIFY(sentenceOf(test::sceneOf(site)).startsWith(u"3 of 3 worker"));
    }

    void theCocoOperator()
    {
        test::Site site = bare();
        site.world.set(ask::served(), QJsonArray { u"nodes"_s, kCcRuntimes.qualified() });
        QCOMPARE(found(site).kind, Kind::None); // served, and nothing installed with it
        site.world.set(ask::list(res::runtimeClasses), named({ u"kata"_s, u"kata-qemu-tdx"_s }));
        site.world.set(ask::list(kCcRuntimes), QJsonArray { test::json(R"({"metadata":{"name":"ccruntime-sample"},"status":{"totalNodesCount":3}})") });
        const Installer installer = found(site);
        QCOMPARE(installer.kind, Kind::CocoOperator);
        QCOMPARE(installer.evidence, u"CcRuntime ccruntime-sample"_s);
        QCOMPARE(installer.classes, QStringList { u"kata-qemu-tdx"_s });
        QCOMPARE(std::pair(installer.done, installer.all), std::pair(2, 3));
        const Scene scene = test::sceneOf(site);
        QVERIFY2(sentenceOf(scene).startsWith(u"Found the CoCo operator: 2 of 3 node"), qPrintable(sentenceOf(scene)));
        // What is there already is not set up once more.
        for (const Attention& one : attentionOf(scene, {}, 0)) {
            QVERIFY2(one.place != u"setup", qPrintable(one.title));
        }
    }

    void theChart()
    {
        test::Site site = bare();
        site.world.set(ask::list(res::daemonSets), daemonSet("kube-system", "kata-deploy", 3, 3));
        QCOMPARE(found(site).kind, Kind::None); // plain kata
        site.world.set(ask::list(res::runtimeClasses), named({ u"kata-qemu-snp"_s }));
        const Installer installer = found(site);
        QCOMPARE(installer.kind, Kind::Chart);
        QCOMPARE(installer.evidence, u"DaemonSet kube-system/kata-deploy"_s);
        QCOMPARE(std::pair(installer.done, installer.all), std::pair(2, 3));
    }

    void upstreamPeerPods()
    {
        test::Site site = bare();
        site.world.set(ask::list(res::runtimeClasses), named({ u"kata-remote"_s }));
        site.world.set(ask::list(res::daemonSets), daemonSet("confidential-containers-system", "cloud-api-adaptor-daemonset", 1, 3));
        const Installer installer = found(site);
        QCOMPARE(installer.kind, Kind::PeerPods);
        QCOMPARE(std::pair(installer.done, installer.all), std::pair(1, 3));
    }

    void aClassAndNobodyKnowsWhose()
    {
        test::Site site = bare();
        site.world.set(ask::list(res::runtimeClasses), named({ u"kata-qemu-coco-dev"_s }));
        site.world.fail(ask::list(res::daemonSets), { Errc::Forbidden, u"no"_s, {} });
        QCOMPARE(found(site).kind, Kind::Somebody);
        QCOMPARE(found(site).evidence, u"RuntimeClass kata-qemu-coco-dev"_s);
        // A class that was left over does not keep anybody from setting up.
        QCOMPARE(attentionOf(test::sceneOf(site), {}, 0).first().place, u"setup"_s);
    }

    void podsOfOtherClassesAreShown()
    {
        test::Site site = bare();
        site.world.set(ask::list(res::runtimeClasses), named({ u"kata-qemu-tdx"_s }));
        site.world.set(ask::list(res::daemonSets), daemonSet("coco-system", "kata-deploy", 3, 3));
        for (const QString& reason : { u"FailedCreatePodSandBox"_s, u"FailedScheduling"_s }) {
            site.world.set(ask::list(res::events, {}, {}, u"reason="_s + reason), QJsonArray());
        }
        const QJsonObject pod = test::startingPod("default", "web", "2026-01-15T11:59:00Z");
        site.world.set(ask::list(res::pods, u"default"_s), QJsonArray { with(pod, { u"spec"_s, u"runtimeClassName"_s }, u"kata-qemu-tdx"_s), with(pod, { u"spec"_s, u"runtimeClassName"_s }, u"kata-qemu"_s) });
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.pods.size(), 1);
        QCOMPARE(scene.startingPods(), 1);
        QVERIFY2(!scene.pods.first().why.contains(u"VSI"), qPrintable(scene.pods.first().why)); // it needs none
    }
};

COCOON_TEST(TstInstaller)
#include "tst_installer.moc"
