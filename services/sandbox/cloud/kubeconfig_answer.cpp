// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/kubeconfig_answer.h"

#include "services/base/json.h"
#include "services/base/yaml.h"

#include <QtEndian>

#include <zlib.h>

namespace cocoon::sandbox {

namespace {

    void put16(QByteArray& out, quint16 value)
    {
        char bytes[2];
        qToLittleEndian(value, bytes);
        out.append(bytes, 2);
    }

    void put32(QByteArray& out, quint32 value)
    {
        char bytes[4];
        qToLittleEndian(value, bytes);
        out.append(bytes, 4);
    }

    /// The fields that local header and directory record share, from "version needed" on.
    void putCommon(QByteArray& out, const QByteArray& name, const QByteArray& content)
    {
        const auto crc = crc32(0, reinterpret_cast<const Bytef*>(content.constData()), static_cast<uInt>(content.size()));
        put16(out, 20); // version needed
        put16(out, 0); // flags
        put16(out, 0); // stored
        put16(out, 0); // time
        put16(out, 0x21); // date: 1980-01-01
        put32(out, static_cast<quint32>(crc));
        put32(out, static_cast<quint32>(content.size()));
        put32(out, static_cast<quint32>(content.size()));
        put16(out, static_cast<quint16>(name.size()));
        put16(out, 0); // extra field
    }

    /// Moves "x-data" fields into files and leaves "x: file name".
    QJsonObject asFiles(QJsonObject part, const QMap<QString, QString>& names, QMap<QString, QByteArray>& files)
    {
        for (auto it = names.cbegin(); it != names.cend(); ++it) {
            const QString data = it.key() + QStringLiteral("-data");
            if (part.contains(data)) {
                files.insert(QStringLiteral("kubeconfig/") + it.value(), QByteArray::fromBase64(part.take(data).toString().toLatin1()));
                part.insert(it.key(), it.value());
            }
        }
        return part;
    }

    QJsonObject mapped(QJsonObject config, const QString& listKey, const QString& partKey, const std::function<QJsonObject(QJsonObject)>& map)
    {
        QJsonArray list = config.value(listKey).toArray();
        for (qsizetype i = 0; i < list.size(); ++i) {
            QJsonObject entry = list.at(i).toObject();
            entry.insert(partKey, map(entry.value(partKey).toObject()));
            list.replace(i, entry);
        }
        config.insert(listKey, list);
        return config;
    }

    Reply zipAnswer(QJsonObject config, const QString& clusterName)
    {
        QMap<QString, QByteArray> files;
        const QMap<QString, QString> authority { { QStringLiteral("certificate-authority"), QStringLiteral("ca-%1.pem").arg(clusterName) } };
        const QMap<QString, QString> client { { QStringLiteral("client-certificate"), QStringLiteral("admin.pem") },
            { QStringLiteral("client-key"), QStringLiteral("admin-key.pem") } };
        config = mapped(config, QStringLiteral("clusters"), QStringLiteral("cluster"),
            [&](QJsonObject part) { return asFiles(std::move(part), authority, files); });
        config = mapped(config, QStringLiteral("users"), QStringLiteral("user"),
            [&](QJsonObject part) { return asFiles(std::move(part), client, files); });
        files.insert(QStringLiteral("kubeconfig/kube-config-%1.yaml").arg(clusterName), toYaml(config));
        Reply reply;
        reply.body = storedZip(files);
        reply.contentType = "application/zip";
        return reply;
    }

} // namespace

QByteArray storedZip(const QMap<QString, QByteArray>& files)
{
    QByteArray out;
    QByteArray directory;
    for (auto it = files.cbegin(); it != files.cend(); ++it) {
        const QByteArray name = it.key().toUtf8();
        const auto offset = static_cast<quint32>(out.size());
        put32(out, 0x04034b50);
        putCommon(out, name, it.value());
        out += name + it.value();
        put32(directory, 0x02014b50);
        put16(directory, 20); // made by
        putCommon(directory, name, it.value());
        put16(directory, 0); // comment
        put16(directory, 0); // disk
        put16(directory, 0); // internal attributes
        put32(directory, 0); // external attributes
        put32(directory, offset);
        directory += name;
    }
    const auto directoryStart = static_cast<quint32>(out.size());
    out += directory;
    put32(out, 0x06054b50);
    put16(out, 0);
    put16(out, 0);
    put16(out, static_cast<quint16>(files.size()));
    put16(out, static_cast<quint16>(files.size()));
    put32(out, static_cast<quint32>(directory.size()));
    put32(out, directoryStart);
    put16(out, 0);
    return out;
}

Reply kubeconfigAnswer(const Secret& adminYaml, const QString& format, bool isAdmin, const QString& clusterName)
{
    Reply reply;
    if (format == QLatin1String("yaml") && isAdmin) {
        reply.body = adminYaml.reveal();
        reply.contentType = "text/yaml";
        return reply;
    }
    const auto parsed = parseYaml(adminYaml.reveal());
    if (!parsed) {
        return containersError(500, QStringLiteral("G0001"), QStringLiteral("The kubeconfig cannot be made."));
    }
    QJsonObject config = parsed->value.toObject();
    if (!isAdmin) {
        config = mapped(config, QStringLiteral("users"), QStringLiteral("user"), [](const QJsonObject&) { return QJsonObject(); });
    }
    if (format == QLatin1String("yaml")) {
        reply.body = toYaml(config);
        reply.contentType = "text/yaml";
        return reply;
    }
    return format == QLatin1String("zip") ? zipAnswer(config, clusterName) : Reply::json(200, config);
}

} // namespace cocoon::sandbox
