// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/cluster_choice.h"

#include "app/cocoonctl/credentials.h"
#include "app/cocoonctl/output.h"
#include "services/base/json.h"

#include <QDir>

#include <algorithm>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

namespace {
    bool fits(const QJsonValue& cluster)
    {
        return str(cluster, { u"type" }) == u"openshift" && str(cluster, { u"provider" }) == u"vpc-gen2";
    }

    QString described(const QJsonValue& cluster)
    {
        return u"%1: %2, %3 (%4)"_s.arg(str(cluster, { u"name" }), str(cluster, { u"region" }), str(cluster, { u"resourceGroupName" }), str(cluster, { u"id" }));
    }
}

ClusterChoice::ClusterChoice(app::Session::Options session, QObject* parent)
    : QObject(parent)
    , m_session(std::move(session))
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
    m_cloud = std::make_unique<ibm::Cloud>(*m_transport, m_clock, m_session.profile.reachableEndpoints(), m_session.login);
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
    for (const QJsonValue& cluster : clusters) {
        if (named.isEmpty() ? fits(cluster) : str(cluster, { u"name" }) == named) {
            candidates.append(cluster);
        }
    }
    if (!named.isEmpty() && candidates.size() < 2) {
        m_job->resolve(named);
        return;
    }
    if (candidates.isEmpty()) {
        m_job->resolve(fail(Errc::NotFound, u"This account has no Red Hat OpenShift cluster on VPC. Make one first, or log in to another account."_s));
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
    QList<qsizetype> known;
    for (qsizetype i = 0; i < candidates.size(); ++i) {
        names.append(described(candidates.at(i)));
        if (hasIntent(str(candidates.at(i), { u"id" }))) {
            known.append(i);
        }
    }
    if (known.size() == 1) {
        take(known.first(), u", as before"_s);
        return;
    }
    const qsizetype number = askChoice(named.isEmpty() ? u"Which cluster?"_s : u"Several clusters are called %1. Which one?"_s.arg(named), names);
    if (number < 0) {
        m_job->resolve(fail(Errc::Invalid, u"Which cluster? Say --cluster with one of these names or ids: %1."_s.arg(names.join(u"; "_s))));
        return;
    }
    take(number, {});
}

bool ClusterChoice::hasIntent(const QString& id) const
{
    const QDir clusters(app::Session::stateRoot(m_session.stateDir) + u"/clusters"_s);
    const QStringList folders = clusters.entryList({ id + u'*' }, QDir::Dirs); // what may follow is said in useClusterDir()
    return std::any_of(folders.begin(), folders.end(), [&clusters](const QString& folder) { return clusters.exists(folder + u"/intent.yaml"_s); });
}

} // namespace cocoon::ctl
