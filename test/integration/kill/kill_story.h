// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "test/integration/programs.h"

#include <QElapsedTimer>
#include <QMap>

namespace cocoon::test {

/// One set-up of a sandbox of its own, from nothing to the end, whose process is killed at these points of every change and
/// started again each time. Runs beside other stories; `finished` when it came to its end or cannot go on.
class KillStory : public QObject {
    Q_OBJECT
public:
    KillStory(const QStringList& points, bool eachPod, int workers);
    /// Another Intent than the proposed one, and only these steps. Before start().
    void play(const QByteArray& intent, const QStringList& steps);
    void start();
    bool isFinished() const { return m_isFinished; }
    const QString& error() const { return m_error; } ///< "" when the run came to its end
    int restarts() const { return m_restarts; }
    struct Cell {
        QString point;
        QString change;
        qint64 ms; ///< from the start of the process that was killed there
    };
    const QList<Cell>& cells() const { return m_cells; }
    const QStringList& points() const { return m_points; }
    bool wasKilled(const QString& point, const QString& change) const;
    QSet<QString> sent() const; ///< changes, as cells name them
    /// What a service took more than once, in all lives together: "CELL: METHOD PATH, METHOD PATH".
    QStringList twice() const;
    /// Ends the sandbox and counts what is there.
    QStringList census();
    qint64 seconds() const { return m_took; } ///< wall time of the story

Q_SIGNALS:
    void finished();

private:
    void live();
    void died();
    void end(const QString& error);
    QByteArrayList marks() const;

    QStringList m_points;
    bool m_eachPod;
    QByteArray m_intent;
    QStringList m_steps;
    SandboxProcess m_sandbox;
    QProcess m_process;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_life;
    QList<Cell> m_cells;
    QString m_error;
    qint64 m_took = 0;
    int m_restarts = 0;
    bool m_isFinished = false;
};

} // namespace cocoon::test
