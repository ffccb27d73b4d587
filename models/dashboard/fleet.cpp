// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/fleet.h"

#include "models/dashboard/dashboard_words.h"

#include <algorithm>
#include <tuple>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kMostNamed = 3; ///< clusters that a sentence names one by one

    /// What a sentence says of a value: OpenShift is compared by its minor.
    QString saidOf(FleetField field, const FleetFact& fact)
    {
        return field == FleetField::OpenShift ? fact.key : fact.text;
    }

    bool isRun(FleetField field)
    {
        return field == FleetField::OpenShift || field == FleetField::Operator;
    }

    QString nameOf(const QList<FleetCluster>& clusters, const QString& id)
    {
        const auto found = std::find_if(clusters.begin(), clusters.end(), [&id](const FleetCluster& one) { return one.id == id; });
        return found == clusters.end() ? id : found->name;
    }

    QStringList namesOf(const QList<FleetCluster>& clusters, const QStringList& ids)
    {
        QStringList names;
        for (const QString& id : ids.mid(0, kMostNamed)) {
            names.append(nameOf(clusters, id));
        }
        if (ids.size() > kMostNamed) {
            names.append(u"…"_s);
        }
        return names;
    }

    /// "prod-2 runs 1.10.3", the first of a sentence with the field's name.
    QString ofOne(const FleetCluster& cluster, FleetField field, bool isFirst)
    {
        const FleetFact fact = cluster.fact(field);
        const QString name = fleetFieldName(field);
        if (fact.isNone) {
            return isFirst ? Words::tr("%1 has no %2").arg(cluster.name, name) : Words::tr("%1 has none").arg(cluster.name);
        }
        const QString said = saidOf(field, fact);
        if (isRun(field)) {
            return isFirst ? Words::tr("%1 runs %2 %3").arg(cluster.name, name, said) : Words::tr("%1 runs %2").arg(cluster.name, said);
        }
        return isFirst ? Words::tr("%1 has %2 %3").arg(cluster.name, name, said) : Words::tr("%1 has %2").arg(cluster.name, said);
    }

    QString ofMost(const FleetDrift& drift)
    {
        const qsizetype known = drift.agreeing + drift.odd.size();
        const QString name = fleetFieldName(drift.field);
        if (drift.common.isNone) {
            return Words::tr("%1 of %2 clusters have no %3").arg(drift.agreeing).arg(known).arg(name);
        }
        const QString said = saidOf(drift.field, drift.common);
        return isRun(drift.field) ? Words::tr("%1 of %2 clusters run %3 %4").arg(drift.agreeing).arg(known).arg(name, said)
                                  : Words::tr("%1 of %2 clusters have %3 %4").arg(drift.agreeing).arg(known).arg(name, said);
    }

    QString ofDrift(const QList<FleetCluster>& clusters, const FleetDrift& drift)
    {
        QStringList clauses;
        if (drift.common.isKnown()) {
            clauses.append(ofMost(drift));
        }
        int named = 0;
        for (const FleetCluster& cluster : clusters) {
            if (drift.odd.contains(cluster.id) && ++named <= kMostNamed) {
                clauses.append(ofOne(cluster, drift.field, clauses.isEmpty()));
            }
        }
        if (named > kMostNamed) {
            clauses.append(Words::tr("others differ too"));
        }
        if (!drift.unknown.isEmpty()) {
            clauses.append(Words::tr("of %1 it is not known").arg(namesOf(clusters, drift.unknown).join(u", "_s)));
        }
        return clauses.join(u"; "_s) + u'.';
    }
}

QList<FleetField> fleetFields()
{
    return { FleetField::OpenShift, FleetField::Operator, FleetField::Image, FleetField::AdaptorImage, FleetField::Initdata, FleetField::Trustee,
        FleetField::Profile, FleetField::Profiles, FleetField::PodsPerWorker, FleetField::DisableCvm, FleetField::FeatureGates };
}

QString fleetFieldName(FleetField field)
{
    switch (field) {
    case FleetField::OpenShift: return Words::tr("OpenShift");
    case FleetField::Operator: return Words::tr("operator");
    case FleetField::Image: return Words::tr("pod VM image");
    case FleetField::AdaptorImage: return Words::tr("adaptor image");
    case FleetField::Initdata: return Words::tr("INITDATA");
    case FleetField::Trustee: return Words::tr("trustee");
    case FleetField::Profile: return Words::tr("instance profile");
    case FleetField::Profiles: return Words::tr("allowed profiles");
    case FleetField::PodsPerWorker: return Words::tr("pods per worker");
    case FleetField::DisableCvm: return u"DISABLECVM"_s;
    case FleetField::FeatureGates: break;
    }
    return Words::tr("feature gates");
}

bool FleetCluster::operator==(const FleetCluster& o) const
{
    const auto tie = [](const FleetCluster& c) {
        return std::tie(c.id, c.name, c.state, c.isPresent, c.since, c.error.message, c.error.detail, c.cluster, c.region, c.facts, c.installer, c.hasKataConfig, c.installed, c.workers, c.imageMade,
            c.findings, c.machines, c.usdPerHour, c.isCostPartial, c.cloudSince);
    };
    return tie(*this) == tie(o);
}

QList<FleetDrift> driftOf(const QList<FleetCluster>& clusters)
{
    QList<FleetDrift> all;
    for (const FleetField field : fleetFields()) {
        QMap<QString, int> counts;
        FleetDrift drift;
        drift.field = field;
        for (const FleetCluster& cluster : clusters) {
            const FleetFact fact = cluster.fact(field);
            if (fact.isKnown()) {
                ++counts[fact.key];
            } else if (cluster.isOpen()) {
                drift.unknown.append(cluster.id);
            }
        }
        if (counts.size() < 2) {
            continue;
        }
        const int most = *std::max_element(counts.cbegin(), counts.cend());
        const bool isLed = std::count(counts.cbegin(), counts.cend(), most) == 1;
        const QString led = isLed ? counts.key(most) : QString();
        drift.agreeing = isLed ? most : 0;
        for (const FleetCluster& cluster : clusters) {
            const FleetFact fact = cluster.fact(field);
            if (!fact.isKnown()) {
                continue;
            }
            if (isLed && fact.key == led) {
                drift.common = fact;
            } else {
                drift.odd.append(cluster.id);
            }
        }
        all.append(drift);
    }
    return all;
}

QStringList oddFields(const QList<FleetDrift>& drift, const QString& id)
{
    QStringList names;
    for (const FleetDrift& one : drift) {
        if (one.odd.contains(id)) {
            names.append(fleetFieldName(one.field));
        }
    }
    return names;
}

FleetAgreement agreementOf(const QList<FleetCluster>& clusters)
{
    if (!driftOf(clusters).isEmpty()) {
        return FleetAgreement::Drift;
    }
    const QList<FleetField> fields = fleetFields();
    const bool isCompared = std::any_of(fields.begin(), fields.end(), [&clusters](FleetField field) {
        return std::count_if(clusters.begin(), clusters.end(), [field](const FleetCluster& one) { return one.fact(field).isKnown(); }) > 1;
    });
    return isCompared ? FleetAgreement::Alike : FleetAgreement::Unknown;
}

QString fleetSentence(const QList<FleetCluster>& clusters)
{
    QList<FleetCluster> open;
    std::copy_if(clusters.begin(), clusters.end(), std::back_inserter(open), [](const FleetCluster& one) { return one.isOpen(); });
    if (open.isEmpty()) {
        return Words::tr("No cluster is open. Watch two to see where they differ.");
    }
    if (open.size() == 1) {
        return Words::tr("Only %1 is open. Watch another one to see where they differ.").arg(open.first().name);
    }
    const QList<FleetDrift> drift = driftOf(open);
    if (!drift.isEmpty()) {
        QStringList others;
        for (const FleetDrift& one : drift.mid(1)) {
            others.append(fleetFieldName(one.field));
        }
        const QString first = ofDrift(open, drift.first());
        return others.isEmpty() ? first : first + u' ' + Words::tr("They differ in %1 too.").arg(others.join(u", "_s));
    }
    if (agreementOf(open) == FleetAgreement::Unknown) {
        const bool isOpening = std::any_of(open.begin(), open.end(), [](const FleetCluster& one) { return one.state == FleetCluster::State::Opening; });
        return isOpening ? Words::tr("Looking at %1 clusters …").arg(open.size()) : Words::tr("Nothing that is known of the %1 open clusters can be compared.").arg(open.size());
    }
    const QList<FleetField> fields = fleetFields();
    const bool isWhole = std::all_of(open.begin(), open.end(), [&fields](const FleetCluster& one) {
        return std::all_of(fields.begin(), fields.end(), [&one](FleetField field) { return one.fact(field).isKnown(); });
    });
    return isWhole ? Words::tr("The %1 open clusters are alike in everything that is compared.").arg(open.size())
                   : Words::tr("The %1 open clusters are alike in what is known of them.").arg(open.size());
}

} // namespace cocoon::dashboard
