// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nodes/state_strip.h"

#include "ui/widgets/labels.h"

#include <QPainter>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using Stage = setup::WorkerView::Stage;

StateStrip::StateStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { setFixedHeight(heightForWidth(width())); });
}

void StateStrip::show(const dashboard::NodeView& node)
{
    // The label's own words: they are what `oc get nodes -L` shows. waiting_for_reboot stands in both directions.
    const bool isRemoval = node.stage == Stage::Removing;
    const QStringList words = isRemoval ? QStringList { u"installed"_s, u"waiting_to_uninstall"_s, u"uninstalling"_s, u"waiting_for_reboot"_s, u"uninstalled"_s }
                                        : QStringList { u"waiting_to_install"_s, u"installing"_s, u"waiting_for_reboot"_s, u"installed"_s };
    const qsizetype now = words.indexOf(node.label);
    m_stops.clear();
    for (qsizetype i = 0; i < words.size(); ++i) {
        m_stops.append({ words.at(i), i < now ? Stop::Mark::Done : i == now ? Stop::Mark::Now
                                                                             : Stop::Mark::Ahead });
    }
    setSpokenName(this, now < 0 ? tr("No install state") : tr("Install state %1, %2 of %3").arg(node.label).arg(now + 1).arg(words.size()));
    setFixedHeight(heightForWidth(width()));
    update();
}

QList<QRect> StateStrip::places(int width) const
{
    const QFontMetrics metrics(m_theme.font(u"small"_s, QFont::DemiBold)); // as the present one is drawn
    const int high = m_theme.px(24);
    const int gap = m_theme.px(20);
    QList<QRect> rects;
    int x = 0;
    int y = 0;
    for (const Stop& stop : m_stops) {
        const int wide = metrics.horizontalAdvance(stop.word) + m_theme.px(34);
        if (x > 0 && x + wide > width) {
            x = gap; // the arrow that leads here
            y += high + m_theme.px(6);
        }
        rects.append({ x, y, wide, high });
        x += wide + gap;
    }
    return rects;
}

int StateStrip::heightForWidth(int width) const
{
    const QList<QRect> rects = places(width);
    return rects.isEmpty() ? 0 : rects.constLast().bottom() + 2;
}

QSize StateStrip::sizeHint() const
{
    return { m_theme.px(240), heightForWidth(qMax(width(), m_theme.px(240))) };
}

void StateStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    setFixedHeight(heightForWidth(width()));
}

void StateStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QList<QRect> rects = places(width());
    for (qsizetype i = 0; i < rects.size(); ++i) {
        const QRectF rect = QRectF(rects.at(i)).adjusted(0.5, 0.5, -0.5, -0.5);
        const Stop& stop = m_stops.at(i);
        const bool isLast = i + 1 == rects.size();
        const bool isNow = stop.mark == Stop::Mark::Now;
        const Tone tone = isNow && !isLast ? Tone::Progress : isNow || stop.mark == Stop::Mark::Done ? Tone::Ok
                                                                                                     : Tone::Idle;
        painter.setPen(QPen(isNow ? m_theme.color(tone) : m_theme.color(u"line"_s), isNow ? 1.5 : 1));
        painter.setBrush(isNow ? m_theme.weak(tone) : m_theme.color(u"surface"_s));
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
        const QString icon = isNow && !isLast ? u"progress"_s : tone == Tone::Ok ? u"ok"_s
                                                                                 : u"idle"_s;
        const int size = m_theme.px(13);
        painter.drawPixmap(rects.at(i).left() + m_theme.px(8), rects.at(i).center().y() - size / 2, m_theme.pixmap(icon, m_theme.color(tone), 13));
        painter.setFont(m_theme.font(u"small"_s, isNow ? QFont::DemiBold : QFont::Normal));
        painter.setPen(isNow ? m_theme.color(tone) : m_theme.color(u"text2"_s));
        painter.drawText(rects.at(i).adjusted(m_theme.px(24), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, stop.word);
        if (i > 0) {
            painter.setPen(QPen(m_theme.color(u"edge"_s), 1.2));
            const int y = rects.at(i).center().y();
            const int end = rects.at(i).left() - m_theme.px(4);
            const int x = end - m_theme.px(12);
            painter.drawLine(x, y, end, y);
            painter.drawLine(end - 4, y - 3, end, y);
            painter.drawLine(end - 4, y + 3, end, y);
        }
    }
}

} // namespace cocoon::ui
