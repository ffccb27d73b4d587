// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/resource.h"

#include <QUrl>

namespace cocoon::kube {

namespace {
    /// Names such as "system:node" keep their colon; everything that could leave the path segment is encoded.
    QString segment(const QString& text)
    {
        return QString::fromLatin1(QUrl::toPercentEncoding(text, ":"));
    }
}

QString Resource::path(const QString& ns, const QString& name, const QString& subresource) const
{
    QString path = group.isEmpty() ? QStringLiteral("/api/") + version : QStringLiteral("/apis/") + group + u'/' + version;
    if (namespaced && !ns.isEmpty()) {
        path += QStringLiteral("/namespaces/") + segment(ns);
    }
    path += u'/' + plural;
    if (!name.isEmpty()) {
        path += u'/' + segment(name);
    }
    if (!subresource.isEmpty()) {
        path += u'/' + subresource;
    }
    return path;
}

namespace res {

#define RESOURCE(variable, group, version, plural, kind, namespaced)                                                   \
    const Resource variable { QStringLiteral(group), QStringLiteral(version), QStringLiteral(plural),                  \
        QStringLiteral(kind), namespaced };

    RESOURCE(namespaces, "", "v1", "namespaces", "Namespace", false)
    RESOURCE(nodes, "", "v1", "nodes", "Node", false)
    RESOURCE(pods, "", "v1", "pods", "Pod", true)
    RESOURCE(services, "", "v1", "services", "Service", true)
    RESOURCE(endpoints, "", "v1", "endpoints", "Endpoints", true)
    RESOURCE(configMaps, "", "v1", "configmaps", "ConfigMap", true)
    RESOURCE(secrets, "", "v1", "secrets", "Secret", true)
    RESOURCE(events, "", "v1", "events", "Event", true)
    RESOURCE(serviceAccounts, "", "v1", "serviceaccounts", "ServiceAccount", true)
    RESOURCE(daemonSets, "apps", "v1", "daemonsets", "DaemonSet", true)
    RESOURCE(deployments, "apps", "v1", "deployments", "Deployment", true)
    RESOURCE(replicaSets, "apps", "v1", "replicasets", "ReplicaSet", true)
    RESOURCE(leases, "coordination.k8s.io", "v1", "leases", "Lease", true)
    RESOURCE(podDisruptionBudgets, "policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true)
    RESOURCE(runtimeClasses, "node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", false)
    RESOURCE(mutatingWebhooks, "admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations",
        "MutatingWebhookConfiguration", false)
    RESOURCE(crds, "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false)
    RESOURCE(apiServices, "apiregistration.k8s.io", "v1", "apiservices", "APIService", false)
    RESOURCE(selfSubjectAccessReviews, "authorization.k8s.io", "v1", "selfsubjectaccessreviews",
        "SelfSubjectAccessReview", false)
    RESOURCE(selfSubjectRulesReviews, "authorization.k8s.io", "v1", "selfsubjectrulesreviews",
        "SelfSubjectRulesReview", false)
    RESOURCE(roles, "rbac.authorization.k8s.io", "v1", "roles", "Role", true)
    RESOURCE(roleBindings, "rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true)
    RESOURCE(clusterRoles, "rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false)
    RESOURCE(clusterRoleBindings, "rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false)
    RESOURCE(clusterVersions, "config.openshift.io", "v1", "clusterversions", "ClusterVersion", false)
    RESOURCE(infrastructures, "config.openshift.io", "v1", "infrastructures", "Infrastructure", false)
    RESOURCE(operatorHubs, "config.openshift.io", "v1", "operatorhubs", "OperatorHub", false)
    RESOURCE(catalogSources, "operators.coreos.com", "v1alpha1", "catalogsources", "CatalogSource", true)
    RESOURCE(subscriptions, "operators.coreos.com", "v1alpha1", "subscriptions", "Subscription", true)
    RESOURCE(installPlans, "operators.coreos.com", "v1alpha1", "installplans", "InstallPlan", true)
    RESOURCE(csvs, "operators.coreos.com", "v1alpha1", "clusterserviceversions", "ClusterServiceVersion", true)
    RESOURCE(operatorGroups, "operators.coreos.com", "v1", "operatorgroups", "OperatorGroup", true)
    RESOURCE(packageManifests, "packages.operators.coreos.com", "v1", "packagemanifests", "PackageManifest", true)
    RESOURCE(kataConfigs, "kataconfiguration.openshift.io", "v1", "kataconfigs", "KataConfig", false)
    RESOURCE(peerPods, "confidentialcontainers.org", "v1alpha1", "peerpods", "PeerPod", true)
    RESOURCE(machineConfigs, "machineconfiguration.openshift.io", "v1", "machineconfigs", "MachineConfig", false)

#undef RESOURCE

    const Resource* byQualifiedName(const QString& qualified)
    {
        static const Resource* const all[] = { &namespaces, &nodes, &pods, &services, &endpoints, &configMaps, &secrets,
            &events, &serviceAccounts, &daemonSets, &deployments, &replicaSets, &leases, &podDisruptionBudgets,
            &runtimeClasses, &mutatingWebhooks, &crds, &apiServices, &selfSubjectAccessReviews,
            &selfSubjectRulesReviews, &roles, &roleBindings, &clusterRoles, &clusterRoleBindings, &clusterVersions,
            &infrastructures, &operatorHubs, &catalogSources, &subscriptions, &installPlans, &csvs, &operatorGroups,
            &packageManifests, &kataConfigs, &peerPods, &machineConfigs };
        for (const Resource* resource : all) {
            if (resource->qualified() == qualified) {
                return resource;
            }
        }
        return nullptr;
    }

} // namespace res

} // namespace cocoon::kube
