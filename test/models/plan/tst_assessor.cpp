// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/assessor.h"

#include "models/plan/difference.h"
#include "test/models/plan/runner_bench.h"

#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::plan::bench;

namespace {
    class CountedStep : public Step {
    public:
        CountedStep(QString id, QHash<QString, int>& looks, std::function<void(const world::World&)> read)
            : m_id(std::move(id))
            , m_looks(looks)
            , m_read(std::move(read))
        {
        }
        QString id() const override { return m_id; }
        QString title() const override { return m_id; }
        QStringList dependsOn() const override { return {}; }
        Assessment assess(const world::World& world, const Intent&) const override
        {
            ++m_looks[m_id];
            m_read(world);
            return {};
        }

    private:
        QString m_id;
        QHash<QString, int>& m_looks;
        std::function<void(const world::World&)> m_read;
    };
}

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

    void anotherIntentCountsInARunToo()
    {
        class FollowsTheIntent : public Step {
            QString id() const override { return u"follows"_s; }
            QString title() const override { return {}; }
            QStringList dependsOn() const override { return {}; }
            Assessment assess(const world::World&, const Intent& intent) const override
            {
                Assessment assessment;
                assessment.state = StepState::Ready;
                assessment.changes = { makeChange(u"order "_s + intent.cluster) };
                return assessment;
            }
        };
        Bench b;
        b.steps.push_back(std::make_unique<FollowsTheIntent>());
        Runner::Options options;
        options.interactive = true; // and nobody approves
        b.start(options);
        Intent other;
        other.cluster = u"b"_s;
        b.runner->setIntent(other);
        b.spin();
        QCOMPARE(b.runner->assessments().constFirst().changes.constFirst().key, u"order b"_s);
    }

    void aStepIsLookedAtAgainOnlyWhenWhatItReadIsAnother()
    {
        QHash<QString, int> looks;
        const auto step = [&looks](const QString& id, const std::function<void(const world::World&)>& read) {
            return std::make_unique<CountedStep>(id, looks, read);
        };
        Steps steps;
        steps.push_back(step(u"asks"_s, [](const world::World& world) { world.answer(about(u"a"_s)); }));
        steps.push_back(step(u"looks at the clock"_s, [](const world::World& world) { world.now(); }));
        steps.push_back(step(u"reads the journal"_s, [](const world::World& world) { world.journal(); }));
        steps.push_back(step(u"holds a key"_s, [](const world::World& world) { world.answer({ u"secret"_s, { u"key"_s }, 0ms }); }));
        Assessments assessments(steps);
        const auto lookedAgain = [&](const world::World& world) {
            looks.clear();
            assessments.update(world, {});
            QStringList again = looks.keys();
            again.sort();
            return again;
        };
        const QStringList all { u"asks"_s, u"holds a key"_s, u"looks at the clock"_s, u"reads the journal"_s };
        const QStringList none;
        world::World world;
        const QDateTime noon = QDateTime::fromString(u"2026-03-01T12:00:00Z"_s, Qt::ISODate);
        world.setNow(noon);
        QCOMPARE(lookedAgain(world), all);
        QCOMPARE(lookedAgain(world), none);
        world.set(about(u"b"_s), u"nobody reads it"_s);
        QCOMPARE(lookedAgain(world), none);
        world.set(about(u"a"_s), u"missing"_s);
        QCOMPARE(lookedAgain(world), QStringList(u"asks"_s));
        world.set(about(u"a"_s), u"missing"_s); // the same answer again
        QCOMPARE(lookedAgain(world), none);
        world.fail(about(u"a"_s), { Errc::Network, u"nobody is there"_s, {} });
        QCOMPARE(lookedAgain(world), QStringList(u"asks"_s));
        world.setNow(noon.addMSecs(999));
        QCOMPARE(lookedAgain(world), none);
        world.setNow(noon.addSecs(1));
        QCOMPARE(lookedAgain(world), QStringList(u"looks at the clock"_s));
        world.setJournal({});
        QCOMPARE(lookedAgain(world), QStringList(u"reads the journal"_s));
        const world::Query key { u"secret"_s, { u"key"_s }, 0ms };
        world.set(key, false);
        QCOMPARE(lookedAgain(world), QStringList(u"holds a key"_s));
        world.setNow(noon.addMSecs(1500));
        world.set(key, false); // asked later, the same answer: by then it counts
        QCOMPARE(lookedAgain(world), QStringList(u"holds a key"_s));
        assessments.forget();
        QCOMPARE(lookedAgain(world), all);
        world::World other; // made anew, with the same words: nothing is taken for read
        other.setNow(world.now());
        other.set(about(u"a"_s), u"missing"_s);
        QVERIFY(lookedAgain(other).contains(u"asks"_s));
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
