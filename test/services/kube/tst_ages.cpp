// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The client on API servers from 1.20 to 1.36: whatever their age, what it is asked for comes about.
#include "services/base/clock.h"
#include "services/kube/client.h"
#include "services/kube/reflector.h"
#include "services/net/http_transport.h"
#include "test/services/kube/aged_server.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

namespace {
    template <class T>
    Result<T> wait(Job<T>* job)
    {
        Result<T> result = fail(Errc::Internal, u"never ended"_s);
        QObject context;
        bool done = false;
        job->then(&context, [&](const Result<T>& r) { result = r; done = true; });
        (void)QTest::qWaitFor([&] { return done; }, 10000);
        return result;
    }

    struct Bench {
        test::AgedServer server;
        net::HttpTransport transport { direct() };
        Client client;

        explicit Bench(int minor)
            : server(minor)
            , client(transport, access(server))
        {
        }
        static net::HttpTransport::Options direct()
        {
            net::HttpTransport::Options options;
            options.proxy = u"direct"_s;
            return options;
        }
        static Access access(test::AgedServer& server)
        {
            Access access;
            access.server = server.start();
            return access;
        }
    };
}

class TstAges : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyAge_data()
    {
        QTest::addColumn<int>("minor");
        QTest::addColumn<QString>("eviction");
        QTest::addColumn<QString>("withStdin");
        QTest::newRow("1.20") << 20 << u"policy/v1beta1"_s << u"v4.channel.k8s.io"_s;
        QTest::newRow("1.21") << 21 << u"policy/v1beta1"_s << u"v4.channel.k8s.io"_s; // budgets of v1, evictions not yet
        QTest::newRow("1.24") << 24 << u"policy/v1"_s << u"v4.channel.k8s.io"_s;
        QTest::newRow("1.29") << 29 << u"policy/v1"_s << u"v5.channel.k8s.io"_s;
        QTest::newRow("1.36") << 36 << u"policy/v1"_s << u"v5.channel.k8s.io"_s;
    }
    void everyAge()
    {
        QFETCH(int, minor);
        QFETCH(QString, eviction);
        QFETCH(QString, withStdin);
        Bench bench(minor);

        const auto found = wait(bench.client.discover());
        QVERIFY2(found, found ? "" : qPrintable(found.error().message));
        QCOMPARE(found->failedGroups, QStringList());
        QVERIFY(found->has(u"pods"_s));
        QVERIFY(found->has(u"deployments.apps"_s));
        QVERIFY(found->has(u"poddisruptionbudgets.policy"_s));

        for (int i = 0; i < 2; ++i) { // the second time it is known how
            const auto budgets = wait(bench.client.list(res::podDisruptionBudgets));
            QVERIFY2(budgets, budgets ? "" : qPrintable(budgets.error().message));
            QCOMPARE(budgets->items.size(), 1);
            const auto evicted = wait(bench.client.evict(u"n"_s, u"p"_s));
            QVERIFY2(evicted, evicted ? "" : qPrintable(evicted.error().message));
        }
        QCOMPARE(bench.server.evictions, QStringList({ eviction, eviction }));

        const auto silent = wait(bench.client.exec(u"n"_s, u"p"_s, u"c"_s, { u"run"_s }));
        QVERIFY2(silent, silent ? "" : qPrintable(silent.error().message));
        QCOMPARE(silent->exitCode, 3);
        QCOMPARE(silent->out, QByteArray("hello"));
        const auto fed = wait(bench.client.exec(u"n"_s, u"p"_s, u"c"_s, { u"run"_s }, "input"));
        QVERIFY2(fed, fed ? "" : qPrintable(fed.error().message));
        QCOMPARE(fed->out, QByteArray("input"));
        QCOMPARE(bench.server.subprotocol, withStdin);

        SystemClock clock;
        Reflector::Options options;
        options.ns = u"n"_s;
        Reflector reflector(bench.client, clock, res::pods, options);
        reflector.start();
        QTRY_VERIFY_WITH_TIMEOUT(reflector.isReady() && reflector.find(u"n/p"_s) && reflector.find(u"n/q"_s), 10000);
    }
};

COCOON_TEST(TstAges)
#include "tst_ages.moc"
