// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/looking_card.h"

#include "ui/widgets/code_view.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace cocoon::ui {

LookingCard::LookingCard(const Theme& theme, QWidget* parent)
    : Card(tr("You can look, not change"), parent)
    , m_says(makeText({}, "muted"))
    , m_role(new CodeView(theme))
    , m_fold(makeButton(tr("Show the Role that would help"), "small"))
{
    setTone(QStringLiteral("warn"));
    m_fold->setObjectName(QStringLiteral("rights.show"));
    m_role->setObjectName(QStringLiteral("rights.role"));
    m_role->setAccessibleName(tr("The Role that would help"));
    m_role->setMostLines(12);
    m_role->hide();
    content()->addWidget(m_says);
    content()->addWidget(m_role);
    auto* buttons = new FlowLayout;
    QPushButton* copy = makeButton(tr("Copy it for an administrator"), "small");
    buttons->addWidget(m_fold);
    buttons->addWidget(copy);
    content()->addLayout(buttons);
    connect(copy, &QPushButton::clicked, this, [this, copy] { copyWithWord(copy, m_role->toPlainText()); });
    connect(m_fold, &QPushButton::clicked, this, [this] {
        m_role->setVisible(!m_role->isVisible());
        m_fold->setText(m_role->isVisible() ? tr("Hide the Role") : tr("Show the Role that would help"));
    });
    hide();
}

void LookingCard::show(const setup::Rights& rights, const QString& user)
{
    setVisible(rights.isLookingOnly);
    if (!rights.isLookingOnly) {
        return;
    }
    QStringList first;
    for (const setup::Right& right : rights.missing.mid(0, 3)) {
        first.append(right.text());
    }
    const auto more = static_cast<int>(rights.missing.size() - first.size());
    const QString named = first.join(QStringLiteral(", "));
    m_says->setText(more > 0 ? tr("%1 may not: %2 and %n more. Everything can be looked at; what would change something is switched off.", nullptr, more).arg(user, named)
                             : tr("%1 may not: %2. Everything can be looked at; what would change something is switched off.").arg(user, named));
    const QString role = QString::fromUtf8(setup::roleFor(rights.missing, user));
    if (m_role->toPlainText() != role) {
        m_role->showText(role);
    }
}

} // namespace cocoon::ui
