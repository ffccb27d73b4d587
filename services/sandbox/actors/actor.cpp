// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/log.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/stage.h"

#include <QTimer>

#include <ctime>
#include <numeric>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

const QString kOwnNodes = u"app.kubernetes.io/part-of=cocoon-sandbox"_s;

Actor::Actor(Stage& stage, QObject* parent)
    : QObject(parent)
    , m_stage(stage)
    , m_salt(stage.random.generate())
{
}

kube::Reflector* Actor::watch(const kube::Resource& resource, kube::Reflector::Options options, bool optional)
{
    const QString key = QStringList { resource.qualified(), resource.version, options.ns, options.labelSelector, options.fieldSelector,
        options.dropManagedFields ? QString() : u"managed"_s }.join(u'|');
    std::unique_ptr<kube::Reflector>& shared = m_stage.reflectors[key];
    if (!shared) {
        shared = std::make_unique<kube::Reflector>(m_stage.kube, m_stage.clock, resource, std::move(options));
    }
    kube::Reflector* reflector = shared.get();
    connect(reflector, &kube::Reflector::changed, this, [this] { schedule(); });
    connect(reflector, &kube::Reflector::stateChanged, this, [this] { schedule(); });
    m_reflectors.append(reflector);
    if (!optional) {
        m_required.append(reflector);
    }
    reflector->start();
    schedule(); // another actor's watch may have filled it already
    return reflector;
}

namespace {
    constexpr qsizetype kLargeWorld = 10'000; ///< objects that an actor looks through

    /// Of this thread: a machine that is busy with other things does not make a look at the world any longer.
    milliseconds cpuTime()
    {
        timespec now {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return std::chrono::duration_cast<milliseconds>(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
    }
}

void Actor::schedule()
{
    if (m_scheduled) {
        return;
    }
    m_scheduled = true;
    // Each look is at the whole world: where that takes long (thousands of nodes), what changes meanwhile is gathered for the
    // next one, or looking at each single change would leave no time for those who ask.
    const qsizetype size = std::accumulate(m_reflectors.begin(), m_reflectors.end(), qsizetype(0), [](qsizetype sum, const kube::Reflector* one) { return sum + one->objects().size(); });
    const milliseconds pause = size < kLargeWorld ? 0ms : m_took * 50;
    QTimer::singleShot(pause, this, [this] {
        m_scheduled = false;
        land();
        for (const kube::Reflector* reflector : std::as_const(m_required)) {
            if (!reflector->isReady()) {
                return; // its first fill schedules again
            }
        }
        const milliseconds begun = cpuTime();
        reconcile();
        m_took = cpuTime() - begun;
    });
}

bool Actor::waited(const QString& key, milliseconds duration)
{
    const auto known = m_waits.constFind(key);
    if (known != m_waits.constEnd()) {
        return known->over;
    }
    const int round = ++m_round;
    m_waits.insert(key, { round, false });
    m_stage.clock.after(duration, this, [this, key, round] {
        const auto wait = m_waits.find(key);
        if (wait != m_waits.end() && wait->round == round) {
            wait->over = true;
            schedule();
        }
    });
    return false;
}

void Actor::forget(const QString& key)
{
    m_waits.remove(key);
}

bool Actor::isInFlight(const QString& key) const
{
    return m_inFlight.contains(key);
}

void Actor::begin(const QString& key)
{
    m_inFlight.insert(key);
}

void Actor::end(const QString& key, const Error* error, const QJsonObject& written)
{
    if (error) {
        const bool expected = error->code == Errc::Conflict || error->code == Errc::NotFound;
        if (!expected && error->code != Errc::Cancelled) {
            qCWarning(lcSandbox, "%s: %s: %s", metaObject()->className(), qUtf8Printable(key), qUtf8Printable(error->message));
        }
        // The pause keeps the key: without it a stale local copy would send the same request in a tight loop.
        m_stage.clock.after(expected ? 250ms : 2000ms, this, [this, key] {
            m_inFlight.remove(key);
            schedule();
        });
        return;
    }
    const QString apiVersion = written.value(u"apiVersion"_s).toString();
    const QString kind = written.value(u"kind"_s).toString();
    for (kube::Reflector* reflector : std::as_const(m_reflectors)) {
        if (!kind.isEmpty() && reflector->resource().kind == kind && reflector->resource().apiVersion() == apiVersion) {
            const Landing landing { reflector, kube::keyOf(written), kube::uidOf(written), kube::resourceVersionOf(written).toLongLong() };
            if (landing.isDone()) {
                break;
            }
            m_landing.insert(key, landing);
            // A selector may hide the object from us, or it may be gone already: never wait for ever.
            QTimer::singleShot(1s, this, [this, key] {
                if (m_landing.remove(key) > 0) {
                    m_inFlight.remove(key);
                    schedule();
                }
            });
            return;
        }
    }
    m_inFlight.remove(key);
    schedule();
}

bool Actor::Landing::isDone() const
{
    const QJsonObject* copy = reflector->find(object);
    return copy != nullptr && kube::uidOf(*copy) == uid && kube::resourceVersionOf(*copy).toLongLong() >= version;
}

void Actor::land()
{
    for (auto it = m_landing.begin(); it != m_landing.end();) {
        if (it->isDone()) {
            m_inFlight.remove(it.key());
            it = m_landing.erase(it);
        } else {
            ++it;
        }
    }
}

QString Actor::writeKey(const kube::Resource& resource, const QString& ns, const QString& name)
{
    return resource.qualified() + u'/' + ns + u'/' + name;
}

bool Actor::create(const kube::Resource& resource, const QString& ns, const QJsonObject& body)
{
    const QString key = writeKey(resource, ns, kube::nameOf(body));
    if (isInFlight(key)) {
        return false;
    }
    QJsonObject whole = body;
    whole.insert(u"apiVersion"_s, resource.apiVersion());
    whole.insert(u"kind"_s, resource.kind);
    kube::WriteOptions options;
    options.fieldManager = m_manager;
    write(key, m_stage.kube.create(resource, ns, whole, options));
    return true;
}

bool Actor::patch(const kube::Resource& resource, const QString& ns, const QString& name, const QJsonObject& merge,
    const QString& subresource)
{
    const QString key = writeKey(resource, ns, name);
    if (isInFlight(key)) {
        return false;
    }
    kube::WriteOptions options;
    options.fieldManager = m_manager;
    write(key, m_stage.kube.patch(resource, ns, name, kube::PatchType::Merge, merge, options, subresource));
    return true;
}

bool Actor::erase(const kube::Resource& resource, const QString& ns, const QString& name)
{
    const QString key = writeKey(resource, ns, name);
    if (isInFlight(key)) {
        return false;
    }
    kube::DeleteOptions options;
    options.propagation = kube::Propagation::Background;
    // Not write<QJsonObject>: the answer is the object as it was, which our copy will never show again.
    write(key, mapJob<Done, QJsonObject>(m_stage.kube.remove(resource, ns, name, options), this,
                   [](const Result<QJsonObject>& r) -> Result<Done> {
                       if (!r) {
                           return tl::unexpected(r.error());
                       }
                       return Done {};
                   }));
    return true;
}

void Actor::emitEvent(const QJsonObject& about, const QString& type, const QString& reason, const QString& message,
    const QString& component)
{
    const QString ns = kube::namespaceOf(about).isEmpty() ? u"default"_s : kube::namespaceOf(about);
    const QString now = kube::timestamp(m_stage.clock.now());
    const QJsonObject event {
        { u"apiVersion"_s, u"v1"_s },
        { u"kind"_s, u"Event"_s },
        { u"metadata"_s, QJsonObject { { u"name"_s, kube::nameOf(about) + u'.' + QString::number(m_stage.random.generate64(), 16) },
                             { u"namespace"_s, ns } } },
        { u"involvedObject"_s, QJsonObject { { u"apiVersion"_s, about.value(u"apiVersion"_s) }, { u"kind"_s, about.value(u"kind"_s) },
                                   { u"name"_s, kube::nameOf(about) }, { u"namespace"_s, kube::namespaceOf(about) },
                                   { u"uid"_s, kube::uidOf(about) }, { u"resourceVersion"_s, kube::resourceVersionOf(about) } } },
        { u"type"_s, type },
        { u"reason"_s, reason },
        { u"message"_s, message },
        { u"count"_s, 1 },
        { u"firstTimestamp"_s, now },
        { u"lastTimestamp"_s, now },
        { u"source"_s, QJsonObject { { u"component"_s, component } } },
        { u"reportingComponent"_s, component },
    };
    m_stage.kube.create(kube::res::events, ns, event)->then(this, [reason](const Result<QJsonObject>& r) {
        if (!r) {
            qCDebug(lcSandbox, "event %s was not written: %s", qUtf8Printable(reason), qUtf8Printable(r.error().message));
        }
    });
}

QString Actor::randomSuffix(int length)
{
    static constexpr QLatin1String kLetters("bcdfghjklmnpqrstvwxz2456789");
    QString suffix;
    for (int i = 0; i < length; ++i) {
        suffix.append(kLetters.at(m_stage.random.bounded(static_cast<int>(kLetters.size()))));
    }
    return suffix;
}

milliseconds Actor::jitter(const QString& key, milliseconds low, milliseconds high) const
{
    const auto range = static_cast<size_t>((high - low).count()) + 1;
    return low + milliseconds(static_cast<milliseconds::rep>(qHash(key, m_salt) % range));
}

} // namespace cocoon::sandbox
