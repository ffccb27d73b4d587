// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>
#include <QWidget>

namespace cocoon::ui {
class Theme;
}

namespace cocoon::test {

/// A language in which every word is marked and a good third longer, as German is: what is not marked never went through
/// tr(), what does not fit will not fit in a real language either.
class Pseudo : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* comment, int n) const override;
};

/// What of the words on screen below `root` is not Pseudo, and what does not fit: labels, buttons, chips, choices, headings and
/// states of tables, tabs, placeholders and tool tips. A choice, a placeholder or an entry that is whole in its tool tip fits.
QStringList wrongWords(const QWidget& root, const ui::Theme& theme);

} // namespace cocoon::test
