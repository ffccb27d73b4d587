// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/token_mint.h"

#include "services/base/json.h"

#include <QMessageAuthenticationCode>

namespace cocoon::sandbox {

namespace {

    constexpr auto kUrl = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

TokenMint::TokenMint(quint32 seed)
    : m_key("sandbox-iam-" + QByteArray::number(seed))
{
}

QByteArray TokenMint::sign(const QByteArray& text) const
{
    return QMessageAuthenticationCode::hash(text, m_key, QCryptographicHash::Sha256).toBase64(kUrl);
}

QByteArray TokenMint::mint(const QJsonObject& claims) const
{
    const QByteArray header = R"({"kid":"20261101-sandbox","typ":"JWT","alg":"HS256"})";
    const QByteArray text = header.toBase64(kUrl) + '.' + toJson(claims).toBase64(kUrl);
    return text + '.' + sign(text);
}

std::optional<QJsonObject> TokenMint::claims(const QByteArray& token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3) {
        return {};
    }
    const auto parsed = parseJsonObject(QByteArray::fromBase64(parts.at(1), kUrl));
    if (!parsed) {
        return {};
    }
    return *parsed;
}

std::optional<QJsonObject> TokenMint::check(const QByteArray& token, const QDateTime& now) const
{
    const qsizetype dot = token.lastIndexOf('.');
    if (dot < 0 || sign(token.left(dot)) != token.mid(dot + 1)) {
        return {};
    }
    const auto found = claims(token);
    if (!found || found->value(u"exp").toInteger() <= now.toSecsSinceEpoch()) {
        return {};
    }
    return found;
}

} // namespace cocoon::sandbox
