// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/words/words.h"
#include "test/models/plan/runner_bench.h"
#include "test/support/matrix.h"

#include <QElapsedTimer>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::plan::bench;

namespace {
    constexpr Errc kCodes[] = { Errc::Timeout, Errc::Network, Errc::Tls, Errc::Unauthorized, Errc::Forbidden, Errc::NotFound, Errc::Conflict, Errc::Gone,
        Errc::Invalid, Errc::RateLimited, Errc::Server, Errc::Protocol, Errc::Parse, Errc::Io, Errc::Precondition, Errc::Internal };

    /// Three steps, one after the other; the change of the second one meets the fault.
    struct Story {
        Errc code = Errc::Network;
        bool tookEffect = false; ///< it was done, only the answer got lost
        bool isLasting = false;
    };
}

/// A fault at one change of a run: it goes on or ends with three parts, nothing is done twice, and a second run gets to the end.
class TstRunnerFaults : public QObject {
    Q_OBJECT

    test::Matrix m_matrix { u"runs"_s };

    /// "" when all is as it should be.
    static QString tell(const Story& story, QString& outcome)
    {
        Bench b;
        b.add(u"first"_s, {}, proposes(u"first"_s));
        b.add(u"second"_s, { u"first"_s }, proposes(u"second"_s));
        b.add(u"third"_s, { u"second"_s }, proposes(u"third"_s));
        for (const QString& step : { u"first"_s, u"second"_s, u"third"_s }) {
            b.source.set(step, u"todo"_s);
        }
        int faults = story.isLasting ? 1000 : 1;
        int done = 0;
        b.executor.onExecute = [&](const Change& change, Job<Outcome>* job) {
            const bool isFaulty = change.key == u"second"_s && faults-- > 0;
            if (!isFaulty || story.tookEffect) {
                done += change.key == u"second"_s ? 1 : 0;
                b.source.set(change.key, u"done"_s);
            }
            if (isFaulty) {
                job->resolve(cocoon::fail(story.code, u"made to fail"_s));
            } else {
                job->resolve(Outcome { QJsonObject(), u"made"_s });
            }
        };
        b.start(yes());
        if (!b.passUntilEnd(3h)) {
            return u"it hangs"_s;
        }
        const qsizetype sent = b.executor.sent.count(u"second"_s);
        outcome = b.report->end == End::Done ? u"done"_s : u"ends"_s;
        if (sent > 1) {
            outcome += u" after %1"_s.arg(sent);
        }
        const bool isUnheard = QList { Errc::Timeout, Errc::Network, Errc::Server, Errc::Protocol, Errc::Parse }.contains(story.code);
        if (isUnheard && !story.isLasting && b.report->end != End::Done) {
            return u"it stops although the World tells whether it was done"_s;
        }
        if (story.tookEffect && sent != 1) {
            return u"sent %1 times although it was done"_s.arg(sent);
        }
        // "Not yet" is asked again for a quarter of an hour, as a disruption budget may need.
        if (sent > (story.code == Errc::RateLimited ? 200 : 12)) {
            return u"sent %1 times"_s.arg(sent);
        }
        if (b.report->end != End::Done) {
            const words::Explanation said = words::explain(b.report->error);
            if (!said.tried.contains(u"Make second"_s) || said.cameBack.isEmpty() || (said.doNext.isEmpty() && story.code != Errc::Cancelled)) {
                return u"not all three parts: "_s + said.text();
            }
            if (b.executor.sent.contains(u"third"_s) && !story.tookEffect) {
                return u"it went on behind a step that failed"_s;
            }
            // Another run, the fault gone.
            faults = 0;
            b.report.reset();
            b.start(yes());
            if (!b.passUntilEnd(1h) || (b.report->end != End::Done && b.report->end != End::NothingToDo)) {
                return u"the second run does not get to the end"_s;
            }
            outcome += u", resumed"_s;
        }
        for (const QString& step : { u"first"_s, u"second"_s, u"third"_s }) {
            if (b.source.get(step) != u"done"_s) {
                return step + u" is not done at the end"_s;
            }
        }
        return done == 1 ? QString() : u"done %1 times"_s.arg(done);
    }

private Q_SLOTS:
    void fault_data()
    {
        QTest::addColumn<Errc>("code");
        for (const Errc code : kCodes) {
            QTest::newRow(qPrintable(errcName(code))) << code;
        }
    }
    void fault()
    {
        QFETCH(Errc, code);
        QStringList wrong;
        for (const bool tookEffect : { false, true }) {
            for (const bool isLasting : { false, true }) {
                QElapsedTimer timer;
                timer.start();
                QString outcome;
                const QString problem = tell({ code, tookEffect, isLasting }, outcome);
                const QString column = (isLasting ? u"always, "_s : u"once, "_s) + (tookEffect ? u"done unheard"_s : u"not done"_s);
                m_matrix.add(errcName(code), column, problem.isEmpty() ? outcome : problem, problem.isEmpty(), std::chrono::milliseconds(timer.elapsed()));
                if (!problem.isEmpty()) {
                    wrong.append(column + u": "_s + problem);
                }
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }
    void cleanupTestCase() { m_matrix.print(); }
};

COCOON_TEST(TstRunnerFaults)
#include "tst_runner_faults.moc"
