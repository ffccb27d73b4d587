// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/protobuf_body.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QStringList>

#include <optional>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    /// Messages by name: "number field type", comma separated. Types: s string, i integer, b bool, y bytes, m map of strings,
    /// n map of bytes, t time, u intOrString, q quantity, Q map of quantities, or a message; [] in front = repeated.
    const QHash<QString, QString>& messages()
    {
        static const QHash<QString, QString> table {
            { u"ObjectMeta"_s, u"1 name s,2 generateName s,3 namespace s,5 uid s,6 resourceVersion s,7 generation i,8 creationTimestamp t,9 deletionTimestamp t,10 deletionGracePeriodSeconds i,11 labels m,12 annotations m,13 ownerReferences []OwnerReference,14 finalizers []s"_s },
            { u"OwnerReference"_s, u"1 kind s,3 name s,4 uid s,5 apiVersion s,6 controller b,7 blockOwnerDeletion b"_s },
            { u"DeleteOptions"_s, u"1 gracePeriodSeconds i,2 preconditions Preconditions,3 orphanDependents b,4 propagationPolicy s,5 dryRun []s"_s },
            { u"Preconditions"_s, u"1 uid s,2 resourceVersion s"_s },
            { u"Eviction"_s, u"1 metadata ObjectMeta,2 deleteOptions DeleteOptions"_s },
            { u"Binding"_s, u"1 metadata ObjectMeta,2 target ObjectReference"_s },
            { u"ObjectReference"_s, u"1 kind s,2 namespace s,3 name s,4 uid s,5 apiVersion s,6 resourceVersion s,7 fieldPath s"_s },
            { u"LabelSelector"_s, u"1 matchLabels m,2 matchExpressions []LabelSelectorRequirement"_s },
            { u"LabelSelectorRequirement"_s, u"1 key s,2 operator s,3 values []s"_s },
            { u"SelfSubjectAccessReview"_s, u"1 metadata ObjectMeta,2 spec AccessSpec"_s },
            { u"SubjectAccessReview"_s, u"1 metadata ObjectMeta,2 spec AccessSpec"_s },
            { u"LocalSubjectAccessReview"_s, u"1 metadata ObjectMeta,2 spec AccessSpec"_s },
            { u"AccessSpec"_s, u"1 resourceAttributes ResourceAttributes,2 nonResourceAttributes NonResourceAttributes,3 user s,4 groups []s,6 uid s"_s },
            { u"ResourceAttributes"_s, u"1 namespace s,2 verb s,3 group s,4 version s,5 resource s,6 subresource s,7 name s"_s },
            { u"NonResourceAttributes"_s, u"1 path s,2 verb s"_s },
            { u"SelfSubjectRulesReview"_s, u"1 metadata ObjectMeta,2 spec RulesSpec"_s },
            { u"RulesSpec"_s, u"1 namespace s"_s },
            { u"SelfSubjectReview"_s, u"1 metadata ObjectMeta"_s },
            { u"TokenReview"_s, u"1 metadata ObjectMeta,2 spec TokenSpec"_s },
            { u"TokenSpec"_s, u"1 token s,2 audiences []s"_s },
            { u"TokenRequest"_s, u"1 metadata ObjectMeta,2 spec TokenRequestSpec"_s },
            { u"TokenRequestSpec"_s, u"1 audiences []s,4 expirationSeconds i"_s },
            { u"ConfigMap"_s, u"1 metadata ObjectMeta,2 data m,3 binaryData n,4 immutable b"_s },
            { u"Secret"_s, u"1 metadata ObjectMeta,2 data n,3 type s,4 stringData m,5 immutable b"_s },
            { u"Namespace"_s, u"1 metadata ObjectMeta"_s },
            { u"ServiceAccount"_s, u"1 metadata ObjectMeta,2 secrets []ObjectReference"_s },
            { u"Service"_s, u"1 metadata ObjectMeta,2 spec ServiceSpec"_s },
            { u"ServiceSpec"_s, u"1 ports []ServicePort,2 selector m,3 clusterIP s,4 type s,7 sessionAffinity s,10 externalName s"_s },
            { u"ServicePort"_s, u"1 name s,2 protocol s,3 port i,4 targetPort u,5 nodePort i"_s },
            { u"Role"_s, u"1 metadata ObjectMeta,2 rules []PolicyRule"_s },
            { u"ClusterRole"_s, u"1 metadata ObjectMeta,2 rules []PolicyRule,3 aggregationRule AggregationRule"_s },
            { u"AggregationRule"_s, u"1 clusterRoleSelectors []LabelSelector"_s },
            { u"PolicyRule"_s, u"1 verbs []s,2 apiGroups []s,3 resources []s,4 resourceNames []s,5 nonResourceURLs []s"_s },
            { u"RoleBinding"_s, u"1 metadata ObjectMeta,2 subjects []Subject,3 roleRef RoleRef"_s },
            { u"ClusterRoleBinding"_s, u"1 metadata ObjectMeta,2 subjects []Subject,3 roleRef RoleRef"_s },
            { u"Subject"_s, u"1 kind s,2 apiGroup s,3 name s,4 namespace s"_s },
            { u"RoleRef"_s, u"1 apiGroup s,2 kind s,3 name s"_s },
            { u"PodDisruptionBudget"_s, u"1 metadata ObjectMeta,2 spec PodDisruptionBudgetSpec"_s },
            { u"PodDisruptionBudgetSpec"_s, u"1 minAvailable u,2 selector LabelSelector,3 maxUnavailable u"_s },
            { u"Deployment"_s, u"1 metadata ObjectMeta,2 spec DeploymentSpec"_s },
            { u"DeploymentSpec"_s, u"1 replicas i,2 selector LabelSelector,3 template PodTemplateSpec"_s },
            { u"Job"_s, u"1 metadata ObjectMeta,2 spec JobSpec"_s },
            { u"JobSpec"_s, u"1 parallelism i,2 completions i,3 activeDeadlineSeconds i,6 template PodTemplateSpec,7 backoffLimit i"_s },
            { u"PodTemplateSpec"_s, u"1 metadata ObjectMeta,2 spec PodSpec"_s },
            { u"Pod"_s, u"1 metadata ObjectMeta,2 spec PodSpec"_s },
            { u"PodSpec"_s, u"2 containers []Container,3 restartPolicy s,4 terminationGracePeriodSeconds i,6 dnsPolicy s,7 nodeSelector m,8 serviceAccountName s,10 nodeName s,29 runtimeClassName s"_s },
            { u"Container"_s, u"1 name s,2 image s,3 command []s,4 args []s,5 workingDir s,6 ports []ContainerPort,7 env []EnvVar,14 imagePullPolicy s"_s },
            { u"ContainerPort"_s, u"1 name s,2 hostPort i,3 containerPort i,4 protocol s,5 hostIP s"_s },
            { u"EnvVar"_s, u"1 name s,2 value s"_s },
        };
        return table;
    }

    struct Field {
        int number = 0;
        quint64 value = 0; // wire type 0
        QByteArray bytes; // wire type 2
    };

    /// Cuts a message into its fields; std::nullopt when it is damaged.
    std::optional<QList<Field>> fieldsOf(const QByteArray& data)
    {
        qsizetype at = 0;
        const auto varint = [&](quint64& value) {
            value = 0;
            for (int shift = 0; shift < 64 && at < data.size(); shift += 7) {
                const quint8 byte = static_cast<quint8>(data.at(at++));
                value |= static_cast<quint64>(byte & 0x7f) << shift;
                if (byte < 0x80) {
                    return true;
                }
            }
            return false;
        };
        QList<Field> fields;
        while (at < data.size()) {
            quint64 tag = 0;
            Field field;
            if (!varint(tag)) {
                return std::nullopt;
            }
            field.number = static_cast<int>(tag >> 3);
            const int wire = static_cast<int>(tag & 7);
            quint64 size = wire == 1 ? 8 : 4;
            if (wire == 0) {
                if (!varint(field.value)) {
                    return std::nullopt;
                }
                fields.append(field);
                continue;
            }
            if ((wire != 1 && wire != 2 && wire != 5) || (wire == 2 && !varint(size))
                || size > static_cast<quint64>(data.size() - at)) {
                return std::nullopt;
            }
            field.bytes = data.mid(at, static_cast<qsizetype>(size));
            at += static_cast<qsizetype>(size);
            fields.append(field);
        }
        return fields;
    }

    std::optional<QJsonObject> decode(const QString& message, const QByteArray& data, int depth);

    std::optional<QJsonValue> valueOf(const QString& type, const Field& field, int depth)
    {
        if (type == "s"_L1) {
            return QJsonValue(QString::fromUtf8(field.bytes));
        }
        if (type == "i"_L1) {
            return QJsonValue(static_cast<qint64>(field.value));
        }
        if (type == "b"_L1) {
            return QJsonValue(field.value != 0);
        }
        if (type == "t"_L1 || type == "u"_L1) {
            const std::optional<QList<Field>> parts = fieldsOf(field.bytes);
            if (!parts) {
                return std::nullopt;
            }
            quint64 first = 0, second = 0;
            QByteArray text;
            for (const Field& part : *parts) {
                (part.number == 1 ? first : second) = part.value;
                text = part.number == 3 ? part.bytes : text;
            }
            if (type == "u"_L1) {
                return first == 0 ? QJsonValue(static_cast<qint64>(second)) : QJsonValue(QString::fromUtf8(text));
            }
            return first == 0 ? QJsonValue(QJsonValue::Null)
                              : QJsonValue(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(first), Qt::UTC).toString(Qt::ISODate));
        }
        const std::optional<QJsonObject> inner = decode(type, field.bytes, depth + 1);
        return inner ? std::optional<QJsonValue>(*inner) : std::nullopt;
    }

    std::optional<QJsonObject> decode(const QString& message, const QByteArray& data, int depth)
    {
        const std::optional<QList<Field>> fields = fieldsOf(data);
        if (!fields || depth > 20) {
            return std::nullopt;
        }
        QHash<int, std::pair<QString, QString>> known;
        const QStringList rows = messages().value(message).split(u',');
        for (const QString& row : rows) {
            known.insert(row.section(u' ', 0, 0).toInt(), { row.section(u' ', 1, 1), row.section(u' ', 2, 2) });
        }
        QJsonObject object;
        for (const Field& field : *fields) {
            const auto [name, type] = known.value(field.number);
            if (name.isEmpty()) {
                continue;
            }
            if (type == "m"_L1 || type == "n"_L1) {
                const std::optional<QList<Field>> entry = fieldsOf(field.bytes);
                if (!entry) {
                    return std::nullopt;
                }
                QByteArray key, value;
                for (const Field& part : *entry) {
                    (part.number == 1 ? key : value) = part.bytes;
                }
                QJsonObject map = object.value(name).toObject();
                map.insert(QString::fromUtf8(key), QString::fromUtf8(type == "n"_L1 ? value.toBase64() : value));
                object.insert(name, map);
                continue;
            }
            const bool isList = type.startsWith("[]"_L1);
            const std::optional<QJsonValue> value = valueOf(isList ? type.mid(2) : type, field, depth);
            if (!value) {
                return std::nullopt;
            }
            if (isList) {
                QJsonArray list = object.value(name).toArray();
                list.append(*value);
                object.insert(name, list);
            } else if (!(value->isString() && value->toString().isEmpty())) { // Go writes empty strings; JSON leaves them out
                object.insert(name, *value);
            }
        }
        return object;
    }
}

Result<QJsonObject> decodeProtobufBody(const QByteArray& body)
{
    const QByteArray magic("k8s\0", 4);
    const std::optional<QList<Field>> envelope = body.startsWith(magic) ? fieldsOf(body.mid(4)) : std::nullopt;
    if (!envelope) {
        return fail(Errc::Parse, u"The body is not Kubernetes protobuf."_s);
    }
    QString apiVersion, kind;
    QByteArray raw;
    for (const Field& field : *envelope) {
        if (field.number == 2) {
            raw = field.bytes;
        } else if (field.number == 1) {
            const std::optional<QList<Field>> typeMeta = fieldsOf(field.bytes);
            for (const Field& part : typeMeta.value_or(QList<Field>())) {
                (part.number == 1 ? apiVersion : kind) = QString::fromUtf8(part.bytes);
            }
        }
    }
    if (!messages().contains(kind)) {
        return fail(Errc::Invalid, u"Protobuf of kind %1 is not understood."_s.arg(kind));
    }
    const std::optional<QJsonObject> object = decode(kind, raw, 0);
    if (!object) {
        return fail(Errc::Parse, u"The protobuf body of kind %1 is damaged."_s.arg(kind));
    }
    QJsonObject result = *object;
    result.insert(u"apiVersion"_s, apiVersion);
    result.insert(u"kind"_s, kind);
    return result;
}

} // namespace cocoon::sandbox
