// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/pod_store.h"

#include "services/kube/object.h"

namespace cocoon::dashboard {

PodStore::PodStore(Clock& clock, milliseconds batch, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_interner(std::make_unique<Interner>())
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(batch);
    connect(&m_soon, &QTimer::timeout, this, &PodStore::publish);
}

PodStore::~PodStore() = default;

void PodStore::open(kube::Client& client, const QString& ns)
{
    close();
    m_ns = ns;
    kube::Reflector::Options options;
    options.ns = ns;
    options.keeper = this;
    // In pages and not with resourceVersion=0, which answers everything at once from the server's cache: the first rows come with
    // the first page, and memory stays near that of two. Whole pods, since neither a Table nor metadata says what joins a pod to its VSI.
    options.shape = podShape();
    m_reflector = std::make_unique<kube::Reflector>(client, m_clock, kube::res::pods, options);
    connect(m_reflector.get(), &kube::Reflector::stateChanged, this, &PodStore::readState);
    m_reflector->start();
    readState();
}

void PodStore::open(const Connect& connectCluster, const QString& ns)
{
    close();
    m_ns = ns;
    m_state = State::Loading;
    Q_EMIT stateChanged();
    connectCluster()->then(this, [this, ns](const Result<kube::Client*>& client) {
        if (m_reflector || m_ns != ns) {
            return; // opened otherwise by now
        }
        if (client) {
            open(**client, ns);
            return;
        }
        m_error = client.error();
        m_state = State::Failed;
        m_isLostDirty = true;
        publish();
        Q_EMIT stateChanged();
    });
}

void PodStore::pause()
{
    if (m_reflector && !m_isPaused) {
        m_isPaused = true;
        m_reflector->stop();
    }
}

void PodStore::resume()
{
    if (m_reflector && m_isPaused) {
        m_isPaused = false;
        m_reflector->start();
    }
}

void PodStore::retry()
{
    if (m_reflector && !m_isPaused) {
        m_reflector->retryNow();
    }
}

void PodStore::close()
{
    m_reflector.reset();
    m_isPaused = false;
    m_isListed = false;
    const QStringList uids = m_pods.keys();
    for (const QString& uid : uids) {
        take(uid);
    }
    m_uids.clear();
    m_listing.clear();
    m_interner = std::make_unique<Interner>();
    m_isLostDirty = true;
    publish();
    readState();
}

const PodRow* PodStore::find(const QString& uid) const
{
    const auto it = m_pods.constFind(uid);
    return it == m_pods.cend() ? nullptr : &*it;
}

QDateTime PodStore::heard() const
{
    return m_reflector ? m_reflector->lastHeard() : QDateTime();
}

void PodStore::setCloud(CloudSide cloud)
{
    const bool isSameForAll = cloud.facts.initdataAnnotation == m_join.cloud().facts.initdataAnnotation
        && cloud.globalInitdata.isEmpty() == m_join.cloud().globalInitdata.isEmpty();
    QHash<QString, JoinedPod> before;
    const auto touch = [&](const QSet<QString>& uids) {
        for (const QString& uid : uids) {
            const PodRow* pod = find(uid);
            if (pod != nullptr && !before.contains(uid)) {
                before.insert(uid, m_join.join(*pod));
            }
        }
    };
    touch(m_join.touched());
    PodJoin old = m_join;
    m_join.setCloud(std::move(cloud));
    std::swap(old, m_join);
    touch(old.touched());
    std::swap(old, m_join);
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (!(m_join.join(*find(it.key())) == it.value())) {
            note(it.key());
        }
    }
    if (!isSameForAll) {
        for (const PodRow& pod : std::as_const(m_pods)) {
            if (pod.isConfidential()) {
                note(pod.uid);
            }
        }
    }
    m_isLostDirty = true;
    publish(); // the cloud is heard every few seconds only
}

void PodStore::note(const QString& uid)
{
    m_changed.insert(uid);
    if (!m_soon.isActive()) {
        m_soon.start();
    }
}

void PodStore::put(const PodRow& row)
{
    const QString key = row.ns + u'/' + row.name;
    const QString known = m_uids.value(key);
    if (!known.isEmpty() && known != row.uid) {
        take(known); // made anew under the same name, and nobody told us of the end of the old one
    }
    const auto it = m_pods.constFind(row.uid);
    if (it != m_pods.cend() && *it == row) {
        return;
    }
    m_pods.insert(row.uid, row);
    m_uids.insert(key, row.uid);
    if (row.isPeerPod()) {
        for (const QString& other : m_join.add(row)) {
            note(other);
        }
        m_isLostDirty = true;
    }
    note(row.uid);
}

void PodStore::take(const QString& uid)
{
    const auto it = m_pods.constFind(uid);
    if (it == m_pods.cend()) {
        return;
    }
    m_uids.remove(it->ns + u'/' + it->name);
    if (it->isPeerPod()) {
        for (const QString& other : m_join.remove(uid)) {
            note(other);
        }
        m_isLostDirty = true;
    }
    m_pods.erase(it);
    note(uid);
}

void PodStore::listStarted()
{
    m_listing.clear();
}

void PodStore::listed(QJsonObject&& object)
{
    const PodRow row = readPod(object, *m_interner);
    m_listing.insert(row.uid);
    put(row);
}

void PodStore::listDone()
{
    const QStringList uids = m_pods.keys();
    for (const QString& uid : uids) {
        if (!m_listing.contains(uid)) {
            take(uid);
        }
    }
    m_listing.clear();
    m_isListed = true;
    m_isLostDirty = true;
    if (!m_soon.isActive()) {
        m_soon.start();
    }
}

void PodStore::listFailed()
{
    m_listing.clear();
}

void PodStore::stored(QJsonObject&& object)
{
    put(readPod(object, *m_interner));
}

void PodStore::dropped(const QJsonObject& object)
{
    take(kube::uidOf(object));
}

void PodStore::publish()
{
    m_soon.stop();
    if (m_isLostDirty) {
        m_isLostDirty = false;
        // While the first list comes in, the owner of a server may be on the next page.
        const QList<LostServer> lost = m_isListed ? m_join.lost() : m_state == State::Failed ? m_join.unattributed()
                                                                                             : QList<LostServer>();
        if (lost != m_lost) {
            m_lost = lost;
            Q_EMIT lostChanged();
        }
    }
    if (!m_changed.isEmpty()) {
        const QStringList uids(m_changed.cbegin(), m_changed.cend());
        m_changed.clear();
        Q_EMIT changed(uids);
    }
}

void PodStore::readState()
{
    State state = State::Closed;
    m_error = m_reflector ? m_reflector->lastError() : Error();
    if (m_reflector && m_isPaused) {
        state = State::Stale;
    } else if (m_reflector) {
        switch (m_reflector->state()) {
        case kube::Reflector::State::Watching: state = State::Live; break;
        case kube::Reflector::State::Forbidden: state = State::Forbidden; break;
        case kube::Reflector::State::Empty:
        case kube::Reflector::State::Listing:
            // A list that failed is asked for again from time to time; until that is answered it has failed.
            state = m_reflector->isReady() ? State::Live : m_error.message.isEmpty() ? State::Loading
                : m_error.code == Errc::Forbidden                                    ? State::Forbidden
                                                                                     : State::Failed;
            break;
        case kube::Reflector::State::Waiting:
            state = m_reflector->isReady() ? State::Stale : m_error.message.isEmpty() ? State::Loading : State::Failed; // a first answer without sense is asked for again
            break;
        case kube::Reflector::State::Failed: state = m_reflector->isReady() ? State::Stale : State::Failed; break;
        }
    }
    m_state = state;
    if (state == State::Live || state == State::Failed) {
        m_isLostDirty = true;
        publish();
    }
    Q_EMIT stateChanged();
}

} // namespace cocoon::dashboard
