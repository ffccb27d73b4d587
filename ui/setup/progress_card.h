// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/roles.h"
#include "models/items/row_sync.h"
#include "models/setup/desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QCoreApplication>
#include <QTimer>

class QVBoxLayout;

namespace cocoon::ui {

class DataTable;

/// One line of a run: what was sent, made, or is waited for.
struct ProgressRow {
    QString id;
    QString time;
    QString text;
    items::Mark mark = items::Mark::Progress;
    QString word;
    QString lasted;
    bool operator==(const ProgressRow& o) const { return id == o.id && text == o.text && mark == o.mark && word == o.word && lasted == o.lasted; }
};

class ProgressModel : public items::Table<ProgressRow> {
    Q_DECLARE_TR_FUNCTIONS(cocoon::ui::ProgressModel)
public:
    enum Column { Text, State, Lasted, Time, ColumnCount };
    using Table::Table;
    /// Newest first: what is going on stands on top.
    void show(const QList<setup::Desk::Event>& events, const QStringList& steps, const QDateTime& now, double timeScale, bool isRunning);
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(ColumnCount); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

/// "Progress": real sub-steps of the run, with times, and the thing that is waited for.
class ProgressCard : public Card {
    Q_OBJECT
public:
    ProgressCard(const Theme& theme, setup::Desk& desk, QStringList steps, QWidget* parent = nullptr);
    void refresh();

private:
    setup::Desk& m_desk;
    QStringList m_steps;
    ProgressModel m_model;
    DataTable* m_table;
    QTimer m_second;
};

} // namespace cocoon::ui
