// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/schema_library.h"

#include "services/base/yaml.h"

#include <QFile>
#include <QJsonArray>

using namespace Qt::StringLiterals;

// Outside of any namespace, as the macro wants it: resources of a static library are only there when they are named.
static void initSandboxFrontResources()
{
    Q_INIT_RESOURCE(sandbox_front);
}

namespace cocoon::sandbox {

namespace {
    const QString kMeta = u"io.k8s.apimachinery.pkg.apis.meta.v1"_s;
    const QString kRef = u"#/definitions/"_s;

    QJsonObject plain(const QString& type, const QString& format = {})
    {
        QJsonObject schema { { u"type"_s, type } };
        if (!format.isEmpty()) {
            schema.insert(u"format"_s, format);
        }
        return schema;
    }
    const QHash<QString, QJsonObject>& plainTypes()
    {
        static const QHash<QString, QJsonObject> types {
            { u"string"_s, plain(u"string"_s) },
            { u"int32"_s, plain(u"integer"_s, u"int32"_s) },
            { u"int64"_s, plain(u"integer"_s, u"int64"_s) },
            { u"bool"_s, plain(u"boolean"_s) },
            { u"number"_s, plain(u"number"_s, u"double"_s) },
            { u"bytes"_s, plain(u"string"_s, u"byte"_s) },
            { u"object"_s, plain(u"object"_s) },
        };
        return types;
    }
    const QHash<QString, QString>& wellKnown()
    {
        static const QHash<QString, QString> names {
            { u"time"_s, kMeta + u".Time"_s },
            { u"microtime"_s, kMeta + u".MicroTime"_s },
            { u"quantity"_s, u"io.k8s.apimachinery.pkg.api.resource.Quantity"_s },
            { u"intstr"_s, u"io.k8s.apimachinery.pkg.util.intstr.IntOrString"_s },
            { u"any"_s, u"io.k8s.apimachinery.pkg.runtime.RawExtension"_s },
        };
        return names;
    }
    QJsonObject described(QJsonObject schema, const QString& about)
    {
        if (!about.isEmpty()) {
            schema.insert(u"description"_s, about);
        }
        return schema;
    }
}

const SchemaLibrary& SchemaLibrary::builtIn()
{
    static const SchemaLibrary library = [] {
        initSandboxFrontResources();
        QFile file(u":/sandbox/front/schemas.yaml"_s);
        const bool isOpen = file.open(QIODevice::ReadOnly);
        Q_ASSERT(isOpen);
        return SchemaLibrary(isOpen ? file.readAll() : QByteArray());
    }();
    return library;
}

SchemaLibrary::SchemaLibrary(const QByteArray& yaml)
{
    const Result<YamlDocument> document = parseYaml(yaml);
    if (!document) {
        m_problems.append(document.error().message);
        return;
    }
    m_source = document->value.toObject();
    m_definitions.insert(wellKnown().value(u"time"_s), plain(u"string"_s, u"date-time"_s));
    m_definitions.insert(wellKnown().value(u"microtime"_s), plain(u"string"_s, u"date-time"_s));
    m_definitions.insert(wellKnown().value(u"quantity"_s),
        described(plain(u"string"_s), u"Quantity is a fixed-point number with an optional suffix, such as 500m, 2 or 16Gi."_s));
    m_definitions.insert(wellKnown().value(u"intstr"_s), plain(u"string"_s, u"int-or-string"_s));
    m_definitions.insert(wellKnown().value(u"any"_s), plain(u"object"_s));
    for (auto package = m_source.constBegin(); package != m_source.constEnd(); ++package) {
        const QJsonObject types = package.value().toObject();
        for (auto type = types.constBegin(); type != types.constEnd(); ++type) {
            const QJsonObject source = type.value().toObject();
            QJsonObject schema = described(plain(u"object"_s), source.value("about"_L1).toString());
            QJsonObject properties;
            QJsonArray required;
            const QString gvk = source.value("gvk"_L1).toString();
            if (!gvk.isEmpty()) {
                properties.insert(u"apiVersion"_s, described(plain(u"string"_s), u"APIVersion defines the versioned schema of this representation of an object."_s));
                properties.insert(u"kind"_s, described(plain(u"string"_s), u"Kind is the name of the REST resource this object represents, in CamelCase."_s));
                properties.insert(u"metadata"_s, fieldSchema(package.key(), u"ObjectMeta | Standard object's metadata."_s));
                const qsizetype slash = gvk.lastIndexOf(u'/');
                schema.insert(u"x-kubernetes-group-version-kind"_s,
                    QJsonArray { QJsonObject { { u"group"_s, gvk.left(qMax(slash, qsizetype(0))) },
                        { u"version"_s, gvk.mid(slash + 1) }, { u"kind"_s, type.key() } } });
            }
            const QJsonObject fields = source.value("fields"_L1).toObject();
            for (auto field = fields.constBegin(); field != fields.constEnd(); ++field) {
                QString name = field.key();
                if (name.endsWith(u'!')) {
                    name.chop(1);
                    required.append(name);
                }
                properties.insert(name, fieldSchema(package.key(), field.value().toString()));
            }
            if (!properties.isEmpty()) {
                schema.insert(u"properties"_s, properties);
            }
            if (!required.isEmpty()) {
                schema.insert(u"required"_s, required);
            }
            if (source.value("open"_L1).toBool()) {
                schema.insert(u"x-kubernetes-preserve-unknown-fields"_s, true);
            }
            m_definitions.insert(package.key() + u'.' + type.key(), schema);
        }
    }
}

QString SchemaLibrary::resolve(const QString& package, const QString& type) const
{
    if (m_source.value(package).toObject().contains(type)) {
        return package + u'.' + type;
    }
    for (const QString& common : { kMeta, u"io.k8s.api.core.v1"_s }) {
        if (m_source.value(common).toObject().contains(type)) {
            return common + u'.' + type;
        }
    }
    return {};
}

QJsonObject SchemaLibrary::expandType(const QString& package, const QString& notation)
{
    const QStringList words = notation.split(u' ', Qt::SkipEmptyParts);
    const QString first = words.value(0);
    if (first == "list"_L1 || first == "set"_L1) {
        QJsonObject schema { { u"type"_s, u"array"_s }, { u"items"_s, expandType(package, words.value(1)) } };
        const QStringList keys = words.value(2) == "by"_L1 ? words.value(3).split(u',') : QStringList();
        if (!keys.isEmpty()) {
            schema.insert(u"x-kubernetes-list-type"_s, u"map"_s);
            schema.insert(u"x-kubernetes-list-map-keys"_s, QJsonArray::fromStringList(keys));
            schema.insert(u"x-kubernetes-patch-merge-key"_s, keys.first());
            const bool retain = words.value(4) == "retain"_L1;
            schema.insert(u"x-kubernetes-patch-strategy"_s, retain ? u"merge,retainKeys"_s : u"merge"_s);
        } else if (first == "set"_L1) {
            schema.insert(u"x-kubernetes-list-type"_s, u"set"_s);
            schema.insert(u"x-kubernetes-patch-strategy"_s, u"merge"_s);
        } else {
            schema.insert(u"x-kubernetes-list-type"_s, u"atomic"_s);
        }
        return schema;
    }
    if (first == "map"_L1) {
        return { { u"type"_s, u"object"_s }, { u"additionalProperties"_s, expandType(package, words.value(1)) } };
    }
    if (plainTypes().contains(first)) {
        return plainTypes().value(first);
    }
    const QString name = wellKnown().contains(first) ? wellKnown().value(first) : resolve(package, first);
    if (name.isEmpty()) {
        m_problems.append(u"%1: unknown type %2"_s.arg(package, notation));
        return plain(u"object"_s);
    }
    return { { u"$ref"_s, kRef + name } };
}

QJsonObject SchemaLibrary::fieldSchema(const QString& package, const QString& text)
{
    const qsizetype bar = text.indexOf(u'|');
    const QString type = bar < 0 ? text.trimmed() : text.left(bar).trimmed();
    return described(expandType(package, type), bar < 0 ? QString() : text.mid(bar + 1).trimmed());
}

QString SchemaLibrary::definitionName(const QString& group, const QString& version, const QString& kind) const
{
    static const QHash<QString, QString> special {
        { u"apiextensions.k8s.io"_s, u"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions."_s },
        { u"apiregistration.k8s.io"_s, u"io.k8s.kube-aggregator.pkg.apis.apiregistration."_s },
    };
    const QString shortGroup = group.isEmpty() ? u"core"_s : group.section(u'.', 0, 0);
    const QString name = special.value(group, u"io.k8s.api."_s + shortGroup + u'.') + version + u'.' + kind;
    return m_definitions.contains(name) ? name : QString();
}

namespace {
    void collectRefs(const QJsonValue& value, QStringList& names)
    {
        if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (const QJsonValue& entry : array) {
                collectRefs(entry, names);
            }
            return;
        }
        const QJsonObject object = value.toObject();
        for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
            if (it.key() == "$ref"_L1 && it.value().isString()) {
                names.append(it.value().toString().mid(kRef.size()));
            } else {
                collectRefs(it.value(), names);
            }
        }
    }
}

void SchemaLibrary::collect(const QString& name, QJsonObject& into) const
{
    QStringList pending { name };
    while (!pending.isEmpty()) {
        const QString next = pending.takeLast();
        if (into.contains(next) || !m_definitions.contains(next)) {
            continue;
        }
        const QJsonValue schema = m_definitions.value(next);
        into.insert(next, schema);
        collectRefs(schema, pending);
    }
}

void SchemaLibrary::unknown(const QJsonObject& schema, const QJsonValue& value, const QString& path, QStringList& found) const
{
    const QString ref = schema.value("$ref"_L1).toString();
    if (!ref.isEmpty()) {
        unknown(definition(ref.mid(kRef.size())), value, path, found);
        return;
    }
    if (schema.value("x-kubernetes-preserve-unknown-fields"_L1).toBool()) {
        return;
    }
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            unknown(schema.value("items"_L1).toObject(), array.at(i), u"%1[%2]"_s.arg(path).arg(i), found);
        }
        return;
    }
    const QJsonObject object = value.toObject();
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    const QJsonObject additional = schema.value("additionalProperties"_L1).toObject();
    if (properties.isEmpty() && additional.isEmpty()) {
        return; // a leaf or a free object
    }
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        const QString at = path.isEmpty() ? it.key() : path + u'.' + it.key();
        if (properties.contains(it.key())) {
            unknown(properties.value(it.key()).toObject(), it.value(), at, found);
        } else if (!additional.isEmpty()) {
            unknown(additional, it.value(), at, found);
        } else {
            found.append(at);
        }
    }
}

QStringList SchemaLibrary::unknownFields(const QString& name, const QJsonObject& object) const
{
    QStringList found;
    unknown(definition(name), object, {}, found);
    return found;
}

} // namespace cocoon::sandbox
