// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/client.h"

namespace cocoon::kube {

/// A coordination.k8s.io Lease that keeps two desks from changing one cluster at once. acquire() creates or takes over
/// an expired Lease (optimistic locking), renews every third of the duration, and emits lost() when somebody else holds
/// it or renewal failed for the whole duration. Errc::Conflict names the holder and since when.
class Lease : public QObject {
    Q_OBJECT
public:
    Lease(Client& client, Clock& clock, QString ns, QString name, QString holder, QObject* parent = nullptr);
    Job<Done>* acquire(milliseconds duration = std::chrono::seconds(60));
    Job<Done>* release();

Q_SIGNALS:
    void lost(const cocoon::Error& error);

private:
    Client& m_client;
    Clock& m_clock;
    QString m_ns, m_name, m_holder;
    milliseconds m_duration {};
    bool m_held = false;
};

} // namespace cocoon::kube
