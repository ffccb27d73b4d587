// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/query.h"
#include "services/base/error.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QSharedDataPointer>

namespace cocoon::world {

/// What is known about one question. `value` survives a failure (then it is old: see observedAt).
struct Answer {
    enum class State { Unasked, Pending, Known, Forbidden, Failed };
    State state = State::Unasked;
    QJsonValue value;
    Error error; ///< when Forbidden or Failed
    QDateTime observedAt; ///< of `value`
    bool live = false; ///< a healthy watch stands behind it
    QJsonValue valueOr(const QJsonValue& fallback) const { return value.isUndefined() || value.isNull() ? fallback : value; }
};

/// What was read of a World, so that who read it looks again only when some of that has changed.
struct Reads {
    QHash<QString, quint64> answers; ///< the state of each answer, by its question's key
    quint64 journal = 0; ///< 0 = not read
    QDateTime now; ///< invalid = not read
};

/// Everything observed, as an immutable value (cheap to copy): answers by question, and our own journal. Steps read it,
/// tests build it with set(). It knows nothing of sockets.
class World {
public:
    World();
    World(const World&);
    World& operator=(const World&);
    ~World();

    Answer answer(const Query& query) const;
    /// Journal entries, oldest first (see plan/journal.h for their shape).
    QList<QJsonObject> journal() const;
    QDateTime now() const; ///< wall time of this snapshot
    /// A copy that notes in `reads` what is read of it; `reads` must outlive it.
    World noting(Reads& reads) const;
    /// Would whoever read that read the same now? Time counts by the second, and when something was observed does not count:
    /// an answer that was given again is the same answer.
    bool isAsRead(const Reads& reads) const;

    // Building (the observer and tests).
    bool set(const Query& query, const Answer& answer); ///< does it say something else than before?
    void set(const Query& query, const QJsonValue& value); ///< Known, observed at now()
    bool fail(const Query& query, const Error& error); ///< as set()
    void setJournal(const QList<QJsonObject>& entries);
    void setNow(const QDateTime& now);
    QStringList keys() const;

private:
    struct Data;
    QSharedDataPointer<Data> d;
    Reads* m_reads = nullptr;
};

/// Reads a World on behalf of a step and remembers what was asked: `needs()` is the list of all questions, `isMissing()`
/// says that at least one has no usable answer yet. So a step writes straight-line code:
///
///     Asker ask(world);
///     const QJsonArray nodes = ask.array(ask::list(kube::res::nodes));
///     const QJsonObject config = ask.object(ask::object(kube::res::configMaps, ns, name));
///     if (ask.isMissing()) return Assessment::unknown(id, ask);
class Asker {
public:
    explicit Asker(const World& world);
    /// The value; Null when there is none. A Failed or Forbidden answer counts as answered (see failed()).
    QJsonValue value(const Query& query);
    QJsonObject object(const Query& query);
    QJsonArray array(const Query& query);
    QList<QJsonObject> objects(const Query& query);
    bool isTrue(const Query& query);
    Answer answer(const Query& query);

    const World& world() const { return m_world; }
    const QList<Query>& needs() const { return m_needs; }
    /// Some answer is Unasked or Pending.
    bool isMissing() const { return m_missing; }
    /// Questions whose answer is Failed or Forbidden.
    const QList<Query>& failed() const { return m_failed; }

private:
    const World& m_world;
    QList<Query> m_needs;
    QList<Query> m_failed;
    bool m_missing = false;
};

} // namespace cocoon::world
