// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/worker_card.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QProgressBar>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using setup::WorkerView;

namespace {
    struct Look {
        items::Mark mark;
        QString word;
        int percent;
    };

    Look lookOf(const WorkerView& worker)
    {
        switch (worker.stage) {
        case WorkerView::Stage::Untouched: return { items::Mark::Idle, WorkerCard::tr("not installed"), 0 };
        case WorkerView::Stage::Installing: return { items::Mark::Progress, worker.label.isEmpty() ? WorkerCard::tr("installing") : worker.label, 25 };
        case WorkerView::Stage::WaitingForReboot: return { items::Mark::Idle, worker.label, 40 };
        case WorkerView::Stage::Draining: return { items::Mark::Progress, WorkerCard::tr("draining"), 55 };
        case WorkerView::Stage::Rebooting: return { items::Mark::Progress, WorkerCard::tr("rebooting"), 70 };
        case WorkerView::Stage::Returning: return { items::Mark::Progress, WorkerCard::tr("coming back"), 85 };
        case WorkerView::Stage::Installed: return { items::Mark::Ok, worker.label, 100 };
        case WorkerView::Stage::Removing: return { items::Mark::Warning, worker.label, 100 };
        case WorkerView::Stage::Unknown: break;
        }
        return { items::Mark::Question, WorkerCard::tr("not known"), 0 };
    }

    QString foldMark(bool isOpen)
    {
        return isOpen ? u"▾"_s : u"▸"_s;
    }
}

WorkerCard::WorkerCard(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_name(new ElidedLabel("mono"))
    , m_chip(new Chip(theme))
    , m_bar(new QProgressBar)
    , m_says(makeText({}, ""))
    , m_more(makeText({}, "faint"))
    , m_unfold(makeButton({}, "link"))
    , m_pods(new QWidget)
    , m_skip(makeButton({}, "small"))
{
    setObjectName(u"card"_s);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(16, 14, 16, 14);
    all->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(m_name, 1);
    head->addWidget(m_chip);
    all->addLayout(head);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 100);
    all->addWidget(m_bar);
    all->addWidget(m_says);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_more, 1);
    foot->addWidget(m_skip, 0, Qt::AlignTop);
    all->addLayout(foot);
    m_unfold->setObjectName(u"worker.pods"_s);
    m_unfold->setCheckable(true);
    connect(m_unfold, &QPushButton::toggled, this, [this](bool isOn) {
        m_pods->setVisible(isOn);
        m_unfold->setText(m_unfold->text().chopped(1) + foldMark(isOn));
    });
    auto* lines = new QVBoxLayout(m_pods);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(2);
    all->addWidget(m_unfold, 0, Qt::AlignLeft);
    all->addWidget(m_pods);
    m_pods->hide();
    all->addStretch();
    m_skip->setObjectName(u"worker.skip"_s);
    connect(m_skip, &QPushButton::clicked, this, [this] { Q_EMIT lastWanted(m_worker, !m_isLast); });
}

void WorkerCard::show(const WorkerView& worker, bool hasOthers)
{
    m_worker = worker.name;
    m_isLast = worker.isLast;
    const bool isAhead = worker.stage == WorkerView::Stage::Untouched || worker.stage == WorkerView::Stage::Installing || worker.stage == WorkerView::Stage::WaitingForReboot;
    m_skip->setVisible(isAhead && (hasOthers || worker.isLast));
    m_skip->setText(worker.isLast ? tr("Back in line") : tr("Put last in the queue"));
    setSpokenName(m_skip, worker.isLast ? tr("Put worker %1 back in line").arg(worker.name) : tr("Reboot worker %1 after all others").arg(worker.name));
    const Look look = lookOf(worker);
    m_name->setFullText(worker.name);
    m_chip->show(look.mark, look.word);
    m_bar->setValue(look.percent);
    setSpokenName(m_bar, tr("Progress of worker %1").arg(worker.name));
    setStyled(m_bar, "tone", look.mark == items::Mark::Ok ? u"ok"_s : QString());
    m_says->setText(worker.says);
    const bool hasBegun = worker.stage != WorkerView::Stage::Untouched; // before that the chip says it all
    m_bar->setVisible(hasBegun);
    m_says->setVisible(hasBegun);
    QStringList more;
    if (!worker.zone.isEmpty()) {
        more.append(worker.zone);
    }
    if (!worker.proof.isEmpty()) {
        more.append(worker.proof);
    }
    if (worker.podsToMove >= 0) {
        if (!worker.heldBy.isEmpty()) {
            more.append(tr("held by budget %1").arg(worker.heldBy.join(u", "_s)));
        }
        if (!worker.bare.isEmpty()) {
            more.append(tr("not made again: %1").arg(worker.bare.join(u", "_s)));
        }
    }
    if (worker.isCordoned && worker.stage == WorkerView::Stage::Installed) {
        more.append(tr("cordoned"));
    }
    m_more->setText(more.join(u" · "_s));
    m_more->setVisible(!more.isEmpty());
    showDrain(worker);
    setSpokenName(this, tr("Worker %1: %2. %3").arg(worker.name, look.word, worker.says));
}

void WorkerCard::showDrain(const WorkerView& worker)
{
    constexpr qsizetype kMost = 30;
    const bool hasPods = worker.podsToMove > 0;
    m_unfold->setVisible(worker.podsToMove >= 0);
    m_unfold->setEnabled(hasPods);
    m_unfold->setText(tr("Drain moves %n pod(s)", nullptr, qMax(0, worker.podsToMove)) + u"  "_s + foldMark(m_unfold->isChecked()));
    setSpokenName(m_unfold, tr("Pods that a drain of worker %1 moves: %n", nullptr, qMax(0, worker.podsToMove)).arg(worker.name));
    QStringList names = worker.moving.mid(0, kMost);
    if (worker.moving.size() > kMost) {
        names.append(tr("and %n more", nullptr, static_cast<int>(worker.moving.size() - kMost)));
    }
    QLayout* lines = m_pods->layout();
    while (lines->count() > names.size()) {
        const std::unique_ptr<QLayoutItem> last(lines->takeAt(lines->count() - 1));
        delete last->widget();
    }
    while (lines->count() < names.size()) {
        lines->addWidget(new ElidedLabel("mono", nullptr, Qt::ElideMiddle)); // one line each: the end tells one pod from the other
    }
    for (int i = 0; i < names.size(); ++i) {
        static_cast<ElidedLabel*>(lines->itemAt(i)->widget())->setFullText(names.at(i));
    }
    setSpokenDescription(m_unfold, names.join(u", "_s));
    m_unfold->setToolTip(names.join(u'\n'));
    m_pods->setVisible(hasPods && m_unfold->isChecked());
}

} // namespace cocoon::ui
