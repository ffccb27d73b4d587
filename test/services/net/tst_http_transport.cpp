// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "services/net/http_transport.h"
#include "services/net/websocket_codec.h"
#include "test/services/net/net_test.h"
#include "test/support/test_main.h"

#include <QSignalSpy>
#include <QTimer>

using namespace cocoon;
using namespace cocoon::net;
using namespace cocoon::test;

class TstHttpTransport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_authority = *makeAuthority(QStringLiteral("Test authority"));
        m_other = *makeAuthority(QStringLiteral("Other authority"));
    }

    void answersAndReusesTheConnection()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        QSet<QObject*> connections;
        server.setHandler([&](Exchange& exchange) {
            connections.insert(exchange.parent());
            exchange.reply(200, {}, exchange.request().method + ' ' + exchange.request().path.toUtf8() + ' '
                    + exchange.request().query.queryItemValue(QStringLiteral("q")).toUtf8() + ' ' + exchange.request().body);
        });
        HttpTransport transport({});
        for (int i = 0; i < 3; ++i) {
            Request request = get(port, QStringLiteral("/a%20b?q=1%3D2"));
            request.method = "POST";
            request.body = "body";
            const auto response = wait(transport.send(request));
            QVERIFY(response);
            QCOMPARE(response->status, 200);
            QCOMPARE(response->body, QByteArray("POST /a b 1=2 body"));
        }
        QCOMPARE(connections.size(), 1);
    }

    void unpacksLargeBodies()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        QByteArray large;
        for (int i = 0; large.size() < 5'000'000; ++i) {
            large += QByteArray::number(i) + ',';
        }
        bool packed = false;
        server.setHandler([&](Exchange& exchange) {
            packed = exchange.request().headers.value("Accept-Encoding").contains("gzip");
            exchange.reply(200, {}, large);
        });
        HttpTransport transport({});
        const auto response = wait(transport.send(get(port, QStringLiteral("/"))));
        QVERIFY(response);
        QVERIFY(packed);
        QVERIFY(response->body == large);
        QVERIFY(!response->headers.contains("Content-Encoding"));

        HttpTransport::Options small;
        small.maxBody = 1000;
        HttpTransport strict(small);
        QCOMPARE(wait(strict.send(get(port, QStringLiteral("/")))).error().code, Errc::Protocol);
        // One request may bear less than the others.
        Request modest = get(port, QStringLiteral("/"));
        modest.maxBody = 1000;
        QCOMPARE(wait(transport.send(modest)).error().code, Errc::Protocol);
        modest.maxBody = large.size();
        QVERIFY(wait(transport.send(modest)));
    }

    void trustsOnlyWhatItShould_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("words");
        QTest::newRow("good") << "good" << "";
        QTest::newRow("server name override") << "override" << "";
        QTest::newRow("insecure") << "insecure" << "";
        QTest::newRow("wrong host") << "wrong host" << "not made for localhost";
        QTest::newRow("expired") << "expired" << "expired on";
        QTest::newRow("unknown authority") << "unknown" << "not a trusted authority";
        QTest::newRow("self-signed") << "self-signed" << "self-signed";
        QTest::newRow("no TLS") << "plain" << "does not speak TLS";
    }

    void trustsOnlyWhatItShould()
    {
        QFETCH(QString, kind);
        QFETCH(QString, words);
        CertificateRequest wanted;
        wanted.commonName = QStringLiteral("server");
        wanted.names = { QStringLiteral("localhost"), QStringLiteral("127.0.0.1") };
        if (kind == u"wrong host" || kind == u"override") {
            wanted.names = { QStringLiteral("api.example.com") };
        }
        if (kind == u"expired") {
            wanted.from = QDateTime::currentDateTimeUtc().addDays(-10);
            wanted.to = QDateTime::currentDateTimeUtc().addDays(-1);
        }
        const Identity identity = kind == u"self-signed" ? *makeSelfSigned(wanted)
            : kind == u"unknown" || kind == u"insecure" ? *issueCertificate(m_other, wanted)
                                                         : *issueCertificate(m_authority, wanted);
        HttpServer::Options options;
        if (kind != u"plain") {
            options.chain = { identity.certificate };
            options.key = identity.key;
        }
        HttpServer server(options);
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) { exchange.reply(200, {}, "ok"); });
        HttpTransport::Options client;
        client.tls.systemRoots = false;
        client.tls.roots = { m_authority.certificate };
        client.tls.insecure = kind == u"insecure";
        if (kind == u"override") {
            client.tls.serverName = QStringLiteral("api.example.com");
        }
        HttpTransport transport(client);
        const auto response = wait(transport.send(get(port, QStringLiteral("/"), QStringLiteral("https"))));
        if (words.isEmpty()) {
            QVERIFY2(response, response ? "" : qPrintable(response.error().message + response.error().detail));
            QCOMPARE(response->body, QByteArray("ok"));
        } else {
            QVERIFY(!response);
            QCOMPARE(response.error().code, Errc::Tls);
            QVERIFY2(response.error().message.contains(words), qPrintable(response.error().message));
        }
    }

    void tellsTheServerWhoWeAre_data()
    {
        QTest::addColumn<bool>("send");
        QTest::addColumn<bool>("trusted");
        QTest::newRow("trusted") << true << true;
        QTest::newRow("foreign") << true << false;
        QTest::newRow("none") << false << true;
    }

    void tellsTheServerWhoWeAre()
    {
        QFETCH(bool, send);
        QFETCH(bool, trusted);
        CertificateRequest serverWanted;
        serverWanted.commonName = QStringLiteral("server");
        serverWanted.names = { QStringLiteral("localhost") };
        const Identity identity = *issueCertificate(m_authority, serverWanted);
        CertificateRequest clientWanted;
        clientWanted.commonName = QStringLiteral("alice");
        clientWanted.organizations = { QStringLiteral("system:masters"), QStringLiteral("dev") };
        clientWanted.forClient = true;
        const Identity user = *issueCertificate(trusted ? m_authority : m_other, clientWanted);
        HttpServer::Options options;
        options.chain = { identity.certificate };
        options.key = identity.key;
        options.clientRoots = { m_authority.certificate };
        HttpServer server(options);
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) {
            const auto chain = exchange.request().peerChain;
            QStringList groups = chain.isEmpty() ? QStringList() : chain.first().subjectInfo(QSslCertificate::Organization);
            groups.sort();
            exchange.reply(200, {}, chain.isEmpty() ? QByteArray("nobody")
                                                    : (chain.first().subjectInfo(QSslCertificate::CommonName) + groups).join(u',').toUtf8());
        });
        HttpTransport::Options client;
        client.tls.systemRoots = false;
        client.tls.roots = { m_authority.certificate };
        if (send) {
            client.tls.clientChain = { user.certificate };
            client.tls.clientKey = user.key;
        }
        HttpTransport transport(client);
        const auto response = wait(transport.send(get(port, QStringLiteral("/"), QStringLiteral("https"))));
        QVERIFY(response);
        QCOMPARE(response->body, send && trusted ? QByteArray("alice,dev,system:masters") : QByteArray("nobody"));
    }

    void streamsPieces()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        QPointer<Exchange> open;
        server.setHandler([&](Exchange& exchange) {
            exchange.beginStream(200, {});
            exchange.write("one");
            open = &exchange;
        });
        HttpTransport transport({});
        Stream* stream = transport.open(get(port, QStringLiteral("/watch")));
        QSignalSpy opened(stream, &Stream::opened);
        QByteArray got;
        connect(stream, &Stream::data, this, [&](const QByteArray& bytes) { got += bytes; });
        std::optional<Error> ended;
        connect(stream, &Stream::ended, this, [&](const Error& error) { ended = error; });
        QTRY_COMPARE(got, QByteArray("one"));
        QCOMPARE(opened.first().first().toInt(), 200);
        open->write("two");
        QTRY_COMPARE(got, QByteArray("onetwo"));
        open->finish();
        QTRY_VERIFY(ended);
        QCOMPARE(ended->code, Errc::Cancelled);
    }

    void tellsWhyAStreamWasRefused()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) { exchange.replyJson(403, "{\"message\":\"no\"}"); });
        HttpTransport transport({});
        Stream* stream = transport.open(get(port, QStringLiteral("/watch")));
        std::optional<Error> ended;
        connect(stream, &Stream::ended, this, [&](const Error& error) { ended = error; });
        QTRY_VERIFY(ended);
        QCOMPARE(ended->code, Errc::Forbidden);
        QCOMPARE(ended->httpStatus, 403);
        QCOMPARE(ended->detail, QStringLiteral("{\"message\":\"no\"}"));
    }

    void ourOwnPingsDoNotKeepADeadStreamAlive()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) { exchange.acceptWebSocket("x"); });
        HttpTransport transport({});
        Request request = get(port, QStringLiteral("/exec"));
        request.headers.add("Connection", "Upgrade");
        request.headers.add("Upgrade", "websocket");
        request.headers.add("Sec-WebSocket-Version", "13");
        request.headers.add("Sec-WebSocket-Key", QByteArray(16, 'k').toBase64());
        request.headers.add("Sec-WebSocket-Protocol", "x");
        request.deadlines.idle = milliseconds(300);
        Stream* stream = transport.open(request);
        QSignalSpy opened(stream, &Stream::opened);
        std::optional<Error> ended;
        QTimer writes;
        connect(stream, &Stream::ended, this, [&](const Error& error) {
            ended = error;
            writes.stop();
        });
        QVERIFY(opened.wait());
        QCOMPARE(opened.first().first().toInt(), 101);
        // A pong asks for no answer: the server stays silent as a dead one would.
        WebSocketFrame frame;
        frame.opcode = WebSocketFrame::Pong;
        connect(&writes, &QTimer::timeout, stream, [&] { stream->write(encodeWebSocketFrame(frame, true)); });
        writes.start(50);
        QTRY_VERIFY_WITH_TIMEOUT(ended, 3000);
        QCOMPARE(ended->code, Errc::Timeout);
    }

    void noticesBrokenConnections()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        QPointer<Exchange> open;
        server.setHandler([&](Exchange& exchange) {
            exchange.beginStream(200, {});
            exchange.write("half");
            open = &exchange;
        });
        HttpTransport transport({});
        auto* job = transport.send(get(port, QStringLiteral("/")));
        QTRY_VERIFY(open);
        open->abort();
        QCOMPARE(wait(job).error().code, Errc::Network);

        Request slow = get(port, QStringLiteral("/"));
        slow.deadlines.idle = milliseconds(60);
        QCOMPARE(wait(transport.send(slow)).error().code, Errc::Timeout);

        Request refused = get(1, QStringLiteral("/"));
        QCOMPARE(wait(transport.send(refused)).error().code, Errc::Network);
    }

    void sendsAgainWhenAKeptConnectionDied()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        int requests = 0;
        server.setHandler([&](Exchange& exchange) {
            if (++requests == 2) {
                exchange.abort();
            } else {
                exchange.reply(200, {}, "ok");
            }
        });
        HttpTransport transport({});
        QVERIFY(wait(transport.send(get(port, QStringLiteral("/")))));
        const auto second = wait(transport.send(get(port, QStringLiteral("/"))));
        QVERIFY(second);
        QCOMPARE(second->body, QByteArray("ok"));
        QCOMPARE(requests, 3);
    }

    void cancelsTheWork()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        bool arrived = false;
        bool gone = false;
        server.setHandler([&](Exchange& exchange) {
            arrived = true;
            connect(&exchange, &Exchange::closed, this, [&] { gone = true; });
        });
        HttpTransport transport({});
        auto* job = transport.send(get(port, QStringLiteral("/")));
        QTRY_VERIFY(arrived);
        job->cancel();
        QCOMPARE(wait(job).error().code, Errc::Cancelled);
        QTRY_VERIFY(gone);
    }

private:
    Identity m_authority;
    Identity m_other;
};

COCOON_TEST(TstHttpTransport)
#include "tst_http_transport.moc"
