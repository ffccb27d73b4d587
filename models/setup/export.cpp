// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/export.h"

#include "models/setup/changes.h"

#include <QJsonArray>

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
    QString head = u"#!/usr/bin/env bash\n# Set-up of confidential containers on cluster %1, as Cocoon would do it.\n"
                   "# Run it in a shell that is logged in (ibmcloud login, oc login); it needs jq.\n"
                   "set -euo pipefail\n"_s.arg(cluster);
    if (asks) {
        head += u"\n# Some things take their time. The script cannot see when they are done: it asks you (READY=1: never).\n"
                "wait_for() {\n"
                "  if [ -n \"${READY:-}\" ]; then echo \"# $1\"; return; fi\n"
                "  read -r -p \"Go on $1. Press Enter when it is so. \"\n"
                "}\n"_s;
    }
    for (const QString& name : std::as_const(secrets)) {
        if (!captured.contains(name)) {
            head += u": \"${%1:?set %1 first; it is a secret and not part of this script}\"\n"_s.arg(name);
        }
    }
    return (head + body).toUtf8();
}

QByteArray exportYaml(const QList<plan::Assessment>& assessments)
{
    QString text;
    for (const plan::Assessment& assessment : assessments) {
        for (const plan::Change& change : assessment.changes) {
            if (change.target.side == u"kube" && (change.verb == plan::Verb::Apply || change.verb == plan::Verb::Create)) {
                text += u"---\n# %1\n"_s.arg(change.title) + yamlForShell(change.body);
            }
        }
    }
    return text.toUtf8();
}

QByteArray exportJournal(const QList<QJsonObject>& entries)
{
    QString script = u"#!/usr/bin/env bash\nset -euo pipefail\n"_s;
    for (const QJsonObject& entry : entries) {
        if (entry.value(u"kind"_s).toString() == u"sent") {
            script += u"\n# %1  %2\n"_s.arg(entry.value(u"time"_s).toString(), entry.value(u"title"_s).toString());
            for (const QJsonValue& command : entry.value(u"commands"_s).toArray()) {
                script += command.toString() + u'\n';
            }
        }
    }
    return script.toUtf8();
}

} // namespace cocoon::setup
