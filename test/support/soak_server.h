// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QJsonObject>
#include <QMap>
#include <QRandomGenerator>

#include <functional>

namespace cocoon::test {

/// One kind on an API server that behaves as badly as a real one may: lists in pages that expire, watches that are cut in the
/// middle of a line, end, stay silent, repeat an event, send bookmarks, and forget their past (410 as status and as event).
/// Nothing happens by itself: each step() does something at random, by the generator it was given.
class SoakServer : public net::Transport {
    Q_OBJECT
public:
    using Make = std::function<QJsonObject(const QString& ns, const QString& name, int number)>;
    /// `make` gives the object's content (without metadata); `number` differs with each change.
    SoakServer(QRandomGenerator& random, QByteArray listKind, Make make);

    Job<net::Response>* send(const net::Request& request) override;
    net::Stream* open(const net::Request& request) override;

    void step();
    /// From now on it does what it should, at once.
    void behave();
    /// What is there, by "namespace/name".
    const QMap<QString, QJsonObject>& truth() const { return m_truth; }
    /// Everything that happened has been told to whoever watches.
    bool isTold() const;
    QStringList story() const { return m_story; } ///< the last steps, for a failing test

private:
    class Watch;
    struct Event {
        int version = 0;
        QByteArray type;
        QJsonObject object;
    };
    struct Listing {
        net::Request request;
        QPointer<Job<net::Response>> job;
    };
    struct Pages {
        int version = 0;
        QList<QJsonObject> left;
    };
    bool chance(int percent) { return static_cast<int>(m_random.bounded(100)) < percent; }
    void tell(const QString& what);
    void change();
    void note(const QByteArray& type, const QJsonObject& object);
    void answer(const Listing& listing);
    Result<net::Response> page(const net::Request& request);
    void feed(Watch& watch);
    void disturb(Watch& watch);
    void forgetPast();
    static net::Response refusal(int status, const QByteArray& reason);

    QRandomGenerator& m_random;
    QByteArray m_listKind;
    Make m_make;
    QMap<QString, QJsonObject> m_truth;
    QList<Event> m_history;
    int m_version = 1;
    int m_forgotten = 0; ///< events up to this version are not known any more
    int m_made = 0;
    QList<Listing> m_waiting;
    QHash<QString, Pages> m_pages;
    QList<QPointer<Watch>> m_watches;
    QStringList m_story;
    bool m_behaves = false;
};

} // namespace cocoon::test
