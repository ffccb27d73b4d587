// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/websocket_codec.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>

using namespace cocoon;
using namespace cocoon::net;
using Frame = WebSocketFrame;

namespace {

QByteArray frame(quint8 opcode, const QByteArray& payload, bool final = true, bool mask = false)
{
    return encodeWebSocketFrame({ opcode, final, payload }, mask);
}

QByteArray words(const QList<Frame>& frames)
{
    QByteArray all;
    for (const Frame& one : frames) {
        all += QByteArray::number(one.opcode) + '(' + one.payload + ')';
    }
    return all;
}

} // namespace

class TstWebsocketCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsTheExamplesOfTheStandard()
    {
        // RFC 6455, 5.7 and 1.3
        WebSocketDecoder client(false);
        QCOMPARE(words(*client.feed(QByteArray::fromHex("810548656c6c6f"))), QByteArray("1(Hello)"));
        QCOMPARE(words(*client.feed(QByteArray::fromHex("010348656c80026c6f"))), QByteArray("1(Hello)"));
        WebSocketDecoder server(true);
        QCOMPARE(words(*server.feed(QByteArray::fromHex("818537fa213d7f9f4d5158"))), QByteArray("1(Hello)"));
        QCOMPARE(frame(Frame::Text, "Hello"), QByteArray::fromHex("810548656c6c6f"));
        QCOMPARE(webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="), QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }

    void sizesOfAllKinds_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("header");
        for (const auto& [size, header] : { std::pair(0, 2), { 1, 2 }, { 125, 2 }, { 126, 4 }, { 65535, 4 }, { 65536, 10 }, { 1'000'000, 10 } }) {
            QTest::addRow("%d", size) << size << header;
        }
    }

    void sizesOfAllKinds()
    {
        QFETCH(int, size);
        QFETCH(int, header);
        const QByteArray payload = QByteArray("abcdefg").repeated(size / 7 + 1).left(size);
        for (const bool mask : { false, true }) {
            const QByteArray bytes = frame(Frame::Binary, payload, true, mask);
            QCOMPARE(bytes.size(), size + header + (mask ? 4 : 0));
            WebSocketDecoder decoder(mask);
            const auto frames = decoder.feed(bytes);
            QVERIFY(frames);
            QCOMPARE(frames->size(), 1);
            QVERIFY(frames->first().payload == payload);
            if (mask && size > 100) {
                QVERIFY(!bytes.contains("abcdefgabcdefg"));
            }
        }
    }

    void controlFramesMayComeBetweenFragments()
    {
        const QByteArray bytes = frame(Frame::Text, "a", false) + frame(Frame::Ping, "p") + frame(Frame::Continuation, "b", false)
            + frame(Frame::Pong, "") + frame(Frame::Continuation, "", false) + frame(Frame::Continuation, "c")
            + frame(Frame::Binary, "d") + frame(Frame::Close, QByteArray::fromHex("03e8"));
        const QByteArray expected = "9(p)10()1(abc)2(d)8(\x03\xe8)";
        WebSocketDecoder whole(false);
        QCOMPARE(words(*whole.feed(bytes)), expected);
        for (qsizetype i = 0; i <= bytes.size(); ++i) {
            WebSocketDecoder decoder(false);
            QByteArray got = words(*decoder.feed(bytes.left(i)));
            got += words(*decoder.feed(bytes.mid(i)));
            QCOMPARE(got, expected);
        }
        WebSocketDecoder slow(false);
        QByteArray got;
        for (const char c : bytes) {
            got += words(*slow.feed(QByteArray(1, c)));
        }
        QCOMPARE(got, expected);
    }

    void refusesWhatTheStandardForbids_data()
    {
        QTest::addColumn<bool>("server");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("unmasked to a server") << true << frame(Frame::Text, "x");
        QTest::newRow("masked to a client") << false << frame(Frame::Text, "x", true, true);
        QTest::newRow("unmasked ping to a server") << true << frame(Frame::Ping, "x");
        QTest::newRow("reserved bit") << false << QByteArray::fromHex("c10178");
        QTest::newRow("unknown data opcode") << false << QByteArray::fromHex("830178");
        QTest::newRow("unknown control opcode") << false << QByteArray::fromHex("8b0178");
        QTest::newRow("continues nothing") << false << frame(Frame::Continuation, "x");
        QTest::newRow("new message inside another") << false << frame(Frame::Text, "x", false) + frame(Frame::Text, "y");
        QTest::newRow("continues after the end") << false << frame(Frame::Text, "x") + frame(Frame::Continuation, "y");
        QTest::newRow("fragmented ping") << false << frame(Frame::Ping, "x", false);
        QTest::newRow("long ping") << false << frame(Frame::Ping, QByteArray(126, 'x'));
        QTest::newRow("too large") << false << frame(Frame::Binary, QByteArray(1001, 'x'));
        QTest::newRow("too large, only announced") << false << QByteArray::fromHex("827f7fffffffffffffff");
        QTest::newRow("negative size") << false << QByteArray::fromHex("827fffffffffffffffff");
        QTest::newRow("too large in sum") << false << frame(Frame::Text, QByteArray(600, 'x'), false) + frame(Frame::Continuation, QByteArray(401, 'x'));
    }

    void refusesWhatTheStandardForbids()
    {
        QFETCH(bool, server);
        QFETCH(QByteArray, bytes);
        WebSocketDecoder decoder(server, 1000);
        const auto frames = decoder.feed(bytes);
        QVERIFY(!frames);
        QCOMPARE(frames.error().code, Errc::Protocol);
    }

    void theLimitItselfIsAllowed()
    {
        WebSocketDecoder decoder(false, 1000);
        QVERIFY(decoder.feed(frame(Frame::Text, QByteArray(600, 'x'), false)));
        QVERIFY(decoder.feed(frame(Frame::Ping, QByteArray(125, 'p'))));
        const auto frames = decoder.feed(frame(Frame::Continuation, QByteArray(400, 'x')));
        QVERIFY(frames);
        QCOMPARE(frames->first().payload.size(), 1000);
    }

    void aCutFrameWaits()
    {
        const QByteArray bytes = frame(Frame::Binary, QByteArray(300, 'x'), true, true);
        for (qsizetype size = 0; size < bytes.size(); ++size) {
            WebSocketDecoder decoder(true);
            const auto frames = decoder.feed(bytes.left(size));
            QVERIFY(frames);
            QVERIFY(frames->isEmpty());
        }
    }

    void manySmallFragmentsAreCheap()
    {
        // Copying what came before for each of them would take minutes.
        WebSocketDecoder decoder(false);
        QVERIFY(decoder.feed(frame(Frame::Binary, QByteArray(8'000'000, 'x'), false)));
        const QByteArray pieces = frame(Frame::Continuation, "y", false).repeated(1000);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 100; ++i) {
            QVERIFY(decoder.feed(pieces));
        }
        const auto frames = decoder.feed(frame(Frame::Continuation, ""));
        QCOMPARE(frames->first().payload.size(), 8'100'000);
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }
};

COCOON_TEST(TstWebsocketCodec)
#include "tst_websocket_codec.moc"
