// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace cocoon::ui {

/// Events of one object, newest first: what happened, how often, how long ago. Shown again they stay where they were scrolled to,
/// and when they are the same nothing happens at all.
class EventsView : public QWidget {
    Q_OBJECT
public:
    explicit EventsView(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<dashboard::EventRow>& events);
    void say(const QString& text); ///< instead of events
    void setAge(const QString& text); ///< below them; "" = they are as good as new
    void refreshAges();

private:
    void clear();
    void add(const dashboard::EventRow& event);
    const Theme& m_theme;
    QVBoxLayout* m_column;
    QLabel* m_age;
    QList<dashboard::EventRow> m_events; ///< that are shown
    QString m_said; ///< instead of them
    QList<std::pair<QLabel*, dashboard::EventRow>> m_times;
};

} // namespace cocoon::ui
