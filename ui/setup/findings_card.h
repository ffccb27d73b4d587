// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/findings_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

namespace cocoon::ui {

class DataTable;

/// "What was found": the requirement list, troubles first; below it, for the row chosen, why it matters, what was seen in full
/// and how to fix it.
class FindingsCard : public Card {
    Q_OBJECT
public:
    explicit FindingsCard(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<plan::Finding>& findings, bool isComplete);

private:
    void showDetail();
    items::FindingsModel m_model;
    DataTable* m_table;
    QWidget* m_detail;
    QLabel* m_evidence;
    QLabel* m_why;
    QLabel* m_remedy;
    QLabel* m_evidenceName;
    QLabel* m_whyName;
    QLabel* m_remedyName;
    QString m_touched; ///< the first trouble was opened by us already
};

} // namespace cocoon::ui
