// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/resolve.h"
#include "app/engine/senders.h"

#include "services/ibm/cloud.h"

#include <QHash>
#include <QJsonArray>

namespace cocoon::app {

using namespace Qt::StringLiterals;
using plan::Change;
using plan::Outcome;

namespace {
    struct Call {
        ibm::Cloud& cloud;
        const Change& change;
        QJsonObject args;
        QJsonObject body;
        QObject* parent;

        /// An argument, else the same field of the body.
        QString text(const QString& name) const
        {
            const QString value = args.value(name).toString();
            return value.isEmpty() ? body.value(name).toString() : value;
        }
    };
    using Operation = Job<Outcome>* (*)(const Call&);

    Job<Outcome>* ended(const Call& call, Job<QJsonObject>* job)
    {
        return mapJob<Outcome, QJsonObject>(job, call.parent, [](const Result<QJsonObject>& r) -> Result<Outcome> {
            return r ? Result<Outcome>(Outcome { *r, u"created"_s }) : tl::unexpected(r.error());
        });
    }

    Job<Outcome>* ended(const Call& call, Job<Done>* job, bool isDelete = false)
    {
        return mapJob<Outcome, Done>(job, call.parent, [isDelete](const Result<Done>& r) -> Result<Outcome> {
            if (!r && isDelete && r.error().code == Errc::NotFound) {
                return Outcome { QJsonValue::Null, u"already gone"_s };
            }
            return r ? Result<Outcome>(Outcome { QJsonValue::Null, isDelete ? u"deleted"_s : u"done"_s }) : tl::unexpected(r.error());
        });
    }

    /// Lists have no unique names, and an answer that was lost may have been a success: look first, adopt what is there.
    Job<Outcome>* createUnlessThere(const Call& call, Job<QJsonArray>* list, const QString& name,
        std::function<Job<QJsonObject>*()> create)
    {
        QObject* parent = call.parent;
        return chainJob<Outcome, QJsonArray>(list, parent, [parent, name, create = std::move(create)](const QJsonArray& items) -> Job<Outcome>* {
            for (const QJsonValue& item : items) {
                if (item.toObject().value(u"name").toString() == name) {
                    return settledJob<Outcome>(parent, Outcome { item, u"already there: adopted"_s });
                }
            }
            return mapJob<Outcome, QJsonObject>(create(), parent, [](const Result<QJsonObject>& r) -> Result<Outcome> {
                return r ? Result<Outcome>(Outcome { *r, u"created"_s }) : tl::unexpected(r.error());
            });
        });
    }

    const QHash<QString, Operation>& operations()
    {
        static const QHash<QString, Operation> table {
            { u"iam.createApiKey"_s,
                [](const Call& c) { return ended(c, c.cloud.createApiKey(c.text(u"name"_s), c.text(u"description"_s))); } },
            { u"iam.deleteApiKey"_s, [](const Call& c) { return ended(c, c.cloud.deleteApiKey(c.text(u"id"_s)), true); } },
            { u"iam.createTrustedProfile"_s,
                [](const Call& c) {
                    const QString name = c.text(u"name"_s);
                    return createUnlessThere(c, c.cloud.trustedProfiles(), name,
                        [cloud = &c.cloud, name, description = c.text(u"description"_s)] {
                            return cloud->createTrustedProfile(name, description);
                        });
                } },
            { u"iam.deleteTrustedProfile"_s,
                [](const Call& c) { return ended(c, c.cloud.deleteTrustedProfile(c.text(u"id"_s)), true); } },
            { u"iam.createProfileRule"_s,
                [](const Call& c) {
                    // The path needs the profile, the body must not hold it.
                    return ended(c, c.cloud.createProfileRule(c.args.value(u"profileId").toString(), c.body));
                } },
            { u"iam.createPolicy"_s, [](const Call& c) { return ended(c, c.cloud.createPolicy(c.body)); } },
            { u"iam.deletePolicy"_s, [](const Call& c) { return ended(c, c.cloud.deletePolicy(c.text(u"id"_s)), true); } },
            { u"vpc.createImage"_s,
                [](const Call& c) {
                    return createUnlessThere(c, c.cloud.images(), c.text(u"name"_s),
                        [cloud = &c.cloud, body = c.body] { return cloud->createImage(body); });
                } },
            { u"vpc.deleteImage"_s, [](const Call& c) { return ended(c, c.cloud.deleteImage(c.text(u"id"_s)), true); } },
            { u"vpc.createSshKey"_s,
                [](const Call& c) {
                    return createUnlessThere(c, c.cloud.sshKeys(), c.text(u"name"_s),
                        [cloud = &c.cloud, body = c.body] { return cloud->createSshKey(body); });
                } },
            { u"vpc.deleteSshKey"_s, [](const Call& c) { return ended(c, c.cloud.deleteSshKey(c.text(u"id"_s)), true); } },
            { u"vpc.deleteInstance"_s, [](const Call& c) { return ended(c, c.cloud.deleteInstance(c.text(u"id"_s)), true); } },
            { u"containers.rebootWorker"_s,
                [](const Call& c) { return ended(c, c.cloud.rebootWorker(c.text(u"cluster"_s), c.text(u"workerId"_s))); } },
            { u"containers.setOutboundProtection"_s,
                [](const Call& c) {
                    return ended(c, c.cloud.setOutboundProtection(c.text(u"cluster"_s), c.args.value(u"enabled").toBool()));
                } },
        };
        return table;
    }

    /// The list a new thing will stand in.
    QString listKind(const QString& operation)
    {
        static const QHash<QString, QString> kinds {
            { u"iam.createApiKey"_s, u"ibm.apiKeys"_s },
            { u"iam.createTrustedProfile"_s, u"ibm.trustedProfiles"_s },
            { u"iam.createProfileRule"_s, u"ibm.profileRules"_s },
            { u"iam.createPolicy"_s, u"ibm.policies"_s },
            { u"vpc.createImage"_s, u"ibm.images"_s },
            { u"vpc.createSshKey"_s, u"ibm.sshKeys"_s },
        };
        return kinds.value(operation);
    }
}

Job<Outcome>* Senders::executeIbm(const Change& change)
{
    const Operation operation = operations().value(change.target.operation);
    if (operation == nullptr) {
        return settledJob<Outcome>(this, fail(Errc::Internal, u"There is no operation “%1” on IBM Cloud."_s.arg(change.target.operation)));
    }
    if (m_cloud == nullptr) {
        return settledJob<Outcome>(this, fail(Errc::Unauthorized, tr("There is no credential for IBM Cloud.")));
    }
    const Result<QJsonValue> body = resolveBody(change.body, false, m_secrets);
    const Result<QJsonValue> args = resolveBody(change.target.args, false, m_secrets);
    if (!body || !args) {
        return settledJob<Outcome>(this, tl::unexpected(body ? args.error() : body.error()));
    }
    Call call { *m_cloud, change, args->toObject(), body->toObject(), this };
    const QString region = call.args.value(u"region").toString();
    if (!region.isEmpty()) {
        m_cloud->setRegion(region);
    }
    return mapJob<Outcome, Outcome>(operation(call), this, [this, change](const Result<Outcome>& r) -> Result<Outcome> {
        if (!r) {
            return r;
        }
        Outcome outcome = *r;
        QJsonObject reply = outcome.reply.toObject();
        // A key is shown once: it goes to the secret store, never into journal or World.
        const QString apiKey = reply.value(u"apikey").toString();
        if (!change.capturesSecret.isEmpty() && !apiKey.isEmpty() && m_secrets.store) {
            m_secrets.store(change.capturesSecret, Secret(apiKey.toUtf8()));
        }
        reply.remove(u"apikey"_s);
        if (outcome.reply.isObject()) {
            outcome.reply = reply;
            const QString kind = listKind(change.target.operation);
            for (const QString& key : change.refreshes) {
                if (!kind.isEmpty() && world::Query::fromKey(key).kind == kind) {
                    m_source.writeThrough(world::Query::fromKey(key), reply);
                }
            }
        }
        return outcome;
    });
}

} // namespace cocoon::app
