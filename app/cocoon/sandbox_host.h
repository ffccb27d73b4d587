// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/session.h"
#include "services/base/job.h"

#include <QJsonObject>

namespace cocoon::app {

/// Starts `cocoonctl sandbox` as a process of its own, or rejoins the one that runs: it outlives the window until the user ends
/// it. Its world lies in `folder` and is resumed. Thread: GUI thread.
class SandboxHost : public QObject {
    Q_OBJECT
public:
    explicit SandboxHost(QString folder, QObject* parent = nullptr);

    /// Resolves with the ready line (see services/sandbox/sandbox.h).
    Job<QJsonObject>* join(double speed);
    bool isRunning() const;
    /// How to reach the one that runs.
    Result<Session::Options> options() const;
    /// Ends the process (its world stays in the folder).
    void end();

private:
    QString path(const QString& name) const;
    QJsonObject readyLine() const;
    qint64 pid() const;
    QString m_folder;
};

} // namespace cocoon::app
