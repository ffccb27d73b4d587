// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/field_type.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    const QHash<QString, QString>& applyKeys()
    {
        static const QHash<QString, QString> keys {
            { u"containers"_s, u"name"_s },
            { u"initContainers"_s, u"name"_s },
            { u"ephemeralContainers"_s, u"name"_s },
            { u"env"_s, u"name"_s },
            { u"volumes"_s, u"name"_s },
            { u"volumeMounts"_s, u"mountPath"_s },
            { u"volumeDevices"_s, u"devicePath"_s },
            { u"imagePullSecrets"_s, u"name"_s },
            { u"secrets"_s, u"name"_s },
            { u"hostAliases"_s, u"ip"_s },
            { u"podIPs"_s, u"ip"_s },
            { u"conditions"_s, u"type"_s },
            { u"addresses"_s, u"type"_s },
            { u"ownerReferences"_s, u"uid"_s },
            { u"topologySpreadConstraints"_s, u"topologyKey"_s },
            { u"resourceClaims"_s, u"name"_s },
            { u"schedulingGates"_s, u"name"_s },
            { u"webhooks"_s, u"name"_s },
            { u"matchConditions"_s, u"name"_s },
            { u"versions"_s, QString() },
        };
        return keys;
    }

    bool isContainerList(const QString& name)
    {
        return name == "containers"_L1 || name == "initContainers"_L1 || name == "ephemeralContainers"_L1;
    }

} // namespace

FieldType FieldType::builtIn()
{
    FieldType type;
    type.m_root = true;
    return type;
}

FieldType FieldType::crd(const QJsonObject& schema)
{
    FieldType type;
    type.m_crd = true;
    type.m_root = true;
    type.m_schema = schema;
    return type;
}

FieldType FieldType::field(const QString& name) const
{
    FieldType type;
    type.m_name = name;
    type.m_parent = m_name;
    type.m_crd = m_crd && !(m_root && name == "metadata"_L1); // metadata is the same everywhere
    if (type.m_crd) {
        const QJsonObject properties = m_schema.value("properties"_L1).toObject();
        const auto it = properties.find(name);
        type.m_schema = it != properties.end() ? it.value().toObject()
                                               : m_schema.value("additionalProperties"_L1).toObject();
    }
    return type;
}

FieldType FieldType::item() const
{
    FieldType type;
    type.m_name = m_name;
    type.m_parent = m_parent;
    type.m_crd = m_crd;
    if (m_crd) {
        type.m_schema = m_schema.value("items"_L1).toObject();
    }
    return type;
}

FieldType::List FieldType::list() const
{
    if (m_crd) {
        const QString kind = m_schema.value("x-kubernetes-list-type"_L1).toString();
        return kind == "map"_L1 ? List::Map : kind == "set"_L1 ? List::Set : List::Atomic;
    }
    if (m_name == "finalizers"_L1 || m_name == "podCIDRs"_L1) {
        return List::Set;
    }
    return mapKeys().isEmpty() ? List::Atomic : List::Map;
}

QStringList FieldType::mapKeys() const
{
    if (m_crd) {
        QStringList keys;
        const QJsonArray names = m_schema.value("x-kubernetes-list-map-keys"_L1).toArray();
        for (const QJsonValue name : names) {
            keys.append(name.toString());
        }
        return keys;
    }
    if (m_name == "ports"_L1) {
        return isContainerList(m_parent) ? QStringList { u"containerPort"_s, u"protocol"_s }
            : m_parent == "spec"_L1      ? QStringList { u"port"_s, u"protocol"_s }
                                         : QStringList();
    }
    if (m_name == "topologySpreadConstraints"_L1) {
        return { u"topologyKey"_s, u"whenUnsatisfiable"_s };
    }
    const QString key = applyKeys().value(m_name);
    return key.isEmpty() ? QStringList() : QStringList(key);
}

bool FieldType::isAtomicMap() const
{
    if (m_crd) {
        return m_schema.value("x-kubernetes-map-type"_L1).toString() == "atomic"_L1;
    }
    static const QStringList atomic { u"selector"_s, u"nodeSelector"_s, u"podSelector"_s, u"namespaceSelector"_s,
        u"objectSelector"_s, u"labelSelector"_s, u"configMapKeyRef"_s, u"secretKeyRef"_s, u"fieldRef"_s,
        u"resourceFieldRef"_s, u"claimRef"_s, u"involvedObject"_s, u"roleRef"_s, u"targetRef"_s, u"aggregationRule"_s };
    return atomic.contains(m_name);
}

QJsonValue FieldType::keyDefault(const QString& key) const
{
    if (m_crd) {
        return at(m_schema, QStringList { u"items"_s, u"properties"_s, key, u"default"_s });
    }
    return key == "protocol"_L1 ? QJsonValue(u"TCP"_s) : QJsonValue(QJsonValue::Undefined);
}

QString FieldType::strategicKey() const
{
    if (m_name == "taints"_L1) {
        return u"key"_s;
    }
    const QStringList keys = m_crd ? QStringList() : mapKeys();
    return keys.isEmpty() ? QString() : keys.first();
}

bool FieldType::strategicPrimitives() const
{
    return !m_crd && (m_name == "finalizers"_L1 || m_name == "podCIDRs"_L1);
}

QString FieldType::itemElement(const QJsonValue& item) const
{
    if (list() == List::Set) {
        return "v:"_L1 + QString::fromUtf8(toJson(item));
    }
    QJsonObject key;
    const QJsonObject object = item.toObject();
    const QStringList names = mapKeys();
    for (const QString& name : names) {
        QJsonValue value = object.value(name);
        if (value.isUndefined()) {
            value = keyDefault(name);
        }
        if (value.isUndefined()) {
            return {};
        }
        key.insert(name, value);
    }
    return "k:"_L1 + QString::fromUtf8(toJson(key));
}

} // namespace cocoon::sandbox
