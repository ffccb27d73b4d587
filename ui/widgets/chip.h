// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/roles.h"
#include "ui/theme/theme.h"

#include <QLabel>

namespace cocoon::ui {

/// A state: icon, word and colour in a rounded field.
class Chip : public QLabel { // of which it has the role for a screen reader
    Q_OBJECT
public:
    explicit Chip(const Theme& theme, QWidget* parent = nullptr);
    void show(items::Mark mark, const QString& word);
    QString word() const { return m_word; }
    void setBrief(bool isBrief); ///< the icon alone, with the word in the tool tip
    QSize sizeHint() const override;

    static QSize sizeFor(const Theme& theme, const QString& word);
    static void paint(QPainter& painter, const QRect& rect, const Theme& theme, items::Mark mark, const QString& word, bool isOnSelection = false);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override; ///< a word that is cut is whole in the tool tip

private:
    const Theme& m_theme;
    items::Mark m_mark = items::Mark::None;
    QString m_word;
    bool m_isBrief = false;
};

} // namespace cocoon::ui
