// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/words/check_words.h"
#include "models/words/words.h"
#include "services/kube/client.h"
#include "services/net/certificate_maker.h"
#include "services/net/endpoint_probe.h"
#include "services/net/http_transport.h"
#include "services/net/tls.h"
#include "test/services/net/net_test.h"
#include "test/services/net/strict_server.h"
#include "test/support/matrix.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>

#include <openssl/ssl.h>

using namespace cocoon;
using namespace cocoon::net;
using namespace Qt::StringLiterals;

namespace {
    enum class Chain { Good, Expired, NotYet, OtherName, UnknownAuthority, SelfSigned, WithIntermediate, WithoutIntermediate };
    enum class Client { Unasked, None, Good, Expired, Foreign };
    enum class Speaks { Tls12, Tls13, OldTls, OldTlsOnly, Plain };

    struct Cell {
        const char* name;
        Chain chain = Chain::Good;
        Client client = Client::Unasked;
        Speaks speaks = Speaks::Tls13;
        const char* serverName = "";
        TlsCause refusedFor = TlsCause::Unknown; ///< with words: refused
        const char* words = ""; ///< of what came back; empty = accepted
        const char* remedy = "";
    };

    const Cell kCells[] = {
        { "in order, TLS 1.3" },
        { "in order, TLS 1.2", Chain::Good, Client::Unasked, Speaks::Tls12 },
        { "expired", Chain::Expired, Client::Unasked, Speaks::Tls13, "", TlsCause::Expired, "\"server\" of localhost expired on 20", "renew it" },
        { "not yet valid", Chain::NotYet, Client::Unasked, Speaks::Tls13, "", TlsCause::NotYetValid, "\"server\" of localhost is not valid before 20", "machine's clock" },
        { "wrong host", Chain::OtherName, Client::Unasked, Speaks::Tls13, "", TlsCause::WrongName, "not made for localhost (it is for api.inside)", "tls-server-name" },
        { "server name override, right", Chain::OtherName, Client::Unasked, Speaks::Tls13, "api.inside" },
        { "server name override, wrong", Chain::Good, Client::Unasked, Speaks::Tls13, "api.inside", TlsCause::WrongName, "not made for api.inside (it is for localhost)", "tls-server-name" },
        { "unknown authority", Chain::UnknownAuthority, Client::Unasked, Speaks::Tls13, "", TlsCause::Authority, "issued by \"Foreign CA\"", "authority's certificate" },
        { "self-signed", Chain::SelfSigned, Client::Unasked, Speaks::Tls13, "", TlsCause::Authority, "self-signed and not trusted", "authority's certificate" },
        { "chain complete", Chain::WithIntermediate },
        { "chain incomplete", Chain::WithoutIntermediate, Client::Unasked, Speaks::Tls13, "", TlsCause::Authority, "issued by \"Middle CA\"", "authority's certificate" },
        { "TLS 1.1 only", Chain::Good, Client::Unasked, Speaks::OldTls, "", TlsCause::OldProtocol, "no TLS newer than 1.1", "offer TLS 1.2" },
        { "TLS 1.1, a server that knows no newer", Chain::Good, Client::Unasked, Speaks::OldTlsOnly, "", TlsCause::OldProtocol, "no TLS newer than 1.1", "offer TLS 1.2" },
        { "no TLS at all", Chain::Good, Client::Unasked, Speaks::Plain, "", TlsCause::NotTls, "does not speak TLS", "Check the port" },
        { "client certificate, TLS 1.3", Chain::Good, Client::Good },
        { "client certificate, TLS 1.2", Chain::Good, Client::Good, Speaks::Tls12 },
        { "client certificate expired, TLS 1.3", Chain::Good, Client::Expired, Speaks::Tls13, "", TlsCause::Client, "\"alice\": it expired on 20", "fresh kubeconfig" },
        { "client certificate expired, TLS 1.2", Chain::Good, Client::Expired, Speaks::Tls12, "", TlsCause::Client, "\"alice\": it expired on 20", "fresh kubeconfig" },
        { "client certificate of another authority, TLS 1.3", Chain::Good, Client::Foreign, Speaks::Tls13, "", TlsCause::Client, "did not accept our client certificate \"alice\"", "fresh kubeconfig" },
        { "client certificate of another authority, TLS 1.2", Chain::Good, Client::Foreign, Speaks::Tls12, "", TlsCause::Client, "did not accept our client certificate \"alice\"", "fresh kubeconfig" },
        { "client certificate missing, TLS 1.3", Chain::Good, Client::None, Speaks::Tls13, "", TlsCause::Client, "asks for a client certificate, and we have none", "fresh kubeconfig" },
        { "client certificate missing, TLS 1.2", Chain::Good, Client::None, Speaks::Tls12, "", TlsCause::Client, "may ask for a client certificate, and we have none", "fresh kubeconfig" },
    };
}

/// Which certificates and protocols are taken, and in which words the others are refused.
class TstTlsMatrix : public QObject {
    Q_OBJECT

    const QDateTime m_now = QDateTime::currentDateTimeUtc();
    const Identity m_authority = makeAuthority(u"Our CA"_s).value();
    const Identity m_foreign = makeAuthority(u"Foreign CA"_s).value();
    const Identity m_middle = issueAuthority(m_authority, u"Middle CA"_s).value();
    test::Matrix m_matrix { u"TLS"_s };

    CertificateRequest wanted(const QString& name, const QString& host, bool isExpired = false) const
    {
        CertificateRequest request;
        request.commonName = name;
        request.names = host.isEmpty() ? QStringList() : QStringList { host };
        request.forClient = host.isEmpty();
        request.from = m_now.addDays(-10);
        request.to = m_now.addDays(isExpired ? -1 : 10);
        return request;
    }

    test::StrictServer::Options options(const Cell& cell) const
    {
        CertificateRequest request = wanted(u"server"_s, cell.chain == Chain::OtherName ? u"api.inside"_s : u"localhost"_s, cell.chain == Chain::Expired);
        if (cell.chain == Chain::NotYet) {
            request.from = m_now.addDays(1);
        }
        const bool isMiddle = cell.chain == Chain::WithIntermediate || cell.chain == Chain::WithoutIntermediate;
        const Identity identity = cell.chain == Chain::SelfSigned ? makeSelfSigned(request).value()
            : issueCertificate(cell.chain == Chain::UnknownAuthority ? m_foreign : isMiddle ? m_middle : m_authority, request).value();
        test::StrictServer::Options options;
        options.chainPem = identity.certificatePem + (cell.chain == Chain::WithIntermediate ? m_middle.certificatePem : QByteArray());
        options.keyPem = identity.keyPem;
        options.clientRootsPem = cell.client == Client::Unasked ? QByteArray() : m_authority.certificatePem;
        switch (cell.speaks) {
        case Speaks::Tls12: options.newest = TLS1_2_VERSION; break;
        case Speaks::Tls13: options.oldest = TLS1_3_VERSION; break;
        case Speaks::OldTls: options.newest = TLS1_1_VERSION; break;
        case Speaks::OldTlsOnly:
            // The beginning of a ServerHello that chooses TLS 1.1, as one answers that never heard of anything newer.
            options.says = QByteArray::fromHex("160302002a020000260302") + QByteArray(32, 'r') + QByteArray::fromHex("00002f00");
            break;
        case Speaks::Plain: options.says = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"; break;
        }
        return options;
    }

    kube::Access access(const Cell& cell, quint16 port) const
    {
        kube::Access access;
        access.server = QUrl(u"https://localhost:%1"_s.arg(port));
        access.tls.systemRoots = false;
        access.tls.roots = { m_authority.certificate };
        access.tls.serverName = QString::fromLatin1(cell.serverName);
        if (cell.client == Client::Good || cell.client == Client::Expired || cell.client == Client::Foreign) {
            const Identity user = issueCertificate(cell.client == Client::Foreign ? m_foreign : m_authority, wanted(u"alice"_s, {}, cell.client == Client::Expired)).value();
            access.tls.clientChain = { user.certificate };
            access.tls.clientKey = user.key;
        }
        return access;
    }

    /// "" when the request went as the cell says.
    QString requestGoesWrong(const Cell& cell, const kube::Access& access, const test::StrictServer& server)
    {
        HttpTransport transport(kube::optionsFor(access));
        kube::Client client(transport, access);
        const Result<kube::Version> version = test::wait(client.version());
        if (*cell.words == '\0') {
            return version && version->gitVersion == u"v1.29"_s ? QString() : u"refused: "_s + (version ? QString() : version.error().message + version.error().detail);
        }
        if (version || server.answered() > 0) {
            return u"accepted"_s;
        }
        const words::Explanation said = words::explain(version.error());
        const bool isRight = version.error().code == Errc::Tls && tlsCause(version.error()) == cell.refusedFor && said.tried == u"GET /version"_s
            && said.cameBack.contains(QLatin1String(cell.words)) && said.doNext.contains(QLatin1String(cell.remedy));
        return isRight ? QString() : errcName(version.error().code) + u": "_s + said.text() + u" ["_s + version.error().detail + u']';
    }

    /// The check of a connection says the same. It asks nothing, so with TLS 1.3 it is gone before a client is refused.
    QString checkGoesWrong(const Cell& cell, const kube::Access& access)
    {
        const ProbeSteps steps = test::wait(EndpointProbe::start(access.server, kube::optionsFor(access), this, milliseconds(5000))).value();
        const bool isAccepted = *cell.words == '\0' || (cell.refusedFor == TlsCause::Client && cell.speaks == Speaks::Tls13);
        for (const ProbeStep& step : steps) {
            if (step.state == ProbeStep::State::Failed) {
                const words::CheckLine line = words::explain(step);
                const bool isRight = !isAccepted && step.stage == ProbeStep::Stage::Tls && line.says.contains(QLatin1String(cell.words)) && line.remedy.contains(QLatin1String(cell.remedy));
                return isRight ? QString() : u"the check says: "_s + line.says + u' ' + line.remedy;
            }
        }
        return isAccepted ? QString() : u"the check accepts it"_s;
    }

private Q_SLOTS:
    void cell_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(kCells)); ++i) {
            QTest::newRow(kCells[i].name) << i;
        }
    }
    void cell()
    {
        QFETCH(int, index);
        const Cell& cell = kCells[index];
        test::StrictServer server(options(cell));
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const kube::Access as = access(cell, server.serverPort());
        QElapsedTimer timer;
        timer.start();
        QString wrong = requestGoesWrong(cell, as, server);
        if (wrong.isEmpty()) {
            wrong = checkGoesWrong(cell, as);
        }
        const QString outcome = *cell.words == '\0' ? u"accepted"_s : u"refused: … "_s + QLatin1String(cell.words) + u" …"_s;
        m_matrix.add(QLatin1String(cell.name), u"outcome"_s, wrong.isEmpty() ? outcome : wrong, wrong.isEmpty(), milliseconds(timer.elapsed()));
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
    void cleanupTestCase() { m_matrix.print(); }
};

COCOON_TEST(TstTlsMatrix)
#include "tst_tls_matrix.moc"
