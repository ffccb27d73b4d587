// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/ssh_key_step.h"

#include "models/setup/changes.h"
#include "models/setup/look.h"
#include "models/setup/report.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
namespace ask = world::ask;

QString SshKeyStep::id() const
{
    return u"ssh-key"_s;
}

QString SshKeyStep::title() const
{
    return tr("SSH key (optional)");
}

QStringList SshKeyStep::dependsOn() const
{
    return { u"connect"_s };
}

Assessment SshKeyStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    const QString name = intent.sshKey.name;
    if (name.isEmpty()) {
        const world::Query map = ask::object(kube::res::configMaps, coco::kNamespace, coco::kPeerPodsConfig);
        report.optional(map);
        const QString used = str(asker.object(map), { u"data", u"IBMCLOUD_SSH_KEY_ID" });
        if (!used.isEmpty()) {
            report.info(u"ssh-into-vms"_s, tr("Whoever holds this key can log in to the VMs"), used, tr("Remove IBMCLOUD_SSH_KEY_ID from %1 in production, and restart the adaptor.").arg(coco::kPeerPodsConfig), u"configmaps/"_s + coco::kPeerPodsConfig);
        }
        const QString none = tr("No SSH key is wanted in the VMs.");
        return asker.isMissing() || !asker.failed().isEmpty() ? report.finish(none) : report.skipped(none);
    }
    const QString region = look.region();
    if (region.isEmpty()) {
        return report.finish({});
    }
    report.info(u"ssh-into-vms"_s, tr("Whoever holds this key can log in to the VMs"), name, tr("Leave sshKey.name empty in production. Hardened images have SSH off."));
    QStringList others;
    for (const QJsonObject& key : asker.objects(ask::sshKeys(region))) {
        others.append(str(key, { u"name" }));
        if (str(key, { u"name" }) == name) {
            report.ok(u"ssh-key-exists"_s, tr("The SSH key exists in %1").arg(region), str(key, { u"fingerprint" }));
            report.fact(u"sshKeyId"_s, str(key, { u"id" }));
            return report.finish(tr("SSH key %1 is there.").arg(name));
        }
    }
    const QString text = intent.sshKey.publicKey;
    if (text.isEmpty()) {
        report.blocker(u"ssh-key-exists"_s, tr("There is no SSH key %1 in %2").arg(name, region), others.isEmpty() ? tr("no key at all") : tr("keys there: %1").arg(others.join(u", "_s)), tr("Nothing to import was given."), tr("Name the public key in sshKey.publicKeyFile, or leave sshKey.name empty."));
        return report.finish({});
    }
    const QString type = text.startsWith("ssh-ed25519"_L1) ? u"ed25519"_s : u"rsa"_s;
    QJsonObject body { { u"name"_s, name }, { u"public_key"_s, text }, { u"type"_s, type } };
    if (!look.resourceGroupId().isEmpty()) {
        body.insert("resource_group"_L1, QJsonObject { { u"id"_s, look.resourceGroupId() } });
    }
    Change change = cloudChange(u"vpc.createSshKey"_s, u"create ssh key "_s + name, name, { { u"region"_s, region } }, body, tr("Import SSH key %1 in %2").arg(name, region),
        tr("The Intent wants it in the VMs."), { u"ibmcloud target -r "_s + region, u"ibmcloud is key-create %1 %2 --key-type %3"_s.arg(shellQuote(name), shellQuote(text), type),
            u"SSH_KEY_ID=$(ibmcloud is key %1 --output json | jq -r .id)"_s.arg(shellQuote(name)) });
    change.risk = Risk::Notice;
    change.refreshes = { ask::sshKeys(region).key() };
    report.change(change);
    return report.finish({});
}

} // namespace cocoon::setup
