// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/coco/initdata.h"
#include "services/coco/kbs.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::coco;
using namespace Qt::StringLiterals;

class TstInitdata : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The published example for an http test trustee: same text, same digest.
    void knownGoodDocument()
    {
        const QByteArray toml = initdataToml({ u"http://192.0.2.10:8080/"_s, {}, u"sha384"_s, {} });
        const auto read = parseInitdata(toml);
        QVERIFY(read);
        QCOMPARE(read->trusteeUrl(), u"http://192.0.2.10:8080"_s);
        QCOMPARE(read->digest(), QByteArray("a6469afa22195916f087c4ed0908782637fe4a3b6483d3d5cfdd1930f9a7fcf04542bde9d241b9f017879208c9722832"));
        QVERIFY(lintInitdata(*read).isEmpty());
    }

    void publishedVectorDecodes()
    {
        const auto read = decodeInitdata("H4sIAAAAAAACAxWMQQ6CMBAA7/sKspfeli16qCS+hBCzKtKG0pJ29f3S60xmJK65BPV7d++werm4K8JvKTXk1BCTJUaA6S0qM6AIad4jns4YA5PmbUmPV06fsFbannWGb4mt9KrH2Pf2NhDTQJZHx+5ctewPNP5cB3YAAAA=");
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->digest(), QByteArray("7afb6e2481e26ab5d9fa13c365efb4a8987177f17d8811c38a83d4d1b16486653ae538d9c1a68fa7939cd82b91585016"));
        QCOMPARE(read->trusteeUrl(), u"http://192.0.2.10:8080"_s);
        QVERIFY(read->wasCompressed);
    }

    void sameTextSameValue()
    {
        const QByteArray toml = initdataToml({ u"http://a:1"_s, {}, u"sha256"_s, {} });
        QCOMPARE(encodeInitdata(toml), encodeInitdata(toml));
        QVERIFY(!encodeInitdata(toml).contains('\n'));
        const auto read = decodeInitdata(encodeInitdata(toml));
        QVERIFY(read);
        QCOMPARE(read->toml, toml);
    }

    void certificateAndPolicyArrive()
    {
        const QString pem = u"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"_s;
        const QString policy = u"package agent_policy\ndefault ExecProcessRequest := true # '''\n"_s;
        const auto read = parseInitdata(initdataToml({ u"https://kbs.example.org"_s, pem, u"sha512"_s, policy }));
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
        QVERIFY(read->data.value(u"cdh.toml"_s).contains(pem));
        QVERIFY(read->data.value(u"aa.toml"_s).contains(pem));
        QCOMPARE(read->data.value(u"policy.rego"_s), policy);
    }

    void plainTomlIsTheOldForm()
    {
        const auto read = decodeInitdata(initdataToml({ u"http://a:1"_s, {}, u"sha256"_s, {} }).toBase64());
        QVERIFY(read && !read->wasCompressed);
    }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not base64") << QByteArray("***");
        QTest::newRow("line breaks") << QByteArray("AAAA\nAAAA\n");
        QTest::newRow("shell variable") << QByteArray("$INITDATA");
        QTest::newRow("hyphen in algorithm") << QByteArray("algorithm = \"sha-384\"\nversion = \"0.1.0\"\n[data]\n").toBase64();
        QTest::newRow("sm3") << QByteArray("algorithm = \"sm3\"\nversion = \"0.1.0\"\n[data]\n").toBase64();
        QTest::newRow("other version") << QByteArray("algorithm = \"sha384\"\nversion = \"0.2.0\"\n[data]\n").toBase64();
        QTest::newRow("no data") << QByteArray("algorithm = \"sha384\"\nversion = \"0.1.0\"\n").toBase64();
        QTest::newRow("unquoted name") << QByteArray("algorithm = \"sha384\"\nversion = \"0.1.0\"\n[data]\naa.toml = 'x'\n").toBase64();
    }
    void mistakes()
    {
        QFETCH(QByteArray, value);
        const auto read = decodeInitdata(value);
        QVERIFY(!read);
        QVERIFY(!read.error().message.isEmpty());
    }

    void cutAnywhere()
    {
        const QByteArray whole = encodeInitdata(initdataToml({ u"http://a:1"_s, {}, u"sha256"_s, {} }));
        for (qsizetype n = 0; n < whole.size(); ++n) {
            QVERIFY(!decodeInitdata(whole.left(n)));
        }
    }

    void lintFindsWhatTheGuestWouldNotSay()
    {
        const QByteArray head = "algorithm = \"sha384\"\nversion = \"0.1.0\"\n[data]\n\"aa.toml\" = '''\n[token_configs.kbs]\nurl = \"http://a:1\"\n'''\n";
        const auto problems = [&](const QByteArray& rest) {
            QStringList texts;
            const auto read = parseInitdata(head + rest);
            if (read) {
                for (const InitdataProblem& problem : lintInitdata(*read)) {
                    texts.append(problem.text);
                }
            }
            return texts.join(u'\n');
        };
        QVERIFY(problems("").contains(u"cdh.toml is missing"_s));
        QVERIFY(problems("\"cdh.toml\" = '''\n[kbc]\nname = \"kbs\"\nurl = \"http://a:1\"\n'''\n").contains(u"cc_kbc"_s));
        QVERIFY(problems("\"cdh.toml\" = '''\n[kbc]\nname = \"cc_kbc\"\nurl = \"http://a:1/kbs/v0\"\n'''\n").contains(u"must not have a path"_s));
        QVERIFY(problems("\"cdh.toml\" = '''\n[kbc]\nname = \"cc_kbc\"\nurl = \"http://a:1\"\nsocket = \"x\"\n'''\n").contains(u"above [kbc]"_s));
        QVERIFY(problems("\"extra.txt\" = 'x'\n").contains(u"extra.txt"_s));
    }

    void protocolFromRefusal()
    {
        QCOMPARE(kbsProtocolFromRefusal(R"({"type":"x","detail":"KBS Client Protocol Version Mismatch: expect =0.4.0 while the request is 0.0.0"})"), u"0.4.0"_s);
        QVERIFY(kbsProtocolFromRefusal("<html>").isEmpty());
        QCOMPARE(trusteeReleasesFor(Facts::builtIn(), u"0.2.0"_s), u"v0.12 and v0.13"_s);
    }
};

COCOON_TEST(TstInitdata)
#include "tst_initdata.moc"
