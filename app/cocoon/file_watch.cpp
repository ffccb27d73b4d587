// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/file_watch.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace cocoon::app {

namespace {
    constexpr int kCollectMs = 300;
    constexpr qint64 kMostBytes = 16 * 1024 * 1024; // no file of ours is larger; what is, is told by size and time
}

FileWatch::FileWatch(QObject* parent)
    : QObject(parent)
{
    m_collect.setSingleShot(true);
    m_collect.setInterval(kCollectMs);
    connect(&m_collect, &QTimer::timeout, this, &FileWatch::look);
    const auto start = [this] { m_collect.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, start);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, start);
}

QByteArray FileWatch::digest(const QString& path)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QFileInfo info(path);
    if (info.isDir()) {
        const QFileInfoList all = QDir(path).entryInfoList(QDir::Files, QDir::Name);
        for (const QFileInfo& one : all) {
            hash.addData(one.fileName().toUtf8());
            hash.addData(digest(one.filePath()));
        }
        return hash.result();
    }
    QFile file(path);
    if (info.size() > kMostBytes) {
        hash.addData(QByteArray::number(info.size()) + info.lastModified().toString(Qt::ISODateWithMs).toUtf8());
    } else if (file.open(QIODevice::ReadOnly)) {
        hash.addData(file.readAll());
    } else {
        return {};
    }
    return hash.result();
}

void FileWatch::setPaths(const QStringList& paths)
{
    QHash<QString, QByteArray> digests;
    for (const QString& path : paths) {
        digests.insert(path, m_digests.contains(path) ? m_digests.value(path) : digest(path));
    }
    m_digests = digests;
    watchAgain();
}

/// A file that was put in place of another is not watched any more: the watch was on the old one.
void FileWatch::watchAgain()
{
    QStringList wanted;
    for (auto it = m_digests.cbegin(); it != m_digests.cend(); ++it) {
        for (const QString& path : { it.key(), QFileInfo(it.key()).absolutePath() }) {
            if (QFileInfo::exists(path) && !wanted.contains(path)) {
                wanted.append(path);
            }
        }
    }
    const QStringList now = m_watcher.files() + m_watcher.directories();
    QStringList gone;
    for (const QString& path : now) {
        if (!wanted.contains(path)) {
            gone.append(path);
        }
    }
    if (!gone.isEmpty()) {
        m_watcher.removePaths(gone);
    }
    for (const QString& path : now) {
        wanted.removeAll(path);
    }
    if (!wanted.isEmpty()) {
        m_watcher.addPaths(wanted);
    }
}

void FileWatch::look()
{
    QStringList others;
    for (auto it = m_digests.begin(); it != m_digests.end(); ++it) {
        const QByteArray now = digest(it.key());
        if (now != it.value()) {
            it.value() = now;
            others.append(it.key());
        }
    }
    watchAgain();
    if (!others.isEmpty()) {
        Q_EMIT changed(others);
    }
}

} // namespace cocoon::app
