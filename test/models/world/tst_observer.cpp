// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/observer.h"

#include "services/ibm/cloud.h"
#include "services/kube/client.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QJsonDocument>
#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::world;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Answers by path instead of by order: an observer asks many things at once.
class World1 : public net::Transport {
public:
    class Watch : public net::Stream {
    public:
        using net::Stream::Stream;
        void close() override { isClosed = true; }
        void write(const QByteArray&) override { }
        bool isClosed = false;
        QString path;
    };
    Job<net::Response>* send(const net::Request& request) override
    {
        const QString path = request.url.path();
        asked.append(QString::fromLatin1(request.method) + u' ' + path);
        net::Response response;
        if (pages.value(path) > 0) {
            --pages[path];
            response.status = 200;
            response.headers.add("Content-Type", "text/html");
            response.body = "<html>Please log in</html>";
            return settledJob<net::Response>(this, response);
        }
        response.status = status.value(path, replies.contains(path) ? 200 : 404);
        response.headers.add("Content-Type", "application/json");
        response.body = replies.contains(path)
            ? QJsonDocument(replies.value(path)).toJson()
            : QByteArray(R"({"kind":"Status","status":"Failure","reason":"NotFound","message":"the server could not find it","code":404})");
        if (response.status == 403) {
            response.body = R"({"kind":"Status","status":"Failure","reason":"Forbidden","message":"no","code":403})";
        }
        return settledJob<net::Response>(this, response);
    }
    net::Stream* open(const net::Request& request) override
    {
        auto* stream = new Watch(this);
        stream->path = request.url.path();
        watches.append(stream);
        QMetaObject::invokeMethod(stream, [stream] { Q_EMIT stream->opened(200, {}); }, Qt::QueuedConnection);
        return stream;
    }
    QHash<QString, QJsonObject> replies;
    QHash<QString, int> status;
    QHash<QString, int> pages; ///< this many answers are the login page of a portal
    QStringList asked;
    QList<QPointer<Watch>> watches;
};

QJsonObject thing(const QString& name, const QString& version, const QJsonObject& data = {})
{
    return { { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, u"ns"_s }, { u"uid"_s, u"uid-"_s + name }, { u"resourceVersion"_s, version } } },
        { u"data"_s, data } };
}

QJsonObject listOf(const QJsonArray& items)
{
    return { { u"kind"_s, u"List"_s }, { u"metadata"_s, QJsonObject { { u"resourceVersion"_s, u"10"_s } } }, { u"items"_s, items } };
}

} // namespace

class TstObserver : public QObject {
    Q_OBJECT

    struct Bench {
        test::ManualClock clock;
        World1 wire;
        std::unique_ptr<kube::Client> client;
        std::unique_ptr<Observer> observer;
        int connects = 0;
        QHash<QString, Secret> secrets;

        Bench()
        {
            kube::Access access;
            access.server = QUrl(u"https://127.0.0.1:6443"_s);
            client = std::make_unique<kube::Client>(wire, access);
            Observer::Sources sources;
            sources.cluster = [this] {
                ++connects;
                return settledJob<kube::Client*>(client.get(), client.get());
            };
            sources.secret = [this](const QString& name) { return secrets.value(name); };
            observer = std::make_unique<Observer>(clock, sources);
        }
        void pass(milliseconds time)
        {
            clock.advance(time);
            for (int i = 0; i < 20; ++i) {
                QCoreApplication::processEvents();
            }
        }
        // The reflector delivers in batches of its clock.
        void settle()
        {
            pass(0ms);
            pass(60ms);
            pass(60ms);
        }
        Answer answer(const Query& query) const { return observer->world().answer(query); }
    };
    static inline const QString kMaps = u"/api/v1/namespaces/ns/configmaps"_s;
    static inline const QString kSecrets = u"/api/v1/namespaces/ns/secrets"_s;

private Q_SLOTS:
    void aGrantedRightIsNotAskedForAgainAndAgain()
    {
        const QString path = u"/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"_s;
        const Query query = ask::canI(u"patch"_s, {}, u"nodes"_s, {}, {});
        const auto askedIn = [&](bool isAllowed) {
            Bench b;
            b.wire.replies.insert(path, QJsonObject { { u"status"_s, QJsonObject { { u"allowed"_s, isAllowed } } } });
            b.observer->want(u"me"_s, { query });
            b.settle();
            for (int i = 0; i < 100; ++i) {
                b.pass(3s);
            }
            return b.wire.asked.count(u"POST "_s + path);
        };
        QCOMPARE(askedIn(true), 1); // in five minutes
        QVERIFY(askedIn(false) >= 10); // somebody may be given it any moment
    }

    void aLoginPageIsNotBelievedAtOnce_data()
    {
        QTest::addColumn<bool>("isPolled");
        QTest::newRow("a question that is polled") << true;
        QTest::newRow("a list that is watched") << false;
    }
    void aLoginPageIsNotBelievedAtOnce()
    {
        QFETCH(bool, isPolled);
        const QString path = isPolled ? u"/version"_s : kMaps;
        const Query query = isPolled ? ask::serverVersion() : ask::list(kube::res::configMaps, u"ns"_s);
        for (const int pages : { 1, 2, 3 }) {
            Bench b;
            b.wire.replies.insert(u"/version"_s, QJsonObject { { u"gitVersion"_s, u"v1.32.9"_s }, { u"major"_s, u"1"_s }, { u"minor"_s, u"32"_s } });
            b.wire.replies.insert(kMaps, listOf({ thing(u"a"_s, u"5"_s) }));
            b.wire.pages.insert(path, pages);
            b.observer->want(u"me"_s, { query });
            bool wasFailed = false;
            for (int i = 0; i < 200; ++i) {
                b.pass(1s);
                wasFailed = wasFailed || b.answer(query).state == Answer::State::Failed;
            }
            QCOMPARE(wasFailed, pages == 3);
            QCOMPARE(b.answer(query).state, Answer::State::Known);
        }
    }

    void whatIsKnownOutlivesALoginPage()
    {
        Bench b;
        b.wire.replies.insert(u"/version"_s, QJsonObject { { u"gitVersion"_s, u"v1.32.9"_s }, { u"major"_s, u"1"_s }, { u"minor"_s, u"32"_s } });
        b.observer->want(u"me"_s, { ask::serverVersion() });
        b.settle();
        b.wire.pages.insert(u"/version"_s, 2);
        const qsizetype before = b.wire.asked.count(u"GET /version"_s);
        for (int i = 0; i < 600 && b.wire.asked.count(u"GET /version"_s) < before + 2; ++i) {
            b.pass(1s);
            QCOMPARE(b.answer(ask::serverVersion()).state, Answer::State::Known);
        }
        QCOMPARE(b.wire.pages.value(u"/version"_s), 0);
    }

    void whatWasAskedForAnewIsNotAnsweredByTheOld()
    {
        Bench b;
        b.wire.replies.insert(u"/version"_s, QJsonObject { { u"gitVersion"_s, u"v1.32.9"_s }, { u"major"_s, u"1"_s }, { u"minor"_s, u"32"_s } });
        b.observer->want(u"me"_s, { ask::serverVersion() });
        b.settle();
        QCOMPARE(b.answer(ask::serverVersion()).state, Answer::State::Known);
        b.wire.pages.insert(u"/version"_s, 1);
        b.observer->refresh(ask::serverVersion()); // something was changed
        b.settle();
        QCOMPARE(b.answer(ask::serverVersion()).state, Answer::State::Pending);
        b.pass(10s);
        QCOMPARE(b.answer(ask::serverVersion()).state, Answer::State::Known);
    }

    void aListIsWatched()
    {
        Bench b;
        b.wire.replies.insert(kMaps, listOf({ thing(u"a"_s, u"5"_s) }));
        const Query maps = ask::list(kube::res::configMaps, u"ns"_s);
        const Query one = ask::object(kube::res::configMaps, u"ns"_s, u"a"_s);
        const Query none = ask::object(kube::res::configMaps, u"ns"_s, u"b"_s);
        QSignalSpy changed(b.observer.get(), &Observer::worldChanged);
        b.observer->want(u"x"_s, { maps, one, none });
        QCOMPARE(b.answer(maps).state, Answer::State::Pending);
        b.settle();
        QCOMPARE(b.answer(maps).state, Answer::State::Known);
        QVERIFY(b.answer(maps).live);
        QCOMPARE(b.answer(maps).value.toArray().size(), 1);
        QVERIFY(b.answer(one).value.isObject());
        QCOMPARE(b.answer(none).state, Answer::State::Known);
        QVERIFY(b.answer(none).value.isNull());
        QCOMPARE(b.wire.watches.size(), 1); // all three share it
        QCOMPARE(b.connects, 1);

        changed.clear();
        const QByteArray event = QJsonDocument(QJsonObject { { u"type"_s, u"ADDED"_s }, { u"object"_s, thing(u"b"_s, u"11"_s) } }).toJson(QJsonDocument::Compact) + '\n';
        Q_EMIT b.wire.watches.first()->data(event);
        b.settle();
        QCOMPARE(changed.count(), 1);
        QVERIFY(b.answer(none).value.isObject());

        b.observer->want(u"x"_s, {});
        QVERIFY(!b.wire.watches.first()->isClosed);
        b.pass(15s);
        QVERIFY(!b.wire.watches.first() || b.wire.watches.first()->isClosed);
        QVERIFY(!b.answer(maps).live);
        b.observer->want(u"x"_s, { maps });
        QCOMPARE(b.answer(maps).state, Answer::State::Pending); // old news are no news
    }

    void secretsNeverEnterTheWorld()
    {
        Bench b;
        const QByteArray key = "canary-key";
        b.wire.replies.insert(kSecrets, listOf({ thing(u"s"_s, u"5"_s, { { u"k"_s, QString::fromLatin1(key.toBase64()) } }) }));
        const Query query = ask::object(kube::res::secrets, u"ns"_s, u"s"_s);
        b.observer->want(u"x"_s, { query });
        b.settle();
        QCOMPARE(b.answer(query).value.toObject().value(u"data").toObject().value(u"k").toString(), u"hmac:"_s + Secret(key).digest());
    }

    void aKindThatIsNotServedHasNoObjects()
    {
        Bench b;
        const Query list = ask::list(kube::res::kataConfigs);
        const Query object = ask::object(kube::res::kataConfigs, {}, u"k"_s);
        b.observer->want(u"x"_s, { list, object });
        b.settle();
        QCOMPARE(b.answer(list).state, Answer::State::Known);
        QCOMPARE(b.answer(list).value.toArray().size(), 0);
        QVERIFY(b.answer(object).value.isNull());
        bool flickered = false;
        connect(b.observer.get(), &Observer::worldChanged, this, [&] { flickered = flickered || b.answer(list).state != Answer::State::Known; });
        b.pass(12s);
        QVERIFY(!flickered);
        b.wire.replies.insert(u"/apis/kataconfiguration.openshift.io/v1/kataconfigs"_s, listOf({ thing(u"k"_s, u"5"_s) }));
        b.pass(31s);
        b.settle();
        QCOMPARE(b.answer(list).value.toArray().size(), 1);
    }

    void whoMayOnlyGetIsAnsweredByGet()
    {
        Bench b;
        b.wire.replies.insert(kMaps, {});
        b.wire.status.insert(kMaps, 403);
        QJsonObject whole = thing(u"a"_s, u"5"_s);
        whole.insert(u"kind"_s, u"ConfigMap"_s); // as a server answers when one is asked for
        b.wire.replies.insert(kMaps + u"/a"_s, whole);
        const Query list = ask::list(kube::res::configMaps, u"ns"_s);
        const Query one = ask::object(kube::res::configMaps, u"ns"_s, u"a"_s);
        b.observer->want(u"x"_s, { list, one });
        b.settle();
        QCOMPARE(b.answer(list).state, Answer::State::Forbidden);
        QCOMPARE(b.answer(one).state, Answer::State::Known);
        QVERIFY(b.answer(one).value.isObject());
    }

    void withoutAClusterItSaysSo()
    {
        test::ManualClock clock;
        Observer observer(clock, {});
        observer.want(u"x"_s, { ask::list(kube::res::nodes), ask::me(), ask::trustee(u"https://t"_s) });
        clock.advance(10ms);
        QCOMPARE(observer.world().answer(ask::list(kube::res::nodes)).error.code, Errc::Precondition);
        QTRY_COMPARE(observer.world().answer(ask::me()).error.code, Errc::Unauthorized);
        QTRY_COMPARE(observer.world().answer(ask::trustee(u"https://t"_s)).error.code, Errc::Precondition);
    }

    void pollsComeAtHalfOfTheirAgeAndFasterAfterAChange()
    {
        Bench b;
        const Query held = ask::secretHeld(u"KEY"_s);
        b.observer->want(u"x"_s, { held });
        b.pass(0ms);
        QCOMPARE(b.answer(held).value.toObject().value(u"held").toBool(), false);
        QCOMPARE(b.observer->requestCounts().value(u"secret"_s), 1);
        b.pass(4900ms);
        QCOMPARE(b.observer->requestCounts().value(u"secret"_s), 1);
        b.pass(200ms);
        QCOMPARE(b.observer->requestCounts().value(u"secret"_s), 2);
        b.observer->refresh(held);
        b.pass(100ms);
        QCOMPARE(b.observer->requestCounts().value(u"secret"_s), 3);
        b.secrets.insert(u"KEY"_s, Secret("v"));
        b.pass(1s);
        QCOMPARE(b.answer(held).value.toObject().value(u"digest").toString(), Secret("v").digest());
        b.observer->want(u"x"_s, {});
        const int count = b.observer->requestCounts().value(u"secret"_s);
        b.pass(60s);
        QCOMPARE(b.observer->requestCounts().value(u"secret"_s), count);
    }

    void whatWasWrittenShowsUntilAReadHasIt()
    {
        Bench b;
        b.wire.replies.insert(kMaps, listOf({ thing(u"a"_s, u"5"_s) }));
        const Query maps = ask::list(kube::res::configMaps, u"ns"_s);
        b.observer->want(u"x"_s, { maps });
        b.settle();
        b.observer->writeThrough(ask::object(kube::res::configMaps, u"ns"_s, u"b"_s), thing(u"b"_s, u"12"_s));
        b.observer->writeThrough(ask::object(kube::res::configMaps, u"ns"_s, u"a"_s), thing(u"a"_s, u"13"_s, { { u"new"_s, 1 } }));
        QCOMPARE(b.answer(maps).value.toArray().size(), 2);
        QVERIFY(b.answer(maps).value.toArray().at(0).toObject().value(u"data").toObject().contains(u"new"));
        const QByteArray deleted = QJsonDocument(QJsonObject { { u"type"_s, u"ADDED"_s }, { u"object"_s, thing(u"b"_s, u"12"_s) } }).toJson(QJsonDocument::Compact) + '\n'
            + QJsonDocument(QJsonObject { { u"type"_s, u"MODIFIED"_s }, { u"object"_s, thing(u"a"_s, u"14"_s) } }).toJson(QJsonDocument::Compact) + '\n';
        Q_EMIT b.wire.watches.first()->data(deleted);
        b.settle();
        QCOMPARE(b.answer(maps).value.toArray().size(), 2);
        QVERIFY(!b.answer(maps).value.toArray().at(0).toObject().value(u"data").toObject().contains(u"new"));
    }
};

COCOON_TEST(TstObserver)
#include "tst_observer.moc"
