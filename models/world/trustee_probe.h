// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/base/job.h"

#include <QJsonValue>
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

} // namespace cocoon::world
