// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QMutex>
#include <QSet>

#include <memory>
#include <optional>

namespace cocoon::history {

class HistoryFile;

/// What one look at the world showed. States and things are only closed for kinds that were seen whole: what a failed answer
/// does not show has not gone.
struct Sighting {
    struct State {
        QString kind; ///< "node", "machine", "pod"
        QString object;
        QString state;
    };
    /// Something with a beginning, an end and facts that stay ("machine": name, price; "start": the times of a pod's start).
    struct Thing {
        QString kind;
        QString id;
        QDateTime created;
        QJsonObject data;
    };
    QDateTime time;
    QHash<QString, double> figures;
    QList<State> states;
    QList<Thing> things;
    QSet<QString> whole; ///< kinds seen whole
};

struct Sample {
    QDateTime time;
    double value = 0;
};

/// Somebody looked without a break from `since` to `until`.
struct Watched {
    QDateTime since;
    QDateTime until;
};

struct StateSpan {
    QString object;
    QString state;
    QDateTime since; ///< first seen in it
    QDateTime until; ///< first seen out of it; invalid: it still was when last looked at
};

/// The answer to "what was this yesterday at five": the state, and whether anybody looked then.
struct StateThen {
    StateSpan span;
    bool wasWatched = false;
    QDateTime lastSeen; ///< the last look at or before the asked time
};

/// What stands now.
struct Standing {
    StateSpan span;
    bool sawItCome = false; ///< else it may have stood longer than anybody looked
};

/// What lasted for how long, added up.
struct Total {
    double sum = 0;
    QDateTime since; ///< the first of them; invalid: there was none
};

struct ThingSeen {
    QString id;
    QDateTime created;
    QDateTime ended; ///< first seen gone; invalid: still there
    QJsonObject data;
};

/// What was seen of one cluster, kept on this machine so that charts and timelines survive a restart: one SQLite file (mode
/// 0600), capped in size, the oldest goes first. Only differences are written. It holds names, states, counts and prices,
/// never a body or a secret. Thread: any.
class History {
public:
    /// Between two looks that still count as watching.
    static constexpr qint64 kLongestBreakMs = 2 * 60 * 1000;
    static constexpr qint64 kMostBytes = 32 * 1024 * 1024;
    explicit History(QString path, qint64 mostBytes = kMostBytes); ///< path "" = memory only, of one thread
    ~History();
    Result<Done> open();

    Result<Done> record(const Sighting& sighting);

    /// The figure as it stood at `from` and its changes until `to`.
    QList<Sample> figure(const QString& name, const QDateTime& from, const QDateTime& to);
    QStringList figureNames(const QString& prefix);
    QList<Watched> watched(const QDateTime& from, const QDateTime& to);
    /// Oldest first; `object` "" = all of the kind.
    QList<StateSpan> states(const QString& kind, const QString& object, const QDateTime& from, const QDateTime& to);
    std::optional<StateThen> stateAt(const QString& kind, const QString& object, const QDateTime& time);
    QList<Standing> standing(const QString& kind);
    /// What stands, by object. Asks no file.
    QHash<QString, QString> statesNow(const QString& kind);
    /// Oldest first; of many the newest `most`.
    QList<ThingSeen> things(const QString& kind, const QDateTime& endedAfter = {}, int most = -1);
    /// Sum over all things of `field` × the hours each lasted (to `now` when it still does); negative values do not count.
    Total lasted(const QString& kind, const QString& field, const QDateTime& now);
    qint64 size();

private:
    Result<Done> write(const Sighting& sighting);
    Result<Done> writeFigures(const Sighting& sighting);
    Result<Done> writeStates(const Sighting& sighting);
    Result<Done> writeThings(const Sighting& sighting);
    Result<Done> remember(); ///< fills what is open from the file
    struct Open {
        qint64 row = 0;
        QString state;
    };
    QMutex m_mutex;
    std::unique_ptr<HistoryFile> m_file;
    QHash<QString, double> m_figures; ///< as last written
    QHash<std::pair<QString, QString>, Open> m_states; ///< those that stand, by kind and object
    QHash<std::pair<QString, QString>, QJsonObject> m_things; ///< those that are there, by kind and id
    qint64 m_watch = 0; ///< row of the look that is going on
    qint64 m_lastLook = 0;
    int m_writes = 0;
};

} // namespace cocoon::history
