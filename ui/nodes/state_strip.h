// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace cocoon::ui {

/// The states of the install label in their order, with the one the worker is in: what was, what is, what comes.
class StateStrip : public QWidget {
    Q_OBJECT
public:
    explicit StateStrip(const Theme& theme, QWidget* parent = nullptr);
    void show(const dashboard::NodeView& node);
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Stop {
        QString word;
        enum class Mark { Done, Now, Ahead } mark;
    };
    QList<QRect> places(int width) const;
    const Theme& m_theme;
    QList<Stop> m_stops;
};

} // namespace cocoon::ui
