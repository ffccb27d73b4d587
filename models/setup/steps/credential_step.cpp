// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/credential_step.h"

#include "models/setup/changes.h"
#include "models/setup/credential_view.h"
#include "models/setup/profile_rights.h"
#include "models/setup/report.h"
#include "services/base/json.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
namespace ask = world::ask;

QString CredentialStep::id() const
{
    return u"credential"_s;
}

QString CredentialStep::title() const
{
    return tr("Credential");
}

QStringList CredentialStep::dependsOn() const
{
    return { u"connect"_s, u"prerequisites"_s };
}

namespace {
    Change deleteKey(const CredentialView& view, const QString& title, const QString& why)
    {
        const QString id = str(view.lostKey, { u"id" });
        Change remove = cloudChange(u"iam.deleteApiKey"_s, u"delete api key "_s + id, id, { { u"id"_s, id } }, QJsonValue::Null, title, why, { u"ibmcloud iam api-key-delete "_s + id + u" --force"_s });
        remove.before = view.lostKey;
        remove.risk = Risk::Notice;
        remove.refreshes = { ask::apiKeys().key() };
        return remove;
    }

    void assessApiKey(const CredentialView& view, const QString& cluster, Report& report)
    {
        const auto tr = [](const char* text) { return CredentialStep::tr(text); };
        if (view.secretHasKey && view.secretKeyId.isEmpty()) {
            report.info(u"credential-adopted"_s, tr("The Secret holds an API key made by somebody else; it is used"), tr("peer-pods-secret without the mark of Cocoon"), tr("Whether it still works shows in the adaptor's log."));
        }
        if (!view.secretKeyId.isEmpty()) {
            report.check(!view.secretKey.isEmpty(), u"credential-key-exists"_s, tr("The API key in the Secret exists in IAM"), view.secretKeyId, Severity::Warning, tr("Without it no VM can be made or removed (TS-34)."), tr("A new key is made and written."));
            if (!view.secretKey.isEmpty()) {
                report.check(!view.secretKey.value("disabled"_L1).toBool(), u"credential-key-enabled"_s, tr("It is not disabled"), view.secretKeyId, Severity::Warning, tr("IAM refuses a disabled key."), tr("Enable it in IAM; otherwise a new key is made."));
                if (view.secretKey.value("locked"_L1).toBool()) {
                    report.info(u"credential-key-locked"_s, tr("It is locked: nobody can delete or change it until it is unlocked"), view.secretKeyId);
                }
            }
        }
        if (view.isUsable || view.keyHeld) {
            report.fact(u"apiKeyId"_s, view.isUsable ? view.secretKeyId : view.heldKeyId);
            if (!view.lostKey.isEmpty()) {
                report.warning(u"credential-key-unused"_s, tr("Cocoon made an API key that nobody uses"), str(view.lostKey, { u"id" }), tr("The Secret holds another one: somebody else's got there first."), tr("The key that nobody uses is deleted."));
                report.change(deleteKey(view, tr("Delete the unused API key %1").arg(view.name), tr("Cocoon made it, and it carries all your rights.")));
            }
            return;
        }
        if (view.isSettling) {
            report.wait(tr("the answer of IAM about the new key"), {}, std::chrono::seconds(10), std::chrono::minutes(2), {});
            // Proposed as before, so that a run does not take it for done; it is not sent while the first is under way.
        }
        if (!view.lostKey.isEmpty()) {
            const QString id = str(view.lostKey, { u"id" });
            report.warning(u"credential-key-lost"_s, tr("An API key was made and its value is lost"), id, tr("IAM shows a key once; the run ended before it was stored."), tr("That key is deleted and a new one made."));
            report.change(deleteKey(view, tr("Delete the lost API key %1").arg(view.name), tr("Cocoon made it; nobody can use it any more.")));
        }
        const QString description = u"Made by Cocoon for the peer pods of cluster "_s + cluster;
        Change create = cloudChange(u"iam.createApiKey"_s, createKeyKey(view.name), view.name, {}, QJsonObject { { u"name"_s, view.name }, { u"description"_s, description } }, tr("Create API key %1").arg(view.name),
            tr("The adaptor makes and removes VMs with it. It carries all your rights; a trusted profile can carry less."),
            { u"API_KEY=$(ibmcloud iam api-key-create %1 -d %2 --output json)"_s.arg(shellQuote(view.name), shellQuote(description)),
                u"PEER_PODS_API_KEY=$(jq -r .apikey <<<\"$API_KEY\")"_s, u"API_KEY_ID=$(jq -r .id <<<\"$API_KEY\")"_s });
        create.risk = Risk::Notice;
        create.capturesSecret = kPeerPodsKey;
        create.refreshes = { ask::apiKeys().key(), ask::secretHeld(kPeerPodsKey).key() };
        if (!view.lostKey.isEmpty()) {
            create.waitsFor = tr("after the lost key is deleted");
        } else if (view.isSettling) {
            create.waitsFor = tr("while a key is being made");
        }
        report.change(create);
    }
}

Assessment CredentialStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    if (look.cluster().isEmpty()) {
        return report.finish(tr("No cluster yet."));
    }
    const CredentialView view = credentialView(look);
    if (!view.isProfile) {
        report.info(u"credential-kind"_s, tr("The adaptor uses an API key"), view.name, tr("credential.kind: trusted-profile carries less rights and no secret."));
        if (!asker.isMissing()) {
            assessApiKey(view, look.clusterName(), report);
        }
        return report.finish(tr("An API key is at hand."));
    }
    report.info(u"credential-kind"_s, tr("The adaptor uses a trusted profile"), view.name);
    report.info(u"trusted-profile-cleanup"_s, tr("The operator itself cannot remove VMs with a trusted profile"), tr("its pod is given no token"), tr("Delete confidential pods while the adaptor runs; check that their VMs are gone."));
    assessProfile(look, view, report);
    if (!view.profile.isEmpty()) {
        report.fact(u"profileId"_s, str(view.profile, { u"id" }));
    }
    return report.finish(tr("Trusted profile %1 has the rights it needs.").arg(view.name));
}

} // namespace cocoon::setup
