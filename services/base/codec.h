// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QByteArray>

namespace cocoon {

/// gzip with a zeroed header time, so that the same input gives the same bytes (INITDATA is compared by bytes).
QByteArray gzip(const QByteArray& data);
/// Inflates gzip data; refuses output larger than `cap` bytes (Errc::Invalid) and damaged or cut input (Errc::Parse).
Result<QByteArray> gunzip(const QByteArray& data, qsizetype cap = 64 * 1024 * 1024);
/// Strict standard base64 (padding required, no line breaks): Errc::Parse otherwise.
Result<QByteArray> decodeBase64(const QByteArray& text);
/// Lower-case hex SHA-256.
QByteArray sha256Hex(const QByteArray& data);

} // namespace cocoon
