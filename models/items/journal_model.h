// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/roles.h"
#include "models/items/row_sync.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonObject>

#include <functional>

namespace cocoon::items {

/// One change that was sent, joined with what came of it.
struct JournalRow {
    QString id;
    QDateTime time;
    QString step;
    QString title;
    enum class Outcome { Open, Made, Failed, Unknown, Note } outcome = Outcome::Open;
    QString note;
    QString reply {}; ///< what came back, in a word or two: "resourceVersion 178"
    QJsonObject sent; ///< the journal's entry (see plan/journal.h)
    QJsonObject ended; ///< its outcome, empty while open
    bool operator==(const JournalRow& o) const { return id == o.id && outcome == o.outcome && note == o.note && reply == o.reply; }
};

/// The journal as a table, newest first.
class JournalModel : public Table<JournalRow> {
    Q_DECLARE_TR_FUNCTIONS(cocoon::items::JournalModel)
public:
    enum Column { Time, Step, Title, State, Note, ColumnCount };
    using Table::Table;
    void show(const QList<QJsonObject>& entries);
    /// What a step is called; without it, and where it answers nothing, its id is shown.
    void nameSteps(std::function<QString(const QString&)> nameOf) { m_nameOf = std::move(nameOf); }

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(ColumnCount); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString stepName(const QString& step) const;
    std::function<QString(const QString&)> m_nameOf;
};

} // namespace cocoon::items
