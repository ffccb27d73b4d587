// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/world.h"

#include "models/world/redaction.h"
#include "services/base/secret.h"
#include "test/support/test_main.h"

#include <QJsonDocument>

using namespace cocoon;
using namespace cocoon::world;
using namespace Qt::StringLiterals;

class TstWorld : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWorldIsAValue()
    {
        World a;
        a.set(ask::clusters(), QJsonArray { 1 });
        const World b = a;
        a.set(ask::clusters(), QJsonArray { 2 });
        QCOMPARE(b.answer(ask::clusters()).value.toArray().at(0).toInt(), 1);
        QCOMPARE(a.answer(ask::clusters()).value.toArray().at(0).toInt(), 2);
    }

    void aFailureKeepsTheOldValue()
    {
        World world;
        world.set(ask::clusters(), QJsonArray { 1 });
        world.fail(ask::clusters(), { Errc::Network, u"gone"_s, {} });
        QCOMPARE(world.answer(ask::clusters()).state, Answer::State::Failed);
        QCOMPARE(world.answer(ask::clusters()).value.toArray().size(), 1);
        world.fail(ask::clusters(), { Errc::Forbidden, u"no"_s, {} });
        QCOMPARE(world.answer(ask::clusters()).state, Answer::State::Forbidden);
    }

    void anAskerRemembersItsQuestions()
    {
        World world;
        world.set(ask::clusters(), QJsonArray { QJsonObject { { u"id"_s, u"c"_s } } });
        world.fail(ask::me(), { Errc::Unauthorized, u"no"_s, {} });
        Asker ask(world);
        QCOMPARE(ask.objects(ask::clusters()).size(), 1);
        QVERIFY(ask.value(ask::me()).isNull());
        QVERIFY(!ask.isMissing());
        QCOMPARE(ask.failed().size(), 1);
        ask.object(ask::cluster(u"c"_s));
        ask.object(ask::cluster(u"c"_s));
        QVERIFY(ask.isMissing());
        QCOMPARE(ask.needs().size(), 3);
    }

    void keysGoBothWays_data()
    {
        QTest::addColumn<Query>("query");
        QTest::newRow("no arguments") << ask::me();
        QTest::newRow("list") << ask::list(kube::res::nodes);
        QTest::newRow("object") << ask::object(kube::res::secrets, u"ns"_s, u"n"_s);
        QTest::newRow("selector") << ask::list(kube::res::pods, {}, u"a=b,c!=d"_s);
        QTest::newRow("empty at the end") << ask::log(u"ns"_s, u"p"_s, u"c"_s, 5);
    }
    void keysGoBothWays()
    {
        QFETCH(Query, query);
        QCOMPARE(Query::fromKey(query.key()).key(), query.key());
        QVERIFY(Query::fromKey(query.key()) == query);
    }

    void secretsAreDigestsOnly()
    {
        const QByteArray key = "canary-key";
        const QString encoded = QString::fromLatin1(key.toBase64());
        const QJsonObject secret {
            { u"metadata"_s,
                QJsonObject { { u"annotations"_s,
                    QJsonObject { { u"kubectl.kubernetes.io/last-applied-configuration"_s, u"{\"data\":{\"k\":\""_s + encoded + u"\"}}"_s } } } } },
            { u"data"_s, QJsonObject { { u"k"_s, encoded } } },
            { u"stringData"_s, QJsonObject { { u"p"_s, QString::fromLatin1(key) } } },
        };
        const QJsonObject safe = redacted(secret, true);
        QCOMPARE(safe.value(u"data").toObject().value(u"k").toString(), u"hmac:"_s + Secret(key).digest());
        const QByteArray text = QJsonDocument(safe).toJson();
        QVERIFY(!text.contains(key));
        QVERIFY(!text.contains(key.toBase64()));
    }
};


COCOON_TEST(TstWorld)
#include "tst_world.moc"
