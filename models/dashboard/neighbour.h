// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/fleet_facts.h"

#include <QTimer>

#include <optional>

namespace cocoon::dashboard {

/// A cluster that is only looked at, beside the one the window works on: the scene, the findings and what the fleet compares, as
/// they stand now. It proposes no Intent that is kept, takes no Lease, records no history and changes nothing. The parts must
/// outlive it. Thread: GUI thread.
class Neighbour : public QObject {
    Q_OBJECT
public:
    struct Parts {
        const plan::Steps& steps;
        world::WorldSource& source;
        Clock& clock;
        QString folder; ///< of this cluster: a kept Intent lies here
        QString cluster; ///< name or id
        QString trustee; ///< the profile's
    };
    explicit Neighbour(Parts parts, QObject* parent = nullptr);
    ~Neighbour() override;

    void begin();
    const FleetCluster& cluster() const { return m_cluster; } ///< but for its name
    void setWatchful(bool isWatchful) { m_parts.source.setWatchful(isWatchful); }

Q_SIGNALS:
    void changed();

private:
    void look();
    Parts m_parts;
    setup::IntentFinder m_finder;
    plan::Assessor m_assessor;
    plan::Intent m_intent;
    std::optional<Error> m_intentError;
    FleetCluster m_cluster;
    QTimer m_soon;
};

} // namespace cocoon::dashboard
