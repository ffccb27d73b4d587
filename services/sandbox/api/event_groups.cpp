// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/event_groups.h"

#include "services/base/json.h"
#include "services/sandbox/api/request.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    const QString kGroupVersion = u"events.k8s.io/v1"_s;
    /// Where the two forms differ: name in v1, name in events.k8s.io/v1.
    const std::pair<QString, QString> kNames[] { { u"involvedObject"_s, u"regarding"_s }, { u"message"_s, u"note"_s },
        { u"source"_s, u"deprecatedSource"_s }, { u"firstTimestamp"_s, u"deprecatedFirstTimestamp"_s },
        { u"lastTimestamp"_s, u"deprecatedLastTimestamp"_s }, { u"count"_s, u"deprecatedCount"_s },
        { u"reportingComponent"_s, u"reportingController"_s } };

    QJsonObject renamed(QJsonObject event, bool toGroup)
    {
        for (const auto& [core, group] : kNames) {
            const QString& from = toGroup ? core : group;
            if (event.contains(from)) {
                event.insert(toGroup ? group : core, event.take(from));
            }
        }
        if (event.value("kind"_L1) == "Event"_L1) { // not what stands for one (PartialObjectMetadata)
            event.insert("apiVersion"_L1, toGroup ? kGroupVersion : u"v1"_s);
        }
        return event;
    }

    QString renamedPath(const QString& path, QChar separator)
    {
        for (const auto& [core, group] : kNames) {
            const QString first = path.section(separator, 0, 0);
            if (first == group) {
                return core + path.mid(group.size());
            }
        }
        return path;
    }

    QByteArray renamedBody(const QByteArray& body, const QByteArray& method)
    {
        const auto value = parseJson(body);
        if (!value || body.trimmed().isEmpty()) {
            const auto yaml = method == "DELETE" ? Result<QJsonObject>(QJsonObject()) : parseJsonOrYaml(body);
            return yaml && !yaml->isEmpty() ? toJson(renamed(*yaml, false)) : body;
        }
        if (value->isObject()) {
            return toJson(renamed(value->toObject(), false));
        }
        QJsonArray operations;
        const QJsonArray given = value->toArray();
        for (const QJsonValue operation : given) {
            QJsonObject one = operation.toObject();
            for (const QLatin1String field : { "path"_L1, "from"_L1 }) {
                if (one.contains(field)) {
                    one.insert(field, u'/' + renamedPath(one.value(field).toString().mid(1), u'/'));
                }
            }
            operations.append(one);
        }
        return toJson(operations);
    }

    QByteArray inGroup(const QByteArray& json)
    {
        const auto object = parseJsonObject(json);
        return object ? toJson(groupEvent(*object)) + (json.endsWith('\n') ? "\n" : "") : json;
    }

} // namespace

QJsonObject coreEvent(const QJsonObject& event) { return renamed(event, false); }

QJsonObject groupEvent(const QJsonObject& event)
{
    QJsonObject result = event;
    if (event.contains("items"_L1)) {
        QJsonArray items;
        const QJsonArray given = event.value("items"_L1).toArray();
        for (const QJsonValue item : given) {
            items.append(renamed(item.toObject(), true));
        }
        result.insert("items"_L1, items);
        if (event.value("kind"_L1) == "EventList"_L1) {
            result.insert("apiVersion"_L1, kGroupVersion);
        }
        return result;
    }
    if (event.contains("type"_L1) && event.value("object"_L1).isObject() && !event.contains("metadata"_L1)) { // a watch's line
        result.insert("object"_L1, renamed(event.value("object"_L1).toObject(), true));
        return result;
    }
    return event.value("kind"_L1) == "Event"_L1 ? renamed(event, true) : event;
}

std::optional<ApiRequest> asCoreEventRequest(const ApiRequest& request)
{
    const QString prefix = "/apis/"_L1 + kGroupVersion + u'/';
    const auto path = parseApiPath(request.path);
    if (!request.path.startsWith(prefix) || !path || path->plural != "events"_L1) {
        return std::nullopt;
    }
    ApiRequest core = request;
    core.path = "/api/v1/"_L1 + request.path.mid(prefix.size());
    core.body = renamedBody(request.body, request.method);
    const QString selector = param(request, "fieldSelector"_L1);
    if (!selector.isEmpty()) {
        QStringList terms = selector.split(u',');
        for (QString& term : terms) {
            term = renamedPath(term, u'.');
        }
        core.query.removeQueryItem(u"fieldSelector"_s);
        core.query.addQueryItem(u"fieldSelector"_s, QString::fromLatin1(QUrl::toPercentEncoding(terms.join(u','))));
    }
    return core;
}

ApiReply asGroupEventReply(ApiReply reply)
{
    if (reply.startWatch) {
        const auto start = reply.startWatch;
        reply.startWatch = [start](const ApiReply::Sink& sink, const ApiReply::End& end) {
            return start([sink](const QByteArray& line) { sink(inGroup(line)); }, end);
        };
    } else {
        reply.body = inGroup(reply.body);
    }
    return reply;
}

} // namespace cocoon::sandbox
