// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/reflector.h"

#include "services/base/log.h"
#include "services/kube/reflector_state.h"

#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>

namespace cocoon::kube {

namespace {
    // Reopening after the server's time limit takes a round trip; only then it is worth telling.
    constexpr milliseconds kLateOpen { 1500 };
}

struct Reflector::Private {
    Private(Reflector* reflector, Client& c, Clock& k, Resource r, Options o)
        : q(reflector)
        , client(c)
        , clock(k)
        , resource(std::move(r))
        , options(std::move(o))
        , state(options.dropManagedFields, options.jitter ? options.jitter : [] { return QRandomGenerator::global()->generateDouble(); }, options.keeper, options.notServedRetry)
    {
    }

    void act(ReflectorState::Action action);
    void list();
    void watch();
    void opened(int status, const net::Headers& headers);
    void data(const QByteArray& bytes);
    void ended(const Error& error);
    void closeAll();
    void publish(); ///< always last: a receiver may delete the reflector
    ListOptions listOptions() const;
    void later(milliseconds delay, std::function<void()> fn);
    QString watching() const { return QStringLiteral("watch %1").arg(resource.qualified()); }

    Reflector* q;
    Client& client;
    Clock& clock;
    Resource resource;
    Options options;
    ReflectorState state;
    WatchDecoder decoder;
    QPointer<JobBase> listJob;
    QPointer<net::Stream> stream;
    int streamStatus = 0;
    net::Headers streamHeaders;
    State shown = State::Empty;
    QDateTime lastHeard;
    bool isRunning = false;
    bool isBatchPending = false;
    int generation = 0; ///< what was scheduled before a newer action is void
    void (Private::*waiting)() = nullptr; ///< what comes after the pause
    milliseconds due { 0 };
};

Reflector::Reflector(Client& client, Clock& clock, Resource resource, Options options, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, clock, std::move(resource), std::move(options)))
{
}

Reflector::~Reflector()
{
    d->closeAll();
}

void Reflector::start()
{
    if (!d->isRunning) {
        d->isRunning = true;
        d->act({ ReflectorState::Next::List, milliseconds(0) });
        d->publish();
    }
}

void Reflector::stop()
{
    d->isRunning = false;
    d->closeAll();
    d->state.stopped();
    d->publish();
}

void Reflector::retryNow()
{
    if (const auto step = d->waiting; step != nullptr) {
        d->closeAll();
        (d.get()->*step)();
        d->publish();
    }
}

milliseconds Reflector::nextAttempt() const
{
    if (d->waiting == nullptr) {
        return milliseconds(0);
    }
    constexpr milliseconds kLeastDeadline { 30000 }; // a deadline's least real time tells how fast the clock goes
    const double speed = qMax(1.0, static_cast<double>(d->clock.deadline(milliseconds(0)).count()) / static_cast<double>(kLeastDeadline.count()));
    return milliseconds(qMax<qint64>(0, qRound64(static_cast<double>((d->due - d->clock.monotonic()).count()) / speed)));
}

Reflector::State Reflector::state() const
{
    return d->state.state();
}

bool Reflector::isReady() const
{
    return d->state.isReady();
}

const QMap<QString, QJsonObject>& Reflector::objects() const
{
    return d->state.objects();
}

const QJsonObject* Reflector::find(const QString& key) const
{
    const auto it = objects().constFind(key);
    return it == objects().cend() ? nullptr : &*it;
}

const Resource& Reflector::resource() const
{
    return d->resource;
}

QDateTime Reflector::lastHeard() const
{
    return state() == State::Watching ? d->clock.now() : d->lastHeard;
}

const Error& Reflector::lastError() const
{
    return d->state.error();
}

ListOptions Reflector::Private::listOptions() const
{
    ListOptions o;
    o.labelSelector = options.labelSelector;
    o.fieldSelector = options.fieldSelector;
    o.limit = options.pageSize;
    o.shape = options.shape;
    return o;
}

void Reflector::Private::later(milliseconds delay, std::function<void()> fn)
{
    clock.after(delay, q, [this, due = generation, fn = std::move(fn)] {
        if (due == generation) {
            fn();
        }
    });
}

void Reflector::Private::act(ReflectorState::Action action)
{
    if (action.next == ReflectorState::Next::Nothing || !isRunning) {
        return;
    }
    closeAll();
    const auto step = action.next == ReflectorState::Next::List ? &Private::list : &Private::watch;
    if (action.delay <= milliseconds(0)) {
        (this->*step)();
        return;
    }
    qCDebug(lcWatch, "%ls: %ls; again in %lld ms", qUtf16Printable(resource.qualified()),
        qUtf16Printable(errcName(state.error().code)), static_cast<long long>(action.delay.count()));
    waiting = step;
    // In a fast sandbox the wire does not get faster: at least 200 ms of real time between two attempts.
    const milliseconds pause = std::max(action.delay, clock.deadline(milliseconds(0)) / 150);
    due = clock.monotonic() + pause;
    later(pause, [this, step] {
        waiting = nullptr;
        (this->*step)();
        publish();
    });
}

void Reflector::Private::closeAll()
{
    ++generation;
    waiting = nullptr;
    if (listJob) {
        listJob->disconnect(q);
        listJob->cancel();
        listJob.clear();
    }
    if (stream) {
        stream->disconnect(q);
        stream->close();
        stream->deleteLater(); // often closed from one of its own signals
        stream.clear();
    }
}

void Reflector::Private::list()
{
    state.listStarted();
    Job<QString>* job = client.forEach(
        resource, options.ns, listOptions(), [this](QJsonObject&& object) { state.listItem(std::move(object)); });
    listJob = job;
    job->then(q, [this](const Result<QString>& version) {
        listJob.clear();
        if (version) {
            lastHeard = clock.now();
            act(state.listDone(*version));
        } else {
            act(state.listFailed(version.error(), clock.monotonic()));
        }
        publish();
    });
}

void Reflector::Private::watch()
{
    decoder = WatchDecoder(options.shape);
    streamStatus = 0;
    ListOptions o = listOptions();
    o.resourceVersion = state.resourceVersion();
    o.timeoutSeconds = options.watchTimeoutSeconds;
    stream = client.openWatch(resource, options.ns, o, false);
    connect(stream, &net::Stream::opened, q,
        [this](int status, const net::Headers& headers) { opened(status, headers); });
    connect(stream, &net::Stream::data, q, [this](const QByteArray& bytes) { data(bytes); });
    connect(stream, &net::Stream::ended, q, [this](const Error& error) { ended(error); });
    // The server ends a watch by itself, in real time. One that only drips looks alive for ever.
    QTimer::singleShot(options.watchTimeoutSeconds * options.overdue, q, [this, due = generation] {
        if (due == generation) {
            act(state.watchEnded(fail(Errc::Timeout, QStringLiteral("The watch did not end when it should have.")).value().during(watching()), clock.monotonic()));
            publish();
        }
    });
    later(kLateOpen, [this] {
        if (streamStatus == 0) {
            state.watchIsLate();
            publish();
        }
    });
}

void Reflector::Private::opened(int status, const net::Headers& headers)
{
    streamStatus = status;
    streamHeaders = headers;
    if (status >= 200 && status < 300) {
        lastHeard = clock.now();
        state.watchOpened(clock.monotonic());
        publish();
    }
}

void Reflector::Private::data(const QByteArray& bytes)
{
    if (streamStatus < 200 || streamStatus >= 300) {
        return;
    }
    lastHeard = clock.now();
    Result<QList<WatchEvent>> events = decoder.feed(bytes);
    if (!events) {
        act(state.watchEnded(events.error().during(watching()), clock.monotonic()));
        publish();
        return;
    }
    for (WatchEvent& event : *events) {
        const ReflectorState::Action action = event.type == WatchEvent::Type::Error
            ? state.watchEnded(errorFromStatus(event.object).during(watching()), clock.monotonic())
            : state.watchEvent(std::move(event), clock.monotonic());
        if (action.next != ReflectorState::Next::Nothing) {
            act(action);
            break; // nothing counts after an ERROR
        }
    }
    publish();
}

void Reflector::Private::ended(const Error& error)
{
    Error reason = error;
    if (streamStatus >= 300) {
        net::Response response;
        response.status = streamStatus;
        response.headers = streamHeaders;
        response.body = error.detail.toUtf8();
        reason = errorFromResponse(response);
        reason.trail = error.trail;
    }
    act(state.watchEnded(reason, clock.monotonic()));
    publish();
}

void Reflector::Private::publish()
{
    if (state.hasChanges() && !isBatchPending) {
        isBatchPending = true;
        // Not bound to the generation: what changed stays changed after a relist or stop().
        clock.after(options.batch, q, [this] {
            isBatchPending = false;
            Q_EMIT q->changed(state.takeChanged());
        });
    }
    if (shown != state.state()) {
        shown = state.state();
        Q_EMIT q->stateChanged(shown);
    }
}

} // namespace cocoon::kube
