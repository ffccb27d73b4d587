// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/error_panel.h"

#include "services/base/redact.h"
#include "ui/widgets/code_view.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>

namespace cocoon::ui {

ErrorPanel::ErrorPanel(const Theme& theme, QWidget* parent)
    : Card({}, parent)
    , m_tried(makeText({}, "muted"))
    , m_cameBack(makeText({}, ""))
    , m_doNext(makeText({}, ""))
    , m_fold(makeButton(tr("Show what came back"), "link"))
    , m_rawView(new CodeView(theme))
    , m_note(makeLabel({}, "small"))
    , m_buttons(new FlowLayout)
{
    setTone(QStringLiteral("error"));
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    auto* icon = new QLabel;
    const auto draw = [icon, &theme] { icon->setPixmap(theme.pixmap(QStringLiteral("error"), theme.color(Tone::Error), 16)); };
    connect(&theme, &Theme::changed, icon, draw);
    draw();
    head->addWidget(icon);
    head->addWidget(makeLabel(tr("Something failed"), "section"), 1);
    content()->addLayout(head);
    auto* grid = new QGridLayout;
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(12);
    const QList<std::pair<QString, QLabel*>> parts { { tr("Tried"), m_tried }, { tr("Came back"), m_cameBack }, { tr("Do next"), m_doNext } };
    int row = 0;
    for (const auto& [name, label] : parts) {
        grid->addWidget(makeLabel(name, "section"), row, 0, Qt::AlignTop);
        grid->addWidget(label, row++, 1);
    }
    content()->addLayout(grid);
    content()->addWidget(m_rawView);
    QPushButton* copy = makeButton(tr("Copy for a ticket"), "small");
    m_buttons->addWidget(m_fold);
    m_buttons->addWidget(m_note);
    m_note->hide();
    m_buttons->addSpring();
    m_buttons->addWidget(copy);
    content()->addLayout(m_buttons);
    connect(copy, &QPushButton::clicked, this, [this, copy] { copyWithWord(copy, forTicket()); });
    connect(m_fold, &QPushButton::clicked, this, [this] {
        m_rawView->setVisible(!m_rawView->isVisible());
        m_fold->setText(m_rawView->isVisible() ? tr("Hide what came back") : tr("Show what came back"));
    });
    clear();
}

void ErrorPanel::show(const Error& error)
{
    show(words::explain(error), error.detail);
}

void ErrorPanel::show(const words::Explanation& explanation, const QString& raw)
{
    m_explanation = explanation;
    m_raw = raw;
    m_tried->setText(explanation.tried.isEmpty() ? tr("not known") : explanation.tried.left(1).toUpper() + explanation.tried.mid(1));
    m_cameBack->setText(explanation.cameBack);
    m_doNext->setText(explanation.doNext);
    m_rawView->showText(raw);
    m_rawView->hide();
    m_fold->setVisible(!raw.isEmpty());
    m_fold->setText(tr("Show what came back"));
    setSpokenName(this, tr("Error: %1").arg(explanation.cameBack));
    setVisible(true);
}

void ErrorPanel::clear()
{
    m_explanation = {};
    m_raw.clear();
    setVisible(false);
}

void ErrorPanel::addRemedy(QPushButton* button)
{
    m_buttons->insertWidget(m_buttons->count() - 1, button);
}

void ErrorPanel::setNote(const QString& note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

QString ErrorPanel::forTicket() const
{
    QString text = tr("Cocoon %1\nTried: %2\nCame back: %3\nDo next: %4\n").arg(QStringLiteral(COCOON_VERSION), m_explanation.tried, m_explanation.cameBack, m_explanation.doNext);
    if (!m_raw.isEmpty()) {
        text += u'\n' + m_raw + u'\n';
    }
    return redactedText(text); // what came in was looked through already; here it leaves
}

} // namespace cocoon::ui
