// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/world.h"

#include <QObject>

namespace cocoon::world {

/// Where worlds come from: the Observer in the program, a script in tests. want() replaces the set of wanted questions of
/// one subscriber; the union of all is what is observed (watches opened and closed, polls started and stopped).
class WorldSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual const World& world() const = 0;
    virtual void want(const QString& subscriber, const QList<Query>& queries) = 0;
    /// A change was made: ask these again now (cloud lists lag, so the observer keeps asking for a while), and until a read
    /// confirms it show `written` (an object the service returned) in list answers of `query`.
    virtual void refresh(const Query& query) = 0;
    /// Does somebody look? Then a connection that went silent is found out within ten seconds.
    virtual void setWatchful(bool isWatchful) { Q_UNUSED(isWatchful) }
    virtual void writeThrough(const Query& query, const QJsonObject& written) = 0;

Q_SIGNALS:
    void worldChanged();
};

} // namespace cocoon::world
