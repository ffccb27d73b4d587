// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/review_page.h"

#include "models/setup/ahead.h"
#include "models/setup/end.h"
#include "models/setup/setup.h"
#include "services/coco/facts.h"
#include "ui/setup/changes_card.h"
#include "ui/setup/findings_card.h"
#include "ui/setup/progress_card.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLocale>
#include <QScrollArea>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kPageMargin = 6;
}

ReviewPage::ReviewPage(const Theme& theme, setup::Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_error(new ErrorPanel(theme))
    , m_sentence(makeText({}, "muted"))
    , m_figureGrid(new QGridLayout)
    , m_breaking(new Card(tr("Asked for separately")))
    , m_progress(new ProgressCard(theme, desk, {}))
    , m_obstacles(new FindingsCard(theme))
    , m_findings(new FindingsCard(theme))
    , m_changes(new ChangesCard(theme))
{
    setObjectName(u"page.review"_s);
    setAccessibleName(tr("Review"));
    QWidget* page = makeScrollPage(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, kPageMargin, 0);
    column->setSpacing(16);
    column->addWidget(makeText(tr("Review: everything that will happen"), "title"));
    column->addWidget(m_sentence);
    column->addWidget(m_error);
    m_figureGrid->setSpacing(16);
    for (const QString& name : { tr("Changes"), tr("Workers to reboot"), tr("In the way"), tr("Cost when done") }) {
        auto* card = new Card;
        card->setAccessibleName(name);
        card->content()->addWidget(makeLabel(name, "muted"));
        QLabel* figure = makeLabel(u"–"_s, "figure");
        QLabel* unit = makeLabel({}, "unit");
        auto* row = new QHBoxLayout;
        row->setSpacing(6);
        row->addWidget(figure, 0, Qt::AlignBaseline);
        row->addWidget(unit, 0, Qt::AlignBaseline);
        row->addStretch(1);
        card->content()->addLayout(row);
        m_figures.append(std::pair { figure, unit });
        m_figureCards.append(card);
    }
    column->addLayout(m_figureGrid);
    connect(&theme, &Theme::changed, this, &ReviewPage::arrange);
    column->addWidget(m_breaking);
    m_breaking->setTone(u"warn"_s);
    m_breaking->hide();
    column->addWidget(m_progress);
    column->addWidget(m_obstacles);
    column->addWidget(m_changes);
    column->addWidget(m_findings);
    m_obstacles->setTitle(tr("What stands in the way"));
    m_obstacles->setTone(u"error"_s);
    m_findings->setTitle(tr("What to know"));
    for (FindingsCard* card : { m_obstacles, m_findings }) {
        card->offerFixes({});
        connect(card, &FindingsCard::fixWanted, this, &ReviewPage::fixWanted);
    }
    m_changes->setMostRows(9);
    column->addStretch(1);
    arrange();
}

/// Beside each other where there is room for what they say, else in two rows, else below each other.
void ReviewPage::arrange()
{
    const int gap = m_figureGrid->spacing();
    const int room = findChild<QScrollArea*>()->viewport()->width() - kPageMargin;
    int all = gap * (static_cast<int>(m_figureCards.size()) - 1);
    int widest = 0;
    for (const Card* card : std::as_const(m_figureCards)) {
        all += card->minimumSizeHint().width();
        widest = qMax(widest, card->minimumSizeHint().width());
    }
    const int columns = all <= room ? static_cast<int>(m_figureCards.size()) : 2 * widest + gap <= room ? 2 : 1;
    if (columns == m_columns) {
        return;
    }
    m_columns = columns;
    for (int i = 0; i < m_figureCards.size(); ++i) {
        m_figureGrid->addWidget(m_figureCards.at(i), i / columns, i % columns);
        m_figureGrid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

void ReviewPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

QSet<QString> ReviewPage::allowed() const
{
    QSet<QString> names;
    for (auto it = m_allows.cbegin(); it != m_allows.cend(); ++it) {
        if (it.value()->isChecked()) {
            names.insert(it.key());
        }
    }
    return names;
}

void ReviewPage::refresh()
{
    const QList<plan::Assessment>& assessments = m_desk.assessments();
    QList<plan::Finding> findings;
    QList<plan::Finding> obstacles;
    int changes = 0;
    m_obstacle.clear();
    plan::HourlyCost cost;
    QSet<QString> reboots;
    QMap<QString, plan::Change> breaking; // by the name that allows it
    bool isUnknown = assessments.isEmpty();
    for (const plan::Assessment& assessment : assessments) {
        isUnknown = isUnknown || assessment.state == plan::StepState::Unknown;
        changes += static_cast<int>(assessment.changes.size());
        const bool isBlocked = std::any_of(assessment.findings.begin(), assessment.findings.end(), [](const plan::Finding& finding) { return finding.severity == plan::Severity::Blocker; });
        m_obstacle = m_obstacle.isEmpty() && isBlocked ? assessment.step : m_obstacle;
        for (const plan::Change& change : assessment.changes) {
            cost.add(change);
            if (change.approvalGroup.startsWith(u"reboot:"_s)) {
                reboots.insert(change.approvalGroup);
            }
            if (!change.allow.isEmpty()) {
                breaking.insert(change.allow, change);
            }
        }
    }
    for (const plan::Finding& finding : setup::preflight(assessments)) {
        if (finding.severity != plan::Severity::Ok) {
            (finding.severity == plan::Severity::Blocker ? obstacles : findings).append(finding);
        }
    }
    const int blockers = static_cast<int>(obstacles.size());
    const QString ahead = setup::aheadOf(m_desk.world(), m_desk.intent(), coco::Facts::builtIn(), assessments).text();
    const auto figure = [this](int index, const QString& number, const QString& unit) {
        m_figures.at(index).first->setText(number);
        m_figures.at(index).second->setText(unit);
    };
    figure(0, QString::number(changes), tr("to make"));
    figure(1, QString::number(reboots.size()), tr("one at a time"));
    figure(2, QString::number(blockers), blockers == 0 ? tr("nothing") : tr("to solve first"));
    const QString usd = cost.usd == 0 ? u"0"_s : QLocale().toString(cost.usd, 'f', 3);
    figure(3, !cost.isPartial ? usd : cost.usd == 0 ? u"?"_s : u"> "_s + usd, cost.isPartial ? tr("USD/h more; not all prices known") : tr("USD/h more"));
    arrange();
    m_isReady = !isUnknown && blockers == 0 && changes > 0;
    m_because = isUnknown ? tr("Not everything is known yet; Cocoon is still looking.")
        : blockers > 0    ? tr("%n thing(s) stand in the way.", nullptr, blockers)
        : changes == 0    ? tr("Nothing is left to do.")
                          : QString();
    m_sentence->setText(isUnknown ? tr("Cocoon is still looking; the list grows until everything is known.")
            : changes == 0        ? tr("Nothing is left to do: what is wanted is there already.")
                                  : tr("Nothing has been changed yet. Values that are only known later are shown as such.")
            + (ahead.isEmpty() ? QString() : u' ' + tr("Besides the %n change(s) below, as they come: %1.", nullptr, changes).arg(ahead)));
    for (auto it = breaking.cbegin(); it != breaking.cend(); ++it) {
        if (!m_allows.contains(it.key())) {
            auto* check = new QCheckBox;
            m_allows.insert(it.key(), check);
            m_breaking->content()->addWidget(check);
        }
        const bool breaks = it->risk == plan::Risk::Breaking;
        m_allows.value(it.key())->setText((breaks ? tr("Allow \"%1\", which breaks running confidential pods (%2)") : tr("Allow \"%1\" (%2)")).arg(it->title, it.key()));
    }
    m_breaking->setVisible(!breaking.isEmpty());
    m_obstacles->show(obstacles, true);
    m_obstacles->setVisible(!obstacles.isEmpty());
    m_findings->show(findings, !isUnknown);
    m_findings->setVisible(!findings.isEmpty());
    m_changes->show(assessments, m_desk.intent().cluster);
    m_progress->refresh();
    const auto report = m_desk.task() ? std::nullopt : m_desk.lastReport();
    using End = plan::Runner::End;
    if (report && !m_desk.isRunning() && (report->end == End::Failed || report->end == End::TimedOut)) {
        m_error->show(setup::explainEnd(*report), report->error.detail);
    } else {
        m_error->clear();
    }
}

} // namespace cocoon::ui
