// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace cocoon::ui {

/// Events of one object, newest first: what happened, how often, how long ago.
class EventsView : public QWidget {
    Q_OBJECT
public:
    explicit EventsView(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<dashboard::EventRow>& events);
    void say(const QString& text); ///< instead of events
    void refreshAges();

private:
    void clear();
    const Theme& m_theme;
    QVBoxLayout* m_column;
    QList<std::pair<QLabel*, dashboard::EventRow>> m_times;
};

} // namespace cocoon::ui
