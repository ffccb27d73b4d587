// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QSslConfiguration>
#include <QSslError>

namespace cocoon::net {

/// How a client connection trusts and identifies itself. HTTP/1.1 is the only protocol offered.
QSslConfiguration clientConfiguration(const Tls& tls);

/// One sentence for what is wrong with the server's certificate, naming the certificate; the rest goes to `detail`.
Error tlsError(const QList<QSslError>& errors, const QString& host);

} // namespace cocoon::net
