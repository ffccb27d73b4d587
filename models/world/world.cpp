// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/world.h"

#include <algorithm>

namespace cocoon::world {

namespace {
    // Never the same twice in a process: a World that was built anew is not taken for the one before.
    quint64 nextState()
    {
        static quint64 last = 0;
        return ++last;
    }

    bool isSame(const Answer& a, const Answer& b)
    {
        return a.state == b.state && a.live == b.live && a.error.code == b.error.code && a.error.message == b.error.message
            && a.error.httpStatus == b.error.httpStatus && a.error.retryAfter.has_value() == b.error.retryAfter.has_value() && a.value == b.value;
    }
}

struct World::Data : QSharedData {
    struct Entry {
        Answer answer;
        quint64 state = 0;
    };
    QHash<QString, Entry> answers;
    QList<QJsonObject> journal;
    quint64 journalState = nextState();
    QDateTime now;
};

World::World()
    : d(new Data)
{
}
World::World(const World&) = default;
World& World::operator=(const World&) = default;
World::~World() = default;

Answer World::answer(const Query& query) const
{
    const QString key = query.key();
    const Data::Entry entry = d->answers.value(key);
    if (m_reads != nullptr) {
        m_reads->answers.insert(key, entry.state);
    }
    return entry.answer;
}

QList<QJsonObject> World::journal() const
{
    if (m_reads != nullptr) {
        m_reads->journal = d->journalState;
    }
    return d->journal;
}

QDateTime World::now() const
{
    if (m_reads != nullptr) {
        m_reads->now = d->now;
    }
    return d->now;
}

World World::noting(Reads& reads) const
{
    World copy(*this);
    copy.m_reads = &reads;
    return copy;
}

bool World::isAsRead(const Reads& reads) const
{
    if ((reads.journal != 0 && reads.journal != d->journalState) || (reads.now.isValid() && reads.now.secsTo(d->now) != 0)) {
        return false;
    }
    for (auto it = reads.answers.cbegin(); it != reads.answers.cend(); ++it) {
        const auto known = d->answers.constFind(it.key());
        if ((known == d->answers.cend() ? 0 : known->state) != it.value()) {
            return false;
        }
    }
    return true;
}

bool World::set(const Query& query, const Answer& answer)
{
    Data::Entry& entry = d->answers[query.key()];
    const bool isNew = entry.state == 0;
    const bool isChanged = !isSame(entry.answer, answer);
    // Whether a key is held or lost also depends on when that was asked.
    const bool isLater = query.kind == u"secret" && entry.answer.observedAt != answer.observedAt;
    entry.answer = answer;
    if (isNew || isChanged || isLater) {
        entry.state = nextState();
    }
    return isChanged;
}

void World::set(const Query& query, const QJsonValue& value)
{
    Answer answer;
    answer.state = Answer::State::Known;
    answer.value = value;
    answer.observedAt = d->now;
    set(query, answer);
}

bool World::fail(const Query& query, const Error& error)
{
    Answer answer = this->answer(query);
    answer.state = error.code == Errc::Forbidden ? Answer::State::Forbidden : Answer::State::Failed;
    answer.error = error;
    answer.live = false;
    return set(query, answer);
}

void World::setJournal(const QList<QJsonObject>& entries)
{
    d->journal = entries;
    d->journalState = nextState();
}

void World::setNow(const QDateTime& now)
{
    d->now = now;
}

QStringList World::keys() const
{
    QStringList keys = d->answers.keys();
    keys.sort();
    return keys;
}

Asker::Asker(const World& world)
    : m_world(world)
{
}

Answer Asker::answer(const Query& query)
{
    const auto asked = std::find(m_needs.begin(), m_needs.end(), query);
    if (asked != m_needs.end()) {
        asked->maxAge = std::min(asked->maxAge, query.maxAge);
    } else {
        m_needs.append(query);
    }
    const Answer answer = m_world.answer(query);
    switch (answer.state) {
    case Answer::State::Unasked:
    case Answer::State::Pending:
        m_missing = true;
        break;
    case Answer::State::Forbidden:
    case Answer::State::Failed:
        if (!m_failed.contains(query)) {
            m_failed.append(query);
        }
        break;
    case Answer::State::Known:
        break;
    }
    return answer;
}

QJsonValue Asker::value(const Query& query)
{
    return answer(query).valueOr(QJsonValue::Null);
}

QJsonObject Asker::object(const Query& query)
{
    return value(query).toObject();
}

QJsonArray Asker::array(const Query& query)
{
    return value(query).toArray();
}

QList<QJsonObject> Asker::objects(const Query& query)
{
    QList<QJsonObject> objects;
    for (const QJsonValue& item : array(query)) {
        objects.append(item.toObject());
    }
    return objects;
}

bool Asker::isTrue(const Query& query)
{
    return value(query).toBool();
}

} // namespace cocoon::world
