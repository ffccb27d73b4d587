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
class Transport;
}

namespace cocoon::world {

/// Finds out what stands behind a trustee URL, in the shape of ask::trustee(). The request is the start of a handshake in a
/// protocol version nobody speaks: the refusal names the one that is spoken. What cannot be reached
/// is an answer too, so the job only fails when the URL is none. When the URL's own scheme does not answer, the other one
/// is tried. `given` is the certificate (PEM) that VMs are given to trust it; empty = none. No secrets are involved.
Job<QJsonValue>* probeTrustee(net::Transport& transport, const QUrl& url, const QByteArray& given, QObject* parent);

/// The answer's field "certificate" for a TLS server: what it presents, and what the authorities known to this machine think
/// of it. Connects by itself because a transport does not hand out a certificate it refuses. Null when there is none.
Job<QJsonValue>* readCertificate(const QUrl& url, QObject* parent);

/// What is wrong with a certificate, as the answer's "problems": "unknown-issuer" is a matter of trust, which a person can
/// give; "host-mismatch", "expired", "not-yet-valid" and "refused" are not: a guest refuses such a certificate as well.
QStringList certificateProblems(const QList<QSslError>& errors);

} // namespace cocoon::world
