// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/approval_pane.h"

#include "ui/setup/changes_card.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QEvent>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kLeastPage = 180; ///< of a page that is still worth showing
}

ApprovalPane::ApprovalPane(const Theme& theme, QWidget* page, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_page(page)
    , m_scroll(new QWidget)
    , m_answers(new QWidget)
    , m_card(new Card(tr("Something new waits for your approval")))
    , m_changes(new ChangesCard(theme))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* held = new QVBoxLayout(makeScrollPage(m_scroll));
    held->setContentsMargins(0, 0, 6, 0);
    held->addWidget(m_card);
    m_scroll->hide();
    m_answers->hide();
    column->addWidget(m_scroll);
    column->addWidget(m_answers);
    column->addWidget(page, 1);

    m_card->setTone(u"warn"_s);
    m_card->content()->addWidget(makeText(tr("When you said go it was not known in detail. Nothing of it is sent until you agree."), "muted"));
    m_card->content()->addWidget(m_changes);
    auto* answers = new QHBoxLayout(m_answers); // below what scrolls: always in sight
    answers->setContentsMargins(0, 0, 0, 0);
    leaveRoomForBar(theme, answers);
    QPushButton* refuse = makeButton(tr("Stop here"), "");
    QPushButton* agree = makeButton(tr("Agree and go on"), "primary");
    refuse->setObjectName(u"approval.stop"_s);
    agree->setObjectName(u"approval.agree"_s);
    answers->addStretch();
    answers->addWidget(refuse);
    answers->addWidget(agree);
    m_card->installEventFilter(this);
    connect(refuse, &QPushButton::clicked, this, &ApprovalPane::refused);
    connect(agree, &QPushButton::clicked, this, &ApprovalPane::agreed);
}

void ApprovalPane::ask(const QList<plan::Change>& changes, const QString& cluster)
{
    const bool isNew = !m_asks && !changes.isEmpty();
    m_asks = !changes.isEmpty();
    if (m_asks) {
        plan::Assessment all;
        all.step = u"approval"_s;
        all.changes = changes;
        m_changes->show({ all }, cluster);
    }
    m_scroll->setVisible(m_asks);
    m_answers->setVisible(m_asks);
    fit();
    if (isNew) {
        m_changes->takeFocus(); // to what is asked, not to the answer: a key pressed twice must not agree
    }
}

void ApprovalPane::fit()
{
    if (!m_asks) {
        m_page->show();
        return;
    }
    const int wide = m_card->width() > 0 ? m_card->width() : width();
    const int wanted = m_card->hasHeightForWidth() ? m_card->heightForWidth(wide) : m_card->sizeHint().height();
    const int room = height() - m_answers->sizeHint().height() - layout()->spacing();
    m_scroll->setFixedHeight(qMin(wanted, room));
    m_page->setVisible(room - wanted >= m_theme.px(kLeastPage));
}

void ApprovalPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

bool ApprovalPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_card && event->type() == QEvent::LayoutRequest) {
        fit(); // another tab, another height
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace cocoon::ui
