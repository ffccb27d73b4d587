// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace cocoon::sandbox {

/// A pod made from a workload's template: owner reference (controller), generateName, hash label. What the controllers of
/// a real control plane do; shared by DaemonSet and ReplicaSet.
QJsonObject podFromTemplate(const QJsonObject& podTemplate, const QJsonObject& owner, const QString& ownerApiVersion,
    const QString& ownerKind, const QString& hashLabel, const QString& hash);

/// A controller's owner reference.
QJsonObject ownerReference(const QJsonObject& owner, const QString& apiVersion, const QString& kind);

/// Ten characters that change when the template changes (the labels pod-template-hash, controller-revision-hash).
QString templateHash(const QJsonObject& podTemplate);

/// Does a metav1.LabelSelector (matchLabels and matchExpressions) select these labels? An empty selector selects all.
bool selects(const QJsonObject& selector, const QJsonObject& labels);

/// Is `object` controlled by the owner with this uid?
bool isControlledBy(const QJsonObject& object, const QString& uid);

} // namespace cocoon::sandbox
