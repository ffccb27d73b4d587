// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/alert_bar.h"

#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLocale>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using Weight = dashboard::Attention::Weight;

AlertBar::AlertBar(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel)
    , m_title(makeText({}, "section"))
    , m_evidence(makeText({}, "muted"))
    , m_more(makeLabel({}, "faint"))
    , m_action(makeButton({}, "small"))
    , m_dismiss(makeButton(tr("Dismiss"), "small"))
{
    setObjectName(u"alertBar"_s);
    m_action->setObjectName(u"alert.action"_s);
    m_dismiss->setObjectName(u"alert.dismiss"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(20, 8, 20, 8);
    row->setSpacing(12);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_evidence);
    row->addLayout(words, 1);
    row->addWidget(m_more);
    row->addWidget(m_action);
    row->addWidget(m_dismiss);
    connect(m_dismiss, &QPushButton::clicked, this, &AlertBar::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        const QString place = m_alerts.first().alert.attention.place;
        dismiss();
        Q_EMIT opened(place);
    });
    connect(&theme, &Theme::changed, this, &AlertBar::showFirst);
    hide();
}

void AlertBar::add(const dashboard::Alert& alert, bool canOpen)
{
    m_alerts.append({ alert, canOpen });
    showFirst();
}

void AlertBar::clear()
{
    m_alerts.clear();
    showFirst();
}

void AlertBar::setHeard(const QDateTime& heard)
{
    if (m_heard != heard) {
        m_heard = heard;
        showFirst();
    }
}

void AlertBar::dismiss()
{
    m_alerts.removeFirst();
    showFirst();
}

void AlertBar::showFirst()
{
    setVisible(!m_alerts.isEmpty());
    if (m_alerts.isEmpty()) {
        return;
    }
    const dashboard::Attention& attention = m_alerts.first().alert.attention;
    const bool isMoney = attention.weight == Weight::Money;
    const Tone tone = isMoney ? Tone::Money : Tone::Error;
    m_icon->setPixmap(m_theme.pixmap(isMoney ? u"money"_s : u"error"_s, m_theme.color(tone), 18));
    setStyled(this, "tone", isMoney ? u"money"_s : u"error"_s);
    const bool isOld = m_heard.isValid();
    const QString title = isOld ? tr("Seen at %1: %2").arg(QLocale().toString(m_heard.toLocalTime(), u"HH:mm:ss"_s), attention.title) : attention.title;
    m_title->setText(title);
    m_evidence->setText(attention.evidence);
    m_evidence->setVisible(!attention.evidence.isEmpty());
    m_more->setText(m_alerts.size() > 1 ? tr("1 of %1").arg(m_alerts.size()) : QString());
    m_action->setText(attention.action);
    m_action->setVisible(m_alerts.first().canOpen && !attention.action.isEmpty());
    const bool canAct = !isOld || !attention.place.startsWith(u"remove/"); // nothing is removed on what was true once
    m_action->setEnabled(canAct);
    m_action->setToolTip(canAct ? QString() : tr("The cluster does not answer. This is offered again as soon as it does."));
    setSpokenName(this, tr("Alert: %1").arg(title));
}

} // namespace cocoon::ui
