// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/pod_servers.h"

#include <QStringList>

namespace cocoon::dashboard {

/// The list price of a profile by the hour.
struct ListPrice {
    double usd = -1; ///< < 0 = not known
    QString recorded {}; ///< the day it was recorded when the catalog did not answer; "" = the catalog's own
    bool operator==(const ListPrice&) const = default;
};

/// A server of the VPC that may be a pod's.
struct Vsi {
    QString id;
    QString crn;
    QString name;
    QString status; ///< the API's word; "" = the cloud was not asked or does not know it
    QStringList reasons; ///< "cannot_start_capacity: …"
    QString profile;
    int vcpus = 0;
    int memoryGib = 0;
    QString zone;
    QString mode; ///< confidential_compute_mode
    bool hasSecureBoot = false;
    qint64 created = 0; ///< ms since 1970
    QString ip;
    QString imageId;
    QString imageName;
    QString subnetId;
    double usdPerHour = -1; ///< list price of the profile; < 0 = not known
    QString priceRecorded; ///< see ListPrice::recorded

    bool isKnown() const { return !status.isEmpty(); }
    bool isRunning() const;
    bool isStarting() const;
    bool hasFailed() const; ///< cannot start, or stopped for a reason of the host's
    bool operator==(const Vsi&) const = default;
};

Vsi readVsi(const QJsonObject& instance, const QHash<QString, ListPrice>& prices);
/// USD so far: hours since it was made times the list price; < 0 = not known.
double costSoFar(const Vsi& vsi, qint64 now);

/// The cluster's record of a server.
struct PeerPodRow {
    QString name;
    QString ns;
    QString ownerUid; ///< of the pod
    QString ownerName;
    QString instanceId;
    qint64 created = 0;
    qint64 deleting = 0; ///< 0 = not being deleted
    bool operator==(const PeerPodRow&) const = default;
};

PeerPodRow readPeerPod(const QJsonObject& peerPod);

using setup::stemOfVsi;
using setup::vsiStem;

} // namespace cocoon::dashboard
