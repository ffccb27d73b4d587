// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/proxy.h"

#include <QHostAddress>
#include <QStringList>

namespace cocoon::net {

namespace {
    bool isLoopback(const QString& host)
    {
        return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost"))
            || QHostAddress(host).isLoopback();
    }

    /// "host:8443" → host and port; "[::1]:80", "::1" and "host" as well. Port 0 = any.
    std::pair<QString, int> splitPort(const QString& entry)
    {
        const qsizetype colon = entry.lastIndexOf(u':');
        const bool bareIpv6 = entry.count(u':') > 1 && !entry.startsWith(u'[');
        bool ok = false;
        const int port = colon > 0 && !bareIpv6 ? entry.mid(colon + 1).toInt(&ok) : 0;
        QString host = ok ? entry.left(colon) : entry;
        if (host.startsWith(u'[') && host.endsWith(u']')) {
            host = host.mid(1, host.size() - 2);
        }
        return { host, ok ? port : 0 };
    }
}

bool isExcluded(const QString& noProxy, const QString& host, int port)
{
    const QString name = host.toLower();
    const QHostAddress address(name);
    const QStringList entries = noProxy.toLower().split(u',', Qt::SkipEmptyParts);
    for (const QString& raw : entries) {
        const QString entry = raw.trimmed();
        if (entry == QLatin1String("*")) {
            return true;
        }
        if (entry.contains(u'/')) {
            const auto subnet = QHostAddress::parseSubnet(entry);
            if (!address.isNull() && subnet.second >= 0 && address.isInSubnet(subnet)) {
                return true;
            }
            continue;
        }
        auto [pattern, wantedPort] = splitPort(entry);
        if (pattern.isEmpty() || (wantedPort != 0 && wantedPort != port)) {
            continue;
        }
        if (!address.isNull()) {
            if (address == QHostAddress(pattern)) {
                return true;
            }
            continue;
        }
        if (pattern.startsWith(QLatin1String("*."))) {
            pattern.remove(0, 1);
        }
        const bool exact = !pattern.startsWith(u'.');
        if ((exact && name == pattern) || name.endsWith(exact ? u'.' + pattern : pattern)) {
            return true;
        }
    }
    return false;
}

Result<ProxyRoute> proxyFor(const QUrl& url, const QString& option, const QProcessEnvironment& environment)
{
    const ProxyRoute direct;
    const bool secure = url.scheme() == QLatin1String("https");
    if (option == QLatin1String("direct") || isLoopback(url.host())) {
        return direct;
    }
    const auto variable = [&](const char* upper) {
        const QString name = QString::fromLatin1(upper);
        const QString value = environment.value(name);
        return value.isEmpty() ? environment.value(name.toLower()) : value;
    };
    QString text = option;
    if (text.isEmpty()) {
        text = variable(secure ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (text.isEmpty() || isExcluded(variable("NO_PROXY"), url.host(), url.port(secure ? 443 : 80))) {
            return direct;
        }
    }
    const QUrl proxy(text.contains(QLatin1String("://")) ? text : QStringLiteral("http://") + text);
    const bool socks = proxy.scheme().startsWith(QLatin1String("socks5"));
    const bool byTls = proxy.scheme() == QLatin1String("https");
    if (proxy.host().isEmpty() || (!socks && !byTls && proxy.scheme() != QLatin1String("http"))) {
        // The address is not repeated: it may hold a password.
        return fail(Errc::Invalid, QStringLiteral("Only http://, https:// and socks5:// proxies are supported."));
    }
    const int usual = socks ? 1080 : byTls ? 443 : 80;
    const QNetworkProxy result(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, proxy.host(),
        static_cast<quint16>(proxy.port(usual)), proxy.userName(QUrl::FullyDecoded),
        proxy.password(QUrl::FullyDecoded));
    return ProxyRoute { result, byTls };
}

} // namespace cocoon::net
