// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/validation.h"

#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/sandbox/api/selectors.h"

#include <QRegularExpression>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    bool matches(const QString& pattern, const QString& text)
    {
        static QHash<QString, QRegularExpression> compiled; // a handful of fixed patterns, asked thousands of times
        auto it = compiled.find(pattern);
        if (it == compiled.end()) {
            it = compiled.insert(pattern, QRegularExpression(QRegularExpression::anchoredPattern(pattern)));
        }
        return it->match(text).hasMatch() && !text.endsWith(u'\n');
    }

    QString labelRegex() { return u"[a-z0-9]([-a-z0-9]*[a-z0-9])?"_s; }
    QString subdomainRegex() { return labelRegex() + "(\\."_L1 + labelRegex() + ")*"_L1; }

    void checkName(const ApiServer::Kind& kind, const QString& name, QList<Cause>& causes)
    {
        const QString field = u"metadata.name"_s;
        if (kind.group == "rbac.authorization.k8s.io"_L1) {
            if (name.contains(u'/') || name.contains(u'%') || name == "."_L1 || name == ".."_L1) {
                causes.append(Cause::invalid(field, name, u"may not contain '/'"_s));
            }
            return;
        }
        if (kind.plural == "services"_L1 && !kind.fromCrd) {
            const QString regex = u"[a-z]([-a-z0-9]*[a-z0-9])?"_s;
            if (!matches(regex, name)) {
                causes.append(Cause::invalid(field, name,
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '"_L1
                        + regex + "')"_L1));
            }
        } else if (kind.plural == "namespaces"_L1) {
            if (!matches(labelRegex(), name)) {
                causes.append(Cause::invalid(field, name,
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '"_L1
                        + labelRegex() + "')"_L1));
            } else if (name.size() > 63) {
                causes.append(Cause::invalid(field, name, u"must be no more than 63 bytes"_s));
            }
        } else if (!matches(subdomainRegex(), name)) {
            causes.append(Cause::invalid(field, name,
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"_L1
                    + subdomainRegex() + "')"_L1));
        }
        if (name.size() > 253) {
            causes.append(Cause::invalid(field, name, u"must be no more than 253 bytes"_s));
        }
    }

    void checkLabels(const QJsonObject& labels, const QString& path, QList<Cause>& causes)
    {
        const QString valueRegex = u"(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?"_s;
        const QString nameRegex = u"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"_s;
        for (auto it = labels.begin(); it != labels.end(); ++it) {
            const QString name = it.key().section(u'/', -1);
            if (!matches(nameRegex, name) || name.size() > 63 || it.key().count(u'/') > 1) {
                causes.append(Cause::invalid(path, it.key(),
                    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '"_L1
                        + nameRegex + "')"_L1));
            }
            const QString value = it.value().toString();
            if (value.size() > 63) {
                causes.append(Cause::invalid(path, value, u"must be no more than 63 bytes"_s));
            } else if (!matches(valueRegex, value)) {
                causes.append(Cause::invalid(path, value,
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '"_L1
                        + valueRegex + "')"_L1));
            }
        }
    }

    void checkPodSpec(const QJsonObject& spec, const QString& path, QList<Cause>& causes)
    {
        const QJsonArray containers = spec.value("containers"_L1).toArray();
        if (containers.isEmpty()) {
            causes.append(Cause::required(path + ".containers"_L1));
        }
        QStringList names;
        for (qsizetype i = 0; i < containers.size(); ++i) {
            const QString here = path + ".containers["_L1 + QString::number(i) + u']';
            const QJsonObject one = containers.at(i).toObject();
            const QString name = one.value("name"_L1).toString();
            if (name.isEmpty()) {
                causes.append(Cause::required(here + ".name"_L1));
            } else if (names.contains(name)) {
                causes.append(Cause::duplicate(here + ".name"_L1, name));
            } else if (!matches(labelRegex(), name)) {
                causes.append(Cause::invalid(here + ".name"_L1, name,
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '"_L1
                        + labelRegex() + "')"_L1));
            }
            names.append(name);
            if (one.value("image"_L1).toString().isEmpty() && path == "spec"_L1) {
                causes.append(Cause::required(here + ".image"_L1));
            }
        }
        const QString policy = spec.value("restartPolicy"_L1).toString(u"Always"_s);
        const QStringList policies { u"Always"_s, u"OnFailure"_s, u"Never"_s };
        if (!policies.contains(policy)) {
            causes.append(Cause::unsupported(path + ".restartPolicy"_L1, policy, policies));
        }
    }

    void checkWorkload(const QJsonObject& spec, QList<Cause>& causes)
    {
        const QJsonObject selector = spec.value("selector"_L1).toObject();
        if (selector.isEmpty()) {
            causes.append(Cause::required(u"spec.selector"_s));
        }
        const QJsonObject labels = at(spec, { u"template", u"metadata", u"labels" }).toObject();
        if (!LabelSelector::fromObject(selector).matches(labels)) {
            causes.append(Cause::invalid(
                u"spec.template.metadata.labels"_s, labels, u"`selector` does not match template `labels`"_s));
        }
        checkPodSpec(at(spec, { u"template", u"spec" }).toObject(), u"spec.template.spec"_s, causes);
    }

    // The sandbox would let through what a real server refuses: better to say so before anybody relies on it.
    void checkRules(const QJsonValue& schema, const QString& path, QList<Cause>& causes)
    {
        const QJsonObject object = schema.toObject();
        if (object.contains("x-kubernetes-validations"_L1)) {
            causes.append(Cause::forbidden(path + ".x-kubernetes-validations"_L1, u"CEL rules are not evaluated by the sandbox"_s));
        }
        const QJsonObject properties = object.value("properties"_L1).toObject();
        for (auto it = properties.begin(); it != properties.end(); ++it) {
            checkRules(it.value(), path + ".properties["_L1 + it.key() + u']', causes);
        }
        for (const QLatin1String below : { "items"_L1, "additionalProperties"_L1 }) {
            if (object.value(below).isObject()) {
                checkRules(object.value(below), path + u'.' + below, causes);
            }
        }
    }

    void checkCrd(const QJsonObject& crd, QList<Cause>& causes)
    {
        const QJsonObject spec = crd.value("spec"_L1).toObject();
        const QString expected = str(spec, { u"names", u"plural" }) + u'.' + spec.value("group"_L1).toString();
        const QString name = str(crd, { u"metadata", u"name" });
        if (name != expected) {
            causes.append(Cause::invalid(
                u"metadata.name"_s, name, "must be spec.names.plural+\".\"+spec.group"_L1));
        }
        for (const QLatin1String field : { "plural"_L1, "kind"_L1 }) {
            if (str(spec, { u"names", QString(field) }).isEmpty()) {
                causes.append(Cause::required("spec.names."_L1 + field));
            }
        }
        const QStringList scopes { u"Cluster"_s, u"Namespaced"_s };
        if (!scopes.contains(spec.value("scope"_L1).toString())) {
            causes.append(Cause::unsupported(u"spec.scope"_s, spec.value("scope"_L1), scopes));
        }
        const QString strategy = str(spec, { u"conversion", u"strategy" });
        if (strategy == "Webhook"_L1) {
            causes.append(Cause::forbidden(u"spec.conversion.strategy"_s, u"the sandbox calls no conversion webhooks; use None"_s));
        } else if (!strategy.isEmpty() && strategy != "None"_L1) {
            causes.append(Cause::unsupported(u"spec.conversion.strategy"_s, strategy, { u"None"_s, u"Webhook"_s }));
        }
        int storage = 0;
        const QJsonArray versions = spec.value("versions"_L1).toArray();
        for (qsizetype i = 0; i < versions.size(); ++i) {
            const QJsonObject version = versions.at(i).toObject();
            storage += version.value("storage"_L1).toBool() ? 1 : 0;
            if (!at(version, { u"schema", u"openAPIV3Schema" }).isObject()) {
                causes.append(Cause::required("spec.versions["_L1 + QString::number(i) + "].schema.openAPIV3Schema"_L1,
                    u"schemas are required"_s));
            }
            checkRules(at(version, { u"schema", u"openAPIV3Schema" }),
                "spec.versions["_L1 + QString::number(i) + "].schema.openAPIV3Schema"_L1, causes);
        }
        if (storage != 1) {
            causes.append(Cause::invalid(
                u"spec.versions"_s, versions, u"must have exactly one version marked as storage version"_s));
        }
    }

    QString goKind(const QJsonValue& value)
    {
        return value.isBool() ? u"bool"_s : value.isDouble() ? u"number"_s : value.isArray() ? u"array"_s : u"object"_s;
    }

} // namespace

Outcome<Done> checkDecodable(const ApiServer::Kind& kind, const QJsonObject& object)
{
    const auto refuse = [&](const QString& why) {
        return tl::unexpected(failures::badRequest(kind.kind + " in version \""_L1 + kind.version
            + "\" cannot be handled as a "_L1 + kind.kind + ": "_L1 + why));
    };
    const auto checkStrings = [&](const QJsonValue& map, const QString& field) -> QString {
        if (!map.isObject() && !map.isUndefined() && !map.isNull()) {
            return "json: cannot unmarshal "_L1 + (map.isString() ? u"string"_s : goKind(map)) + " into Go struct field "_L1
                + field + " of type map[string]string"_L1;
        }
        const QJsonObject values = map.toObject();
        for (const QJsonValue value : values) {
            if (!value.isString() && !value.isNull()) {
                return "json: cannot unmarshal "_L1 + goKind(value) + " into Go struct field "_L1 + field + " of type string"_L1;
            }
        }
        return {};
    };
    QStringList errors { checkStrings(at(object, { u"metadata", u"labels" }), u"ObjectMeta.metadata.labels"_s),
        checkStrings(at(object, { u"metadata", u"annotations" }), u"ObjectMeta.metadata.annotations"_s) };
    if (!kind.fromCrd && kind.plural == "configmaps"_L1) {
        errors.append(checkStrings(object.value("data"_L1), u"ConfigMap.data"_s));
    }
    if (!kind.fromCrd && kind.plural == "secrets"_L1) {
        errors.append(checkStrings(object.value("stringData"_L1), u"Secret.stringData"_s));
        errors.append(checkStrings(object.value("data"_L1), u"Secret.data"_s));
        const QJsonObject data = object.value("data"_L1).toObject();
        for (const QJsonValue value : data) {
            if (value.isString() && !decodeBase64(value.toString().toUtf8())) {
                errors.append(u"illegal base64 data at input byte 0"_s);
            }
        }
    }
    for (const QString& error : std::as_const(errors)) {
        if (!error.isEmpty()) {
            return refuse(error);
        }
    }
    return Done {};
}

namespace {
    void checkFinalizers(const QJsonObject& metadata, QList<Cause>& causes)
    {
        static const QStringList standard { u"orphan"_s, u"foregroundDeletion"_s, u"kubernetes"_s };
        const QJsonArray finalizers = metadata.value("finalizers"_L1).toArray();
        for (qsizetype i = 0; i < finalizers.size(); ++i) {
            const QString name = finalizers.at(i).toString();
            const QString last = name.section(u'/', -1);
            if (!matches(u"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"_s, last) || name.count(u'/') > 1) {
                causes.append(Cause::invalid(u"metadata.finalizers"_s, name,
                    u"name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"_s));
            }
            if (!name.contains(u'/') && !standard.contains(name)) {
                causes.append(Cause::invalid(u"metadata.finalizers[%1]"_s.arg(i), name,
                    u"name is neither a standard finalizer name nor is it fully qualified"_s));
            }
        }
    }

    void checkNewFinalizers(const QJsonObject& before, const QJsonObject& after, QList<Cause>& causes)
    {
        if (!before.contains("deletionTimestamp"_L1)) {
            return;
        }
        const QJsonArray was = before.value("finalizers"_L1).toArray();
        const QJsonArray is = after.value("finalizers"_L1).toArray();
        for (const QJsonValue one : is) {
            if (!was.contains(one)) {
                causes.append(Cause::forbidden(u"metadata.finalizers"_s,
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"_L1 + printed(one) + u'}'));
                return;
            }
        }
    }
}

QList<Cause> violationsOfCreate(const ApiServer::Kind& kind, const QJsonObject& object)
{
    QList<Cause> causes;
    const QJsonObject metadata = object.value("metadata"_L1).toObject();
    const QString name = metadata.value("name"_L1).toString();
    if (name.isEmpty()) {
        causes.append(Cause::required(u"metadata.name"_s, u"name or generateName is required"_s));
    } else {
        checkName(kind, name, causes);
    }
    checkLabels(metadata.value("labels"_L1).toObject(), u"metadata.labels"_s, causes);
    checkFinalizers(metadata, causes);
    if (kind.fromCrd) {
        return causes;
    }
    const QJsonObject spec = object.value("spec"_L1).toObject();
    if (kind.plural == "pods"_L1) {
        checkPodSpec(spec, u"spec"_s, causes);
    } else if (kind.group == "apps"_L1 && kind.plural != "controllerrevisions"_L1) {
        checkWorkload(spec, causes);
    } else if (kind.plural == "customresourcedefinitions"_L1) {
        checkCrd(object, causes);
    } else if (kind.plural == "configmaps"_L1 || kind.plural == "secrets"_L1) {
        const QJsonObject data = object.value("data"_L1).toObject();
        for (auto it = data.begin(); it != data.end(); ++it) {
            if (!matches(u"[-._a-zA-Z0-9]+"_s, it.key())) {
                causes.append(Cause::invalid("data["_L1 + it.key() + u']', it.key(),
                    u"a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"_s));
            }
        }
    } else if (kind.plural == "services"_L1 && kind.group.isEmpty()) {
        const bool needsPorts = spec.value("clusterIP"_L1).toString() != "None"_L1 && spec.value("type"_L1).toString() != "ExternalName"_L1;
        if (needsPorts && spec.value("ports"_L1).toArray().isEmpty()) {
            causes.append(Cause::required(u"spec.ports"_s));
        }
    } else if (kind.plural == "leases"_L1) {
        const QJsonValue length = spec.value("leaseDurationSeconds"_L1);
        if (length.isDouble() && length.toInteger() <= 0) {
            causes.append(Cause::invalid(u"spec.leaseDurationSeconds"_s, length, u"must be greater than 0"_s));
        }
    } else if (kind.plural == "events"_L1 && kind.group.isEmpty()) {
        const QString about = at(object, { u"involvedObject", u"namespace" }).toString();
        const QString ns = metadata.value("namespace"_L1).toString();
        if (about.isEmpty() ? ns != "default"_L1 : about != ns) {
            causes.append(Cause::invalid(u"involvedObject.namespace"_s, about, u"does not match event.namespace"_s));
        }
    } else if (kind.plural == "runtimeclasses"_L1 && object.value("handler"_L1).toString().isEmpty()) {
        causes.append(Cause::required(u"handler"_s));
    }
    return causes;
}

QList<Cause> violationsOfUpdate(const ApiServer::Kind& kind, const QJsonObject& before, const QJsonObject& after)
{
    QList<Cause> causes;
    checkLabels(at(after, { u"metadata", u"labels" }).toObject(), u"metadata.labels"_s, causes);
    checkFinalizers(after.value("metadata"_L1).toObject(), causes);
    checkNewFinalizers(before.value("metadata"_L1).toObject(), after.value("metadata"_L1).toObject(), causes);
    if (kind.fromCrd) {
        return causes;
    }
    const QJsonObject was = before.value("spec"_L1).toObject();
    const QJsonObject is = after.value("spec"_L1).toObject();
    if (kind.plural == "pods"_L1) {
        const auto fixed = [](QJsonObject spec) {
            for (const QLatin1String free : { "activeDeadlineSeconds"_L1, "tolerations"_L1, "terminationGracePeriodSeconds"_L1,
                     "schedulingGates"_L1, "ephemeralContainers"_L1 }) {
                spec.remove(free);
            }
            for (const QLatin1String list : { "containers"_L1, "initContainers"_L1 }) {
                QJsonArray containers;
                const QJsonArray given = spec.value(list).toArray();
                for (const QJsonValue one : given) {
                    QJsonObject container = one.toObject();
                    container.remove("image"_L1);
                    container.remove("imagePullPolicy"_L1);
                    containers.append(container);
                }
                spec.insert(list, containers);
            }
            return spec;
        };
        if (was != is && fixed(was) != fixed(is)) {
            causes.append(Cause::forbidden(u"spec"_s,
                u"pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"_s));
        }
    } else if (kind.group == "apps"_L1 && kind.plural != "controllerrevisions"_L1) {
        checkWorkload(is, causes);
        if (was.value("selector"_L1) != is.value("selector"_L1)) {
            causes.append(Cause::invalid(u"spec.selector"_s, is.value("selector"_L1), u"field is immutable"_s));
        }
    } else if ((kind.plural == "rolebindings"_L1 || kind.plural == "clusterrolebindings"_L1)
        && before.value("roleRef"_L1) != after.value("roleRef"_L1)) {
        causes.append(Cause::invalid(u"roleRef"_s, after.value("roleRef"_L1), u"cannot change roleRef"_s));
    } else if (kind.plural == "runtimeclasses"_L1 && before.value("handler"_L1) != after.value("handler"_L1)) {
        causes.append(Cause::invalid(u"handler"_s, after.value("handler"_L1), u"field is immutable"_s));
    } else if ((kind.plural == "configmaps"_L1 || kind.plural == "secrets"_L1) && before.value("immutable"_L1).toBool()
        && before.value("data"_L1) != after.value("data"_L1)) {
        causes.append(Cause::forbidden(u"data"_s, u"field is immutable when `immutable` is set"_s));
    } else if (kind.plural == "secrets"_L1 && before.value("type"_L1) != after.value("type"_L1)) {
        causes.append(Cause::invalid(u"type"_s, after.value("type"_L1), u"field is immutable"_s));
    } else if (kind.plural == "customresourcedefinitions"_L1) {
        checkCrd(after, causes);
    }
    return causes;
}

} // namespace cocoon::sandbox
