// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/vpc_service.h"

#include "services/base/json.h"
#include "services/sandbox/cloud/cloud_names.h"
#include "services/sandbox/cloud/rights.h"
#include "services/sandbox/cloud/vpc_profiles.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace cocoon::sandbox {

namespace {

    constexpr int kKeyQuota = 200;

    QJsonObject withoutOwn(QJsonObject object)
    {
        const QStringList keys = object.keys();
        for (const QString& key : keys) {
            if (key.startsWith(u'_')) {
                object.remove(key);
            }
        }
        return object;
    }

    Reply notFound(const QString& what, const QString& id)
    {
        return vpcError(404, QStringLiteral("not_found"), QStringLiteral("%1 not found: %2").arg(what, id), QStringLiteral("id"),
            QStringLiteral("parameter"));
    }

} // namespace

QByteArray etagOf(const QJsonObject& object)
{
    return "W/\"" + QCryptographicHash::hash(toJson(object), QCryptographicHash::Sha1).toHex().left(16) + '"';
}

Reply vpcObject(const QJsonObject& object, const QString& what, const QString& id, int status)
{
    if (object.isEmpty()) {
        return notFound(what, id);
    }
    Reply reply = Reply::json(status, withoutOwn(object));
    reply.headers.add("ETag", etagOf(object));
    return reply;
}

Reply vpcPage(const CloudState& state, const Call& call, const QString& key, const QList<QJsonObject>& all)
{
    bool isNumber = true;
    const int limit = call.has("limit") ? call.arg("limit").toInt(&isNumber) : 50;
    if (!isNumber || limit < 1 || limit > 100) {
        return vpcError(400, QStringLiteral("invalid_value"), QStringLiteral("limit must be between 1 and 100."), QStringLiteral("limit"),
            QStringLiteral("parameter"));
    }
    qsizetype offset = 0;
    if (call.has("start")) {
        // The token names the first item of the page; that item may have gone meanwhile.
        const QList<QByteArray> token = QByteArray::fromBase64(call.arg("start").toLatin1(), QByteArray::Base64UrlEncoding).split('|');
        offset = token.value(0).toInt();
        for (qsizetype i = 0; i < all.size(); ++i) {
            if (all.at(i).value(u"id").toString().toLatin1() == token.value(1)) {
                offset = i;
            }
        }
    }
    QJsonArray items;
    for (const QJsonObject& item : all.mid(offset, limit)) {
        items.append(withoutOwn(item));
    }
    const QString base = state.url(QStringLiteral("/vpc/%1/v1%2?limit=%3").arg(call.region, call.path).arg(limit));
    QJsonObject body {
        { QStringLiteral("first"), QJsonObject { { QStringLiteral("href"), base } } },
        { QStringLiteral("limit"), limit },
        { QStringLiteral("total_count"), all.size() },
        { key, items },
    };
    if (offset + limit < all.size()) {
        const QByteArray token = QByteArray::number(offset + limit) + '|' + all.at(offset + limit).value(u"id").toString().toLatin1();
        body.insert(QStringLiteral("next"),
            QJsonObject { { QStringLiteral("href"),
                base + QStringLiteral("&start=")
                    + QString::fromLatin1(token.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)) } });
    }
    return Reply::json(200, body);
}

VpcService::VpcService(CloudState& state)
    : m_state(state)
    , m_images(state)
    , m_instances(state)
{
}

Reply VpcService::handle(const Call& call)
{
    if (!allRegions().contains(call.region)) {
        return vpcError(404, QStringLiteral("not_found"), QStringLiteral("There is no such region."));
    }
    if (m_state.faultText(QStringLiteral("vpc.endpoint")) == QLatin1String("down")) {
        return vpcError(503, QStringLiteral("internal_error"), QStringLiteral("The service is temporarily unavailable."));
    }
    for (const char* required : { "version", "generation" }) {
        if (!call.has(required)) {
            return vpcError(400, QStringLiteral("missing_field"), QStringLiteral("%1 is required.").arg(QLatin1String(required)),
                QLatin1String(required), QStringLiteral("parameter"));
        }
    }
    if (call.arg("generation") != QLatin1String("2")) {
        return vpcError(400, QStringLiteral("invalid_value"), QStringLiteral("generation must be 2."), QStringLiteral("generation"),
            QStringLiteral("parameter"));
    }
    if (call.caller.iamId.isEmpty()) {
        return vpcError(401, QStringLiteral("not_authenticated"), QStringLiteral("The token is missing, wrong or expired."));
    }
    const bool isRead = call.is("GET");
    const QString group = str(call.json, { u"resource_group", u"id" });
    if (!may(m_state, call.caller, { QStringLiteral("is"), isRead ? readers() + QStringList(QStringLiteral("Writer")) : editors(), group })) {
        return vpcError(403, QStringLiteral("not_authorized"), QStringLiteral("The request is not authorized."));
    }
    if (!isRead && !group.isEmpty() && !may(m_state, call.caller, { QString(), readers(), group })) {
        return vpcError(403, QStringLiteral("not_authorized"), QStringLiteral("You may not use this resource group."), QStringLiteral("resource_group"));
    }
    const QString kind = call.parts.value(0);
    if (kind == QLatin1String("images") || kind == QLatin1String("operating_systems")) {
        return m_images.handle(call);
    }
    if (kind == QLatin1String("instance")) {
        return profileReply(m_state, call);
    }
    if (kind == QLatin1String("instances")) {
        return m_instances.handle(call);
    }
    if (kind == QLatin1String("keys")) {
        return keys(call);
    }
    if (kind == QLatin1String("regions")) {
        return regions(call);
    }
    if (kind == QLatin1String("security_groups")) {
        return securityGroups(call);
    }
    if (kind == QLatin1String("volumes") || kind == QLatin1String("floating_ips")) {
        return volumes(call);
    }
    return network(call);
}

Reply VpcService::keys(const Call& call)
{
    const QString collection = QStringLiteral("keys/") + call.region;
    if (call.parts.size() == 1) {
        return call.is("POST") ? createKey(call) : vpcPage(m_state, call, QStringLiteral("keys"), m_state.all(collection));
    }
    const QString id = call.parts.at(1);
    if (call.is("DELETE")) {
        return m_state.remove(collection, id) ? Reply::empty(204) : notFound(QStringLiteral("Key"), id);
    }
    return vpcObject(m_state.get(collection, id), QStringLiteral("Key"), id);
}

Reply VpcService::createKey(const Call& call)
{
    const QString collection = QStringLiteral("keys/") + call.region;
    const QStringList words = call.json.value(u"public_key").toString().split(u' ', Qt::SkipEmptyParts);
    const QByteArray blob = QByteArray::fromBase64(words.value(1).toLatin1());
    const bool isRsa = words.value(0) == QLatin1String("ssh-rsa");
    if (blob.isEmpty() || (!isRsa && words.value(0) != QLatin1String("ssh-ed25519"))) {
        return vpcError(400, QStringLiteral("invalid_value"), QStringLiteral("public_key is not a public key."), QStringLiteral("public_key"));
    }
    if (m_state.all(collection).size() >= kKeyQuota) {
        return vpcError(400, QStringLiteral("over_quota"), QStringLiteral("The quota of SSH keys in this region is reached."));
    }
    const QString fingerprint = QStringLiteral("SHA256:")
        + QString::fromLatin1(QCryptographicHash::hash(blob, QCryptographicHash::Sha256).toBase64(QByteArray::OmitTrailingEquals));
    const QString name = call.json.value(u"name").toString();
    if (!m_state.find(collection, u"fingerprint", fingerprint).isEmpty()) {
        return vpcError(400, QStringLiteral("validation_duplicate_fingerprint"), QStringLiteral("A key with this fingerprint exists already."),
            QStringLiteral("public_key"));
    }
    if (!m_state.find(collection, u"name", name).isEmpty()) {
        return vpcError(400, QStringLiteral("validation_unique_failed"), QStringLiteral("A key with this name exists already."), QStringLiteral("name"));
    }
    const QString id = regionPrefix(call.region) + m_state.uuid();
    const QJsonObject key {
        { QStringLiteral("id"), id },
        { QStringLiteral("crn"), vpcCrn(call.region, m_state.fact(QStringLiteral("accountId")), QStringLiteral("key"), id) },
        { QStringLiteral("href"), m_state.url(QStringLiteral("/vpc/%1/v1/keys/%2").arg(call.region, id)) },
        { QStringLiteral("name"), name },
        { QStringLiteral("type"), isRsa ? QStringLiteral("rsa") : QStringLiteral("ed25519") },
        { QStringLiteral("length"), isRsa ? 4096 : 256 },
        { QStringLiteral("public_key"), call.json.value(u"public_key") },
        { QStringLiteral("fingerprint"), fingerprint },
        { QStringLiteral("resource_group"), call.json.value(u"resource_group") },
        { QStringLiteral("created_at"), m_state.stamp() },
    };
    m_state.put(collection, key);
    return vpcObject(key, QStringLiteral("Key"), id, 201);
}

Reply VpcService::network(const Call& call)
{
    const QString kind = call.parts.value(0);
    if (kind != QLatin1String("vpcs") && kind != QLatin1String("subnets")) {
        return vpcError(404, QStringLiteral("not_found"), QStringLiteral("The path is not known."));
    }
    const QString collection = kind + u'/' + call.region;
    if (call.parts.size() == 1) {
        QList<QJsonObject> all = m_state.all(collection);
        all.removeIf([&call](const QJsonObject& item) {
            return (call.has("vpc.id") && item.contains(u"vpc") && str(item, { u"vpc", u"id" }) != call.arg("vpc.id"))
                || (call.has("zone.name") && str(item, { u"zone", u"name" }) != call.arg("zone.name"))
                || (call.has("resource_group.id") && str(item, { u"resource_group", u"id" }) != call.arg("resource_group.id"));
        });
        return vpcPage(m_state, call, kind, all);
    }
    const QString id = call.parts.at(1);
    const QJsonObject found = m_state.get(collection, id);
    const QString what = kind == QLatin1String("vpcs") ? QStringLiteral("VPC") : QStringLiteral("Subnet");
    if (!found.isEmpty() && call.at({ u"vpcs", u"*", u"default_security_group" })) {
        const QString groupId = str(found, { u"default_security_group", u"id" });
        return vpcObject(m_state.get(QStringLiteral("security_groups/") + call.region, groupId), QStringLiteral("Security group"), groupId);
    }
    if (!found.isEmpty() && call.at({ u"subnets", u"*", u"public_gateway" })) {
        return vpcObject(found.value(u"public_gateway").toObject(), QStringLiteral("Public gateway"), id);
    }
    return vpcObject(found, what, id);
}

Reply VpcService::securityGroups(const Call& call)
{
    const QString collection = QStringLiteral("security_groups/") + call.region;
    if (call.parts.size() == 1) {
        QList<QJsonObject> all = m_state.all(collection);
        all.removeIf([&call](const QJsonObject& item) { return call.has("vpc.id") && str(item, { u"vpc", u"id" }) != call.arg("vpc.id"); });
        return vpcPage(m_state, call, QStringLiteral("security_groups"), all);
    }
    const QJsonObject group = m_state.get(collection, call.parts.at(1));
    if (group.isEmpty() || call.parts.size() == 2) {
        return vpcObject(group, QStringLiteral("Security group"), call.parts.at(1));
    }
    return rules(call);
}

Reply VpcService::rules(const Call& call)
{
    const QString collection = QStringLiteral("security_groups/") + call.region;
    QJsonObject group = m_state.get(collection, call.parts.at(1));
    if (call.parts.at(2) == QLatin1String("targets")) {
        return Reply::json(200, QJsonObject { { QStringLiteral("targets"), group.value(u"targets") }, { QStringLiteral("limit"), 50 } });
    }
    QJsonArray list = group.value(u"rules").toArray();
    if (call.parts.size() == 3 && call.is("GET")) {
        return Reply::json(200, QJsonObject { { QStringLiteral("rules"), list } });
    }
    if (call.parts.size() == 3) {
        QJsonObject rule = call.json;
        rule.insert(QStringLiteral("id"), regionPrefix(call.region) + m_state.uuid());
        if (str(rule, { u"direction" }).isEmpty()) {
            return vpcError(400, QStringLiteral("missing_field"), QStringLiteral("direction is required."), QStringLiteral("direction"));
        }
        list.append(rule);
        group.insert(QStringLiteral("rules"), list);
        m_state.put(collection, group);
        return Reply::json(201, rule);
    }
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (str(list.at(i), { u"id" }) != call.parts.at(3)) {
            continue;
        }
        if (call.is("GET")) {
            return Reply::json(200, list.at(i));
        }
        list.removeAt(i);
        group.insert(QStringLiteral("rules"), list);
        m_state.put(collection, group);
        return Reply::empty(204);
    }
    return notFound(QStringLiteral("Rule"), call.parts.at(3));
}

Reply VpcService::regions(const Call& call)
{
    if (call.at({ u"regions", u"*", u"zones" })) {
        QJsonArray zones;
        for (const QString& zone : zonesOf(call.parts.at(1))) {
            zones.append(QJsonObject { { QStringLiteral("name"), zone }, { QStringLiteral("status"), QStringLiteral("available") },
                { QStringLiteral("region"), QJsonObject { { QStringLiteral("name"), call.parts.at(1) } } } });
        }
        return Reply::json(200, QJsonObject { { QStringLiteral("zones"), zones } });
    }
    QJsonArray list;
    for (const QString& name : allRegions()) {
        list.append(QJsonObject { { QStringLiteral("name"), name }, { QStringLiteral("status"), QStringLiteral("available") },
            { QStringLiteral("endpoint"), m_state.url(QStringLiteral("/vpc/") + name) } });
    }
    return Reply::json(200, QJsonObject { { QStringLiteral("regions"), list } });
}

Reply VpcService::volumes(const Call& call)
{
    const QString kind = call.parts.at(0);
    const QString collection = kind + u'/' + call.region;
    if (call.parts.size() == 1) {
        QList<QJsonObject> all = m_state.all(collection);
        all.removeIf([&call](const QJsonObject& item) {
            return (call.has("attachment_state") && item.value(u"attachment_state").toString() != call.arg("attachment_state"))
                || (call.has("name") && item.value(u"name").toString() != call.arg("name"));
        });
        return vpcPage(m_state, call, kind, all);
    }
    const QString id = call.parts.at(1);
    const QJsonObject found = m_state.get(collection, id);
    if (call.is("DELETE") && !found.isEmpty()) {
        if (found.value(u"attachment_state").toString() == QLatin1String("attached")) {
            return vpcError(409, QStringLiteral("volume_in_use"), QStringLiteral("The volume is attached."));
        }
        m_state.remove(collection, id);
        return Reply::empty(204);
    }
    return vpcObject(found, kind == QLatin1String("volumes") ? QStringLiteral("Volume") : QStringLiteral("Floating IP"), id);
}

} // namespace cocoon::sandbox
