// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "models/items/roles.h"

namespace cocoon::ui {

class Chip;

/// One number with its unit, how it stands, and a remark; says plainly when it is not known and why.
class FigureCard : public QFrame {
    Q_OBJECT
public:
    FigureCard(const Theme& theme, const QString& title, QWidget* parent = nullptr);
    void show(const QString& figure, const QString& unit, items::Mark mark, const QString& word, const QString& remark = {});
    /// Instead of a number: loading, forbidden, no login, failed. True when there is nothing else to show.
    /// What is known gets its age too when `isCut`, because then nothing else tells that it is not of now.
    /// Why it failed is left to the tool tip when it `isSaid` elsewhere.
    bool showPart(const dashboard::Part& part, const QDateTime& now, bool isCut = false, bool isSaid = false);
    QString figure() const;

private:
    QString m_title;
    QLabel* m_figure;
    QLabel* m_unit;
    Chip* m_chip;
    Chip* m_age;
    QLabel* m_remark;
};

} // namespace cocoon::ui
