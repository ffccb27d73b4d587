// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/kubectl.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

namespace cocoon::test {

bool hasNewKubectl()
{
    const QString kubectl = QStandardPaths::findExecutable(QStringLiteral("kubectl"));
    if (kubectl.isEmpty()) {
        return false;
    }
    QProcess process;
    process.start(kubectl, { QStringLiteral("version"), QStringLiteral("--client"), QStringLiteral("-o"), QStringLiteral("json") });
    process.waitForFinished(30000);
    const QJsonObject version = QJsonDocument::fromJson(process.readAllStandardOutput()).object().value(QStringLiteral("clientVersion")).toObject();
    return version.value(QStringLiteral("minor")).toString().remove(u'+').toInt() >= 28;
}

} // namespace cocoon::test
