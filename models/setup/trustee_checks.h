// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/look.h"
#include "models/setup/report.h"

namespace cocoon::setup {

/// Asks the trustee what it speaks and whom it claims to be. `certificate` (PEM, empty = none) is what VMs are given to trust
/// it. Without one, and when no public authority vouches for what it serves, the result is the certificate that could be
/// taken as it is shown: {"subject","notAfter","sha256","pem"}.
QJsonObject checkTrustee(Look& look, Report& report, const QString& url, const QString& certificate);
/// Subject, end and fingerprint in one line.
QString describeCertificate(const QJsonObject& certificate);

} // namespace cocoon::setup
