// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/rights.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace cocoon::ui {

class CodeView;

/// Looking mode: says which rights are missing and prints the Role that would help. Hidden while the user may do things.
class LookingCard : public Card {
    Q_OBJECT
public:
    explicit LookingCard(const Theme& theme, QWidget* parent = nullptr);
    void show(const setup::Rights& rights, const QString& user);

private:
    QLabel* m_says;
    CodeView* m_role;
    QPushButton* m_fold;
};

} // namespace cocoon::ui
