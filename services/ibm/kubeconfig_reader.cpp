// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/kubeconfig_reader.h"

#include "services/base/json.h"
#include "services/base/yaml.h"
#include "services/ibm/zip_reader.h"

#include <QFileInfo>

namespace cocoon::ibm {

namespace {

    const QString kNoKubeconfig = QStringLiteral("it lacks the lists \"clusters\" and \"users\"");

    auto unusable(const QString& why)
    {
        return fail(Errc::Protocol, QStringLiteral("The service's kubeconfig cannot be used: %1.").arg(why));
    }

    bool looksLikeKubeconfig(const QJsonValue& value)
    {
        return at(value, { u"clusters" }).isArray() && at(value, { u"users" }).isArray();
    }

    /// {"client-certificate": "admin.pem"} becomes {"client-certificate-data": base64}; unknown files are an error.
    Result<QJsonObject> inlined(QJsonObject part, const QMap<QString, QByteArray>& files)
    {
        for (const QString& key : { QStringLiteral("certificate-authority"), QStringLiteral("client-certificate"),
                 QStringLiteral("client-key") }) {
            const QString path = part.value(key).toString();
            if (path.isEmpty()) {
                continue;
            }
            const QString wanted = QFileInfo(path).fileName();
            const auto file = files.constFind(wanted);
            if (file == files.constEnd()) {
                return unusable(QStringLiteral("it refers to the missing file %1").arg(wanted));
            }
            part.remove(key);
            part.insert(key + QStringLiteral("-data"), QString::fromLatin1(file->toBase64()));
        }
        return part;
    }

    /// Does it for each element of `listKey`, whose credentials lie under `partKey`.
    Result<QJsonObject> inlinedList(QJsonObject config, const QString& listKey, const QString& partKey,
        const QMap<QString, QByteArray>& files)
    {
        QJsonArray list = config.value(listKey).toArray();
        for (qsizetype i = 0; i < list.size(); ++i) {
            QJsonObject entry = list.at(i).toObject();
            const auto part = inlined(entry.value(partKey).toObject(), files);
            if (!part) {
                return tl::unexpected(part.error());
            }
            entry.insert(partKey, *part);
            list.replace(i, entry);
        }
        config.insert(listKey, list);
        return config;
    }

    Result<Secret> fromZip(const QByteArray& archive)
    {
        const auto entries = readZip(archive);
        if (!entries) {
            return tl::unexpected(entries.error());
        }
        QMap<QString, QByteArray> files; // the folder in front differs by API version
        QByteArray yaml;
        for (auto it = entries->cbegin(); it != entries->cend(); ++it) {
            const QString name = QFileInfo(it.key()).fileName();
            if (name.endsWith(QLatin1String(".yml")) || name.endsWith(QLatin1String(".yaml"))) {
                yaml = it.value();
            } else {
                files.insert(name, it.value());
            }
        }
        const auto document = parseYaml(yaml);
        if (!document || !looksLikeKubeconfig(document->value)) {
            return unusable(QStringLiteral("the archive holds no kubeconfig"));
        }
        auto config = inlinedList(document->value.toObject(), QStringLiteral("clusters"), QStringLiteral("cluster"), files);
        if (config) {
            config = inlinedList(*config, QStringLiteral("users"), QStringLiteral("user"), files);
        }
        if (!config) {
            return tl::unexpected(config.error());
        }
        return Secret(toYaml(*config));
    }

} // namespace

Result<Secret> readKubeconfigAnswer(const QByteArray& answer)
{
    if (answer.startsWith("PK")) {
        return fromZip(answer);
    }
    const QByteArray trimmed = answer.trimmed();
    if (trimmed.startsWith('{')) {
        const auto parsed = parseJson(trimmed);
        if (!parsed || !looksLikeKubeconfig(*parsed)) {
            return unusable(kNoKubeconfig);
        }
        return Secret(toYaml(*parsed));
    }
    const auto document = parseYaml(answer);
    if (!document || !looksLikeKubeconfig(document->value)) {
        return unusable(kNoKubeconfig);
    }
    return Secret(answer);
}

} // namespace cocoon::ibm
