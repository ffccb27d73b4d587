// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/resolve.h"

#include <QJsonArray>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    Result<QJsonValue> walk(const QJsonValue& value, bool encode, bool isSecretObject, const SecretAccess& secrets)
    {
        if (value.isArray()) {
            QJsonArray out;
            for (const QJsonValue& item : value.toArray()) {
                const Result<QJsonValue> child = walk(item, encode, false, secrets);
                if (!child) {
                    return child;
                }
                out.append(*child);
            }
            return QJsonValue(out);
        }
        if (!value.isObject()) {
            return value;
        }
        const QJsonObject object = value.toObject();
        if (object.size() == 1 && object.contains(u"$ref")) {
            return fail(Errc::Precondition, Senders::tr("A value is not known yet: %1.").arg(object.value(u"$ref").toString()));
        }
        if (object.size() == 1 && object.contains(u"$secret")) {
            const QString name = object.value(u"$secret").toString();
            const Secret secret = secrets.read ? secrets.read(name) : Secret();
            if (secret.isEmpty()) {
                return fail(Errc::Precondition, Senders::tr("The secret %1 is not known to this process.").arg(name));
            }
            return QJsonValue(QString::fromUtf8(encode ? secret.reveal().toBase64() : secret.reveal()));
        }
        QJsonObject out;
        for (auto it = object.begin(); it != object.end(); ++it) {
            const bool isData = isSecretObject && it.key() == "data"_L1;
            const Result<QJsonValue> child = walk(it.value(), encode || isData, false, secrets);
            if (!child) {
                return child;
            }
            out.insert(it.key(), *child);
        }
        return QJsonValue(out);
    }
}

Result<QJsonValue> resolveBody(const QJsonValue& body, bool isSecretObject, const SecretAccess& secrets)
{
    return walk(body, false, isSecretObject, secrets);
}

QJsonObject identityOf(const QJsonObject& object)
{
    const QJsonObject metadata = object.value(u"metadata").toObject();
    QJsonObject kept;
    for (const QString& key : { u"name"_s, u"namespace"_s, u"uid"_s, u"resourceVersion"_s }) {
        if (metadata.contains(key)) {
            kept.insert(key, metadata.value(key));
        }
    }
    return {
        { u"apiVersion"_s, object.value(u"apiVersion") },
        { u"kind"_s, object.value(u"kind") },
        { u"metadata"_s, kept },
    };
}

} // namespace cocoon::app
