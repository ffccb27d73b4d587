// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QCoreApplication>

namespace cocoon::app {

/// Keeps two programs of one desk from changing one cluster at once: an flock() on a file, which the kernel gives back with
/// the process, however it died. (QLockFile stays locked for ever when a process is killed between making and filling it.)
class DeskLock {
    Q_DECLARE_TR_FUNCTIONS(cocoon::app::DeskLock)
public:
    explicit DeskLock(QString path);
    ~DeskLock();
    DeskLock(const DeskLock&) = delete;
    DeskLock& operator=(const DeskLock&) = delete;

    bool isLocked() const { return m_file >= 0; }
    /// Conflict names the process that holds it.
    Result<Done> lock();
    void unlock();

private:
    QString m_path;
    int m_file = -1;
};

} // namespace cocoon::app
