// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace cocoon::coco {

/// What differs between versions of the OpenShift sandboxed containers operator: one row of resources/facts/operators.yaml,
/// read by the product and the sandbox alike. A field says in the YAML where it is known from and whether it is verified.
struct OperatorFacts {
    QString version; ///< "1.10.3"
    QString csv; ///< "sandboxed-containers-operator.v1.10.3"
    QStringList openshift; ///< minors the IBM image was validated on with it; empty = not stated
    bool imageValidated = false; ///< IBM's pod VM image is validated with this version
    QString initdataAnnotation; ///< full annotation key
    QString otherInitdataAnnotation; ///< the one that this version ignores
    bool readsVpcSecurityGroupKey = true; ///< IBMCLOUD_VPC_SG_ID
    bool needsClusterId = false; ///< IBMCLOUD_CLUSTER_ID, Kubernetes Service rights
    bool disableCvmDefault = false; ///< DISABLECVM when absent
    bool guestDeniesExec = false; ///< default agent policy
    bool tagsInstances = false; ///< coco-pod-vm:<cluster id>
    bool deletesFailedInstances = false;
    bool rollsOutOnConfigChange = false; ///< osc-caa-ds restarts by itself when peer-pods-cm changes
    bool configSyncDaemonSet = true; ///< osc-config-sync-install exists
    QString daemonConfigFile; ///< "daemon.json" | "apf.json"
    QString kbsProtocol; ///< "0.2.0"
    QString installServiceAccount; ///< "default" | "kata-install"
};

struct Facts {
    QList<OperatorFacts> operators; ///< oldest first
    QStringList tdxRegions; ///< where TDX instances can really be created
    QStringList tdxProfiles; ///< known TDX profile names, guide's choice first
    QJsonObject defaults; ///< everything else of resources/facts/*.yaml, by file name

    static const Facts& builtIn(); ///< compiled in; a broken file is our bug (asserts in tests)
    /// The row of this version, else of the newest not newer than it, else the oldest.
    const OperatorFacts& forVersion(const QString& version) const;
    const OperatorFacts& validated() const; ///< the newest one the image is validated with
};

/// -1, 0, 1 for dotted versions ("1.10.3" < "1.12.0").
int compareVersions(const QString& a, const QString& b);

} // namespace cocoon::coco
