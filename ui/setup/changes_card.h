// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/changes_model.h"
#include "models/plan/assessment.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

#include <functional>

class QTabBar;

namespace cocoon::ui {

class CodeView;
class DataTable;

/// "What will change": each change with what it does, when, what it costs; for the one chosen the difference, the YAML and the
/// command that does the same, to read and to copy. Nothing that will be sent is left out.
class ChangesCard : public Card {
    Q_OBJECT
public:
    explicit ChangesCard(const Theme& theme, QWidget* parent = nullptr);
    /// `ahead`: what comes beyond them and cannot be shown yet.
    void show(const QList<plan::Assessment>& assessments, const QString& cluster, const QString& ahead = {});
    void setMostRows(int rows);
    void takeFocus(); ///< the keyboard to the list of changes

private:
    void showDetail();
    items::ChangesModel m_model;
    QList<plan::Assessment> m_assessments;
    QString m_cluster;
    DataTable* m_table;
    QWidget* m_detail;
    QLabel* m_summary;
    QLabel* m_none; ///< instead of an empty table
    QLabel* m_why;
    QTabBar* m_tabs;
    CodeView* m_code;
    QPushButton* m_copy;
    QPushButton* m_copyAll;
    QPushButton* m_copyYaml;
};

} // namespace cocoon::ui
