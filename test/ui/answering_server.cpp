// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/ui/answering_server.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <utility>

namespace cocoon::test {

using namespace Qt::StringLiterals;

namespace {
    kube::Access access()
    {
        kube::Access access;
        access.server = QUrl(u"https://cluster.invalid"_s);
        return access;
    }

    QByteArray bytes(const QJsonObject& object)
    {
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    }

    class Silence : public net::Stream {
    public:
        using net::Stream::Stream;
        void close() override { }
        void write(const QByteArray&) override { }
    };
}

AnsweringServer::AnsweringServer()
    : m_client(*this, access())
    , m_reader([this] { return connectCluster(); })
{
}

Result<net::Response> AnsweringServer::answer(const QString& path) const
{
    if (isCut) {
        return fail(Errc::Network, u"connection refused"_s);
    }
    net::Response response;
    response.headers.add("Content-Type", "application/json");
    response.status = status != 200 ? status : bodies.contains(path) ? 200 : 404;
    response.body = response.status == 200 ? bodies.value(path) : bytes({ { u"kind"_s, u"Status"_s }, { u"code"_s, response.status }, { u"message"_s, u"the server says no"_s } });
    return response;
}

Job<net::Response>* AnsweringServer::send(const net::Request& request)
{
    asked.append(request.url.path());
    auto* job = new Job<net::Response>(this);
    m_waiting.append({ job, request.url.path() });
    if (!isSilent) {
        speak();
    }
    return job;
}

void AnsweringServer::speak()
{
    for (const auto& [job, path] : std::exchange(m_waiting, {})) {
        if (job) {
            job->resolve(answer(path));
        }
    }
}

net::Stream* AnsweringServer::open(const net::Request&)
{
    return new Silence(this);
}

QByteArray AnsweringServer::object(const QString& name, const QString& value, int version)
{
    return bytes({ { u"kind"_s, u"ConfigMap"_s }, { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"resourceVersion"_s, QString::number(version) } } },
        { u"data"_s, QJsonObject { { u"v"_s, value } } } });
}

QByteArray AnsweringServer::events(const QStringList& messages)
{
    QJsonArray items;
    for (const QString& message : messages) {
        items.append(QJsonObject { { u"reason"_s, u"FailedCreatePodSandBox"_s }, { u"type"_s, u"Warning"_s }, { u"message"_s, message }, { u"lastTimestamp"_s, u"2026-01-15T09:00:00Z"_s } });
    }
    return bytes({ { u"kind"_s, u"EventList"_s }, { u"metadata"_s, QJsonObject() }, { u"items"_s, items } });
}

QByteArray AnsweringServer::namespaces(const QStringList& names)
{
    QJsonArray items;
    for (const QString& name : names) {
        items.append(QJsonObject { { u"metadata"_s, QJsonObject { { u"name"_s, name } } } });
    }
    return bytes({ { u"kind"_s, u"PartialObjectMetadataList"_s }, { u"metadata"_s, QJsonObject() }, { u"items"_s, items } });
}

} // namespace cocoon::test
