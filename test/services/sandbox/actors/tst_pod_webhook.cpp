// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/peer_pod_controller.h"
#include "services/sandbox/actors/pod_webhook.h"
#include "services/base/json.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::sandbox;
using namespace Qt::StringLiterals;

class TstPodWebhook : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void quantities_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("millis");
        QTest::addColumn<double>("bytes");
        QTest::newRow("plain") << u"2"_s << 2000.0 << 2.0;
        QTest::newRow("milli") << u"250m"_s << 250.0 << 0.25;
        QTest::newRow("fraction") << u"0.5"_s << 500.0 << 0.5;
        QTest::newRow("binary") << u"1Gi"_s << 1073741824000.0 << 1073741824.0;
        QTest::newRow("decimal") << u"1G"_s << 1e12 << 1e9;
        QTest::newRow("exponent") << u"1e3"_s << 1e6 << 1e3;
        QTest::newRow("nonsense") << u"lots"_s << 0.0 << 0.0;
        QTest::newRow("empty") << QString() << 0.0 << 0.0;
    }
    void quantities()
    {
        QFETCH(QString, text);
        QFETCH(double, millis);
        QFETCH(double, bytes);
        QCOMPARE(cpuMillis(text), millis);
        QCOMPARE(memoryBytes(text), bytes);
    }

    void otherPodsAreLeftAlone()
    {
        QVERIFY(peerPodPatch({ { u"spec"_s, QJsonObject { { u"containers"_s, QJsonArray({ QJsonObject { { u"name"_s, u"c"_s } } }) } } } }).isEmpty());
    }

    void resourcesBecomeAnnotationsAndOneVm()
    {
        const auto container = [](const QString& name, const QString& cpu, const QString& memory) {
            return QJsonObject { { u"name"_s, name },
                { u"resources"_s, QJsonObject { { u"requests"_s, QJsonObject { { u"cpu"_s, cpu }, { u"memory"_s, memory } } } } } };
        };
        QJsonObject pod { { u"metadata"_s, QJsonObject { { u"annotations"_s, QJsonObject { { u"keep"_s, u"me"_s } } } } },
            { u"spec"_s, QJsonObject { { u"runtimeClassName"_s, u"kata-remote"_s },
                             { u"containers"_s, QJsonArray { container(u"a"_s, u"500m"_s, u"128Mi"_s), container(u"b"_s, u"1"_s, u"1Gi"_s) } } } } };
        const QJsonArray patch = peerPodPatch(pod);
        QJsonObject byPath;
        for (const QJsonValue& operation : patch) {
            byPath.insert(operation.toObject().value(u"path"_s).toString(), operation.toObject().value(u"value"_s));
        }
        const QJsonObject annotations = byPath.value(u"/metadata/annotations"_s).toObject();
        QCOMPARE(annotations.value(u"keep"_s).toString(), u"me"_s);
        QCOMPARE(annotations.value(u"io.katacontainers.config.hypervisor.default_vcpus"_s).toString(), u"2"_s);
        QCOMPARE(annotations.value(u"io.katacontainers.config.hypervisor.default_memory"_s).toString(), u"1152"_s);
        const QJsonArray containers = byPath.value(u"/spec/containers"_s).toArray();
        QCOMPARE(at(containers, { u"0", u"resources", u"limits", u"kata.peerpods.io/vm" }).toString(), u"1"_s);
        QCOMPARE(at(containers, { u"0", u"resources", u"requests" }).toObject().keys(), QStringList { u"kata.peerpods.io/vm"_s });
        QVERIFY(at(containers, { u"1", u"resources" }).toObject().isEmpty());

        // An update of the changed pod is not changed again.
        pod = with(pod, { u"spec"_s, u"containers"_s }, containers);
        QVERIFY(peerPodPatch(pod).isEmpty());
    }

    void regionOfAnEndpoint_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("region");
        QTest::newRow("empty means the default of the SDK") << QString() << u"us-south"_s;
        QTest::newRow("public") << u"https://eu-de.iaas.cloud.ibm.com/v1"_s << u"eu-de"_s;
        QTest::newRow("private") << u"https://us-east.private.iaas.cloud.ibm.com/v1"_s << u"us-east"_s;
        QTest::newRow("own") << u"https://127.0.0.1:4433/vpc/eu-gb/v1"_s << u"eu-gb"_s;
        QTest::newRow("elsewhere") << u"https://example.com/v1"_s << QString();
    }
    void regionOfAnEndpoint()
    {
        QFETCH(QString, endpoint);
        QFETCH(QString, region);
        QCOMPARE(regionOfVpcEndpoint(endpoint, u"https://127.0.0.1:4433/vpc/{region}/v1"_s), region);
    }
};

COCOON_TEST(TstPodWebhook)
#include "tst_pod_webhook.moc"
