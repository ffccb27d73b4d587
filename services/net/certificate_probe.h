// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/base/job.h"

#include <QJsonValue>
#include <QSslError>
#include <QStringList>
#include <QUrl>

namespace cocoon::net {

/// What a TLS server presents, and what the authorities known to this machine think of it: {"subject","notAfter","sha256",
/// "trusted","problems","authority":{…,"pem"}}. Connects by itself because a transport does not hand out a certificate it
/// refuses. Null when there is none.
Job<QJsonValue>* readCertificate(const QUrl& url, milliseconds patience, QObject* parent);

/// What is wrong with a certificate, as the answer's "problems": "unknown-issuer" is a matter of trust, which a person can
/// give; "host-mismatch", "expired", "not-yet-valid" and "refused" are not: a guest refuses such a certificate as well.
QStringList certificateProblems(const QList<QSslError>& errors);

} // namespace cocoon::net
