// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"

#include <QTimer>

class QWidget;

namespace cocoon::ui {

class EventsView;
class YamlView;

/// Keeps YAML and events of the object somebody looks at as new as a reading every few seconds makes them, while they are on
/// screen. What cannot be read again stays, with its age. The views must outlive it.
class ObjectFeed : public QObject {
    Q_OBJECT
public:
    /// Whose they are.
    struct Subject {
        dashboard::KindInfo kind;
        QString ns;
        QString name;
        QString eventsOf; ///< what events call it by: its uid, but a node's name
        bool operator==(const Subject&) const = default;
    };
    ObjectFeed(dashboard::ClusterReader& reader, YamlView& yaml, EventsView& events, QObject* parent = nullptr, milliseconds every = milliseconds(10000));

    /// Nothing of another one's stays. Reads nothing by itself.
    void open(const Subject& subject);
    void readObject();
    void readEvents();
    void readSeen(); ///< whichever is on screen
    const QJsonObject& object() const { return m_object; } ///< empty before it was read
    const QList<dashboard::EventRow>& events() const { return m_events; }

Q_SIGNALS:
    void objectRead(); ///< another one than before, or not even once
    void eventsRead();
    void due(); ///< what somebody makes of them elsewhere is as old

protected:
    bool eventFilter(QObject* view, QEvent* event) override;

private:
    /// An answer counts if no later one has come.
    struct Reading {
        int asked = 0;
        int answered = 0;
        QDateTime at; ///< when what is shown was read; invalid = it never was
        QString trouble; ///< since then
        bool isUnderWay() const { return answered < asked; }
        bool takes(int number);
    };
    static bool isSeen(const QWidget& view);
    static QString ageOf(const Reading& reading);
    void again();

    dashboard::ClusterReader& m_reader;
    YamlView& m_yaml;
    EventsView& m_eventsView;
    Subject m_subject;
    Reading m_objectReading;
    Reading m_eventsReading;
    QJsonObject m_object;
    QList<dashboard::EventRow> m_events;
    QTimer m_again;
};

} // namespace cocoon::ui
