// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/stack_chart.h"

#include "ui/overview/present_bar.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QDateTimeAxis>
#include <QLineSeries>
#include <QLocale>
#include <QVBoxLayout>
#include <QValueAxis>

#include <cmath>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::Stack;

namespace {
    constexpr int kMostSteps = 400;

    QString timeFormat(const QDateTime& from, const QDateTime& to)
    {
        const qint64 seconds = from.secsTo(to);
        return seconds < 600 ? u"HH:mm:ss"_s : seconds < 2 * 86400 ? u"HH:mm"_s
                                                                   : u"d MMM HH:mm"_s;
    }

    /// A step people count in (1, 2 or 5 of a power of ten) that reaches the highest value in four; whole when things are counted.
    double stepOf(double highest, bool isCount)
    {
        const double wanted = qMax(highest, isCount ? 1.0 : 0.04) / 4;
        const double power = std::pow(10.0, std::floor(std::log10(wanted)));
        for (const int times : { 1, 2, 5 }) {
            if (times * power >= wanted * 0.999) {
                return isCount ? qMax(1.0, times * power) : times * power;
            }
        }
        return isCount ? qMax(1.0, 10 * power) : 10 * power;
    }

    double roofOf(double highest, double step)
    {
        return step * qMax(1.0, std::ceil(highest / step - 0.001));
    }

    void append(QLineSeries& line, const QDateTime& time, double value)
    {
        line.append(static_cast<double>(time.toMSecsSinceEpoch()), value);
    }
}

StackChart::StackChart(const Theme& theme, const QHash<QString, Pile>& piles, const QString& valueFormat, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_piles(piles)
    , m_valueFormat(valueFormat)
    , m_view(new QChartView(new QChart))
    , m_present(new PresentBar(theme))
    , m_legend(new Legend(theme))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_view->setMinimumSize(10, 10);
    column->addWidget(m_view, 1);
    column->addWidget(m_present, 1);
    m_present->hide();
    column->addWidget(m_legend);
    connect(&theme, &Theme::changed, this, [this] {
        if (m_present->isHidden()) {
            draw();
        }
    });
}

QSize StackChart::minimumSizeHint() const
{
    return { m_theme.px(160), m_theme.px(80) };
}

bool StackChart::isDrawn() const
{
    return m_present->isHidden() && !m_stack.steps.isEmpty();
}

void StackChart::show(const Stack& stack)
{
    m_stack = dashboard::thinned(stack, kMostSteps);
    m_present->hide();
    m_view->show();
    draw();
}

void StackChart::showNow(const Stack& stack, const QString& why)
{
    m_stack = stack;
    QList<PresentBar::Part> parts;
    QList<Legend::Entry> entries;
    const bool isCount = m_valueFormat == "%d"_L1;
    const QList<double> values = stack.steps.isEmpty() ? QList<double>() : stack.steps.constLast().values;
    for (qsizetype pile = 0; pile < values.size(); ++pile) {
        const Pile look = m_piles.value(stack.piles.at(pile));
        const QString says = isCount ? QLocale().toString(qRound(values.at(pile))) : QLocale().toString(values.at(pile), 'f', 3);
        parts.append({ look.ink, values.at(pile), look.name, says });
        if (values.at(pile) > 0) {
            entries.append({ look.ink, look.name, says });
        }
    }
    m_present->show(parts, why);
    m_view->hide();
    m_present->setVisible(true);
    m_legend->show(m_present->isDivided() ? entries : QList<Legend::Entry>());
}

void StackChart::draw()
{
    auto* chart = new QChart;
    styleChart(*chart, m_theme);
    chart->legend()->hide();
    const bool isCount = m_valueFormat == "%d"_L1;
    const double tick = stepOf(m_stack.highest, isCount);
    const double roof = roofOf(m_stack.highest, tick);
    auto* xAxis = new QDateTimeAxis;
    xAxis->setFormat(timeFormat(m_stack.from, m_stack.to));
    xAxis->setTickCount(qBound(2, width() / m_theme.px(110), 6));
    xAxis->setRange(m_stack.from.toLocalTime(), m_stack.to.toLocalTime());
    auto* yAxis = new QValueAxis;
    yAxis->setRange(0, roof);
    yAxis->setLabelFormat(m_valueFormat);
    yAxis->setTickCount(qRound(roof / tick) + 1);
    styleAxis(*xAxis, m_theme, false);
    styleAxis(*yAxis, m_theme, true);
    yAxis->setLineVisible(false);
    chart->addAxis(xAxis, Qt::AlignBottom);
    chart->addAxis(yAxis, Qt::AlignLeft);

    const auto addArea = [&](QLineSeries* upper, QLineSeries* lower, const QBrush& brush, const QPen& pen) {
        auto* area = new QAreaSeries(upper, lower);
        upper->setParent(area);
        lower->setParent(area);
        area->setBrush(brush);
        area->setPen(pen);
        chart->addSeries(area);
        area->attachAxis(xAxis);
        area->attachAxis(yAxis);
    };
    QList<Legend::Entry> entries;
    const bool hasNow = !m_stack.steps.isEmpty() && m_stack.steps.constLast().isWatched();
    for (qsizetype pile = 0; pile < m_stack.piles.size(); ++pile) {
        auto* upper = new QLineSeries;
        auto* lower = new QLineSeries;
        double high = 0;
        double low = 0;
        for (const Stack::Step& step : std::as_const(m_stack.steps)) {
            if (upper->count() > 0) {
                append(*upper, step.time, high);
                append(*lower, step.time, low);
            }
            low = 0;
            for (qsizetype below = 0; below < pile && step.isWatched(); ++below) {
                low += step.values.at(below);
            }
            high = step.isWatched() ? low + step.values.at(pile) : 0;
            append(*upper, step.time, high);
            append(*lower, step.time, low);
        }
        append(*upper, m_stack.to, high);
        append(*lower, m_stack.to, low);
        const Pile look = m_piles.value(m_stack.piles.at(pile));
        addArea(upper, lower, look.ink.brush(m_theme), QPen(m_theme.color(look.ink.token), 1));
        const double value = hasNow ? m_stack.steps.constLast().values.at(pile) : 0;
        entries.append({ look.ink, look.name, !hasNow ? u"–"_s : isCount ? QLocale().toString(qRound(value)) : QLocale().toString(value, 'f', 3) });
    }
    const ChartInk unseen { u"idle"_s, Qt::BDiagPattern };
    bool hasGap = false;
    for (qsizetype i = 0; i < m_stack.steps.size(); ++i) {
        if (m_stack.steps.at(i).isWatched()) {
            continue;
        }
        const QDateTime until = i + 1 < m_stack.steps.size() ? m_stack.steps.at(i + 1).time : m_stack.to;
        if (m_stack.steps.at(i).time.secsTo(until) < 1) {
            continue;
        }
        auto* upper = new QLineSeries;
        auto* lower = new QLineSeries;
        append(*upper, m_stack.steps.at(i).time, roof);
        append(*upper, until, roof);
        append(*lower, m_stack.steps.at(i).time, 0);
        append(*lower, until, 0);
        addArea(upper, lower, unseen.brush(m_theme), Qt::NoPen);
        hasGap = true;
    }
    if (hasGap) {
        entries.append({ unseen, tr("not observed"), {} });
    }
    QChart* before = m_view->chart();
    m_view->setChart(chart);
    delete before;
    m_legend->show(entries);
}

} // namespace cocoon::ui
