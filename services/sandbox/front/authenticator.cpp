// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/authenticator.h"

#include <QCryptographicHash>
#include <QSslCertificate>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    QByteArray digest(const QByteArray& token)
    {
        return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
    }
    const QByteArray kWebSocketToken = "base64url.bearer.authorization.k8s.io.";
}

User Authenticator::user(const QString& name, QStringList groups)
{
    if (!groups.contains("system:authenticated"_L1)) {
        groups.append(u"system:authenticated"_s);
    }
    return { name, groups, {} };
}

void Authenticator::addToken(const Secret& token, const QString& name, const QStringList& groups)
{
    m_byTokenDigest.insert(digest(token.reveal()), user(name, groups));
}

std::optional<User> Authenticator::byToken(const QByteArray& token) const
{
    const auto it = m_byTokenDigest.constFind(digest(token));
    return it == m_byTokenDigest.cend() ? std::nullopt : std::optional<User>(*it);
}

std::optional<User> Authenticator::authenticate(const net::ServerRequest& request) const
{
    const QByteArray authorization = request.headers.value("Authorization").trimmed();
    if (authorization.size() > 7 && authorization.left(7).toLower() == "bearer ") {
        return byToken(authorization.mid(7).trimmed()); // a wrong token is not rescued by a certificate
    }
    // browsers cannot set headers on a WebSocket, so Kubernetes takes the token as a sub-protocol too
    const QList<QByteArray> protocols = request.headers.value("Sec-WebSocket-Protocol").split(',');
    for (const QByteArray& protocol : protocols) {
        if (protocol.trimmed().startsWith(kWebSocketToken)) {
            return byToken(QByteArray::fromBase64(
                protocol.trimmed().mid(kWebSocketToken.size()), QByteArray::Base64UrlEncoding));
        }
    }
    if (!request.peerChain.isEmpty()) {
        const QSslCertificate& leaf = request.peerChain.first();
        const QString name = leaf.subjectInfo(QSslCertificate::CommonName).value(0);
        if (!name.isEmpty()) {
            return user(name, leaf.subjectInfo(QSslCertificate::Organization));
        }
    }
    return std::nullopt;
}

} // namespace cocoon::sandbox
