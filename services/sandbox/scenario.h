// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace cocoon::sandbox {

/// A story: size of the world and the faults to schedule. A small commented YAML file (resources/scenarios/*.yaml):
///
///     name: webhook-down
///     about: The peer-pods webhook does not answer; every new pod is refused.
///     world: { nodes: 3, pods: 0, peerPods: 0, operator: 1.10.3, region: eu-de, openshift: "4.19" }
///     faults:
///       webhook: down
///     objects: []
///
/// `objects` are Kubernetes objects somebody made by hand before us (see HandMade; "@REGION@" and the other values of
/// seedValues() are filled in). `faults` is a free object; keys of the cluster side, read by the actors:
///
///     operatorhub: disabled      the default catalog sources are off until OperatorHub/cluster is patched
///     catalog: unreachable       the catalog pod cannot pull its image: the source never gets READY
///     catalogWithout: "1.10.3"   the channel does not list this version
///     workers: rhel              osImage of the workers is RHEL, not CoreOS
///     stuckNode: 2               the install pod of the second worker (by name) fails for ever: label stays `installing`
///     webhook: down              the peer-pods webhook is configured but never answers
///     pdb: blocking              the budget of shop/web forbids every eviction
///     fastInstall: true          packages are on the nodes already: waiting_to_install → installed without a reboot
///
/// Keys of the cloud side are documented in cloud/cloud_sim.h, those of guest and trustee in their actors, those of the way
/// to both in host/bad_network.h.
/// Unknown top-level keys and wrong types are errors that name the line.
struct Scenario {
    QString name;
    QString about;
    int nodes = 3;
    int pods = 0;
    int peerPods = 0; ///< of those, the first ones: confidential, each with its PeerPod and a running VSI, as if made by hand
    QString region = QStringLiteral("eu-de");
    QString openshift = QStringLiteral("4.19.12");
    QString catalogHead; ///< "" = newest operator version of the facts
    QJsonObject world; ///< everything under `world`
    QJsonObject faults;
    QJsonArray objects; ///< made by hand before us

    static Result<Scenario> fromYaml(const QByteArray& text, const QString& fileName);
    /// The scenarios that come with the program, by name, and one of them.
    static QStringList builtInNames();
    static Result<Scenario> builtIn(const QString& scenario);
    static QString fillerName(int number); ///< of a pod of `pods`
    bool has(const QString& fault) const { return faults.contains(fault); }
    QString fault(const QString& key) const { return faults.value(key).toString(); }
};

} // namespace cocoon::sandbox
