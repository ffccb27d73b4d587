// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace cocoon::plan {

/// Replaces the value of a field (path of one or two keys) in a block-style YAML text, or adds the field; everything else,
/// comments and anchors included, stays byte for byte. `value` is YAML for one line. Works on lines: the caller checks the
/// result by reading it.
QByteArray setYamlField(const QByteArray& text, const QStringList& path, const QString& value);

} // namespace cocoon::plan
