// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/job.h"
#include "test/support/test_main.h"

#include <QSignalSpy>

using namespace cocoon;

class TstJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deliversOnceAndLater()
    {
        QPointer<Job<int>> job(new Job<int>(this));
        QSignalSpy finished(job, &JobBase::finished);
        int value = 0;
        job->then(this, [&](const Result<int>& r) { value = *r; });
        job->resolve(7);
        job->resolve(8);
        job->cancel();
        QCOMPARE(finished.size(), 0);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(value, 7);
        QTRY_VERIFY(!job);
    }

    void cancellingIsAResult()
    {
        auto* job = new Job<int>(this);
        int stopped = 0;
        Errc code = Errc::Internal;
        job->onCancel([&] { ++stopped; });
        job->then(this, [&](const Result<int>& r) { code = r.error().code; });
        job->cancel();
        job->cancel();
        job->resolve(1);
        QCOMPARE(stopped, 1);
        QCOMPARE(code, Errc::Internal);
        QTRY_COMPARE(code, Errc::Cancelled);
    }

    void diesSilently()
    {
        int called = 0;
        auto* parent = new QObject;
        settledJob<int>(parent, 1)->then(this, [&](const Result<int>&) { ++called; });
        delete parent;
        auto* context = new QObject;
        auto* job = settledJob<int>(this, 1)->then(context, [&](const Result<int>&) { ++called; });
        QSignalSpy finished(job, &JobBase::finished);
        delete context;
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(called, 0);
    }

    void chainsAndCancelsWhatRuns()
    {
        auto* first = new Job<int>(this);
        QPointer<Job<QString>> second(new Job<QString>(this));
        auto* outer = chainJob<QString, int>(first, this, [&](const int&) { return second.data(); });
        Errc code = Errc::Internal;
        outer->then(this, [&](const Result<QString>& r) { code = r.error().code; });
        QSignalSpy started(first, &JobBase::finished);
        first->resolve(1);
        QTRY_COMPARE(started.size(), 1);
        outer->cancel();
        QVERIFY(second->isSettled());
        QTRY_COMPARE(code, Errc::Cancelled);
    }
};

COCOON_TEST(TstJob)
#include "tst_job.moc"
