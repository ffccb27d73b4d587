// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/end.h"
#include "models/setup/run_lease.h"
#include "services/coco/manifests.h"
#include "services/kube/resource.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using setup::RunLease;

namespace {
    plan::Change change(const QString& resource, const QString& name)
    {
        plan::Change change;
        change.verb = plan::Verb::Apply;
        change.target.side = u"kube"_s;
        change.target.resource = resource;
        change.target.name = name;
        return change;
    }
    plan::Change itsNamespace()
    {
        return change(kube::res::namespaces.qualified(), coco::kNamespace);
    }
    plan::Change another()
    {
        return change(kube::res::namespaces.qualified(), u"hello"_s);
    }

    struct Bench {
        test::ManualClock clock;
        QObject context;
        Result<Done> answer = Done {};
        bool isCurrent = true;
        int taken = 0;
        int given = 0;
        std::optional<Error> refused;
        int notTaken = 0;
        int ready = 0;
        RunLease lease { clock,
            [this] {
                ++taken;
                return settledJob<Done>(&context, answer);
            },
            [this] {
                ++given;
                return settledJob<Done>(&context, Done {});
            },
            [this] { return isCurrent; } };

        Bench()
        {
            QObject::connect(&lease, &RunLease::refused, &context, [this](const Error& error) { refused = error; });
            QObject::connect(&lease, &RunLease::notTaken, &context, [this] { ++notTaken; });
            QObject::connect(&lease, &RunLease::ready, &context, [this] { ++ready; });
        }
        void begin(const Result<Done>& first, RunLease::Work work = RunLease::Work::SetUp)
        {
            answer = first;
            lease.begin(work);
            spin();
        }
        static void spin()
        {
            for (int i = 0; i < 5; ++i) {
                QCoreApplication::processEvents();
            }
        }
        /// As the Runner asks: at every tick, until it may, must not or is stopped.
        Result<bool> ask(const plan::Change& wanted, milliseconds limit = 10min)
        {
            const milliseconds until = clock.monotonic() + limit;
            Result<bool> may = lease.mayChange(wanted);
            while (may && !*may && !refused && clock.monotonic() < until) {
                clock.advance(1s);
                spin();
                may = lease.mayChange(wanted);
            }
            return may;
        }
    };
}

class TstRunLease : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoMayChangeWhat_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("ends");
        for (int code = 0; code <= int(Errc::Internal); ++code) {
            const Errc errc = static_cast<Errc>(code);
            const bool isTaken = errc == Errc::Conflict || errc == Errc::Precondition;
            QTest::newRow(qPrintable(errcName(errc))) << code
                << (isTaken ? u"not begun"_s : errc == Errc::NotFound ? u"namespace first"_s : errc == Errc::Forbidden ? u"goes on"_s : u"refused"_s);
        }
    }
    void whoMayChangeWhat()
    {
        QFETCH(int, code);
        QFETCH(QString, ends);
        Bench b;
        b.begin(fail(static_cast<Errc>(code), u"no Lease"_s));
        QCOMPARE(b.ready, ends == u"not begun" ? 0 : 1);
        QCOMPARE(b.refused.has_value(), ends == u"not begun");
        QCOMPARE(b.notTaken, ends == u"goes on" ? 1 : 0);
        if (ends == u"not begun") {
            return;
        }
        const Result<bool> space = b.lease.mayChange(itsNamespace());
        QCOMPARE(space && *space, ends != u"refused");
        plan::Change outbound = another(); // the way to the catalog, without which there is no operator and no namespace
        outbound.target.operation = u"containers.setOutboundProtection"_s;
        const Result<bool> way = b.lease.mayChange(outbound);
        QCOMPARE(way && *way, ends != u"refused");
        const Result<bool> other = b.ask(another());
        QCOMPARE(other && *other, ends == u"goes on");
        if (ends == u"namespace first") {
            QVERIFY(!other && !b.refused);
            QVERIFY(RunLease::isRefusal(other.error()));
            QVERIFY(setup::explainRefusal(other.error()).doNext.contains(u"--step operator"));
            b.answer = Done {}; // it has been made, and the Lease in it is ours
            b.clock.advance(1s);
            QVERIFY(!b.lease.mayChange(another()));
            b.spin();
            QCOMPARE(b.lease.mayChange(another()).value_or(false), true);
        } else if (ends == u"refused") {
            QVERIFY(b.taken > 5 && b.taken < 40); // asked again as reads are, within two minutes
            QCOMPARE(int(b.refused->code), code);
            const words::Explanation said = setup::explainRefusal(*b.refused);
            QVERIFY(!said.tried.isEmpty() && said.cameBack.contains(u"no Lease") && said.doNext.contains(u"run it again"));
        }
        b.lease.give();
        QCOMPARE(b.given, ends == u"namespace first" ? 1 : 0);
    }

    void whatHealsIsWaitedFor()
    {
        Bench b;
        b.begin(fail(Errc::Server, u"503"_s));
        QCOMPARE(b.ask(another(), 60s).value_or(true), false);
        b.answer = Done {};
        QCOMPARE(b.ask(another()).value_or(false), true);
        QVERIFY(!b.refused);
    }

    void aLeaseThatRanOutIsRenewedBeforeTheNextChange()
    {
        Bench b;
        b.begin(Done {});
        QCOMPARE(b.lease.mayChange(another()).value_or(false), true);
        QCOMPARE(b.taken, 1);
        b.isCurrent = false;
        QCOMPARE(b.lease.mayChange(another()).value_or(true), false);
        b.isCurrent = true;
        b.spin();
        QCOMPARE(b.taken, 2);
        QCOMPARE(b.lease.mayChange(another()).value_or(false), true);

        b.isCurrent = false;
        b.answer = fail(Errc::Conflict, u"ops@elsewhere is changing this cluster since 08:00."_s);
        QCOMPARE(b.ask(another()).value_or(true), false);
        QCOMPARE(b.refused->message, u"ops@elsewhere is changing this cluster since 08:00."_s);
    }

    void aTaskNeedsNoLeaseWhereNothingIsSetUp()
    {
        Bench b;
        b.begin(fail(Errc::NotFound, u"no namespace"_s), RunLease::Work::Task);
        QCOMPARE(b.lease.mayChange(another()).value_or(false), true);
        Bench c;
        c.begin(fail(Errc::Server, u"503"_s), RunLease::Work::Task);
        QCOMPARE(c.ask(another()).value_or(true), false);
        QVERIFY(c.refused);
    }
};

COCOON_TEST(TstRunLease)
#include "tst_run_lease.moc"
