// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/rights.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace cocoon::ui {

class RightsCard;

/// In the table's place when it may not be listed: a field for a namespace of one's own, and the right that is missing with the
/// Role that grants it.
class ForbiddenView : public QWidget {
    Q_OBJECT
public:
    explicit ForbiddenView(const Theme& theme, QWidget* parent = nullptr);
    void show(const QString& says, const dashboard::MissingRight& right, bool canChoose);

Q_SIGNALS:
    void namespaceChosen(const QString& ns);

private:
    QLabel* m_says;
    QWidget* m_choice;
    QLineEdit* m_namespace;
    RightsCard* m_right;
};

} // namespace cocoon::ui
