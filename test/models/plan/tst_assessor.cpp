// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/assessor.h"

#include "models/plan/difference.h"
#include "test/models/plan/runner_bench.h"

#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::plan::bench;

class TstAssessor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksOnlyWhileActive()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        Assessor assessor(b.steps, b.source, u"window"_s);
        assessor.setIntent({});
        QVERIFY(b.source.wanted.isEmpty());
        assessor.setActive(true);
        QCOMPARE(b.source.wanted, QList<world::Query> { about(u"a"_s) });
        QVERIFY(!assessor.isComplete());
        assessor.setActive(false);
        QVERIFY(b.source.wanted.isEmpty());
        QSignalSpy assessed(&assessor, &Assessor::assessed);
        b.source.set(u"a"_s, u"done"_s);
        QVERIFY(!assessed.wait(120));
    }

    void followsTheWorldInBursts()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        Assessor assessor(b.steps, b.source, u"window"_s);
        assessor.setActive(true);
        QSignalSpy assessed(&assessor, &Assessor::assessed);
        for (int i = 0; i < 100; ++i) {
            b.source.set(u"a"_s, i % 2 == 0 ? u"missing"_s : u"done"_s);
        }
        b.source.set(u"b"_s, u"missing"_s);
        QVERIFY(assessed.wait());
        QCOMPARE(assessed.count(), 1); // a hundred differences, one picture
        QVERIFY(assessor.isComplete());
        QCOMPARE(assessor.assessments().at(0).state, StepState::Done);
        QCOMPARE(assessor.assessments().at(1).changes.size(), 1);
    }

    void anotherIntentIsAssessedAtOnce()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        Assessor assessor(b.steps, b.source, u"window"_s);
        assessor.setActive(true);
        QSignalSpy assessed(&assessor, &Assessor::assessed);
        assessor.setIntent({});
        QCOMPARE(assessed.count(), 1);
    }

    void differencesShowWhatIsNotKnownYet()
    {
        const QJsonObject before { { u"data"_s, QJsonObject { { u"IMAGE"_s, u"old"_s } } } };
        const QJsonObject after { { u"data"_s, QJsonObject { { u"IMAGE"_s, ref(u"image.id"_s) }, { u"KEY"_s, secretRef(u"ADAPTOR"_s) } } } };
        const QStringList lines = yamlDifference(before, after);
        QVERIFY2(lines.contains(u"-  IMAGE: old"_s), qPrintable(lines.join(u'\n')));
        QVERIFY(lines.filter(u"known after image"_s).size() == 1);
        QVERIFY(lines.filter(u"$ADAPTOR"_s).size() == 1);
        QCOMPARE(yamlDifference(QJsonValue::Null, QJsonObject { { u"a"_s, 1 } }), QStringList(u"+a: 1"_s));
    }
};

COCOON_TEST(TstAssessor)
#include "tst_assessor.moc"
