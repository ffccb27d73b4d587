// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nodes/span_bar.h"

#include "models/dashboard/age.h"
#include "models/items/nodes_model.h"

#include <QPainter>
#include <QVBoxLayout>

#include <numeric>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using history::StateSpan;
using history::Watched;

namespace {
    constexpr qint64 kLeastShown = 300; ///< a smaller part of the bar is less than a pixel or two
}

class SpanBar::Bar : public QWidget {
public:
    explicit Bar(SpanBar& owner)
        : m_owner(owner)
    {
        setFixedHeight(owner.m_theme.px(12));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Theme& theme = m_owner.m_theme;
        const double whole = static_cast<double>(qMax<qint64>(1, m_owner.m_from.msecsTo(m_owner.m_to)));
        const auto xOf = [&](const QDateTime& time) { return qBound(0.0, static_cast<double>(m_owner.m_from.msecsTo(time)) / whole, 1.0) * width(); };
        painter.fillRect(rect(), ChartInk { u"idle"_s, Qt::BDiagPattern }.brush(theme));
        for (const StateSpan& span : m_owner.m_spans) {
            const QBrush brush = inkOf(span.state).brush(theme);
            for (const Watched& look : m_owner.m_watched) {
                const QDateTime from = qMax(span.since, look.since);
                const QDateTime to = span.until.isValid() ? qMin(span.until, look.until) : look.until;
                if (from <= to) {
                    painter.fillRect(QRectF(xOf(from), 0, qMax(1.0, xOf(to) - xOf(from)), height()), brush);
                }
            }
        }
    }

private:
    SpanBar& m_owner;
};

SpanBar::SpanBar(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_bar(new Bar(*this))
    , m_legend(new Legend(theme))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_bar);
    column->addWidget(m_legend);
    connect(&theme, &Theme::changed, this, [this] { m_bar->setFixedHeight(m_theme.px(12)); });
}

ChartInk SpanBar::inkOf(const QString& state)
{
    const QString label = state.section(u',', 0, 0);
    if (state.contains("not-ready"_L1)) {
        return { u"error"_s, Qt::DiagCrossPattern };
    }
    if (label == "installed"_L1) {
        return { u"accent"_s, state.contains("cordoned"_L1) ? Qt::Dense4Pattern : Qt::SolidPattern };
    }
    if (label == "waiting_for_reboot"_L1) {
        return { u"warn"_s, Qt::SolidPattern };
    }
    if (label.contains("uninstall"_L1)) {
        return { u"money"_s, Qt::Dense5Pattern };
    }
    return label.contains("install"_L1) && label != "not-installed"_L1 ? ChartInk { u"progress"_s, Qt::Dense5Pattern } : ChartInk { u"idle"_s, Qt::Dense6Pattern };
}

void SpanBar::show(const QList<StateSpan>& spans, const QList<Watched>& watched, const QDateTime& from, const QDateTime& to)
{
    m_spans = spans;
    m_watched = watched;
    m_from = from;
    m_to = to;
    QStringList order;
    QHash<QString, qint64> seen;
    for (const StateSpan& span : spans) {
        qint64 ms = 0;
        for (const Watched& look : watched) {
            const QDateTime begin = qMax(qMax(span.since, look.since), from);
            const QDateTime end = qMin(span.until.isValid() ? qMin(span.until, look.until) : look.until, to);
            ms += qMax<qint64>(0, begin.msecsTo(end));
        }
        if (!order.contains(span.state)) {
            order.append(span.state);
        }
        seen[span.state] += ms;
    }
    QList<Legend::Entry> entries;
    // Rounded once, and what is left is the gap: so the figures add up to the bar.
    qint64 left = from.secsTo(to);
    const auto add = [&](const ChartInk& ink, const QString& name, qint64 seconds) { entries.append({ ink, name, dashboard::secondsText(std::chrono::seconds(seconds)) }); };
    for (const QString& state : std::as_const(order)) {
        const qint64 seconds = qMin(left, (seen.value(state) + 500) / 1000);
        add(inkOf(state), items::NodesModel::historyWord(state), seconds);
        left -= seconds;
    }
    const qint64 whole = from.msecsTo(to);
    const qint64 gap = whole - std::accumulate(seen.cbegin(), seen.cend(), qint64(0));
    if (left > 0 || gap * kLeastShown > whole) { // what is drawn is named, however short it was
        add({ u"idle"_s, Qt::BDiagPattern }, tr("not observed"), left);
    }
    m_legend->show(entries);
    m_bar->update();
}

} // namespace cocoon::ui
