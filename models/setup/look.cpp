// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/look.h"

#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/label_selector.h"
#include "services/kube/object.h"

#include <QMap>

#include <algorithm>

namespace cocoon::setup {

using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    QDateTime timeOf(const QJsonValue& text)
    {
        return QDateTime::fromString(text.toString(), Qt::ISODate);
    }

    bool ownsField(const QJsonObject& entry, const QStringList& path)
    {
        QJsonValue fields = entry.value("fieldsV1"_L1);
        for (const QString& key : path) {
            if (!fields.toObject().contains(u"f:"_s + key)) {
                return false;
            }
            fields = fields.toObject().value(u"f:"_s + key);
        }
        return true;
    }
}

Look::Look(world::Asker& asker, const plan::Intent& intent, const coco::Facts& facts)
    : m_asker(asker)
    , m_intent(intent)
    , m_facts(facts)
{
}

QList<QJsonObject> Look::matchingClusters()
{
    QList<QJsonObject> found;
    for (const QJsonObject& cluster : m_asker.objects(ask::clusters())) {
        const bool named = str(cluster, { u"id" }) == m_intent.cluster || str(cluster, { u"name" }) == m_intent.cluster;
        const bool inGroup = m_intent.resourceGroup.isEmpty() || str(cluster, { u"resourceGroupName" }) == m_intent.resourceGroup
            || str(cluster, { u"resourceGroup" }) == m_intent.resourceGroup;
        if (named && inGroup) {
            found.append(cluster);
        }
    }
    return found;
}

QJsonObject Look::cluster()
{
    if (m_cluster) {
        return *m_cluster;
    }
    m_cluster.emplace();
    const QList<QJsonObject> found = matchingClusters();
    if (found.size() == 1) {
        // The list may be shorter per cluster than the answer about one; what the latter says wins.
        *m_cluster = found.first();
        const QJsonObject full = m_asker.object(ask::cluster(str(*m_cluster, { u"id" })));
        for (auto it = full.begin(); it != full.end(); ++it) {
            m_cluster->insert(it.key(), it.value());
        }
    }
    return *m_cluster;
}

QString Look::clusterId()
{
    return str(cluster(), { u"id" });
}

QString Look::clusterName()
{
    const QString name = str(cluster(), { u"name" });
    return name.isEmpty() ? m_intent.cluster : name;
}

QString Look::region()
{
    return str(cluster(), { u"region" });
}

QString Look::vpcId()
{
    return at(cluster(), { u"vpcs", u"0" }).toString();
}

QString Look::resourceGroupId()
{
    if (region().isEmpty() || vpcId().isEmpty()) {
        return {};
    }
    return str(m_asker.object(ask::vpc(region(), vpcId())), { u"resource_group", u"id" });
}

QString Look::openshiftMinor()
{
    const QString version = str(cluster(), { u"masterKubeVersion" });
    return version.section(u'.', 0, 1);
}

QStringList Look::zones()
{
    QStringList zones;
    for (const QJsonObject& node : poolNodes()) {
        const QString zone = kube::label(node, u"topology.kubernetes.io/zone"_s);
        if (!zone.isEmpty() && !zones.contains(zone)) {
            zones.append(zone);
        }
    }
    zones.sort();
    return zones;
}

QList<QJsonObject> Look::subnets()
{
    if (vpcId().isEmpty()) {
        return {};
    }
    return m_asker.objects(ask::subnets(region(), vpcId()));
}

QJsonObject Look::securityGroup()
{
    const QString id = clusterId();
    if (id.isEmpty()) {
        return {};
    }
    const QString wanted = u"kube-"_s + id;
    QJsonObject byType;
    for (const QJsonObject& group : m_asker.objects(ask::clusterSecurityGroups(id))) {
        const bool managed = str(group, { u"type" }) == "cluster"_L1 && !group.value("userProvided"_L1).toBool();
        if (managed && str(group, { u"name" }) == wanted) {
            return group;
        }
        if (managed) {
            byType = group;
        }
    }
    if (!byType.isEmpty()) {
        return byType;
    }
    for (const QJsonObject& group : m_asker.objects(ask::securityGroups(region(), vpcId()))) {
        if (str(group, { u"name" }) == wanted) {
            return group;
        }
    }
    return {};
}

QList<QJsonObject> Look::nodes()
{
    return m_asker.objects(ask::list(res::nodes));
}

namespace {
    /// Sorts 10.243.64.4 before 10.243.128.4, as people and the node table do.
    QString numbersPadded(const QString& name)
    {
        QString key;
        QString number;
        for (const QChar c : name + u'\0') {
            if (c.isDigit()) {
                number += c;
                continue;
            }
            key += number.isEmpty() ? number : number.rightJustified(10, u'0');
            number.clear();
            key += c;
        }
        return key;
    }
}

QList<QJsonObject> Look::poolNodes()
{
    // Once there is a KataConfig its own selector counts; none means all workers.
    const QJsonObject kata = kataConfig();
    const QJsonObject selector = kata.isEmpty() ? QJsonObject { { u"matchLabels"_s, m_intent.configuration.poolSelector } }
                                                : at(kata, { u"spec", u"kataConfigPoolSelector" }).toObject();
    QMultiMap<QString, QJsonObject> pool;
    for (const QJsonObject& node : nodes()) {
        const QJsonObject labels = at(node, { u"metadata", u"labels" }).toObject();
        const bool isWorker = labels.contains(coco::kPoolLabel) || labels.contains(coco::kWorkerLabel);
        if (isWorker && kube::selects(selector, labels)) {
            pool.insert(numbersPadded(kube::nameOf(node)), node);
        }
    }
    return pool.values();
}

QJsonObject Look::subscription()
{
    for (const QJsonObject& subscription : m_asker.objects(ask::list(res::subscriptions, coco::kNamespace))) {
        if (str(subscription, { u"spec", u"name" }) == coco::kPackage) {
            return subscription;
        }
    }
    return {};
}

QJsonObject Look::installedCsv()
{
    const QString named = str(subscription(), { u"status", u"installedCSV" });
    QJsonObject best;
    for (const QJsonObject& csv : m_asker.objects(ask::list(res::csvs, coco::kNamespace))) {
        const QString name = kube::nameOf(csv);
        const bool copied = !kube::label(csv, u"olm.copiedFrom"_s).isEmpty() || str(csv, { u"status", u"reason" }) == "Copied"_L1;
        if (copied || !name.startsWith(coco::kPackage + u".v"_s)) {
            continue;
        }
        if (name == named) {
            return csv;
        }
        if (best.isEmpty() || str(csv, { u"status", u"phase" }) == "Succeeded"_L1) {
            best = csv;
        }
    }
    return best;
}

QString Look::installedVersion()
{
    const QJsonObject csv = installedCsv();
    const QString version = str(csv, { u"spec", u"version" });
    return version.isEmpty() ? kube::nameOf(csv).section(u".v"_s, 1) : version;
}

QString Look::plannedVersion()
{
    const QString installed = installedVersion();
    if (!installed.isEmpty()) {
        return installed;
    }
    return m_intent.op.version.isEmpty() ? m_facts.validated().version : m_intent.op.version;
}

const coco::OperatorFacts& Look::operatorFacts()
{
    return m_facts.forVersion(plannedVersion());
}

QJsonObject Look::kataConfig()
{
    return m_asker.array(ask::list(res::kataConfigs)).first().toObject();
}

QJsonObject Look::peerPodsConfig()
{
    return m_asker.object(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig));
}

QJsonObject Look::peerPodsSecret()
{
    return m_asker.object(ask::object(res::secrets, coco::kNamespace, coco::kPeerPodsSecret));
}

QList<QJsonObject> Look::peerPods()
{
    return m_asker.objects(ask::list(res::peerPods));
}

QList<QJsonObject> Look::adaptorPods()
{
    QList<QJsonObject> pods;
    for (const QJsonObject& pod : m_asker.objects(ask::list(res::pods, coco::kNamespace))) {
        if (kube::label(pod, u"name"_s) == coco::kAdaptor || kube::nameOf(pod).startsWith(coco::kAdaptor + u'-')) {
            pods.append(pod);
        }
    }
    std::sort(pods.begin(), pods.end(),
        [](const QJsonObject& a, const QJsonObject& b) { return kube::nameOf(a) < kube::nameOf(b); });
    return pods;
}

QJsonObject Look::adaptor()
{
    for (const QJsonObject& set : m_asker.objects(ask::list(res::daemonSets, coco::kNamespace))) {
        if (kube::nameOf(set) == coco::kAdaptor) {
            return set;
        }
    }
    return {};
}

QList<QJsonObject> Look::images()
{
    if (region().isEmpty()) {
        return {};
    }
    world::Query query = ask::images(region());
    const QJsonArray known = m_asker.world().answer(query).value.toArray();
    const bool isImporting = std::any_of(known.begin(), known.end(), [](const QJsonValue& image) { return image["status"_L1].toString() == "pending"_L1; });
    if (!known.isEmpty() && !isImporting) {
        query.maxAge = std::chrono::minutes(2); // nothing is on its way
    }
    return m_asker.objects(query);
}

QString Look::imageName()
{
    if (!m_intent.image.name.isEmpty()) {
        return m_intent.image.name;
    }
    return u"cocoon-"_s + m_intent.image.source.section(u'/', -1).section(u'.', 0, 0).toLower().replace(u'_', u'-');
}

std::optional<QJsonObject> Look::chosenImage()
{
    const QList<QJsonObject> all = images();
    const auto find = [&all](QStringView key, const QString& value) {
        for (const QJsonObject& image : all) {
            if (!value.isEmpty() && str(image, { key }) == value) {
                return image;
            }
        }
        return QJsonObject();
    };
    if (!m_intent.image.id.isEmpty()) {
        return find(u"id", m_intent.image.id);
    }
    const QJsonObject named = find(u"name", imageName());
    if (!named.isEmpty() || !m_intent.image.name.isEmpty()) {
        return named;
    }
    const QJsonObject used = find(u"id", str(peerPodsConfig(), { u"data", u"IBMCLOUD_PODVM_IMAGE_ID" }).section(u',', 0, 0).trimmed());
    if (isUsableImage(used, zones())) {
        return used;
    }
    return std::nullopt;
}

QList<QJsonObject> Look::podVmImages()
{
    QList<QJsonObject> fitting;
    for (const QJsonObject& image : images()) {
        if (str(image, { u"name" }).contains("podvm"_L1) && isUsableImage(image, zones()) && str(image, { u"operating_system", u"name" }) == m_intent.image.os) {
            fitting.prepend(image);
        }
    }
    std::stable_sort(fitting.begin(), fitting.end(),
        [](const QJsonObject& a, const QJsonObject& b) { return str(a, { u"created_at" }) > str(b, { u"created_at" }); });
    return fitting;
}

QJsonObject Look::image()
{
    const std::optional<QJsonObject> chosen = chosenImage();
    return chosen ? *chosen : podVmImages().value(0);
}

QString kubeconfigNotYet(const world::World& world)
{
    const world::Answer answer = world.answer(ask::connection());
    const bool isNotYet = answer.state == world::Answer::State::Failed && answer.error.code == Errc::Server
        && answer.error.retryAfter && (answer.error.httpStatus == 404 || answer.error.httpStatus == 503);
    return isNotYet ? answer.error.message : QString();
}

QStringList zonesOfImage(const QJsonObject& image)
{
    QStringList zones;
    for (const QJsonValue& zone : image.value("zones"_L1).toArray()) {
        zones.append(zone.isObject() ? str(zone, { u"name" }) : zone.toString());
    }
    return zones;
}

bool isUsableImage(const QJsonObject& image, const QStringList& zones)
{
    const QString status = str(image, { u"status" });
    if (status == "available"_L1 || status == "deprecated"_L1) {
        return true;
    }
    if (status != "partially_available"_L1) {
        return false;
    }
    const QStringList there = zonesOfImage(image);
    return std::all_of(zones.begin(), zones.end(), [&there](const QString& zone) { return there.contains(zone); });
}

QDateTime dataChangedAt(const QJsonObject& object, const QString& key)
{
    QDateTime latest;
    for (const QJsonValue& value : at(object, { u"metadata", u"managedFields" }).toArray()) {
        const QJsonObject entry = value.toObject();
        const QStringList path = key.isEmpty() ? QStringList { u"data"_s } : QStringList { u"data"_s, key };
        const QDateTime time = timeOf(entry.value("time"_L1));
        if (ownsField(entry, path) && time.isValid() && (!latest.isValid() || time > latest)) {
            latest = time;
        }
    }
    return latest.isValid() ? latest : kube::createdAt(object);
}

QStringList otherOwners(const QJsonObject& object, const QStringList& path)
{
    QStringList owners;
    for (const QJsonValue& value : at(object, { u"metadata", u"managedFields" }).toArray()) {
        const QJsonObject entry = value.toObject();
        const QString manager = str(entry, { u"manager" });
        if (manager != "cocoon"_L1 && ownsField(entry, path) && !owners.contains(manager)) {
            owners.append(manager);
        }
    }
    return owners;
}

bool isOwnedByApply(const QJsonObject& object, const QStringList& path)
{
    for (const QJsonValue& value : at(object, { u"metadata", u"managedFields" }).toArray()) {
        const QJsonObject entry = value.toObject();
        if (str(entry, { u"manager" }) == "cocoon"_L1 && str(entry, { u"operation" }) == "Apply"_L1 && ownsField(entry, path)) {
            return true;
        }
    }
    return false;
}

QList<QJsonObject> journalOf(const world::World& world, const QString& kind, const QString& key)
{
    QList<QJsonObject> entries;
    const QList<QJsonObject> all = world.journal();
    for (auto it = all.crbegin(); it != all.crend(); ++it) {
        if (str(*it, { u"kind" }) == kind && str(*it, { u"key" }) == key) {
            entries.append(*it);
        }
    }
    return entries;
}

} // namespace cocoon::setup
