// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/changes.h"

#include "models/words/words.h"
#include "services/base/json.h"
#include "services/base/yaml.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;

namespace {
    QString onNamespace(const QString& ns)
    {
        return ns.isEmpty() ? QString() : u" -n "_s + shellQuote(ns);
    }

    /// In an unquoted here-document the shell expands $ ` and \ ; what is ours to expand stands for itself, the rest is escaped.
    QJsonValue marked(const QJsonValue& value, bool inSecretData)
    {
        if (value.isArray()) {
            QJsonArray out;
            for (const QJsonValue& item : value.toArray()) {
                out.append(marked(item, inSecretData));
            }
            return out;
        }
        if (!value.isObject()) {
            return value;
        }
        const QJsonObject object = value.toObject();
        if (object.size() == 1 && object.contains("$ref"_L1)) {
            return QString(u"KREF"_s + shellVariable(object.value("$ref"_L1).toString()).mid(1) + u"KEND"_s);
        }
        if (object.size() == 1 && object.contains("$secret"_L1)) {
            const QString name = object.value("$secret"_L1).toString();
            return QString((inSecretData ? u"KB64"_s : u"KREF"_s) + name + u"KEND"_s);
        }
        QJsonObject out;
        for (auto it = object.begin(); it != object.end(); ++it) {
            out.insert(it.key(), marked(it.value(), inSecretData));
        }
        return out;
    }
}

QString shellVariable(const QString& reference)
{
    QString name;
    for (const QChar c : reference) {
        if (c.isUpper() && !name.isEmpty() && name.back().isLetter()) {
            name += u'_';
        }
        name += c.isLetterOrNumber() ? c.toUpper() : QChar(u'_');
    }
    return u'$' + name;
}

QString shellQuote(const QString& text)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_./:=@%+,-]+$"_s);
    if (plain.match(text).hasMatch()) {
        return text;
    }
    static const QRegularExpression variable(u"^\\$[A-Z_][A-Z0-9_]*$"_s);
    if (variable.match(text).hasMatch()) {
        return u'"' + text + u'"';
    }
    QString quoted = text;
    return u'\'' + quoted.replace(u'\'', "'\\''"_L1) + u'\'';
}

QString yamlForShell(const QJsonValue& object)
{
    QJsonValue body = marked(object, false);
    if (str(object, { u"kind" }) == "Secret"_L1) {
        body = with(body.toObject(), { u"data"_s }, marked(at(object, { u"data" }), true));
    }
    QString text = QString::fromUtf8(toYaml(body));
    text.replace(u'\\', "\\\\"_L1).replace(u'$', "\\$"_L1).replace(u'`', "\\`"_L1);
    static const QRegularExpression reference(u"KREF([A-Z0-9_]+)KEND"_s);
    static const QRegularExpression encoded(u"KB64([A-Z0-9_]+)KEND"_s);
    // Quoted: an id of digits alone would become a number.
    text.replace(reference, u"\"$\\1\""_s);
    text.replace(encoded, u"\"$(printf %s \"$\\1\" | base64 -w0)\""_s);
    return text;
}

namespace {
    /// What the object needs is served only after an operator came up; `oc` does not wait for that by itself.
    QStringList waitsOf(const kube::Resource& resource, const QJsonObject& wanted)
    {
        const QString until = u"until oc get %1 >/dev/null 2>&1; do sleep 2; done"_s;
        const QString runtimeClass = str(wanted, { u"spec", u"runtimeClassName" });
        if (resource.qualified() == kube::res::kataConfigs.qualified()) {
            return { until.arg(resource.qualified()) };
        }
        return runtimeClass.isEmpty() ? QStringList() : QStringList { until.arg(u"runtimeclass "_s + shellQuote(runtimeClass)) };
    }

    bool hasMarks(const QJsonValue& value)
    {
        return !(marked(value, false) == value);
    }
}

QJsonObject partOf(const QJsonObject& live, const QJsonObject& wanted)
{
    QJsonObject part;
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const QJsonValue value = live.value(it.key());
        if (value.isUndefined()) {
            if (it.key() == "apiVersion"_L1 || it.key() == "kind"_L1) {
                part.insert(it.key(), it.value());
            }
        } else {
            const bool isInner = value.isObject() && it.value().isObject();
            part.insert(it.key(), isInner ? QJsonValue(partOf(value.toObject(), it.value().toObject())) : value);
        }
    }
    return part;
}

Change applyObject(const kube::Resource& resource, const QJsonObject& wanted, const QJsonValue& before, const QString& why)
{
    Change change;
    const QString ns = str(wanted, { u"metadata", u"namespace" });
    const QString name = str(wanted, { u"metadata", u"name" });
    change.key = u"apply "_s + resource.qualified() + u'/' + (ns.isEmpty() ? name : ns + u'/' + name);
    change.verb = Verb::Apply;
    change.target.side = u"kube"_s;
    change.target.resource = resource.qualified();
    change.target.ns = ns;
    change.target.name = name;
    change.body = wanted;
    change.before = before;
    change.title = before.isNull() ? words::tr("Create %1 %2").arg(resource.kind, name) : words::tr("Change %1 %2").arg(resource.kind, name);
    change.why = why;
    change.commands = waitsOf(resource, wanted) + QStringList { u"oc apply --server-side --field-manager=cocoon -f - <<EOF\n"_s + yamlForShell(wanted) + u"EOF"_s };
    return change;
}

Change patchObject(const kube::Resource& resource, const QString& ns, const QString& name, const QJsonObject& patch,
    const QJsonValue& before, const QString& title, const QString& why)
{
    Change change;
    change.key = u"patch "_s + resource.qualified() + u'/' + (ns.isEmpty() ? name : ns + u'/' + name);
    change.verb = Verb::Patch;
    change.target.side = u"kube"_s;
    change.target.resource = resource.qualified();
    change.target.ns = ns;
    change.target.name = name;
    change.body = patch;
    change.before = before;
    change.title = title;
    change.why = why;
    const QString command = u"oc patch "_s + resource.qualified() + u' ' + shellQuote(name) + onNamespace(ns) + u" --field-manager=cocoon --type=merge"_s;
    // A secret must not become an argument of a process, which everybody on the machine can list.
    change.commands = { hasMarks(patch) ? command + u" --patch-file=/dev/stdin <<EOF\n"_s + yamlForShell(patch) + u"EOF"_s
                                        : command + u" -p "_s + shellQuote(QString::fromUtf8(toJson(patch))) };
    return change;
}

Change deleteObject(const kube::Resource& resource, const QString& ns, const QString& name, const QString& why)
{
    Change change;
    change.key = u"delete "_s + resource.qualified() + u'/' + (ns.isEmpty() ? name : ns + u'/' + name);
    change.verb = Verb::Delete;
    change.target.side = u"kube"_s;
    change.target.resource = resource.qualified();
    change.target.ns = ns;
    change.target.name = name;
    change.title = words::tr("Delete %1 %2").arg(resource.kind, name);
    change.why = why;
    change.commands = { u"oc delete "_s + resource.qualified() + u' ' + shellQuote(name) + onNamespace(ns) };
    return change;
}

Change evictPod(const QString& ns, const QString& name, const QString& why)
{
    Change change;
    change.key = u"evict pods/"_s + ns + u'/' + name;
    change.verb = Verb::Evict;
    change.target.side = u"kube"_s;
    change.target.resource = kube::res::pods.qualified();
    change.target.ns = ns;
    change.target.name = name;
    change.target.subresource = u"eviction"_s;
    change.title = words::tr("Evict pod %1/%2").arg(ns, name);
    change.why = why;
    change.risk = Risk::Disruptive;
    const QJsonObject eviction { { u"apiVersion"_s, u"policy/v1"_s }, { u"kind"_s, u"Eviction"_s },
        { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, ns } } } };
    change.commands = { u"printf %s "_s + shellQuote(QString::fromUtf8(toJson(eviction)))
        + u" | oc create --raw /api/v1/namespaces/%1/pods/%2/eviction -f -"_s.arg(ns, name) };
    return change;
}

Change execInPod(const QString& ns, const QString& pod, const QString& container, const QStringList& command, const QString& key,
    const QString& title, const QString& why)
{
    Change change;
    change.key = key;
    change.verb = Verb::Act;
    change.target.side = u"kube"_s;
    change.target.resource = kube::res::pods.qualified();
    change.target.ns = ns;
    change.target.name = pod;
    change.target.operation = u"exec"_s;
    change.target.args = { { u"container"_s, container }, { u"command"_s, QJsonArray::fromStringList(command) } };
    change.title = title;
    change.why = why;
    QStringList quoted;
    for (const QString& word : command) {
        quoted += shellQuote(word);
    }
    change.commands = { u"oc exec "_s + shellQuote(pod) + onNamespace(ns) + u" -c "_s + shellQuote(container) + u" -- "_s + quoted.join(u' ') };
    return change;
}

Change cloudChange(const QString& operation, const QString& key, const QString& name, const QJsonObject& args,
    const QJsonValue& body, const QString& title, const QString& why, const QStringList& commands)
{
    Change change;
    change.key = key;
    change.verb = operation.contains(u".create"_s) ? Verb::Create : operation.contains(u".delete"_s) ? Verb::Delete : Verb::Act;
    change.target.side = u"ibm"_s;
    change.target.operation = operation;
    change.target.name = name;
    change.target.args = args;
    change.body = body;
    change.title = title;
    change.why = why;
    change.commands = commands;
    return change;
}

} // namespace cocoon::setup
