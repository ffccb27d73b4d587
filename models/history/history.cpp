// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/history/history.h"

#include "models/history/history_file.h"
#include "services/base/json.h"

#include <QVariant>

#include <limits>

namespace cocoon::history {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kPruneEvery = 64; ///< writes

    QDateTime timeOf(const QVariant& ms)
    {
        return ms.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(ms.toLongLong(), Qt::UTC);
    }

    StateSpan spanOf(const QSqlQuery& query)
    {
        return { query.value(0).toString(), query.value(1).toString(), timeOf(query.value(2)), timeOf(query.value(3)) };
    }
}

History::History(QString path, qint64 mostBytes)
    : m_file(std::make_unique<HistoryFile>(std::move(path), mostBytes))
{
}

History::~History() = default;

Result<Done> History::open()
{
    const QMutexLocker lock(&m_mutex);
    const Result<Done> opened = m_file->open();
    return opened ? remember() : opened;
}

Result<Done> History::remember()
{
    m_states.clear();
    m_things.clear();
    m_figures.clear();
    Result<QSqlQuery> states = m_file->run(u"SELECT id, kind, object, state FROM states WHERE until IS NULL"_s);
    while (states && states->next()) {
        m_states.insert({ states->value(1).toString(), states->value(2).toString() }, { states->value(0).toLongLong(), states->value(3).toString() });
    }
    Result<QSqlQuery> things = m_file->run(u"SELECT kind, id, data FROM things WHERE ended IS NULL"_s);
    while (things && things->next()) {
        m_things.insert({ things->value(0).toString(), things->value(1).toString() }, parseJsonObject(things->value(2).toByteArray()).value_or(QJsonObject()));
    }
    if (!states || !things) {
        return tl::unexpected(!states ? states.error() : things.error());
    }
    return Done {};
}

Result<Done> History::record(const Sighting& sighting)
{
    const QMutexLocker lock(&m_mutex);
    Result<Done> written = m_file->begin();
    if (!written) {
        return written;
    }
    written = write(sighting);
    if (written) {
        written = m_file->commit();
    }
    if (!written) {
        m_file->rollback();
        m_watch = 0;
        (void)remember(); // what we believed to be written is not
        return written;
    }
    if (++m_writes % kPruneEvery == 0 && m_file->prune()) {
        m_figures.clear(); // their last value may be among what went
    }
    return written;
}

Result<Done> History::write(const Sighting& sighting)
{
    const qint64 now = sighting.time.toMSecsSinceEpoch();
    const bool goesOn = m_watch != 0 && now >= m_lastLook && now - m_lastLook <= kLongestBreakMs;
    if (goesOn) {
        const auto updated = m_file->run(u"UPDATE watched SET until = ? WHERE id = ?"_s, { now, m_watch });
        if (!updated) {
            return tl::unexpected(updated.error());
        }
    } else {
        const auto inserted = m_file->run(u"INSERT INTO watched (since, until) VALUES (?, ?)"_s, { now, now });
        if (!inserted) {
            return tl::unexpected(inserted.error());
        }
        m_watch = inserted->lastInsertId().toLongLong();
        m_figures.clear(); // a line begins anew after a break
    }
    m_lastLook = now;
    for (const auto part : { &History::writeFigures, &History::writeStates, &History::writeThings }) {
        const Result<Done> done = (this->*part)(sighting);
        if (!done) {
            return done;
        }
    }
    return Done {};
}

Result<Done> History::writeFigures(const Sighting& sighting)
{
    for (auto it = sighting.figures.cbegin(); it != sighting.figures.cend(); ++it) {
        if (m_figures.contains(it.key()) && qFuzzyCompare(1 + m_figures.value(it.key()), 1 + it.value())) {
            continue;
        }
        const auto written = m_file->run(u"INSERT OR REPLACE INTO figures (name, time, value) VALUES (?, ?, ?)"_s, { it.key(), sighting.time.toMSecsSinceEpoch(), it.value() });
        if (!written) {
            return tl::unexpected(written.error());
        }
        m_figures.insert(it.key(), it.value());
    }
    return Done {};
}

Result<Done> History::writeStates(const Sighting& sighting)
{
    const qint64 now = sighting.time.toMSecsSinceEpoch();
    QSet<std::pair<QString, QString>> seen;
    QList<qint64> ended;
    Result<QSqlQuery> insert = m_file->prepare(u"INSERT INTO states (kind, object, state, since) VALUES (?, ?, ?, ?)"_s);
    Result<QSqlQuery> close = m_file->prepare(u"UPDATE states SET until = ? WHERE id = ?"_s);
    if (!insert || !close) {
        return tl::unexpected(!insert ? insert.error() : close.error());
    }
    for (const Sighting::State& state : sighting.states) {
        const std::pair key(state.kind, state.object);
        seen.insert(key);
        const Open open = m_states.value(key);
        if (open.row != 0 && open.state == state.state) {
            continue;
        }
        if (open.row != 0) {
            ended.append(open.row);
        }
        const Result<Done> written = m_file->run(*insert, { state.kind, state.object, state.state, now });
        if (!written) {
            return written;
        }
        m_states.insert(key, { insert->lastInsertId().toLongLong(), state.state });
    }
    for (auto it = m_states.begin(); it != m_states.end();) {
        if (sighting.whole.contains(it.key().first) && !seen.contains(it.key())) {
            ended.append(it->row);
            it = m_states.erase(it);
        } else {
            ++it;
        }
    }
    for (const qint64 row : std::as_const(ended)) {
        const Result<Done> written = m_file->run(*close, { now, row });
        if (!written) {
            return written;
        }
    }
    return Done {};
}

Result<Done> History::writeThings(const Sighting& sighting)
{
    QSet<std::pair<QString, QString>> seen;
    for (const Sighting::Thing& thing : sighting.things) {
        const std::pair key(thing.kind, thing.id);
        seen.insert(key);
        const auto known = m_things.constFind(key);
        if (known != m_things.constEnd() && *known == thing.data) {
            continue;
        }
        const auto written = m_file->run(u"INSERT INTO things (kind, id, created, ended, data) VALUES (?, ?, ?, NULL, ?) ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data, ended = NULL"_s,
            { thing.kind, thing.id, thing.created.toMSecsSinceEpoch(), QString::fromUtf8(toJson(thing.data)) });
        if (!written) {
            return tl::unexpected(written.error());
        }
        m_things.insert(key, thing.data);
    }
    for (auto it = m_things.begin(); it != m_things.end();) {
        if (!sighting.whole.contains(it.key().first) || seen.contains(it.key())) {
            ++it;
            continue;
        }
        const auto written = m_file->run(u"UPDATE things SET ended = ? WHERE kind = ? AND id = ?"_s, { sighting.time.toMSecsSinceEpoch(), it.key().first, it.key().second });
        if (!written) {
            return tl::unexpected(written.error());
        }
        it = m_things.erase(it);
    }
    return Done {};
}

QList<Sample> History::figure(const QString& name, const QDateTime& from, const QDateTime& to)
{
    const QMutexLocker lock(&m_mutex);
    QList<Sample> samples;
    auto query = m_file->run(u"SELECT time, value FROM figures WHERE name = ? AND time <= ? AND time >= coalesce((SELECT max(time) FROM figures WHERE name = ? AND time <= ?), 0) ORDER BY time"_s,
        { name, to.toMSecsSinceEpoch(), name, from.toMSecsSinceEpoch() });
    while (query && query->next()) {
        samples.append({ timeOf(query->value(0)), query->value(1).toDouble() });
    }
    return samples;
}

QStringList History::figureNames(const QString& prefix)
{
    const QMutexLocker lock(&m_mutex);
    QStringList names;
    auto query = m_file->run(u"SELECT DISTINCT name FROM figures WHERE substr(name, 1, ?) = ? ORDER BY name"_s, { prefix.size(), prefix });
    while (query && query->next()) {
        names.append(query->value(0).toString());
    }
    return names;
}

QList<Watched> History::watched(const QDateTime& from, const QDateTime& to)
{
    const QMutexLocker lock(&m_mutex);
    QList<Watched> all;
    auto query = m_file->run(u"SELECT since, until, id FROM watched WHERE until >= ? AND since <= ? ORDER BY since"_s, { from.toMSecsSinceEpoch() - kLongestBreakMs, to.toMSecsSinceEpoch() });
    while (query && query->next()) {
        // The look that is going on lasts until the next one is overdue.
        const qint64 until = query->value(2).toLongLong() == m_watch ? qMax(query->value(1).toLongLong(), qMin(query->value(1).toLongLong() + kLongestBreakMs, to.toMSecsSinceEpoch())) : query->value(1).toLongLong();
        if (until >= from.toMSecsSinceEpoch()) {
            all.append({ timeOf(query->value(0)), timeOf(until) });
        }
    }
    return all;
}

QList<StateSpan> History::states(const QString& kind, const QString& object, const QDateTime& from, const QDateTime& to)
{
    const QMutexLocker lock(&m_mutex);
    QList<StateSpan> spans;
    const QString one = object.isEmpty() ? QString() : u" AND object = ?"_s;
    QVariantList values { kind, to.toMSecsSinceEpoch(), from.toMSecsSinceEpoch() };
    if (!object.isEmpty()) {
        values.append(object);
    }
    auto query = m_file->run(u"SELECT object, state, since, until FROM states WHERE kind = ? AND since <= ? AND (until IS NULL OR until > ?)%1 ORDER BY since, id"_s.arg(one), values);
    while (query && query->next()) {
        spans.append(spanOf(*query));
    }
    return spans;
}

std::optional<StateThen> History::stateAt(const QString& kind, const QString& object, const QDateTime& time)
{
    const QMutexLocker lock(&m_mutex);
    const qint64 then = time.toMSecsSinceEpoch();
    auto query = m_file->run(u"SELECT object, state, since, until FROM states WHERE kind = ? AND object = ? AND since <= ? AND (until IS NULL OR until > ?) ORDER BY since DESC LIMIT 1"_s, { kind, object, then, then });
    if (!query || !query->next()) {
        return std::nullopt;
    }
    StateThen answer { spanOf(*query), false, {} };
    auto looks = m_file->run(u"SELECT since, until, id FROM watched WHERE since <= ? ORDER BY since DESC LIMIT 1"_s, { then });
    if (looks && looks->next()) {
        const qint64 grace = looks->value(2).toLongLong() == m_watch ? kLongestBreakMs : 0;
        answer.wasWatched = looks->value(1).toLongLong() + grace >= then;
        answer.lastSeen = answer.wasWatched ? time : timeOf(looks->value(1));
    }
    return answer;
}

QList<Standing> History::standing(const QString& kind)
{
    const QMutexLocker lock(&m_mutex);
    QList<Standing> all;
    auto query = m_file->run(u"SELECT object, state, since, until, EXISTS (SELECT 1 FROM states AS before WHERE before.kind = now.kind AND before.object = now.object AND before.until = now.since) FROM states AS now WHERE kind = ? AND until IS NULL"_s, { kind });
    while (query && query->next()) {
        all.append({ spanOf(*query), query->value(4).toBool() });
    }
    return all;
}

QHash<QString, QString> History::statesNow(const QString& kind)
{
    const QMutexLocker lock(&m_mutex);
    QHash<QString, QString> all;
    for (auto it = m_states.cbegin(); it != m_states.cend(); ++it) {
        if (it.key().first == kind) {
            all.insert(it.key().second, it->state);
        }
    }
    return all;
}

QList<ThingSeen> History::things(const QString& kind, const QDateTime& endedAfter, int most)
{
    const QMutexLocker lock(&m_mutex);
    QList<ThingSeen> all;
    auto query = m_file->run(u"SELECT id, created, ended, data FROM (SELECT * FROM things WHERE kind = ? AND (ended IS NULL OR ended > ?) ORDER BY created DESC LIMIT ?) ORDER BY created, id"_s,
        { kind, endedAfter.isValid() ? endedAfter.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min(), most });
    while (query && query->next()) {
        all.append({ query->value(0).toString(), timeOf(query->value(1)), timeOf(query->value(2)), parseJsonObject(query->value(3).toByteArray()).value_or(QJsonObject()) });
    }
    return all;
}

Total History::lasted(const QString& kind, const QString& field, const QDateTime& now)
{
    const QMutexLocker lock(&m_mutex);
    const QString path = u"$."_s + field;
    auto query = m_file->run(u"SELECT sum(json_extract(data, ?) * (coalesce(ended, ?) - created)) / 3600000.0, min(created) FROM things WHERE kind = ? AND json_extract(data, ?) >= 0"_s,
        { path, now.toMSecsSinceEpoch(), kind, path });
    return query && query->next() ? Total { query->value(0).toDouble(), timeOf(query->value(1)) } : Total {};
}

qint64 History::size()
{
    const QMutexLocker lock(&m_mutex);
    return m_file->size();
}

} // namespace cocoon::history
