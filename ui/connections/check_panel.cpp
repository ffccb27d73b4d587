// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/check_panel.h"

#include "models/words/check_words.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/mark.h"

#include <QGridLayout>
#include <QHBoxLayout>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

CheckPanel::CheckPanel(const Theme& theme, const QString& connection, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_connection(connection)
    , m_summary(makeText({}, "section"))
    , m_grid(new QGridLayout)
    , m_copy(nullptr)
    , m_start(nullptr)
{
    setObjectName(u"notice"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(m_summary, 1, Qt::AlignVCenter);
    QPushButton* copy = makeButton(tr("Copy for a ticket"), "small");
    connect(copy, &QPushButton::clicked, this, [this, copy] { copyWithWord(copy, forTicket()); });
    QPushButton* start = makeButton(tr("Start"), "primary");
    start->setAccessibleName(tr("Start the sandbox"));
    start->setObjectName(u"check.start"_s);
    connect(start, &QPushButton::clicked, this, &CheckPanel::startWanted);
    head->addWidget(start, 0, Qt::AlignVCenter);
    head->addWidget(copy, 0, Qt::AlignTop);
    m_copy = copy;
    m_start = start;
    column->addLayout(head);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(2, 1);
    column->addLayout(m_grid);
    connect(&theme, &Theme::changed, this, [this] {
        if (!m_steps.isEmpty()) {
            show(net::ProbeSteps(m_steps)); // the marks have its colours
        }
    });
    showRunning();
}

void CheckPanel::clear()
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void CheckPanel::showRunning()
{
    clear();
    m_steps.clear();
    setStyled(this, "tone", {});
    m_summary->setText(tr("Testing …"));
    m_copy->hide();
    m_start->hide();
}

void CheckPanel::show(const net::ProbeSteps& steps)
{
    clear();
    m_steps = steps;
    m_isAsleep = std::any_of(steps.begin(), steps.end(), [](const net::ProbeStep& step) { return step.flaw == net::Flaw::NotStarted; });
    m_copy->setVisible(!m_isAsleep);
    m_start->setVisible(m_isAsleep);
    const words::FlawWords asleep = words::flawWords(net::Flaw::NotStarted);
    m_summary->setText(m_isAsleep ? asleep.what + u' ' + asleep.remedy : words::summary(steps));
    setSpokenName(this, m_summary->text());
    if (m_isAsleep) { // nothing is broken, and there is one thing to do
        setStyled(this, "tone", {});
        return;
    }
    const bool isTrouble = std::any_of(steps.begin(), steps.end(), [](const net::ProbeStep& step) { return step.state == net::ProbeStep::State::Failed; });
    setStyled(this, "tone", isTrouble ? u"error"_s : QString());
    int row = 0;
    for (const net::ProbeStep& step : steps) {
        const words::CheckLine line = words::explain(step);
        const items::Mark mark = line.isSkipped ? items::Mark::Skipped : line.isOk ? items::Mark::Ok : items::Mark::Error;
        auto* icon = new QLabel;
        icon->setPixmap(m_theme.pixmap(iconOf(mark), m_theme.color(toneOf(mark)), 16));
        setSpokenName(icon, line.isSkipped ? tr("not tried") : line.isOk ? tr("works") : tr("fails"));
        m_grid->addWidget(icon, row, 0, Qt::AlignTop);
        m_grid->addWidget(makeLabel(line.name, line.isSkipped ? "faint" : "strong"), row, 1, Qt::AlignTop);
        const bool isSaid = line.says == m_summary->text(); // in the line above
        if (!isSaid) {
            m_grid->addWidget(makeText(line.says, line.isSkipped ? "faint" : line.isOk ? "small" : ""), row++, 2, Qt::AlignTop);
        }
        if (!line.remedy.isEmpty()) {
            m_grid->addWidget(makeText(tr("Do next: %1").arg(line.remedy), "section"), row++, 2, Qt::AlignTop);
        }
        row += isSaid && line.remedy.isEmpty() ? 1 : 0;
    }
}

QString CheckPanel::forTicket() const
{
    QString text = tr("Cocoon %1, test of %2: %3\n").arg(QStringLiteral(COCOON_VERSION), m_connection, words::summary(m_steps));
    for (const net::ProbeStep& step : m_steps) {
        const words::CheckLine line = words::explain(step);
        text += u"%1 %2 (%3): %4\n"_s.arg(line.isSkipped ? u"–"_s : line.isOk ? u"✓"_s : u"✗"_s, line.name, step.target, line.says);
    }
    return text;
}

} // namespace cocoon::ui
