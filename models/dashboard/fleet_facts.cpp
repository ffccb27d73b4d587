// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/fleet_facts.h"

#include "models/dashboard/dashboard_words.h"
#include "models/setup/look.h"
#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/coco/initdata.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using State = FleetCluster::State;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    const QString kNone = u"none"_s; ///< key of what is known to be absent
    constexpr qsizetype kShortDigest = 12;

    FleetFact plain(const QString& text)
    {
        return { text, text };
    }

    FleetFact none(const QString& text)
    {
        return { text, kNone, {}, true };
    }

    /// Reads facts of one cluster; a fact counts only when everything that could tell otherwise was answered.
    class Reader {
    public:
        Reader(const world::World& world, const plan::Intent& intent, QList<world::Query>& needs)
            : m_world(world)
            , m_intent(intent)
            , m_needs(needs)
        {
        }

        FleetFact fact(const std::function<FleetFact(setup::Look&)>& read) const
        {
            world::Asker asker(m_world);
            setup::Look look(asker, m_intent, coco::Facts::builtIn());
            const FleetFact found = read(look);
            m_needs += asker.needs();
            const bool isOpen = asker.isMissing() || std::any_of(asker.failed().begin(), asker.failed().end(), [this](const world::Query& query) { return !m_world.answer(query).observedAt.isValid(); });
            return isOpen && found.isNone ? FleetFact() : found;
        }

    private:
        const world::World& m_world;
        const plan::Intent& m_intent;
        QList<world::Query>& m_needs;
    };

    FleetFact openShift(setup::Look& look)
    {
        QString version = str(look.asker().object(ask::object(res::clusterVersions, {}, u"version"_s)), { u"status", u"desired", u"version" });
        if (version.isEmpty()) {
            version = str(look.cluster(), { u"masterKubeVersion" }).section(u'_', 0, 0);
        }
        return { version, version.section(u'.', 0, 1) };
    }

    FleetFact operatorOf(setup::Look& look, const Scene& scene)
    {
        const QString version = look.installedVersion();
        if (!version.isEmpty()) {
            return plain(version);
        }
        if (scene.isForeign()) {
            return { scene.installer.name(), u"installer/%1"_s.arg(static_cast<int>(scene.installer.kind)), scene.installer.evidence };
        }
        return none(Words::tr("not installed"));
    }

    /// The image is regional and has an id of its own in each region: it is the same one when its bytes are.
    FleetFact image(setup::Look& look, QDateTime& made)
    {
        const QString id = str(look.peerPodsConfig(), { u"data", u"IBMCLOUD_PODVM_IMAGE_ID" }).section(u',', 0, 0).trimmed();
        if (id.isEmpty()) {
            return look.peerPodsConfig().isEmpty() ? FleetFact() : none(Words::tr("none"));
        }
        for (const QJsonObject& one : look.images()) {
            if (str(one, { u"id" }) == id) {
                const QString sum = str(one, { u"file", u"checksums", u"sha256" });
                made = QDateTime::fromString(str(one, { u"created_at" }), Qt::ISODate);
                return { str(one, { u"name" }), sum, u"%1, %2\nsha256 %3"_s.arg(str(one, { u"name" }), id, sum.isEmpty() ? Words::tr("not known") : sum) };
            }
        }
        return { id, {}, id }; // whose bytes these are cannot be seen
    }

    FleetFact adaptorImage(setup::Look& look)
    {
        const QString reference = at(look.adaptor(), { u"spec", u"template", u"spec", u"containers", u"0", u"image" }).toString();
        // A mirror has the same image under another host.
        const QString digest = reference.section(u'@', 1);
        const QString last = reference.section(u'/', -1);
        return { digest.isEmpty() ? last : digest.section(u':', -1).left(kShortDigest), digest.isEmpty() ? last : digest, reference };
    }

    FleetFact initdata(const QString& encoded)
    {
        if (encoded.isEmpty()) {
            return none(Words::tr("none"));
        }
        const auto document = coco::decodeInitdata(encoded.toUtf8());
        if (!document) {
            return { Words::tr("cannot be read"), u"unreadable/"_s + QString::fromLatin1(sha256Hex(encoded.toUtf8())), document.error().message };
        }
        const QString digest = QString::fromLatin1(document->digest());
        return { digest.left(kShortDigest), document->algorithm + u':' + digest, document->algorithm + u':' + digest };
    }

    FleetFact trustee(const QString& encoded)
    {
        const auto document = coco::decodeInitdata(encoded.toUtf8());
        const QString url = document ? document->trusteeUrl() : QString();
        return encoded.isEmpty() || (document && url.isEmpty()) ? none(Words::tr("none")) : plain(url);
    }

    FleetFact gates(const QJsonObject& data)
    {
        QStringList all;
        for (auto it = data.begin(); it != data.end(); ++it) { // by name
            all.append(it.key() + u'=' + it.value().toString());
        }
        return plain(all.join(u", "_s));
    }

    void readConfig(const Reader& reader, FleetCluster& cluster)
    {
        // Without the map there is nothing that could differ: that the operator is missing says it all.
        const auto setting = [&](FleetField field, const std::function<FleetFact(const QJsonObject& data)>& read) {
            cluster.facts.insert(field, reader.fact([&read](setup::Look& look) {
                const QJsonObject map = look.peerPodsConfig();
                return map.isEmpty() ? FleetFact() : read(map.value("data"_L1).toObject());
            }));
        };
        const auto text = [](const QString& key) {
            return [key](const QJsonObject& data) {
                const QString value = data.value(key).toString().trimmed();
                return value.isEmpty() ? none(Words::tr("not set")) : plain(value);
            };
        };
        setting(FleetField::Initdata, [](const QJsonObject& data) { return initdata(data.value("INITDATA"_L1).toString().trimmed()); });
        setting(FleetField::Trustee, [](const QJsonObject& data) { return trustee(data.value("INITDATA"_L1).toString().trimmed()); });
        setting(FleetField::Profile, text(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s));
        setting(FleetField::Profiles, [](const QJsonObject& data) {
            QStringList profiles = data.value("IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST"_L1).toString().split(u',', Qt::SkipEmptyParts);
            for (QString& profile : profiles) {
                profile = profile.trimmed();
            }
            profiles.sort(); // the adaptor sorts them itself
            return profiles.isEmpty() ? none(Words::tr("not set")) : plain(profiles.join(u", "_s));
        });
        setting(FleetField::PodsPerWorker, [](const QJsonObject& data) {
            const QString limit = data.value("PEERPODS_LIMIT_PER_NODE"_L1).toString().trimmed();
            return plain(limit.isEmpty() ? u"10"_s : limit); // the default
        });
        setting(FleetField::DisableCvm, text(u"DISABLECVM"_s));
        cluster.facts.insert(FleetField::FeatureGates, reader.fact([](setup::Look& look) {
            const QJsonObject map = look.asker().object(ask::object(res::configMaps, coco::kNamespace, coco::kFeatureGates));
            return map.isEmpty() ? FleetFact() : gates(map.value("data"_L1).toObject());
        }));
    }

    void readScene(const Scene& scene, FleetCluster& cluster)
    {
        cluster.region = scene.region;
        cluster.hasKataConfig = scene.isInstalled;
        if (scene.nodesPart.isKnown()) {
            cluster.installed = scene.isForeign() ? scene.installer.done : scene.installedWorkers();
            cluster.workers = scene.isForeign() ? scene.installer.all : scene.workers();
        }
        if (scene.isForeign()) {
            cluster.installer = scene.installer.name();
        }
        if (scene.machinesPart.isKnown()) {
            cluster.machines = static_cast<int>(scene.machines.size());
        }
        if (scene.money.isKnown) {
            cluster.usdPerHour = scene.money.usdPerHour;
            cluster.isCostPartial = scene.money.isPartial;
        }
        for (const Part& part : { scene.machinesPart, scene.moneyPart }) {
            if (part.state == Part::State::Stale) {
                cluster.cloudSince = part.since;
            }
        }
    }

    FleetFindings count(const QList<Attention>& attention)
    {
        FleetFindings found;
        found.isKnown = true;
        for (const Attention& one : attention) {
            found.errors += one.weight == Attention::Weight::Error ? 1 : 0;
            found.money += one.weight == Attention::Weight::Money ? 1 : 0;
            found.warnings += one.weight == Attention::Weight::Warning ? 1 : 0;
            if (one.weight != Attention::Weight::Info) {
                found.titles.append(one.title);
            }
        }
        return found;
    }

    State stateOf(const setup::Desk::Truth& truth)
    {
        switch (truth.state) {
        case setup::Desk::Truth::State::Opening: return State::Opening;
        case setup::Desk::Truth::State::Live: return State::Live;
        case setup::Desk::Truth::State::Stale: return truth.since.isValid() ? State::Stale : State::Lost; // nothing was read yet
        case setup::Desk::Truth::State::Lost: break;
        }
        return State::Lost;
    }
}

FleetCluster clusterOf(const world::World& world, const plan::Intent& intent, const Scene& scene, const QList<Attention>& attention, const setup::Desk::Truth& truth,
    QList<world::Query>& needs)
{
    FleetCluster cluster;
    cluster.state = stateOf(truth);
    if (cluster.state != State::Live && cluster.state != State::Opening) {
        cluster.since = truth.since;
        cluster.error = truth.error;
    }
    readScene(scene, cluster);
    const Reader reader(world, intent, needs);
    cluster.facts.insert(FleetField::OpenShift, reader.fact(openShift));
    cluster.facts.insert(FleetField::Operator, scene.isInstallerOpen ? FleetFact() : reader.fact([&scene](setup::Look& look) { return operatorOf(look, scene); }));
    cluster.facts.insert(FleetField::Image, reader.fact([&cluster](setup::Look& look) { return image(look, cluster.imageMade); }));
    cluster.facts.insert(FleetField::AdaptorImage, reader.fact(adaptorImage));
    readConfig(reader, cluster);
    world::Asker asker(world);
    cluster.cluster = setup::Look(asker, intent, coco::Facts::builtIn()).clusterName();
    if (scene.nodesPart.isKnown()) {
        cluster.findings = count(attention);
    }
    return cluster;
}

} // namespace cocoon::dashboard
