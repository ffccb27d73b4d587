// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/kube_watches.h"

#include "models/world/redaction.h"
#include "services/base/log.h"
#include "services/kube/object.h"

#include <algorithm>

namespace cocoon::world {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {
    constexpr seconds kLinger { 10 };

    bool isObject(const Query& query)
    {
        return query.kind == "kube.object"_L1;
    }

    QString listKey(const Query& query)
    {
        return query.args.value(0) + u'|' + query.args.value(1) + u"||"_s;
    }

    QString ownKey(const Query& query)
    {
        if (isObject(query)) {
            return listKey(query) + u"metadata.name="_s + query.args.value(2);
        }
        return query.args.mid(0, 4).join(u'|');
    }
}

KubeWatches::KubeWatches(Clock& clock, Resolve resolve, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_resolve(std::move(resolve))
{
}

KubeWatches::~KubeWatches() = default;

bool KubeWatches::isWatched(const Query& query)
{
    return (query.kind == "kube.list"_L1 || query.kind == "kube.object"_L1)
        && query.args.value(0) != kube::res::packageManifests.qualified();
}

bool KubeWatches::keepsManagedFields(const QString& qualified)
{
    static const QStringList written {
        kube::res::namespaces.qualified(),
        kube::res::operatorGroups.qualified(),
        kube::res::subscriptions.qualified(),
        kube::res::configMaps.qualified(),
        kube::res::secrets.qualified(),
        kube::res::kataConfigs.qualified(),
        kube::res::pods.qualified(),
    };
    return written.contains(qualified);
}

void KubeWatches::setClient(kube::Client* client)
{
    if (m_client == client) {
        return;
    }
    m_client = client;
    for (const Watch& watch : std::as_const(m_watches)) {
        watch.reflector->disconnect(this);
        watch.reflector->deleteLater(); // may be on the stack
    }
    m_watches.clear();
    m_source.clear();
    setWanted(m_wanted);
}

QString KubeWatches::watchFor(const Query& query, const QHash<QString, Query>& lists) const
{
    // A question stays with its watch: moving to another would make it unanswered for a moment.
    const QString current = m_source.value(query.key());
    if (!current.isEmpty() && m_watches.contains(current)) {
        return current;
    }
    const QString own = ownKey(query);
    if (isObject(query) && !m_watches.contains(own)) {
        const QString list = listKey(query);
        if (lists.contains(list) || m_watches.contains(list)) {
            return list;
        }
    }
    return own;
}

void KubeWatches::setWanted(const QList<Query>& queries)
{
    m_wanted = queries;
    if (m_client == nullptr) {
        return;
    }
    QHash<QString, Query> lists;
    for (const Query& query : queries) {
        if (!isObject(query)) {
            lists.insert(ownKey(query), query);
        }
    }
    m_hasUnresolved = false;
    QHash<QString, QString> source;
    QHash<QString, QStringList> questions;
    QHash<QString, Query> opener;
    for (const Query& query : queries) {
        if (m_resolve(query.args.value(0)) == nullptr) {
            m_hasUnresolved = true;
            continue;
        }
        const QString key = watchFor(query, lists);
        source.insert(query.key(), key);
        questions[key].append(query.key());
        opener.insert(key, lists.value(key, query));
    }
    m_source = source;

    for (auto it = m_watches.begin(); it != m_watches.end(); ++it) {
        it->questions = questions.value(it.key());
        if (!it->questions.isEmpty()) {
            it->closing = 0;
        } else if (it->closing == 0) {
            it->closing = ++m_ticket;
            m_clock.after(kLinger, this, [this, key = it.key(), ticket = it->closing] {
                const auto watch = m_watches.find(key);
                if (watch != m_watches.end() && watch->closing == ticket) {
                    delete watch->reflector;
                    m_watches.erase(watch);
                }
            });
        }
    }
    for (auto it = questions.cbegin(); it != questions.cend(); ++it) {
        if (!m_watches.contains(it.key())) {
            open(it.key(), opener.value(it.key()));
            m_watches[it.key()].questions = it.value();
        }
    }
}

void KubeWatches::open(const QString& key, const Query& query)
{
    const kube::Resource* resource = m_resolve(query.args.value(0));
    kube::Reflector::Options options;
    options.ns = query.args.value(1);
    if (isObject(query)) {
        options.fieldSelector = u"metadata.name="_s + query.args.value(2);
    } else {
        options.labelSelector = query.args.value(2);
        options.fieldSelector = query.args.value(3);
    }
    options.dropManagedFields = !keepsManagedFields(query.args.value(0));
    options.notServedRetry = seconds(30); // discovery is asked too, and says it as soon as there is something new
    Watch watch;
    watch.reflector = new kube::Reflector(*m_client, m_clock, *resource, options, this);
    connect(watch.reflector, &kube::Reflector::changed, this, [this, key] { tell(key); });
    connect(watch.reflector, &kube::Reflector::stateChanged, this, [this, key] { tell(key); });
    m_watches.insert(key, watch);
    ++m_opened;
    watch.reflector->start();
}

void KubeWatches::tell(const QString& watchKey)
{
    const auto watch = m_watches.find(watchKey);
    if (watch == m_watches.end()) {
        return;
    }
    const kube::Reflector& reflector = *watch->reflector;
    if (reflector.state() == kube::Reflector::State::Failed && reflector.lastError().code == Errc::NotFound) {
        watch->notServed = true;
    } else if (reflector.state() == kube::Reflector::State::Watching || reflector.state() == kube::Reflector::State::Forbidden) {
        watch->notServed = false;
    }
    if (!watch->questions.isEmpty()) {
        Q_EMIT changed(watch->questions);
    }
}

Answer KubeWatches::answer(const Query& query) const
{
    Answer answer;
    answer.state = Answer::State::Pending;
    const auto watch = m_watches.constFind(m_source.value(query.key()));
    if (watch == m_watches.constEnd()) {
        return answer;
    }
    const kube::Reflector& reflector = *watch->reflector;
    const kube::Reflector::State state = reflector.state();
    // While it is asked again the reflector still says why it had failed, so that an answer does not flicker.
    const bool hasError = !reflector.lastError().message.isEmpty();
    if (watch->notServed || reflector.isReady()) {
        answer.state = Answer::State::Known;
        answer.live = state == kube::Reflector::State::Watching;
        answer.observedAt = watch->notServed ? m_clock.now() : reflector.lastHeard();
        answer.value = valueOf(query, *watch);
    }
    if (hasError && !watch->notServed) {
        answer.error = reflector.lastError();
        if (answer.error.code == Errc::Forbidden) {
            answer.state = Answer::State::Forbidden;
        } else if (answer.state == Answer::State::Pending) {
            // A store that was filled survives a broken connection: it is old, and says since when.
            answer.state = Answer::State::Failed;
        }
    }
    return answer;
}

QJsonValue KubeWatches::valueOf(const Query& query, const Watch& watch) const
{
    const bool isSecret = query.args.value(0) == kube::res::secrets.qualified();
    if (isObject(query)) {
        const QString ns = query.args.value(1);
        const QString name = query.args.value(2);
        const QJsonObject* object = watch.notServed ? nullptr : watch.reflector->find(ns.isEmpty() ? name : ns + u'/' + name);
        return object ? QJsonValue(redacted(*object, isSecret)) : QJsonValue(QJsonValue::Null);
    }
    QJsonArray items;
    if (!watch.notServed) {
        for (const QJsonObject& object : watch.reflector->objects()) {
            items.append(redacted(object, isSecret));
        }
    }
    return items;
}

void KubeWatches::reopen()
{
    for (const Watch& watch : std::as_const(m_watches)) {
        watch.reflector->stop();
        watch.reflector->start();
    }
}

bool KubeWatches::hasUnresolved() const
{
    return m_hasUnresolved || std::any_of(m_watches.cbegin(), m_watches.cend(), [](const Watch& watch) { return watch.notServed; });
}

void KubeWatches::retryUnserved()
{
    for (const Watch& watch : std::as_const(m_watches)) {
        if (watch.notServed) {
            watch.reflector->stop();
            watch.reflector->start();
        }
    }
    if (m_hasUnresolved) {
        setWanted(m_wanted);
    }
}

void KubeWatches::retry(const Query& query)
{
    const auto watch = m_watches.constFind(m_source.value(query.key()));
    if (watch == m_watches.constEnd()) {
        return;
    }
    if (watch->notServed) {
        watch->reflector->stop();
        watch->reflector->start();
    } else {
        watch->reflector->retryNow();
    }
}

} // namespace cocoon::world
