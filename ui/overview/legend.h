// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/overview/chart_style.h"

#include <QWidget>

namespace cocoon::ui {

/// What the colours and patterns of a chart mean, each with its value now; breaks over lines.
class Legend : public QWidget {
    Q_OBJECT
public:
    struct Entry {
        ChartInk ink; ///< without a token: no mark, only words
        QString name;
        QString value;
    };
    explicit Legend(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<Entry>& entries);
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    int mark(const Entry& entry) const; ///< its width
    QList<QRect> places(int width) const;
    const Theme& m_theme;
    QList<Entry> m_entries;
};

} // namespace cocoon::ui
