// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/kube/reflector.h"
#include "test/support/fake_transport.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;
using State = Reflector::State;

namespace {
QJsonObject node(const QString& name, int version)
{
    return { { u"metadata"_s,
        QJsonObject { { u"name"_s, name }, { u"uid"_s, name }, { u"resourceVersion"_s, QString::number(version) },
            { u"managedFields"_s, QJsonArray { 1 } } } } };
}

QByteArray listBody(const QList<QJsonObject>& items, int version, const QString& next = {})
{
    QJsonArray array;
    for (const QJsonObject& item : items) {
        array.append(item);
    }
    QJsonObject metadata { { u"resourceVersion"_s, QString::number(version) } };
    if (!next.isEmpty()) {
        metadata.insert(u"continue"_s, next);
    }
    return toJson(QJsonObject { { u"kind"_s, u"NodeList"_s }, { u"metadata"_s, metadata }, { u"items"_s, array } });
}

QByteArray eventLine(const QString& type, const QJsonObject& object)
{
    return toJson(QJsonObject { { u"type"_s, type }, { u"object"_s, object } }) + '\n';
}

QByteArray status(int code, const QString& reason)
{
    return toJson(QJsonObject { { u"kind"_s, u"Status"_s }, { u"status"_s, u"Failure"_s }, { u"code"_s, code },
        { u"reason"_s, reason }, { u"message"_s, u"said no"_s } });
}

Error ending(Errc code, const QString& detail = {})
{
    Error error;
    error.code = code;
    error.detail = detail;
    return error;
}

struct Bench {
    test::FakeTransport transport;
    test::ManualClock clock;
    std::unique_ptr<Client> client;
    std::unique_ptr<Reflector> reflector;
    QStringList seen;

    Bench()
    {
        Access access;
        access.server = QUrl(u"https://api.example:6443"_s);
        access.token = Secret("t");
        client = std::make_unique<Client>(transport, access);
        reflector = std::make_unique<Reflector>(*client, clock, res::nodes, Reflector::Options {});
        QObject::connect(reflector.get(), &Reflector::changed, reflector.get(),
            [this](const QStringList& keys) { seen += keys; });
    }
    void settle()
    {
        for (int i = 0; i < 20; ++i) {
            QCoreApplication::processEvents();
        }
    }
    void expectList(const QList<QJsonObject>& items, int version)
    {
        transport.expect("GET", u"/api/v1/nodes?limit=500"_s, 200, listBody(items, version));
    }
    test::FakeTransport::FakeStream* watch() { return transport.streams().isEmpty() ? nullptr : transport.streams().last().data(); }
    void open()
    {
        Q_EMIT watch()->opened(200, {});
        settle();
    }
    void send(const QByteArray& bytes)
    {
        Q_EMIT watch()->data(bytes);
        settle();
    }
    void end(const Error& error)
    {
        Q_EMIT watch()->ended(error);
        settle();
    }
    void startWith(const QList<QJsonObject>& items, int version)
    {
        expectList(items, version);
        reflector->start();
        settle();
        open();
    }
    QString watchQuery() { return watch()->request.url.query(); }
};
}

class TstReflector : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsInPagesThenWatches()
    {
        Bench b;
        b.transport.expect("GET", u"/api/v1/nodes?limit=500"_s, 200, listBody({ node(u"a"_s, 1) }, 5, u"tok/en"_s));
        b.transport.expect(
            "GET", u"/api/v1/nodes?limit=500&continue=tok%2Fen"_s, 200, listBody({ node(u"b"_s, 2) }, 5));
        b.reflector->start();
        QCOMPARE(b.reflector->state(), State::Listing);
        QVERIFY(!b.reflector->isReady());
        b.settle();
        QVERIFY(b.reflector->isReady());
        QCOMPARE(b.reflector->objects().keys(), QStringList({ u"a"_s, u"b"_s }));
        QVERIFY(b.watchQuery().contains(u"watch=1&resourceVersion=5&allowWatchBookmarks=true&timeoutSeconds=290"_s));
        b.open();
        QCOMPARE(b.reflector->state(), State::Watching);
        QVERIFY(b.seen.isEmpty());
        b.clock.advance(milliseconds(50));
        QCOMPARE(b.seen, QStringList({ u"a"_s, u"b"_s }));
        const QJsonObject a = *b.reflector->find(u"a"_s);
        QCOMPARE(a.value(u"kind"_s).toString(), u"Node"_s);
        QVERIFY(!a.value(u"metadata"_s).toObject().contains(u"managedFields"_s));
        QCOMPARE(b.transport.problems(), QStringList());
    }

    void appliesEvents()
    {
        Bench b;
        b.startWith({ node(u"a"_s, 1), node(u"b"_s, 2) }, 5);
        b.clock.advance(milliseconds(50));
        b.seen.clear();
        const QByteArray bytes = eventLine(u"ADDED"_s, node(u"c"_s, 6)) + eventLine(u"MODIFIED"_s, node(u"a"_s, 7))
            + eventLine(u"NEWS"_s, {}) + eventLine(u"DELETED"_s, node(u"b"_s, 8))
            + eventLine(u"BOOKMARK"_s, QJsonObject { { u"metadata"_s, QJsonObject { { u"resourceVersion"_s, u"20"_s } } } });
        b.send(bytes.left(37));
        b.send(bytes.mid(37));
        QCOMPARE(b.reflector->objects().keys(), QStringList({ u"a"_s, u"c"_s }));
        QVERIFY(b.seen.isEmpty());
        b.clock.advance(milliseconds(50));
        QCOMPARE(b.seen, QStringList({ u"a"_s, u"b"_s, u"c"_s }));
        b.end(ending(Errc::Cancelled)); // the server's time limit: at once, from the bookmark
        QVERIFY(b.watchQuery().contains(u"resourceVersion=20&"_s));
        QCOMPARE(b.reflector->state(), State::Watching);
        b.clock.advance(milliseconds(2000));
        QCOMPARE(b.reflector->state(), State::Waiting); // but not for ever
        b.open();
        QCOMPARE(b.reflector->state(), State::Watching);
    }

    void faults_data()
    {
        QTest::addColumn<int>("httpStatus"); // 0: the connection broke after it had opened
        QTest::addColumn<int>("code");
        QTest::addColumn<State>("state");
        QTest::addColumn<bool>("listsAgain");
        QTest::newRow("reset") << 0 << int(Errc::Network) << State::Waiting << false;
        QTest::newRow("silence") << 0 << int(Errc::Timeout) << State::Waiting << false;
        QTest::newRow("401") << 401 << int(Errc::Unauthorized) << State::Failed << false;
        QTest::newRow("403") << 403 << int(Errc::Forbidden) << State::Forbidden << true;
        QTest::newRow("410") << 410 << int(Errc::Gone) << State::Listing << true;
        QTest::newRow("429") << 429 << int(Errc::RateLimited) << State::Waiting << false;
        QTest::newRow("500") << 500 << int(Errc::Server) << State::Waiting << false;
    }
    void faults()
    {
        QFETCH(int, httpStatus);
        QFETCH(int, code);
        QFETCH(State, state);
        QFETCH(bool, listsAgain);
        Bench b;
        b.expectList({ node(u"a"_s, 1) }, 5);
        b.reflector->start();
        b.settle();
        const qsizetype before = b.transport.streams().size();
        if (listsAgain) {
            b.expectList({ node(u"a"_s, 1), node(u"z"_s, 9) }, 30);
        }
        if (httpStatus == 0) {
            b.open();
            b.clock.advance(milliseconds(5000));
            Q_EMIT b.watch()->ended(ending(Errc(code)));
        } else {
            Q_EMIT b.watch()->opened(httpStatus, {});
            Q_EMIT b.watch()->ended(ending(Errc(code), QString::fromUtf8(status(httpStatus, u"X"_s))));
        }
        QCOMPARE(b.reflector->state(), state);
        QCOMPARE(int(b.reflector->lastError().code), code);
        QVERIFY(b.reflector->isReady());
        QCOMPARE(b.reflector->objects().contains(u"a"_s), true); // old data stays
        b.settle();
        b.clock.advance(milliseconds(31000));
        b.settle();
        QVERIFY(b.transport.streams().size() > before);
        QVERIFY(b.watchQuery().contains(listsAgain ? u"resourceVersion=30"_s : u"resourceVersion=5"_s));
        QCOMPARE(b.transport.problems(), QStringList());
        b.open();
        QCOMPARE(b.reflector->state(), State::Watching);
        QCOMPARE(b.reflector->objects().contains(u"z"_s), listsAgain);
    }

    void goneAsEventListsAgain()
    {
        Bench b;
        b.startWith({ node(u"a"_s, 1), node(u"b"_s, 2) }, 5);
        b.clock.advance(milliseconds(5000));
        b.seen.clear();
        b.expectList({ node(u"b"_s, 2), node(u"c"_s, 3) }, 40);
        b.send("{\"type\":\"ERROR\",\"object\":" + status(410, u"Expired"_s) + "}\n" + eventLine(u"ADDED"_s, node(u"x"_s, 9)));
        QCOMPARE(b.reflector->objects().keys(), QStringList({ u"b"_s, u"c"_s }));
        b.clock.advance(milliseconds(50));
        QCOMPARE(b.seen, QStringList({ u"a"_s, u"c"_s })); // b did not change
        QVERIFY(b.watchQuery().contains(u"resourceVersion=40"_s));
    }

    void notServedIsAskedEveryFiveSeconds()
    {
        Bench b;
        b.transport.expect("GET", {}, 404, "404 page not found\n", "text/plain");
        b.reflector->start();
        b.settle();
        QCOMPARE(b.reflector->state(), State::Failed);
        QCOMPARE(b.reflector->lastError().code, Errc::NotFound);
        QVERIFY(!b.reflector->isReady());
        b.clock.advance(milliseconds(4900));
        QCOMPARE(b.transport.requests().size(), 1);
        b.expectList({ node(u"a"_s, 1) }, 5);
        b.clock.advance(milliseconds(200));
        b.settle();
        QVERIFY(b.reflector->isReady());
    }

    void whoWaitsCanBeToldToTryNow()
    {
        Bench b;
        b.transport.expect("GET", {}, 503, status(503, u"ServiceUnavailable"_s));
        b.reflector->start();
        b.settle();
        QCOMPARE(b.reflector->state(), State::Waiting);
        const milliseconds first = b.reflector->nextAttempt();
        QVERIFY(first > milliseconds(0));
        b.clock.advance(first / 2);
        QVERIFY(b.reflector->nextAttempt() < first);
        b.expectList({ node(u"a"_s, 1) }, 5);
        b.reflector->retryNow();
        QCOMPARE(b.reflector->nextAttempt(), milliseconds(0));
        b.settle();
        QVERIFY(b.reflector->isReady());
        b.open();
        b.reflector->retryNow(); // what does not wait is left alone
        QCOMPARE(b.reflector->state(), State::Watching);
        b.clock.advance(first * 4); // nor is the attempt made that was put off before
        b.settle();
        QCOMPARE(b.transport.problems(), QStringList());
        QCOMPARE(b.reflector->state(), State::Watching);
    }

    void forbiddenIsAskedSlowly()
    {
        Bench b;
        b.transport.expect("GET", {}, 403, status(403, u"Forbidden"_s));
        b.reflector->start();
        b.settle();
        QCOMPARE(b.reflector->state(), State::Forbidden);
        b.clock.advance(milliseconds(29000));
        QCOMPARE(b.transport.requests().size(), 1);
        b.expectList({}, 5);
        b.clock.advance(milliseconds(2000));
        b.settle();
        QVERIFY(b.reflector->isReady());
    }

    void shortWatchesDoNotSpin()
    {
        Bench b;
        b.startWith({}, 5);
        for (int i = 0; i < 10; ++i) {
            const qsizetype before = b.transport.streams().size();
            b.end(ending(Errc::Cancelled));
            QCOMPARE(b.transport.streams().size(), before);
            b.clock.advance(milliseconds(30000));
            QCOMPARE(b.transport.streams().size(), before + 1);
            b.open();
        }
    }

    void stopAndDestroyCloseTheWatch()
    {
        Bench b;
        b.startWith({ node(u"a"_s, 1) }, 5);
        QPointer<test::FakeTransport::FakeStream> stream = b.watch();
        b.reflector->stop();
        QVERIFY(stream->isClosed);
        QCOMPARE(b.reflector->objects().size(), 1);
        b.startWith({ node(u"a"_s, 1) }, 6);
        stream = b.watch();
        b.reflector.reset();
        QVERIFY(stream.isNull() || stream->isClosed);
    }

    /// Random histories of a server: whatever is cut or forgotten, in the end the store equals the server.
    void convergesOnTheServer()
    {
        for (quint32 seed = 1; seed <= 60; ++seed) {
            QRandomGenerator random(seed);
            QMap<QString, QJsonObject> server { { u"n0"_s, node(u"n0"_s, 1) } };
            QList<std::pair<int, QByteArray>> history;
            int version = 10;
            Bench b;
            b.startWith(server.values(), version);
            int sentUpTo = version;
            for (int step = 0; step < 80; ++step) {
                const QString name = u"n%1"_s.arg(random.bounded(6));
                switch (random.bounded(9)) {
                case 0:
                case 1:
                case 2:
                case 3: {
                    ++version;
                    const QString type = server.contains(name) ? u"MODIFIED"_s : u"ADDED"_s;
                    server.insert(name, node(name, version));
                    history.append({ version, eventLine(type, node(name, version)) });
                    break;
                }
                case 4:
                    if (server.contains(name)) {
                        ++version;
                        server.remove(name);
                        history.append({ version, eventLine(u"DELETED"_s, node(name, version)) });
                    }
                    break;
                case 5:
                case 6: { // deliver, perhaps cut in the middle of a line
                    QByteArray bytes;
                    for (const auto& [v, line] : history) {
                        if (v > sentUpTo) {
                            bytes += line;
                        }
                    }
                    sentUpTo = version;
                    if (random.bounded(2) == 0 || bytes.isEmpty()) {
                        b.send(bytes);
                        break;
                    }
                    b.send(bytes.left(random.bounded(int(bytes.size()))));
                    reopen(b, ending(Errc::Network), sentUpTo);
                    break;
                }
                case 7:
                    reopen(b, ending(random.bounded(2) == 0 ? Errc::Cancelled : Errc::Timeout), sentUpTo);
                    break;
                case 8:
                    b.expectList(server.values(), version);
                    b.send("{\"type\":\"ERROR\",\"object\":" + status(410, u"Expired"_s) + "}\n");
                    b.clock.advance(milliseconds(60000));
                    b.settle();
                    b.open();
                    sentUpTo = version;
                    break;
                }
            }
            QByteArray rest;
            for (const auto& [v, line] : history) {
                if (v > sentUpTo) {
                    rest += line;
                }
            }
            b.send(rest);
            QMap<QString, QString> want;
            QMap<QString, QString> got;
            for (auto it = server.cbegin(); it != server.cend(); ++it) {
                want.insert(it.key(), resourceVersionOf(it.value()));
            }
            for (auto it = b.reflector->objects().cbegin(); it != b.reflector->objects().cend(); ++it) {
                got.insert(it.key(), resourceVersionOf(it.value()));
            }
            QVERIFY2(got == want, qPrintable(u"seed %1"_s.arg(seed)));
            QVERIFY2(b.transport.problems().isEmpty(), qPrintable(u"seed %1"_s.arg(seed)));
        }
    }

private:
    /// The connection ends and comes back; the server goes on from the version it is asked for.
    static void reopen(Bench& b, const Error& error, int& sentUpTo)
    {
        b.end(error);
        b.clock.advance(milliseconds(40000));
        b.settle();
        const QString query = b.watchQuery();
        sentUpTo = query.section(u"resourceVersion="_s, 1).section(u'&', 0, 0).toInt();
        b.open();
    }
};

COCOON_TEST(TstReflector)
#include "tst_reflector.moc"
