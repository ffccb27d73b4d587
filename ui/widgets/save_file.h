// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/words/words.h"

#include <QByteArray>

#include <optional>

class QWidget;

namespace cocoon::ui {

/// Writes a file that the user named, whole or not at all; what went wrong comes back as an error panel shows it.
std::optional<words::Explanation> saveFile(const QString& path, const QByteArray& bytes);
/// The same where no error panel is at hand: what went wrong is said in a box.
void saveFileOrTell(QWidget* parent, const QString& path, const QByteArray& bytes);

} // namespace cocoon::ui
