// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/client.h"
#include "services/kube/exec_session.h"
#include "services/net/websocket_codec.h"
#include "test/support/fake_transport.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>
#include <QTimer>

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

namespace {
QByteArray frame(char channel, const QByteArray& payload, quint8 opcode = net::WebSocketFrame::Binary)
{
    net::WebSocketFrame f;
    f.opcode = opcode;
    f.payload = opcode == net::WebSocketFrame::Binary ? QByteArray(1, channel) + payload : payload;
    return net::encodeWebSocketFrame(f, false);
}

struct Bench {
    test::FakeTransport transport;
    std::unique_ptr<Client> client;
    Result<ExecResult> result = fail(Errc::Internal, u"never ended"_s);
    bool done = false;
    QObject context;

    explicit Bench(const QByteArray& input = {})
    {
        Access a;
        a.server = QUrl(u"https://h"_s);
        client = std::make_unique<Client>(transport, a);
        client->exec(u"n"_s, u"p"_s, {}, { u"cat"_s }, input)->then(&context, [this](const Result<ExecResult>& r) {
            result = r;
            done = true;
        });
    }
    test::FakeTransport::FakeStream* stream() { return transport.streams().last(); }
    void accept(const QByteArray& protocol)
    {
        net::Headers headers;
        headers.add("Sec-WebSocket-Accept", net::webSocketAccept(stream()->request.headers.value("Sec-WebSocket-Key")));
        headers.add("Sec-WebSocket-Protocol", protocol);
        Q_EMIT stream()->opened(101, headers);
    }
};
}

class TstExecSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesOutputAndExitCode()
    {
        Bench b;
        b.accept("v4.channel.k8s.io");
        const QByteArray all = frame(1, {}) + frame(1, "out") + frame(2, "err") + frame(1, "put")
            + frame(3, R"({"status":"Failure","message":"exit 3","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}})")
            + frame(0, "\x03\xe8", net::WebSocketFrame::Close);
        for (const char byte : all) {
            Q_EMIT b.stream()->data(QByteArray(1, byte));
        }
        QTRY_VERIFY(b.done);
        QVERIFY(b.result.has_value());
        QCOMPARE(b.result->exitCode, 3);
        QCOMPARE(b.result->out, "output");
        QCOMPARE(b.result->err, "err");
    }
    void sendsStdinAndClosesIt()
    {
        Bench b("hello");
        b.accept("v5.channel.k8s.io");
        net::WebSocketDecoder decoder(true);
        const auto frames = decoder.feed(b.stream()->written);
        QVERIFY(frames.has_value());
        QCOMPARE(frames->size(), 2);
        QCOMPARE(frames->at(0).payload, QByteArray(1, '\0') + "hello");
        QCOMPARE(frames->at(1).payload, QByteArray("\xff\0", 2));
        Q_EMIT b.stream()->data(frame(3, R"({"status":"Success"})"));
        Q_EMIT b.stream()->ended(fail(Errc::Cancelled, {}).value());
        QTRY_VERIFY(b.done);
        QCOMPARE(b.result->exitCode, 0);
    }
    void refusalHasItsBody()
    {
        Bench b;
        Q_EMIT b.stream()->opened(403, {});
        Error error;
        error.detail = QStringLiteral(R"({"kind":"Status","code":403,"reason":"Forbidden","message":"no exec for you"})");
        Q_EMIT b.stream()->ended(error);
        QTRY_VERIFY(b.done);
        QCOMPARE(b.result.error().code, Errc::Forbidden);
        QCOMPARE(b.result.error().message, u"no exec for you"_s);
    }
    void aCutIsAnError()
    {
        Bench b;
        b.accept("v4.channel.k8s.io");
        Q_EMIT b.stream()->ended(fail(Errc::Cancelled, {}).value());
        QTRY_VERIFY(b.done);
        QCOMPARE(b.result.error().code, Errc::Network);
    }
    void aSilentCommandIsGivenUp()
    {
        test::FakeTransport transport;
        auto* stream = static_cast<test::FakeTransport::FakeStream*>(transport.open({}));
        const QPointer<test::FakeTransport::FakeStream> guard(stream);
        const QByteArray key = ExecSession::makeKey();
        bool isDone = false;
        Result<ExecResult> result = fail(Errc::Internal, u"never ended"_s);
        QElapsedTimer sinceOutput;
        auto* job = ExecSession::run(stream, key, {}, u"run cat"_s, this, milliseconds(300));
        job->then(this, [&](const Result<ExecResult>& r) {
            result = r;
            isDone = true;
            QVERIFY(guard && guard->isClosed);
        });
        net::Headers headers;
        headers.add("Sec-WebSocket-Accept", net::webSocketAccept(key));
        headers.add("Sec-WebSocket-Protocol", "v4.channel.k8s.io");
        Q_EMIT stream->opened(101, headers);
        // Output keeps it alive, a ping or pong does not.
        QTimer server;
        int ticks = 0;
        connect(&server, &QTimer::timeout, this, [&] {
            if (!guard || guard->isClosed) {
                return;
            }
            if (++ticks <= 5) {
                Q_EMIT guard->data(frame(1, "."));
                sinceOutput.start();
            } else {
                Q_EMIT guard->data(frame(0, {}, ticks % 2 == 0 ? net::WebSocketFrame::Ping : net::WebSocketFrame::Pong));
            }
        });
        server.start(100);
        QTRY_VERIFY(isDone);
        QCOMPARE(result.error().code, Errc::Timeout);
        QVERIFY(ticks >= 5);
        QVERIFY(sinceOutput.elapsed() >= 250);
    }
    void wrongHandshake()
    {
        Bench b;
        Q_EMIT b.stream()->opened(101, {});
        QTRY_VERIFY(b.done);
        QCOMPARE(b.result.error().code, Errc::Protocol);
    }
};

COCOON_TEST(TstExecSession)
#include "tst_exec_session.moc"
