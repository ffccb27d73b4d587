// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/coco/manifests.h"

#include <QJsonArray>

namespace cocoon::coco {

using namespace Qt::StringLiterals;

namespace {
    QJsonObject object(const QString& apiVersion, const QString& kind, const QString& ns, const QString& name)
    {
        QJsonObject metadata { { u"name"_s, name } };
        if (!ns.isEmpty()) {
            metadata.insert("namespace"_L1, ns);
        }
        return { { u"apiVersion"_s, apiVersion }, { u"kind"_s, kind }, { u"metadata"_s, metadata } };
    }
}

QJsonObject operatorNamespace()
{
    QJsonObject o = object(u"v1"_s, u"Namespace"_s, {}, kNamespace);
    // As the operator's own manifest labels it: its installer pods are privileged.
    const QString prefix = u"pod-security.kubernetes.io/"_s;
    const QString privileged = u"privileged"_s;
    o.insert("metadata"_L1, QJsonObject { { u"name"_s, kNamespace },
        { u"labels"_s, QJsonObject { { prefix + u"enforce"_s, privileged }, { prefix + u"audit"_s, privileged }, { prefix + u"warn"_s, privileged } } } });
    return o;
}

QJsonObject operatorGroup()
{
    QJsonObject o = object(u"operators.coreos.com/v1"_s, u"OperatorGroup"_s, kNamespace, kOperatorGroup);
    o.insert("spec"_L1, QJsonObject { { u"targetNamespaces"_s, QJsonArray { kNamespace } } });
    return o;
}

QJsonObject subscription(const QString& channel, const QString& csv, const QString& approval, const QString& source)
{
    QJsonObject o = object(u"operators.coreos.com/v1alpha1"_s, u"Subscription"_s, kNamespace, kPackage);
    o.insert("spec"_L1, QJsonObject { { u"name"_s, kPackage }, { u"channel"_s, channel }, { u"source"_s, source },
        { u"sourceNamespace"_s, kMarketplace }, { u"installPlanApproval"_s, approval }, { u"startingCSV"_s, csv } });
    return o;
}

QJsonObject configMap(const QString& name, const QJsonObject& data)
{
    QJsonObject o = object(u"v1"_s, u"ConfigMap"_s, kNamespace, name);
    o.insert("data"_L1, data);
    return o;
}

QJsonObject secret(const QString& name, const QJsonObject& data, const QJsonObject& annotations)
{
    QJsonObject o = object(u"v1"_s, u"Secret"_s, kNamespace, name);
    if (!annotations.isEmpty()) {
        QJsonObject metadata = o.value("metadata"_L1).toObject();
        metadata.insert("annotations"_L1, annotations);
        o.insert("metadata"_L1, metadata);
    }
    o.insert("type"_L1, u"Opaque"_s);
    o.insert("data"_L1, data);
    return o;
}

QJsonObject kataConfig(const QString& name, const QJsonObject& matchLabels)
{
    // Cluster scoped: the guide's metadata.namespace would be dropped by the server (and is wrong).
    QJsonObject o = object(u"kataconfiguration.openshift.io/v1"_s, u"KataConfig"_s, {}, name);
    QJsonObject spec { { u"enablePeerPods"_s, true }, { u"logLevel"_s, u"info"_s }, { u"checkNodeEligibility"_s, false } };
    if (!matchLabels.isEmpty()) {
        spec.insert("kataConfigPoolSelector"_L1, QJsonObject { { u"matchLabels"_s, matchLabels } });
    }
    o.insert("spec"_L1, spec);
    return o;
}

QJsonObject helloPod(const QString& ns, const QString& name, const QString& image)
{
    QJsonObject o = object(u"v1"_s, u"Pod"_s, ns, name);
    QJsonObject metadata = o.value("metadata"_L1).toObject();
    metadata.insert("labels"_L1, QJsonObject { { u"app"_s, name }, { u"version"_s, u"v1"_s } });
    o.insert("metadata"_L1, metadata);
    const QJsonObject port { { u"containerPort"_s, 5000 }, { u"protocol"_s, u"TCP"_s } };
    const QJsonObject container { { u"name"_s, name }, { u"image"_s, image }, { u"ports"_s, QJsonArray { port } } };
    o.insert("spec"_L1, QJsonObject { { u"runtimeClassName"_s, kRuntimeClass }, { u"containers"_s, QJsonArray { container } } });
    return o;
}

} // namespace cocoon::coco
