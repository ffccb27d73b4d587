// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

namespace cocoon::kube {

/// A kind the API server serves: how its REST path is built.
struct Resource {
    QString group; ///< "" for core
    QString version; ///< "v1"
    QString plural; ///< "nodes"
    QString kind; ///< "Node"
    bool namespaced = true;

    QString apiVersion() const { return group.isEmpty() ? version : group + u'/' + version; }
    /// "/api/v1/namespaces/ns/pods/name/sub" (parts left out when empty).
    QString path(const QString& ns = {}, const QString& name = {}, const QString& subresource = {}) const;
    /// "pods", "subscriptions.operators.coreos.com"
    QString qualified() const { return group.isEmpty() ? plural : plural + u'.' + group; }
    bool operator==(const Resource&) const = default;
};

/// The kinds Cocoon knows by name. Anything else comes from discovery.
namespace res {
    extern const Resource namespaces, nodes, pods, services, endpoints, configMaps, secrets, events, serviceAccounts;
    extern const Resource daemonSets, deployments, replicaSets, leases, podDisruptionBudgets;
    extern const Resource runtimeClasses, mutatingWebhooks, crds, apiServices;
    extern const Resource selfSubjectAccessReviews, selfSubjectRulesReviews;
    extern const Resource roles, roleBindings, clusterRoles, clusterRoleBindings;
    extern const Resource clusterVersions, infrastructures, operatorHubs; // config.openshift.io/v1
    extern const Resource catalogSources, subscriptions, installPlans, csvs; // operators.coreos.com/v1alpha1
    extern const Resource operatorGroups; // operators.coreos.com/v1
    extern const Resource packageManifests; // packages.operators.coreos.com/v1
    extern const Resource kataConfigs; // kataconfiguration.openshift.io/v1, cluster scoped
    extern const Resource peerPods; // confidentialcontainers.org/v1alpha1
    extern const Resource machineConfigs; // machineconfiguration.openshift.io/v1, cluster scoped
    /// Looks one of the above up by its qualified name ("nodes", "kataconfigs.kataconfiguration.openshift.io").
    const Resource* byQualifiedName(const QString& qualified);
}

} // namespace cocoon::kube
