// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/kill/world_census.h"

#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

namespace cocoon::test {

using namespace Qt::StringLiterals;

namespace {
    QString plainName(const QString& resource, const QJsonObject& object)
    {
        static const QRegularExpression randomEnd(u"-[a-z0-9]{5}$"_s);
        const QString generated = str(object, { u"metadata", u"generateName" });
        QString name = generated.isEmpty() ? kube::nameOf(object) : generated;
        if (resource.startsWith(u"installplans") || resource.startsWith(u"peerpods")) {
            name.remove(randomEnd);
        }
        return name;
    }

    QStringList leftOn(const QString& resource, const QJsonObject& object)
    {
        QStringList left;
        const QJsonObject annotations = at(object, { u"metadata", u"annotations" }).toObject();
        const QStringList names = annotations.keys();
        for (const QString& name : names) {
            left += name.contains(u"cocoon") ? QStringList { name } : QStringList();
        }
        if (resource == u"nodes" && at(object, { u"spec", u"unschedulable" }).toBool()) {
            left += u"cordoned"_s;
        } else if (resource == u"pods") {
            left += str(object, { u"status", u"phase" });
        } else if (resource.startsWith(u"leases") && !str(object, { u"spec", u"holderIdentity" }).isEmpty()) {
            left += u"held"_s;
        } else if (resource == u"configmaps" || resource == u"secrets") {
            left += object.value(u"data").toObject().keys();
        }
        return left;
    }
}

QStringList worldCensus(const QString& folder)
{
    QStringList lines;
    QString storedKey;
    QFile cluster(folder + u"/api.json"_s);
    QFile cloud(folder + u"/cloud.json"_s);
    if (!cluster.open(QIODevice::ReadOnly) || !cloud.open(QIODevice::ReadOnly)) {
        return lines;
    }
    for (const QByteArray& line : cluster.readAll().split('\n')) {
        const QJsonObject entry = parseJsonObject(line).value_or(QJsonObject());
        const QString resource = entry.value(u"resource").toString();
        const QJsonObject object = entry.value(u"object").toObject();
        if (object.isEmpty() || resource.startsWith(u"events")) {
            continue;
        }
        const QString stored = kube::annotation(object, coco::kApiKeyIdAnnotation);
        storedKey = stored.isEmpty() ? storedKey : stored;
        lines.append(u"%1 %2/%3 %4"_s.arg(resource, kube::namespaceOf(object), plainName(resource, object), leftOn(resource, object).join(u' ')));
    }
    static const QRegularExpression hexEnd(u"-[0-9a-f]{8}(?=-boot$|$)"_s);
    static const QRegularExpression profileId(u"Profile-[0-9a-f-]{36}"_s); // rules are kept by profile
    const QJsonObject collections = parseJsonObject(cloud.readAll()).value_or(QJsonObject()).value(u"collections").toObject();
    for (auto it = collections.begin(); it != collections.end(); ++it) {
        const QJsonArray things = it.value().toArray();
        for (const QJsonValue& thing : things) {
            const bool isStored = thing[u"id"].toString() == storedKey;
            lines.append(u"cloud %1 %2 %3%4"_s.arg(it.key().replace(profileId, u"PROFILE"_s), thing[u"name"].toString().remove(hexEnd), thing[u"status"].toString(),
                isStored ? u"in peer-pods-secret"_s : QString()));
        }
    }
    lines.sort();
    return lines;
}

} // namespace cocoon::test
