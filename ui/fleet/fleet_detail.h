// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/fleet.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace cocoon::ui {

class Chip;
class ErrorPanel;
class FactsGrid;

/// One connection of the fleet in full, and what can be done with it: watch it beside the open one, stop, or open it here.
class FleetDetail : public Card {
    Q_OBJECT
public:
    explicit FleetDetail(const Theme& theme, QWidget* parent = nullptr);
    void show(const dashboard::FleetCluster& cluster, const QDateTime& now);

Q_SIGNALS:
    void watchWanted(const QString& id);
    void stopWanted(const QString& id);
    void openWanted(const QString& id);

private:
    void showFacts(const QDateTime& now);
    dashboard::FleetCluster m_cluster;
    Chip* m_state;
    QLabel* m_says;
    ErrorPanel* m_error;
    Error m_shownError;
    FactsGrid* m_facts;
    QLabel* m_findings;
    QPushButton* m_watch;
    QPushButton* m_stop;
    QPushButton* m_open;
};

} // namespace cocoon::ui
