// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/config.h"

#include "services/base/small_file.h"
#include "services/kube/kubeconfig_schema.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QMap>

namespace cocoon::kube {

namespace {
    constexpr qint64 kMaxFile = 16 * 1024 * 1024;
}

Result<Config> Config::load(const QString& explicitFile, const QString& kubeconfigVariable, const QString& home)
{
    QStringList files;
    bool mayBeMissing = true;
    if (!explicitFile.isEmpty()) {
        files.append(explicitFile);
        mayBeMissing = false;
    } else if (!kubeconfigVariable.isEmpty()) {
        files = kubeconfigVariable.split(QDir::listSeparator(), Qt::SkipEmptyParts);
        files.removeDuplicates();
    } else {
        files.append(home + QStringLiteral("/.kube/config"));
    }
    Config config;
    config.merge(*readKubeconfig({}, {}), {});
    for (const QString& file : std::as_const(files)) {
        const QFileInfo info(file);
        if (mayBeMissing && !info.exists()) {
            continue;
        }
        const Result<QByteArray> text = readSmallFile(QStringLiteral("kubeconfig"), file, kMaxFile);
        if (!text) {
            return tl::unexpected(text.error());
        }
        const Result<QJsonObject> document = readKubeconfig(*text, file);
        if (!document) {
            return tl::unexpected(document.error());
        }
        config.merge(*document, { info.absolutePath(), info.absoluteFilePath(), file });
    }
    return config;
}

Result<Config> Config::fromText(const QByteArray& yaml, const QString& baseDir, const QString& label)
{
    const Result<QJsonObject> document = readKubeconfig(yaml, label);
    if (!document) {
        return tl::unexpected(document.error());
    }
    Config config;
    config.merge(*document, { baseDir, {}, label });
    return config;
}

void Config::merge(const QJsonObject& next, const Origin& origin)
{
    m_origins.insert(QStringLiteral("files/") + origin.label, origin); // also of one without an entry
    if (m_merged.isEmpty()) {
        m_merged = next;
        for (const char* list : { "clusters", "users", "contexts", "extensions" }) {
            m_merged.insert(QLatin1String(list), QJsonValue::Null);
        }
    }
    for (const char* name : { "clusters", "users", "contexts", "extensions" }) {
        const QString list = QString::fromLatin1(name);
        // Whole entries win: nothing of a later one with the same name is mixed in.
        QMap<QByteArray, QJsonValue> entries;
        const QJsonArray before = m_merged.value(list).toArray();
        for (const QJsonValue& entry : before) {
            entries.insert(entry.toObject().value(QLatin1String("name")).toString().toUtf8(), entry);
        }
        const QJsonArray added = next.value(list).toArray();
        for (const QJsonValue& entry : added) {
            const QString entryName = entry.toObject().value(QLatin1String("name")).toString();
            if (!entries.contains(entryName.toUtf8())) {
                entries.insert(entryName.toUtf8(), entry);
                m_origins.insert(list + u'/' + entryName, origin);
            }
        }
        QJsonArray all;
        for (const QJsonValue& entry : std::as_const(entries)) {
            all.append(entry);
        }
        if (!all.isEmpty()) {
            m_merged.insert(list, all);
        } else if (list == QLatin1String("extensions")) {
            m_merged.remove(list);
        }
    }
    if (currentContext().isEmpty()) {
        m_merged.insert(QLatin1String("current-context"), next.value(QLatin1String("current-context")));
    }
    if (m_merged.value(QLatin1String("preferences")).toObject().isEmpty()) {
        m_merged.insert(QLatin1String("preferences"), next.value(QLatin1String("preferences")));
    }
}

Config::Origin Config::originOf(const QString& list, const QString& name) const
{
    return m_origins.value(list + u'/' + name);
}

QStringList Config::contexts() const
{
    QStringList names;
    const QJsonArray entries = m_merged.value(QLatin1String("contexts")).toArray();
    for (const QJsonValue& entry : entries) {
        names.append(entry.toObject().value(QLatin1String("name")).toString());
    }
    return names;
}

QString Config::currentContext() const
{
    return m_merged.value(QLatin1String("current-context")).toString();
}

} // namespace cocoon::kube
