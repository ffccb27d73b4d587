// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/observer.h"

#include "models/world/observer_p.h"
#include "models/world/redaction.h"
#include "services/kube/object.h"

#include <algorithm>

namespace cocoon::world {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {
    constexpr seconds kShortestInterval { 1 };
    constexpr seconds kRefreshFor { 30 };
    constexpr seconds kOverlayFor { 60 };
    constexpr seconds kTimeStep { 10 };

    bool isList(const QString& kind)
    {
        return kind != "kube.object"_L1 && kind != "ibm.cluster"_L1 && kind != "ibm.vpc"_L1;
    }

    // IBM Cloud's things have an id, Kubernetes objects a uid (or at least a name).
    QString idOf(const QJsonObject& object)
    {
        const QString uid = kube::uidOf(object);
        if (!uid.isEmpty()) {
            return uid;
        }
        const QString id = object.value(u"id").toString();
        return id.isEmpty() ? kube::keyOf(object) : id;
    }

    // A read may be older than what was written although it shows the object: Kubernetes counts versions.
    bool isOlder(const QJsonObject& read, const QJsonObject& written)
    {
        bool readIsNumber = false;
        bool writtenIsNumber = false;
        const qulonglong a = kube::resourceVersionOf(read).toULongLong(&readIsNumber);
        const qulonglong b = kube::resourceVersionOf(written).toULongLong(&writtenIsNumber);
        return readIsNumber && writtenIsNumber && a < b;
    }
}

Observer::Private::Private(Observer& observer, Clock& theClock, Sources theSources)
    : q(observer)
    , clock(theClock)
    , sources(std::move(theSources))
    , watches(theClock, [this](const QString& qualified) { return resolve(qualified); })
    , heartbeat(sources.wallClock != nullptr ? *sources.wallClock : theClock)
{
    world.setNow(clock.now());
    if (sources.journal) {
        world.setJournal(sources.journal());
    }
}

Observer::Observer(Clock& clock, Sources sources, QObject* parent)
    : WorldSource(parent)
    , d(std::make_unique<Private>(*this, clock, std::move(sources)))
{
    d->tellTime();
    connect(&d->watches, &KubeWatches::changed, this, [this](const QStringList& keys) { d->watchesChanged(keys); });
    connect(&d->heartbeat, &Heartbeat::fellSilent, this, [this] { d->fellSilent(); });
    connect(&d->heartbeat, &Heartbeat::spokeAgain, this, [this] { d->spokeAgain(); });
}

Observer::~Observer() = default;

const World& Observer::world() const
{
    return d->world;
}

QHash<QString, int> Observer::requestCounts() const
{
    QHash<QString, int> counts = d->counts;
    if (d->watches.opened() > 0) {
        counts.insert(u"kube.watch"_s, d->watches.opened());
    }
    return counts;
}

void Observer::setWatchful(bool isWatchful)
{
    d->heartbeat.setActive(isWatchful);
}

/// Watches look healthy for as long as nobody tells their sockets otherwise.
void Observer::Private::fellSilent()
{
    const QStringList keys = questions.keys();
    watchesChanged(keys);
}

void Observer::Private::spokeAgain()
{
    watches.reopen();
    const QStringList keys = questions.keys();
    watchesChanged(keys);
    for (const QString& key : keys) {
        const Question& question = questions[key];
        if (question.isWanted && question.isPolled && question.query.maxAge.count() > 0) {
            ask(key); // as old as the silence was long
        }
    }
}

void Observer::journalChanged()
{
    if (d->sources.journal) {
        d->world.setJournal(d->sources.journal());
        // A key that the journal says was made is held from that moment on: a World that showed the one without the other
        // would take the key for lost.
        for (auto it = d->questions.begin(); it != d->questions.end(); ++it) {
            if (it->query.kind == u"secret" && d->world.answer(it->query).state == Answer::State::Known) {
                d->world.set(it->query, QJsonValue(d->heldFacts(it->query.args.value(0))));
            }
        }
        d->notify();
    }
}

void Observer::want(const QString& subscriber, const QList<Query>& queries)
{
    const QList<Query> before = d->wanted.value(subscriber);
    const bool isSame = before.size() == queries.size()
        && std::equal(before.begin(), before.end(), queries.begin(),
            [](const Query& a, const Query& b) { return a == b && a.maxAge == b.maxAge; });
    if (isSame) {
        return;
    }
    if (queries.isEmpty()) {
        d->wanted.remove(subscriber);
    } else {
        d->wanted.insert(subscriber, queries);
    }
    d->updateUnion();
}

void Observer::Private::updateUnion()
{
    QHash<QString, Query> all;
    for (const QList<Query>& list : std::as_const(wanted)) {
        for (const Query& query : list) {
            const QString key = query.key();
            const auto known = all.find(key);
            if (known == all.end()) {
                all.insert(key, query);
            } else {
                known->maxAge = std::min(known->maxAge, query.maxAge);
            }
        }
    }
    for (auto it = questions.begin(); it != questions.end(); ++it) {
        if (it->isWanted && !all.contains(it.key())) {
            it->isWanted = false;
            ++it->ticket;
            Answer answer = world.answer(it->query);
            answer.live = false;
            world.set(it->query, answer);
        }
    }
    QStringList added;
    QList<Query> watched;
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        Question& question = questions[it.key()];
        const milliseconds before = question.query.maxAge;
        question.query = *it;
        if (!question.isWanted) {
            question.isWanted = true;
            question.isPolled = !KubeWatches::isWatched(*it);
            added.append(it.key());
        } else if (it->maxAge < before && question.isPolled && !question.isBusy) {
            schedule(question, interval(question));
        }
        if (!question.isPolled || KubeWatches::isWatched(*it)) {
            watched.append(*it);
        }
    }
    // In the order of their names, so that one world is asked the same way every time.
    std::sort(watched.begin(), watched.end(), [](const Query& a, const Query& b) { return a.key() < b.key(); });
    watches.setWanted(watched);
    added.sort();
    for (const QString& key : std::as_const(added)) {
        begin(questions[key]);
    }
    if (client && watches.hasUnresolved() && !hasDiscovered && !isDiscovering) {
        isDiscovering = true;
        discover()->then(&q, [this](const Result<QJsonValue>&) {
            isDiscovering = false;
            const QStringList keys = questions.keys();
            watchesChanged(keys);
        });
    }
}

void Observer::Private::begin(Question& question)
{
    if (needsCluster(question.query) && !client) {
        if (connectionError && isConnecting) {
            setFailed(question, *connectionError);
        } else {
            setPending(question);
        }
        connectCluster();
        return;
    }
    if (!question.isPolled) {
        watchesChanged({ question.query.key() });
        return;
    }
    const bool isFresh = question.answeredAt.count() >= 0 && clock.monotonic() - question.answeredAt <= question.query.maxAge
        && world.answer(question.query).state == Answer::State::Known;
    if (isFresh) {
        schedule(question, interval(question));
        return;
    }
    setPending(question);
    ask(question.query.key());
}

milliseconds Observer::Private::interval(const Question& question) const
{
    return std::max<milliseconds>(question.query.maxAge / 2, kShortestInterval);
}

void Observer::Private::schedule(Question& question, milliseconds delay)
{
    const QString key = question.query.key();
    // In a fast sandbox the wire does not get faster: at least 150 ms of real time between two polls.
    const milliseconds shortest = clock.deadline(milliseconds(0)) / 200;
    clock.after(std::max(delay, shortest), &q, [this, key, ticket = ++question.ticket] {
        const auto it = questions.constFind(key);
        if (it != questions.constEnd() && it->ticket == ticket && it->isWanted) {
            ask(key);
        }
    });
}

void Observer::refresh(const Query& query)
{
    const auto it = d->questions.find(query.key());
    if (it == d->questions.end()) {
        return;
    }
    if (!it->isPolled) {
        d->watches.retry(query);
        return;
    }
    it->answeredAt = milliseconds(-1); // stale, also for somebody who wants it later
    if (!it->isWanted) {
        return;
    }
    it->refreshUntil = d->clock.monotonic() + d->clock.deadline(kRefreshFor);
    it->refreshStep = kShortestInterval;
    it->refreshBaseline = it->raw;
    if (it->isBusy) {
        it->askAgain = true; // what is under way may have been read before the change
    } else {
        d->ask(query.key());
    }
}

void Observer::writeThrough(const Query& query, const QJsonObject& written)
{
    const bool isKube = query.kind.startsWith("kube."_L1);
    const bool isSecret = isKube && query.args.value(0) == kube::res::secrets.qualified();
    QJsonObject object = redacted(written, isSecret);
    if (isKube && !KubeWatches::keepsManagedFields(query.args.value(0))) {
        QJsonObject metadata = object.value(u"metadata").toObject();
        metadata.remove(u"managedFields"_s);
        object.insert(u"metadata"_s, metadata);
    }
    // A Kubernetes object also stands in the plain lists of its kind.
    QStringList keys { query.key() };
    if (isKube) {
        const QString prefix = u"kube.list|"_s + query.args.value(0) + u'|';
        for (const QString& key : { prefix + query.args.value(1) + u"||"_s, prefix + u"||"_s }) {
            if (!keys.contains(key)) {
                keys.append(key);
            }
        }
    }
    const QString id = idOf(object);
    for (const QString& key : std::as_const(keys)) {
        const auto it = d->questions.find(key);
        if (it == d->questions.end() || !it->isWanted) {
            continue;
        }
        it->overlays.removeIf([&id](const Private::Overlay& overlay) { return overlay.id == id; });
        it->overlays.append({ id, object, d->clock.monotonic() });
        if (!it->isPolled) {
            d->watchesChanged({ key });
            // If no event ever shows it (made and deleted at once), it must not stay.
            d->clock.after(d->clock.deadline(kOverlayFor) + seconds(1), this, [this, key] { d->watchesChanged({ key }); });
            continue;
        }
        Answer answer = d->world.answer(it->query);
        if (answer.state == Answer::State::Known) {
            answer.value = it->raw;
            d->publish(*it, answer);
        }
    }
}

QJsonValue Observer::Private::withOverlays(Question& question, const QJsonValue& value)
{
    if (question.overlays.isEmpty()) {
        return value;
    }
    const milliseconds now = clock.monotonic();
    question.overlays.removeIf([&](const Overlay& overlay) { return now - overlay.at > clock.deadline(kOverlayFor); });
    if (!isList(question.query.kind)) {
        const QJsonObject read = value.toObject();
        question.overlays.removeIf([&](const Overlay& overlay) { return !read.isEmpty() && !isOlder(read, overlay.object); });
        return question.overlays.isEmpty() ? value : QJsonValue(question.overlays.constLast().object);
    }
    QJsonArray items = value.toArray();
    question.overlays.removeIf([&](const Overlay& overlay) {
        for (qsizetype i = 0; i < items.size(); ++i) {
            const QJsonObject item = items.at(i).toObject();
            if (idOf(item) == overlay.id) {
                if (!isOlder(item, overlay.object)) {
                    return true;
                }
                items.replace(i, overlay.object);
                return false;
            }
        }
        items.append(overlay.object);
        return false;
    });
    return items;
}

void Observer::Private::watchesChanged(const QStringList& keys)
{
    for (const QString& key : keys) {
        const auto it = questions.find(key);
        if (it == questions.end() || !it->isWanted || !KubeWatches::isWatched(it->query)) {
            continue;
        }
        Answer answer = watches.answer(it->query);
        if (heartbeat.silence() && answer.live) {
            answer.live = false;
            answer.error = *heartbeat.silence();
            answer.observedAt = heartbeat.lastHeard().isValid() ? heartbeat.lastHeard() : answer.observedAt;
        }
        if (hasDiscovered && resolve(it->query.args.value(0)) == nullptr) {
            // A kind this server has never heard of: there is nothing of it.
            answer.state = Answer::State::Known;
            answer.value = it->query.kind == "kube.object"_L1 ? QJsonValue(QJsonValue::Null) : QJsonValue(QJsonArray());
            answer.observedAt = clock.now();
        }
        if (answer.state == Answer::State::Forbidden && it->query.kind == "kube.object"_L1) {
            // A right by name allows get where it forbids list and watch.
            if (!it->isPolled) {
                it->isPolled = true;
                setPending(*it);
                ask(key);
            }
            continue;
        }
        if (it->isPolled) {
            if (answer.state != Answer::State::Known) {
                continue;
            }
            it->isPolled = false; // the right was granted meanwhile
            ++it->ticket;
        }
        if (answer.state == Answer::State::Pending) {
            setPending(*it);
            continue;
        }
        it->raw = answer.value;
        publish(*it, answer);
    }
}

void Observer::Private::publish(Question& question, Answer answer)
{
    if (answer.state == Answer::State::Known) {
        answer.value = withOverlays(question, answer.value);
    }
    if (world.set(question.query, answer)) {
        notify();
    }
}

void Observer::Private::setPending(const Question& question)
{
    Answer answer = world.answer(question.query);
    if (answer.state != Answer::State::Pending) {
        answer.state = Answer::State::Pending;
        answer.live = false;
        world.set(question.query, answer);
        notify();
    }
}

void Observer::Private::setFailed(const Question& question, const Error& error)
{
    if (world.fail(question.query, error)) {
        notify();
    }
}

/// The time of day is part of the World, also where nothing else moves.
void Observer::Private::tellTime()
{
    clock.after(std::max<milliseconds>(kTimeStep, clock.deadline(milliseconds(0)) / 150), &q, [this] {
        if (!wanted.isEmpty()) {
            notify();
        }
        tellTime();
    });
}

void Observer::Private::notify()
{
    if (isNotifying) {
        return;
    }
    isNotifying = true;
    QMetaObject::invokeMethod(
        &q,
        [this] {
            isNotifying = false;
            world.setNow(clock.now());
            for (const Question& question : std::as_const(questions)) {
                Answer answer = world.answer(question.query);
                if (answer.live) {
                    answer.observedAt = clock.now();
                    world.set(question.query, answer);
                }
            }
            Q_EMIT q.worldChanged();
        },
        Qt::QueuedConnection);
}

} // namespace cocoon::world
