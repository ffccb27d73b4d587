// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/choices.h"

#include "models/setup/look.h"
#include "services/base/json.h"
#include "services/coco/facts.h"
#include "ui/setup/choice_form.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
namespace ask = world::ask;
using Option = ChoiceForm::Option;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::ui::Choices)
    };

    QString regionOf(const world::World& world, const plan::Intent& intent)
    {
        world::Asker asker(world);
        return setup::Look(asker, intent, coco::Facts::builtIn()).region();
    }

    QList<Option> operatorVersions(const world::World&, const plan::Intent&)
    {
        QList<Option> options;
        for (const coco::OperatorFacts& facts : coco::Facts::builtIn().operators) {
            options.prepend({ facts.version, facts.imageValidated ? Words::tr("%1, validated with IBM's image").arg(facts.version) : Words::tr("%1, not validated with IBM's image").arg(facts.version) });
        }
        return options;
    }

    QList<Option> images(const world::World& world, const plan::Intent& intent)
    {
        QList<Option> options { { QString(), Words::tr("Import the latest from IBM") } };
        QList<QJsonObject> found;
        for (const QJsonValue& value : world.answer(ask::images(regionOf(world, intent))).value.toArray()) {
            found.append(value.toObject());
        }
        std::stable_sort(found.begin(), found.end(), [](const QJsonObject& a, const QJsonObject& b) { return str(a, { u"created_at" }) > str(b, { u"created_at" }); });
        for (const QJsonObject& image : std::as_const(found)) {
            options.append({ str(image, { u"id" }), Words::tr("%1, %2, %3").arg(str(image, { u"name" }), str(image, { u"status" }), str(image, { u"created_at" }).left(10)) });
        }
        return options;
    }

    QList<Option> profiles(const world::World& world, const plan::Intent& intent)
    {
        QList<Option> options;
        const QString region = regionOf(world, intent);
        const QJsonArray found = world.answer(ask::instanceProfiles(region)).value.toArray();
        for (const QJsonValue& value : found) {
            const QJsonObject profile = value.toObject();
            const QJsonArray modes = at(profile, { u"confidential_compute_modes", u"values" }).toArray();
            if (!modes.contains(u"tdx"_s)) {
                continue; // no confidential VM starts on it
            }
            const QString name = str(profile, { u"name" });
            const QJsonObject price = world.answer(ask::price(name, region)).value.toObject();
            const QString usd = price.contains(u"usdPerHour") ? Words::tr("%1 USD/h").arg(QLocale().toString(price.value(u"usdPerHour").toDouble(), 'f', 3)) : Words::tr("price not known");
            options.append({ name, Words::tr("%1: %2 vCPU, %3 GiB, TDX, %4").arg(name).arg(at(profile, { u"vcpu_count", u"value" }).toInt()).arg(at(profile, { u"memory", u"value" }).toInt()).arg(usd) });
        }
        return options;
    }

    QList<world::Query> profileNeeds(const world::World& world, const plan::Intent& intent)
    {
        const QString region = regionOf(world, intent);
        if (region.isEmpty()) {
            return {};
        }
        QList<world::Query> needs { ask::instanceProfiles(region) };
        const QList<Option> offered = profiles(world, intent);
        for (const Option& option : offered) {
            needs.append(ask::price(option.value, region));
        }
        return needs;
    }

    const QString kOwnKey = u"cocoon-debug"_s;

    QList<Option> sshKeys(const world::World& world, const plan::Intent& intent)
    {
        // A name that is not there yet is how a key of one's own comes in.
        QList<Option> options { { QString(), Words::tr("None: the VM stays closed") }, { kOwnKey, Words::tr("Import one of your own as %1").arg(kOwnKey) } };
        const QJsonArray found = world.answer(ask::sshKeys(regionOf(world, intent))).value.toArray();
        for (const QJsonValue& value : found) {
            const QString name = str(value.toObject(), { u"name" });
            options.removeIf([&name](const Option& option) { return option.value == name; });
            options.append({ name, Words::tr("%1 (%2)").arg(name, str(value.toObject(), { u"type" })) });
        }
        return options;
    }

    QList<Option> credentialKinds(const world::World&, const plan::Intent& intent)
    {
        const coco::OperatorFacts& facts = coco::Facts::builtIn().forVersion(intent.op.version);
        const QString rights = facts.needsClusterId || facts.tagsInstances ? Words::tr("VPC, Kubernetes Service, tags") : Words::tr("VPC only");
        return { { u"api-key"_s, Words::tr("API key: may do what you may do") },
            { u"trusted-profile"_s, Words::tr("Trusted profile: no key to leak (rights on %1)").arg(rights) } };
    }

    /// "Editor, Writer on is · Viewer on resource-group", as its policies have it.
    QString rightsOf(const world::World& world, const QJsonObject& profile)
    {
        const world::Answer policies = world.answer(ask::policies(str(profile, { u"iam_id" })));
        if (policies.state != world::Answer::State::Known) {
            return Words::tr("rights not known yet");
        }
        QStringList rights;
        for (const QJsonValue& policy : policies.value.toArray()) {
            QStringList roles;
            for (const QJsonValue& role : at(policy, { u"control", u"grant", u"roles" }).toArray()) {
                roles.append(str(role, { u"role_id" }).section(u':', -1));
            }
            QString on;
            for (const QJsonValue& attribute : at(policy, { u"resource", u"attributes" }).toArray()) {
                const QString key = str(attribute, { u"key" });
                on = key == "serviceName"_L1 || (key == "resourceType"_L1 && on.isEmpty()) ? str(attribute, { u"value" }) : on;
            }
            rights.append(Words::tr("%1 on %2").arg(roles.join(u", "_s), on.isEmpty() ? Words::tr("everything") : on));
        }
        rights.removeDuplicates();
        return rights.isEmpty() ? Words::tr("no rights yet") : rights.join(u" · "_s);
    }

    QList<Option> trustedProfiles(const world::World& world, const plan::Intent& intent)
    {
        world::Asker asker(world);
        setup::Look look(asker, intent, coco::Facts::builtIn());
        QList<Option> options { { QString(), Words::tr("cocoon-%1, with just the rights that are needed").arg(look.clusterName()) } };
        for (const QJsonValue& value : world.answer(ask::trustedProfiles()).value.toArray()) {
            const QJsonObject profile = value.toObject();
            const QString name = str(profile, { u"name" });
            options.append({ name, Words::tr("%1: %2").arg(name, rightsOf(world, profile)) });
        }
        return options;
    }

    QList<world::Query> credentialNeeds(const world::World& world, const plan::Intent& intent)
    {
        constexpr qsizetype kMost = 20; // one question for each
        if (intent.credential.kind == "api-key"_L1) {
            return {};
        }
        QList<world::Query> needs { ask::trustedProfiles() };
        for (const QJsonValue& profile : world.answer(ask::trustedProfiles()).value.toArray()) {
            if (needs.size() <= kMost) {
                needs.append(ask::policies(str(profile, { u"iam_id" })));
            }
        }
        return needs;
    }

    QList<Option> scopes(const world::World&, const plan::Intent&)
    {
        return { { u"resource-group"_s, Words::tr("Only the cluster's resource group (least privilege)") }, { u"account"_s, Words::tr("The whole account, as in the guide") } };
    }
}

void addChoices(const QString& page, ChoiceForm& form)
{
    if (page == u"operator") {
        form.addCombo(u"operator.version"_s, Words::tr("Version"), Words::tr("OLM installs exactly this one; later versions wait for your word."), operatorVersions);
    } else if (page == u"image") {
        form.addCombo(u"image.id"_s, Words::tr("Image"), Words::tr("Imported once per region; storing it costs a little per GB and month."), images);
        form.setNeeds([](const world::World& world, const plan::Intent& intent) {
            const QString region = regionOf(world, intent);
            return region.isEmpty() ? QList<world::Query>() : QList<world::Query> { ask::images(region) };
        });
    } else if (page == u"credential") {
        form.addCombo(u"credential.kind"_s, Words::tr("Kind"), Words::tr("Works with every version of the operator. The key's value is seen once and goes into the cluster's secret and your keyring only."), credentialKinds);
        form.addCombo(u"credential.name"_s, Words::tr("Profile"), Words::tr("What a profile lacks is added to it; nothing is taken from it."), trustedProfiles);
        form.addCombo(u"credential.scope"_s, Words::tr("May act in"), Words::tr("Of a trusted profile; an API key can do what you can do."), scopes);
        form.addCheck(u"credential.bindToCluster"_s, Words::tr("Only this cluster may use the profile"), Words::tr("Adds a condition on the cluster to the profile's rule."));
        const auto isProfile = [](const plan::Intent& intent) { return intent.credential.kind != "api-key"_L1; };
        form.hintWhen(u"credential.kind"_s, isProfile, Words::tr("No key is made: the cluster's secret holds the profile's id only. Which rights it needs depends on the operator's version."));
        form.setNeeds(credentialNeeds);
        form.onlyWhen(u"credential.name"_s, isProfile, true);
        form.onlyWhen(u"credential.scope"_s, isProfile, true);
        form.onlyWhen(u"credential.bindToCluster"_s, isProfile, true);
    } else if (page == u"ssh-key") {
        form.addCombo(u"sshKey.name"_s, Words::tr("SSH key"), QString(), sshKeys);
        form.addFile(u"sshKey.publicKeyFile"_s, Words::tr("Public key to import"), Words::tr("Only needed when no key of that name is there yet."));
        form.onlyWhen(u"sshKey.publicKeyFile"_s, [](const plan::Intent& intent) { return !intent.sshKey.name.isEmpty(); }, true);
        form.setNeeds([](const world::World& world, const plan::Intent& intent) {
            const QString region = regionOf(world, intent);
            return region.isEmpty() ? QList<world::Query>() : QList<world::Query> { ask::sshKeys(region) };
        });
    } else if (page == u"nodes") {
        form.addCombo(u"sizing.profile"_s, Words::tr("VM profile"), Words::tr("What a confidential pod's VM is made of when the pod does not ask for another."), profiles);
        form.addNumber(u"sizing.podsPerNode"_s, Words::tr("VMs per worker"), Words::tr("The most confidential pods that one worker looks after."), 1, 110);
        form.setNeeds(profileNeeds);
    } else if (page == u"trust") {
        form.addText(u"trust.url"_s, Words::tr("Trustee"), Words::tr("URL of your trustee (KBS), reachable from the VMs."), u"https://trustee.example.com:8080"_s);
        form.addFile(u"trust.certificateFile"_s, Words::tr("Its certificate"), Words::tr("PEM; only when it is not signed by a public authority."));
        form.addCheck(u"trust.skip"_s, Words::tr("Go on without a trust authority"), Words::tr("Pods run in TDX VMs, but nothing proves it to you."));
        const auto isWanted = [](const plan::Intent& intent) { return !intent.trust.skip; };
        form.onlyWhen(u"trust.url"_s, isWanted, false);
        form.onlyWhen(u"trust.certificateFile"_s, isWanted, false);
    } else if (page == u"workload") {
        form.addText(u"workload.name"_s, Words::tr("Pod"), QString());
        form.addText(u"workload.namespace"_s, Words::tr("Namespace"), QString());
        form.addText(u"workload.image"_s, Words::tr("Container image"), Words::tr("Pulled inside the VM; the worker never sees it."));
        form.addCheck(u"workload.skip"_s, Words::tr("No first workload"), Words::tr("The set-up ends without a pod."));
        for (const QString& path : { u"workload.name"_s, u"workload.namespace"_s, u"workload.image"_s }) {
            form.onlyWhen(path, [](const plan::Intent& intent) { return !intent.workload.skip; }, false);
        }
    }
}

} // namespace cocoon::ui
