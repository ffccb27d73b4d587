// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/go_bar.h"

#include "ui/widgets/labels.h"

#include <QHBoxLayout>

namespace cocoon::ui {

GoBar::GoBar(QWidget* parent)
    : QWidget(parent)
    , m_back(makeButton(tr("Back"), ""))
    , m_says(makeText({}, "muted"))
    , m_second(makeButton({}, ""))
    , m_next(makeButton(tr("Next"), ""))
    , m_primary(makeButton({}, "primary"))
{
    setAccessibleName(tr("Go"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(m_back);
    row->addWidget(m_says, 1);
    row->addWidget(m_second);
    row->addWidget(m_next);
    row->addWidget(m_primary);
    m_back->setObjectName(QStringLiteral("go.back"));
    m_next->setObjectName(QStringLiteral("go.next"));
    m_primary->setObjectName(QStringLiteral("go.primary"));
    m_second->setObjectName(QStringLiteral("go.second"));
    connect(m_back, &QPushButton::clicked, this, &GoBar::back);
    connect(m_next, &QPushButton::clicked, this, &GoBar::next);
    connect(m_second, &QPushButton::clicked, this, &GoBar::second);
    connect(m_primary, &QPushButton::clicked, this, &GoBar::primary);
}

void GoBar::offer(const Offer& offer)
{
    const bool hadFocus = m_primary->hasFocus() || m_second->hasFocus() || m_next->hasFocus() || m_back->hasFocus();
    m_says->setText(offer.says);
    m_back->setVisible(offer.hasBack);
    m_next->setVisible(offer.hasNext);
    m_second->setText(offer.second);
    m_second->setVisible(!offer.second.isEmpty());
    m_primary->setText(offer.primary);
    m_primary->setVisible(!offer.primary.isEmpty());
    m_primary->setEnabled(offer.isEnabled);
    m_primary->setToolTip(offer.isEnabled ? QString() : offer.says);
    // A button that goes must not throw the keyboard's place somewhere into the page.
    const bool hasFocus = m_primary->hasFocus() || m_second->hasFocus() || m_next->hasFocus() || m_back->hasFocus();
    if (hadFocus && !hasFocus) {
        QPushButton* next = m_primary->isVisible() && m_primary->isEnabled() ? m_primary : m_second->isVisible() ? m_second : m_back;
        next->setFocus(Qt::OtherFocusReason);
    }
}

} // namespace cocoon::ui
