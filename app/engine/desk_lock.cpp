// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/desk_lock.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace cocoon::app {

DeskLock::DeskLock(QString path)
    : m_path(std::move(path))
{
}

DeskLock::~DeskLock()
{
    unlock();
}

Result<Done> DeskLock::lock()
{
    const int file = ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        return fail(Errc::Io, tr("The lock file %1 cannot be opened.").arg(m_path));
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        char text[32] = {};
        const ssize_t size = ::read(file, text, sizeof(text) - 1);
        ::close(file);
        const QString holder = size > 0 ? QString::fromLatin1(text).trimmed() : tr("starting");
        return fail(Errc::Conflict, tr("Another Cocoon on this machine (process %1) is changing this cluster.").arg(holder));
    }
    const QByteArray pid = QByteArray::number(static_cast<qint64>(::getpid())) + '\n';
    if (::ftruncate(file, 0) != 0 || ::write(file, pid.constData(), static_cast<size_t>(pid.size())) < 0) {
        ::close(file);
        return fail(Errc::Io, tr("The lock file %1 cannot be written.").arg(m_path));
    }
    m_file = file;
    return Done {};
}

void DeskLock::unlock()
{
    if (m_file >= 0) {
        ::close(m_file);
        m_file = -1;
    }
}

} // namespace cocoon::app
