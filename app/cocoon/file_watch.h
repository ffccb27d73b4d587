// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemWatcher>
#include <QHash>
#include <QTimer>

namespace cocoon::app {

/// Tells when files have other bytes than before. Tools write a file anew, or in several goes, or put another in its place: so
/// folders are watched too and what happens is collected for a moment. Thread: GUI thread.
class FileWatch : public QObject {
    Q_OBJECT
public:
    explicit FileWatch(QObject* parent = nullptr);
    /// Files and folders to look at from now on; of a folder the names and contents of what lies in it.
    void setPaths(const QStringList& paths);

Q_SIGNALS:
    void changed(const QStringList& paths);

private:
    void look();
    void watchAgain();
    static QByteArray digest(const QString& path);
    QFileSystemWatcher m_watcher;
    QTimer m_collect;
    QHash<QString, QByteArray> m_digests;
};

} // namespace cocoon::app
