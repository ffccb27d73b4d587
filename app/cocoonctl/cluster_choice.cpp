// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/cluster_choice.h"

#include "app/cocoonctl/credentials.h"
#include "app/cocoonctl/output.h"
#include "services/base/json.h"

#include <QDir>
#include <QSaveFile>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

namespace {
    constexpr qint64 kMaxChosen = 256 * 1024;

    bool fits(const QJsonValue& cluster)
    {
        return str(cluster, { u"type" }) == u"openshift" && str(cluster, { u"provider" }) == u"vpc-gen2";
    }

    QString described(const QJsonValue& cluster)
    {
        return u"%1: %2, %3 (%4)"_s.arg(str(cluster, { u"name" }), str(cluster, { u"region" }), str(cluster, { u"resourceGroupName" }), str(cluster, { u"id" }));
    }
}

ClusterChoice::ClusterChoice(app::Session::Options session, QString resourceGroup, QObject* parent)
    : QObject(parent)
    , m_session(std::move(session))
    , m_resourceGroup(std::move(resourceGroup))
{
}

ClusterChoice::~ClusterChoice() = default;

Job<QString>* ClusterChoice::find()
{
    m_job = new Job<QString>(this);
    const Result<net::HttpTransport::Options> wire = m_session.profile.cloudWire();
    if (!wire) {
        m_job->resolve(tl::unexpected(wire.error()));
        return m_job;
    }
    m_wire = std::make_unique<net::HttpTransport>(*wire);
    m_transport = std::make_unique<net::RetryTransport>(*m_wire, m_clock);
    // A name serves as it is where nobody answers, and the session asks again: one try is enough then.
    net::Transport& way = m_session.cluster.isEmpty() ? static_cast<net::Transport&>(*m_transport) : *m_wire;
    m_cloud = std::make_unique<ibm::Cloud>(way, m_clock, m_session.profile.reachableEndpoints(), m_session.login);
    m_cloud->clusters()->then(this, [this](const Result<QJsonArray>& clusters) {
        if (clusters) {
            choose(*clusters);
        } else if (!m_session.cluster.isEmpty()) {
            m_job->resolve(m_session.cluster); // named as it is; what is wrong is said by the set-up, with all else
        } else {
            m_job->resolve(tl::unexpected(clusters.error().during(u"list your clusters"_s)));
        }
    });
    return m_job;
}

void ClusterChoice::choose(const QJsonArray& clusters)
{
    const QString& named = m_session.cluster;
    QJsonArray candidates;
    int alike = 0;
    for (const QJsonValue& cluster : clusters) {
        alike += str(cluster, { u"name" }) == named ? 1 : 0;
        const bool isInGroup = m_resourceGroup.isEmpty() || str(cluster, { u"resourceGroupName" }) == m_resourceGroup || str(cluster, { u"resourceGroup" }) == m_resourceGroup;
        if (isInGroup && (named.isEmpty() ? fits(cluster) : str(cluster, { u"name" }) == named)) {
            candidates.append(cluster);
        }
    }
    if (!named.isEmpty() && candidates.size() < 2) {
        m_job->resolve(alike > 1 && !candidates.isEmpty() ? str(candidates.first(), { u"id" }) : named); // of several, the group's
        return;
    }
    if (candidates.isEmpty()) {
        m_job->resolve(tl::unexpected(Error { Errc::Precondition, u"This account has no Red Hat OpenShift cluster on VPC. Make one first, or log in to another account."_s, {} }
                                          .during(u"list your clusters"_s)));
        return;
    }
    const auto take = [this, &candidates](qsizetype number, const QString& why) {
        const QJsonValue cluster = candidates.at(number);
        printNote(u"Cluster %1%2"_s.arg(described(cluster), why));
        m_job->resolve(str(cluster, { u"id" }));
    };
    if (candidates.size() == 1) {
        take(0, u", the only one that fits"_s);
        return;
    }
    QStringList names;
    const QString before = kept();
    for (qsizetype i = 0; i < candidates.size(); ++i) {
        names.append(described(candidates.at(i)));
        if (str(candidates.at(i), { u"id" }) == before) {
            take(i, u", as before"_s);
            return;
        }
    }
    const qsizetype number = askChoice(named.isEmpty() ? u"Which cluster?"_s : u"Several clusters are called %1. Which one?"_s.arg(named), names);
    if (number < 0) {
        m_job->resolve(fail(Errc::Invalid, u"Which cluster? Say --cluster with one of these names or ids: %1."_s.arg(names.join(u"; "_s))));
        return;
    }
    keep(str(candidates.at(number), { u"id" }));
    take(number, {});
}

QString ClusterChoice::kept() const
{
    QFile chosen(file());
    return chosen.open(QIODevice::ReadOnly) ? parseJsonObject(chosen.read(kMaxChosen)).value_or(QJsonObject()).value(m_session.cluster).toString() : QString();
}

void ClusterChoice::keep(const QString& id) const
{
    QJsonObject all;
    if (QFile chosen(file()); chosen.open(QIODevice::ReadOnly)) {
        all = parseJsonObject(chosen.read(kMaxChosen)).value_or(QJsonObject());
    }
    all.insert(m_session.cluster, id);
    QDir().mkpath(QFileInfo(file()).absolutePath());
    QSaveFile chosen(file());
    if (!chosen.open(QIODevice::WriteOnly) || chosen.write(toJson(all)) < 0 || !chosen.commit()) {
        printNote(u"! The choice cannot be kept in %1 (%2): you will be asked again."_s.arg(file(), chosen.errorString()));
    }
}

} // namespace cocoon::ctl
