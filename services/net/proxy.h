// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QNetworkProxy>
#include <QProcessEnvironment>
#include <QUrl>

namespace cocoon::net {

/// A proxy and how it is reached itself: `byTls` (https://) needs a TlsRelay, QNetworkProxy does not know such a way.
struct ProxyRoute {
    QNetworkProxy proxy { QNetworkProxy::NoProxy };
    bool byTls = false;
    bool isDirect() const { return proxy.type() == QNetworkProxy::NoProxy; }
};

/// Which proxy leads to `url`. `option`: "" = as the environment says (HTTPS_PROXY, HTTP_PROXY, NO_PROXY and their
/// lower-case forms, read as Go programs read them), "direct" = none, else the proxy's URL. Loopback is always direct.
Result<ProxyRoute> proxyFor(const QUrl& url, const QString& option, const QProcessEnvironment& environment);

/// Does NO_PROXY's text name this host? Entries: "*", "host" (and its sub-domains), ".suffix", "*.suffix", "ip",
/// "cidr", each with an optional ":port".
bool isExcluded(const QString& noProxy, const QString& host, int port);

} // namespace cocoon::net
