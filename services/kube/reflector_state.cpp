// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/reflector_state.h"

#include "services/kube/object.h"
#include "services/kube/status_error.h"
#include "services/net/stranger.h"

namespace cocoon::kube {

using State = Reflector::State;

namespace {
    // A watch that ends sooner without having said anything is a fault, not the server's time limit.
    constexpr milliseconds kShortWatch { 1000 };

    bool isSame(const QJsonObject& a, const QJsonObject& b)
    {
        const QString version = resourceVersionOf(a);
        if (!version.isEmpty()) {
            return version == resourceVersionOf(b) && uidOf(a) == uidOf(b);
        }
        return a == b;
    }
}

ReflectorState::ReflectorState(bool dropManagedFields, std::function<double()> random, Keeper* keeper, milliseconds notServedRetry)
    : m_dropManagedFields(dropManagedFields)
    , m_random(std::move(random))
    , m_keeper(keeper)
    , m_notServedRetry(notServedRetry)
{
}

void ReflectorState::listStarted()
{
    m_buffer.clear();
    if (m_keeper != nullptr) {
        m_keeper->listStarted();
    }
    if (!m_ready || m_state == State::Watching) {
        m_state = State::Listing; // a retry keeps saying why it is one until it worked
    }
}

void ReflectorState::slim(QJsonObject& object) const
{
    if (!m_dropManagedFields) {
        return;
    }
    const auto it = object.find(QLatin1String("metadata"));
    if (it == object.end()) {
        return;
    }
    QJsonObject metadata = it->toObject();
    if (metadata.contains(QLatin1String("managedFields"))) {
        metadata.remove(QLatin1String("managedFields"));
        *it = metadata;
    }
}

void ReflectorState::listItem(QJsonObject&& object)
{
    if (m_keeper != nullptr) {
        m_keeper->listed(std::move(object));
        return;
    }
    slim(object);
    const QString key = keyOf(object);
    m_buffer.insert(key, std::move(object));
}

ReflectorState::Action ReflectorState::listDone(const QString& resourceVersion)
{
    swapIn();
    m_version = resourceVersion;
    if (!m_ready) {
        m_ready = true;
        m_announce = true;
    }
    m_error = {};
    m_senseless = 0;
    // What was just listed is as live as it gets; the watch follows at once.
    m_state = State::Watching;
    return { Next::Watch, milliseconds(0) };
}

void ReflectorState::swapIn()
{
    if (m_keeper != nullptr) {
        m_keeper->listDone();
        return;
    }
    Objects old = std::exchange(m_objects, std::exchange(m_buffer, {}));
    auto before = old.cbegin();
    auto after = m_objects.cbegin();
    while (before != old.cend() || after != m_objects.cend()) {
        if (after == m_objects.cend() || (before != old.cend() && before.key() < after.key())) {
            m_changed.insert(before.key());
            ++before;
        } else if (before == old.cend() || after.key() < before.key()) {
            m_changed.insert(after.key());
            ++after;
        } else {
            if (!isSame(before.value(), after.value())) {
                m_changed.insert(after.key());
            }
            ++before;
            ++after;
        }
    }
}

ReflectorState::Action ReflectorState::retry(Next next, const Error& error, milliseconds now)
{
    milliseconds delay = m_backoff.next(now, m_random());
    if (error.retryAfter) {
        delay = std::max(delay, *error.retryAfter);
    }
    m_senseless = net::isSenseless(error) ? m_senseless + 1 : 0;
    if (net::mayBeAStranger(error, m_senseless)) {
        m_state = State::Waiting; // asked again before anything is said of it
        return { next, delay };
    }
    m_error = error;
    m_state = isRetryable(error.code) || error.code == Errc::Cancelled ? State::Waiting : State::Failed;
    return { next, delay };
}

ReflectorState::Action ReflectorState::listFailed(const Error& error, milliseconds now)
{
    m_buffer.clear();
    if (m_keeper != nullptr) {
        m_keeper->listFailed();
    }
    if (error.code == Errc::Forbidden) {
        m_error = error;
        m_state = State::Forbidden;
        return { Next::List, kForbiddenRetry };
    }
    if (error.code == Errc::NotFound) {
        // The kind is not served (any more), so there are no such objects either.
        m_error = error;
        m_state = State::Failed;
        if (m_keeper != nullptr) {
            m_keeper->listStarted();
        }
        swapIn();
        return { Next::List, m_notServedRetry };
    }
    Action action = retry(Next::List, error, now);
    if (error.code == Errc::Gone) {
        m_state = State::Waiting; // expired between two pages: nobody's fault
    }
    return action;
}

void ReflectorState::watchOpened(milliseconds now)
{
    m_openedAt = now;
    m_heardSinceOpen = false;
    m_state = State::Watching;
    m_error = {};
}

void ReflectorState::watchIsLate()
{
    if (m_state == State::Watching) {
        m_state = State::Waiting;
    }
}

void ReflectorState::store(QJsonObject&& object)
{
    if (m_keeper != nullptr) {
        m_keeper->stored(std::move(object));
        return;
    }
    slim(object);
    const QString key = keyOf(object);
    const auto it = m_objects.find(key);
    if (it != m_objects.end() && isSame(*it, object)) {
        return;
    }
    m_objects.insert(key, std::move(object));
    m_changed.insert(key);
}

void ReflectorState::drop(const QString& key)
{
    if (m_objects.remove(key) > 0) {
        m_changed.insert(key);
    }
}

ReflectorState::Action ReflectorState::watchEvent(WatchEvent&& event, milliseconds now)
{
    if (event.type == WatchEvent::Type::Error) {
        return watchEnded(errorFromStatus(event.object), now);
    }
    if (event.type == WatchEvent::Type::Unknown) {
        return {};
    }
    m_heardSinceOpen = true;
    m_senseless = 0;
    const QString version = resourceVersionOf(event.object);
    if (event.type == WatchEvent::Type::Deleted) {
        if (m_keeper != nullptr) {
            m_keeper->dropped(event.object);
        } else {
            drop(keyOf(event.object));
        }
    } else if (event.type != WatchEvent::Type::Bookmark) {
        store(std::move(event.object));
    }
    if (!version.isEmpty()) {
        m_version = version;
    }
    return {};
}

ReflectorState::Action ReflectorState::watchEnded(const Error& error, milliseconds now)
{
    const bool wasAlive = m_heardSinceOpen || now - m_openedAt >= kShortWatch;
    if (error.code == Errc::Cancelled && wasAlive) {
        return { Next::Watch, milliseconds(0) }; // the server's time limit
    }
    if (error.code == Errc::Gone) {
        // The first one is ordinary (we were away too long). A server that says it again at once gets pauses.
        const bool hasLived = m_openedAt > m_goneAt.value_or(milliseconds(-1)) && now - m_openedAt >= kShortWatch;
        const bool isFirst = !m_goneAt || hasLived;
        m_goneAt = now;
        Action action = retry(Next::List, error, now);
        m_state = State::Listing;
        if (isFirst) {
            action.delay = milliseconds(0);
        }
        return action;
    }
    if (error.code == Errc::Forbidden) {
        m_error = error;
        m_state = State::Forbidden;
        return { Next::List, kForbiddenRetry };
    }
    if (error.httpStatus == 405) {
        // A kind that cannot be watched (packagemanifests): look again now and then.
        m_error = error;
        m_state = State::Waiting;
        return { Next::List, kForbiddenRetry };
    }
    if (error.code == Errc::NotFound) {
        return retry(Next::List, error, now); // the list tells whether the kind is gone
    }
    return retry(Next::Watch, error, now);
}

void ReflectorState::stopped()
{
    m_buffer.clear();
    if (m_keeper != nullptr && m_state == State::Listing) {
        m_keeper->listFailed();
    }
    m_state = State::Empty;
    m_error = {};
}

QStringList ReflectorState::takeChanged()
{
    QStringList keys(m_changed.cbegin(), m_changed.cend());
    keys.sort();
    m_changed.clear();
    m_announce = false;
    return keys;
}

} // namespace cocoon::kube
