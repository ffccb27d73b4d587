// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/configuration_step.h"

#include "models/setup/changes.h"
#include "models/setup/credential_view.h"
#include "models/setup/report.h"
#include "models/setup/wanted_config.h"
#include "services/base/json.h"
#include "services/base/secret.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <QJsonDocument>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

QString ConfigurationStep::id() const
{
    return u"configuration"_s;
}

QString ConfigurationStep::title() const
{
    return tr("Configuration");
}

QStringList ConfigurationStep::dependsOn() const
{
    return { u"operator"_s, u"image"_s, u"credential"_s, u"ssh-key"_s };
}

namespace {
    QString tr(const char* text)
    {
        return ConfigurationStep::tr(text);
    }

    /// Compares the wanted data with the live object and proposes the difference; true when there is none.
    bool reconcileMap(const QString& name, const WantedData& wanted, const QJsonObject& live, const QString& why, Report& report)
    {
        const QJsonObject manifest = coco::configMap(name, wanted.apply);
        if (live.isEmpty()) {
            report.change(applyObject(res::configMaps, manifest, QJsonValue::Null, why));
            return false;
        }
        const QJsonObject data = live.value("data"_L1).toObject();
        QStringList foreign;
        bool differs = false;
        bool drifted = false;
        for (auto it = wanted.compare.begin(); it != wanted.compare.end(); ++it) {
            const QJsonValue value = data.value(it.key());
            if (value == it.value() || (value.isUndefined() && wanted.mayBeAbsent.contains(it.key()))) {
                continue;
            }
            differs = true;
            const QStringList owners = otherOwners(live, { u"data"_s, it.key() });
            drifted = drifted || isOwnedByApply(live, { u"data"_s, it.key() });
            if (!owners.isEmpty() && !value.isUndefined()) {
                foreign.append(ConfigurationStep::tr("%1 (set by %2)").arg(it.key(), owners.join(u", "_s)));
            }
        }
        if (!differs) {
            return true;
        }
        Change change = applyObject(res::configMaps, manifest, partOf(live, manifest), why);
        change.risk = Risk::Notice;
        if (!foreign.isEmpty()) {
            // Server-side apply would answer with a conflict; taking the fields over is shown and has to be allowed.
            change.force = true;
            change.allow = u"overwrite"_s;
            change.risk = Risk::Disruptive;
            report.warning(u"field-owned-by-other-"_s + name, ConfigurationStep::tr("Fields of %1 were set by somebody else to other values").arg(name), foreign.join(u"; "_s), tr("Cocoon does not overwrite them without being told to."),
                tr("Allow \"overwrite\", correct them by hand, or take the values over into the Intent."), u"configmaps/"_s + name);
        }
        if (drifted) {
            report.drift();
        }
        report.change(change);
        return false;
    }
}

Assessment ConfigurationStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    if (look.cluster().isEmpty()) {
        return report.finish(tr("No cluster yet."));
    }
    const CredentialView view = credentialView(look);
    const QJsonObject gates = asker.object(ask::object(res::configMaps, coco::kNamespace, coco::kFeatureGates));
    const QJsonObject config = look.peerPodsConfig();
    const QJsonObject secret = look.peerPodsSecret();
    const QJsonObject kata = look.kataConfig();
    const WantedData wantedGates = wantedFeatureGates(look, gates);
    const WantedData wantedConfig = wantedPeerPodsConfig(look, config);
    if (asker.isMissing()) {
        return report.finish({});
    }
    if (kube::isBeingDeleted(kata)) {
        report.blocker(u"kataconfig-deleting"_s, tr("The KataConfig %1 is being deleted").arg(kube::nameOf(kata)), str(kube::condition(kata, u"InProgress"_s), { u"message" }), tr("Setting up and taking away at once cannot end well (TS-74)."), tr("Finish the removal, then set up again."));
        return report.finish({});
    }

    reconcileMap(coco::kFeatureGates, wantedGates, gates, tr("They make the operator set up confidential peer pods."), report);
    checkFeatureGates(gates, report);

    // The Secret: one usable credential.
    QJsonObject secretData;
    QJsonObject annotations;
    bool needsSecret = !view.isUsable;
    if (view.isProfile) {
        const QString profileId = str(view.profile, { u"id" });
        secretData.insert(u"IBMCLOUD_IAM_PROFILE_ID"_s, profileId.isEmpty() ? QJsonValue(ref(u"profile.idBase64"_s)) : QJsonValue(QString::fromLatin1(profileId.toUtf8().toBase64())));
        if (view.secretHasKey) {
            report.warning(u"secret-both"_s, tr("The Secret also holds an API key, which wins over the profile"), tr("%1 in %2").arg(u"IBMCLOUD_API_KEY"_s, coco::kPeerPodsSecret), tr("The adaptor would not use the profile."), tr("Remove IBMCLOUD_API_KEY from peer-pods-secret."));
        }
    } else {
        secretData.insert(u"IBMCLOUD_API_KEY"_s, secretRef(kPeerPodsKey));
        annotations.insert(coco::kApiKeyIdAnnotation, view.heldKeyId.isEmpty() && !view.keyHeld ? QJsonValue(ref(u"apiKey.id"_s)) : QJsonValue(view.heldKeyId));
        if (view.keyHeld && view.heldKeyId.isEmpty()) {
            annotations = {}; // a key given to us, not made by us
        }
    }
    if (needsSecret) {
        Change change = applyObject(res::secrets, coco::secret(coco::kPeerPodsSecret, secretData, annotations), secret.isEmpty() ? QJsonValue() : QJsonValue(QJsonObject { { u"data"_s, secret.value("data"_L1) } }),
            tr("The adaptor authenticates with it."));
        change.risk = Risk::Notice;
        if (!secret.isEmpty() && !otherOwners(secret, { u"data"_s, secretData.keys().value(0) }).isEmpty()) {
            change.force = true;
            change.allow = u"overwrite"_s;
        }
        if (!view.isProfile && !view.keyHeld) {
            change.waitsFor = tr("after the API key is created");
        } else if (view.isProfile && view.profile.isEmpty()) {
            change.waitsFor = tr("after the trusted profile is created");
        }
        report.change(change);
    } else {
        report.ok(u"secret-credential"_s, tr("The Secret holds a credential"), coco::kPeerPodsSecret, u"secrets/"_s + coco::kPeerPodsSecret);
    }

    // The guide computes some of these in a shell and hard-codes others; here all are found.
    reconcileMap(coco::kPeerPodsConfig, wantedConfig, config, tr("The adaptor and the operator read where and how to make VMs."), report);
    checkPeerPodsConfig(look, config, report);

    if (kata.isEmpty()) {
        // G9: cluster scoped. The settings must exist before it: later installers read them (TS-14).
        Change change = applyObject(res::kataConfigs, coco::kataConfig(intent.configuration.kataConfig, intent.configuration.poolSelector), QJsonValue::Null, tr("It makes the operator install Kata on the workers; each needs one reboot afterwards."));
        change.risk = Risk::Notice;
        if (report.hasChanges()) {
            change.waitsFor = tr("after the settings exist");
        }
        report.change(change);
    } else {
        report.ok(u"kataconfig-exists"_s, tr("A KataConfig exists; it is a singleton of any name (TS-11)"), kube::nameOf(kata), u"kataconfigs/"_s + kube::nameOf(kata));
        report.fact(u"kataConfig"_s, kube::nameOf(kata));
        const QJsonObject pool = at(kata, { u"spec", u"kataConfigPoolSelector" }).toObject();
        report.check(at(pool, { u"matchLabels" }).toObject() == intent.configuration.poolSelector, u"pool-selector"_s, tr("The KataConfig is for the workers the Intent names"),
            pool.isEmpty() ? tr("all workers") : QString::fromUtf8(QJsonDocument(pool).toJson(QJsonDocument::Compact)), Severity::Warning, tr("Its own selector counts; Cocoon does not change for which workers it is."),
            tr("Correct configuration.poolSelector in the Intent, or change spec.kataConfigPoolSelector by hand."), u"kataconfigs/"_s + kube::nameOf(kata));
        if (!at(kata, { u"spec", u"enablePeerPods" }).toBool()) {
            Change change = patchObject(res::kataConfigs, {}, kube::nameOf(kata), { { u"spec"_s, QJsonObject { { u"enablePeerPods"_s, true } } } }, QJsonObject { { u"spec"_s, QJsonObject { { u"enablePeerPods"_s, at(kata, { u"spec", u"enablePeerPods" }).toBool() } } } },
                tr("Enable peer pods in KataConfig %1").arg(kube::nameOf(kata)), tr("Without it there is no runtime class kata-remote."));
            change.risk = Risk::Notice;
            report.drift();
            report.change(change);
        }
    }
    return report.finish(tr("The settings are in place."));
}

} // namespace cocoon::setup
