// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ibm/token_manager.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cocoon::ibm {

using QueryItems = QList<std::pair<QString, QString>>;

/// A URL whose query values are percent-encoded throughout ("+" and "/" too: tags, names and CRNs hold them).
QUrl apiUrl(const QString& base, const QString& path, const QueryItems& query = {});

net::Request getRequest(const QUrl& url);
/// A request with a JSON body; `isRead` marks a POST that changes nothing and may be repeated.
net::Request jsonRequest(const QByteArray& method, const QUrl& url, const QJsonObject& body, bool isRead = false);

/// How a family of list calls says where the next page is. The token is taken out of the service's "next" and put into
/// our own URL, so that credentials never follow a link to another host.
struct Paging {
    QString itemsKey; ///< "instances"
    QString nextKey = QStringLiteral("next"); ///< holds a URL or {"href": URL}
    QString tokenParameter = QStringLiteral("start"); ///< query parameter of that URL
};

/// Sends requests as the logged-in user and turns answers that are not 2xx into errors. A 401 renews the token once and
/// sends again, also a POST: the service refused it unseen. Jobs are children of this object.
class ApiClient : public QObject {
    Q_OBJECT
public:
    enum class Auth { Bearer, None };

    ApiClient(net::Transport& transport, TokenManager& tokens, QObject* parent = nullptr);

    Job<net::Response>* send(const net::Request& request, Auth auth = Auth::Bearer);
    /// An answer that lacks one of the fields is Errc::Protocol: what was asked may have been done.
    Job<QJsonObject>* object(const net::Request& request, const QStringList& required, Auth auth = Auth::Bearer);
    /// The answer is an array or, with `key`, an object that holds it.
    Job<QJsonArray>* array(const net::Request& request, const QString& key = {});
    Job<Done>* done(const net::Request& request);
    Job<QJsonArray>* list(const net::Request& request, const Paging& paging);
    /// The object of an answer with the ETag header put in as "etag", for a later If-Match.
    Job<QJsonObject>* withETag(net::Request request, const QStringList& required);
    /// Pages of a search by POST: the cursor goes back into the body.
    Job<QJsonArray>* search(const QUrl& url, const QJsonObject& body);

private:
    using ResponseJob = Job<net::Response>;
    void withToken(ResponseJob* job, const net::Request& request, bool isRenewed);
    void transmit(ResponseJob* job, const net::Request& request, const Secret& token, bool isRenewed);
    void nextPage(Job<QJsonArray>* job, const net::Request& request, const Paging& paging, const QJsonArray& soFar, int page);
    void nextSearchPage(Job<QJsonArray>* job, const QUrl& url, const QJsonObject& body, const QJsonArray& soFar, int page);

    net::Transport& m_transport;
    TokenManager& m_tokens;
};

} // namespace cocoon::ibm
