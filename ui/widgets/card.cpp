// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/widgets/labels.h"

namespace cocoon::ui {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_title(makeLine(title, "section"))
    , m_remark(new ElidedLabel("faint"))
    , m_head(new QHBoxLayout)
    , m_content(new QVBoxLayout)
{
    setObjectName(QStringLiteral("card"));
    setSpokenName(this, title);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(16, 14, 16, 14);
    all->setSpacing(8);
    m_head->setSpacing(8);
    m_head->addWidget(m_title);
    m_head->addWidget(m_remark, 100);
    m_head->addStretch(1); // a button stays as wide as its words while there is no remark
    all->addLayout(m_head);
    m_content->setSpacing(8);
    all->addLayout(m_content, 1);
    m_title->setVisible(!title.isEmpty());
    m_remark->hide();
}

void Card::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setSpokenName(this, title);
}

void Card::setRemark(const QString& remark)
{
    m_remark->setFullText(remark);
    m_remark->setVisible(!remark.isEmpty());
}

void Card::addAction(QWidget* button)
{
    m_head->addWidget(button);
}

void Card::setTone(const QString& tone)
{
    setStyled(this, "tone", tone);
}

} // namespace cocoon::ui
