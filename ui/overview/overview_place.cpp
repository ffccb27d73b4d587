// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_place.h"

#include "models/dashboard/machine_task.h"
#include "models/dashboard/sighting.h"
#include "models/dashboard/timeline.h"
#include "ui/overview/attention_card.h"
#include "ui/overview/capacity_view.h"
#include "ui/overview/chart_card.h"
#include "ui/overview/figure_card.h"
#include "ui/overview/figures.h"
#include "ui/overview/histogram_chart.h"
#include "ui/overview/rights_card.h"
#include "ui/overview/sheets.h"
#include "ui/overview/stack_chart.h"
#include "ui/task/task_panel.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLocale>
#include <QScrollArea>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::Part;
using dashboard::Scene;

namespace {
    const QString kRemove = QStringLiteral("remove/");
    const QString kRetry = QStringLiteral("retry");
    constexpr int kCardHeight = 226;
    constexpr int kLowCardHeight = 150;
    constexpr int kChartsMs = 1000;
    constexpr int kTickMs = 10000;
    /// The kubelet of the validated operator waits this long for a sandbox before it tries again.
    constexpr qint64 kStartLimitMs = 15 * 60 * 1000;
    constexpr qint64 kShortestRangeSeconds = 60;
    constexpr qint64 kYoungSeconds = 2 * 3600; ///< a history younger than this is looked at by the hour
    constexpr int kLeastShare = 20; ///< what fills less than this part of the range is no line yet

    QHash<QString, StackChart::Pile> nodePiles()
    {
        return {
            { u"installed"_s, { OverviewPlace::tr("installed"), { u"accent"_s, Qt::SolidPattern } } },
            { u"installing"_s, { OverviewPlace::tr("installing"), { u"progress"_s, Qt::Dense5Pattern } } },
            { u"waiting"_s, { OverviewPlace::tr("waiting for reboot"), { u"warn"_s, Qt::BDiagPattern } } },
            { u"rebooting"_s, { OverviewPlace::tr("rebooting"), { u"warn"_s, Qt::SolidPattern } } },
            { u"removing"_s, { OverviewPlace::tr("being removed"), { u"money"_s, Qt::Dense5Pattern } } },
            { u"not-ready"_s, { OverviewPlace::tr("not Ready"), { u"error"_s, Qt::DiagCrossPattern } } },
            { u"not-installed"_s, { OverviewPlace::tr("not installed"), { u"idle"_s, Qt::Dense6Pattern } } },
        };
    }

    QHash<QString, StackChart::Pile> machinePiles()
    {
        return {
            { u"running"_s, { OverviewPlace::tr("running"), { u"accent"_s, Qt::SolidPattern } } },
            { u"starting"_s, { OverviewPlace::tr("starting"), { u"warn"_s, Qt::BDiagPattern } } },
            { u"leaving"_s, { OverviewPlace::tr("being deleted"), { u"idle"_s, Qt::Dense6Pattern } } },
            { u"failed"_s, { OverviewPlace::tr("failed or stopped"), { u"error"_s, Qt::DiagCrossPattern } } },
            { u"orphan"_s, { OverviewPlace::tr("owned by nobody"), { u"money"_s, Qt::Dense4Pattern } } },
        };
    }
}

OverviewPlace::OverviewPlace(const Theme& theme, dashboard::Board& board, std::function<bool(const QString&)> canOpen, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_board(board)
    , m_sentence(makeText({}, "title"))
    , m_remark(makeText({}, "muted"))
    , m_range(new QComboBox)
    , m_figures(new QGridLayout)
    , m_charts(new QGridLayout)
    , m_more(new QGridLayout)
    , m_workers(new FigureCard(theme, tr("Workers installed")))
    , m_pods(new FigureCard(theme, tr("Confidential pods")))
    , m_machines(new FigureCard(theme, tr("Peer-pod VSIs")))
    , m_money(new FigureCard(theme, tr("Cost of peer pods now")))
    , m_nodesChart(new StackChart(theme, nodePiles(), u"%d"_s))
    , m_machinesChart(new StackChart(theme, machinePiles(), u"%d"_s))
    , m_moneyChart(new StackChart(theme, { { u"hour"_s, { tr("USD per hour"), { u"money"_s, Qt::Dense5Pattern } } } }, u"%.3f"_s))
    , m_startsChart(new HistogramChart(theme))
    , m_capacityView(new CapacityView(theme))
    , m_nodesCard(new ChartCard(theme, u"nodes"_s, tr("Workers by install state"), m_nodesChart))
    , m_machinesCard(new ChartCard(theme, u"machines"_s, tr("Peer-pod VSIs by state"), m_machinesChart))
    , m_startsCard(new ChartCard(theme, u"starts"_s, tr("Start of a confidential pod"), m_startsChart))
    , m_moneyCard(new ChartCard(theme, u"money"_s, tr("Cost of peer pods"), m_moneyChart))
    , m_capacityCard(new ChartCard(theme, u"capacity"_s, tr("Room for more"), m_capacityView))
    , m_attention(new AttentionCard(theme, [canOpen = std::move(canOpen)](const QString& place) { return place == kRetry || place.startsWith(kRemove) || canOpen(place); }))
    , m_rights(new RightsCard(theme))
    , m_task(new TaskPanel(theme, board.desk()))
    , m_taskPage(new QWidget)
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Overview"));
    QWidget* page = makeScrollPage(this);
    auto* column = m_column = new QVBoxLayout(page);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(16);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    m_sentence->setObjectName(u"overview.sentence"_s);
    words->addWidget(m_sentence);
    words->addWidget(m_remark);
    head->addLayout(words, 1);
    m_range->setObjectName(u"overview.range"_s);
    setSpokenPurpose(m_range, tr("How far back the charts go"));
    for (const auto& [name, seconds] : { std::pair { tr("Last hour"), 3600 }, std::pair { tr("Last 24 hours"), 86400 }, std::pair { tr("Last 7 days"), 7 * 86400 }, std::pair { tr("Everything kept"), 0 } }) {
        m_range->addItem(name, seconds);
    }
    m_range->setCurrentIndex(1);
    connect(m_range, &QComboBox::activated, this, [this] { m_isRangeOurs = false; });
    connect(m_range, &QComboBox::currentIndexChanged, this, &OverviewPlace::refreshCharts);
    head->addWidget(m_range, 0, Qt::AlignTop);
    column->addLayout(head);
    m_figures->setSpacing(16);
    column->addLayout(m_figures);
    m_charts->setSpacing(16);
    column->addLayout(m_charts);
    column->addWidget(m_attention);
    column->addWidget(m_rights);
    m_more->setSpacing(16);
    column->addLayout(m_more);
    for (ChartCard* card : { m_nodesCard, m_machinesCard, m_startsCard, m_moneyCard, m_capacityCard }) {
        card->setParent(page); // one that is shown without a parent is a window of its own for a moment
    }
    column->addStretch(1);

    // What is about to be done has the place to itself: it is to be read.
    auto* taskColumn = new QVBoxLayout(m_taskPage);
    taskColumn->setContentsMargins(20, 20, 20, 20);
    taskColumn->addWidget(m_task);
    layout()->addWidget(m_taskPage);
    m_taskPage->hide();
    connect(m_task, &TaskPanel::closed, this, [this] {
        showTask(false);
        m_range->setFocus(Qt::OtherFocusReason);
    });

    connect(m_attention, &AttentionCard::opened, this, &OverviewPlace::open);
    connect(m_rights, &RightsCard::loginWanted, this, &OverviewPlace::loginWanted);
    connect(&board, &dashboard::Board::changed, this, [this] {
        if (isVisible()) {
            refresh();
        }
    });
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            refreshCharts();
        }
    });
    m_tick.start();
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &OverviewPlace::refreshAges);
    m_second.start();
    m_soon.setSingleShot(true);
    m_soon.setInterval(kChartsMs);
    connect(&m_soon, &QTimer::timeout, this, &OverviewPlace::refreshCharts);
    connect(&theme, &Theme::changed, this, &OverviewPlace::arrange);
    arrange();
    refresh();
    refreshCharts();
}

void OverviewPlace::open(const QString& place)
{
    if (place == kRetry) {
        m_board.lookAgain();
    } else if (place.startsWith(kRemove)) {
        showTask(true);
        m_task->open(dashboard::MachineTask::make(place.mid(kRemove.size()), coco::Facts::builtIn()));
    } else {
        Q_EMIT opened(place);
    }
}

void OverviewPlace::showTask(bool isOpen)
{
    findChild<QScrollArea*>(QString(), Qt::FindDirectChildrenOnly)->setVisible(!isOpen);
    m_taskPage->setVisible(isOpen);
}

QString OverviewPlace::sentence() const
{
    return m_sentence->text().replace(u'\u00a0', u' ').remove(u'\u2060');
}

/// A line may break before a figure with its unit, not in it.
void OverviewPlace::sayHowItStands()
{
    m_sentence->setText(m_board.sentence().replace(u" USD/h"_s, u"\u00a0USD/\u2060h"_s));
}

ChartCard* OverviewPlace::chart(const QString& id) const
{
    return id == "nodes"_L1 ? m_nodesCard : id == "machines"_L1 ? m_machinesCard
        : id == "starts"_L1                                     ? m_startsCard
        : id == "money"_L1                                      ? m_moneyCard
                                                                : m_capacityCard;
}

void OverviewPlace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
    refreshCharts();
}

void OverviewPlace::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void OverviewPlace::arrange()
{
    const int columns = width() < m_theme.px(460) ? 1 : width() < m_theme.px(800) ? 2
                                                                                  : 4;
    const int chartsInRow = width() < m_theme.px(640) ? 1 : width() < m_theme.px(1060) ? 2
                                                                                       : 3;
    const QList<QWidget*> figures { m_workers, m_pods, m_machines, m_money };
    if (columns != m_columns) {
        m_columns = columns;
        for (int i = 0; i < 4; ++i) {
            m_figures->addWidget(figures.at(i), i / columns, i % columns);
            m_figures->setColumnStretch(i, i < columns ? 1 : 0);
        }
    }
    // What these rights do not show is named below and takes no room.
    const Scene& scene = m_board.scene();
    const auto isDark = [](const Part& part) { return part.state == Part::State::Forbidden || part.state == Part::State::NoCredential; };
    QList<QWidget*> charts;
    for (const auto& [card, dark] : { std::pair { m_nodesCard, isDark(scene.nodesPart) }, std::pair { m_machinesCard, isDark(scene.machinesPart) }, std::pair { m_startsCard, isDark(scene.podsPart) },
             std::pair { m_moneyCard, isDark(scene.moneyPart) }, std::pair { m_capacityCard, isDark(scene.nodesPart) && isDark(scene.subnetsPart) } }) {
        card->setVisible(!dark);
        if (!dark) {
            charts.append(card);
        }
    }
    // A row in which nothing is drawn yet is low.
    const auto isLow = [this](const QWidget* card) {
        return static_cast<const ChartCard*>(card)->isSilent() || (m_isYoung && card != m_capacityCard && !(card == m_startsCard && m_startsChart->isDrawn()));
    };
    const auto setHeights = [&](const QList<QWidget*>& cards, int inRow) {
        for (qsizetype first = 0; first < cards.size(); first += inRow) {
            const QList<QWidget*> row = cards.mid(first, inRow);
            const int height = m_theme.px(std::all_of(row.begin(), row.end(), isLow) ? kLowCardHeight : kCardHeight);
            for (QWidget* card : row) {
                card->setFixedHeight(height);
            }
        }
    };
    setHeights(charts.mid(0, chartsInRow), chartsInRow);
    setHeights(charts.mid(chartsInRow), qMin(chartsInRow, 2));
    if (charts == m_arranged && chartsInRow == m_chartsInRow) {
        return;
    }
    m_arranged = charts;
    m_chartsInRow = chartsInRow;
    const auto fill = [](QGridLayout& grid, const QList<QWidget*>& cards, int inRow) {
        constexpr int kColumns = 6; // divides by one, two and three
        for (int i = 0; i < cards.size(); ++i) {
            const int row = i / inRow;
            const int inThisRow = qMin(inRow, static_cast<int>(cards.size()) - row * inRow);
            grid.addWidget(cards.at(i), row, (i % inRow) * (kColumns / inThisRow), 1, kColumns / inThisRow);
        }
        for (int i = 0; i < kColumns; ++i) {
            grid.setColumnStretch(i, 1);
        }
    };
    fill(*m_charts, charts.mid(0, chartsInRow), chartsInRow);
    fill(*m_more, charts.mid(chartsInRow), qMin(chartsInRow, 2));
}

void OverviewPlace::refresh()
{
    sayHowItStands();
    const QString remark = m_board.historyTrouble().isEmpty() ? m_board.remark() : tr("What is seen is not kept: %1").arg(m_board.historyTrouble());
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
    refreshFigures();
    arrange();
    m_attention->show(m_board.attention(), !m_board.isLooking(), !m_board.rights().isEmpty());
    placeAttention();
    m_rights->show(m_board.rights());
    if (!m_soon.isActive()) {
        m_soon.start();
    }
}

/// What needs somebody comes before how it went.
void OverviewPlace::placeAttention()
{
    const bool isFirst = !m_board.attention().isEmpty();
    const int at = m_column->indexOf(m_attention);
    const int charts = m_column->indexOf(m_charts);
    if ((at < charts) != isFirst) {
        m_column->removeWidget(m_attention);
        m_column->insertWidget(m_column->indexOf(m_charts) + (isFirst ? 0 : 1), m_attention);
    }
}

void OverviewPlace::refreshAges()
{
    if (isVisible() && m_board.scene().isCut()) {
        sayHowItStands();
        refreshFigures();
    }
}

QString OverviewPlace::sinceText(const Part& part) const
{
    return part.isOldAt(QDateTime::currentDateTimeUtc(), m_board.scene().isCut())
        ? tr("As it was at %1.").arg(QLocale().toString(part.since.toLocalTime(), u"HH:mm:ss"_s))
        : tr("As it is now.");
}

bool OverviewPlace::isSaid(const Part& part) const
{
    const Scene& scene = m_board.scene();
    return scene.isCut() && part.error.message == scene.nodesPart.error.message;
}

QString OverviewPlace::silenceOf(const Part& part) const
{
    return part.state == Part::State::Failed && isSaid(part) ? tr("Not known while the cluster does not answer.") : ChartCard::silenceOf(part);
}

void OverviewPlace::refreshFigures()
{
    const Scene& scene = m_board.scene();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const bool isCut = scene.isCut();
    const auto fill = [](FigureCard& card, const Figure& figure) { card.show(figure.number, figure.unit, figure.mark, figure.word, figure.remark); };
    if (!m_workers->showPart(scene.nodesPart, now, isCut, isSaid(scene.nodesPart))) {
        fill(*m_workers, workersFigure(scene));
    }
    if (!m_pods->showPart(scene.podsPart, now, isCut, isSaid(scene.podsPart))) {
        fill(*m_pods, podsFigure(scene));
    }
    if (!m_machines->showPart(scene.machinesPart, now, isCut)) {
        fill(*m_machines, machinesFigure(scene));
    }
    if (!m_money->showPart(scene.moneyPart, now, isCut)) {
        fill(*m_money, moneyFigure(scene, m_board.spent(), m_board.spendLimit()));
        m_money->setToolTip(scene.money.note);
    }
}

void OverviewPlace::refreshStack(ChartCard& card, StackChart& chart, const QString& prefix, const QStringList& piles, const Part& part)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const int seconds = m_range->currentData().toInt();
    const QDateTime from = seconds > 0 ? now.addSecs(-seconds) : QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
    dashboard::Stack stack = dashboard::stackOf(m_board.history(), prefix, piles, from, now);
    const dashboard::Stack present = dashboard::stackNow(m_board.scene(), prefix, piles);
    const bool isEmpty = stack.isEmpty() && present.isEmpty();
    const QString silence = isEmpty ? silenceOf(part) : QString();
    card.setSilence(!silence.isEmpty() ? silence : isEmpty ? tr("Nothing yet.")
                                                           : QString());
    card.setRemark(stack.isEmpty() ? QString() : stack.from.secsTo(now) + 60 < seconds || seconds == 0 ? tr("seen since %1").arg(QLocale().toString(stack.from.toLocalTime(), stack.from.secsTo(now) < 86400 ? u"HH:mm"_s : u"d MMM HH:mm"_s)) : QString());
    card.showSheet(stackSheet(stack.isEmpty() ? present : stack, [&chart](const QString& pile) { return chart.nameOf(pile); }));
    const qint64 seen = stack.isEmpty() ? 0 : stack.from.secsTo(now);
    if (seen * kLeastShare < qMax<qint64>(seconds, kShortestRangeSeconds)) {
        chart.showNow(present.isEmpty() ? stack : present,
            sinceText(part) + u' ' + (stack.isEmpty() ? tr("The first look that is recorded is on its way.") : tr("Recorded since %1: too short a time for a line.").arg(QLocale().toString(stack.from.toLocalTime(), u"HH:mm"_s))));
        return;
    }
    if (seconds > 0 && stack.from > from) { // the range is what was chosen; before the history nobody looked
        stack.from = from;
        stack.steps.prepend({ from, {} });
    }
    chart.show(stack);
}

void OverviewPlace::refreshStarts()
{
    const QList<dashboard::Start> starts = dashboard::startsOf(m_board.history());
    const dashboard::Histogram histogram = dashboard::histogramOf(starts, 12, kStartLimitMs);
    int ready = 0;
    for (const int count : histogram.counts) {
        ready += count;
    }
    const QString silence = histogram.counts.isEmpty() ? silenceOf(m_board.scene().podsPart) : QString();
    m_startsCard->setSilence(!silence.isEmpty() ? silence : histogram.counts.isEmpty() ? tr("No start was seen yet. A confidential pod usually needs three to four minutes: its server, the agent in it, the pod.")
                                                                                       : QString());
    m_startsCard->setRemark(ready > 0 ? tr("last %1").arg(ready) : QString());
    m_startsChart->show(histogram, kStartLimitMs);
    m_startsCard->showSheet(startsSheet(starts));
}

void OverviewPlace::refreshCapacity()
{
    const Scene& scene = m_board.scene();
    m_capacityCard->setSilence(scene.capacity.isAdvertised || !scene.capacity.subnets.isEmpty() || scene.capacity.vcpus > 0 ? QString()
            : !silenceOf(scene.nodesPart).isEmpty()                                                                         ? silenceOf(scene.nodesPart)
                                                                                                                            : tr("Workers offer places for confidential pods once they are installed."));
    m_capacityView->show(capacityMeters(scene));
    m_capacityCard->showSheet(capacitySheet(scene));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QDateTime since; // of the oldest that is shown
    for (const Part* part : { &scene.nodesPart, &scene.subnetsPart, &scene.machinesPart }) {
        const bool isShown = part != &scene.nodesPart || scene.capacity.isAdvertised;
        if (isShown && part->isOldAt(now, scene.isCut()) && (!since.isValid() || part->since < since)) {
            since = part->since;
        }
    }
    m_capacityCard->setRemark(since.isValid() ? tr("as it was at %1").arg(QLocale().toString(since.toLocalTime(), u"HH:mm:ss"_s)) : tr("places, addresses, processors"));
}

void OverviewPlace::chooseRange()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QList<history::Watched> watched = m_board.history().watched(now.addSecs(-kYoungSeconds - 1), now);
    const bool isYoung = watched.isEmpty() || watched.constFirst().since.secsTo(now) < kYoungSeconds;
    const QSignalBlocker quiet(m_range);
    m_range->setCurrentIndex(isYoung ? 0 : 1);
}

void OverviewPlace::refreshCharts()
{
    if (m_isRangeOurs) {
        chooseRange();
    }
    const Scene& scene = m_board.scene();
    refreshStack(*m_nodesCard, *m_nodesChart, u"nodes"_s, dashboard::nodePiles(), scene.nodesPart);
    refreshStack(*m_machinesCard, *m_machinesChart, u"machines"_s, dashboard::machinePiles(), scene.machinesPart);
    refreshStack(*m_moneyCard, *m_moneyChart, u"usd"_s, { u"hour"_s }, scene.moneyPart);
    refreshStarts();
    refreshCapacity();
    m_isYoung = !m_nodesChart->isDrawn() && !m_machinesChart->isDrawn() && !m_moneyChart->isDrawn();
    arrange();
}

} // namespace cocoon::ui
