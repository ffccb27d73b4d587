// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/job.h"

namespace cocoon {

JobBase::JobBase(QObject* parent)
    : QObject(parent)
{
}

void JobBase::cancel()
{
    if (m_settled) {
        return;
    }
    setCancelled();
    settle();
    // Moved out first: the function may drop the last owner of what it captured, or call cancel() again.
    const std::function<void()> stop = std::exchange(m_onCancel, {});
    if (stop) {
        stop();
    }
}

void JobBase::settle()
{
    m_settled = true;
    // Queued to this object, so that destroying the job (or its parent) drops the delivery.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_onCancel = {};
            // deleteLater before the signal: a continuation may delete the parent and this job with it.
            deleteLater();
            Q_EMIT finished();
        },
        Qt::QueuedConnection);
}

} // namespace cocoon
