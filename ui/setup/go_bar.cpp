// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/go_bar.h"

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

#include <QEvent>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

GoBar::GoBar(QWidget* parent)
    : QWidget(parent)
    , m_back(makeButton(tr("Back"), ""))
    , m_says(makeText({}, "muted"))
    , m_second(makeButton({}, ""))
    , m_next(makeButton(tr("Next"), ""))
    , m_primary(makeButton({}, "primary"))
{
    setAccessibleName(tr("Go"));
    auto* row = new FlowLayout(this);
    row->setSpacing(10);
    // The words give way, never the buttons; before they are a narrow column, a button goes to the next line.
    m_says->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_says->setProperty("kind", QStringLiteral("go"));
    row->addWidget(m_back);
    row->addWidget(m_says);
    row->addSpring();
    row->addWidget(m_second);
    row->addWidget(m_next);
    row->addWidget(m_primary);
    m_back->setObjectName(QStringLiteral("go.back"));
    m_next->setObjectName(QStringLiteral("go.next"));
    m_primary->setObjectName(QStringLiteral("go.primary"));
    m_second->setObjectName(QStringLiteral("go.second"));
    connect(m_says, &QLabel::linkActivated, this, &GoBar::changesWanted);
    connect(m_back, &QPushButton::clicked, this, &GoBar::back);
    connect(m_next, &QPushButton::clicked, this, &GoBar::next);
    connect(m_second, &QPushButton::clicked, this, &GoBar::second);
    connect(m_primary, &QPushButton::clicked, this, &GoBar::primary);
}

void GoBar::say(const Offer& offer)
{
    // What a button changes may stand below the fold: the bar sums it up and leads to it.
    const bool hasLink = !offer.changes.isEmpty();
    const QString link = u"<a href=\"#changes\">%1</a>"_s.arg(offer.changes.toHtmlEscaped());
    const QString says = hasLink ? QString(offer.says.toHtmlEscaped() + u' ' + link).trimmed() : offer.says;
    if (m_says->text() != says) {
        m_says->setTextFormat(hasLink ? Qt::RichText : Qt::PlainText);
        m_says->setTextInteractionFlags(hasLink ? Qt::TextBrowserInteraction : Qt::TextSelectableByMouse);
        m_says->setText(says);
    }
    m_says->setVisible(!says.isEmpty());
}

void GoBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange && m_says->textFormat() == Qt::RichText) {
        const QString says = m_says->text(); // a link takes its colour when the text is set
        m_says->clear();
        m_says->setText(says);
    }
}

void GoBar::offer(const Offer& offer)
{
    const bool hadFocus = m_primary->hasFocus() || m_second->hasFocus() || m_next->hasFocus() || m_back->hasFocus();
    say(offer);
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
