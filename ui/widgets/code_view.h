// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPlainTextEdit>

namespace cocoon::ui {

/// Text to read and copy: a difference (lines that begin with + and - coloured), YAML or commands. As tall as its text, up to
/// a limit.
class CodeView : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit CodeView(const Theme& theme, QWidget* parent = nullptr);
    void showText(const QString& text);
    void showDifference(const QStringList& lines);
    void setMostLines(int lines);

private:
    void resizeEvent(QResizeEvent* event) override;
    void layOut();
    const Theme& m_theme;
    int m_mostLines = 14;
};

} // namespace cocoon::ui
