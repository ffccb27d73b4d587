// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/object.h"
#include "services/kube/watch_decoder.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

class TstWatchDecoder : public QObject {
    Q_OBJECT
    static QByteArray three()
    {
        return "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"größe\"}}}\n\n"
               "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"7\"}}}\r\n"
               "{\"type\":\"SOMETHING\",\"object\":{}}\n";
    }
private Q_SLOTS:
    void anyPortions()
    {
        const QByteArray all = three();
        for (qsizetype size = 1; size <= all.size(); ++size) {
            WatchDecoder decoder;
            QList<WatchEvent> events;
            for (qsizetype i = 0; i < all.size(); i += size) {
                const auto some = decoder.feed(all.mid(i, size));
                QVERIFY(some.has_value());
                events += *some;
            }
            QCOMPARE(events.size(), 3);
            QCOMPARE(nameOf(events.at(0).object), u"größe"_s);
            QCOMPARE(events.at(1).type, WatchEvent::Type::Bookmark);
            QCOMPARE(events.at(2).type, WatchEvent::Type::Unknown);
            QCOMPARE(decoder.pending(), 0);
        }
    }
    void aShapeCutsObjectsButNoError()
    {
        WatchDecoder decoder(JsonShape { { "metadata", { { "name", {} } } }, { "status", { { "phase", {} } } } });
        const auto events = decoder.feed("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\",\"uid\":\"u\"},\"spec\":{},\"status\":{\"phase\":\"Running\",\"podIP\":\"1\"}}}\n"
                                         "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old\"}}\n");
        QVERIFY(events.has_value());
        QCOMPARE(events->size(), 2);
        QCOMPARE(events->at(0).object, (QJsonObject { { u"metadata"_s, QJsonObject { { u"name"_s, u"a"_s } } }, { u"status"_s, QJsonObject { { u"phase"_s, u"Running"_s } } } }));
        QCOMPARE(events->at(1).object.value(u"code"_s).toInt(), 410);
        QCOMPARE(events->at(1).object.value(u"message"_s).toString(), u"too old"_s);
        QCOMPARE(events->at(1).object.value(u"status"_s).toString(), u"Failure"_s);
    }
    void halfALineIsNothing()
    {
        WatchDecoder decoder;
        const auto events = decoder.feed("{\"type\":\"ADDED\",\"object\":{");
        QVERIFY(events && events->isEmpty());
        QVERIFY(decoder.pending() > 0);
    }
    void garbageIsAnError()
    {
        WatchDecoder decoder;
        QCOMPARE(decoder.feed("<html>\n").error().code, Errc::Protocol);
        for (const QByteArray& line : { QByteArray("[]"), QByteArray("{}"), QByteArray("{\"type\":\"ADDED\",\"object\":5}") }) {
            QCOMPARE(WatchDecoder().feed(line + '\n').error().code, Errc::Protocol); // JSON, but no event
        }
    }
    void tooLongIsAnError()
    {
        WatchDecoder decoder(100);
        QVERIFY(decoder.feed(QByteArray(100, 'x')).has_value());
        QCOMPARE(decoder.feed("x").error().code, Errc::Protocol);
        WatchDecoder second(100);
        QCOMPARE(second.feed(QByteArray(101, 'x') + '\n').error().code, Errc::Protocol);
    }
    void tenMebibytes()
    {
        WatchDecoder decoder;
        const QByteArray line = "{\"type\":\"MODIFIED\",\"object\":{\"data\":\"" + QByteArray(10 * 1024 * 1024, 'a') + "\"}}\n";
        qsizetype found = 0;
        for (qsizetype i = 0; i < line.size(); i += 16384) {
            const auto some = decoder.feed(line.mid(i, 16384));
            QVERIFY(some.has_value());
            found += some->size();
        }
        QCOMPARE(found, 1);
    }
};

COCOON_TEST(TstWatchDecoder)
#include "tst_watch_decoder.moc"
