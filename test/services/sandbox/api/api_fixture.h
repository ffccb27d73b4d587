// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/json.h"
#include "services/sandbox/api/api_server.h"
#include "test/support/manual_clock.h"

#include <QEventLoop>
#include <QTimer>

namespace cocoon::test {

/// An API server with a client's view: one call per request, answers decoded.
class ApiFixture {
public:
    explicit ApiFixture(const sandbox::ApiServer::Options& options = {}, net::Transport* webhooks = nullptr)
        : server(clock, webhooks, options)
    {
    }

    struct Answer {
        int status = 0;
        QJsonObject object;
        sandbox::ApiReply reply;
        QString message() const { return object.value(QLatin1String("message")).toString(); }
        QString at(std::initializer_list<QStringView> path) const { return str(object, path); }
    };

    Answer send(const QByteArray& method, const QString& pathAndQuery, const QJsonValue& body = QJsonValue::Undefined,
        const QByteArray& contentType = "application/json", const QByteArray& accept = "application/json")
    {
        return sendBytes(method, pathAndQuery, body.isUndefined() ? QByteArray() : toJson(body), contentType, accept);
    }
    Answer sendBytes(const QByteArray& method, const QString& pathAndQuery, const QByteArray& body,
        const QByteArray& contentType, const QByteArray& accept = "application/json")
    {
        sandbox::ApiRequest request;
        request.method = method;
        request.path = pathAndQuery.section(u'?', 0, 0);
        request.query = QUrlQuery(pathAndQuery.section(u'?', 1));
        request.headers.set("Content-Type", contentType);
        request.headers.set("Accept", accept);
        request.headers.set("User-Agent", "tester/v1.0 (linux)");
        request.body = body;
        request.user = QStringLiteral("admin");
        Answer answer;
        int calls = 0;
        QEventLoop loop; // webhooks answer through the event loop
        QTimer::singleShot(5000, &loop, &QEventLoop::quit);
        server.handle(request, [&](const sandbox::ApiReply& reply) {
            ++calls;
            answer.reply = reply;
            loop.quit();
        });
        if (calls == 0) {
            loop.exec();
        }
        Q_ASSERT(calls == 1);
        answer.status = answer.reply.status;
        answer.object = parseJsonObject(answer.reply.body).value_or(QJsonObject());
        return answer;
    }
    Answer get(const QString& path) { return send("GET", path); }
    Answer create(const QString& path, const QJsonObject& body) { return send("POST", path, body); }
    Answer merge(const QString& path, const QJsonObject& body)
    {
        return send("PATCH", path, body, "application/merge-patch+json");
    }
    Answer apply(const QString& path, const QString& manager, const QByteArray& yaml, const QString& more = {})
    {
        return sendBytes("PATCH", path + QStringLiteral("?fieldManager=") + manager + more, yaml, "application/apply-patch+yaml");
    }

    /// A running watch: "ADDED a", "MODIFIED b" … and the raw objects.
    struct Watch {
        QStringList lines;
        QList<QJsonObject> events;
        bool ended = false;
        std::function<void()> stop;
    };
    std::shared_ptr<Watch> watch(const QString& pathAndQuery)
    {
        const Answer answer = send("GET", pathAndQuery + (pathAndQuery.contains(u'?') ? u'&' : u'?') + QStringLiteral("watch=true"));
        auto watch = std::make_shared<Watch>();
        if (!answer.reply.startWatch) {
            return watch;
        }
        watch->stop = answer.reply.startWatch(
            [watch](const QByteArray& line) {
                const QJsonObject event = parseJsonObject(line).value_or(QJsonObject());
                const QJsonObject object = event.value(QLatin1String("object")).toObject();
                watch->events.append(event);
                const QString name = str(object, { u"metadata", u"name" });
                watch->lines.append(event.value(QLatin1String("type")).toString() + (name.isEmpty() ? name : u' ' + name));
            },
            [watch] { watch->ended = true; });
        return watch;
    }

    static QJsonObject json(const char* text)
    {
        const auto object = parseJsonObject(QByteArray(text));
        Q_ASSERT(object);
        return *object;
    }
    static QJsonObject configMap(const QString& name, const QJsonObject& data = {}, const QJsonObject& labels = {})
    {
        return { { QStringLiteral("apiVersion"), QStringLiteral("v1") }, { QStringLiteral("kind"), QStringLiteral("ConfigMap") },
            { QStringLiteral("metadata"), QJsonObject { { QStringLiteral("name"), name }, { QStringLiteral("labels"), labels } } },
            { QStringLiteral("data"), data } };
    }

    ManualClock clock;
    sandbox::ApiServer server;
};

} // namespace cocoon::test
