// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/export.h"

#include "models/setup/changes.h"
#include "services/base/yaml.h"
#include "services/coco/manifests.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace cocoon::setup {

using namespace Qt::StringLiterals;

namespace {
    void collectSecrets(const QJsonValue& value, QStringList& names)
    {
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            const QString secret = object.value(u"$secret"_s).toString();
            if (!secret.isEmpty() && !names.contains(secret)) {
                names.append(secret);
            }
            for (const QJsonValue& entry : object) {
                collectSecrets(entry, names);
            }
        } else if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (const QJsonValue& entry : array) {
                collectSecrets(entry, names);
            }
        }
    }
}

namespace {
    /// What the script says of itself, and sees to: readable by any shell up to the line that wants bash.
    QString scriptHead(const QString& about, const QString& body)
    {
        static const QList<std::pair<QString, QString>> known {
            { u"oc"_s, u"oc, logged in to the cluster (oc login)"_s },
            { u"ibmcloud"_s, u"ibmcloud with the plug-ins container-service and vpc-infrastructure, logged in (ibmcloud login)"_s },
            { u"jq"_s, u"jq"_s },
            { u"curl"_s, u"curl"_s },
            { u"base64"_s, u"base64"_s },
        };
        QStringList tools;
        QString needs;
        for (const auto& [tool, words] : known) {
            if (body.contains(QRegularExpression(u"(^|[|(;&] *|until )%1 "_s.arg(tool), QRegularExpression::MultilineOption))) {
                tools.append(tool);
                needs += u"#   - %1\n"_s.arg(words);
            }
        }
        QString head = u"#!/usr/bin/env bash\n# %1\n#\n# Run it with bash (\"bash FILE\", not \"sh FILE\"). It stops at the first command that fails.\n"_s.arg(about);
        if (!tools.isEmpty()) {
            head += u"# It needs:\n"_s + needs;
        }
        head += u"\n[ -n \"${BASH_VERSION:-}\" ] || { echo \"Run this script with bash, not with sh.\" >&2; exit 2; }\nset -euo pipefail\n"_s;
        if (!tools.isEmpty()) {
            head += u"for tool in %1; do\n  command -v \"$tool\" >/dev/null || { echo \"$tool is needed and not installed.\" >&2; exit 2; }\ndone\n"_s.arg(tools.join(u' '));
        }
        return head;
    }
}

QByteArray exportCommands(const QString& cluster, const QList<plan::Assessment>& assessments)
{
    QStringList secrets;
    QStringList captured;
    QString body;
    bool asks = false;
    for (const plan::Assessment& assessment : assessments) {
        if (assessment.changes.isEmpty()) {
            continue;
        }
        body += u"\n# ---- %1\n"_s.arg(assessment.step);
        for (const plan::Change& change : assessment.changes) {
            collectSecrets(change.body, secrets);
            if (!change.capturesSecret.isEmpty()) {
                captured.append(change.capturesSecret);
            }
            body += u"\n# %1\n"_s.arg(change.title);
            if (!change.why.isEmpty()) {
                body += u"#   %1\n"_s.arg(change.why);
            }
            if (!change.waitsFor.isEmpty()) {
                body += u"wait_for %1\n"_s.arg(shellQuote(change.waitsFor));
                asks = true;
            }
            body += change.commands.join(u'\n') + u'\n';
        }
    }
    QString head = scriptHead(u"Set-up of confidential containers on cluster %1, as Cocoon would do it."_s.arg(cluster), body);
    if (asks) {
        head += u"\n# Some things take their time. The script cannot see when they are done: it asks you (READY=1: never).\n"
                "wait_for() {\n"
                "  if [ -n \"${READY:-}\" ]; then echo \"# $1\"; return; fi\n"
                "  read -r -p \"Go on $1. Press Enter when it is so. \"\n"
                "}\n"_s;
    }
    for (const QString& name : std::as_const(secrets)) {
        if (!captured.contains(name)) {
            head += u"\n# Set this variable before you run the script: export %1=…\n: \"${%1:?set %1 first; it is a secret and not part of this script}\"\n"_s.arg(name);
        }
    }
    return (head + body).toUtf8();
}

namespace {
    bool isManifest(const plan::Change& change)
    {
        return change.target.side == u"kube" && (change.verb == plan::Verb::Apply || change.verb == plan::Verb::Create);
    }

    /// What is only known later, or secret, as text that envsubst understands.
    QJsonValue named(const QJsonValue& value)
    {
        if (value.isArray()) {
            QJsonArray out;
            for (const QJsonValue& item : value.toArray()) {
                out.append(named(item));
            }
            return out;
        }
        if (!value.isObject()) {
            return value;
        }
        const QJsonObject object = value.toObject();
        const QString reference = object.value(u"$ref"_s).toString();
        const QString secret = object.value(u"$secret"_s).toString();
        if (object.size() == 1 && !reference.isEmpty()) {
            return shellVariable(reference);
        }
        if (object.size() == 1 && !secret.isEmpty()) {
            return QString(u'$' + secret);
        }
        QJsonObject out;
        for (auto it = object.begin(); it != object.end(); ++it) {
            out.insert(it.key(), named(*it));
        }
        return out;
    }

    QJsonObject manifestOf(const plan::Change& change)
    {
        QJsonObject object = change.body.toObject();
        QJsonObject data = object.value(u"data"_s).toObject();
        QJsonObject text = object.value(u"stringData"_s).toObject();
        for (const QString& key : data.keys()) {
            if (object.value(u"kind"_s).toString() != u"Secret" || !data.value(key).isObject()) {
                continue;
            }
            // data is base64, and a name is not
            QJsonObject value = data.take(key).toObject();
            if (QString reference = value.value(u"$ref"_s).toString(); reference.endsWith(u"Base64"_s)) {
                reference.chop(6);
                value = plan::ref(reference);
            }
            text.insert(key, value);
        }
        if (!text.isEmpty()) {
            object.insert(u"stringData"_s, text);
            object.remove(u"data"_s);
            if (!data.isEmpty()) {
                object.insert(u"data"_s, data);
            }
        }
        return named(object).toObject();
    }
}

QJsonArray exportManifests(const QList<plan::Assessment>& assessments)
{
    QJsonArray manifests;
    for (const plan::Assessment& assessment : assessments) {
        for (const plan::Change& change : assessment.changes) {
            if (isManifest(change)) {
                manifests.append(manifestOf(change));
            }
        }
    }
    return manifests;
}

QByteArray exportYaml(const QList<plan::Assessment>& assessments)
{
    QByteArray text;
    for (const plan::Assessment& assessment : assessments) {
        for (const plan::Change& change : assessment.changes) {
            if (isManifest(change)) {
                text += "---\n# " + change.title.toUtf8() + '\n' + toYaml(manifestOf(change));
            }
        }
    }
    return text;
}

QByteArray exportJournal(const QList<QJsonObject>& entries)
{
    QString script;
    for (const QJsonObject& entry : entries) {
        if (entry.value(u"kind"_s).toString() == u"sent") {
            script += u"\n# %1  %2\n"_s.arg(entry.value(u"time"_s).toString(), entry.value(u"title"_s).toString());
            for (const QJsonValue& command : entry.value(u"commands"_s).toArray()) {
                script += command.toString() + u'\n';
            }
        }
    }
    return (scriptHead(u"What was changed, in the order in which it was done."_s, script) + script).toUtf8();
}

QByteArray exportMadeYaml(const QList<QJsonObject>& entries)
{
    QSet<QString> worked;
    for (const QJsonObject& entry : entries) {
        if (entry.value(u"kind"_s).toString() == u"outcome" && entry.value(u"ok"_s).toBool()) {
            worked.insert(entry.value(u"of"_s).toString());
        }
    }
    QList<std::pair<QJsonObject, QByteArray>> made; // by target, in the order in which they came to be
    for (const QJsonObject& entry : entries) {
        const QString verb = entry.value(u"verb"_s).toString();
        const QJsonObject target = entry.value(u"target"_s).toObject();
        const bool isThere = verb == u"apply" || verb == u"create";
        if (!worked.contains(entry.value(u"id"_s).toString()) || target.value(u"side"_s).toString() != u"kube" || (!isThere && verb != u"delete")) {
            continue;
        }
        const auto at = std::find_if(made.begin(), made.end(), [&target](const auto& one) { return one.first == target; });
        if (!isThere) {
            if (at != made.end()) {
                made.erase(at);
            }
            continue;
        }
        plan::Change change;
        change.body = entry.value(u"body"_s);
        const QByteArray text = "---\n# " + entry.value(u"title"_s).toString().toUtf8() + '\n' + toYaml(manifestOf(change));
        if (at == made.end()) {
            made.append({ target, text });
        } else {
            at->second = text;
        }
    }
    QByteArray all;
    for (const auto& one : made) {
        all += one.second;
    }
    return all;
}

QByteArray ownPodYaml(const plan::Intent& intent, const coco::Facts& facts)
{
    const coco::OperatorFacts& op = facts.forVersion(intent.op.version);
    const QString text = u"apiVersion: v1\n"
                         "kind: Pod\n"
                         "metadata:\n"
                         "  name: my-app\n"
                         "  # Only for an INITDATA of its own, instead of the cluster's; operator %1 reads it here:\n"
                         "  # annotations:\n"
                         "  #   %2: BASE64\n"
                         "spec:\n"
                         "  runtimeClassName: %3\n"
                         "  containers:\n"
                         "    - name: my-app\n"
                         "      image: %4\n"_s;
    return text.arg(intent.op.version, op.initdataAnnotation, coco::kRuntimeClass, intent.workload.image).toUtf8();
}

} // namespace cocoon::setup
