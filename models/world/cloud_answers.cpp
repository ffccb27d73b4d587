// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/cloud_answers.h"

#include "services/ibm/cloud.h"

#include <QCoreApplication>
#include <QHash>

namespace cocoon::world {

using namespace Qt::StringLiterals;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::world)
    };

    Job<QJsonValue>* asValue(Job<QJsonArray>* job, QObject* parent)
    {
        return mapJob<QJsonValue, QJsonArray>(job, parent, [](const Result<QJsonArray>& r) -> Result<QJsonValue> {
            return r ? Result<QJsonValue>(QJsonValue(*r)) : tl::unexpected(r.error());
        });
    }

    // A thing that is not there is an answer, not a failure.
    Job<QJsonValue>* asValue(Job<QJsonObject>* job, QObject* parent)
    {
        return mapJob<QJsonValue, QJsonObject>(job, parent, [](const Result<QJsonObject>& r) -> Result<QJsonValue> {
            if (!r && r.error().code == Errc::NotFound) {
                return QJsonValue(QJsonValue::Null);
            }
            return r ? Result<QJsonValue>(QJsonValue(*r)) : tl::unexpected(r.error());
        });
    }

    Job<QJsonValue>* asValue(Job<ibm::Identity>* job, QObject* parent)
    {
        return mapJob<QJsonValue, ibm::Identity>(job, parent, [](const Result<ibm::Identity>& r) -> Result<QJsonValue> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            return QJsonValue(QJsonObject {
                { u"accountId"_s, r->accountId },
                { u"iamId"_s, r->iamId },
                { u"name"_s, r->name },
                { u"email"_s, r->email },
            });
        });
    }

    using Asker = Job<QJsonValue>* (*)(ibm::Cloud&, const QStringList&, QObject*);

    const QHash<QString, Asker>& askers()
    {
        static const QHash<QString, Asker> table {
            { u"ibm.me"_s, [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.whoAmI(), p); } },
            { u"ibm.accounts"_s, [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.accounts(), p); } },
            { u"ibm.clusters"_s, [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.clusters(), p); } },
            { u"ibm.cluster"_s, [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.cluster(a.value(0)), p); } },
            { u"ibm.workers"_s, [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.workers(a.value(0)), p); } },
            { u"ibm.clusterSecurityGroups"_s,
                [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.clusterSecurityGroups(a.value(0)), p); } },
            { u"ibm.resourceGroups"_s, [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.resourceGroups(), p); } },
            { u"ibm.apiKeys"_s, [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.apiKeys(), p); } },
            { u"ibm.trustedProfiles"_s, [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.trustedProfiles(), p); } },
            { u"ibm.profileRules"_s,
                [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.profileRules(a.value(0)), p); } },
            { u"ibm.policies"_s, [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.policies(a.value(0)), p); } },
            { u"ibm.tagged"_s, [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.searchByTag(a.value(0)), p); } },
            { u"ibm.price"_s,
                [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.profilePrice(a.value(0), a.value(1)), p); } },
        };
        return table;
    }

    // These talk to the host of a region, which is the first argument.
    const QHash<QString, Asker>& regionalAskers()
    {
        static const QHash<QString, Asker> table {
            { u"ibm.images"_s, [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.images(), p); } },
            { u"ibm.instances"_s, [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.instances(a.value(1)), p); } },
            { u"ibm.instanceProfiles"_s,
                [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.instanceProfiles(), p); } },
            { u"ibm.sshKeys"_s, [](ibm::Cloud& c, const QStringList&, QObject* p) { return asValue(c.sshKeys(), p); } },
            { u"ibm.vpc"_s, [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.vpc(a.value(1)), p); } },
            { u"ibm.subnets"_s, [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.subnets(a.value(1)), p); } },
            { u"ibm.securityGroups"_s,
                [](ibm::Cloud& c, const QStringList& a, QObject* p) { return asValue(c.securityGroups(a.value(1)), p); } },
        };
        return table;
    }
}

Job<QJsonValue>* askCloud(ibm::Cloud& cloud, const Query& query, QObject* parent)
{
    if (const Asker asker = askers().value(query.kind)) {
        return asker(cloud, query.args, parent);
    }
    if (const Asker asker = regionalAskers().value(query.kind)) {
        const QString region = query.args.value(0);
        if (region.isEmpty()) {
            return settledJob<QJsonValue>(parent, fail(Errc::Precondition, Words::tr("No region is known yet.")));
        }
        cloud.setRegion(region);
        return asker(cloud, query.args, parent);
    }
    return settledJob<QJsonValue>(parent, fail(Errc::Internal, u"Nobody answers the question %1."_s.arg(query.kind)));
}

} // namespace cocoon::world
