// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/host/labelling_transport.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

const QString kHostLabel = QStringLiteral("app.kubernetes.io/part-of");
const QString kHostLabelValue = QStringLiteral("cocoon-sandbox");

namespace {
    /// A POST to a collection makes an object; one to a sub-resource (binding, eviction) does something to it.
    bool isCreation(const net::Request& request)
    {
        if (request.method != "POST") {
            return false;
        }
        const QStringList parts = request.url.path().split(u'/', Qt::SkipEmptyParts);
        const qsizetype first = parts.value(0) == u"api" ? 2 : 3; // after /api/v1 or /apis/group/version
        const qsizetype rest = parts.size() - first;
        return rest == 1 || (rest == 3 && parts.at(first) == u"namespaces");
    }

    QByteArray labelled(const QByteArray& body)
    {
        const Result<QJsonObject> object = parseJsonObject(body);
        return object ? toJson(with(*object, { QStringLiteral("metadata"), QStringLiteral("labels"), kHostLabel }, kHostLabelValue)) : body;
    }
}

LabellingTransport::LabellingTransport(net::Transport& inner, QObject* parent)
    : net::Transport(parent)
    , m_inner(inner)
{
}

Job<net::Response>* LabellingTransport::send(const net::Request& request)
{
    if (!isCreation(request)) {
        return m_inner.send(request);
    }
    net::Request changed = request;
    if (request.secretBody) {
        changed.secretBody = Secret(labelled(request.secretBody->reveal()));
    } else {
        changed.body = labelled(request.body);
    }
    return m_inner.send(changed);
}

net::Stream* LabellingTransport::open(const net::Request& request)
{
    return m_inner.open(request);
}

} // namespace cocoon::sandbox
