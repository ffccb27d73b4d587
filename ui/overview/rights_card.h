// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/rights.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

namespace cocoon::ui {


/// Which rights are missing, what stays dark without each, and the Role or access that would help, to copy; a login that is
/// missing has its button. Hidden while none is missing.
class RightsCard : public Card {
    Q_OBJECT
public:
    explicit RightsCard(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<dashboard::MissingRight>& rights);
    QString text() const; ///< what would help, to pass on

Q_SIGNALS:
    void loginWanted();

private:
    void addRow(const dashboard::MissingRight& first);
    const Theme& m_theme;
    QList<dashboard::MissingRight> m_rights;
    QPushButton* m_copy;
    QVBoxLayout* m_rows;
};

} // namespace cocoon::ui
