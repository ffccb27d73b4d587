// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/pod_maker.h"

#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::sandbox {

QJsonObject ownerReference(const QJsonObject& owner, const QString& apiVersion, const QString& kind)
{
    return QJsonObject {
        { QStringLiteral("apiVersion"), apiVersion },
        { QStringLiteral("kind"), kind },
        { QStringLiteral("name"), kube::nameOf(owner) },
        { QStringLiteral("uid"), kube::uidOf(owner) },
        { QStringLiteral("controller"), true },
        { QStringLiteral("blockOwnerDeletion"), true },
    };
}

QJsonObject podFromTemplate(const QJsonObject& podTemplate, const QJsonObject& owner, const QString& ownerApiVersion,
    const QString& ownerKind, const QString& hashLabel, const QString& hash)
{
    QJsonObject metadata = podTemplate.value(u"metadata").toObject();
    QJsonObject labels = metadata.value(u"labels").toObject();
    labels.insert(hashLabel, hash);
    metadata.insert(QStringLiteral("labels"), labels);
    metadata.insert(QStringLiteral("generateName"), QString(kube::nameOf(owner) + u'-'));
    metadata.insert(QStringLiteral("ownerReferences"),
        QJsonArray { QJsonValue(ownerReference(owner, ownerApiVersion, ownerKind)) });
    metadata.remove(QStringLiteral("creationTimestamp"));
    return QJsonObject {
        { QStringLiteral("apiVersion"), QStringLiteral("v1") },
        { QStringLiteral("kind"), QStringLiteral("Pod") },
        { QStringLiteral("metadata"), metadata },
        { QStringLiteral("spec"), podTemplate.value(u"spec") },
    };
}

QString templateHash(const QJsonObject& podTemplate)
{
    return QString::fromLatin1(sha256Hex(toJson(podTemplate)).left(10));
}

bool selects(const QJsonObject& selector, const QJsonObject& labels)
{
    const QJsonObject matchLabels = selector.value(u"matchLabels").toObject();
    for (auto it = matchLabels.begin(); it != matchLabels.end(); ++it) {
        if (labels.value(it.key()) != it.value()) {
            return false;
        }
    }
    const QJsonArray expressions = selector.value(u"matchExpressions").toArray();
    for (const QJsonValue& entry : expressions) {
        const QJsonObject expression = entry.toObject();
        const QString key = expression.value(u"key").toString();
        const QString op = expression.value(u"operator").toString();
        const bool has = labels.contains(key);
        const bool in = has && expression.value(u"values").toArray().contains(labels.value(key));
        if ((op == u"In" && !in) || (op == u"NotIn" && in) || (op == u"Exists" && !has)
            || (op == u"DoesNotExist" && has)) {
            return false;
        }
    }
    return true;
}

bool isControlledBy(const QJsonObject& object, const QString& uid)
{
    return str(kube::controllerOf(object), { u"uid" }) == uid;
}

} // namespace cocoon::sandbox
