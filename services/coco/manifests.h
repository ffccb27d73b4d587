// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

/// The Kubernetes objects of an installation, as Cocoon applies them. Values that are not known yet may be passed as
/// objects ({"$ref": …}, {"$secret": …}); nothing here looks into them.
namespace cocoon::coco {

inline const QString kNamespace = QStringLiteral("openshift-sandboxed-containers-operator");
inline const QString kMarketplace = QStringLiteral("openshift-marketplace");
inline const QString kPackage = QStringLiteral("sandboxed-containers-operator");
inline const QString kOperatorGroup = QStringLiteral("sandboxed-containers-operator-group");
inline const QString kFeatureGates = QStringLiteral("osc-feature-gates");
inline const QString kPeerPodsConfig = QStringLiteral("peer-pods-cm");
inline const QString kPeerPodsSecret = QStringLiteral("peer-pods-secret");
inline const QString kAdaptor = QStringLiteral("osc-caa-ds");
inline const QString kWebhook = QStringLiteral("peer-pods-webhook");
inline const QString kRuntimeClass = QStringLiteral("kata-remote");
inline const QString kInstallLabel = QStringLiteral("kataconfiguration.openshift.io/kata-ds-rpm-install");
inline const QString kPoolLabel = QStringLiteral("node-role.kubernetes.io/kata-oc");
inline const QString kWorkerLabel = QStringLiteral("node-role.kubernetes.io/worker");
inline const QString kWorkerIdLabel = QStringLiteral("ibm-cloud.kubernetes.io/worker-id");
inline const QString kCapacity = QStringLiteral("kata.peerpods.io/vm");
inline const QString kRebootAnnotation = QStringLiteral("cocoon.io/reboot");
inline const QString kApiKeyIdAnnotation = QStringLiteral("cocoon.io/api-key-id");

QJsonObject operatorNamespace();
QJsonObject operatorGroup();
QJsonObject subscription(const QString& channel, const QString& csv, const QString& approval, const QString& source);
QJsonObject configMap(const QString& name, const QJsonObject& data);
QJsonObject secret(const QString& name, const QJsonObject& data, const QJsonObject& annotations);
QJsonObject kataConfig(const QString& name, const QJsonObject& matchLabels);
QJsonObject helloPod(const QString& ns, const QString& name, const QString& image);

} // namespace cocoon::coco
