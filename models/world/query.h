// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/resource.h"

#include <QString>
#include <QStringList>

#include <chrono>

namespace cocoon::world {

using std::chrono::milliseconds;

/// A question as a value: what is asked (`kind` and `args` are its identity) and the greatest useful age of the answer.
/// maxAge 0 means "live": the observer keeps a watch open as long as somebody wants it. Steps never ask, they list.
struct Query {
    QString kind;
    QStringList args;
    milliseconds maxAge { 0 };

    /// The question of a key; maxAge 0.
    static Query fromKey(const QString& key);
    QString key() const; ///< "kube.list|nodes||" – stable, printable, no secrets
    bool operator==(const Query& o) const { return kind == o.kind && args == o.args; }
};

// The questions there are, and the shape of each answer's value.
namespace ask {

// --- the cluster
/// How the cluster is reached: {"server","context","user","namespace","source":"profile"|"kubeconfig"|"containers-api","warnings":[…]}.
Query connection();
/// {"gitVersion","major","minor"}
Query serverVersion();
/// Array of qualified names served ("nodes", "kataconfigs.kataconfiguration.openshift.io").
Query served();
/// Array of objects (managedFields dropped unless the resource is one Cocoon writes). Secrets: every value of data is
/// replaced by "hmac:<keyedDigest of the decoded value>". An API that is not served gives an empty array.
Query list(const kube::Resource& r, const QString& ns = {}, const QString& labelSelector = {}, const QString& fieldSelector = {});
/// One object or Null. Same rules as list(); packagemanifests are polled, everything else is watched.
Query object(const kube::Resource& r, const QString& ns, const QString& name);
/// true / false.
Query canI(const QString& verb, const QString& group, const QString& resource, const QString& subresource, const QString& ns);
/// The last `lines` lines of a container's log as one string.
Query log(const QString& ns, const QString& pod, const QString& container, int lines, bool previous = false);

// --- the cloud (Failed with Unauthorized when there is no usable credential)
Query me(); ///< {"accountId","iamId","name","email"}
Query accounts(); ///< those the login reaches: [{"id","name","state"}]
Query clusters(); ///< array, as GET /v2/vpc/getClusters
Query cluster(const QString& idOrName); ///< as GET /v2/vpc/getCluster
Query workers(const QString& cluster);
Query clusterSecurityGroups(const QString& cluster);
Query resourceGroups();
Query images(const QString& region); ///< private images
Query instances(const QString& region, const QString& vpcId);
Query instanceProfiles(const QString& region);
Query sshKeys(const QString& region);
Query vpc(const QString& region, const QString& id);
Query subnets(const QString& region, const QString& vpcId);
Query securityGroups(const QString& region, const QString& vpcId); ///< with "rules"
Query apiKeys();
Query trustedProfiles();
Query profileRules(const QString& profileId);
Query policies(const QString& iamId);
/// Resources with this user tag, as the search has them (its index lags): array of {"crn","name",…}.
Query tagged(const QString& tag);
Query price(const QString& profile, const QString& region); ///< {"usdPerHour","listPriceOf","source"}

// --- other
/// Does this trustee URL answer, and what does it speak: {"reachable":bool,"scheme":"http"|"https","status":200,
/// "kbsProtocols":["0.2.0"],"certificate":{…},"error":"…"}. One probe also tells when the other scheme would have worked:
/// "otherSchemeWorks":true. The certificate is what it serves: {"subject","notAfter","sha256","trusted":bool (by a public
/// authority, as a VM knows them),"problems":[…]}; "authority":{"subject","notAfter","sha256","pem"} is what a VM can be given
/// to trust it, when it shows that; "fits":bool tells whether it is vouched for by `certificate` (PEM), what the VMs are given.
Query trustee(const QString& url, const QString& certificate = {});
/// Is a secret of this name held by this process or its keyring: {"held":bool,"digest":"…"}. See plan/change.h `$secret`.
Query secretHeld(const QString& name);

} // namespace ask

} // namespace cocoon::world
