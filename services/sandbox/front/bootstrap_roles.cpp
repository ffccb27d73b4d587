// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/rbac.h"

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    QJsonArray words(const char* list)
    {
        return QJsonArray::fromStringList(QString::fromLatin1(list).split(u' '));
    }
    const char* const kRead = "get list watch";
    const char* const kWrite = "create delete deletecollection patch update";

    QJsonObject rule(const char* groups, const char* resources, const char* verbs)
    {
        QJsonArray groupList;
        for (const QString& group : QString::fromLatin1(groups).split(u' ')) {
            groupList.append(group == "core"_L1 ? QString() : group);
        }
        return { { u"apiGroups"_s, groupList }, { u"resources"_s, words(resources) }, { u"verbs"_s, words(verbs) } };
    }
    QJsonObject urls(const char* list, const char* verbs)
    {
        return { { u"nonResourceURLs"_s, words(list) }, { u"verbs"_s, words(verbs) } };
    }
    QJsonObject object(const QString& kind, const QString& name, const QString& ns = {})
    {
        QJsonObject metadata { { u"name"_s, name },
            { u"labels"_s, QJsonObject { { u"kubernetes.io/bootstrapping"_s, u"rbac-defaults"_s } } },
            { u"annotations"_s, QJsonObject { { u"rbac.authorization.kubernetes.io/autoupdate"_s, u"true"_s } } } };
        if (!ns.isEmpty()) {
            metadata = { { u"name"_s, name }, { u"namespace"_s, ns } };
        }
        return { { u"apiVersion"_s, u"rbac.authorization.k8s.io/v1"_s }, { u"kind"_s, kind }, { u"metadata"_s, metadata } };
    }
    QJsonObject role(const QString& name, const QList<QJsonObject>& rules, const QString& aggregate = {})
    {
        QJsonObject role = object(u"ClusterRole"_s, name);
        QJsonArray list;
        for (const QJsonObject& r : rules) {
            list.append(r);
        }
        role.insert(u"rules"_s, list);
        if (!aggregate.isEmpty()) {
            const QJsonObject labels { { u"rbac.authorization.k8s.io/aggregate-to-"_s + aggregate, u"true"_s } };
            const QJsonArray selectors { QJsonObject { { u"matchLabels"_s, labels } } };
            role.insert(u"aggregationRule"_s, QJsonObject { { u"clusterRoleSelectors"_s, selectors } });
        }
        return role;
    }
    QJsonObject binding(const QString& name, const QString& roleName, const QString& subjectKind,
        const QString& subject, const QString& ns = {})
    {
        QJsonObject result = object(ns.isEmpty() ? u"ClusterRoleBinding"_s : u"RoleBinding"_s, name, ns);
        const QString group = u"rbac.authorization.k8s.io"_s;
        result.insert(u"roleRef"_s,
            QJsonObject { { u"apiGroup"_s, group }, { u"kind"_s, u"ClusterRole"_s }, { u"name"_s, roleName } });
        result.insert(u"subjects"_s,
            QJsonArray { QJsonObject { { u"apiGroup"_s, group }, { u"kind"_s, subjectKind }, { u"name"_s, subject } } });
        return result;
    }

    QList<QJsonObject> viewRules()
    {
        return {
            rule("core", "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods "
                         "replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status", kRead),
            rule("core", "bindings events limitranges namespaces/status pods/log pods/status "
                         "replicationcontrollers/status resourcequotas resourcequotas/status", kRead),
            rule("core", "namespaces", kRead),
            rule("discovery.k8s.io", "endpointslices", kRead),
            rule("apps", "controllerrevisions daemonsets daemonsets/status deployments deployments/scale "
                         "deployments/status replicasets replicasets/scale replicasets/status statefulsets "
                         "statefulsets/scale statefulsets/status", kRead),
            rule("autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status", kRead),
            rule("batch", "cronjobs cronjobs/status jobs jobs/status", kRead),
            rule("policy", "poddisruptionbudgets poddisruptionbudgets/status", kRead),
            rule("networking.k8s.io", "ingresses ingresses/status networkpolicies", kRead),
            rule("operators.coreos.com", "catalogsources clusterserviceversions installplans operatorgroups subscriptions", kRead),
            rule("packages.operators.coreos.com", "packagemanifests packagemanifests/icon", kRead),
        };
    }
    QList<QJsonObject> editRules()
    {
        QList<QJsonObject> rules = viewRules();
        rules += {
            rule("core", "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy", kRead),
            rule("core", "serviceaccounts", "impersonate"),
            rule("core", "pods pods/attach pods/exec pods/portforward pods/proxy", kWrite),
            rule("core", "pods/eviction", "create"),
            rule("core", "configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale "
                         "secrets serviceaccounts services services/proxy", kWrite),
            rule("core", "serviceaccounts/token", "create"),
            rule("apps", "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale "
                         "statefulsets statefulsets/scale", kWrite),
            rule("autoscaling", "horizontalpodautoscalers", kWrite),
            rule("batch", "cronjobs jobs", kWrite),
            rule("policy", "poddisruptionbudgets", kWrite),
            rule("networking.k8s.io", "ingresses networkpolicies", kWrite),
            rule("coordination.k8s.io", "leases", "create delete deletecollection get list patch update watch"),
        };
        return rules;
    }
    QList<QJsonObject> adminRules()
    {
        QList<QJsonObject> rules = editRules();
        rules += {
            rule("authorization.k8s.io", "localsubjectaccessreviews", "create"),
            rule("rbac.authorization.k8s.io", "rolebindings roles", "create delete deletecollection get list patch update watch"),
            rule("operators.coreos.com", "clusterserviceversions catalogsources installplans subscriptions operatorgroups",
                "create delete update patch"),
        };
        return rules;
    }
    /// OpenShift's cluster-reader: everything that is no secret, cluster wide.
    QList<QJsonObject> readerRules()
    {
        QList<QJsonObject> rules = viewRules();
        rules += {
            rule("core", "nodes nodes/status persistentvolumes componentstatuses namespaces", kRead),
            rule("admissionregistration.k8s.io apiextensions.k8s.io apiregistration.k8s.io certificates.k8s.io "
                 "coordination.k8s.io events.k8s.io node.k8s.io rbac.authorization.k8s.io scheduling.k8s.io "
                 "storage.k8s.io config.openshift.io kataconfiguration.openshift.io confidentialcontainers.org "
                 "machineconfiguration.openshift.io operators.coreos.com operator.openshift.io", "*", kRead),
            rule("user.openshift.io", "users groups identities", kRead),
            rule("project.openshift.io", "projects", kRead),
        };
        return rules;
    }
}

QList<QJsonObject> Rbac::bootstrapObjects()
{
    const QString group = u"Group"_s;
    const QString everyone = u"system:authenticated"_s;
    const QString anonymous = u"system:unauthenticated"_s;
    return {
        role(u"cluster-admin"_s, { rule("*", "*", "*"), urls("*", "*") }),
        role(u"admin"_s, adminRules(), u"admin"_s),
        role(u"edit"_s, editRules(), u"edit"_s),
        role(u"view"_s, viewRules(), u"view"_s),
        role(u"cluster-reader"_s, readerRules(), u"cluster-reader"_s),
        role(u"system:basic-user"_s,
            { rule("authorization.k8s.io", "selfsubjectaccessreviews selfsubjectrulesreviews", "create"),
                rule("authentication.k8s.io", "selfsubjectreviews", "create") }),
        role(u"system:discovery"_s,
            { urls("/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/", "get") }),
        role(u"system:public-info-viewer"_s, { urls("/healthz /livez /readyz /version /version/", "get") }),
        [] {
            QJsonObject self = rule("user.openshift.io", "users", "get");
            self.insert(u"resourceNames"_s, QJsonArray { u"~"_s });
            return role(u"basic-user"_s, { self, rule("project.openshift.io", "projects", "list watch") });
        }(),
        binding(u"cluster-admin"_s, u"cluster-admin"_s, group, u"system:masters"_s),
        binding(u"system:basic-user"_s, u"system:basic-user"_s, group, everyone),
        binding(u"basic-users"_s, u"basic-user"_s, group, everyone),
        binding(u"system:discovery"_s, u"system:discovery"_s, group, everyone),
        binding(u"system:public-info-viewer"_s, u"system:public-info-viewer"_s, group, everyone),
        binding(u"system:public-info-viewer-anonymous"_s, u"system:public-info-viewer"_s, group, anonymous),
        binding(u"cluster-readers"_s, u"cluster-reader"_s, u"User"_s, u"viewer"_s),
        binding(u"team-a-admins"_s, u"admin"_s, u"User"_s, u"team-a-user"_s, u"team-a"_s),
    };
}

} // namespace cocoon::sandbox
