// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/pod_table.h"
#include "ui/widgets/data_table.h"

#include <QMenu>
#include <QSettings>

namespace cocoon::ui {

/// Which columns of the pods' table are shown, in what order, and labels or annotations as further ones; remembered.
class ColumnsMenu : public QMenu {
    Q_OBJECT
public:
    ColumnsMenu(DataTable& table, items::PodTable& model, QWidget* parent = nullptr);
    /// As it was left, or the standard ones.
    void restore();
    /// Shown columns from left to right.
    QList<int> shown() const;

private:
    void fill();
    void addExtras(QMenu* menu, const QString& prefix, const QStringList& keys);
    void toggle(int column, bool isShown);
    void toggleExtra(const QString& id, bool isShown);
    void save();
    DataTable& m_table;
    items::PodTable& m_model;
    QSettings m_settings;
    bool m_isRestoring = false;
};

} // namespace cocoon::ui
