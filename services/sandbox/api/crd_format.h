// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cocoon::sandbox {

/// Is `text` of the OpenAPI `format`, as far as Kubernetes checks it for custom resources? Formats that it ignores, and
/// unknown ones, fit everything. Pure.
bool fitsFormat(const QString& text, const QString& format);

} // namespace cocoon::sandbox
