// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/overview/chart_style.h"

#include <QWidget>

namespace cocoon::ui {

/// How things are divided now, and a sentence below: for what was seen too short a time to be a line. A bar when there is something
/// to compare; one thing alone is its figure.
class PresentBar : public QWidget {
    Q_OBJECT
public:
    struct Part {
        ChartInk ink;
        double value = 0;
        QString name;
        QString says; ///< the value in words
    };
    explicit PresentBar(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<Part>& parts, const QString& why);

    bool isDivided() const; ///< more than one thing

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int paintBar(QPainter& painter, int top) const; ///< where it ends
    const Theme& m_theme;
    QList<Part> m_parts;
    QString m_why;
};

} // namespace cocoon::ui
