// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/runner.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QCoreApplication>

#include <functional>
#include <memory>
#include <optional>

/// A runner with a scripted source, scripted steps and an executor whose jobs the test resolves.
namespace cocoon::plan::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using End = Runner::End;

// What a scripted step is asked: one question per step, whose answer is a string.
inline world::Query about(const QString& name)
{
    return { u"test"_s, { name }, 0ms };
}

class FakeSource : public world::WorldSource {
public:
    explicit FakeSource(Clock& clock)
        : m_clock(clock)
    {
    }
    const world::World& world() const override { return m_world; }
    void want(const QString&, const QList<world::Query>& queries) override { wanted = queries; }
    void refresh(const world::Query&) override { }
    void writeThrough(const world::Query&, const QJsonObject&) override { }
    void put(const world::Query& query, const QJsonValue& value)
    {
        m_world.setNow(m_clock.now());
        m_world.set(query, value);
    }
    void refuse(const world::Query& query) { m_world.fail(query, { Errc::Network, u"nobody is there"_s, {} }); }
    void set(const QString& name, const QJsonValue& value)
    {
        m_world.setNow(m_clock.now());
        m_world.set(about(name), value);
        Q_EMIT worldChanged();
    }
    void fail(const QString& name)
    {
        m_world.fail(about(name), { Errc::Network, u"nobody is there"_s, {} });
        Q_EMIT worldChanged();
    }
    QString get(const QString& name) const { return m_world.answer(about(name)).value.toString(); }
    QList<world::Query> wanted;

private:
    Clock& m_clock;
    world::World m_world;
};

inline Change makeChange(const QString& key, const QString& body = {})
{
    Change change;
    change.key = key;
    change.target.side = u"kube"_s;
    change.target.resource = u"things"_s;
    change.target.name = key;
    change.title = u"Make "_s + key;
    change.body = QJsonObject { { u"v"_s, body.isEmpty() ? key : body } };
    return change;
}

// The step's state is what the answer to its question says, or what `judge` makes of it.
class FakeStep : public Step {
public:
    using Judge = std::function<void(const QString& answer, Assessment& assessment)>;
    FakeStep(QString id, QStringList dependsOn, Judge judge)
        : m_id(std::move(id))
        , m_dependsOn(std::move(dependsOn))
        , m_judge(std::move(judge))
    {
    }
    QString id() const override { return m_id; }
    QString title() const override { return m_id; }
    QStringList dependsOn() const override { return m_dependsOn; }
    Assessment assess(const world::World& world, const Intent&) const override
    {
        world::Asker ask(world);
        const QString answer = ask.value(about(m_id)).toString();
        if (ask.isMissing() || !ask.failed().isEmpty()) {
            return Assessment::unknown(m_id, ask);
        }
        Assessment assessment;
        assessment.step = m_id;
        assessment.needs = ask.needs();
        if (answer == u"done"_s) {
            assessment.state = StepState::Done;
        } else if (answer == u"blocked"_s) {
            assessment.state = StepState::Blocked;
        } else if (answer == u"skipped"_s) {
            assessment.state = StepState::Skipped;
        } else {
            assessment.state = StepState::Ready;
            m_judge(answer, assessment);
        }
        return assessment;
    }

private:
    QString m_id;
    QStringList m_dependsOn;
    Judge m_judge;
};

class FakeExecutor : public Executor {
public:
    Job<Outcome>* execute(const Change& change) override
    {
        sent.append(change.key);
        auto* job = new Job<Outcome>(this);
        open.insert(change.key, job);
        if (onExecute) {
            onExecute(change, job);
        }
        return job;
    }
    QStringList sent;
    QHash<QString, QPointer<Job<Outcome>>> open;
    std::function<void(const Change&, Job<Outcome>*)> onExecute;
};

inline FakeStep::Judge proposes(const QString& key)
{
    return [key](const QString&, Assessment& assessment) { assessment.changes = { makeChange(key) }; };
}

struct Bench {
    test::ManualClock clock;
    FakeSource source { clock };
    FakeExecutor executor;
    Journal journal { clock, QString() };
    Steps steps;
    std::unique_ptr<Runner> runner;
    std::optional<Runner::Report> report;

    void add(const QString& id, const QStringList& after, FakeStep::Judge judge)
    {
        steps.push_back(std::make_unique<FakeStep>(id, after, std::move(judge)));
    }
    void start(const Runner::Options& options)
    {
        runner = std::make_unique<Runner>(steps, source, executor, journal, clock);
        QObject::connect(runner.get(), &Runner::finished, runner.get(), [this](const Runner::Report& r) { report = r; });
        runner->start({}, options);
        spin();
    }
    static void spin()
    {
        for (int i = 0; i < 10; ++i) {
            QCoreApplication::processEvents();
        }
    }
    void succeed(const QString& key)
    {
        if (executor.open.value(key)) {
            executor.open.value(key)->resolve(Outcome { QJsonObject(), u"made"_s });
        }
        spin();
    }
    void fail(const QString& key, Errc code)
    {
        executor.open.value(key)->resolve(cocoon::fail(code, u"scripted"_s));
        spin();
    }
    void pass(milliseconds time)
    {
        clock.advance(time);
        spin();
    }
    // Changes take effect at once: the step named like the key is done.
    void worksAtOnce()
    {
        executor.onExecute = [this](const Change& change, Job<Outcome>* job) {
            source.set(change.key, u"done"_s);
            job->resolve(Outcome { QJsonObject(), u"made"_s });
        };
    }
    bool passUntilEnd(milliseconds limit)
    {
        const milliseconds until = clock.monotonic() + limit;
        while (!report && clock.monotonic() < until) {
            pass(1s);
        }
        return report.has_value();
    }
};

inline Runner::Options yes()
{
    Runner::Options options;
    options.approveAll = true;
    return options;
}

} // namespace cocoon::plan::bench
