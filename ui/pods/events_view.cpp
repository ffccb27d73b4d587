// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/events_view.h"

#include "models/dashboard/age.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QHBoxLayout>
#include <QLocale>

namespace cocoon::ui {

namespace {
    constexpr qsizetype kMost = 100;
}

EventsView::EventsView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout(makeScrollPage(this)))
    , m_age(makeText({}, "small"))
{
    m_age->setObjectName(QStringLiteral("events.age"));
    m_age->hide();
    layout()->addWidget(m_age);
    m_column->setContentsMargins(0, 0, 6, 0);
    m_column->setSpacing(10);
    m_column->addStretch();
}

void EventsView::clear()
{
    m_times.clear();
    m_events.clear();
    m_said.clear();
    while (m_column->count() > 1) {
        QLayoutItem* item = m_column->takeAt(0);
        delete item->widget();
        delete item;
    }
}

void EventsView::say(const QString& text)
{
    if (m_said == text) {
        return;
    }
    clear();
    m_said = text;
    m_column->insertWidget(0, makeText(text, "muted"));
}

void EventsView::setAge(const QString& text)
{
    m_age->setText(text);
    m_age->setVisible(!text.isEmpty());
}

void EventsView::show(const QList<dashboard::EventRow>& events)
{
    if (!events.isEmpty() && events == m_events) {
        return;
    }
    if (events.isEmpty()) {
        say(tr("No events. The API server keeps them for about an hour."));
        return;
    }
    clear();
    m_events = events;
    for (qsizetype i = events.size() - 1; i >= qMax<qsizetype>(0, events.size() - kMost); --i) {
        add(events.at(i));
    }
    refreshAges();
}

void EventsView::add(const dashboard::EventRow& event)
{
    auto* line = new QWidget;
    auto* all = new QVBoxLayout(line);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(3);
    auto* head = new FlowLayout;
    auto* chip = new Chip(m_theme);
    chip->show(event.isWarning ? items::Mark::Warning : items::Mark::Info, event.reason);
    head->addWidget(chip);
    QLabel* when = makeLabel({}, "small");
    m_times.append({ when, event });
    when->setToolTip(QLocale().toString(event.time.toLocalTime(), QLocale::LongFormat));
    head->addWidget(when);
    all->addLayout(head);
    all->addWidget(makeText(event.message, ""));
    m_column->insertWidget(m_column->count() - 1, line);
}

void EventsView::refreshAges()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const auto& [label, event] : std::as_const(m_times)) {
        QString about = dashboard::howLong(event.time.toMSecsSinceEpoch(), now);
        about += event.count > 1 ? tr(" · %1 times").arg(event.count) : QString();
        about += event.source.isEmpty() ? QString() : tr(" · %1").arg(event.source);
        label->setText(about);
    }
}

} // namespace cocoon::ui
