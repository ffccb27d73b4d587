// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/findings_model.h"
#include "ui/setup/finding_fix.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

namespace cocoon::ui {

class DataTable;

/// "What was found": the requirement list, troubles first; below it, for the row chosen, why it matters, what was seen in full
/// and how to fix it.
class FindingsCard : public Card {
    Q_OBJECT
public:
    explicit FindingsCard(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<plan::Finding>& findings, bool isComplete);
    /// Where there is little room, what is met is one line until somebody wants to see it.
    void setFolded(bool isFolded);
    /// Offers what Cocoon can do about the chosen one; `page` is where the card stands, which needs no way to itself.
    void offerFixes(const QString& page);

Q_SIGNALS:
    void fixWanted(const cocoon::ui::FindingFix& fix);

private:
    void refresh();
    void showDetail();
    items::FindingsModel m_model;
    QList<plan::Finding> m_findings;
    QPushButton* m_unfold;
    QLabel* m_none; ///< instead of an empty table
    DataTable* m_table;
    QWidget* m_detail;
    QLabel* m_evidence;
    QLabel* m_why;
    QLabel* m_remedy;
    QLabel* m_evidenceName;
    QLabel* m_whyName;
    QLabel* m_remedyName;
    QPushButton* m_fix;
    std::optional<QString> m_page; ///< none: fixes are not offered
    bool m_isComplete = false;
    bool m_isFolded = false;
    bool m_isUnfolded = false; ///< by the user
    QString m_touched; ///< the first trouble was opened by us already
};

} // namespace cocoon::ui
