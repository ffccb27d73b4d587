// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_sim.h"

#include <QMap>

namespace cocoon::sandbox {

/// The simulated cloud's memory, shared by its services: collections of JSON objects in order of creation ("apikeys",
/// "images/eu-de", …), ids from the story's seed, faults, the clock. Written to the state file a moment after a change.
class CloudState : public QObject {
    Q_OBJECT
public:
    CloudState(Clock& clock, CloudSim::Options options, QObject* parent = nullptr);

    Clock& clock() const { return m_clock; }
    const CloudSim::Options& options() const { return m_options; }
    void setBaseUrl(const QString& baseUrl) { m_options.baseUrl = baseUrl; }
    QString url(const QString& path) const { return m_options.baseUrl + path; }
    /// True when the state file held a world.
    bool isResumed() const { return m_isResumed; }

    QList<QJsonObject> all(const QString& collection) const { return m_collections.value(collection); }
    QStringList collections() const { return m_collections.keys(); }
    QJsonObject get(const QString& collection, const QString& id) const; ///< by "id"; empty when absent
    QJsonObject find(const QString& collection, QStringView key, const QString& value) const;
    void put(const QString& collection, const QJsonObject& object); ///< replaces the one with the same "id", else appends
    bool remove(const QString& collection, const QString& id);

    /// Single facts: account id, cluster id …
    QString fact(const QString& name) const { return m_facts.value(name).toString(); }
    void setFact(const QString& name, const QString& value);

    QJsonValue fault(const QString& key) const; ///< Undefined when not scheduled
    QString faultText(const QString& key) const { return fault(key).toString(); }

    QString hex(int digits); ///< pseudo-random from seed and count
    QString uuid();
    quint32 number(quint32 below);
    QString stamp() const; ///< now, as VPC writes it

    void save();

private:
    void touch();
    void load();

    Clock& m_clock;
    CloudSim::Options m_options;
    QMap<QString, QList<QJsonObject>> m_collections;
    QJsonObject m_facts;
    qint64 m_count = 0;
    bool m_isDirty = false;
    bool m_isResumed = false;
};

} // namespace cocoon::sandbox
