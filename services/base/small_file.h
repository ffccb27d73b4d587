// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QByteArray>

namespace cocoon {

/// The whole of a file that ought to be small. One of more than `limit` bytes (a device that never ends, too) is refused
/// without being read. `what` is how the error calls it: "profile".
Result<QByteArray> readSmallFile(const QString& what, const QString& file, qint64 limit);

/// Can other users of this machine read or write it, or only write it? A file that is not there is no.
bool isOpenToOthers(const QString& file);
bool isWritableByOthers(const QString& file);

} // namespace cocoon
