// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/retry_transport.h"

#include "services/base/log.h"

#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>

namespace cocoon::net {

namespace {
    constexpr milliseconds kFirstWait { 500 };
    constexpr milliseconds kLongestHint { 60000 };

    bool isBusy(int status)
    {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    std::optional<milliseconds> hintOf(const Response& response, const QDateTime& now)
    {
        const QByteArray value = response.headers.value("Retry-After").trimmed();
        bool ok = false;
        const int seconds = value.toInt(&ok);
        if (ok && seconds >= 0) {
            return std::min(milliseconds(std::chrono::seconds(seconds)), kLongestHint);
        }
        // "Sun, 06 Nov 1994 08:49:37 GMT". Not read in one go: that would be local time, with its missing hours.
        const QString text = QString::fromLatin1(value);
        const QDateTime when(QLocale::c().toDate(text.mid(5, 11), QStringLiteral("dd MMM yyyy")),
            QTime::fromString(text.mid(17, 8), QStringLiteral("hh:mm:ss")), Qt::UTC);
        if (!when.isValid() || text.size() != 29 || !text.endsWith(QLatin1String(" GMT"))) {
            return std::nullopt;
        }
        return std::clamp(milliseconds(now.msecsTo(when)), milliseconds(0), kLongestHint);
    }

    /// One request and its repetitions; dies with the job that the caller sees.
    class Attempt : public QObject {
    public:
        Attempt(Transport& inner, Clock& clock, int attempts, const Request& request, Job<Response>* outer)
            : QObject(outer)
            , m_inner(&inner)
            , m_clock(clock)
            , m_left(attempts)
            , m_request(request)
            , m_outer(outer)
        {
            outer->onCancel([this] {
                m_left = 0;
                if (m_current) {
                    m_current->cancel();
                }
            });
            start();
        }

        // The caller dropped the outer job: nobody waits for the answer any more.
        ~Attempt() override
        {
            if (m_current && m_inner) {
                m_current->cancel();
            }
        }

    private:
        void start()
        {
            if (!m_inner || m_outer->isSettled()) {
                return;
            }
            --m_left;
            Job<Response>* job = m_inner->send(m_request);
            m_current = job;
            job->then(this, [this](const Result<Response>& result) { settle(result); });
        }

        void settle(const Result<Response>& result)
        {
            m_current = nullptr;
            if (m_outer->isSettled()) {
                return;
            }
            if (m_left <= 0 || !shouldRepeat(result)) {
                m_outer->resolve(result);
                return;
            }
            std::optional<milliseconds> wait = result ? hintOf(*result, m_clock.now()) : result.error().retryAfter;
            if (!wait) {
                const double jitter = 0.75 + QRandomGenerator::global()->bounded(0.5);
                wait = milliseconds(static_cast<milliseconds::rep>(static_cast<double>(m_wait.count()) * jitter));
                m_wait *= 2;
            }
            qCDebug(lcNet).noquote() << m_request.method << m_request.url.path() << "again in" << wait->count() << "ms";
            m_clock.after(*wait, this, [this] { start(); });
        }

        bool shouldRepeat(const Result<Response>& result) const
        {
            if (result) {
                return result->status == 429 || (isBusy(result->status) && m_request.isIdempotent());
            }
            const Errc code = result.error().code;
            return (code == Errc::Network || code == Errc::Timeout) && m_request.isIdempotent();
        }

        QPointer<Transport> m_inner;
        Clock& m_clock;
        int m_left;
        milliseconds m_wait = kFirstWait;
        const Request m_request;
        Job<Response>* m_outer;
        QPointer<Job<Response>> m_current;
    };
}

RetryTransport::RetryTransport(Transport& inner, Clock& clock, int attempts, QObject* parent)
    : Transport(parent)
    , m_inner(inner)
    , m_clock(clock)
    , m_attempts(attempts)
{
}

Job<Response>* RetryTransport::send(const Request& request)
{
    auto* outer = new Job<Response>(this);
    new Attempt(m_inner, m_clock, m_attempts, request, outer);
    return outer;
}

Stream* RetryTransport::open(const Request& request)
{
    return m_inner.open(request);
}

} // namespace cocoon::net
