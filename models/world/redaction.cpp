// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/redaction.h"

#include "services/base/codec.h"
#include "services/base/secret.h"

namespace cocoon::world {

using namespace Qt::StringLiterals;

QJsonObject redacted(const QJsonObject& object, bool isSecret)
{
    if (!isSecret) {
        return object;
    }
    QJsonObject safe = object;
    const QJsonObject data = object.value(u"data").toObject();
    QJsonObject digests;
    for (auto it = data.begin(); it != data.end(); ++it) {
        const QByteArray text = it.value().toString().toUtf8();
        const Result<QByteArray> bytes = decodeBase64(text);
        digests.insert(it.key(), u"hmac:"_s + keyedDigest(bytes ? *bytes : text));
    }
    if (object.contains(u"data")) {
        safe.insert(u"data"_s, digests);
    }
    const QJsonObject plain = object.value(u"stringData").toObject();
    if (!plain.isEmpty()) {
        QJsonObject plainDigests;
        for (auto it = plain.begin(); it != plain.end(); ++it) {
            plainDigests.insert(it.key(), u"hmac:"_s + keyedDigest(it.value().toString().toUtf8()));
        }
        safe.insert(u"stringData"_s, plainDigests);
    }

    QJsonObject metadata = object.value(u"metadata").toObject();
    QJsonObject annotations = metadata.value(u"annotations").toObject();
    const QString lastApplied = u"kubectl.kubernetes.io/last-applied-configuration"_s;
    if (annotations.contains(lastApplied)) {
        annotations.insert(lastApplied, u"(taken out)"_s);
        metadata.insert(u"annotations"_s, annotations);
        safe.insert(u"metadata"_s, metadata);
    }
    return safe;
}

} // namespace cocoon::world
