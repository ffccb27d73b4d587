// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QNetworkProxy>
#include <QProcessEnvironment>
#include <QUrl>

namespace cocoon::net {

/// Which proxy leads to `url`. `option`: "" = as the environment says (HTTPS_PROXY, HTTP_PROXY, NO_PROXY and their
/// lower-case forms, read as Go programs read them), "direct" = none, else the proxy's URL. Loopback is always direct.
Result<QNetworkProxy> proxyFor(const QUrl& url, const QString& option, const QProcessEnvironment& environment);

/// Does NO_PROXY's text name this host? Entries: "*", "host" (and its sub-domains), ".suffix", "*.suffix", "ip",
/// "cidr", each with an optional ":port".
bool isExcluded(const QString& noProxy, const QString& host, int port);

} // namespace cocoon::net
