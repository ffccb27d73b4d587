// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/kinds_builtin.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    enum class Scope { Cluster, Namespaced };

    struct Row {
        const char* group;
        const char* version;
        const char* plural;
        const char* kind;
        Scope scope;
        const char* shortNames;
        const char* subresources;
        const char* categories;
    };

    constexpr Scope C = Scope::Cluster;
    constexpr Scope N = Scope::Namespaced;

    const Row kRows[] = {
        { "", "v1", "bindings", "Binding", N, "", "", "" },
        { "", "v1", "configmaps", "ConfigMap", N, "cm", "", "" },
        { "", "v1", "endpoints", "Endpoints", N, "ep", "", "" },
        { "", "v1", "events", "Event", N, "ev", "", "" },
        { "", "v1", "limitranges", "LimitRange", N, "limits", "", "" },
        { "", "v1", "namespaces", "Namespace", C, "ns", "status finalize", "" },
        { "", "v1", "nodes", "Node", C, "no", "status", "" },
        { "", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", N, "pvc", "status", "" },
        { "", "v1", "persistentvolumes", "PersistentVolume", C, "pv", "status", "" },
        { "", "v1", "pods", "Pod", N, "po", "status log exec attach portforward eviction binding", "all" },
        { "", "v1", "podtemplates", "PodTemplate", N, "", "", "" },
        { "", "v1", "replicationcontrollers", "ReplicationController", N, "rc", "status scale", "all" },
        { "", "v1", "resourcequotas", "ResourceQuota", N, "quota", "status", "" },
        { "", "v1", "secrets", "Secret", N, "", "", "" },
        { "", "v1", "serviceaccounts", "ServiceAccount", N, "sa", "token", "" },
        { "", "v1", "services", "Service", N, "svc", "status", "all" },
        { "apps", "v1", "controllerrevisions", "ControllerRevision", N, "", "", "" },
        { "apps", "v1", "daemonsets", "DaemonSet", N, "ds", "status", "all" },
        { "apps", "v1", "deployments", "Deployment", N, "deploy", "status scale", "all" },
        { "apps", "v1", "replicasets", "ReplicaSet", N, "rs", "status scale", "all" },
        { "apps", "v1", "statefulsets", "StatefulSet", N, "sts", "status scale", "all" },
        { "batch", "v1", "cronjobs", "CronJob", N, "cj", "status", "all" },
        { "batch", "v1", "jobs", "Job", N, "", "status", "all" },
        { "policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", N, "pdb", "status", "" },
        { "coordination.k8s.io", "v1", "leases", "Lease", N, "", "", "" },
        { "rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", C, "", "", "" },
        { "rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", C, "", "", "" },
        { "rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", N, "", "", "" },
        { "rbac.authorization.k8s.io", "v1", "roles", "Role", N, "", "", "" },
        { "node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", C, "", "", "" },
        { "admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", C, "", "",
            "api-extensions" },
        { "admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", C, "", "",
            "api-extensions" },
        { "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", C, "crd crds", "status",
            "api-extensions" },
        { "apiregistration.k8s.io", "v1", "apiservices", "APIService", C, "", "status", "api-extensions" },
        { "networking.k8s.io", "v1", "ingressclasses", "IngressClass", C, "", "", "" },
        { "networking.k8s.io", "v1", "ingresses", "Ingress", N, "ing", "status", "" },
        { "networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", N, "netpol", "", "" },
        { "storage.k8s.io", "v1", "storageclasses", "StorageClass", C, "sc", "", "" },
        { "scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", C, "pc", "", "" },
        { "discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", N, "", "", "" },
        { "events.k8s.io", "v1", "events", "Event", N, "ev", "", "" },
    };

    QStringList words(const char* text) { return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts); }

    QStringList allVerbs()
    {
        return { u"create"_s, u"delete"_s, u"deletecollection"_s, u"get"_s, u"list"_s, u"patch"_s, u"update"_s, u"watch"_s };
    }

    QStringList strings(const QJsonValue& array)
    {
        QStringList list;
        const QJsonArray values = array.toArray();
        for (const QJsonValue value : values) {
            list.append(value.toString());
        }
        return list;
    }

} // namespace

QList<ApiServer::Kind> builtInKinds()
{
    QList<ApiServer::Kind> kinds;
    for (const Row& row : kRows) {
        ApiServer::Kind kind;
        kind.group = QString::fromLatin1(row.group);
        kind.version = QString::fromLatin1(row.version);
        kind.plural = QString::fromLatin1(row.plural);
        kind.kind = QString::fromLatin1(row.kind);
        kind.singular = kind.kind.toLower();
        kind.listKind = kind.kind + "List"_L1;
        kind.namespaced = row.scope == N;
        kind.shortNames = words(row.shortNames);
        kind.subresources = words(row.subresources);
        kind.categories = words(row.categories);
        kind.verbs = kind.plural == "bindings"_L1 ? QStringList { u"create"_s } : allVerbs();
        kinds.append(kind);
    }
    return kinds;
}

QList<ApiServer::Kind> crdKinds(const QJsonObject& crd)
{
    QList<ApiServer::Kind> kinds;
    const QJsonObject spec = crd.value("spec"_L1).toObject();
    const QJsonObject names = spec.value("names"_L1).toObject();
    const QJsonArray versions = spec.value("versions"_L1).toArray();
    for (const QJsonValue value : versions) {
        const QJsonObject version = value.toObject();
        if (!version.value("served"_L1).toBool()) {
            continue;
        }
        ApiServer::Kind kind;
        kind.group = spec.value("group"_L1).toString();
        kind.version = version.value("name"_L1).toString();
        kind.plural = names.value("plural"_L1).toString();
        kind.kind = names.value("kind"_L1).toString();
        kind.singular = names.value("singular"_L1).toString(kind.kind.toLower());
        kind.listKind = names.value("listKind"_L1).toString(kind.kind + "List"_L1);
        kind.shortNames = strings(names.value("shortNames"_L1));
        kind.categories = strings(names.value("categories"_L1));
        kind.verbs = allVerbs();
        kind.namespaced = spec.value("scope"_L1).toString() == "Namespaced"_L1;
        const QJsonObject subresources = version.value("subresources"_L1).toObject();
        for (const QLatin1String name : { "status"_L1, "scale"_L1 }) {
            if (subresources.contains(name)) {
                kind.subresources.append(name);
            }
        }
        kind.schema = at(version, { u"schema", u"openAPIV3Schema" }).toObject();
        kind.printerColumns = version.value("additionalPrinterColumns"_L1).toArray();
        kind.fromCrd = true;
        kinds.append(kind);
    }
    return kinds;
}

bool hasGeneration(const ApiServer::Kind& kind)
{
    static const QStringList counted { u"daemonsets.apps"_s, u"deployments.apps"_s, u"replicasets.apps"_s,
        u"statefulsets.apps"_s, u"replicationcontrollers"_s, u"jobs.batch"_s, u"cronjobs.batch"_s,
        u"poddisruptionbudgets.policy"_s, u"networkpolicies.networking.k8s.io"_s, u"ingresses.networking.k8s.io"_s,
        u"customresourcedefinitions.apiextensions.k8s.io"_s,
        u"mutatingwebhookconfigurations.admissionregistration.k8s.io"_s,
        u"validatingwebhookconfigurations.admissionregistration.k8s.io"_s, u"endpointslices.discovery.k8s.io"_s };
    return kind.fromCrd
        || counted.contains(kind.group.isEmpty() ? kind.plural : kind.plural + u'.' + kind.group);
}

} // namespace cocoon::sandbox
