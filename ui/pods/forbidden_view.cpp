// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/forbidden_view.h"

#include "ui/overview/rights_card.h"
#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"

#include <QLineEdit>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

ForbiddenView::ForbiddenView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_says(makeText({}, "section"))
    , m_choice(new QWidget)
    , m_namespace(new QLineEdit)
    , m_right(new RightsCard(theme))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* card = new Card(QString());
    card->content()->addWidget(m_says);
    auto* row = new QHBoxLayout(m_choice);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_namespace->setObjectName(u"pods.ownNamespace"_s);
    m_namespace->setPlaceholderText(tr("Namespace"));
    m_namespace->setAccessibleName(tr("Namespace"));
    keepWidth(theme, m_namespace, 280);
    QPushButton* open = makeButton(tr("Show it"), "");
    open->setObjectName(u"pods.openNamespace"_s);
    open->setEnabled(false);
    row->addWidget(m_namespace, 1);
    row->addWidget(open);
    row->addStretch();
    card->content()->addWidget(m_choice);
    column->addWidget(card);
    column->addWidget(m_right);
    column->addStretch(1);
    connect(m_namespace, &QLineEdit::textChanged, open, [open](const QString& text) { open->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_namespace, &QLineEdit::returnPressed, open, &QPushButton::click);
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT namespaceChosen(m_namespace->text().trimmed()); });
}

void ForbiddenView::show(const QString& says, const dashboard::MissingRight& right, bool canChoose)
{
    m_says->setText(says);
    m_choice->setVisible(canChoose);
    m_right->show({ right });
}

} // namespace cocoon::ui
