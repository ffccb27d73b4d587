// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cocoon::ui {

class ChoiceForm;

/// Fills the form of a page with its fields; a page without a choice leaves it empty.
void addChoices(const QString& page, ChoiceForm& form);

} // namespace cocoon::ui
