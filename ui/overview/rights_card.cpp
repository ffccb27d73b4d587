// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/rights_card.h"

#include "ui/widgets/labels.h"

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::MissingRight;

RightsCard::RightsCard(const Theme& theme, QWidget* parent)
    : Card(tr("What these rights do not show"), parent)
    , m_theme(theme)
    , m_copy(makeButton(tr("Copy the Roles that show it"), "small"))
    , m_rows(new QVBoxLayout)
{
    m_copy->setObjectName(u"rights.copy"_s);
    m_copy->setToolTip(tr("Roles and commands for whoever may grant them"));
    connect(m_copy, &QPushButton::clicked, this, [this] { copyWithWord(m_copy, text()); });
    addAction(m_copy);
    m_rows->setSpacing(8);
    content()->addLayout(m_rows);
    hide();
}

QString RightsCard::text() const
{
    QStringList parts;
    for (const MissingRight& right : m_rights) {
        if (!right.isLogin) {
            parts.append(u"# %1\n# %2\n%3"_s.arg(right.what, right.shows, right.grant));
        }
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
    const bool isOneForAll = rights.size() == 1 && rights.constFirst().grant.contains("kind: ClusterRole"_L1);
    m_copy->setText(isOneForAll ? tr("Copy the ClusterRole that shows it") : tr("Copy the Roles that show it"));
    m_copy->setVisible(std::any_of(rights.begin(), rights.end(), [](const MissingRight& right) { return !right.isLogin; }));
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    // Rights that show the same are one line of what stays dark.
    QStringList shown;
    for (const MissingRight& right : rights) {
        if (!shown.contains(right.shows)) {
            shown.append(right.shows);
            addRow(right);
        }
    }
}

void RightsCard::addRow(const MissingRight& first)
{
    QStringList missing;
    QStringList grants;
    for (const MissingRight& right : std::as_const(m_rights)) {
        if (right.shows == first.shows) {
            missing.append(right.what);
            grants.append(right.grant);
        }
    }
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(makeText(tr("Missing: %1").arg(missing.join(u"; "_s)), ""));
    column->addWidget(makeText(first.shows, "muted"));
    line->addLayout(column, 1);
    if (first.isLogin) {
        QPushButton* logIn = makeButton(tr("Log in …"), "small");
        logIn->setObjectName(u"rights.login"_s);
        setThemedIcon(logIn, m_theme, u"cloud"_s);
        connect(logIn, &QPushButton::clicked, this, &RightsCard::loginWanted);
        line->addWidget(logIn, 0, Qt::AlignVCenter);
    } else {
        row->setToolTip(grants.join(u"---\n"_s));
    }
    m_rows->addWidget(row);
}

} // namespace cocoon::ui
