// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/setup.h"
#include "services/base/json.h"
#include "services/coco/initdata.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

#include <QUrl>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::test;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

class TstTrustStep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void trustTable()
    {
        Site none = ready();
        none.intent.trust.url.clear();
        QCOMPARE(none.assess(u"trust"_s).state, StepState::Blocked);
        none.intent.trust.skip = true;
        QCOMPARE(none.assess(u"trust"_s).state, StepState::Skipped);

        Site scheme = ready();
        scheme.intent.trust.url = u"https://192.0.2.10:8080"_s;
        scheme.world.set(ask::trustee(scheme.intent.trust.url), json(R"({"reachable":false,"scheme":"https","otherSchemeWorks":true})"));
        const Assessment wrong = scheme.assess(u"trust"_s);
        QCOMPARE(finding(wrong, u"G3-trustee-scheme"_s).severity, Severity::Blocker);
        QVERIFY(finding(wrong, u"G3-trustee-scheme"_s).remedy.contains(u"http://192.0.2.10:8080"_s));

        Site protocol = ready();
        protocol.world.set(ask::trustee(protocol.intent.trust.url), json(R"({"reachable":true,"scheme":"http","kbsProtocols":["0.4.0"]})"));
        QVERIFY(finding(protocol.assess(u"trust"_s), u"trustee-protocol"_s).remedy.contains(u"v0.12 and v0.13"_s));

        Site write = ready(); // before the adaptor exists: no restart is needed
        const Assessment assessment = write.assess(u"trust"_s);
        QCOMPARE(changeKeys(assessment), QStringList({ u"patch initdata"_s }));
        const auto initdata = coco::decodeInitdata(str(assessment.changes.first().body, { u"data", u"INITDATA" }).toLatin1());
        QVERIFY(initdata);
        QCOMPARE(initdata->trusteeUrl(), write.intent.trust.url);
        write.trusted();
        QCOMPARE(write.assess(u"trust"_s).state, StepState::Done);
    }

    void theWayToTheTrustee_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("finding"); // "" = nothing to say
        QTest::addColumn<int>("severity");
        const QString here = u"https://127.0.0.1:6443"_s;
        const QString elsewhere = u"https://api.demo.example:6443"_s;
        QTest::newRow("https") << u"https://192.0.2.10:8443"_s << elsewhere << QString() << 0;
        QTest::newRow("plain http") << u"http://192.0.2.10:8080"_s << elsewhere << u"trustee-plain-http"_s << int(Severity::Warning);
        QTest::newRow("this machine, a sandbox") << u"http://127.0.0.1:8080"_s << here << u"trustee-this-machine"_s << int(Severity::Info);
        QTest::newRow("this machine, a cluster elsewhere") << u"http://localhost:8080"_s << elsewhere << u"trustee-this-machine"_s << int(Severity::Warning);
        QTest::newRow("https to this machine, a cluster elsewhere") << u"https://[::1]:8080"_s << elsewhere << u"trustee-this-machine"_s << int(Severity::Warning);
    }
    void theWayToTheTrustee()
    {
        QFETCH(QString, url);
        QFETCH(QString, server);
        QFETCH(QString, finding);
        QFETCH(int, severity);
        Site site = ready();
        site.intent.trust.url = url;
        site.world.set(ask::connection(), QJsonObject { { u"server"_s, server } });
        site.world.set(ask::trustee(url), QJsonObject { { u"reachable"_s, true }, { u"scheme"_s, QUrl(url).scheme() }, { u"kbsProtocols"_s, QJsonArray { u"0.2.0"_s } } });
        const Assessment assessment = site.assess(u"trust"_s);
        for (const QString& id : { u"trustee-plain-http"_s, u"trustee-this-machine"_s }) {
            QCOMPARE(cocoon::test::finding(assessment, id).id, id == finding ? id : QString());
        }
        if (!finding.isEmpty()) {
            QCOMPARE(int(cocoon::test::finding(assessment, finding).severity), severity);
        }
        QCOMPARE(changeKeys(assessment), QStringList({ u"patch initdata"_s })); // it is the user's decision
    }

    // What a guide user has made by hand names the same trustee: it is left alone, sha256 and all.
    void handMadeInitdataIsKept()
    {
        Site site = ready();
        const QByteArray toml = "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\n[data]\n\"aa.toml\" = '''\n[token_configs]\n[token_configs.coco_as]\nurl = \"http://192.0.2.10:8080\"\n\n[token_configs.kbs]\nurl = \"http://192.0.2.10:8080\"\n'''\n\n"
                                "\"cdh.toml\"  = '''\nsocket = 'unix:///run/confidential-containers/cdh.sock'\ncredentials = []\n\n[kbc]\nname = \"cc_kbc\"\nurl = \"http://192.0.2.10:8080\"\n'''\n";
        site.setConfig(u"INITDATA"_s, QString::fromLatin1(coco::encodeInitdata(toml)));
        QCOMPARE(site.assess(u"trust"_s).state, StepState::Done);
        QCOMPARE(setup::proposeIntent(u"demo"_s, {}, site.world, coco::Facts::builtIn()).trust.algorithm, u"sha256"_s);
    }

    void trusteeCertificateTable_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("ofTheIntent");
        QTest::addColumn<QString>("finding");
        QTest::addColumn<int>("severity");
        QTest::addColumn<QString>("taken"); // what stands in the INITDATA to write; "-" = nothing is written
        QTest::addColumn<QString>("allow");
        const QString rest = u"\"subject\":\"kbs\",\"notAfter\":\"2027-01-15T00:00:00Z\",\"sha256\":\"AB:CD\""_s;
        const QString shown = rest + u",\"authority\":{"_s + rest + u",\"pem\":\"SERVED\"}}"_s;
        const QString own = u"trustee-certificate-own"_s;
        const QString bad = u"trustee-certificate-valid"_s;
        const int blocker = int(Severity::Blocker);
        const int warning = int(Severity::Warning);
        const QString unknown = u"{\"trusted\":false,\"problems\":[\"unknown-issuer\"],"_s;
        QTest::newRow("public authority") << u"{\"trusted\":true,"_s + shown << QString() << QString() << 0 << QString() << QString();
        QTest::newRow("self-signed") << unknown + shown << QString() << own << warning << u"SERVED"_s << u"trust-certificate"_s;
        QTest::newRow("self-signed, named") << unknown + u"\"fits\":true,"_s + shown << u"NAMED"_s << own << int(Severity::Ok) << u"NAMED"_s << QString();
        QTest::newRow("another one named") << unknown + u"\"fits\":false,"_s + shown << u"NAMED"_s << u"trustee-certificate-other"_s << warning << u"NAMED"_s << QString();
        QTest::newRow("its authority is not shown") << unknown + rest + u'}' << QString() << u"trustee-certificate-hidden"_s << blocker << u"-"_s << QString();
        QTest::newRow("its authority is not shown, named") << unknown + u"\"fits\":true,"_s + rest + u'}' << u"NAMED"_s << own << int(Severity::Ok) << u"NAMED"_s << QString();
        QTest::newRow("other name") << u"{\"trusted\":false,\"problems\":[\"unknown-issuer\",\"host-mismatch\"],"_s + shown << QString() << bad << blocker << u"-"_s << QString();
        QTest::newRow("other name, named") << u"{\"trusted\":false,\"problems\":[\"host-mismatch\"],"_s + shown << u"NAMED"_s << bad << blocker << u"-"_s << QString();
        QTest::newRow("expired") << u"{\"trusted\":false,\"problems\":[\"expired\"],"_s + shown << QString() << bad << blocker << u"-"_s << QString();
        QTest::newRow("not yet valid") << u"{\"trusted\":false,\"problems\":[\"not-yet-valid\"],"_s + shown << QString() << bad << blocker << u"-"_s << QString();
        QTest::newRow("refused") << u"{\"trusted\":false,\"problems\":[\"refused\"],"_s + shown << QString() << bad << blocker << u"-"_s << QString();
    }
    void trusteeCertificateTable()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, ofTheIntent);
        QFETCH(QString, finding);
        QFETCH(int, severity);
        QFETCH(QString, taken);
        QFETCH(QString, allow);
        Site site = ready();
        site.intent.trust.url = u"https://kbs.example:8443"_s;
        site.intent.trust.certificate = ofTheIntent;
        QJsonObject answer = json(R"({"reachable":true,"scheme":"https","status":401,"kbsProtocols":["0.2.0"]})");
        answer.insert(u"certificate"_s, json(certificate.toUtf8().constData()));
        site.world.set(ask::trustee(site.intent.trust.url, ofTheIntent), answer);
        const Assessment assessment = site.assess(u"trust"_s);
        if (!finding.isEmpty()) {
            const Finding found = cocoon::test::finding(assessment, finding);
            QCOMPARE(found.id, finding);
            QCOMPARE(int(found.severity), severity);
            QVERIFY2(found.evidence.contains(u"AB:CD"_s) && found.evidence.contains(u"kbs"_s) && found.evidence.contains(u"2027-01-15"_s), qPrintable(found.evidence));
        }
        if (taken == "-"_L1) {
            QCOMPARE(assessment.state, StepState::Blocked);
            QVERIFY(assessment.changes.isEmpty());
            return;
        }
        QCOMPARE(changeKeys(assessment), QStringList({ u"patch initdata"_s }));
        QCOMPARE(assessment.changes.first().allow, allow);
        const auto initdata = coco::decodeInitdata(str(assessment.changes.first().body, { u"data", u"INITDATA" }).toLatin1());
        QVERIFY(initdata);
        for (const QString& pem : { u"SERVED"_s, u"NAMED"_s }) {
            QCOMPARE(initdata->data.value(u"cdh.toml"_s).contains(pem), pem == taken);
            QCOMPARE(initdata->data.value(u"aa.toml"_s).contains(pem), pem == taken);
        }
        // Once it is written, it is neither asked for again nor taken away; the trustee is asked with it.
        site.setConfig(u"INITDATA"_s, str(assessment.changes.first().body, { u"data", u"INITDATA" }), u"cocoon"_s);
        const Assessment written = site.assess(u"trust"_s);
        QCOMPARE(written.state, StepState::Done);
        QVERIFY(written.needs.contains(ask::trustee(site.intent.trust.url, taken)));
    }

    void changedTrustIsSeen()
    {
        Site site = ready();
        site.trusted();
        site.intent.trust.algorithm = u"sha256"_s;
        const Assessment algorithm = site.assess(u"trust"_s);
        QCOMPARE(algorithm.state, StepState::Drifted);
        QCOMPARE(changeKeys(algorithm), QStringList({ u"patch initdata"_s }));

        site.intent.trust.algorithm = u"sha384"_s;
        QCOMPARE(site.assess(u"trust"_s).state, StepState::Done);
        site.intent.trust.certificate = u"NEW AUTHORITY"_s;
        const Assessment certificate = site.assess(u"trust"_s);
        QCOMPARE(certificate.state, StepState::Drifted);
        site.setConfig(u"INITDATA"_s, str(certificate.changes.first().body, { u"data", u"INITDATA" }), u"cocoon"_s);
        QCOMPARE(site.assess(u"trust"_s).state, StepState::Done);
        // Another algorithm does not lose the certificate that is there.
        site.intent.trust.certificate.clear();
        site.intent.trust.algorithm = u"sha512"_s;
        const auto initdata = coco::decodeInitdata(str(site.assess(u"trust"_s).changes.first().body, { u"data", u"INITDATA" }).toLatin1());
        QVERIFY(initdata && initdata->algorithm == "sha512"_L1 && initdata->data.value(u"cdh.toml"_s).contains("NEW AUTHORITY"_L1));
        // An Intent made from what is there agrees with it.
        const Intent derived = setup::proposeIntent(u"demo"_s, {}, site.world, coco::Facts::builtIn());
        QCOMPARE(derived.trust.algorithm, u"sha384"_s);
        site.intent.trust.algorithm = derived.trust.algorithm;
        QCOMPARE(site.assess(u"trust"_s).state, StepState::Done);
    }
};

COCOON_TEST(TstTrustStep)
#include "tst_trust_step.moc"
