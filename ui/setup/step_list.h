// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/roles.h"
#include "models/items/row_sync.h"
#include "ui/theme/theme.h"

#include <QListView>

namespace cocoon::ui {

/// One line of the step list.
struct StepRow {
    QString id;
    QString name;
    QString remark; ///< quiet, on the right: "4 changes", "1 of 3"
    QString brief; ///< the same where there is little room: "+4"
    items::Mark mark = items::Mark::Idle;
    QString word; ///< of the mark, for those who cannot see it
    bool operator==(const StepRow& o) const { return id == o.id && name == o.name && remark == o.remark && brief == o.brief && mark == o.mark && word == o.word; }
};

class StepModel : public items::Table<StepRow> {
public:
    using Table::Table;
    void show(const QList<StepRow>& rows);
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 1; }
    QVariant data(const QModelIndex& index, int role) const override;
    enum { RemarkRole = Qt::UserRole + 20, BriefRole };
};

/// The list of the set-up's pages with their state marks; one is open, all can be.
class StepList : public QListView {
    Q_OBJECT
public:
    explicit StepList(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<StepRow>& rows);
    void setOpen(const QString& id);
    QString open() const;

Q_SIGNALS:
    void chosen(const QString& id);

private:
    const Theme& m_theme;
    StepModel m_model;
};

} // namespace cocoon::ui
