// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/change.h"
#include "services/base/json.h"
#include "test/support/test_main.h"

#include <QJsonArray>

using namespace cocoon;
using namespace cocoon::plan;
using namespace Qt::StringLiterals;

class TstChange : public QObject {
    Q_OBJECT

    static Change sample()
    {
        Change c;
        c.key = u"apply configmaps/ns/peer-pods-cm"_s;
        c.step = u"configuration"_s;
        c.verb = Verb::Apply;
        c.target.side = u"kube"_s;
        c.target.resource = u"configmaps"_s;
        c.target.ns = u"ns"_s;
        c.target.name = u"peer-pods-cm"_s;
        c.body = QJsonObject { { u"data"_s, QJsonObject { { u"IMAGE"_s, u"r006"_s }, { u"N"_s, 5 } } } };
        c.title = u"Apply"_s;
        c.why = u"because"_s;
        c.risk = Risk::Disruptive;
        c.price = Price { 0.31, u"per pod"_s };
        c.commands = { u"oc apply -f -"_s };
        c.refreshes = { u"ibm.images|eu-de"_s };
        return c;
    }

private Q_SLOTS:
    void aChangeSurvivesAFile()
    {
        Change unpriced = sample();
        unpriced.price = Price { std::nullopt, u"price not known"_s };
        for (const Change& before : { sample(), unpriced }) {
            const auto parsed = parseJsonObject(toPrettyJson(before.toJson()));
            QVERIFY(parsed);
            const Result<Change> after = Change::fromJson(*parsed);
            QVERIFY(after);
            QCOMPARE(after->toJson(), before.toJson());
            QCOMPARE(after->digest(), before.digest());
            QCOMPARE(after->price->usdPerHour, before.price->usdPerHour);
        }
    }

    void anEditedPlanIsNotTaken()
    {
        QJsonObject json = sample().toJson();
        json.insert(u"body"_s, QJsonObject { { u"data"_s, u"something else"_s } });
        QVERIFY(!Change::fromJson(json));
        json.remove(u"digest"_s);
        QVERIFY(!Change::fromJson(json));
        QVERIFY(!Change::fromJson({}));
    }

    void theDigestIsOfWhatIsDone()
    {
        const Change a = sample();
        Change b = a;
        b.title = u"other words"_s;
        b.before = 1;
        QCOMPARE(b.digest(), a.digest());
        b.body = QJsonObject();
        QVERIFY(b.digest() != a.digest());
        b = a;
        b.target.name = u"x"_s;
        QVERIFY(b.digest() != a.digest());
        b = a;
        b.verb = Verb::Patch;
        QVERIFY(b.digest() != a.digest());
        b = a;
        b.force = true;
        QVERIFY(b.digest() != a.digest());
    }

    void referencesMakeItAbstract()
    {
        Change c = sample();
        QVERIFY(c.isConcrete());
        c.body = QJsonObject { { u"a"_s, QJsonArray { 1, ref(u"image.id"_s), QJsonObject { { u"b"_s, ref(u"image.id"_s) } } } } };
        c.target.args = { { u"id"_s, ref(u"profile.id"_s) } };
        QCOMPARE(c.references(), QStringList({ u"image.id"_s, u"profile.id"_s }));
        QVERIFY(!c.isConcrete());
        c = sample();
        c.body = QJsonObject { { u"schema"_s, QJsonObject { { u"$ref"_s, u"#/x"_s }, { u"type"_s, u"y"_s } } } };
        QVERIFY(c.isConcrete());
        c.body = secretRef(u"KEY"_s);
        QVERIFY(c.isConcrete());
        c.waitsFor = u"later"_s;
        QVERIFY(!c.isConcrete());
    }

    void aPlanCoversOnlyWhatItLeftOpen()
    {
        Change plan = sample();
        plan.body = QJsonObject { { u"id"_s, ref(u"image.id"_s) }, { u"n"_s, 1 } };
        Change now = plan;
        now.body = QJsonObject { { u"id"_s, u"r006"_s }, { u"n"_s, 1 } };
        QVERIFY(now.isCoveredBy(plan));
        QVERIFY(!plan.isCoveredBy(now));
        now.body = QJsonObject { { u"id"_s, u"r006"_s }, { u"n"_s, 2 } };
        QVERIFY(!now.isCoveredBy(plan));
        now.body = QJsonObject { { u"id"_s, QJsonObject { { u"more"_s, 1 } } }, { u"n"_s, 1 } };
        QVERIFY(!now.isCoveredBy(plan));
        now = plan;
        plan.target.name = u"$INSTALL_PLAN"_s;
        QVERIFY(!plan.isConcrete());
        QVERIFY(now.isCoveredBy(plan));
    }
};

COCOON_TEST(TstChange)
#include "tst_change.moc"
