// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace cocoon::ui {

/// A thing of a small drawing and the word on the arrow that leads to the next one.
struct ChainLink {
    QString icon;
    QString name;
    QString arrow;
};

/// A small drawing: things in a row and what passes between them. Hides itself where there is no room for its words.
class ChainDrawing : public QWidget {
    Q_OBJECT
public:
    ChainDrawing(const Theme& theme, QList<ChainLink> links, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return { 0, sizeHint().height() }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int neededWidth() const;
    int boxOf(const ChainLink& link) const; ///< as wide as the disc or the words below it
    const Theme& m_theme;
    QList<ChainLink> m_links;
};

} // namespace cocoon::ui
