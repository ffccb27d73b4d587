// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/kubectl.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

namespace cocoon::test {

namespace {
    QJsonObject askedVersion()
    {
        const QString kubectl = QStandardPaths::findExecutable(QStringLiteral("kubectl"));
        if (kubectl.isEmpty()) {
            return {};
        }
        QProcess process;
        process.start(kubectl, { QStringLiteral("version"), QStringLiteral("--client"), QStringLiteral("-o"), QStringLiteral("json") });
        process.waitForFinished(30000);
        return QJsonDocument::fromJson(process.readAllStandardOutput()).object().value(QStringLiteral("clientVersion")).toObject();
    }
    const QJsonObject& clientVersion()
    {
        static const QJsonObject version = askedVersion();
        return version;
    }
}

bool hasNewKubectl()
{
    return clientVersion().value(QStringLiteral("minor")).toString().remove(u'+').toInt() >= 32;
}

QString kubectlVersion()
{
    return clientVersion().value(QStringLiteral("gitVersion")).toString();
}

} // namespace cocoon::test
