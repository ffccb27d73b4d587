// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/tag_service.h"

#include "services/base/json.h"
#include "services/sandbox/cloud/rights.h"

#include <QRegularExpression>
#include <QSet>

namespace cocoon::sandbox {

namespace {

    constexpr milliseconds kIndexLag { 10 * 1000 };
    const QString kTags = QStringLiteral("tags");

    QJsonObject indexed(QJsonObject tag)
    {
        tag.insert(QStringLiteral("indexed"), true);
        return tag;
    }

} // namespace

TagService::TagService(CloudState& state)
    : m_state(state)
{
}

void TagService::resume()
{
    for (const QJsonObject& tag : m_state.all(kTags)) {
        m_state.put(kTags, indexed(tag));
    }
}

Reply TagService::tagging(const Call& call)
{
    if (call.caller.iamId.isEmpty()) {
        return policyError(401, QStringLiteral("invalid_token"), QStringLiteral("The token is missing or not valid."));
    }
    if (call.at({ u"v3", u"tags" }) && call.is("GET")) {
        QJsonArray items;
        QSet<QString> seen;
        for (const QJsonObject& tag : m_state.all(kTags)) {
            const QString name = tag.value(u"name").toString();
            if ((call.has("attached_to") && tag.value(u"crn").toString() != call.arg("attached_to")) || seen.contains(name)) {
                continue;
            }
            seen.insert(name);
            items.append(QJsonObject { { QStringLiteral("name"), name } });
        }
        return Reply::json(200, QJsonObject { { QStringLiteral("total_count"), items.size() }, { QStringLiteral("offset"), 0 },
                                    { QStringLiteral("limit"), 100 }, { QStringLiteral("items"), items } });
    }
    if (call.is("POST") && (call.at({ u"v3", u"tags", u"attach" }) || call.at({ u"v3", u"tags", u"detach" }))) {
        return change(call, call.parts.at(2) == QLatin1String("attach"));
    }
    return policyError(404, QStringLiteral("not_found"), QStringLiteral("The path is not known."));
}

Reply TagService::change(const Call& call, bool isAttach)
{
    const bool isAllowed = may(m_state, call.caller, { QStringLiteral("is"), editors() })
        && m_state.faultText(QStringLiteral("tagging")) != QLatin1String("forbidden");
    QJsonArray results;
    for (const QJsonValue& resource : call.json.value(u"resources").toArray()) {
        const QString crn = str(resource, { u"resource_id" });
        QJsonObject result { { QStringLiteral("resource_id"), crn }, { QStringLiteral("is_error"), !isAllowed } };
        if (!isAllowed) {
            result.insert(QStringLiteral("code"), QStringLiteral("403"));
            result.insert(QStringLiteral("message"), QStringLiteral("You are not authorized to tag this resource."));
        } else {
            for (const QJsonValue& name : call.json.value(u"tag_names").toArray()) {
                if (isAttach) {
                    attach(crn, name.toString().toLower());
                } else {
                    m_state.remove(kTags, crn + u'#' + name.toString().toLower());
                }
            }
        }
        results.append(result);
    }
    return Reply::json(200, QJsonObject { { QStringLiteral("results"), results } });
}

void TagService::attach(const QString& crn, const QString& tag)
{
    const QString id = crn + u'#' + tag;
    const QString instanceId = crn.section(u':', -1);
    QString region;
    QJsonObject about;
    for (const QString& collection : m_state.collections()) {
        if (collection.startsWith(QLatin1String("instances/")) && about.isEmpty()) {
            about = m_state.get(collection, instanceId);
            region = collection.mid(10);
        }
    }
    m_state.put(kTags,
        QJsonObject { { QStringLiteral("id"), id }, { QStringLiteral("crn"), crn }, { QStringLiteral("name"), tag },
            { QStringLiteral("indexed"), false }, { QStringLiteral("resource"), about.value(u"name") }, { QStringLiteral("region"), region },
            { QStringLiteral("group"), str(about, { u"resource_group", u"id" }) }, { QStringLiteral("created"), about.value(u"created_at") } });
    m_state.clock().after(kIndexLag, &m_state, [this, id] {
        const QJsonObject known = m_state.get(kTags, id);
        if (!known.isEmpty()) {
            m_state.put(kTags, indexed(known));
        }
    });
}

Reply TagService::search(const Call& call)
{
    if (call.caller.iamId.isEmpty()) {
        return policyError(401, QStringLiteral("invalid_token"), QStringLiteral("The token is missing or not valid."));
    }
    if (!call.at({ u"v3", u"resources", u"search" }) || !call.is("POST")) {
        return policyError(404, QStringLiteral("not_found"), QStringLiteral("The path is not known."));
    }
    static const QRegularExpression byTag(QStringLiteral("tags:\\s*\"([^\"]*)\""));
    const QString query = call.json.value(u"query").toString();
    const QString wanted = byTag.match(query).captured(1);
    if (wanted.isEmpty()) { // an empty answer would say that there is nothing
        return policyError(400, QStringLiteral("invalid_body"), QStringLiteral("The sandbox searches by tags:\"…\" only, not for: ") + query);
    }
    const int limit = call.has("limit") ? qBound(1, call.arg("limit").toInt(), 1000) : 10;
    const qsizetype offset = call.json.value(u"search_cursor").toString().section(u'-', -1).toInt();
    QJsonArray hits;
    for (const QJsonObject& tag : m_state.all(kTags)) {
        if (tag.value(u"name").toString() != wanted || !tag.value(u"indexed").toBool()) {
            continue;
        }
        hits.append(QJsonObject { { QStringLiteral("crn"), tag.value(u"crn") }, { QStringLiteral("name"), tag.value(u"resource") },
            { QStringLiteral("region"), tag.value(u"region") }, { QStringLiteral("tags"), QJsonArray({ wanted }) },
            { QStringLiteral("resource_group_id"), tag.value(u"group") }, { QStringLiteral("creation_date"), tag.value(u"created") } });
    }
    QJsonArray items;
    for (qsizetype i = offset; i < qMin(hits.size(), offset + limit); ++i) {
        items.append(hits.at(i));
    }
    QJsonObject body { { QStringLiteral("items"), items }, { QStringLiteral("limit"), limit } };
    if (offset + limit < hits.size()) {
        body.insert(QStringLiteral("search_cursor"), QStringLiteral("cursor-%1").arg(offset + limit));
    }
    return Reply::json(200, body);
}

} // namespace cocoon::sandbox
