// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace cocoon::sandbox {

/// An age as kubectl prints it ("45s", "5m3s", "3h20m", "5d3h", "2y14d"): at most two units, coarser the older.
QString humanDuration(qint64 milliseconds);
/// Age of an RFC 3339 time; "<unknown>" when it is absent or unreadable.
QString ageOf(const QString& timestamp, const QDateTime& now);

} // namespace cocoon::sandbox
