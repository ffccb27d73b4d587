// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/object_feed.h"

#include "models/words/words.h"
#include "ui/pods/events_view.h"
#include "ui/pods/yaml_view.h"

#include <QEvent>
#include <QLocale>

namespace cocoon::ui {

ObjectFeed::ObjectFeed(dashboard::ClusterReader& reader, YamlView& yaml, EventsView& events, QObject* parent, milliseconds every)
    : QObject(parent)
    , m_reader(reader)
    , m_yaml(yaml)
    , m_eventsView(events)
{
    m_yaml.installEventFilter(this);
    m_eventsView.installEventFilter(this);
    m_again.setInterval(every);
    connect(&m_again, &QTimer::timeout, this, &ObjectFeed::again);
}

bool ObjectFeed::Reading::takes(int number)
{
    const bool isLate = number <= answered;
    answered = qMax(answered, number);
    return !isLate;
}

void ObjectFeed::open(const Subject& subject)
{
    if (m_subject == subject) {
        return;
    }
    m_subject = subject;
    for (Reading* reading : { &m_objectReading, &m_eventsReading }) {
        *reading = { reading->asked, reading->asked, {}, {} }; // whatever is under way is about another one
    }
    m_object = {};
    m_events.clear();
    m_yaml.say({});
    m_yaml.setAge({});
    m_eventsView.say(tr("Reading the events …"));
    m_eventsView.setAge({});
    if (subject.name.isEmpty()) {
        m_again.stop();
    } else {
        m_again.start();
    }
}

void ObjectFeed::readObject()
{
    const int number = ++m_objectReading.asked;
    m_reader.object(m_subject.kind, m_subject.ns, m_subject.name)->then(this, [this, number](const Result<QJsonObject>& r) {
        if (!m_objectReading.takes(number)) {
            return;
        }
        if (!r) {
            m_objectReading.trouble = words::explain(r.error()).cameBack;
            if (m_objectReading.at.isValid()) {
                m_yaml.setAge(ageOf(m_objectReading));
            } else {
                m_yaml.say(words::explain(r.error()).text());
                Q_EMIT objectRead();
            }
            return;
        }
        m_objectReading.at = QDateTime::currentDateTime();
        m_objectReading.trouble.clear();
        m_yaml.setAge({});
        if (*r != m_object) {
            m_object = *r;
            m_yaml.show(m_subject.name, m_object);
            Q_EMIT objectRead();
        }
    });
}

void ObjectFeed::readEvents()
{
    const int number = ++m_eventsReading.asked;
    m_reader.events(m_subject.ns, m_subject.eventsOf)->then(this, [this, number](const Result<QList<dashboard::EventRow>>& r) {
        if (!m_eventsReading.takes(number)) {
            return;
        }
        if (!r) {
            m_eventsReading.trouble = words::explain(r.error()).cameBack;
            if (m_eventsReading.at.isValid()) {
                m_eventsView.setAge(ageOf(m_eventsReading));
            } else {
                m_eventsView.say(words::explain(r.error()).text());
            }
            return;
        }
        m_eventsReading.at = QDateTime::currentDateTime();
        m_eventsReading.trouble.clear();
        m_eventsView.setAge({});
        m_events = *r;
        m_eventsView.show(m_events);
        Q_EMIT eventsRead();
    });
}

void ObjectFeed::readSeen()
{
    if (m_subject.name.isEmpty()) {
        return;
    }
    if (isSeen(m_yaml)) {
        readObject();
    }
    if (isSeen(m_eventsView)) {
        readEvents();
    }
    Q_EMIT due();
}

bool ObjectFeed::isSeen(const QWidget& view)
{
    return view.isVisible() && !view.window()->isMinimized();
}

QString ObjectFeed::ageOf(const Reading& reading)
{
    const QString when = tr("As of %1").arg(QLocale().toString(reading.at, QStringLiteral("HH:mm:ss")));
    return reading.trouble.isEmpty() ? when : when + QStringLiteral(" · ") + reading.trouble;
}

/// A server that keeps silent is not asked a second time, and after a while what it said is called old.
void ObjectFeed::again()
{
    const auto isOld = [this](const Reading& reading) { return reading.isUnderWay() && reading.at.isValid() && reading.at.msecsTo(QDateTime::currentDateTime()) > 2 * m_again.interval(); };
    if (isOld(m_objectReading)) {
        m_yaml.setAge(ageOf(m_objectReading));
    } else if (isSeen(m_yaml) && !m_objectReading.isUnderWay()) {
        readObject();
    }
    if (isOld(m_eventsReading)) {
        m_eventsView.setAge(ageOf(m_eventsReading));
    } else if (isSeen(m_eventsView) && !m_eventsReading.isUnderWay()) {
        readEvents();
    }
    Q_EMIT due();
}

/// Whoever comes back to one of them does not wait for the next round.
bool ObjectFeed::eventFilter(QObject* view, QEvent* event)
{
    if (event->type() == QEvent::Show && !m_subject.name.isEmpty()) {
        if (view == &m_yaml && !m_objectReading.isUnderWay()) {
            readObject();
        } else if (view == &m_eventsView && !m_eventsReading.isUnderWay()) {
            readEvents();
        }
    }
    return QObject::eventFilter(view, event);
}

} // namespace cocoon::ui
