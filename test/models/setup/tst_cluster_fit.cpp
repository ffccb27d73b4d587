// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/cluster_fit.h"

#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;

/// Which clusters of an account are offered, and what is said of the others.
class TstClusterFit : public QObject {
    Q_OBJECT

    static QJsonObject good()
    {
        return *parseJsonObject(R"({"id":"c1","name":"demo","type":"openshift","provider":"vpc-gen2","region":"eu-de","state":"normal",
            "serviceEndpoints":{"publicServiceEndpointEnabled":true,"privateServiceEndpointEnabled":true}})");
    }

private Q_SLOTS:
    void aClusterOfTheList_data()
    {
        QTest::addColumn<QJsonObject>("cluster");
        QTest::addColumn<QString>("network"); // "kubeconfig" = it leads there itself
        QTest::addColumn<QString>("because"); // "" = suitable
        const auto row = [](const char* name, const QStringList& path, const QJsonValue& value, const QString& because, const QString& network = {}) {
            QTest::newRow(name) << (path.isEmpty() ? good() : with(good(), path, value)) << network << because;
        };
        row("good", {}, {}, {});
        row("good over the private network", {}, {}, {}, u"private"_s);
        row("warning", { u"state"_s }, u"warning"_s, {});
        row("plain Kubernetes", { u"type"_s }, u"kubernetes"_s, u"not OpenShift"_s);
        row("classic", { u"provider"_s }, u"classic"_s, u"its workers are not in a VPC"_s);
        row("Satellite", { u"provider"_s }, u"satellite"_s, u"its workers are not in a VPC"_s);
        row("no TDX", { u"region"_s }, u"jp-tok"_s, u"no Intel TDX in jp-tok"_s);
        row("being made", { u"state"_s }, u"deploying"_s, u"it is deploying"_s);
        row("private only", { u"serviceEndpoints"_s, u"publicServiceEndpointEnabled"_s }, false, u"no public endpoint: join its network and choose the private one in Settings"_s);
        row("private only, from its network", { u"serviceEndpoints"_s, u"publicServiceEndpointEnabled"_s }, false, {}, u"private"_s);
        row("private only, by VPE", { u"serviceEndpoints"_s, u"publicServiceEndpointEnabled"_s }, false, {}, u"vpe"_s);
        row("public only, from its network", { u"serviceEndpoints"_s, u"privateServiceEndpointEnabled"_s }, false, u"no private endpoint"_s, u"private"_s);
        row("private only, and a kubeconfig leads there", { u"serviceEndpoints"_s, u"publicServiceEndpointEnabled"_s }, false, {}, u"kubeconfig"_s);
        row("an answer without endpoints", { u"serviceEndpoints"_s }, QJsonObject(), {});
    }
    void aClusterOfTheList()
    {
        QFETCH(QJsonObject, cluster);
        QFETCH(QString, network);
        QTEST(setup::unsuitableBecause(cluster, coco::Facts::builtIn(), network == u"kubeconfig" ? std::nullopt : std::optional(network)), "because");
    }

    void itsWorkers_data()
    {
        QTest::addColumn<QStringList>("systems");
        QTest::addColumn<QString>("because");
        QTest::newRow("CoreOS") << QStringList { u"RHCOS"_s, u"RHCOS"_s } << QString();
        QTest::newRow("RHEL") << QStringList { u"RHEL_9_64"_s, u"RHEL_9_64"_s } << u"its workers run RHEL_9_64, not Red Hat CoreOS"_s;
        QTest::newRow("two of RHEL") << QStringList { u"REDHAT_8_64"_s, u"RHEL_9_64"_s } << u"its workers run REDHAT_8_64, RHEL_9_64, not Red Hat CoreOS"_s;
        QTest::newRow("one pool will do") << QStringList { u"RHEL_9_64"_s, u"RHCOS"_s } << QString();
        QTest::newRow("not said") << QStringList { QString() } << QString();
        QTest::newRow("no workers") << QStringList() << QString();
    }
    void itsWorkers()
    {
        QFETCH(QStringList, systems);
        QJsonArray workers;
        for (const QString& os : systems) {
            workers.append(QJsonObject { { u"lifecycle"_s, QJsonObject { { u"actualOperatingSystem"_s, os } } } });
        }
        QTEST(setup::unsuitableWorkers(workers), "because");
    }

    void theNodesSayWhichClusterItIs()
    {
        test::Site site;
        QCOMPARE(setup::clusterOfNodes(site.world), u"c1demo"_s);
        const QStringList label { u"metadata"_s, u"labels"_s, coco::kWorkerIdLabel };
        site.setNode(0, with(site.node(0), label, u"kube-other-demo-default-1"_s));
        QCOMPARE(setup::clusterOfNodes(site.world), QString()); // who cannot tell does not guess
        for (int i = 0; i < 3; ++i) {
            site.setNode(i, with(site.node(i), label, u"i-0123"_s));
        }
        QCOMPARE(setup::clusterOfNodes(site.world), QString());
    }
};

COCOON_TEST(TstClusterFit)
#include "tst_cluster_fit.moc"
