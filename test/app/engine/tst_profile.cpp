// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/profile.h"
#include "test/support/test_main.h"

using namespace cocoon;
using app::Profile;

class TstProfile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAProfile()
    {
        const Result<Profile> p = Profile::fromYaml("name: sandbox\nca: ca.pem\nregion: eu-de\ntimeScale: 60\ncluster: demo\ntrustee: http://127.0.0.1:8080\n"
                                                    "endpoints:\n  iam: https://127.0.0.1:1/iam\n  vpc: \"https://127.0.0.1:1/vpc/{region}/v1\"\n",
            QStringLiteral("p.yaml"), QStringLiteral("/somewhere"));
        QVERIFY2(p, p ? "" : qPrintable(p.error().message));
        QCOMPARE(p->caFile, QStringLiteral("/somewhere/ca.pem"));
        QCOMPARE(p->timeScale, 60.0);
        QCOMPARE(p->cluster, QStringLiteral("demo"));
        QCOMPARE(p->endpoints.iam, QStringLiteral("https://127.0.0.1:1/iam"));
        QCOMPARE(p->endpoints.vpc, QStringLiteral("https://127.0.0.1:1/vpc/{region}/v1"));
        QCOMPARE(p->endpoints.tagging, ibm::Endpoints().tagging); // what is not named keeps its public host
        QVERIFY(p->kubeconfig.isEmpty());
    }

    void namesFileLineAndField_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown key") << QByteArray("name: x\nregoin: eu-de\n") << "p.yaml:2: regoin";
        QTest::newRow("wrong type") << QByteArray("region: [a]\n") << "p.yaml:1: region";
        QTest::newRow("network") << QByteArray("name: x\nnetwork: secret\n") << "p.yaml:2: network";
        QTest::newRow("flag") << QByteArray("protected: 1\n") << "p.yaml:1: protected";
        QTest::newRow("scale") << QByteArray("timeScale: fast\n") << "p.yaml:1: timeScale";
        QTest::newRow("unknown endpoint") << QByteArray("endpoints:\n  iamm: https://x\n") << "p.yaml:2: endpoints.iamm";
        QTest::newRow("a list") << QByteArray("- a\n") << "p.yaml";
        QTest::newRow("no YAML") << QByteArray("a: [\n") << "p.yaml";
        QTest::newRow("twice") << QByteArray("name: a\nname: b\n") << "p.yaml";
    }
    void namesFileLineAndField()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const Result<Profile> p = Profile::fromYaml(text, QStringLiteral("p.yaml"), QStringLiteral("/"));
        QVERIFY(!p);
        QVERIFY2(p.error().message.contains(says), qPrintable(p.error().message));
    }
};

COCOON_TEST(TstProfile)
#include "tst_profile.moc"
