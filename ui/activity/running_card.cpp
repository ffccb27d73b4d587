// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/running_card.h"

#include "models/dashboard/age.h"
#include "ui/shell/background_run.h"
#include "ui/widgets/labels.h"

namespace cocoon::ui {

using namespace Qt::StringLiterals;

RunningCard::RunningCard(const Theme& theme, setup::Desk& desk, QWidget* parent)
    : Card(tr("Running now"), parent)
    , m_desk(desk)
    , m_what(makeText({}, "strong"))
    , m_waits(makeText({}, "muted"))
    , m_stop(makeButton({}, ""))
{
    setTone(u"accent"_s);
    m_stop->setObjectName(u"running.stop"_s);
    setThemedIcon(m_stop, theme, u"stop"_s);
    m_what->setObjectName(u"running.what"_s);
    m_waits->setObjectName(u"running.waits"_s);
    auto* row = new QHBoxLayout;
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_what);
    words->addWidget(m_waits);
    row->addLayout(words, 1);
    auto* buttons = new QVBoxLayout;
    buttons->addWidget(m_stop);
    QPushButton* behind = makeButton(tr("Keep running in the background"), "");
    behind->setObjectName(u"running.behind"_s);
    behind->setToolTip(tr("Puts the window away. It comes back when the run has ended or needs an answer, or when Cocoon is started again."));
    buttons->addWidget(behind);
    buttons->addStretch();
    row->addLayout(buttons);
    content()->addLayout(row);
    connect(m_stop, &QPushButton::clicked, &desk, &setup::Desk::stop);
    connect(behind, &QPushButton::clicked, this, [this] { keepRunningInBackground(*window(), m_desk); });
    connect(&desk, &setup::Desk::runChanged, this, &RunningCard::refresh);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &RunningCard::refresh);
    refresh();
}

QString RunningCard::waits() const
{
    QStringList lines;
    for (const ProgressRow& row : m_progress.rows()) {
        if (row.mark == items::Mark::Progress) {
            lines.append(row.lasted.isEmpty() ? row.text : tr("%1 (%2)").arg(row.text, row.lasted));
        }
    }
    return lines.join(u'\n');
}

void RunningCard::refresh()
{
    setVisible(m_desk.isRunning());
    if (!m_desk.isRunning()) {
        m_second.stop();
        return;
    }
    if (!m_second.isActive()) {
        m_second.start();
    }
    m_progress.show(m_desk.events(), {}, QDateTime::currentDateTimeUtc(), m_desk.timeScale(), true);
    const QString what = m_desk.task() && !m_desk.task()->empty() ? m_desk.task()->front()->title() : tr("The set-up");
    m_what->setText(m_desk.isStopping() ? tr("%1: stopping at a clean point. What was sent is awaited, nothing new is sent.").arg(what)
            : m_desk.wanted().isEmpty() ? what
                                        : tr("%1: waits for your approval of %n change(s).", nullptr, static_cast<int>(m_desk.wanted().size())).arg(what));
    const QString waiting = waits();
    m_waits->setText(waiting);
    m_waits->setVisible(!waiting.isEmpty());
    m_stop->setText(m_desk.isStopping() ? tr("Do not wait for it") : tr("Stop at a clean point"));
    setRemark(tr("for %1").arg(dashboard::durationText(m_desk.elapsed())));
}

} // namespace cocoon::ui
