// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace cocoon::ui {

class ElidedLabel;

/// A framed part of a page: a title with a quiet remark and buttons on its right, content below.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setRemark(const QString& remark);
    void addAction(QWidget* button); ///< on the right of the title
    QVBoxLayout* content() { return m_content; }
    void setTone(const QString& tone); ///< "", "error", "warn", "accent": the frame's colour

private:
    QLabel* m_title;
    ElidedLabel* m_remark;
    QHBoxLayout* m_head;
    QVBoxLayout* m_content;
};

} // namespace cocoon::ui
