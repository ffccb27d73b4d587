// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/attention_card.h"

#include "models/items/roles.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/mark.h"

#include <QApplication>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::Attention;

namespace {
    constexpr int kFirst = 6; ///< shown before "more"

    items::Mark markOf(Attention::Weight weight)
    {
        switch (weight) {
        case Attention::Weight::Error: return items::Mark::Error;
        case Attention::Weight::Money: return items::Mark::Money;
        case Attention::Weight::Warning: return items::Mark::Warning;
        case Attention::Weight::Info: break;
        }
        return items::Mark::Info;
    }

    QString wordOf(Attention::Weight weight)
    {
        switch (weight) {
        case Attention::Weight::Error: return AttentionCard::tr("Error");
        case Attention::Weight::Money: return AttentionCard::tr("Money");
        case Attention::Weight::Warning: return AttentionCard::tr("Warning");
        case Attention::Weight::Info: break;
        }
        return AttentionCard::tr("Note");
    }
}

AttentionCard::AttentionCard(const Theme& theme, std::function<bool(const QString&)> canOpen, QWidget* parent)
    : Card(tr("What needs you"), parent)
    , m_theme(theme)
    , m_canOpen(std::move(canOpen))
    , m_rows(new QVBoxLayout)
{
    m_rows->setSpacing(0);
    content()->addLayout(m_rows);
    connect(&theme, &Theme::changed, this, &AttentionCard::rebuild);
}

void AttentionCard::show(const QList<Attention>& attention, bool isComplete, bool isDark)
{
    if (m_wasShown && attention == m_attention && isComplete == m_isComplete && isDark == m_isDark) {
        return;
    }
    m_wasShown = true;
    m_attention = attention;
    m_isComplete = isComplete;
    m_isDark = isDark;
    rebuild();
}

QWidget* AttentionCard::makeRow(const Attention& one)
{
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 10, 0, 10);
    line->setSpacing(12);
    auto* icon = new QLabel;
    const Tone tone = toneOf(markOf(one.weight));
    icon->setPixmap(m_theme.pixmap(iconOf(markOf(one.weight)), m_theme.color(tone), 18));
    icon->setAccessibleName(wordOf(one.weight));
    icon->setToolTip(wordOf(one.weight));
    line->addWidget(icon, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(3);
    QLabel* title = makeText(one.title, "section");
    words->addWidget(title);
    if (!one.evidence.isEmpty()) {
        auto* evidence = makeText(one.evidence.size() > 300 ? one.evidence.left(300) + u" …"_s : one.evidence, "muted");
        words->addWidget(evidence);
    }
    line->addLayout(words, 1);
    if (!one.action.isEmpty() && (!one.copied.isEmpty() || m_canOpen(one.place))) {
        QPushButton* button = makeButton(one.action, "small");
        button->setObjectName(u"attention."_s + one.id);
        button->setAccessibleName(u"%1: %2"_s.arg(one.action, one.title));
        connect(button, &QPushButton::clicked, this, [this, button, one] {
            if (one.copied.isEmpty()) {
                Q_EMIT opened(one.place);
            } else {
                copyWithWord(button, one.copied);
            }
        });
        line->addWidget(button, 0, Qt::AlignVCenter);
    }
    return row;
}

void AttentionCard::rebuild()
{
    // The keyboard stays where it was: a list that changes must not throw it away.
    const QWidget* focus = QApplication::focusWidget();
    const QString focused = focus != nullptr && isAncestorOf(focus) ? focus->objectName() : QString();
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
            item->widget()->setObjectName({});
            const QList<QPushButton*> buttons = item->widget()->findChildren<QPushButton*>();
            for (QPushButton* button : buttons) {
                button->setObjectName({});
            }
        }
        delete item;
    }
    if (m_attention.isEmpty()) {
        m_rows->addWidget(makeText(!m_isComplete ? tr("Still looking …") : m_isDark ? tr("What may not be read is listed below; nothing else needs you.")
                                                                                    : tr("Nothing. Everything that was looked at is as it should be."),
            "muted"));
        setRemark({});
        return;
    }
    setRemark(m_attention.size() > kFirst ? QString::number(m_attention.size()) : QString());
    const qsizetype shown = m_showsAll ? m_attention.size() : qMin<qsizetype>(kFirst, m_attention.size());
    for (qsizetype i = 0; i < shown; ++i) {
        if (i > 0) {
            auto* separator = new QFrame;
            separator->setObjectName(u"separator"_s);
            m_rows->addWidget(separator);
        }
        m_rows->addWidget(makeRow(m_attention.at(i)));
    }
    if (m_attention.size() > kFirst) {
        QPushButton* more = makeButton(m_showsAll ? tr("Show fewer") : tr("Show all %1").arg(m_attention.size()), "link");
        more->setObjectName(u"attention.more"_s);
        connect(more, &QPushButton::clicked, this, [this] {
            m_showsAll = !m_showsAll;
            rebuild();
        });
        m_rows->addWidget(more, 0, Qt::AlignLeft);
    }
    if (!focused.isEmpty()) {
        if (auto* again = findChild<QPushButton*>(focused)) {
            again->setFocus(Qt::OtherFocusReason);
        }
    }
}

} // namespace cocoon::ui
