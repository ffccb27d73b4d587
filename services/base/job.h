// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace cocoon {

/// One request, one answer. Untyped half: cancelling and telling that it ended.
///
/// Contract (tested once, in tst_job): a job starts working when it is made; `finished` is emitted exactly once and
/// never from inside the constructor, resolve() or cancel() (delivery is queued); after cancel() the result is
/// Errc::Cancelled unless it was settled before; the job deletes itself after delivery; destroying its parent destroys
/// it silently; a continuation whose context object died is dropped.
class JobBase : public QObject {
    Q_OBJECT
public:
    explicit JobBase(QObject* parent);
    void cancel();
    bool isSettled() const { return m_settled; }
    /// Called (once) when somebody cancels before the job settled; stop the work there. The owner of the work sets it.
    void onCancel(std::function<void()> fn) { m_onCancel = std::move(fn); }

Q_SIGNALS:
    void finished();

protected:
    void settle(); // queue delivery
    virtual void setCancelled() = 0;

private:
    bool m_settled = false;
    std::function<void()> m_onCancel;
};

/// A job that yields a T. Whoever does the work calls resolve() once; later calls are ignored.
///
///     auto* job = client.get(nodes, {}, name);
///     job->then(this, [this](const Result<QJsonObject>& r) { … });
template <class T>
class Job : public JobBase {
public:
    explicit Job(QObject* parent)
        : JobBase(parent)
    {
    }

    void resolve(Result<T> result)
    {
        if (isSettled()) {
            return;
        }
        m_result = std::move(result);
        settle();
    }

    const Result<T>& result() const { return m_result; }

    Job* then(QObject* context, std::function<void(const Result<T>&)> fn)
    {
        connect(this, &JobBase::finished, context, [this, fn = std::move(fn)] { fn(m_result); });
        return this;
    }

protected:
    void setCancelled() override { m_result = fail(Errc::Cancelled, QStringLiteral("Cancelled.")); }

private:
    Result<T> m_result = fail(Errc::Internal, QStringLiteral("The job has not ended yet."));
};

/// A job that settles with `map(result of inner)`; cancelling it cancels `inner`. `map` returns Result<U>.
template <class U, class T>
Job<U>* mapJob(Job<T>* inner, QObject* parent, std::function<Result<U>(const Result<T>&)> map)
{
    auto* outer = new Job<U>(parent);
    QPointer<Job<T>> guard(inner);
    outer->onCancel([guard] {
        if (guard) {
            guard->cancel();
        }
    });
    inner->then(outer, [outer, map = std::move(map)](const Result<T>& r) { outer->resolve(map(r)); });
    return outer;
}

/// A job that continues with a second one: `next(value)` is started when `inner` succeeded.
template <class U, class T>
Job<U>* chainJob(Job<T>* inner, QObject* parent, std::function<Job<U>*(const T&)> next)
{
    auto* outer = new Job<U>(parent);
    auto current = std::make_shared<QPointer<JobBase>>(inner);
    outer->onCancel([current] {
        if (*current) {
            (*current)->cancel();
        }
    });
    inner->then(outer, [outer, current, next = std::move(next)](const Result<T>& r) {
        if (!r) {
            outer->resolve(tl::unexpected(r.error()));
            return;
        }
        Job<U>* second = next(*r);
        *current = second;
        second->then(outer, [outer](const Result<U>& s) { outer->resolve(s); });
    });
    return outer;
}

/// A job that is already settled (delivery is still queued).
template <class T>
Job<T>* settledJob(QObject* parent, Result<T> result)
{
    auto* job = new Job<T>(parent);
    job->resolve(std::move(result));
    return job;
}

} // namespace cocoon
