// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/facts_grid.h"

#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QLabel>

namespace cocoon::ui {

FactsGrid::FactsGrid(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(14);
    m_grid->setVerticalSpacing(5);
    m_grid->setColumnStretch(1, 1);
}

void FactsGrid::show(const QList<Fact>& facts)
{
    qsizetype used = 0;
    for (const Fact& fact : facts) {
        if (fact.value.isEmpty()) {
            continue;
        }
        if (used == m_lines.size()) {
            QLabel* name = makeLabel({}, "muted");
            QLabel* value = makeText({}, "");
            m_grid->addWidget(name, static_cast<int>(used), 0, Qt::AlignTop);
            m_grid->addWidget(value, static_cast<int>(used), 1);
            m_lines.append(std::pair(name, value));
        }
        const auto& [name, value] = m_lines.at(used++);
        name->setText(fact.name);
        value->setText(fact.value);
        setSpokenName(value, fact.name + QStringLiteral(": ") + fact.value);
        setStyled(value, "role", fact.isMono ? QStringLiteral("mono") : QString());
    }
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        m_lines.at(i).first->setVisible(i < used);
        m_lines.at(i).second->setVisible(i < used);
    }
}

} // namespace cocoon::ui
