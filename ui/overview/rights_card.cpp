// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/rights_card.h"

#include "ui/widgets/labels.h"

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::MissingRight;

RightsCard::RightsCard(const Theme& theme, QWidget* parent)
    : Card(tr("What these rights do not show"), parent)
    , m_theme(theme)
    , m_rows(new QVBoxLayout)
{
    QPushButton* copy = makeButton(tr("Copy what would help"), "small");
    copy->setObjectName(u"rights.copy"_s);
    copy->setToolTip(tr("Roles and commands for whoever may grant them"));
    connect(copy, &QPushButton::clicked, this, [this, copy] { copyWithWord(copy, text()); });
    addAction(copy);
    m_rows->setSpacing(8);
    content()->addLayout(m_rows);
    hide();
}

QString RightsCard::text() const
{
    QStringList parts;
    for (const MissingRight& right : m_rights) {
        parts.append(u"# %1\n# %2\n%3"_s.arg(right.what, right.shows, right.grant));
    }
    return parts.join(u"---\n"_s);
}

void RightsCard::show(const QList<MissingRight>& rights)
{
    setVisible(!rights.isEmpty());
    if (rights == m_rights) {
        return;
    }
    m_rights = rights;
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const MissingRight& right : rights) {
        auto* row = new QWidget;
        auto* column = new QVBoxLayout(row);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(2);
        column->addWidget(makeText(tr("Missing: %1").arg(right.what), ""));
        column->addWidget(makeText(right.shows, "muted"));
        row->setToolTip(right.grant);
        m_rows->addWidget(row);
    }
}

} // namespace cocoon::ui
