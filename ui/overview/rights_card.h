// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/rights.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

namespace cocoon::ui {

class CodeView;
class DataTable;

/// Which rights are missing, what stays dark without each, and the Role or access that would help, to copy. Hidden while none
/// is missing.
class RightsCard : public Card {
    Q_OBJECT
public:
    explicit RightsCard(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<dashboard::MissingRight>& rights);
    QString text() const; ///< all of it, to pass on

private:
    const Theme& m_theme;
    QList<dashboard::MissingRight> m_rights;
    QVBoxLayout* m_rows;
};

} // namespace cocoon::ui
