// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api_fixture.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>

#include <random>

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
const QString kMaps = u"/api/v1/namespaces/default/configmaps"_s;
}

class TstWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatHappens()
    {
        ApiFixture api;
        const QString version = QString::number(api.server.currentResourceVersion());
        const auto live = api.watch(kMaps + u"?resourceVersion="_s + version);
        api.create(kMaps, ApiFixture::configMap(u"a"_s));
        api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"data":{"x":"1"}})"));
        api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"data":{"x":"1"}})")); // no change, no event
        api.send("DELETE", kMaps + u"/a"_s);
        const QStringList expected { u"ADDED a"_s, u"MODIFIED a"_s, u"DELETED a"_s };
        QCOMPARE(live->lines, expected);
        const auto late = api.watch(kMaps + u"?resourceVersion="_s + version);
        QCOMPARE(late->lines, expected);
        const auto other = api.watch(u"/api/v1/namespaces/kube-system/configmaps?resourceVersion="_s + version);
        QVERIFY(other->lines.isEmpty());
        live->stop();
        api.create(kMaps, ApiFixture::configMap(u"b"_s));
        QCOMPARE(live->lines, expected);
        QCOMPARE(late->lines.last(), u"ADDED b"_s);
    }

    void selectorsTurnChangesIntoComingAndGoing()
    {
        ApiFixture api;
        const auto watch = api.watch(kMaps + u"?labelSelector=app%3Dweb"_s);
        api.create(kMaps, ApiFixture::configMap(u"a"_s, {}, { { "app"_L1, "db"_L1 } }));
        QVERIFY(watch->lines.isEmpty());
        api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"metadata":{"labels":{"app":"web"}}})"));
        api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"data":{"x":"1"}})"));
        const auto last = api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"metadata":{"labels":{"app":"db"}}})"));
        api.send("DELETE", kMaps + u"/a"_s);
        QCOMPARE(watch->lines, QStringList({ u"ADDED a"_s, u"MODIFIED a"_s, u"DELETED a"_s }));
        QCOMPARE(str(watch->events.last(), { u"object", u"metadata", u"resourceVersion" }), last.at({ u"metadata", u"resourceVersion" }));
    }

    void fieldSelectorFollowsNode()
    {
        ApiFixture api;
        const QString pods = u"/api/v1/namespaces/default/pods"_s;
        const auto watch = api.watch(u"/api/v1/pods?fieldSelector=spec.nodeName%3Dn1"_s);
        api.create(pods, ApiFixture::json(R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}})"));
        QVERIFY(watch->lines.isEmpty());
        QCOMPARE(api.create(pods + u"/p/binding"_s, ApiFixture::json(R"({"target":{"name":"n1"}})")).status, 201);
        QCOMPARE(watch->lines, QStringList { u"ADDED p"_s });
    }

    void oldVersionEndsWithExpired()
    {
        sandbox::ApiServer::Options options;
        options.historyEvents = 3;
        ApiFixture api(options);
        const QString version = QString::number(api.server.currentResourceVersion());
        for (int i = 0; i < 5; ++i) {
            api.create(kMaps, ApiFixture::configMap(u"m%1"_s.arg(i)));
        }
        const auto watch = api.watch(kMaps + u"?resourceVersion="_s + version);
        QCOMPARE(watch->events.size(), 1);
        QCOMPARE(str(watch->events.first(), { u"type" }), u"ERROR"_s);
        QCOMPARE(at(watch->events.first(), { u"object", u"code" }).toInteger(), 410);
        QCOMPARE(str(watch->events.first(), { u"object", u"reason" }), u"Expired"_s);
        QVERIFY(str(watch->events.first(), { u"object", u"message" }).startsWith("too old resource version: "_L1 + version + " ("_L1));
        QTRY_VERIFY(watch->ended);
        api.server.compact();
        const QString now = QString::number(api.server.currentResourceVersion());
        QVERIFY(api.watch(kMaps + u"?resourceVersion="_s + now)->lines.isEmpty());
        QCOMPARE(str(api.watch(kMaps + u"?resourceVersion="_s + QString::number(now.toInt() - 1))->events.first(), { u"type" }), u"ERROR"_s);
    }

    void bookmarksAndTimeout()
    {
        ApiFixture api;
        const auto watch = api.watch(
            u"/api/v1/nodes?allowWatchBookmarks=true&timeoutSeconds=25&resourceVersion="_s + QString::number(api.server.currentResourceVersion()));
        api.create(kMaps, ApiFixture::configMap(u"a"_s)); // another kind moves the version on
        api.clock.advance(milliseconds(10000));
        QCOMPARE(watch->lines, QStringList { u"BOOKMARK"_s });
        QCOMPARE(str(watch->events.first(), { u"object", u"metadata", u"resourceVersion" }), QString::number(api.server.currentResourceVersion()));
        QCOMPARE(str(watch->events.first(), { u"object", u"kind" }), u"Node"_s);
        api.clock.advance(milliseconds(15000));
        QCOMPARE(watch->lines.size(), 3);
        QVERIFY(watch->ended);
    }

    void initialEventsEndWithAMark()
    {
        ApiFixture api;
        api.create(kMaps, ApiFixture::configMap(u"a"_s));
        const auto watch = api.watch(kMaps + u"?sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan"_s);
        QCOMPARE(watch->lines, QStringList({ u"ADDED a"_s, u"BOOKMARK"_s }));
        QCOMPARE(str(watch->events.last(), { u"object", u"metadata", u"annotations", u"k8s.io/initial-events-end" }), u"true"_s);
        QCOMPARE(api.get(kMaps + u"?watch=1&sendInitialEvents=true"_s).status, 422);
    }

    void metadataOnly()
    {
        ApiFixture api;
        api.create(kMaps, ApiFixture::configMap(u"a"_s, { { "x"_L1, "1"_L1 } }));
        const auto list = api.send("GET", kMaps, QJsonValue::Undefined, {}, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        QCOMPARE(list.at({ u"kind" }), u"PartialObjectMetadataList"_s);
        QCOMPARE(list.at({ u"items", u"0", u"kind" }), u"PartialObjectMetadata"_s);
        QCOMPARE(list.at({ u"items", u"0", u"metadata", u"name" }), u"a"_s);
        QVERIFY(at(list.object, { u"items", u"0", u"data" }).isUndefined());
    }

    void modelOfAWatcherEqualsTheStore()
    {
        ApiFixture api;
        const auto watch = api.watch(kMaps + u"?labelSelector=on%3D1"_s);
        std::mt19937 random(7);
        for (int i = 0; i < 600; ++i) {
            const QString name = u"m%1"_s.arg(random() % 12);
            switch (random() % 4) {
            case 0:
                api.create(kMaps, ApiFixture::configMap(name, {}, { { "on"_L1, QString::number(random() % 2) } }));
                break;
            case 1:
                api.send("DELETE", kMaps + u'/' + name);
                break;
            case 2:
                api.merge(kMaps + u'/' + name, { { "metadata"_L1, QJsonObject { { "labels"_L1, QJsonObject { { "on"_L1, QString::number(random() % 2) } } } } } });
                break;
            default:
                api.merge(kMaps + u'/' + name, { { "data"_L1, QJsonObject { { "x"_L1, QString::number(random() % 3) } } } });
            }
        }
        std::map<QString, QJsonObject> model;
        qint64 last = 0;
        for (const QJsonObject& event : std::as_const(watch->events)) {
            const QJsonObject object = event.value("object"_L1).toObject();
            const QString name = str(object, { u"metadata", u"name" });
            const QString type = str(event, { u"type" });
            const qint64 version = str(object, { u"metadata", u"resourceVersion" }).toLongLong();
            QVERIFY(version > last);
            last = version;
            QCOMPARE(type == "ADDED"_L1, model.find(name) == model.end());
            type == "DELETED"_L1 ? static_cast<void>(model.erase(name)) : static_cast<void>(model.insert_or_assign(name, object));
        }
        const QJsonArray items = api.get(kMaps + u"?labelSelector=on%3D1"_s).object.value("items"_L1).toArray();
        QCOMPARE(static_cast<qsizetype>(model.size()), items.size());
        for (const QJsonValue item : items) {
            QCOMPARE(model[str(item, { u"metadata", u"name" })], item.toObject());
        }
    }

    void pagesAreConsistent()
    {
        ApiFixture api;
        for (int i = 0; i < 7; ++i) {
            api.create(kMaps, ApiFixture::configMap(u"m%1"_s.arg(i), { { "x"_L1, "old"_L1 } }));
        }
        const auto first = api.get(kMaps + u"?limit=3"_s);
        QCOMPARE(first.object.value("items"_L1).toArray().size(), 3);
        QCOMPARE(at(first.object, { u"metadata", u"remainingItemCount" }).toInteger(), 4);
        // What happens in between belongs to the next list.
        api.send("DELETE", kMaps + u"/m3"_s);
        api.merge(kMaps + u"/m4"_s, ApiFixture::json(R"({"data":{"x":"new"}})"));
        api.create(kMaps, ApiFixture::configMap(u"m45"_s));
        const auto second = api.get(kMaps + u"?limit=3&continue="_s + first.at({ u"metadata", u"continue" }));
        QCOMPARE(second.at({ u"metadata", u"resourceVersion" }), first.at({ u"metadata", u"resourceVersion" }));
        QCOMPARE(second.at({ u"items", u"0", u"metadata", u"name" }), u"m3"_s);
        QCOMPARE(second.at({ u"items", u"1", u"data", u"x" }), u"old"_s);
        QCOMPARE(at(second.object, { u"metadata", u"remainingItemCount" }).toInteger(), 1);
        const auto third = api.get(kMaps + u"?limit=3&continue="_s + second.at({ u"metadata", u"continue" }));
        QCOMPARE(third.object.value("items"_L1).toArray().size(), 1);
        QVERIFY(third.at({ u"metadata", u"continue" }).isEmpty());
        api.server.compact();
        api.create(kMaps, ApiFixture::configMap(u"z"_s));
        const auto expired = api.get(kMaps + u"?limit=3&continue="_s + first.at({ u"metadata", u"continue" }));
        QCOMPARE(expired.status, 410);
        QCOMPARE(expired.at({ u"reason" }), u"Expired"_s);
    }

    void exactAndFutureVersions()
    {
        ApiFixture api;
        api.create(kMaps, ApiFixture::configMap(u"a"_s));
        const QString version = QString::number(api.server.currentResourceVersion());
        api.create(kMaps, ApiFixture::configMap(u"b"_s));
        QCOMPARE(api.get(kMaps + u"?resourceVersionMatch=Exact&resourceVersion="_s + version).object.value("items"_L1).toArray().size(), 1);
        QCOMPARE(api.get(kMaps + u"?resourceVersionMatch=NotOlderThan&resourceVersion="_s + version).object.value("items"_L1).toArray().size(), 2);
        const auto future = api.get(kMaps + u"?resourceVersion=99999"_s);
        QCOMPARE(future.status, 504);
        QCOMPARE(future.at({ u"details", u"causes", u"0", u"reason" }), u"ResourceVersionTooLarge"_s);
        QCOMPARE(api.get(kMaps + u"?resourceVersionMatch=Exact"_s).status, 422);
        QVERIFY(api.get(kMaps + u"?sendInitialEvents=true"_s).message().contains(u"sendInitialEvents is forbidden for list"));
    }

    void manyObjectsPageQuickly()
    {
        ApiFixture api;
        for (int i = 0; i < 5000; ++i) {
            api.create(kMaps, ApiFixture::configMap(u"m%1"_s.arg(i)));
        }
        QElapsedTimer timer;
        timer.start();
        int pages = 0;
        int items = 0;
        QString token;
        do {
            const auto page = api.get(kMaps + u"?limit=500&continue="_s + token);
            items += static_cast<int>(page.object.value("items"_L1).toArray().size());
            token = page.at({ u"metadata", u"continue" });
            ++pages;
        } while (!token.isEmpty());
        QCOMPARE(pages, 10);
        QCOMPARE(items, 5000);
        qInfo() << "5000 objects in pages of 500, decoded:" << timer.elapsed() << "ms";
    }
};

COCOON_TEST(TstWatch)
#include "tst_watch.moc"
