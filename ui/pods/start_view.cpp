// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/start_view.h"

#include "models/dashboard/age.h"
#include "ui/widgets/labels.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kLine = 26;
    constexpr int kName = 132;
    constexpr int kTime = 70;
    constexpr int kBar = 30; // at least
}

StartView::StartView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void StartView::show(const QList<dashboard::StartPhase>& phases)
{
    m_phases = phases;
    QStringList said;
    for (const dashboard::StartPhase& phase : phases) {
        said.append(phase.end == 0 ? tr("%1: under way").arg(phase.name) : u"%1: %2"_s.arg(phase.name, dashboard::secondsText(std::chrono::milliseconds(phase.end - phase.begin))));
    }
    setSpokenName(this, tr("Start of the pod"));
    setSpokenDescription(this, said.join(u"; "_s));
    setVisible(!phases.isEmpty());
    updateGeometry();
    update();
}

QSize StartView::sizeHint() const
{
    return { m_theme.px(kName + kTime + kBar), m_theme.px(kLine) * static_cast<int>(m_phases.size()) };
}

void StartView::paintEvent(QPaintEvent*)
{
    if (m_phases.isEmpty()) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const qint64 from = m_phases.first().begin;
    const qint64 to = qMax<qint64>(from + 1, m_phases.last().end == 0 ? now : m_phases.last().end);
    const int left = m_theme.px(kName);
    const int width = qMax(m_theme.px(kBar), this->width() - left - m_theme.px(kTime));
    const int line = m_theme.px(kLine);
    for (qsizetype i = 0; i < m_phases.size(); ++i) {
        const dashboard::StartPhase& phase = m_phases.at(i);
        const int top = static_cast<int>(i) * line;
        const qint64 end = phase.end == 0 ? now : phase.end;
        painter.setFont(m_theme.font(u"body"_s));
        painter.setPen(m_theme.color(u"text2"_s));
        painter.drawText(QRect(0, top, left - m_theme.px(6), line), Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(phase.name, Qt::ElideRight, left - m_theme.px(6)));
        const double height = m_theme.px(6);
        const QRectF track(left, top + (line - height) / 2, width, height);
        const bool hasBars = to - from >= 1000; // the stamps are whole seconds: less has no shape
        painter.setPen(Qt::NoPen);
        painter.setBrush(hasBars ? m_theme.color(u"line2"_s) : QColor(Qt::transparent));
        painter.drawRoundedRect(track, height / 2, height / 2);
        const auto x = [&](qint64 time) { return left + width * static_cast<double>(time - from) / static_cast<double>(to - from); };
        QRectF bar(x(phase.begin), track.top(), qMax(2.0, x(end) - x(phase.begin)), height);
        bar.moveRight(qMin(bar.right(), track.right()));
        painter.setBrush(!hasBars ? QColor(Qt::transparent) : phase.end == 0 ? m_theme.color(u"warn"_s) : m_theme.color(u"accent"_s));
        painter.drawRoundedRect(bar, height / 2, height / 2);
        painter.setFont(m_theme.font(u"body"_s));
        painter.setPen(m_theme.color(u"text"_s));
        const QString took = dashboard::secondsText(std::chrono::milliseconds(end - phase.begin));
        painter.drawText(QRect(left + width, top, this->width() - left - width, line), Qt::AlignVCenter | Qt::AlignRight, phase.end == 0 ? took + u" …"_s : took);
    }
}

bool StartView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const qsizetype at = help->pos().y() / qMax(1, m_theme.px(kLine));
        if (at >= 0 && at < m_phases.size()) {
            const dashboard::StartPhase& phase = m_phases.at(at);
            const auto text = [](qint64 time) { return time == 0 ? tr("now") : QLocale().toString(QDateTime::fromMSecsSinceEpoch(time).time(), u"HH:mm:ss"_s); };
            QToolTip::showText(help->globalPos(), tr("%1 – %2\n%3").arg(text(phase.begin), text(phase.end), phase.detail).trimmed(), this);
            return true;
        }
    }
    return QWidget::event(event);
}

} // namespace cocoon::ui
