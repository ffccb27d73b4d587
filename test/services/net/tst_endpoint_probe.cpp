// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/certificate_maker.h"
#include "services/net/certificate_probe.h"
#include "services/net/endpoint_probe.h"
#include "services/net/http_server.h"
#include "test/services/net/net_test.h"
#include "test/support/test_main.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace cocoon;
using namespace cocoon::net;
using namespace Qt::StringLiterals;
using Stage = ProbeStep::Stage;
using State = ProbeStep::State;

namespace {
    /// A TCP server that says one thing to whoever comes, or nothing at all.
    class Blunt {
    public:
        explicit Blunt(const QByteArray& says, bool closes = false)
        {
            server.listen(QHostAddress::LocalHost);
            QObject::connect(&server, &QTcpServer::newConnection, &server, [this, says, closes] {
                QTcpSocket* peer = server.nextPendingConnection();
                QObject::connect(peer, &QTcpSocket::readyRead, peer, [peer, says, closes] {
                    peer->readAll();
                    if (!says.isEmpty()) {
                        peer->write(says);
                    }
                    if (closes) {
                        peer->disconnectFromHost();
                    }
                });
            });
        }
        QTcpServer server;
    };

    QString printed(const ProbeSteps& steps)
    {
        QStringList lines;
        for (const ProbeStep& step : steps) {
            lines.append(u"%1 %2 %3: %4"_s.arg(static_cast<int>(step.stage)).arg(static_cast<int>(step.state)).arg(static_cast<int>(step.flaw)).arg(step.evidence));
        }
        return lines.join(u'\n');
    }
}

/// Each flaw on the way is told from the others, with what was seen.
class TstEndpointProbe : public QObject {
    Q_OBJECT

    Identity m_authority = makeAuthority(u"Test CA"_s).value();

    void expect(const ProbeSteps& steps, Stage stage, Flaw flaw, const QString& evidence)
    {
        for (const ProbeStep& step : steps) {
            if (step.state == State::Failed) {
                QVERIFY2(step.stage == stage && step.flaw == flaw, qPrintable(printed(steps)));
                QVERIFY2(step.evidence.contains(evidence), qPrintable(step.evidence));
                return;
            }
        }
        QFAIL(qPrintable(u"nothing failed:\n"_s + printed(steps)));
    }

    ProbeSteps probe(const QString& url, HttpTransport::Options wire = {}, milliseconds limit = milliseconds(5000))
    {
        const auto steps = test::wait(EndpointProbe::start(QUrl(url), wire, this, limit));
        return steps.value_or(ProbeSteps());
    }

private Q_SLOTS:
    void certificates_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("fromDays");
        QTest::addColumn<int>("toDays");
        QTest::addColumn<bool>("isTrusted");
        QTest::addColumn<Flaw>("flaw");
        QTest::addColumn<QString>("evidence");
        QTest::newRow("good") << u"localhost"_s << -1 << 30 << true << Flaw::None << u"valid until"_s;
        QTest::newRow("other name") << u"other.example"_s << -1 << 30 << true << Flaw::TlsName << u"other.example"_s;
        QTest::newRow("unknown authority") << u"localhost"_s << -1 << 30 << false << Flaw::TlsAuthority << u"Test CA"_s;
        QTest::newRow("expired") << u"localhost"_s << -30 << -1 << true << Flaw::TlsExpired << u"expired on"_s;
        QTest::newRow("expired and unknown") << u"localhost"_s << -30 << -1 << false << Flaw::TlsExpired << u"expired on"_s;
        QTest::newRow("not yet") << u"localhost"_s << 1 << 30 << true << Flaw::TlsNotYet << u"not valid before"_s;
    }
    void certificates()
    {
        QFETCH(QString, name);
        QFETCH(int, fromDays);
        QFETCH(int, toDays);
        QFETCH(bool, isTrusted);
        QFETCH(Flaw, flaw);
        QFETCH(QString, evidence);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const auto issued = issueCertificate(m_authority, { u"api"_s, {}, { name }, false, now.addDays(fromDays), now.addDays(toDays) });
        QVERIFY(issued);
        HttpServer server({ { issued->certificate }, issued->key, {} });
        const auto port = server.listen();
        QVERIFY(port);
        HttpTransport::Options wire;
        wire.tls.systemRoots = false;
        wire.tls.roots = isTrusted ? QList { m_authority.certificate } : QList<QSslCertificate>();
        const ProbeSteps steps = probe(u"https://localhost:%1"_s.arg(*port), wire);
        if (flaw != Flaw::None) {
            expect(steps, Stage::Tls, flaw, evidence);
            return;
        }
        QVERIFY2(!hasFailed(steps) && steps.size() == 3, qPrintable(printed(steps)));
        QVERIFY(steps.at(0).evidence.contains(u"127.0.0.1"_s));
        QVERIFY2(steps.at(2).evidence.contains(u"Test CA"_s) && steps.at(2).evidence.contains(evidence), qPrintable(steps.at(2).evidence));
    }

    void aServerNameOfItsOwnIsWhatCounts()
    {
        const auto issued = issueCertificate(m_authority, { u"api"_s, {}, { u"api.inside"_s }, false, {}, {} });
        HttpServer server({ { issued->certificate }, issued->key, {} });
        HttpTransport::Options wire;
        wire.tls.systemRoots = false;
        wire.tls.roots = { m_authority.certificate };
        wire.tls.serverName = u"api.inside"_s;
        QVERIFY(!hasFailed(probe(u"https://localhost:%1"_s.arg(server.listen().value()), wire)));
    }

    void nobodyListens()
    {
        QTcpServer gone;
        gone.listen(QHostAddress::LocalHost);
        const quint16 port = gone.serverPort();
        gone.close();
        const ProbeSteps steps = probe(u"https://127.0.0.1:%1"_s.arg(port));
        expect(steps, Stage::Reach, Flaw::Refused, u"refused"_s);
        QCOMPARE(steps.constLast().state, State::Skipped); // TLS was not tried any more
    }

    void theNameIsUnknown()
    {
        const auto nowhere = [](const QString&, QObject*, const std::function<void(const QHostInfo&)>& answer) {
            QHostInfo info;
            info.setError(QHostInfo::HostNotFound);
            info.setErrorString(u"Host not found"_s);
            answer(info);
        };
        const auto steps = test::wait(EndpointProbe::start(QUrl(u"https://api.invalid"_s), {}, this, milliseconds(5000), nowhere));
        QVERIFY(steps);
        expect(*steps, Stage::Name, Flaw::NoSuchHost, u"api.invalid: Host not found"_s);
    }

    void theAddressIsNone()
    {
        expect(probe(u"nonsense"_s), Stage::Setting, Flaw::BadSetting, u"nonsense"_s);
    }

    void itAnswersNotAtAll()
    {
        const Blunt silent({});
        expect(probe(u"https://localhost:%1"_s.arg(silent.server.serverPort()), {}, milliseconds(200)), Stage::Tls, Flaw::Silent, u"0.2 s"_s);
    }

    void itSpeaksPlainHttp()
    {
        const Blunt plain("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        expect(probe(u"https://localhost:%1"_s.arg(plain.server.serverPort())), Stage::Tls, Flaw::NotTls, QString());
    }

    void itIsCutInTheHandshake()
    {
        const Blunt cut({}, true);
        expect(probe(u"https://localhost:%1"_s.arg(cut.server.serverPort())), Stage::Tls, Flaw::Cut, QString());
    }

    void proxies_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<Flaw>("flaw");
        QTest::newRow("wants a login") << QByteArray("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n") << Flaw::ProxyLogin;
        QTest::newRow("does not lead there") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") << Flaw::ProxyRefused;
        QTest::newRow("finds nothing") << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n") << Flaw::ProxyRefused;
    }
    void proxies()
    {
        QFETCH(QByteArray, answer);
        QFETCH(Flaw, flaw);
        const Blunt proxy(answer, true);
        HttpTransport::Options wire;
        wire.proxy = u"http://127.0.0.1:%1"_s.arg(proxy.server.serverPort());
        expect(probe(u"https://cluster.invalid:6443"_s, wire), Stage::Proxy, flaw, QString());
    }

    void theProxyIsNotThere()
    {
        QTcpServer gone;
        gone.listen(QHostAddress::LocalHost);
        HttpTransport::Options wire;
        wire.proxy = u"http://127.0.0.1:%1"_s.arg(gone.serverPort());
        gone.close();
        expect(probe(u"https://cluster.invalid"_s, wire), Stage::Proxy, Flaw::ProxyUnreachable, QString());
        wire.proxy = u"ftp://x"_s;
        expect(probe(u"https://cluster.invalid"_s, wire), Stage::Setting, Flaw::BadSetting, u"proxies"_s);
    }

    // Only who vouches for a certificate is a matter of opinion.
    void certificateProblemsTable()
    {
        QCOMPARE(certificateProblems({}), QStringList());
        QCOMPARE(certificateProblems({ QSslError(QSslError::SelfSignedCertificate) }), QStringList({ u"unknown-issuer"_s }));
        QCOMPARE(certificateProblems({ QSslError(QSslError::UnableToGetLocalIssuerCertificate), QSslError(QSslError::UnableToVerifyFirstCertificate), QSslError(QSslError::HostNameMismatch) }),
            QStringList({ u"unknown-issuer"_s, u"host-mismatch"_s }));
        QCOMPARE(certificateProblems({ QSslError(QSslError::CertificateExpired) }), QStringList({ u"expired"_s }));
        QCOMPARE(certificateProblems({ QSslError(QSslError::CertificateNotYetValid) }), QStringList({ u"not-yet-valid"_s }));
        QCOMPARE(certificateProblems({ QSslError(QSslError::CertificateRevoked) }), QStringList({ u"refused"_s }));
    }
};

COCOON_TEST(TstEndpointProbe)
#include "tst_endpoint_probe.moc"
