// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QMap>

namespace cocoon::ibm {

/// The files of a small ZIP archive by their path in it; entries may be stored or deflated. Made for the kubeconfig
/// archives of the containers API: at most 64 entries and 4 MiB in all, no encryption, no ZIP64 (Errc::Parse).
Result<QMap<QString, QByteArray>> readZip(const QByteArray& archive);

} // namespace cocoon::ibm
