// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/lease.h"

#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::kube {

namespace {
    constexpr int kAttempts = 3;

    QString microTime(const QDateTime& time)
    {
        return time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")) + QStringLiteral("000Z");
    }

    QDateTime timeOf(const QJsonObject& lease, QStringView field)
    {
        return QDateTime::fromString(str(lease, { u"spec", field }), Qt::ISODateWithMs).toUTC();
    }

    bool isFree(const QJsonObject& lease, const QString& holder, const QDateTime& now)
    {
        const QString current = str(lease, { u"spec", u"holderIdentity" });
        if (current.isEmpty() || current == holder) {
            return true;
        }
        const QDateTime renewed = timeOf(lease, u"renewTime");
        const qint64 seconds = at(lease, { u"spec", u"leaseDurationSeconds" }).toInteger();
        return !renewed.isValid() || renewed.addSecs(seconds) <= now;
    }

    Error takenError(const QJsonObject& lease)
    {
        const QDateTime since = timeOf(lease, u"acquireTime");
        if (str(lease, { u"spec", u"holderIdentity" }).isEmpty()) {
            return fail(Errc::Conflict, QStringLiteral("Somebody took the Lease of this run away.")).value();
        }
        return fail(Errc::Conflict,
            QStringLiteral("%1 is changing this cluster since %2.")
                .arg(str(lease, { u"spec", u"holderIdentity" }),
                    since.isValid() ? timestamp(since) : QStringLiteral("an unknown time")))
            .value();
    }
}

Lease::Lease(Client& client, Clock& clock, QString ns, QString name, QString holder, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_ns(std::move(ns))
    , m_name(std::move(name))
    , m_holder(std::move(holder))
{
}

Job<Done>* Lease::acquire(milliseconds duration)
{
    m_duration = duration;
    auto* job = new Job<Done>(this);
    attempt(job, kAttempts);
    return job;
}

void Lease::attempt(Job<Done>* job, int attemptsLeft)
{
    m_client.get(res::leases, m_ns, m_name)->then(job, [this, job, attemptsLeft](const Result<QJsonObject>& r) {
        if (job->isSettled()) {
            return; // cancelled meanwhile
        }
        if (!r && r.error().code != Errc::NotFound) {
            job->resolve(tl::unexpected(r.error()));
        } else if (!r) {
            write(job, {}, true, attemptsLeft);
        } else if (isFree(*r, m_holder, m_clock.now())) {
            write(job, *r, false, attemptsLeft);
        } else {
            drop(); // it may have been ours before the machine slept
            job->resolve(tl::unexpected(takenError(*r)));
        }
    });
}

QJsonObject Lease::filled(QJsonObject lease) const
{
    const QString now = microTime(m_clock.now());
    QJsonObject spec = lease.value(QLatin1String("spec")).toObject();
    const QString before = spec.value(QLatin1String("holderIdentity")).toString();
    if (before != m_holder) {
        const int transitions = spec.value(QLatin1String("leaseTransitions")).toInt(-1);
        spec.insert(QLatin1String("leaseTransitions"), transitions + 1);
        spec.insert(QLatin1String("acquireTime"), now);
        spec.insert(QLatin1String("holderIdentity"), m_holder);
    }
    spec.insert(QLatin1String("leaseDurationSeconds"),
        static_cast<qint64>(std::chrono::duration_cast<std::chrono::seconds>(m_duration).count()));
    spec.insert(QLatin1String("renewTime"), now);
    QJsonObject metadata = lease.value(QLatin1String("metadata")).toObject();
    metadata.insert(QLatin1String("name"), m_name);
    metadata.insert(QLatin1String("namespace"), m_ns);
    metadata.remove(QLatin1String("managedFields"));
    lease.insert(QLatin1String("apiVersion"), res::leases.apiVersion());
    lease.insert(QLatin1String("kind"), res::leases.kind);
    lease.insert(QLatin1String("metadata"), metadata);
    lease.insert(QLatin1String("spec"), spec);
    return lease;
}

void Lease::write(Job<Done>* job, const QJsonObject& lease, bool isNew, int attemptsLeft)
{
    const QDateTime writtenAt = m_clock.now();
    // The resourceVersion that was read travels along: two desks that see the same free Lease cannot both get it.
    Job<QJsonObject>* sent = isNew ? m_client.create(res::leases, m_ns, filled(lease))
                                   : m_client.replace(res::leases, m_ns, filled(lease));
    sent->then(this, [this, job = QPointer<Job<Done>>(job), attemptsLeft, writtenAt](const Result<QJsonObject>& r) {
        if (!job || job->isSettled()) {
            if (r) { // cancelled, but the server gave it to us
                held(*r, writtenAt);
                release();
            }
        } else if (r) {
            held(*r, writtenAt);
            job->resolve(Done {});
        } else if (r.error().code == Errc::Conflict && attemptsLeft > 1) {
            attempt(job, attemptsLeft - 1);
        } else {
            job->resolve(tl::unexpected(r.error()));
        }
    });
}

void Lease::held(const QJsonObject& lease, const QDateTime& writtenAt)
{
    m_lease = lease;
    m_held = true;
    m_renewedAt = writtenAt;
    renewLater();
}

void Lease::watch()
{
    if (!m_reflector) {
        Reflector::Options options;
        options.ns = m_ns;
        options.fieldSelector = QStringLiteral("metadata.name=") + m_name;
        options.batch = milliseconds(0);
        m_reflector = std::make_unique<Reflector>(m_client, m_clock, res::leases, options);
        connect(m_reflector.get(), &Reflector::changed, this, &Lease::look);
    }
    m_reflector->start();
}

void Lease::look()
{
    const Reflector::State state = m_reflector->state();
    if (!m_held || state == Reflector::State::Forbidden || state == Reflector::State::Failed || state == Reflector::State::Empty || state == Reflector::State::Listing) {
        return; // nothing is known, or only what was there before; renewals still tell
    }
    const QJsonObject* seen = m_reflector->find(m_ns + u'/' + m_name);
    if (seen == nullptr) {
        giveUp(fail(Errc::NotFound, QStringLiteral("Somebody deleted the Lease %1/%2.").arg(m_ns, m_name)).value().during(QStringLiteral("keep the lease")));
    } else if (str(*seen, { u"spec", u"holderIdentity" }) != m_holder) {
        giveUp(takenError(*seen));
    }
}

void Lease::renewLater()
{
    const int epoch = ++m_epoch;
    m_clock.after(m_duration / 3, this, [this, epoch] {
        if (epoch == m_epoch && m_held) {
            renew(kAttempts);
        }
    });
}

void Lease::renew(int attemptsLeft)
{
    const int epoch = m_epoch;
    const QDateTime writtenAt = m_clock.now();
    m_client.replace(res::leases, m_ns, filled(m_lease))->then(this, [this, epoch, writtenAt, attemptsLeft](const Result<QJsonObject>& r) {
        if (epoch != m_epoch || !m_held) {
            return;
        }
        if (r) {
            held(*r, writtenAt);
            return;
        }
        if (r.error().code != Errc::Conflict || attemptsLeft <= 1) {
            renewFailed(r.error());
            return;
        }
        // Somebody wrote it: find out who.
        m_client.get(res::leases, m_ns, m_name)->then(this, [this, epoch, attemptsLeft](const Result<QJsonObject>& now) {
            if (epoch != m_epoch || !m_held) {
                return;
            }
            if (!now) {
                renewFailed(now.error());
            } else if (str(*now, { u"spec", u"holderIdentity" }) != m_holder) {
                giveUp(takenError(*now));
            } else {
                m_lease = *now;
                renew(attemptsLeft - 1);
            }
        });
    });
}

void Lease::renewFailed(const Error& error)
{
    if (error.code == Errc::NotFound || m_renewedAt.addMSecs(m_duration.count()) <= m_clock.now()) {
        giveUp(error.during(QStringLiteral("keep the lease")));
    } else {
        renewLater();
    }
}

void Lease::drop()
{
    m_held = false;
    ++m_epoch;
    if (m_reflector) {
        m_reflector->stop();
    }
}

void Lease::giveUp(const Error& error)
{
    drop();
    Q_EMIT lost(error);
}

Job<Done>* Lease::release()
{
    if (!m_held) {
        ++m_epoch;
        return settledJob<Done>(this, Done {});
    }
    drop();
    auto* job = new Job<Done>(this);
    letGo(job, m_lease, 3);
    return job;
}

void Lease::letGo(Job<Done>* job, const QJsonObject& current, int attemptsLeft)
{
    const QJsonObject lease = with(filled(current), { QStringLiteral("spec"), QStringLiteral("holderIdentity") }, QString());
    m_client.replace(res::leases, m_ns, lease)->then(job, [this, job, attemptsLeft](const Result<QJsonObject>& r) {
        if (r || r.error().code == Errc::NotFound) {
            job->resolve(Done {});
        } else if (r.error().code != Errc::Conflict || attemptsLeft <= 1) {
            job->resolve(tl::unexpected(r.error()));
        } else {
            // Our own renewal may still have been under way; somebody else's Lease is left alone.
            m_client.get(res::leases, m_ns, m_name)->then(job, [this, job, attemptsLeft](const Result<QJsonObject>& now) {
                if (now && str(*now, { u"spec", u"holderIdentity" }) == m_holder) {
                    letGo(job, *now, attemptsLeft - 1);
                } else {
                    job->resolve(Done {});
                }
            });
        }
    });
}

} // namespace cocoon::kube
