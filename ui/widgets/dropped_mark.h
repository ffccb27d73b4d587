// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace cocoon::ui {

class DataTable;

/// "4 columns hidden": which columns of a table lack room, named in the tool tip. The table must outlive it.
class DroppedMark : public QLabel {
    Q_OBJECT
public:
    explicit DroppedMark(const DataTable& table, QWidget* parent = nullptr);

private:
    void refresh();
    const DataTable& m_table;
};

} // namespace cocoon::ui
