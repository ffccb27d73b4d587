// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace cocoon::items {

/// Keys that sort rightly when their bytes are compared, so that a table is sorted by comparing memory.
/// Text in natural order, whatever the case: pod-2 before pod-10.
std::string naturalKey(const QString& text);
/// A number; the unknown (nothing to sort by) comes after all of them.
std::string numberKey(double number);
std::string unknownKey();

/// What a filter searches: lower case, UTF-8.
std::string foldedText(const QString& text);

} // namespace cocoon::items
