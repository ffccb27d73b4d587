// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/pods/pod_search.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;
using Hits = QList<std::pair<QString, QString>>;

namespace {
    QJsonObject pod(const QString& ns, const QString& name, const QString& uid, const QString& ip)
    {
        return { { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, ns }, { u"uid"_s, uid }, { u"resourceVersion"_s, u"1"_s } } },
            { u"spec"_s, QJsonObject { { u"runtimeClassName"_s, u"kata-remote"_s }, { u"nodeName"_s, u"w1"_s } } }, { u"status"_s, QJsonObject { { u"phase"_s, u"Running"_s }, { u"podIP"_s, ip } } } };
    }

    QJsonObject vsi(const QString& id, const QString& name, const QString& made, const QString& ip, const QString& status = u"running"_s)
    {
        return { { u"id"_s, id }, { u"name"_s, name }, { u"status"_s, status }, { u"created_at"_s, made },
            { u"primary_network_interface"_s, QJsonObject { { u"primary_ip"_s, QJsonObject { { u"address"_s, ip } } } } } };
    }

    QJsonObject peerPod(const QString& uid, const QString& instance)
    {
        return { { u"metadata"_s, QJsonObject { { u"name"_s, u"web-resource-"_s + instance }, { u"namespace"_s, u"shop"_s }, { u"creationTimestamp"_s, u"2026-01-15T09:00:00Z"_s },
                                      { u"ownerReferences"_s, QJsonArray { QJsonObject { { u"kind"_s, u"Pod"_s }, { u"name"_s, u"web"_s }, { u"uid"_s, uid } } } } } },
            { u"spec"_s, QJsonObject { { u"instanceID"_s, instance } } } };
    }

    /// A pod in shop on its second server; the store shows that namespace, the scene knows of one more pod in another.
    struct World {
        SystemClock clock;
        dashboard::PodStore store { clock };
        dashboard::Scene scene;

        World()
        {
            dashboard::CloudSide cloud;
            cloud.now = QDateTime::fromString(u"2026-01-15T10:00:00Z"_s, Qt::ISODate).toMSecsSinceEpoch();
            cloud.peerPods = { peerPod(u"u1"_s, u"02b7_first"_s), peerPod(u"u1"_s, u"02b7_second"_s) };
            cloud.instances = { vsi(u"02b7_first"_s, u"podvm-web-aaaaaaaa"_s, u"2026-01-15T09:01:00Z"_s, u"10.243.0.17"_s, u"failed"_s),
                vsi(u"02b7_second"_s, u"podvm-web-bbbbbbbb"_s, u"2026-01-15T09:06:00Z"_s, u"10.243.0.18"_s) };
            cloud.arePodsKnown = false;
            store.setCloud(cloud);
            store.keeper().listStarted();
            store.keeper().listed(pod(u"shop"_s, u"web"_s, u"u1"_s, u"172.30.4.9"_s));
            store.keeper().listDone();

            dashboard::PodView web;
            web.ns = u"shop"_s;
            web.name = u"web"_s;
            web.uid = u"u1"_s;
            web.ip = u"172.30.4.9"_s;
            web.machineId = u"02b7_second"_s;
            dashboard::PodView ledger = web;
            ledger.ns = u"bank"_s;
            ledger.name = u"ledger"_s;
            ledger.uid = u"u2"_s;
            ledger.ip = u"172.30.5.1"_s;
            ledger.machineId = u"02b7_third"_s;
            scene.pods = { web, ledger };
            for (const auto& [id, name, ip] : { std::tuple { u"02b7_first"_s, u"podvm-web-aaaaaaaa"_s, u"10.243.0.17"_s }, { u"02b7_second"_s, u"podvm-web-bbbbbbbb"_s, u"10.243.0.18"_s },
                     { u"02b7_third"_s, u"podvm-ledger-cccccccc"_s, u"10.243.0.19"_s }, { u"02b7_lost"_s, u"podvm-gone-dddddddd"_s, u"10.243.0.20"_s } }) {
                dashboard::MachineView machine;
                machine.id = id;
                machine.name = name;
                machine.address = ip;
                scene.machines.append(machine);
            }
        }
        Hits find(const QString& text) const { return findPods(&store, scene, text); }
        Hits findEarly(const QString& text) const { return findPods(nullptr, scene, text); }
    };
    const Hits kWeb { { u"Pod shop/web"_s, u"u1"_s } };
    const Hits kLedger { { u"Pod bank/ledger"_s, u"u2"_s } };
}

/// What the palette finds of pods and servers.
class TstPodSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatAPodIsFoundBy_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : { "WEB", "172.30.4.9", "02b7_second", "10.243.0.18", "podvm-web-bbb" }) {
            QTest::newRow(text) << QString::fromLatin1(text);
        }
    }
    void whatAPodIsFoundBy()
    {
        QFETCH(QString, text);
        const World w;
        QCOMPARE(w.find(text), kWeb);
        QCOMPARE(w.findEarly(text).mid(0, 1), kWeb); // before the place was opened, too
        QCOMPARE(findPods(&w.store, {}, text), kWeb);
    }

    void aFailedAttemptHasARowOfItsOwn()
    {
        World w;
        for (const QString& text : { u"02b7_first"_s, u"10.243.0.17"_s, u"podvm-web-aaa"_s }) {
            const Hits attempt { { u"VSI podvm-web-aaaaaaaa"_s, u"u1/02b7_first"_s } };
            QCOMPARE(findPods(&w.store, {}, text), attempt);
            QCOMPARE(w.find(text), attempt); // once, though the scene knows it as well
            QCOMPARE(w.findEarly(text), (Hits { { u"VSI podvm-web-aaaaaaaa"_s, u"02b7_first"_s } }));
        }
        // What leads to the pod leads to it alone, and either identity to the same row.
        QCOMPARE(findPods(&w.store, {}, u"web"_s), kWeb);
        const items::PodTable table(w.store);
        QTRY_COMPARE(table.rowCount(), 2);
        for (const QString& wanted : { u"u1/02b7_first"_s, u"02b7_first"_s }) {
            QCOMPARE(identityOf(table, w.store, wanted), u"u1/02b7_first"_s);
        }
    }

    void whatTheTableDoesNotShowIsFoundToo()
    {
        const World w;
        for (const QString& text : { u"ledger"_s, u"172.30.5.1"_s, u"02b7_third"_s, u"10.243.0.19"_s }) {
            QCOMPARE(w.find(text), kLedger);
            QCOMPARE(w.findEarly(text), kLedger);
        }
        QCOMPARE(w.find(u"10.243.0.20"_s), (Hits { { u"VSI podvm-gone-dddddddd"_s, u"02b7_lost"_s } }));
        QCOMPARE(w.find(u"172.30."_s).size(), 2); // each once
        QVERIFY(w.find(u"nothing like it"_s).isEmpty());
    }
};

COCOON_TEST(TstPodSearch)
#include "tst_pod_search.moc"
