// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/histogram_chart.h"

#include "models/dashboard/age.h"

#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::Histogram;

namespace {
    const ChartInk kUsual { u"accent"_s, Qt::SolidPattern };
    constexpr int kLeastStarts = 3; ///< fewer are no distribution
    const ChartInk kSlow { u"warn"_s, Qt::BDiagPattern };

    QString clock(qint64 ms)
    {
        const qint64 seconds = ms / 1000;
        return u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'));
    }

    QString minutes(qint64 ms)
    {
        return HistogramChart::tr("%1 min").arg(ms / 60000);
    }
}

HistogramChart::HistogramChart(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_legend(new Legend(theme))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addStretch(1);
    column->addWidget(m_legend);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

QSize HistogramChart::minimumSizeHint() const
{
    return { m_theme.px(160), m_theme.px(80) };
}

bool HistogramChart::isDrawn() const
{
    return std::accumulate(m_histogram.counts.begin(), m_histogram.counts.end(), 0) >= kLeastStarts;
}

void HistogramChart::show(const Histogram& histogram, qint64 limitMs)
{
    m_histogram = histogram;
    m_limitMs = limitMs;
    QList<Legend::Entry> entries;
    const auto stage = [&](const QString& name, qint64 ms) {
        if (ms >= 0) {
            entries.append({ {}, name, dashboard::durationText(std::chrono::milliseconds(ms)) });
        }
    };
    stage(tr("median: server runs"), histogram.medianToRunningMs);
    stage(tr("agent ready"), histogram.medianToAgentMs);
    stage(tr("pod ready"), histogram.medianMs);
    if (histogram.slow > 0) {
        entries.append({ kSlow, tr("longer than %1").arg(minutes(limitMs)), QString::number(histogram.slow) });
    }
    m_legend->show(entries);
    update();
}

void HistogramChart::paintEvent(QPaintEvent*)
{
    if (m_histogram.counts.isEmpty()) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.font(u"label"_s));
    const int label = m_theme.px(18);
    if (!isDrawn()) {
        const int starts = std::accumulate(m_histogram.counts.begin(), m_histogram.counts.end(), 0);
        painter.setFont(m_theme.font(u"body"_s));
        painter.setPen(m_theme.color(u"text2"_s));
        painter.drawText(QRect(0, m_theme.px(12), width(), m_legend->y() - m_theme.px(16)), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
            tr("Too few starts to draw how they spread: %1. A kubelet waits %2 for one before it tries again.").arg(starts).arg(minutes(m_limitMs)));
        return;
    }
    const QRect plot(m_theme.px(22), m_theme.px(6), width() - m_theme.px(28), m_legend->y() - label - m_theme.px(12));
    if (plot.height() < m_theme.px(20)) {
        return;
    }
    const int highest = *std::max_element(m_histogram.counts.begin(), m_histogram.counts.end());
    const int step = qMax(1, (highest + 2) / 3);
    const int roof = step * ((highest + step - 1) / step);
    for (int value = 0; value <= roof; value += step) {
        const int y = plot.bottom() - plot.height() * value / roof;
        painter.setPen(m_theme.color(u"line2"_s));
        painter.drawLine(plot.left(), y, plot.right(), y);
        painter.setPen(m_theme.color(u"text3"_s));
        painter.drawText(QRect(0, y - label / 2, plot.left() - m_theme.px(6), label), Qt::AlignRight | Qt::AlignVCenter, QString::number(value));
    }
    // One empty bin on each side, so that a lonely bar has a place in time.
    const qsizetype bins = qMax<qsizetype>(m_histogram.counts.size() + 2, 7);
    const qint64 first = m_histogram.firstMs - m_histogram.binMs * ((bins - m_histogram.counts.size()) / 2);
    const double wide = static_cast<double>(plot.width()) / static_cast<double>(bins);
    const auto xOf = [&](qint64 ms) { return plot.left() + static_cast<double>(ms - first) / static_cast<double>(m_histogram.binMs) * wide; };
    for (qsizetype i = 0; i < m_histogram.counts.size(); ++i) {
        const qint64 begin = m_histogram.firstMs + i * m_histogram.binMs;
        const double high = static_cast<double>(plot.height()) * m_histogram.counts.at(i) / roof;
        const ChartInk& ink = begin >= m_limitMs ? kSlow : kUsual;
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink.brush(m_theme));
        painter.drawRoundedRect(QRectF(xOf(begin) + wide * 0.12, plot.bottom() - high, wide * 0.76, high), 2, 2);
    }
    painter.setPen(m_theme.color(u"text3"_s));
    const qsizetype every = qMax<qsizetype>(1, static_cast<qsizetype>(m_theme.px(44) / wide) + 1);
    for (qsizetype i = 0; i <= bins; i += every) {
        const qint64 ms = first + i * m_histogram.binMs;
        if (ms >= 0 && xOf(ms) + m_theme.px(16) < width()) {
            painter.drawText(QRectF(xOf(ms) - m_theme.px(24), plot.bottom() + m_theme.px(4), m_theme.px(48), label), Qt::AlignHCenter | Qt::AlignTop, clock(ms));
        }
    }
    const auto drawLine = [&](qint64 ms, const QString& token, Qt::PenStyle style, const QString& words) {
        const double at = xOf(ms);
        if (at <= plot.left() || at >= plot.right()) {
            return;
        }
        painter.setPen(QPen(m_theme.color(token), 1.5, style));
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
        const int wideWords = painter.fontMetrics().horizontalAdvance(words);
        const double x = at + wideWords + m_theme.px(6) > plot.right() ? at - wideWords - m_theme.px(6) : at + m_theme.px(6);
        painter.drawText(QPointF(x, plot.top() + m_theme.px(10)), words);
    };
    drawLine(m_histogram.medianMs, u"text2"_s, Qt::SolidLine, tr("median"));
    drawLine(m_limitMs, u"warn"_s, Qt::DashLine, tr("time-out"));
}

} // namespace cocoon::ui
