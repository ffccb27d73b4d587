// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/executor.h"
#include "services/net/transport.h"

#include <QFile>
#include <QSet>

namespace cocoon::test {

/// Kills the process it lives in (SIGKILL), once for each change and point, and never twice for the same: what is done is
/// kept in a file over all lives. Points: "before" the change is sent, its "reply" is there and nobody has seen it, its
/// outcome is known and not in the "journal" yet. Lines of the file, TAB-separated: "sent CELL", "killed POINT CELL" and, for
/// every change that a service took, "took CELL KEY METHOD PATH".
class KillSwitch {
public:
    KillSwitch(const QString& file, const QStringList& points, bool eachPod);

    std::unique_ptr<net::Transport> tap(net::Transport& wire);
    std::unique_ptr<plan::Executor> tap(plan::Executor& senders);
    /// A change without what differs from run to run: ids, and the random end of a pod's name where pods of a kind count as one.
    QString cell(const plan::Change& change) const;

private:
    class Tap;
    void strike(const QString& point, const plan::Change& change);
    void write(const QByteArrayList& words);
    void sawReply(const net::Request& request, int status);
    bool belongs(const net::Request& request) const;

    QFile m_file;
    QSet<QString> m_points;
    QSet<QByteArray> m_done; ///< "POINT CHANGE"
    std::optional<plan::Change> m_current; ///< the senders are at it
    bool m_eachPod; ///< else the pods of one kind count as one
};

} // namespace cocoon::test
