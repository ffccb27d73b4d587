// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/history/history.h"
#include "ui/overview/legend.h"

namespace cocoon::ui {

/// The states of one thing along time, as a bar; hatched where nobody looked. The legend says how long it was in each.
class SpanBar : public QWidget {
    Q_OBJECT
public:
    explicit SpanBar(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<history::StateSpan>& spans, const QList<history::Watched>& watched, const QDateTime& from, const QDateTime& to);
    static ChartInk inkOf(const QString& state);

private:
    class Bar;
    const Theme& m_theme;
    Bar* m_bar;
    Legend* m_legend;
    QList<history::StateSpan> m_spans;
    QList<history::Watched> m_watched;
    QDateTime m_from;
    QDateTime m_to;
};

} // namespace cocoon::ui
