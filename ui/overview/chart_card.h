// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/items/sheet_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

class QStackedWidget;

namespace cocoon::ui {

class DataTable;

/// A chart with the table behind it: one button turns it over, another exports what is shown as CSV or PNG. Says why there is
/// nothing to draw instead of drawing nothing.
class ChartCard : public Card {
    Q_OBJECT
public:
    /// `id` names files and widgets.
    ChartCard(const Theme& theme, const QString& id, const QString& title, QWidget* canvas, QWidget* parent = nullptr);
    void showSheet(const items::Sheet& sheet);
    /// Words instead of the chart; "" = the chart.
    void setSilence(const QString& why);
    /// The words for a part that is not known; "" when it is.
    static QString silenceOf(const dashboard::Part& part);
    bool showsTable() const;
    bool isSilent() const;
    void turn();
    /// What an export writes.
    QByteArray csv() const { return m_model.sheet().csv(); }
    QByteArray png();
    const items::Sheet& sheet() const { return m_model.sheet(); }

private:
    void save(const QString& suffix, const QString& filter, const QByteArray& bytes);
    const Theme& m_theme;
    QString m_id;
    QWidget* m_canvas;
    DataTable* m_table;
    QLabel* m_silence;
    QStackedWidget* m_sides;
    QPushButton* m_turn;
    QPushButton* m_export;
    items::SheetModel m_model;
    bool m_wantsTable = false;
};

} // namespace cocoon::ui
