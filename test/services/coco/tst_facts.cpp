// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/coco/facts.h"
#include "services/coco/runtime_classes.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::coco;
using namespace Qt::StringLiterals;

class TstFacts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The files are compiled into a static library: they must be there in a program that only links it.
    void builtInFilesAreThere()
    {
        const Facts& facts = Facts::builtIn();
        QCOMPARE(facts.defaults.keys(), QStringList({ u"kbs"_s, u"operators"_s, u"regions"_s, u"runtimeclasses"_s }));
        QVERIFY(facts.operators.size() >= 4);
        QCOMPARE(facts.tdxRegions, QStringList({ u"us-south"_s, u"us-east"_s, u"eu-de"_s }));
        QCOMPARE(facts.tdxProfiles.first(), u"bx3dc-2x10"_s);
    }

    void runtimeClassesSayWhatTheyAre()
    {
        QVERIFY(isConfidentialClass(u"kata-remote"_s) && isServerClass(u"kata-remote"_s));
        QVERIFY(isConfidentialClass(u"kata-qemu-tdx"_s) && !isServerClass(u"kata-qemu-tdx"_s));
        QVERIFY(isCocoClass(u"kata-qemu-coco-dev"_s) && !isConfidentialClass(u"kata-qemu-coco-dev"_s));
        for (const QString& plain : { QString(), u"kata"_s, u"kata-qemu"_s, u"runc"_s }) {
            QVERIFY2(!isCocoClass(plain) && !isConfidentialClass(plain) && !isServerClass(plain), qPrintable(plain));
        }
    }

    void everyRowIsComplete()
    {
        QString last;
        for (const OperatorFacts& row : Facts::builtIn().operators) {
            QVERIFY(compareVersions(last, row.version) < 0);
            last = row.version;
            QCOMPARE(row.csv, QString(u"sandboxed-containers-operator.v"_s + row.version));
            QVERIFY(!row.kbsProtocol.isEmpty() && !row.daemonConfigFile.isEmpty() && !row.installServiceAccount.isEmpty());
            QVERIFY(row.initdataAnnotation != row.otherInitdataAnnotation);
            QVERIFY(row.initdataAnnotation.startsWith(u"io.katacontainers.config."_s));
        }
    }

    void versionPicksItsRow_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("row");
        QTest::newRow("exact") << u"1.11.2"_s << u"1.11.2"_s;
        QTest::newRow("between") << u"1.11.7"_s << u"1.11.2"_s;
        QTest::newRow("newer than all") << u"2.0"_s << u"1.12.1"_s;
        QTest::newRow("older than all") << u"1.9.0"_s << u"1.10.3"_s;
        QTest::newRow("not text order") << u"1.9.12"_s << u"1.10.3"_s;
        QTest::newRow("nonsense") << u"latest"_s << u"1.10.3"_s;
    }
    void versionPicksItsRow()
    {
        QFETCH(QString, version);
        QFETCH(QString, row);
        QCOMPARE(Facts::builtIn().forVersion(version).version, row);
    }

    void whatChangedBetweenVersions()
    {
        const Facts& facts = Facts::builtIn();
        QCOMPARE(facts.validated().version, u"1.10.3"_s);
        QVERIFY(facts.forVersion(u"1.10.3"_s).readsVpcSecurityGroupKey);
        QVERIFY(!facts.forVersion(u"1.10.3"_s).guestDeniesExec);
        QVERIFY(facts.forVersion(u"1.11.2"_s).guestDeniesExec);
        QVERIFY(facts.forVersion(u"1.12.0"_s).needsClusterId);
        QVERIFY(facts.forVersion(u"1.12.0"_s).disableCvmDefault);
    }

    void versionsCompareByNumber()
    {
        QCOMPARE(compareVersions(u"1.10.3"_s, u"1.9.3"_s), 1);
        QCOMPARE(compareVersions(u"1.10"_s, u"1.10.0"_s), 0);
        QCOMPARE(compareVersions(u"1.10.3"_s, u"1.12"_s), -1);
        QCOMPARE(compareVersions(u"99999999999999999999"_s, u"1"_s), 1);
    }
};

COCOON_TEST(TstFacts)
#include "tst_facts.moc"
