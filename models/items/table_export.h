// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>

namespace cocoon::items {

/// The rows of a table as they stand, in these columns: CSV after RFC 4180 with a header line, or a JSON array of objects.
QByteArray toCsv(const QAbstractItemModel& model, const QList<int>& columns);
QByteArray toJsonRows(const QAbstractItemModel& model, const QList<int>& columns);

} // namespace cocoon::items
