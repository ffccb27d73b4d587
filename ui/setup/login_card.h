// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

namespace cocoon::ui {

/// On the connect page, while IBM Cloud is not logged in to, or with an account that the cluster does not belong to: says so
/// and leads to the login. Hidden otherwise.
class LoginCard : public Card {
    Q_OBJECT
public:
    explicit LoginCard(const Theme& theme, QWidget* parent = nullptr);
    void refresh(const world::World& world, const QList<plan::Finding>& findings);

Q_SIGNALS:
    void wanted();

private:
    QLabel* m_says;
};

} // namespace cocoon::ui
