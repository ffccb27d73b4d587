// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/cost/request_tally.h"

#include "test/support/tap_transport.h"

#include <QUrlQuery>

namespace cocoon::test {

using namespace Qt::StringLiterals;

std::unique_ptr<net::Transport> RequestTally::tap(net::Transport& wire)
{
    TapTransport::Watch watch;
    watch.onRequest = [this](const net::Request& request) {
        Row& found = row(request);
        const QByteArray& body = request.secretBody ? request.secretBody->reveal() : request.body;
        // What is asked by POST (a review, a search) is told apart by its body.
        QUrlQuery asked(request.url);
        if (asked.hasQueryItem(u"watch"_s)) {
            asked.removeQueryItem(u"resourceVersion"_s); // a watch opened again is the same one
        }
        ++found.whole[asked.query() + (request.secretBody ? QString() : QString::fromUtf8(body))];
        found.first = found.times++ == 0 ? m_sinceStart.elapsed() : found.first;
        found.last = m_sinceStart.elapsed();
        found.sent += body.size();
    };
    watch.onReply = [this](const net::Request& request, const Result<net::Response>& reply) {
        row(request).received += reply ? reply->body.size() : 0;
    };
    watch.onData = [this](const net::Request& request, const QByteArray& bytes) { row(request).received += bytes.size(); };
    return std::make_unique<TapTransport>(wire, watch);
}

RequestTally::Row& RequestTally::row(const net::Request& request)
{
    const bool isWatch = request.url.query().contains(u"watch=");
    return m_rows[(isWatch ? u"WATCH "_s : QString::fromLatin1(request.method) + u' ') + request.url.path()];
}

QJsonObject RequestTally::json() const
{
    QJsonObject json;
    for (auto it = m_rows.cbegin(); it != m_rows.cend(); ++it) {
        json.insert(it.key(), QJsonObject { { u"times"_s, it->times }, { u"distinct"_s, it->whole.size() }, { u"first"_s, it->first },
            { u"last"_s, it->last }, { u"sent"_s, it->sent }, { u"received"_s, it->received } });
    }
    return json;
}

} // namespace cocoon::test
