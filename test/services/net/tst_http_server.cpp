// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "services/net/http_transport.h"
#include "services/net/websocket_codec.h"
#include "test/services/net/net_test.h"
#include "test/support/test_main.h"

#include <QTcpSocket>

using namespace cocoon;
using namespace cocoon::net;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {

Request upgrade(quint16 port, const QString& path, const QString& scheme)
{
    Request request = get(port, path, scheme);
    request.headers.add("Connection", "Upgrade");
    request.headers.add("Upgrade", "websocket");
    request.headers.add("Sec-WebSocket-Version", "13");
    request.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    request.headers.add("Sec-WebSocket-Protocol", "v5.channel.k8s.io, v4.channel.k8s.io");
    return request;
}

/// What a stream tells, in words; frames of the server are decoded.
struct Listener {
    explicit Listener(Stream* stream)
    {
        QObject::connect(stream, &Stream::opened, stream, [this](int code, const Headers& all) {
            status = code;
            headers = all;
        });
        QObject::connect(stream, &Stream::data, stream, [this](const QByteArray& bytes) {
            for (const WebSocketFrame& frame : decoder.feed(bytes).value_or(QList<WebSocketFrame>())) {
                frames.append(QByteArray::number(frame.opcode) + ':' + frame.payload);
            }
        });
        QObject::connect(stream, &Stream::ended, stream, [this](const Error& error) { end = error; });
    }
    int status = 0;
    Headers headers;
    WebSocketDecoder decoder { false };
    QList<QByteArray> frames;
    std::optional<Error> end;
};

/// A bare socket, for what no proper client would do.
struct Socket {
    explicit Socket(quint16 port)
    {
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(QHostAddress::LocalHost, port);
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { got += socket.readAll(); });
    }
    QTcpSocket socket;
    QByteArray got;
};

} // namespace

class TstHttpServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listensOnLoopbackOnly()
    {
        HttpServer server({});
        QCOMPARE(server.listen(0, QHostAddress::Any).error().code, Errc::Invalid);
        QCOMPARE(server.listen(0, QHostAddress(u"192.0.2.1"_s)).error().code, Errc::Invalid);
        const auto port = server.listen();
        QVERIFY(port);
        HttpServer other({});
        QCOMPARE(other.listen(*port).error().code, Errc::Io);
    }

    void webSocketBothWays_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::newRow("plain") << u"http"_s;
        QTest::newRow("TLS") << u"https"_s;
    }

    void webSocketBothWays()
    {
        QFETCH(QString, scheme);
        HttpServer::Options options;
        HttpTransport::Options client;
        if (scheme == u"https") {
            CertificateRequest wanted;
            wanted.commonName = u"server"_s;
            wanted.names = { u"localhost"_s };
            const Identity identity = *makeSelfSigned(wanted);
            options.chain = { identity.certificate };
            options.key = identity.key;
            client.tls.insecure = true;
        }
        HttpServer server(options);
        const quint16 port = *server.listen();
        bool closed = false;
        QPointer<Exchange> open;
        server.setHandler([&](Exchange& exchange) {
            QVERIFY(exchange.isWebSocketUpgrade());
            QCOMPARE(exchange.offeredSubprotocols(), QStringList({ u"v5.channel.k8s.io"_s, u"v4.channel.k8s.io"_s }));
            open = &exchange;
            connect(&exchange, &Exchange::message, &exchange, [&exchange](const QByteArray& payload, bool binary) {
                exchange.sendMessage("echo " + payload, binary);
            });
            connect(&exchange, &Exchange::closed, this, [&] { closed = true; });
            exchange.acceptWebSocket("v4.channel.k8s.io");
            exchange.sendMessage("welcome", false);
        });
        HttpTransport transport(client);
        Stream* stream = transport.open(upgrade(port, u"/exec?command=ls"_s, scheme));
        Listener listener(stream);
        QTRY_COMPARE(listener.frames, QList<QByteArray>({ "1:welcome" }));
        QCOMPARE(listener.status, 101);
        QCOMPARE(listener.headers.value("Sec-WebSocket-Protocol"), QByteArray("v4.channel.k8s.io"));
        QCOMPARE(listener.headers.value("Sec-WebSocket-Accept"), QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        const QByteArray large(300'000, 'x');
        stream->write(encodeWebSocketFrame({ WebSocketFrame::Binary, true, "one" }, true));
        stream->write(encodeWebSocketFrame({ WebSocketFrame::Text, false, "t" }, true)
            + encodeWebSocketFrame({ WebSocketFrame::Ping, true, "p" }, true)
            + encodeWebSocketFrame({ WebSocketFrame::Continuation, true, "wo" }, true));
        stream->write(encodeWebSocketFrame({ WebSocketFrame::Binary, true, large }, true));
        QTRY_COMPARE(listener.frames.size(), 5);
        QCOMPARE(listener.frames.mid(1, 3), QList<QByteArray>({ "2:echo one", "10:p", "1:echo two" }));
        QVERIFY(listener.frames.at(4) == "2:echo " + large);
        // The client closes: the server agrees, whoever handles it is told, and the stream ends.
        stream->write(encodeWebSocketFrame({ WebSocketFrame::Close, true, QByteArray::fromHex("03e8") }, true));
        QTRY_VERIFY(listener.end);
        QCOMPARE(listener.end->code, Errc::Cancelled);
        QCOMPARE(listener.frames.last(), "8:" + QByteArray::fromHex("03e8"));
        QTRY_VERIFY(closed);
        QTRY_VERIFY(!open);
    }

    void theServerClosesAWebSocket()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        bool closed = false;
        server.setHandler([&](Exchange& exchange) {
            connect(&exchange, &Exchange::closed, this, [&] { closed = true; });
            exchange.acceptWebSocket({});
            exchange.sendMessage("bye");
            exchange.closeWebSocket(1001);
            exchange.sendMessage("too late");
        });
        HttpTransport transport({});
        Stream* stream = transport.open(upgrade(port, u"/"_s, u"http"_s));
        Listener listener(stream);
        QTRY_COMPARE(listener.frames, QList<QByteArray>({ "2:bye", "8:" + QByteArray::fromHex("03e9") }));
        QVERIFY(!listener.headers.contains("Sec-WebSocket-Protocol"));
        stream->write(encodeWebSocketFrame({ WebSocketFrame::Close, true, QByteArray::fromHex("03e9") }, true));
        QTRY_VERIFY(closed);
        QTRY_VERIFY(listener.end);
    }

    void aClientThatBreaksTheRulesIsCutOff()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        bool closed = false;
        bool heard = false;
        server.setHandler([&](Exchange& exchange) {
            connect(&exchange, &Exchange::closed, this, [&] { closed = true; });
            connect(&exchange, &Exchange::message, this, [&] { heard = true; });
            exchange.acceptWebSocket({});
        });
        HttpTransport transport({});
        Stream* stream = transport.open(upgrade(port, u"/"_s, u"http"_s));
        Listener listener(stream);
        QTRY_COMPARE(listener.status, 101);
        stream->write(encodeWebSocketFrame({ WebSocketFrame::Text, true, "not masked" }, false));
        QTRY_VERIFY(listener.end);
        QCOMPARE(listener.frames, QList<QByteArray>({ "8:" + QByteArray::fromHex("03ea") }));
        QTRY_VERIFY(closed);
        QVERIFY(!heard);
    }

    void aRefusedUpgradeKeepsItsBody()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) {
            exchange.replyJson(403, "{\"kind\":\"Status\",\"message\":\"exec is forbidden\"}");
        });
        HttpTransport transport({});
        Listener listener(transport.open(upgrade(port, u"/exec"_s, u"http"_s)));
        QTRY_VERIFY(listener.end);
        QCOMPARE(listener.status, 403);
        QCOMPARE(listener.end->code, Errc::Forbidden);
        QVERIFY(listener.end->detail.contains(u"is forbidden"_s));
        QCOMPARE(listener.frames.size(), 0);
    }

    void onlyProperUpgradesCount_data()
    {
        QTest::addColumn<QByteArray>("header");
        for (const char* header : { "Connection", "Upgrade", "Sec-WebSocket-Version", "Sec-WebSocket-Key" }) {
            QTest::newRow(header) << QByteArray(header);
        }
    }

    void onlyProperUpgradesCount()
    {
        QFETCH(QByteArray, header);
        HttpServer server({});
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) { exchange.reply(exchange.isWebSocketUpgrade() ? 200 : 400, {}, {}); });
        HttpTransport transport({});
        Request request = upgrade(port, u"/"_s, u"http"_s);
        QCOMPARE(wait(transport.send(request))->status, 200);
        request.headers.remove(header);
        QCOMPARE(wait(transport.send(request))->status, 400);
    }

    void anUpgradeNobodyAskedForIsAnError()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) { exchange.acceptWebSocket({}); });
        HttpTransport transport({});
        QCOMPARE(wait(transport.send(get(port, u"/"_s))).error().code, Errc::Protocol);
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        QStringList seen;
        QPointer<Exchange> first;
        server.setHandler([&](Exchange& exchange) {
            const QString path = exchange.request().path;
            seen.append(path + u' ' + QString::fromLatin1(exchange.request().body));
            if (path == u"/1") {
                first = &exchange;
            } else {
                exchange.reply(200, {}, path.toLatin1());
            }
        });
        Socket client(port);
        client.socket.write("POST /1 HTTP/1.1\r\nContent-Length: 2\r\n\r\nab"
                            "GET /2 HTTP/1.1\r\n\r\n"
                            "PUT /3 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n1\r\nd\r\n0\r\n\r\n"
                            "HEAD /4 HTTP/1.1\r\n\r\n"
                            "GET /5 HTTP/1.1\r\nConnection: close\r\n\r\n"
                            "GET /never HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(first);
        QCOMPARE(seen, QStringList({ u"/1 ab"_s })); // one at a time
        first->reply(201, {}, "/1");
        QTRY_COMPARE(client.socket.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(seen, QStringList({ u"/1 ab"_s, u"/2 "_s, u"/3 cd"_s, u"/4 "_s, u"/5 "_s }));
        QCOMPARE(client.got,
            QByteArray("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n/1"
                       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/2"
                       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/3"
                       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
                       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/5"));
    }

    void aThousandPipelinedRequestsDoNotNest()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        int seen = 0;
        server.setHandler([&](Exchange& exchange) {
            ++seen;
            exchange.reply(204, {}, {});
        });
        Socket client(port);
        client.socket.write(QByteArray("GET / HTTP/1.1\r\n\r\n").repeated(20'000));
        QTRY_COMPARE(client.got.count("HTTP/1.1 204"), 20'000);
        QCOMPARE(seen, 20'000);
    }

    void tooLargeBodiesAreRefusedReadably_data()
    {
        QTest::addColumn<bool>("chunked");
        QTest::newRow("announced") << false;
        QTest::newRow("chunked") << true;
    }

    void tooLargeBodiesAreRefusedReadably()
    {
        QFETCH(bool, chunked);
        HttpServer::Options options;
        options.maxBody = 1000;
        HttpServer server(options);
        const quint16 port = *server.listen();
        int seen = 0;
        server.setHandler([&](Exchange& exchange) {
            ++seen;
            exchange.reply(200, {}, QByteArray::number(exchange.request().body.size()));
        });
        HttpTransport transport({});
        Request request = get(port, u"/"_s);
        request.method = "POST";
        request.body = QByteArray(1000, 'x');
        QCOMPARE(wait(transport.send(request))->body, QByteArray("1000"));
        // Far more than the socket buffers hold: the answer comes while the client is still sending.
        const QByteArray large(20'000'000, 'x');
        if (chunked) {
            Socket client(port);
            client.socket.write("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + encodeChunked(large));
            QTRY_VERIFY(client.got.contains("\r\n\r\n"));
            QVERIFY2(client.got.startsWith("HTTP/1.1 413 "), client.got.constData());
        } else {
            request.body = large;
            const auto response = wait(transport.send(request));
            QVERIFY2(response, response ? "" : qPrintable(response.error().message + response.error().detail));
            QCOMPARE(response->status, 413);
        }
        QCOMPARE(seen, 1);
    }

    void brokenRequestsAreRefused()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        int seen = 0;
        server.setHandler([&](Exchange&) { ++seen; });
        for (const char* text : { "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                 "GET / HTTP/1.1\r\n folded\r\n\r\n", "\x16\x03\x01\x02\x01", "GET /\r\n\r\n" }) {
            Socket client(port);
            client.socket.write(text);
            QTRY_VERIFY(client.got.contains("\r\n\r\n"));
            QVERIFY2(client.got.startsWith("HTTP/1.1 400 "), client.got.constData());
            QVERIFY(client.got.contains("Connection: close"));
        }
        QCOMPARE(seen, 0);
    }

    void expectIsAnswered()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) { exchange.reply(200, {}, exchange.request().body); });
        Socket client(port);
        client.socket.write("PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        QTRY_COMPARE(client.got, QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
        client.socket.write("ab");
        QTRY_VERIFY(client.got.endsWith("Content-Length: 2\r\n\r\nab"));
    }

    void tellsWhenThePeerIsGone_data()
    {
        QTest::addColumn<QString>("what");
        for (const char* what : { "nothing sent", "streaming", "websocket", "dropped", "aborted" }) {
            QTest::newRow(what) << QString::fromLatin1(what);
        }
    }

    void tellsWhenThePeerIsGone()
    {
        QFETCH(QString, what);
        HttpServer server({});
        const quint16 port = *server.listen();
        QPointer<Exchange> open;
        int closed = 0;
        server.setHandler([&](Exchange& exchange) {
            connect(&exchange, &Exchange::closed, this, [&] { ++closed; });
            open = &exchange;
            if (what == u"streaming") {
                exchange.beginStream(200, {});
                exchange.write("x");
            } else if (what == u"websocket") {
                exchange.acceptWebSocket({});
            }
        });
        HttpTransport transport({});
        Stream* stream = transport.open(what == u"websocket" ? upgrade(port, u"/"_s, u"http"_s) : get(port, u"/"_s));
        Listener listener(stream);
        QTRY_VERIFY(open);
        if (what == u"dropped") {
            server.dropConnections();
        } else if (what == u"aborted") {
            open->abort();
        } else {
            stream->close();
        }
        QTRY_COMPARE(closed, 1);
        if (open) { // answering now is harmless
            open->write("y");
            open->reply(200, {}, "z");
            open->finish();
        }
        QTRY_VERIFY(!open);
        QCOMPARE(closed, 1);
        if (what == u"dropped" || what == u"aborted") {
            QTRY_VERIFY(listener.end);
            QCOMPARE(listener.end->code, Errc::Network);
        }
    }

    void closedIsToldOnceAfterAnAnswer()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        int closed = 0;
        bool fromInside = false;
        QPointer<Exchange> last;
        server.setHandler([&](Exchange& exchange) {
            last = &exchange;
            connect(&exchange, &Exchange::closed, this, [&] { ++closed; });
            exchange.reply(200, {}, "a");
            fromInside = closed != 0;
            exchange.reply(500, {}, "b"); // the first answer counts
        });
        HttpTransport transport({});
        QCOMPARE(wait(transport.send(get(port, u"/"_s)))->body, QByteArray("a"));
        QTRY_COMPARE(closed, 1);
        QVERIFY(!fromInside);
        QTRY_VERIFY(!last);
        server.dropConnections();
        QCOMPARE(closed, 1);
    }

    void connectionsMayBeDroppedFromAHandler()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        int requests = 0;
        server.setHandler([&](Exchange& exchange) {
            if (++requests > 1) {
                exchange.reply(200, {}, "again");
                return;
            }
            server.dropConnections();
        });
        HttpTransport transport({});
        QCOMPARE(wait(transport.send(get(port, u"/"_s))).error().code, Errc::Network);
        QCOMPARE(wait(transport.send(get(port, u"/"_s)))->body, QByteArray("again"));
    }

    void theServerMayDieWithOpenExchanges()
    {
        HttpTransport transport({});
        QPointer<Exchange> open;
        int closed = 0;
        auto server = std::make_unique<HttpServer>(HttpServer::Options {});
        const quint16 port = *server->listen();
        server->setHandler([&](Exchange& exchange) {
            open = &exchange;
            connect(&exchange, &Exchange::closed, this, [&] { ++closed; });
        });
        auto* job = transport.send(get(port, u"/"_s));
        QTRY_VERIFY(open);
        server.reset();
        QCOMPARE(closed, 1);
        QCOMPARE(wait(job).error().code, Errc::Network);
    }

private:
    static QByteArray encodeChunked(const QByteArray& body)
    {
        QByteArray out;
        for (qsizetype i = 0; i < body.size(); i += 500) {
            out += "1f4\r\n" + body.mid(i, 500) + "\r\n";
        }
        return out + "0\r\n\r\n";
    }
};

COCOON_TEST(TstHttpServer)
#include "tst_http_server.moc"
