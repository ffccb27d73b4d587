// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a probe tells about trustees that speak TLS, with real handshakes on loopback.
#include "models/world/trustee_probe.h"
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "services/net/http_transport.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstTrusteeProbe : public QObject {
    Q_OBJECT

    net::Identity m_authority, m_stranger, m_issued, m_alone, m_elsewhere;

    static net::CertificateRequest serving(const QString& name) { return { name, {}, { name }, false, {}, {} }; }

    /// A key broker of protocol 0.2.0 that serves this chain (empty = plain HTTP); returns what the probe says of `scheme`.
    static QJsonObject probe(const QList<QSslCertificate>& chain, const QSslKey& key, const QByteArray& given = {}, const QString& scheme = u"https"_s)
    {
        net::HttpServer::Options options;
        options.chain = chain;
        options.key = key;
        net::HttpServer server(options);
        server.setHandler([](net::Exchange& exchange) {
            exchange.replyJson(401, R"({"detail":"KBS Client Protocol Version Mismatch: expect =0.2.0 while the request is 0.0.0"})");
        });
        const Result<quint16> port = server.listen();
        if (!port) {
            return {};
        }
        net::HttpTransport::Options wire;
        wire.proxy = u"direct"_s;
        net::HttpTransport transport(wire);
        QJsonObject answer;
        QObject parent;
        const QUrl url(u"%1://127.0.0.1:%2"_s.arg(scheme).arg(*port));
        world::probeTrustee(transport, url, given, &parent)->then(&parent, [&answer](const Result<QJsonValue>& r) { answer = r ? r->toObject() : QJsonObject(); });
        return QTest::qWaitFor([&answer] { return !answer.isEmpty(); }, 20000) ? answer : QJsonObject();
    }
    static QJsonObject certificateOf(const QJsonObject& answer) { return answer.value(u"certificate").toObject(); }
    static QString authorityOf(const QJsonObject& answer) { return certificateOf(answer).value(u"authority").toObject().value(u"pem").toString(); }
    static QJsonArray spoken() { return { u"0.2.0"_s }; }

private Q_SLOTS:
    void initTestCase()
    {
        const auto take = [](net::Identity& target, const Result<net::Identity>& made) {
            QVERIFY(made);
            target = *made;
        };
        take(m_authority, net::makeAuthority(u"company"_s));
        take(m_stranger, net::makeAuthority(u"stranger"_s));
        take(m_issued, net::issueCertificate(m_authority, serving(u"127.0.0.1"_s)));
        take(m_alone, net::makeSelfSigned(serving(u"127.0.0.1"_s)));
        take(m_elsewhere, net::makeSelfSigned(serving(u"kbs.example"_s)));
    }

    void plainHttp()
    {
        const QJsonObject answer = probe({}, {}, {}, u"http"_s);
        QVERIFY(answer.value(u"reachable").toBool());
        QCOMPARE(answer.value(u"kbsProtocols").toArray(), spoken());
        QVERIFY(!answer.contains(u"certificate"_s));
    }

    void schemesAreToldApart()
    {
        const QJsonObject http = probe({}, {});
        QVERIFY(!http.value(u"reachable").toBool() && http.value(u"otherSchemeWorks").toBool());
        const QJsonObject https = probe({ m_alone.certificate }, m_alone.key, {}, u"http"_s);
        QVERIFY(!https.value(u"reachable").toBool() && https.value(u"otherSchemeWorks").toBool());
    }

    void selfSignedIsAskedAndOfferedAsItIs()
    {
        const QJsonObject answer = probe({ m_alone.certificate }, m_alone.key);
        QVERIFY(answer.value(u"reachable").toBool() && !answer.value(u"otherSchemeWorks").toBool());
        QCOMPARE(answer.value(u"kbsProtocols").toArray(), spoken());
        QCOMPARE(certificateOf(answer).value(u"trusted"), QJsonValue(false));
        QCOMPARE(certificateOf(answer).value(u"problems").toArray(), QJsonArray { u"unknown-issuer"_s });
        QCOMPARE(authorityOf(answer).toLatin1().trimmed(), m_alone.certificatePem.trimmed());
        QVERIFY(!certificateOf(answer).contains(u"fits"_s)); // nothing was given
    }

    // Of an issued certificate a VM needs the issuer: the certificate itself would convince it of nothing.
    void theAuthorityAtTheEndOfTheChainIsOffered()
    {
        const QJsonObject answer = probe({ m_issued.certificate, m_authority.certificate }, m_issued.key);
        QVERIFY(answer.value(u"reachable").toBool());
        QCOMPARE(authorityOf(answer).toLatin1().trimmed(), m_authority.certificatePem.trimmed());
        QVERIFY(certificateOf(answer).value(u"sha256") != certificateOf(answer).value(u"authority").toObject().value(u"sha256"));
        const QJsonObject hidden = probe({ m_issued.certificate }, m_issued.key);
        QVERIFY(!hidden.value(u"reachable").toBool());
        QCOMPARE(authorityOf(hidden), QString());
        QVERIFY(!certificateOf(hidden).isEmpty());
    }

    void whatVmsAreGivenIsTried()
    {
        const QJsonObject right = probe({ m_issued.certificate }, m_issued.key, m_authority.certificatePem);
        QCOMPARE(certificateOf(right).value(u"fits"), QJsonValue(true));
        QVERIFY(right.value(u"reachable").toBool());
        QCOMPARE(right.value(u"kbsProtocols").toArray(), spoken());
        const QJsonObject wrong = probe({ m_issued.certificate, m_authority.certificate }, m_issued.key, m_stranger.certificatePem);
        QCOMPARE(certificateOf(wrong).value(u"fits"), QJsonValue(false));
        QCOMPARE(wrong.value(u"kbsProtocols").toArray(), spoken()); // what it speaks is known all the same
        const QJsonObject alone = probe({ m_alone.certificate }, m_alone.key, m_alone.certificatePem);
        QCOMPARE(certificateOf(alone).value(u"fits"), QJsonValue(true));
    }

    void anotherNameIsNoMatterOfTrust()
    {
        const QJsonObject answer = probe({ m_elsewhere.certificate }, m_elsewhere.key, m_elsewhere.certificatePem);
        QVERIFY(certificateOf(answer).value(u"problems").toArray().contains(u"host-mismatch"_s));
        QCOMPARE(certificateOf(answer).value(u"fits"), QJsonValue(false));
    }
};

COCOON_TEST(TstTrusteeProbe)
#include "tst_trustee_probe.moc"
