// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/api_server_p.h"

#include "services/base/json.h"
#include "services/base/yaml.h"
#include "services/sandbox/api/watch_stream.h"

#include <limits>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    constexpr int kDefaultWatchSeconds = 1800;

    Outcome<Selector> selectorOf(const ApiRequest& request, const Kind& kind)
    {
        const auto labels = LabelSelector::parse(param(request, "labelSelector"_L1));
        if (!labels) {
            return tl::unexpected(labels.error());
        }
        const auto fields = FieldSelector::parse(param(request, "fieldSelector"_L1), kind);
        if (!fields) {
            return tl::unexpected(fields.error());
        }
        return Selector { *labels, *fields };
    }

    // An invalid query is answered as Kubernetes does it: as an invalid ListOptions.
    Failure invalidOptions(const QString& field, const QString& why)
    {
        const QString message = field + ": "_L1 + why;
        return { 422, u"Invalid"_s, "ListOptions.meta.k8s.io \"\" is invalid: "_L1 + message,
            { { "group"_L1, "meta.k8s.io"_L1 }, { "kind"_L1, "ListOptions"_L1 },
                { "causes"_L1,
                    QJsonArray { QJsonObject { { "reason"_L1, "FieldValueForbidden"_L1 }, { "message"_L1, why },
                        { "field"_L1, field } } } } } };
    }

    Failure tooLarge(qint64 wanted, qint64 current)
    {
        return { 504, u"Timeout"_s,
            "Too large resource version: "_L1 + QString::number(wanted) + ", current: "_L1 + QString::number(current),
            { { "retryAfterSeconds"_L1, 1 },
                { "causes"_L1,
                    QJsonArray { QJsonObject { { "reason"_L1, "ResourceVersionTooLarge"_L1 },
                        { "message"_L1, "Too large resource version"_L1 } } } } } };
    }

    struct Page {
        QList<ObjectPtr> items;
        QString last; ///< key of the last item
        bool more = false;
    };

    // Two ordered maps walked as one: what is stored, and what differed at the wanted version.
    Page collect(const ObjectStore::Objects& objects, const std::map<QString, ObjectPtr>& then, const QString& prefix,
        const QString& after, const Selector& selector, qint64 limit)
    {
        Page page;
        auto a = after.isEmpty() ? objects.lower_bound(prefix) : objects.upper_bound(after);
        auto b = after.isEmpty() ? then.lower_bound(prefix) : then.upper_bound(after);
        const auto ends = [&](const auto& it, const auto& map) {
            return it == map.end() || (!prefix.isEmpty() && !it->first.startsWith(prefix));
        };
        for (;;) {
            const bool aEnds = ends(a, objects);
            const bool bEnds = ends(b, then);
            if (aEnds && bEnds) {
                return page;
            }
            const bool takeThen = !bEnds && (aEnds || !(a->first < b->first));
            const QString key = takeThen ? b->first : a->first;
            const ObjectPtr object = takeThen ? b->second : a->second;
            if (takeThen && !aEnds && a->first == key) {
                ++a;
            }
            takeThen ? static_cast<void>(++b) : static_cast<void>(++a);
            if (!object || !selector.matches(object->object)) {
                continue;
            }
            if (limit > 0 && page.items.size() >= limit) {
                page.more = true;
                return page;
            }
            page.items.append(object);
            page.last = key;
        }
    }

    qint64 countOf(const ObjectStore::Objects& objects, const QString& prefix)
    {
        if (prefix.isEmpty()) {
            return static_cast<qint64>(objects.size());
        }
        qint64 count = 0;
        for (auto it = objects.lower_bound(prefix); it != objects.end() && it->first.startsWith(prefix); ++it) {
            ++count;
        }
        return count;
    }

} // namespace

void ApiServer::Private::get(const Write& read)
{
    const ObjectPtr stored = store.find(read.resource, read.key());
    if (!stored) {
        read.refuse(failures::notFound(read.kind, read.name));
        return;
    }
    const Shape shape = shapeFor(read.request, static_cast<bool>(presenter));
    if (shape == Shape::Json && stored->object.value("apiVersion"_L1).toString() == apiVersionOf(read.kind)) {
        ApiReply reply;
        reply.body = stored->bytes();
        read.done(reply);
        return;
    }
    answer(read, 200, stored->object);
}

void ApiServer::Private::list(const Write& read)
{
    const ApiRequest& request = read.request;
    const auto selector = selectorOf(request, read.kind);
    if (!selector) {
        read.refuse(selector.error());
        return;
    }
    const qint64 limit = param(request, "limit"_L1).toLongLong();
    const QString versionText = param(request, "resourceVersion"_L1);
    const QString match = param(request, "resourceVersionMatch"_L1);
    const QString tokenText = param(request, "continue"_L1);
    qint64 version = store.version();
    ContinueToken token;
    bool numeric = true;
    const qint64 wanted = versionText.isEmpty() ? 0 : versionText.toLongLong(&numeric);
    if (!numeric || wanted < 0) {
        read.refuse(invalidOptions(u"resourceVersion"_s, "Invalid value: "_L1 + printed(versionText)));
        return;
    }
    if (request.query.hasQueryItem(u"sendInitialEvents"_s)) {
        read.refuse(invalidOptions(u"sendInitialEvents"_s, u"Forbidden: sendInitialEvents is forbidden for list"_s));
        return;
    }
    if (!match.isEmpty() && versionText.isEmpty()) {
        read.refuse(invalidOptions(u"resourceVersionMatch"_s,
            u"Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"_s));
        return;
    }
    if (match == "Exact"_L1 && wanted == 0) {
        read.refuse(invalidOptions(u"resourceVersionMatch"_s,
            u"Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""_s));
        return;
    }
    if (!tokenText.isEmpty()) {
        const auto decoded = decodeToken(tokenText);
        if (!decoded) {
            read.refuse(failures::badRequest(u"continue key is not valid: the token cannot be read"_s));
            return;
        }
        if (!versionText.isEmpty() && wanted != 0) {
            read.refuse(failures::badRequest(u"specifying resource version is not allowed when using continue"_s));
            return;
        }
        token = *decoded;
        version = token.version;
    } else if (wanted > 0) {
        if (wanted > version) {
            read.refuse(tooLarge(wanted, version));
            return;
        }
        if (match == "Exact"_L1 || (match.isEmpty() && limit > 0)) {
            version = wanted;
        }
    }
    if (version < store.compactedUpTo(read.resource)) {
        read.refuse(failures::expired(tokenText.isEmpty()
                ? "The resourceVersion for the provided list is too old: "_L1 + QString::number(version)
                : u"The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter."_s));
        return;
    }
    const auto& objects = store.all(read.resource);
    const QString prefix = read.ns.isEmpty() ? QString() : read.ns + u'/';
    const auto then = version < store.version() ? store.statesAt(read.resource, version) : std::map<QString, ObjectPtr>();
    const Page page = collect(objects, then, prefix, token.start, *selector, limit);

    QJsonObject metadata { { "resourceVersion"_L1, QString::number(version) } };
    if (page.more) {
        ContinueToken next { version, page.last, -1 };
        if (selector->isEmpty()) {
            const qint64 before = tokenText.isEmpty() ? countOf(objects, prefix) : token.left;
            next.left = before < 0 ? -1 : qMax<qint64>(1, before - page.items.size());
            if (next.left > 0) {
                metadata.insert("remainingItemCount"_L1, next.left);
            }
        }
        metadata.insert("continue"_L1, encodeToken(next));
    }

    const Shape shape = shapeFor(request, static_cast<bool>(presenter));
    const QString apiVersion = apiVersionOf(read.kind);
    if (shape == Shape::Table || shape == Shape::Yaml) {
        QJsonArray items;
        for (const ObjectPtr& item : page.items) {
            items.append(presented(read.kind, item->object, Shape::Json, request));
        }
        const QJsonObject list { { "kind"_L1, read.kind.listKind }, { "apiVersion"_L1, apiVersion },
            { "metadata"_L1, metadata }, { "items"_L1, items } };
        ApiReply reply;
        if (shape == Shape::Yaml) {
            reply.contentType = "application/yaml";
            reply.body = toYaml(list);
        } else {
            reply.body = toJson(presenter(read.kind, list, request));
        }
        read.done(reply);
        return;
    }
    const bool partial = shape == Shape::Metadata;
    ApiReply reply;
    qsizetype size = 256;
    if (!partial) {
        for (const ObjectPtr& item : page.items) {
            size += item->bytes().size() + 1;
        }
    }
    reply.body.reserve(size);
    reply.body += "{\"kind\":\"" + (partial ? u"PartialObjectMetadataList"_s : read.kind.listKind).toUtf8() + "\",\"apiVersion\":\""
        + (partial ? u"meta.k8s.io/v1"_s : apiVersion).toUtf8() + "\",\"metadata\":" + toJson(metadata) + ",\"items\":[";
    bool first = true;
    for (const ObjectPtr& item : page.items) {
        if (!first) {
            reply.body += ',';
        }
        first = false;
        const bool asStored = !partial && item->object.value("apiVersion"_L1).toString() == apiVersion;
        reply.body += asStored ? item->bytes() : toJson(presented(read.kind, item->object, shape, request));
    }
    reply.body += "]}\n";
    read.done(reply);
}

void ApiServer::Private::watch(const Write& read)
{
    const ApiRequest& request = read.request;
    const auto selector = selectorOf(request, read.kind);
    if (!selector) {
        read.refuse(selector.error());
        return;
    }
    WatchStream::Options wanted;
    wanted.kind = read.kind;
    wanted.request = request;
    wanted.resource = read.resource;
    wanted.ns = read.ns;
    wanted.apiVersion = apiVersionOf(read.kind);
    wanted.selector = *selector;
    wanted.shape = shapeFor(request, static_cast<bool>(presenter));
    wanted.bookmarks = flagParam(request, "allowWatchBookmarks"_L1);
    wanted.bookmarkEvery = options.bookmarkEvery;
    const QString match = param(request, "resourceVersionMatch"_L1);
    wanted.initialEvents = flagParam(request, "sendInitialEvents"_L1);
    if (wanted.initialEvents && match != "NotOlderThan"_L1) {
        read.refuse(invalidOptions(u"resourceVersionMatch"_s,
            u"Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"_s));
        return;
    }
    if (!match.isEmpty() && !request.query.hasQueryItem(u"sendInitialEvents"_s)) {
        read.refuse(invalidOptions(u"resourceVersionMatch"_s,
            u"Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"_s));
        return;
    }
    const QString version = param(request, "resourceVersion"_L1);
    bool numeric = true;
    wanted.from = version.isEmpty() ? 0 : version.toLongLong(&numeric);
    if (!numeric) {
        read.refuse(failures::badRequest("Invalid value: "_L1 + printed(version) + ": invalid resource version"_L1));
        return;
    }
    const bool declined = param(request, "sendInitialEvents"_L1) == "false"_L1;
    wanted.synthetic = wanted.from == 0 && !declined && !wanted.initialEvents;
    if (wanted.from == 0 && declined) {
        wanted.from = store.version();
    }
    const int seconds = param(request, "timeoutSeconds"_L1).toInt();
    wanted.timeout = milliseconds(1000LL * (seconds > 0 ? seconds : kDefaultWatchSeconds));

    ApiReply reply;
    reply.startWatch = [this, server = QPointer<ApiServer>(&q), wanted](ApiReply::Sink sink, ApiReply::End end) {
        if (!server) {
            return std::function<void()>([] { });
        }
        QPointer<WatchStream> stream = new WatchStream(store, clock, wanted,
            [this](const Kind& kind, const QJsonObject& object, Shape shape, const ApiRequest& original) {
                return presented(kind, object, shape, original);
            },
            &q);
        stream->start(std::move(sink), std::move(end));
        return std::function<void()>([stream] {
            if (stream) {
                stream->stop();
            }
        });
    };
    read.done(reply);
}

} // namespace cocoon::sandbox
