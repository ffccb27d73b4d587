// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/resolve.h"
#include "app/engine/senders.h"

#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/kube/client.h"
#include "services/kube/object.h"

#include <QJsonArray>

namespace cocoon::app {

using namespace Qt::StringLiterals;
using plan::Change;
using plan::Outcome;
using plan::Verb;

namespace {
    Job<Outcome>* failed(QObject* parent, Errc code, const QString& message)
    {
        return settledJob<Outcome>(parent, fail(code, message));
    }

    // The command may print what it fetched: only its length and hash are kept.
    Job<Outcome>* exec(kube::Client& client, const Change& change, QObject* parent)
    {
        QStringList command;
        for (const QJsonValue& word : change.target.args.value(u"command").toArray()) {
            command.append(word.toString());
        }
        auto* job = client.exec(change.target.ns, change.target.name, change.target.args.value(u"container").toString(), command);
        return mapJob<Outcome, kube::ExecResult>(job, parent, [](const Result<kube::ExecResult>& r) -> Result<Outcome> {
            if (!r) {
                // The kubelet's refusal (a guest policy that denies exec) is a result of the attempt, not of the wire.
                if (r.error().code == Errc::Server && r.error().httpStatus == 500) {
                    return Outcome { QJsonObject { { u"ok"_s, false }, { u"exitCode"_s, -1 } }, r.error().message, false };
                }
                return tl::unexpected(r.error());
            }
            const bool ok = r->exitCode == 0 && r->message.isEmpty();
            // The server's own words for it ("command terminated with non-zero exit code") say less than the code.
            const QString said = QString::fromUtf8(r->err.left(2048)).trimmed();
            const QString text = r->exitCode == 0 ? r->message : u"exit code %1"_s.arg(r->exitCode) + (said.isEmpty() ? QString() : u": "_s + said);
            return Outcome {
                QJsonObject {
                    { u"exitCode"_s, r->exitCode },
                    { u"outLength"_s, r->out.size() },
                    { u"outSha256"_s, QString::fromLatin1(sha256Hex(r->out)) },
                    { u"ok"_s, ok },
                },
                ok ? u"done"_s : text,
                ok,
            };
        });
    }
}

Job<Outcome>* Senders::executeKube(kube::Client& client, const Change& change)
{
    const plan::Target& target = change.target;
    if (change.verb == Verb::Act) {
        if (target.operation == "exec"_L1) {
            return exec(client, change, this);
        }
        return failed(this, Errc::Internal, u"There is no operation “%1” on Kubernetes."_s.arg(target.operation));
    }
    if (change.verb == Verb::Evict) {
        return mapJob<Outcome, Done>(client.evict(target.ns, target.name), this, [](const Result<Done>& r) -> Result<Outcome> {
            if (!r && r.error().code == Errc::NotFound) {
                return Outcome { QJsonValue::Null, u"already gone"_s };
            }
            return r ? Result<Outcome>(Outcome { QJsonValue::Null, u"evicted"_s }) : tl::unexpected(r.error());
        });
    }

    kube::Resource resource;
    if (const kube::Resource* known = kube::res::byQualifiedName(target.resource)) {
        resource = *known;
    } else {
        return failed(this, Errc::Internal, u"Nobody knows the kind %1."_s.arg(target.resource));
    }
    if (change.verb == Verb::Delete) {
        kube::DeleteOptions options;
        options.uid = str(change.before, { u"metadata", u"uid" }); // not one of the same name that came later
        return mapJob<Outcome, QJsonObject>(client.remove(resource, target.ns, target.name, options), this,
            [](const Result<QJsonObject>& r) -> Result<Outcome> {
                if (!r && r.error().code == Errc::NotFound) {
                    return Outcome { QJsonValue::Null, u"already gone"_s };
                }
                return r ? Result<Outcome>(Outcome { identityOf(*r), u"deleted"_s }) : tl::unexpected(r.error());
            });
    }

    const Result<QJsonValue> body = resolveBody(change.body, resource == kube::res::secrets, m_secrets);
    if (!body) {
        return settledJob<Outcome>(this, tl::unexpected(body.error()));
    }
    kube::WriteOptions options;
    options.force = change.force;
    Job<QJsonObject>* job = nullptr;
    if (change.verb == Verb::Create) {
        job = client.create(resource, target.ns, body->toObject(), options);
    } else if (change.verb == Verb::Apply) {
        job = client.apply(resource, target.ns, body->toObject(), options, target.subresource);
    } else {
        job = client.patch(resource, target.ns, target.name, kube::PatchType::Merge, *body, options, target.subresource);
    }
    const QString versionBefore = str(change.before, { u"metadata", u"resourceVersion" });
    return mapJob<Outcome, QJsonObject>(job, this, [this, resource, target, versionBefore](const Result<QJsonObject>& r) -> Result<Outcome> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        m_source.writeThrough(world::ask::object(resource, target.ns, kube::nameOf(*r)), *r);
        const bool same = !versionBefore.isEmpty() && versionBefore == kube::resourceVersionOf(*r);
        return Outcome { identityOf(*r), same ? u"unchanged"_s : u"written"_s };
    });
}

} // namespace cocoon::app
