// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/chosen_columns.h"
#include "ui/widgets/data_table.h"

#include <QMenu>
#include <QSettings>

namespace cocoon::ui {

/// Which columns of a table are shown, in what order, and labels or annotations as further ones; remembered, for each kind by itself.
class ColumnsMenu : public QMenu {
    Q_OBJECT
public:
    explicit ColumnsMenu(DataTable& table, QWidget* parent = nullptr);
    /// The table shows this one now, which outlives the menu. Comes as it was left, or with the standard columns.
    void use(items::ChosenColumns& choice, QAbstractItemModel& model);
    void restore();
    /// Shown columns from left to right.
    QList<int> shown() const;

private:
    void fill();
    void addExtras(QMenu* menu, const QString& prefix, const QStringList& keys);
    void toggle(int column, bool isShown);
    void toggleExtra(const QString& id, bool isShown);
    void save();
    QString key(const char* what) const;
    QMetaObject::Connection m_reset;
    DataTable& m_table;
    items::ChosenColumns* m_choice = nullptr;
    QAbstractItemModel* m_model = nullptr;
    QSettings m_settings;
    bool m_isRestoring = false;
};

} // namespace cocoon::ui
