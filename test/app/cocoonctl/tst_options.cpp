// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/options.h"
#include "test/support/test_main.h"

using namespace cocoon;
using ctl::Options;

class TstOptions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsOptionsBeforeAndAfterTheCommand()
    {
        const Result<Options> o = Options::parse(QStringLiteral("--profile p.yaml --api-key-file k apply --cluster demo --yes --allow restart-adaptor --timeout 15m --step nodes").split(u' '));
        QVERIFY2(o, o ? "" : qPrintable(o.error().message));
        QCOMPARE(o->command, QStringLiteral("apply"));
        QCOMPARE(o->profileFile, QStringLiteral("p.yaml"));
        QCOMPARE(o->apiKeyFile, QStringLiteral("k"));
        QCOMPARE(o->cluster, QStringLiteral("demo"));
        QVERIFY(o->yes);
        QCOMPARE(o->allow, QStringList(QStringLiteral("restart-adaptor")));
        QCOMPARE(o->steps, QStringList(QStringLiteral("nodes")));
        QCOMPARE(o->timeout, milliseconds(15 * 60 * 1000));
    }

    void refusesWithTheWordThatIsWrong_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("says");
        QTest::newRow("no command") << "--yes" << "command is missing";
        QTest::newRow("unknown command") << "aply" << "\"aply\" is not a command";
        QTest::newRow("unknown option") << "plan --clutser x" << "clutser";
        QTest::newRow("one word too many") << "plan file.json" << "\"file.json\" is one word too many";
        QTest::newRow("sandbox option elsewhere") << "apply --speed 60" << "--speed belongs to the command sandbox";
        QTest::newRow("no number") << "sandbox --nodes many" << "\"many\"";
        QTest::newRow("negative") << "sandbox --speed -1" << "--speed takes a number";
        QTest::newRow("a key on standard output") << "export --format kubeconfig" << "--out FILE";
        QTest::newRow("two ways out") << "export --format yaml --out x" << "redirect";
        QTest::newRow("format") << "export --format xml" << "\"xml\"";
        QTest::newRow("timeout") << "apply --timeout soon" << "\"soon\"";
        QTest::newRow("unknown step") << "apply --step opertor" << "--step opertor is not known";
        QTest::newRow("unknown permission") << "apply --allow bogus" << "--allow bogus is not known";
        QTest::newRow("option of another command") << "check --out f" << "--out belongs to the command";
        QTest::newRow("clean without a server") << "sandbox --clean" << "--api-server KUBECONFIG";
        QTest::newRow("controllers") << "sandbox --api-server k --controllers some" << "\"some\"";
        QTest::newRow("server elsewhere") << "plan --api-server k" << "--api-server belongs to the command sandbox";
        QTest::newRow("timeout zero") << "apply --timeout 0" << "\"0\"";
    }
    void refusesWithTheWordThatIsWrong()
    {
        QFETCH(QString, words);
        QFETCH(QString, says);
        const Result<Options> o = Options::parse(words.split(u' '));
        QVERIFY(!o);
        QVERIFY2(o.error().message.contains(says), qPrintable(o.error().message));
    }

    void noOptionTakesAnApiKey()
    {
        QVERIFY(!Options::parse(QStringLiteral("plan --api-key abc").split(u' ')));
        QVERIFY(!Options::parse(QStringLiteral("plan --passcode=abc").split(u' ')));
    }

    void readsDurations()
    {
        QCOMPARE(*ctl::parseDuration(QStringLiteral("90")), milliseconds(90000));
        QCOMPARE(*ctl::parseDuration(QStringLiteral("90s")), milliseconds(90000));
        QCOMPARE(*ctl::parseDuration(QStringLiteral("1.5h")), milliseconds(5400000));
        QVERIFY(!ctl::parseDuration(QStringLiteral("m")));
        QVERIFY(!ctl::parseDuration(QString()));
    }
};

COCOON_TEST(TstOptions)
#include "tst_options.moc"
