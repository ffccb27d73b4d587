// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/object.h"

#include <QJsonArray>

namespace cocoon::kube {

namespace {
    QJsonObject metadata(const QJsonObject& object)
    {
        return object.value(QLatin1String("metadata")).toObject();
    }
    QString metadataString(const QJsonObject& object, QLatin1String key)
    {
        return metadata(object).value(key).toString();
    }
}

QString nameOf(const QJsonObject& object)
{
    return metadataString(object, QLatin1String("name"));
}

QString namespaceOf(const QJsonObject& object)
{
    return metadataString(object, QLatin1String("namespace"));
}

QString uidOf(const QJsonObject& object)
{
    return metadataString(object, QLatin1String("uid"));
}

QString resourceVersionOf(const QJsonObject& object)
{
    return metadataString(object, QLatin1String("resourceVersion"));
}

QString label(const QJsonObject& object, const QString& key)
{
    return metadata(object).value(QLatin1String("labels")).toObject().value(key).toString();
}

QString annotation(const QJsonObject& object, const QString& key)
{
    return metadata(object).value(QLatin1String("annotations")).toObject().value(key).toString();
}

bool isBeingDeleted(const QJsonObject& object)
{
    return !metadataString(object, QLatin1String("deletionTimestamp")).isEmpty();
}

QDateTime createdAt(const QJsonObject& object)
{
    return QDateTime::fromString(metadataString(object, QLatin1String("creationTimestamp")), Qt::ISODate).toUTC();
}

QJsonObject condition(const QJsonObject& object, const QString& type)
{
    const QJsonArray conditions
        = object.value(QLatin1String("status")).toObject().value(QLatin1String("conditions")).toArray();
    for (const QJsonValue& entry : conditions) {
        const QJsonObject one = entry.toObject();
        if (one.value(QLatin1String("type")).toString() == type) {
            return one;
        }
    }
    return {};
}

bool conditionIsTrue(const QJsonObject& object, const QString& type)
{
    return condition(object, type).value(QLatin1String("status")).toString() == QLatin1String("True");
}

bool isReady(const QJsonObject& object)
{
    return conditionIsTrue(object, QStringLiteral("Ready"));
}

QString keyOf(const QJsonObject& object)
{
    const QJsonObject meta = metadata(object);
    const QString ns = meta.value(QLatin1String("namespace")).toString();
    const QString name = meta.value(QLatin1String("name")).toString();
    return ns.isEmpty() ? name : ns + u'/' + name;
}

QJsonObject controllerOf(const QJsonObject& object)
{
    const QJsonArray owners = metadata(object).value(QLatin1String("ownerReferences")).toArray();
    for (const QJsonValue& entry : owners) {
        const QJsonObject owner = entry.toObject();
        if (owner.value(QLatin1String("controller")).toBool()) {
            return owner;
        }
    }
    return {};
}

QString timestamp(const QDateTime& time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"));
}

} // namespace cocoon::kube
