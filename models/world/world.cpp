// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/world.h"

#include <algorithm>

namespace cocoon::world {

struct World::Data : QSharedData {
    QHash<QString, Answer> answers;
    QList<QJsonObject> journal;
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
    return d->answers.value(query.key());
}

QList<QJsonObject> World::journal() const
{
    return d->journal;
}

QDateTime World::now() const
{
    return d->now;
}

void World::set(const Query& query, const Answer& answer)
{
    d->answers.insert(query.key(), answer);
}

void World::set(const Query& query, const QJsonValue& value)
{
    Answer answer;
    answer.state = Answer::State::Known;
    answer.value = value;
    answer.observedAt = d->now;
    set(query, answer);
}

void World::fail(const Query& query, const Error& error)
{
    Answer answer = this->answer(query);
    answer.state = error.code == Errc::Forbidden ? Answer::State::Forbidden : Answer::State::Failed;
    answer.error = error;
    answer.live = false;
    set(query, answer);
}

void World::setJournal(const QList<QJsonObject>& entries)
{
    d->journal = entries;
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
