// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QSet>
#include <QStringList>

#include <functional>

namespace cocoon::sandbox {

/// What lies below the Kubernetes API on a worker: container logs, the local socket between the kubelet and the cloud API
/// adaptor, and what runs inside containers. No API shows these on a real cluster either; everything else that actors say
/// to each other goes through the API. Owned by makeActors' caller through the kubelet; thread: GUI thread.
class NodeRuntime : public QObject {
    Q_OBJECT
public:
    explicit NodeRuntime(Clock& clock, QObject* parent = nullptr);

    struct Line {
        QDateTime at;
        QString text;
    };
    /// Appends a line to a container's log (kept: the last 5,000).
    void log(const QString& podUid, const QString& container, const QString& text);
    const QList<Line>& lines(const QString& podUid, const QString& container) const;
    const QList<Line>& previousLines(const QString& podUid, const QString& container) const;
    /// The container restarted: its log becomes the previous one.
    void rotate(const QString& podUid, const QString& container);

    /// What a container's main process says of itself; absent = it runs and is ready.
    struct Health {
        bool ready = true;
        QString waitingReason; ///< "CrashLoopBackOff", "CreateContainerConfigError"
        QString message;
    };
    void setHealth(const QString& podUid, const Health& health);
    Health health(const QString& podUid) const;

    /// kata-remote pods: the adaptor says when the sandbox is up and when it is gone (the kubelet's CRI call).
    void setSandboxReady(const QString& podUid, bool ready);
    bool isSandboxReady(const QString& podUid) const { return m_sandboxes.contains(podUid); }
    void setSandboxReleased(const QString& podUid);
    bool isSandboxReleased(const QString& podUid) const { return m_released.contains(podUid); }

    struct ExecResult {
        int exitCode = 0;
        QByteArray out;
        QByteArray err;
        QString refusal; ///< not empty: the exec itself is refused (agent policy)
    };
    using ExecDone = std::function<void(const ExecResult&)>;
    /// Runs a command inside a kata-remote guest; set by the guest. Plain containers answer from a fixed table.
    std::function<void(const QJsonObject& pod, const QStringList& command, ExecDone done)> guestExec;
    void exec(const QJsonObject& pod, const QStringList& command, const ExecDone& done);

Q_SIGNALS:
    void logged(const QString& podUid, const QString& container, const cocoon::sandbox::NodeRuntime::Line& line);
    void changed(); ///< health or sandboxes

private:
    Clock& m_clock;
    QHash<QString, QList<Line>> m_logs;
    QHash<QString, QList<Line>> m_previous;
    QHash<QString, Health> m_health;
    QSet<QString> m_sandboxes;
    QSet<QString> m_released;
};

/// The fixed table of commands a plain container answers: cat, echo, ls, env, true, false, `sh -c "exit N"`, `sh -c "echo …"`.
/// Never a process of the host. Exit code 126/127 with a real runtime's words for everything else.
NodeRuntime::ExecResult answerCommand(const QJsonObject& pod, const QStringList& command);

} // namespace cocoon::sandbox
