// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QPlainTextEdit;

namespace cocoon::ui {

/// What one does with a long text: wrap its lines, copy it, save it.
class TextTools : public QWidget {
    Q_OBJECT
public:
    explicit TextTools(QPlainTextEdit* text, QWidget* parent = nullptr);
    void setFileName(const QString& name) { m_fileName = name; } ///< that is proposed
    QHBoxLayout* row() const { return m_row; } ///< for what stands among them

private:
    void save();
    QPlainTextEdit* m_text;
    QHBoxLayout* m_row;
    QString m_fileName;
};

} // namespace cocoon::ui
