// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/identity_service.h"

#include "services/base/json.h"
#include "services/base/secret.h"

#include <algorithm>

namespace cocoon::sandbox {

namespace {

    const QString kKeys = QStringLiteral("apikeys");
    const QString kProfiles = QStringLiteral("profiles");

    Reply notFound(const QString& what)
    {
        return identityError(404, QStringLiteral("not_found"), QStringLiteral("BXNIM0102E"), QStringLiteral("%1 not found.").arg(what));
    }

    Reply invalid(const QString& message)
    {
        return identityError(400, QStringLiteral("invalid_request"), QStringLiteral("BXNIM0106E"), message);
    }

    Reply lockedError()
    {
        return identityError(409, QStringLiteral("conflict"), QStringLiteral("BXNIM0113E"), QStringLiteral("The entity is locked."));
    }

    /// What the API shows: without our own fields.
    QJsonObject shown(QJsonObject object)
    {
        const QStringList keys = object.keys();
        for (const QString& key : keys) {
            if (key.startsWith(u'_')) {
                object.remove(key);
            }
        }
        return object;
    }

    Reply withTag(int status, const QJsonObject& object)
    {
        Reply reply = Reply::json(status, shown(object));
        reply.headers.add("ETag", object.value(u"entity_tag").toString().toLatin1());
        return reply;
    }

} // namespace

IdentityService::IdentityService(CloudState& state)
    : m_state(state)
{
}

Reply IdentityService::handle(const Call& call)
{
    if (call.caller.iamId.isEmpty()) {
        return identityError(401, QStringLiteral("unauthorized"), QStringLiteral("BXNIM0308E"), QStringLiteral("No authorization header found"));
    }
    if (!call.caller.isOwner) {
        return identityError(403, QStringLiteral("forbidden"), QStringLiteral("BXNIM0513E"),
            QStringLiteral("You are not authorized to use this API"));
    }
    if (call.parts.value(1) == QLatin1String("apikeys")) {
        return apiKeys(call);
    }
    return profiles(call);
}

Reply IdentityService::page(const Call& call, const QString& collection, const QString& itemsKey, const QString& path)
{
    QList<QJsonObject> all = m_state.all(collection);
    const QString iamId = call.arg("iam_id");
    const QString name = call.arg("name");
    all.removeIf([&](const QJsonObject& item) {
        return (!iamId.isEmpty() && item.contains(u"iam_id") && collection == kKeys && item.value(u"iam_id").toString() != iamId)
            || (!name.isEmpty() && item.value(u"name").toString() != name);
    });
    const int size = call.has("pagesize") ? call.arg("pagesize").toInt() : 20;
    if (size < 1 || size > 100) {
        return invalid(QStringLiteral("pagesize must be between 1 and 100."));
    }
    const qsizetype offset = QString::fromLatin1(QByteArray::fromBase64(call.arg("pagetoken").toLatin1())).toInt();
    QJsonArray items;
    for (const QJsonObject& item : all.mid(offset, size)) {
        items.append(shown(item));
    }
    const QString base = m_state.url(QStringLiteral("/iam") + path + QStringLiteral("?account_id=") + call.arg("account_id"));
    QJsonObject body {
        { QStringLiteral("offset"), offset },
        { QStringLiteral("limit"), size },
        { QStringLiteral("first"), base },
        { itemsKey, items },
    };
    if (offset + size < all.size()) {
        const QByteArray token = QByteArray::number(offset + size).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        body.insert(QStringLiteral("next"), base + QStringLiteral("&pagetoken=") + QString::fromLatin1(token));
    }
    return Reply::json(200, body);
}

Reply IdentityService::entity(const Call& call, const QString& collection, const QString& id, const QStringList& changeable)
{
    QJsonObject object = m_state.get(collection, id);
    if (object.isEmpty()) {
        return notFound(id);
    }
    if (call.is("GET")) {
        return withTag(200, object);
    }
    if (object.value(u"locked").toBool()) {
        return lockedError();
    }
    if (call.is("DELETE")) {
        m_state.remove(collection, id);
        return Reply::empty(204);
    }
    if (!call.is("PUT")) {
        return invalid(QStringLiteral("The method is not known here."));
    }
    const QString tag = QString::fromLatin1(call.headers.value("If-Match"));
    if (tag.isEmpty()) {
        return invalid(QStringLiteral("The header If-Match is missing."));
    }
    if (tag != QLatin1String("*") && tag != object.value(u"entity_tag").toString()) {
        return identityError(409, QStringLiteral("conflict"), QStringLiteral("BXNIM0109E"), QStringLiteral("The entity was changed by somebody else."));
    }
    for (const QString& key : changeable) {
        if (call.json.contains(key)) {
            object.insert(key, call.json.value(key));
        }
    }
    object.insert(QStringLiteral("entity_tag"), QStringLiteral("2-") + m_state.hex(32));
    object.insert(QStringLiteral("modified_at"), m_state.stamp());
    m_state.put(collection, object);
    return withTag(200, object);
}

Reply IdentityService::apiKeys(const Call& call)
{
    if (call.parts.size() == 2) {
        return call.is("POST") ? createApiKey(call) : page(call, kKeys, kKeys, QStringLiteral("/v1/apikeys"));
    }
    if (call.at({ u"v1", u"apikeys", u"details" })) {
        return apiKeyDetails(call);
    }
    const QString id = call.parts.at(2);
    if (call.parts.size() == 3) {
        return entity(call, kKeys, id, { QStringLiteral("name"), QStringLiteral("description"), QStringLiteral("expires_at") });
    }
    QJsonObject key = m_state.get(kKeys, id);
    if (key.isEmpty()) {
        return notFound(id);
    }
    const QString verb = call.parts.at(3);
    const QString flag = verb == QLatin1String("lock") ? QStringLiteral("locked") : QStringLiteral("disabled");
    if (verb != QLatin1String("lock") && verb != QLatin1String("disable")) {
        return notFound(verb);
    }
    if (verb != QLatin1String("lock") && key.value(u"locked").toBool()) {
        return lockedError();
    }
    key.insert(flag, call.is("POST"));
    m_state.put(kKeys, key);
    return Reply::empty(204);
}

Reply IdentityService::createApiKey(const Call& call)
{
    if (call.json.value(u"name").toString().isEmpty() || call.json.value(u"iam_id").toString().isEmpty()) {
        return invalid(QStringLiteral("name and iam_id are required."));
    }
    const QString id = QStringLiteral("ApiKey-") + m_state.uuid();
    const QString account = m_state.fact(QStringLiteral("accountId"));
    const QString given = call.json.value(u"apikey").toString();
    const QString secret = given.isEmpty() ? QStringLiteral("sandbox-") + m_state.hex(36) : given;
    QJsonObject key {
        { QStringLiteral("id"), id },
        { QStringLiteral("entity_tag"), QStringLiteral("1-") + m_state.hex(32) },
        { QStringLiteral("crn"), QStringLiteral("crn:v1:bluemix:public:iam-identity::a/%1::apikey:%2").arg(account, id) },
        { QStringLiteral("locked"), call.headers.value("Entity-Lock") == "true" },
        { QStringLiteral("disabled"), call.headers.value("Entity-Disable") == "true" },
        { QStringLiteral("created_at"), m_state.stamp() },
        { QStringLiteral("modified_at"), m_state.stamp() },
        { QStringLiteral("created_by"), call.caller.iamId },
        { QStringLiteral("name"), call.json.value(u"name") },
        { QStringLiteral("description"), call.json.value(u"description").toString() },
        { QStringLiteral("iam_id"), call.json.value(u"iam_id") },
        { QStringLiteral("account_id"), account },
        { QStringLiteral("_secret"), secret },
    };
    m_state.put(kKeys, key);
    key.insert(QStringLiteral("apikey"), secret);
    return withTag(201, key);
}

Reply IdentityService::apiKeyDetails(const Call& call)
{
    const Secret given(call.headers.value("IAM-ApiKey"));
    for (const QJsonObject& key : m_state.all(kKeys)) {
        const bool isOwners = key.value(u"_owner").toBool() && given == m_state.options().apiKey;
        if (isOwners || (!given.isEmpty() && Secret(key.value(u"_secret").toString().toUtf8()) == given)) {
            return withTag(200, key);
        }
    }
    return notFound(QStringLiteral("API key"));
}

Reply IdentityService::profiles(const Call& call)
{
    if (call.parts.size() == 2) {
        return call.is("POST") ? createProfile(call) : page(call, kProfiles, kProfiles, QStringLiteral("/v1/profiles"));
    }
    const QString id = call.parts.at(2);
    const QJsonObject profile = m_state.get(kProfiles, id);
    if (profile.isEmpty()) {
        return notFound(id);
    }
    if (call.parts.size() == 3) {
        return entity(call, kProfiles, id, { QStringLiteral("name"), QStringLiteral("description"), QStringLiteral("email") });
    }
    const QString kind = call.parts.at(3);
    if (kind != QLatin1String("rules") && kind != QLatin1String("links")) {
        return notFound(kind);
    }
    const QString collection = kind + u'/' + id;
    if (call.parts.size() == 5) {
        return entity(call, collection, call.parts.at(4), { QStringLiteral("name"), QStringLiteral("conditions"), QStringLiteral("cr_type") });
    }
    if (call.is("GET")) {
        QJsonArray items;
        for (const QJsonObject& item : m_state.all(collection)) {
            items.append(shown(item));
        }
        return Reply::json(200, QJsonObject { { kind, items } });
    }
    if (kind == QLatin1String("rules")) {
        return createRule(call, profile);
    }
    QJsonObject link = call.json;
    link.insert(QStringLiteral("id"), QStringLiteral("Link-") + m_state.uuid());
    link.insert(QStringLiteral("entity_tag"), QStringLiteral("1-") + m_state.hex(32));
    link.insert(QStringLiteral("created_at"), m_state.stamp());
    m_state.put(collection, link);
    return withTag(201, link);
}

Reply IdentityService::createProfile(const Call& call)
{
    const QString name = call.json.value(u"name").toString();
    if (name.isEmpty() || call.json.value(u"account_id").toString().isEmpty()) {
        return invalid(QStringLiteral("name and account_id are required."));
    }
    if (!m_state.find(kProfiles, u"name", name).isEmpty()) {
        return identityError(409, QStringLiteral("conflict"), QStringLiteral("BXNIM0126E"),
            QStringLiteral("A trusted profile with the name %1 exists already.").arg(name));
    }
    const QString uuid = m_state.uuid();
    const QString account = m_state.fact(QStringLiteral("accountId"));
    const QJsonObject profile {
        { QStringLiteral("id"), QStringLiteral("Profile-") + uuid },
        { QStringLiteral("iam_id"), QStringLiteral("iam-Profile-") + uuid },
        { QStringLiteral("crn"), QStringLiteral("crn:v1:bluemix:public:iam-identity::a/%1::profile:Profile-%2").arg(account, uuid) },
        { QStringLiteral("entity_tag"), QStringLiteral("1-") + m_state.hex(32) },
        { QStringLiteral("name"), name },
        { QStringLiteral("description"), call.json.value(u"description").toString() },
        { QStringLiteral("account_id"), account },
        { QStringLiteral("created_at"), m_state.stamp() },
        { QStringLiteral("modified_at"), m_state.stamp() },
    };
    m_state.put(kProfiles, profile);
    return withTag(201, profile);
}

Reply IdentityService::createRule(const Call& call, const QJsonObject& profile)
{
    static const QStringList kinds { QStringLiteral("VSI"), QStringLiteral("PVS"), QStringLiteral("BMS"), QStringLiteral("IKS_SA"),
        QStringLiteral("ROKS_SA"), QStringLiteral("CE") };
    const QString type = call.json.value(u"type").toString();
    if (type != QLatin1String("Profile-CR") && type != QLatin1String("Profile-SAML")) {
        return invalid(QStringLiteral("type must be Profile-CR or Profile-SAML."));
    }
    if (type == QLatin1String("Profile-CR") && !kinds.contains(call.json.value(u"cr_type").toString())) {
        return invalid(QStringLiteral("cr_type is missing or not known."));
    }
    const QJsonArray conditions = call.json.value(u"conditions").toArray();
    for (const QJsonValue& condition : conditions) {
        // The trap of the guide's command: the value is JSON text, so a plain word needs quotes inside the string.
        if (str(condition, { u"claim" }).isEmpty() || !parseJson(str(condition, { u"value" }).toUtf8())) {
            return invalid(QStringLiteral("The value of a condition must be valid JSON, for example \"\\\"default\\\"\"."));
        }
    }
    if (conditions.isEmpty()) {
        return invalid(QStringLiteral("conditions are required."));
    }
    QJsonObject rule = call.json;
    rule.insert(QStringLiteral("id"), QStringLiteral("ClaimRule-") + m_state.uuid());
    rule.insert(QStringLiteral("entity_tag"), QStringLiteral("1-") + m_state.hex(32));
    rule.insert(QStringLiteral("created_at"), m_state.stamp());
    rule.insert(QStringLiteral("modified_at"), m_state.stamp());
    m_state.put(QStringLiteral("rules/") + profile.value(u"id").toString(), rule);
    return withTag(201, rule);
}

} // namespace cocoon::sandbox
