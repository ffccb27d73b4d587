// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QStringList>

namespace cocoon::dashboard {

/// What should be alike in all clusters of a fleet, the most telling first.
enum class FleetField { OpenShift, Operator, Image, AdaptorImage, Initdata, Trustee, Profile, Profiles, PodsPerWorker, DisableCvm, FeatureGates };
QList<FleetField> fleetFields();
QString fleetFieldName(FleetField field); ///< in the user's language, within a sentence

/// One of these as one cluster has it.
struct FleetFact {
    QString text; ///< as it is shown
    QString key; ///< what is compared; "" = not known, which is never a difference
    QString whole {}; ///< in full, where `text` is short
    bool isNone = false; ///< known to be absent
    bool isKnown() const { return !key.isEmpty(); }
    bool operator==(const FleetFact&) const = default;
};

/// What needs somebody there, by weight.
struct FleetFindings {
    int errors = 0;
    int money = 0;
    int warnings = 0;
    QStringList titles; ///< the heaviest first
    bool isKnown = false;
    bool operator==(const FleetFindings&) const = default;
};

/// One connection of the fleet, and what is known of the cluster behind it. Of one that is not open nothing is known.
struct FleetCluster {
    enum class State { Closed, Opening, Live, Stale, Lost };
    QString id; ///< of the connection
    QString name; ///< the connection's
    State state = State::Closed;
    bool isPresent = false; ///< the one that the window works on
    QDateTime since; ///< of the newest answer, when stale
    Error error; ///< stale or lost, or a connection that cannot be used: why
    QString cluster; ///< its name in the account
    QString region;
    QMap<FleetField, FleetFact> facts;
    QString installer; ///< who brought confidential containers, when it was not what Cocoon sets up
    bool hasKataConfig = false;
    int installed = -1; ///< workers; -1 = not known
    int workers = -1;
    QDateTime imageMade;
    FleetFindings findings;
    int machines = -1; ///< peer-pod VSIs; -1 = not known
    double usdPerHour = -1; ///< -1 = not known
    bool isCostPartial = false;
    QDateTime cloudSince; ///< valid: what the cloud says is as old as this

    bool isOpen() const { return state != State::Closed; }
    FleetFact fact(FleetField field) const { return facts.value(field); }
    bool operator==(const FleetCluster& o) const;
};

/// A field in which clusters differ. Those that have what the most have are right until somebody says otherwise; where no value
/// leads, all of them differ from each other.
struct FleetDrift {
    FleetField field = FleetField::OpenShift;
    FleetFact common; ///< not known when no value leads
    int agreeing = 0;
    QStringList odd; ///< ids of the clusters that differ
    QStringList unknown; ///< ids of open ones of which it is not known
};

/// Where they differ, in the order of the fields.
QList<FleetDrift> driftOf(const QList<FleetCluster>& clusters);
/// Names of the fields in which this one differs.
QStringList oddFields(const QList<FleetDrift>& drift, const QString& id);

/// Unknown: fewer than two have anything in common that could be compared.
enum class FleetAgreement { Unknown, Alike, Drift };
FleetAgreement agreementOf(const QList<FleetCluster>& clusters);

/// How the fleet stands, in one breath: "2 of 3 clusters run operator 1.12.1; prod-2 runs 1.10.3."
QString fleetSentence(const QList<FleetCluster>& clusters);

} // namespace cocoon::dashboard
