// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/query.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>

/// Whose is a server of the VPC that no PeerPod names? Set-up, dashboard and tables all ask here, so that what one calls an
/// orphan no other calls somebody's.
namespace cocoon::setup {

class Look;

/// The middle part of the name the adaptor gives a server: the pod's name in lower case, other characters as '-', cut to 48.
/// Two pods of one name, or with long names that begin alike, share it.
QString vsiStem(const QString& podName);
/// The same out of a server's name "podvm-<stem>-<8 of the sandbox id>"; "" for other names.
QString stemOfVsi(const QString& vsiName);

/// The pod's name may be longer than what the server's name holds: podsCalled() cannot find it.
bool isNameCut(const QString& vsiName);

/// What tells the servers of this cluster's pods from those of other clusters in the same VPC.
struct Neighbourhood {
    QString clusterId;
    QSet<QString> subnets; ///< the adaptor starts servers there and nowhere else
    QStringList neighbours; ///< other clusters in this VPC
    QHash<QString, QString> taggedFor; ///< instance id → cluster id in its tag coco-pod-vm:…
    bool areOthersKnown = true; ///< workers and clusters were read
    bool isPinKnown = true; ///< the subnet that the map pins was read, or that it pins none

    bool isElsewhere(const QString& instance, const QString& subnet) const;
    /// In none of the subnets we know of.
    bool isOutside(const QString& subnet) const { return !subnets.isEmpty() && !subnet.isEmpty() && !subnets.contains(subnet); }
    /// It may be a neighbour's, and nothing says whose it is.
    bool isDoubtful(const QString& instance, const QString& subnet) const;
};

Neighbourhood readNeighbourhood(Look& look);

/// What the rule looks at.
struct UnnamedServer {
    QString id;
    QString subnet;
    QString status;
    qint64 created = 0; ///< ms since 1970, 0 = not known
};
UnnamedServer readUnnamed(const QJsonObject& instance);

enum class Fate {
    Orphan, ///< nobody owns it and it costs money
    Unclaimed, ///< nobody is known to own it, and it may still be somebody's
    Leaving, ///< it is being deleted
    Elsewhere ///< another cluster's
};
/// `hasClaimants`: its name fits pods that live, and they may have been waiting for it.
Fate fateOf(const Neighbourhood& area, const UnnamedServer& server, bool hasClaimants, qint64 now);

/// When a pod lived, as far as that says which servers were made for it.
struct PodLife {
    qint64 created = 0;
    qint64 readyAt = 0; ///< 0 = not ready
    bool isOver = false;
};
PodLife lifeOf(const QJsonObject& pod);
/// It lives, was there before the server, and was not ready before it.
bool mayHaveStarted(const PodLife& pod, qint64 serverCreated);

/// Pods of any namespace with the name in a server's name. The API finds no pod by the beginning of its name: one whose name
/// was cut is not found this way.
world::Query podsCalled(const QString& stem);

} // namespace cocoon::setup
