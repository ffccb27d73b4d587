// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/endpoint_probe.h"
#include "services/net/http_server.h"
#include "services/net/http_transport.h"
#include "services/net/tls.h"
#include "services/net/tls_relay.h"
#include "services/net/websocket_codec.h"
#include "test/services/net/connect_proxy.h"
#include "test/services/net/net_test.h"
#include "test/support/test_main.h"

#include <QSslSocket>

using namespace cocoon;
using namespace cocoon::net;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    /// A TLS server that says so many bytes to whoever comes and closes.
    class Pouring : public QTcpServer {
    public:
        Pouring(Identity identity, qsizetype size)
            : m_identity(std::move(identity))
            , m_size(size)
        {
            listen(QHostAddress::LocalHost);
        }
        qint64 left() const { return m_socket ? m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite() : -1; }

    protected:
        void incomingConnection(qintptr handle) override
        {
            m_socket = new QSslSocket(this);
            m_socket->setSocketDescriptor(handle);
            m_socket->setLocalCertificate(m_identity.certificate);
            m_socket->setPrivateKey(m_identity.key);
            m_socket->setPeerVerifyMode(QSslSocket::VerifyNone);
            connect(m_socket, &QSslSocket::encrypted, m_socket, [this] {
                m_socket->write(QByteArray(m_size, 'x'));
                m_socket->disconnectFromHost();
            });
            m_socket->startServerEncryption();
        }

    private:
        Identity m_identity;
        qsizetype m_size;
        QPointer<QSslSocket> m_socket;
    };
}

/// Proxies that are themselves reached by TLS.
class TstTlsRelay : public QObject {
    Q_OBJECT

    Identity m_authority = makeAuthority(u"Cluster CA"_s).value();
    Identity m_other = makeAuthority(u"Nobody's CA"_s).value();

    Identity identity(const Identity& authority, const QString& commonName, const QString& name) const
    {
        CertificateRequest wanted;
        wanted.commonName = commonName;
        wanted.names = { name };
        return issueCertificate(authority, wanted).value();
    }
    Identity proxyIdentity() const { return identity(m_authority, u"proxy"_s, u"127.0.0.1"_s); }

    HttpServer::Options secureServer() const
    {
        const Identity server = identity(m_authority, u"server"_s, u"api.example.com"_s);
        HttpServer::Options options;
        options.chain = { server.certificate };
        options.key = server.key;
        return options;
    }

    HttpTransport::Options through(const QString& proxy) const
    {
        HttpTransport::Options client;
        client.proxy = proxy;
        client.tls.systemRoots = false;
        client.tls.roots = { m_authority.certificate };
        return client;
    }

    static Request ask(const QString& path, const QString& scheme = u"https"_s)
    {
        Request request;
        request.url = QUrl(scheme + u"://api.example.com:6443"_s + path);
        return request;
    }

private Q_SLOTS:
    void carriesRequests_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<bool>("password");
        QTest::addColumn<bool>("closes");
        QTest::newRow("plain HTTP inside") << u"http"_s << false << false;
        QTest::newRow("TLS inside") << u"https"_s << false << false;
        QTest::newRow("with a password") << u"https"_s << true << false;
        QTest::newRow("with a password, closing to ask for it") << u"https"_s << true << true;
    }

    void carriesRequests()
    {
        QFETCH(QString, scheme);
        QFETCH(bool, password);
        QFETCH(bool, closes);
        HttpServer server(scheme == u"https" ? secureServer() : HttpServer::Options());
        ConnectProxy proxy(*server.listen(), proxyIdentity());
        server.setHandler([](Exchange& exchange) { exchange.reply(200, {}, exchange.request().target + ' ' + exchange.request().body); });
        if (password) {
            proxy.password = QByteArray("user:hunter2").toBase64();
            proxy.closesAfterAsking = closes;
        }
        HttpTransport transport(through(proxy.url(password ? u"user:hunter2"_s : QString())));
        Request request = ask(u"/a?b"_s, scheme);
        request.method = "POST";
        for (const qsizetype size : { 3, 200'000 }) {
            request.body = QByteArray(size, 'x');
            const auto response = wait(transport.send(request));
            QVERIFY2(response, response ? "" : qPrintable(response.error().message + response.error().detail));
            QVERIFY(response->body == "/a?b " + request.body);
        }
        QCOMPARE(proxy.asked.count("CONNECT api.example.com:6443"), proxy.asked.size());
        QCOMPARE(proxy.asked.size(), password ? 2 : 1); // the second request goes through the same tunnel
    }

    void theEnvironmentMayNameSuchAProxy()
    {
        HttpServer server(secureServer());
        ConnectProxy proxy(*server.listen(), proxyIdentity());
        server.setHandler([](Exchange& exchange) { exchange.reply(200, {}, "came"); });
        qputenv("HTTPS_PROXY", proxy.url().toUtf8());
        const auto clean = qScopeGuard([] { qunsetenv("HTTPS_PROXY"); });
        HttpTransport transport(through({}));
        QCOMPARE(wait(transport.send(ask(u"/"_s)))->body, QByteArray("came"));
        QCOMPARE(proxy.asked.size(), 1);
    }

    void carriesAWatchAndAWebSocket()
    {
        HttpServer server(secureServer());
        ConnectProxy proxy(*server.listen(), proxyIdentity());
        QPointer<Exchange> watch;
        server.setHandler([&](Exchange& exchange) {
            if (exchange.isWebSocketUpgrade()) {
                connect(&exchange, &Exchange::message, &exchange, [&exchange](const QByteArray& payload) { exchange.sendMessage("echo " + payload); });
                exchange.acceptWebSocket({});
                return;
            }
            watch = &exchange;
            exchange.beginStream(200, {});
            exchange.write("one ");
        });
        HttpTransport transport(through(proxy.url()));
        Stream* stream = transport.open(ask(u"/watch"_s));
        QByteArray got;
        connect(stream, &Stream::data, this, [&](const QByteArray& bytes) { got += bytes; });
        QTRY_COMPARE(got, QByteArray("one "));
        watch->write("two");
        QTRY_COMPARE(got, QByteArray("one two"));

        Request exec = ask(u"/exec"_s);
        exec.headers.add("Connection", "Upgrade");
        exec.headers.add("Upgrade", "websocket");
        exec.headers.add("Sec-WebSocket-Version", "13");
        exec.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        Stream* socket = transport.open(exec);
        WebSocketDecoder decoder { false };
        QList<QByteArray> frames;
        connect(socket, &Stream::data, this, [&](const QByteArray& bytes) {
            for (const WebSocketFrame& frame : decoder.feed(bytes).value_or(QList<WebSocketFrame>())) {
                frames.append(frame.payload);
            }
        });
        bool isOpen = false;
        connect(socket, &Stream::opened, this, [&](int status) { isOpen = status == 101; });
        QTRY_VERIFY(isOpen);
        socket->write(encodeWebSocketFrame({ WebSocketFrame::Binary, true, "ls" }, true));
        QTRY_COMPARE(frames, QList<QByteArray>({ "echo ls" }));

        // The server goes: the stream ends as it does without a proxy.
        bool ended = false;
        connect(stream, &Stream::ended, this, [&] { ended = true; });
        server.dropConnections();
        QTRY_VERIFY(ended);
    }

    /// Whose certificate is bad, the proxy's or the server's, is said.
    void badCertificates_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<bool>("insecure");
        QTest::addColumn<TlsCause>("cause");
        QTest::addColumn<Flaw>("flaw");
        QTest::newRow("other name") << u"other.example"_s << true << false << TlsCause::WrongName << Flaw::TlsName;
        QTest::newRow("unknown authority") << u"127.0.0.1"_s << false << false << TlsCause::Authority << Flaw::TlsAuthority;
        QTest::newRow("the server need not be verified, the proxy must") << u"127.0.0.1"_s << false << true << TlsCause::Authority << Flaw::TlsAuthority;
    }

    void badCertificates()
    {
        QFETCH(QString, name);
        QFETCH(bool, isKnown);
        QFETCH(bool, insecure);
        QFETCH(TlsCause, cause);
        QFETCH(Flaw, flaw);
        HttpServer server(secureServer());
        ConnectProxy proxy(*server.listen(), identity(isKnown ? m_authority : m_other, u"proxy"_s, name));
        HttpTransport::Options client = through(proxy.url(u"user:hunter2"_s));
        client.tls.insecure = insecure;
        HttpTransport transport(client);
        const auto response = wait(transport.send(ask(u"/"_s)));
        QVERIFY(!response);
        const QString said = response.error().message + u" | "_s + response.error().detail;
        QVERIFY2(response.error().code == Errc::Tls && tlsCause(response.error()) == cause, qPrintable(said));
        QVERIFY2(said.contains(u"he proxy 127.0.0.1:%1"_s.arg(proxy.serverPort())) && !said.contains(u"api.example.com"_s), qPrintable(said));
        QVERIFY(proxy.asked.isEmpty()); // the password did not get that far

        std::optional<Error> end;
        connect(transport.open(ask(u"/watch"_s)), &Stream::ended, this, [&](const Error& error) { end = error; });
        QTRY_VERIFY(end);
        QVERIFY2(end->code == Errc::Tls && end->message == response.error().message, qPrintable(end->message));

        const auto steps = wait(EndpointProbe::start(QUrl(u"https://api.example.com:6443"_s), client, this));
        QVERIFY(steps);
        QCOMPARE(steps->at(1).stage, ProbeStep::Stage::Proxy);
        QVERIFY(steps->at(1).flaw == flaw);
        QVERIFY2(steps->at(1).evidence == response.error().message, qPrintable(steps->at(1).evidence));
    }

    void theServersOwnCertificateIsNotTheProxys()
    {
        const Identity wrong = identity(m_authority, u"server"_s, u"wrong.example"_s);
        HttpServer::Options options;
        options.chain = { wrong.certificate };
        options.key = wrong.key;
        HttpServer server(options);
        ConnectProxy proxy(*server.listen(), proxyIdentity());
        HttpTransport transport(through(proxy.url()));
        const auto response = wait(transport.send(ask(u"/"_s)));
        QVERIFY(!response);
        QCOMPARE(tlsCause(response.error()), TlsCause::WrongName);
        QVERIFY2(response.error().message.contains(u"for api.example.com"_s) && !response.error().message.contains(u"proxy"_s), qPrintable(response.error().message));
    }

    void failsInItsOwnWay_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<Errc>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("password wanted") << u"407"_s << Errc::Network << u"The proxy asks for a name and a password."_s;
        QTest::newRow("refused") << u"403"_s << Errc::Network << u"The proxy does not lead to api.example.com:6443."_s;
        QTest::newRow("hangs up") << u"hangs up"_s << Errc::Network << u"The proxy does not lead to api.example.com:6443."_s;
        QTest::newRow("nobody there") << u"nobody"_s << Errc::Network << u"The proxy 127.0.0.1:1 refuses connections."_s;
        QTest::newRow("not TLS") << u"plain"_s << Errc::Tls << u" does not speak TLS."_s;
        QTest::newRow("silent") << u"silent"_s << Errc::Timeout << u" cannot be reached within 0.3 s."_s;
    }

    void failsInItsOwnWay()
    {
        QFETCH(QString, what);
        QFETCH(Errc, code);
        QFETCH(QString, words);
        ConnectProxy proxy(1, what == u"plain" ? std::nullopt : std::optional<Identity>(proxyIdentity()));
        proxy.answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
        proxy.password = what == u"407" ? "eDp5" : "";
        proxy.hangsUp = what == u"hangs up";
        QTcpServer silent;
        silent.listen(QHostAddress::LocalHost);
        HttpTransport transport(through(what == u"nobody" ? u"https://127.0.0.1:1"_s
                : what == u"silent"                       ? u"https://127.0.0.1:%1"_s.arg(silent.serverPort())
                                                          : u"https://127.0.0.1:%1"_s.arg(proxy.serverPort())));
        proxy.greeting = what == u"plain" ? "HTTP/1.1 400 Bad Request\r\n\r\n" : "";
        Request request = ask(u"/"_s);
        request.deadlines.connect = milliseconds(what == u"silent" ? 300 : 10000);
        const auto response = wait(transport.send(request));
        QVERIFY(!response);
        const QString said = response.error().message + u" | "_s + response.error().detail;
        QVERIFY2(response.error().code == code && response.error().message.contains(words), qPrintable(said));
        QVERIFY2(response.error().message.startsWith(u"The proxy "_s), qPrintable(said));
    }

    /// Who reads slowly makes the proxy wait; nothing piles up here, and nothing is lost at the end.
    void holdsBackWhoSendsTooFast()
    {
        constexpr qsizetype size = 48 * 1024 * 1024;
        Pouring far(proxyIdentity(), size);
        Tls trust;
        trust.systemRoots = false;
        trust.roots = { m_authority.certificate };
        TlsRelay relay(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, far.serverPort()), clientConfiguration(trust), nullptr);
        const auto way = relay.listen();
        QVERIFY(way);
        QTcpSocket near;
        near.setProxy(QNetworkProxy::NoProxy);
        near.setReadBufferSize(64 * 1024);
        near.connectToHost(way->hostName(), way->port());
        QTRY_VERIFY(near.bytesAvailable() > 0);
        for (qint64 before = -1; before != far.left();) {
            before = far.left();
            (void)QTest::qWaitFor([&] { return far.left() < before; }, 500);
        }
        QVERIFY2(far.left() > size / 2, qPrintable(QString::number(far.left()))); // the rest is in buffers of the system
        qsizetype got = 0;
        connect(&near, &QTcpSocket::readyRead, this, [&] { got += near.readAll().size(); });
        got += near.readAll().size();
        QTRY_COMPARE_WITH_TIMEOUT(got, size, 30000);
        QTRY_COMPARE(near.state(), QAbstractSocket::UnconnectedState);
    }
};

COCOON_TEST(TstTlsRelay)
#include "tst_tls_relay.moc"
