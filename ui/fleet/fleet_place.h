// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/fleet_compare_model.h"
#include "models/items/fleet_model.h"
#include "ui/shell/program.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QBoxLayout;
class QLineEdit;
class QToolButton;

namespace cocoon::ui {

class Card;
class Chip;
class DataTable;
class ErrorPanel;
class FleetDetail;

/// All connections side by side: the open one, those that are watched beside it and those that are not open, and where the
/// clusters differ. Stays from one connection to the next.
class FleetPlace : public QWidget {
    Q_OBJECT
public:
    FleetPlace(const Theme& theme, Program& program, QWidget* parent = nullptr);
    void focusFilter();
    void focusTable();
    QString sentence() const;

Q_SIGNALS:
    void openWanted(const std::function<void()>& open); ///< another connection; whoever listens may ask before
    void placeWanted(const QString& id);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QLayout* makeHead();
    Card* makeCompare();
    Card* makeEmpty();
    void refresh();
    void refreshDetail();
    void openRow(const QString& id);
    void openMenu(const QPoint& at);
    void exportRows(bool asCsv);
    const dashboard::FleetCluster* find(const QString& id) const;
    const Theme& m_theme;
    Program& m_program;
    items::FleetModel m_model;
    items::FleetCompareModel m_compareModel;
    QList<dashboard::FleetCluster> m_clusters;
    QString m_chosen;
    QLabel* m_count;
    QLineEdit* m_filter;
    QToolButton* m_export;
    ErrorPanel* m_error;
    Chip* m_alike;
    QLabel* m_sentence;
    DataTable* m_table;
    Card* m_empty;
    QBoxLayout* m_lower;
    DataTable* m_compare;
    Card* m_compareCard;
    FleetDetail* m_detail;
    QTimer m_tick;
    QTimer m_soon;
};

} // namespace cocoon::ui
