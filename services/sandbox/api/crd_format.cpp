// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/crd_format.h"

#include "services/base/codec.h"

#include <QDate>
#include <QHash>
#include <QHostAddress>
#include <QRegularExpression>
#include <QTime>
#include <QUrl>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    const QHash<QString, QRegularExpression>& patterns()
    {
        static const QHash<QString, QRegularExpression> table = [] {
            const std::pair<const char*, const char*> rows[] {
                { "date", "\\d{4}-\\d{2}-\\d{2}" },
                { "date-time", "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})" },
                { "duration", "-?(\\d+(\\.\\d+)?(ns|us|µs|ms|s|m|h)|\\d+ *(second|minute|hour|day|week)s?)+" },
                { "uuid", "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}" },
                { "uuid4", "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?4[0-9a-fA-F]{3}-?[89abAB][0-9a-fA-F]{3}-?[0-9a-fA-F]{12}" },
                { "hostname", "[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)*" },
                { "email", "[^@\\s]+@[^@\\s]+" },
                { "mac", "[0-9a-fA-F]{2}([-:][0-9a-fA-F]{2}){5}" },
            };
            QHash<QString, QRegularExpression> compiled;
            for (const auto& [name, pattern] : rows) {
                compiled.insert(QString::fromLatin1(name), QRegularExpression(QRegularExpression::anchoredPattern(QString::fromUtf8(pattern))));
            }
            return compiled;
        }();
        return table;
    }

    bool isAddress(const QString& text, QAbstractSocket::NetworkLayerProtocol protocol)
    {
        QHostAddress address;
        // QHostAddress also takes "1.2" for 1.0.0.2
        return address.setAddress(text) && address.protocol() == protocol
            && (protocol == QAbstractSocket::IPv6Protocol || text.count(u'.') == 3);
    }

} // namespace

bool fitsFormat(const QString& text, const QString& format)
{
    if (format == "byte"_L1) {
        return decodeBase64(text.toUtf8()).has_value();
    }
    const bool isV4 = format == "ipv4"_L1 || format == "ip"_L1;
    const bool isV6 = format == "ipv6"_L1 || format == "ip"_L1;
    if (isV4 || isV6) {
        return (isV4 && isAddress(text, QAbstractSocket::IPv4Protocol)) || (isV6 && isAddress(text, QAbstractSocket::IPv6Protocol));
    }
    if (format == "cidr"_L1) {
        return text.count(u'/') == 1 && QHostAddress::parseSubnet(text).second >= 0
            && (text.contains(u':') || text.count(u'.') == 3);
    }
    if (format == "uri"_L1) {
        const QUrl url(text, QUrl::StrictMode);
        return url.isValid() && (!url.scheme().isEmpty() || text.startsWith(u'/'));
    }
    const auto pattern = patterns().constFind(format);
    if (pattern == patterns().constEnd()) {
        return true;
    }
    if (!pattern->match(text).hasMatch()) {
        return false;
    }
    if (format == "date"_L1) {
        return QDate::fromString(text, Qt::ISODate).isValid();
    }
    return format != "date-time"_L1
        || (QDate::fromString(text.left(10), Qt::ISODate).isValid() && QTime::fromString(text.mid(11, 8), Qt::ISODate).isValid());
}

} // namespace cocoon::sandbox
