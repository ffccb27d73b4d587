// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/vpc_instances.h"

#include "services/base/json.h"
#include "services/sandbox/cloud/cloud_names.h"
#include "services/sandbox/cloud/vpc_profiles.h"
#include "services/sandbox/cloud/vpc_service.h"

#include <QRegularExpression>
#include <QSet>

namespace cocoon::sandbox {

namespace {
    constexpr int kAddresses = 31 * 250; ///< of a subnet that peer pods get

    /// Workers have the low addresses; peer pods begin in the upper half of the block.
    QString addressAt(const QJsonObject& subnet, int number)
    {
        const QStringList block = subnet.value(u"ipv4_cidr_block").toString().section(u'/', 0, 0).split(u'.');
        return QStringLiteral("%1.%2.%3.%4").arg(block.value(0), block.value(1)).arg(block.value(2).toInt() + 32 + number / 250).arg(4 + number % 250);
    }

    constexpr milliseconds kPending { 8 * 1000 };
    constexpr int kShortestStartSeconds = 172; // with kPending: 180 to 240 s in all
    constexpr quint32 kStartSpreadSeconds = 60;
    constexpr milliseconds kStopping { 15 * 1000 };
    constexpr milliseconds kDeleting { 20 * 1000 };
    constexpr int kVcpuQuota = 200;
    constexpr int kVcpusPerWorker = 4;

    Reply badField(const QString& field, const QString& message)
    {
        return vpcError(400, QStringLiteral("bad_field"), message, field);
    }

    QJsonObject reference(const QJsonObject& object)
    {
        return { { QStringLiteral("id"), object.value(u"id") }, { QStringLiteral("name"), object.value(u"name") },
            { QStringLiteral("crn"), object.value(u"crn") }, { QStringLiteral("href"), object.value(u"href") } };
    }

    QString statusOf(const QJsonObject& instance)
    {
        return instance.value(u"status").toString();
    }

} // namespace

VpcInstances::VpcInstances(CloudState& state)
    : m_state(state)
{
}

QJsonObject VpcInstances::find(const QString& id) const
{
    for (const QString& collection : m_state.collections()) {
        if (!collection.startsWith(QLatin1String("instances/"))) {
            continue;
        }
        QJsonObject found = m_state.get(collection, id);
        if (!found.isEmpty()) {
            found.insert(QStringLiteral("user_data"), found.take(u"_user_data"));
            return found;
        }
    }
    return {};
}

void VpcInstances::resume()
{
    for (const QString& collection : m_state.collections()) {
        if (collection.startsWith(QLatin1String("instances/"))) {
            for (const QJsonObject& instance : m_state.all(collection)) {
                plan(collection.mid(10), instance.value(u"id").toString());
            }
        }
    }
}

Reply VpcInstances::handle(const Call& call)
{
    const QString collection = QStringLiteral("instances/") + call.region;
    if (call.parts.size() == 1) {
        if (call.is("POST")) {
            return create(call);
        }
        QList<QJsonObject> all = m_state.all(collection);
        all.removeIf([&call](const QJsonObject& instance) {
            return (call.has("vpc.id") && str(instance, { u"vpc", u"id" }) != call.arg("vpc.id"))
                || (call.has("name") && instance.value(u"name").toString() != call.arg("name"))
                || (call.has("resource_group.id") && str(instance, { u"resource_group", u"id" }) != call.arg("resource_group.id"));
        });
        return vpcPage(m_state, call, QStringLiteral("instances"), all);
    }
    QJsonObject instance = m_state.get(collection, call.parts.at(1));
    if (instance.isEmpty() || (call.parts.size() == 2 && call.is("GET"))) {
        return vpcObject(instance, QStringLiteral("Instance"), call.parts.at(1));
    }
    if (call.parts.size() == 2 && call.is("DELETE")) {
        return remove(call, instance);
    }
    if (call.parts.size() == 2 && call.is("PATCH")) {
        for (const QString& key : { QStringLiteral("name"), QStringLiteral("confidential_compute_mode"), QStringLiteral("enable_secure_boot") }) {
            if (call.json.contains(key)) {
                instance.insert(key, call.json.value(key));
            }
        }
        m_state.put(collection, instance);
        return vpcObject(instance, QStringLiteral("Instance"), call.parts.at(1));
    }
    const QString part = call.parts.at(2);
    if (part == QLatin1String("actions") && call.is("POST")) {
        return action(call, instance);
    }
    if (part == QLatin1String("initialization")) {
        return Reply::json(200, QJsonObject { { QStringLiteral("keys"), instance.value(u"_keys") }, { QStringLiteral("user_data_format"), QStringLiteral("cloud_init") } });
    }
    for (const QString& list : { QStringLiteral("volume_attachments"), QStringLiteral("network_interfaces"), QStringLiteral("network_attachments") }) {
        if (part == list) {
            return Reply::json(200, QJsonObject { { list, instance.value(list).toArray() } });
        }
    }
    return vpcError(404, QStringLiteral("not_found"), QStringLiteral("The path is not known."));
}

int VpcInstances::usedVcpus(const QString& region) const
{
    // ROKS workers live in IBM's account but count against the customer's quota.
    int used = region == m_state.options().region ? m_state.options().workers * kVcpusPerWorker : 0;
    for (const QJsonObject& instance : m_state.all(QStringLiteral("instances/") + region)) {
        used += at(instance, { u"vcpu", u"count" }).toInt();
    }
    return used;
}

std::optional<Reply> VpcInstances::refuse(const Call& call, const QJsonObject& subnet, const QJsonObject& image, const QJsonObject& profile) const
{
    static const QRegularExpression validName(QStringLiteral("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"));
    const QString region = call.region;
    const QString name = call.json.value(u"name").toString();
    const QString zone = str(call.json, { u"zone", u"name" });
    if (!validName.match(name).hasMatch()) {
        return badField(QStringLiteral("name"), QStringLiteral("The name is not valid."));
    }
    if (!m_state.find(QStringLiteral("instances/") + region, u"name", name).isEmpty()) {
        return vpcError(400, QStringLiteral("validation_unique_failed"), QStringLiteral("An instance with this name exists already."), QStringLiteral("name"));
    }
    if (image.isEmpty()) {
        return vpcError(404, QStringLiteral("not_found"), QStringLiteral("Image not found."), QStringLiteral("image.id"));
    }
    const QString imageStatus = image.value(u"status").toString();
    if (imageStatus != QLatin1String("available") && imageStatus != QLatin1String("deprecated") && imageStatus != QLatin1String("partially_available")) {
        return badField(QStringLiteral("image.id"), QStringLiteral("The image is not available (%1).").arg(imageStatus));
    }
    if (profile.isEmpty()) {
        return vpcError(404, QStringLiteral("not_found"), QStringLiteral("Instance profile not found."), QStringLiteral("profile.name"));
    }
    if (subnet.isEmpty()) {
        return vpcError(404, QStringLiteral("not_found"), QStringLiteral("Subnet not found."), QStringLiteral("primary_network_interface.subnet.id"));
    }
    if (str(subnet, { u"zone", u"name" }) != zone) {
        return badField(QStringLiteral("zone.name"), QStringLiteral("The subnet is not in zone %1.").arg(zone));
    }
    const bool isOffered = profile.value(u"zones").toArray().contains(QJsonObject { { QStringLiteral("name"), zone } });
    const bool isConfidential = profile.value(u"name").toString().contains(QLatin1String("3dc-"));
    if (!isOffered || (isConfidential && !hasTdx(region))) {
        return badField(QStringLiteral("profile.name"), QStringLiteral("The profile is not offered in zone %1.").arg(zone));
    }
    const QString mode = call.json.value(u"confidential_compute_mode").toString(QStringLiteral("disabled"));
    if (!at(profile, { u"confidential_compute_modes", u"values" }).toArray().contains(mode)) {
        return badField(QStringLiteral("confidential_compute_mode"), QStringLiteral("The profile does not support the mode %1.").arg(mode));
    }
    for (const QJsonValue& group : at(call.json, { u"primary_network_interface", u"security_groups" }).toArray()) {
        if (m_state.get(QStringLiteral("security_groups/") + region, str(group, { u"id" })).isEmpty()) {
            return vpcError(404, QStringLiteral("not_found"), QStringLiteral("Security group not found."),
                QStringLiteral("primary_network_interface.security_groups"));
        }
    }
    for (const QJsonValue& key : call.json.value(u"keys").toArray()) {
        if (m_state.get(QStringLiteral("keys/") + region, str(key, { u"id" })).isEmpty()) {
            return vpcError(404, QStringLiteral("not_found"), QStringLiteral("Key not found."), QStringLiteral("keys"));
        }
    }
    if (subnet.value(u"available_ipv4_address_count").toInt() <= 0) {
        return vpcError(409, QStringLiteral("subnet_full"), QStringLiteral("No addresses are available in the subnet."),
            QStringLiteral("primary_network_interface.subnet.id"));
    }
    const QJsonValue fault = m_state.fault(QStringLiteral("vpc.quota"));
    const int quota = fault.toString() == QLatin1String("exceeded") ? 0 : fault.toInt(kVcpuQuota);
    const int used = usedVcpus(region);
    const int wanted = at(profile, { u"vcpu_count", u"value" }).toInt();
    // A world with many workers is meant to be big; its workers alone must not use up the quota.
    const int allowed = fault.isUndefined() ? qMax(quota, m_state.options().workers * kVcpusPerWorker * 2) : quota;
    if (used + wanted > allowed) {
        return vpcError(400, QStringLiteral("over_quota"),
            QStringLiteral("A VSI with this profile (%1) will put user over quota. Allocated: %2, Quota: %3").arg(profile.value(u"name").toString()).arg(used).arg(allowed));
    }
    return {};
}

QString VpcInstances::nextAddress(const QString& region, const QJsonObject& subnet) const
{
    QSet<QString> taken;
    for (const QJsonObject& instance : m_state.all(QStringLiteral("instances/") + region)) {
        taken.insert(str(instance, { u"primary_network_interface", u"primary_ip", u"address" }));
    }
    for (int i = 0; i < kAddresses; ++i) {
        const QString address = addressAt(subnet, i);
        if (!taken.contains(address)) {
            return address;
        }
    }
    return QStringLiteral("0.0.0.0");
}

QJsonObject VpcInstances::build(const QString& region, const QJsonObject& prototype, const QJsonObject& subnet, const QJsonObject& image,
    const QJsonObject& profile)
{
    const QString zone = str(subnet, { u"zone", u"name" });
    const QString account = m_state.fact(QStringLiteral("accountId"));
    const QString id = zonePrefix(zone) + m_state.uuid();
    const QString name = prototype.value(u"name").toString();
    const QString volumeId = regionPrefix(region) + m_state.uuid();
    const QJsonObject volume {
        { QStringLiteral("id"), volumeId },
        { QStringLiteral("crn"), vpcCrn(zone, account, QStringLiteral("volume"), volumeId) },
        { QStringLiteral("name"), name.left(58) + QStringLiteral("-boot") },
        { QStringLiteral("capacity"), 100 },
        { QStringLiteral("status"), QStringLiteral("available") },
        { QStringLiteral("attachment_state"), QStringLiteral("attached") },
        { QStringLiteral("zone"), QJsonObject { { QStringLiteral("name"), zone } } },
        { QStringLiteral("created_at"), m_state.stamp() },
    };
    m_state.put(QStringLiteral("volumes/") + region, volume);
    QJsonObject vpc = m_state.get(QStringLiteral("vpcs/") + region, str(subnet, { u"vpc", u"id" }));
    QJsonArray groups = at(prototype, { u"primary_network_interface", u"security_groups" }).toArray();
    if (groups.isEmpty()) {
        groups.append(vpc.value(u"default_security_group"));
    }
    const QString wanted = str(prototype, { u"primary_network_interface", u"primary_ip", u"address" });
    const QJsonObject nic {
        { QStringLiteral("id"), zonePrefix(zone) + m_state.uuid() },
        { QStringLiteral("name"), QStringLiteral("eth0") },
        { QStringLiteral("primary_ip"), QJsonObject { { QStringLiteral("id"), zonePrefix(zone) + m_state.uuid() }, { QStringLiteral("address"), wanted.isEmpty() ? nextAddress(region, subnet) : wanted } } },
        { QStringLiteral("subnet"), reference(subnet) },
        { QStringLiteral("security_groups"), groups },
    };
    const QJsonObject attachment { { QStringLiteral("id"), zonePrefix(zone) + m_state.uuid() },
        { QStringLiteral("volume"), reference(volume) }, { QStringLiteral("delete_volume_on_instance_delete"), true } };
    const bool isSlip = m_state.faultText(QStringLiteral("vpc.confidential")) == QLatin1String("slip");
    QJsonObject group = prototype.value(u"resource_group").toObject();
    if (group.isEmpty()) {
        group.insert(QStringLiteral("id"), m_state.fact(QStringLiteral("resourceGroupId")));
    }
    return {
        { QStringLiteral("id"), id },
        { QStringLiteral("crn"), vpcCrn(zone, account, QStringLiteral("instance"), id) },
        { QStringLiteral("href"), m_state.url(QStringLiteral("/vpc/%1/v1/instances/%2").arg(region, id)) },
        { QStringLiteral("name"), name },
        { QStringLiteral("status"), QStringLiteral("pending") },
        { QStringLiteral("status_reasons"), QJsonArray() },
        { QStringLiteral("health_state"), QStringLiteral("ok") },
        { QStringLiteral("health_reasons"), QJsonArray() },
        { QStringLiteral("lifecycle_state"), QStringLiteral("stable") },
        { QStringLiteral("lifecycle_reasons"), QJsonArray() },
        { QStringLiteral("confidential_compute_mode"), isSlip ? QJsonValue(QStringLiteral("disabled")) : QJsonValue(prototype.value(u"confidential_compute_mode").toString(QStringLiteral("disabled"))) },
        { QStringLiteral("enable_secure_boot"), isSlip ? QJsonValue(false) : QJsonValue(prototype.value(u"enable_secure_boot").toBool()) },
        { QStringLiteral("startable"), true },
        { QStringLiteral("profile"), QJsonObject { { QStringLiteral("name"), profile.value(u"name") } } },
        { QStringLiteral("image"), reference(image) },
        { QStringLiteral("zone"), QJsonObject { { QStringLiteral("name"), zone } } },
        { QStringLiteral("vpc"), reference(vpc) },
        { QStringLiteral("vcpu"), QJsonObject { { QStringLiteral("architecture"), QStringLiteral("amd64") }, { QStringLiteral("manufacturer"), QStringLiteral("intel") }, { QStringLiteral("count"), at(profile, { u"vcpu_count", u"value" }) } } },
        { QStringLiteral("memory"), at(profile, { u"memory", u"value" }) },
        { QStringLiteral("boot_volume_attachment"), attachment },
        { QStringLiteral("volume_attachments"), QJsonArray({ attachment }) },
        { QStringLiteral("disks"), QJsonArray() },
        { QStringLiteral("primary_network_interface"), nic },
        { QStringLiteral("network_interfaces"), QJsonArray({ nic }) },
        { QStringLiteral("metadata_service"), prototype.value(u"metadata_service") },
        { QStringLiteral("resource_group"), group },
        { QStringLiteral("created_at"), m_state.stamp() },
        { QStringLiteral("_user_data"), prototype.value(u"user_data").toString() },
        { QStringLiteral("_keys"), prototype.value(u"keys").toArray() },
    };
}

Reply VpcInstances::create(const Call& call)
{
    const QString region = call.region;
    const QJsonObject subnet = m_state.get(QStringLiteral("subnets/") + region, str(call.json, { u"primary_network_interface", u"subnet", u"id" }));
    const QJsonObject image = m_state.get(QStringLiteral("images/") + region, str(call.json, { u"image", u"id" }));
    const QJsonObject profile = instanceProfile(m_state, region, str(call.json, { u"profile", u"name" }));
    if (const auto refusal = refuse(call, subnet, image, profile)) {
        return *refusal;
    }
    const QJsonObject instance = build(region, call.json, subnet, image, profile);
    m_state.put(QStringLiteral("instances/") + region, instance);
    addressesChanged(region, subnet.value(u"id").toString(), -1);
    plan(region, instance.value(u"id").toString());
    return vpcObject(instance, QStringLiteral("Instance"), {}, 201);
}

Reply VpcInstances::remove(const Call& call, const QJsonObject& instance)
{
    const QByteArray tag = call.headers.value("If-Match");
    if (!tag.isEmpty() && tag != etagOf(instance)) {
        return vpcError(412, QStringLiteral("precondition_failed"), QStringLiteral("The instance changed meanwhile."), QStringLiteral("If-Match"),
            QStringLiteral("header"));
    }
    const QString id = instance.value(u"id").toString();
    if (statusOf(instance) != QLatin1String("deleting")) {
        QJsonObject going = instance;
        going.insert(QStringLiteral("status"), QStringLiteral("deleting"));
        going.insert(QStringLiteral("lifecycle_state"), QStringLiteral("deleting"));
        m_state.put(QStringLiteral("instances/") + call.region, going);
        plan(call.region, id);
        if (deleted) {
            deleted(id);
        }
    }
    // 204 before and 202 after a version date; a client must take both
    return Reply::empty(m_state.number(2) == 0 ? 202 : 204);
}

Reply VpcInstances::action(const Call& call, QJsonObject instance)
{
    const QString type = call.json.value(u"type").toString();
    const QString status = statusOf(instance);
    QString next;
    if (type == QLatin1String("stop") && status == QLatin1String("running")) {
        next = QStringLiteral("stopping");
    } else if (type == QLatin1String("start") && status == QLatin1String("stopped")) {
        next = QStringLiteral("starting");
    } else if (type == QLatin1String("reboot") && status == QLatin1String("running")) {
        next = QStringLiteral("restarting");
    } else {
        return vpcError(409, QStringLiteral("instance_invalid_state"), QStringLiteral("The action %1 is not possible while %2.").arg(type, status));
    }
    instance.insert(QStringLiteral("status"), next);
    instance.insert(QStringLiteral("status_reasons"), QJsonArray());
    m_state.put(QStringLiteral("instances/") + call.region, instance);
    plan(call.region, instance.value(u"id").toString());
    return Reply::json(201,
        QJsonObject { { QStringLiteral("id"), m_state.uuid() }, { QStringLiteral("type"), type }, { QStringLiteral("status"), QStringLiteral("running") },
            { QStringLiteral("force"), call.json.value(u"force").toBool() }, { QStringLiteral("created_at"), m_state.stamp() } });
}

void VpcInstances::plan(const QString& region, const QString& id)
{
    const QString status = statusOf(m_state.get(QStringLiteral("instances/") + region, id));
    milliseconds wait { 0 };
    if (status == QLatin1String("pending")) {
        wait = kPending;
    } else if (status == QLatin1String("starting") || status == QLatin1String("restarting")) {
        wait = milliseconds((kShortestStartSeconds + static_cast<int>(m_state.number(kStartSpreadSeconds))) * 1000);
    } else if (status == QLatin1String("stopping")) {
        wait = kStopping;
    } else if (status == QLatin1String("deleting")) {
        wait = kDeleting;
    } else {
        return;
    }
    m_state.clock().after(wait, &m_state, [this, region, id, status] { step(region, id, status); });
}

void VpcInstances::step(const QString& region, const QString& id, const QString& from)
{
    const QString collection = QStringLiteral("instances/") + region;
    QJsonObject instance = m_state.get(collection, id);
    if (statusOf(instance) != from) {
        return; // told something else meanwhile
    }
    const auto become = [&](const QString& status) {
        instance.insert(QStringLiteral("status"), status);
        m_state.put(collection, instance);
    };
    if (from == QLatin1String("deleting")) {
        m_state.remove(collection, id);
        m_state.remove(QStringLiteral("volumes/") + region, str(instance, { u"boot_volume_attachment", u"volume", u"id" }));
        addressesChanged(region, str(instance, { u"primary_network_interface", u"subnet", u"id" }), 1);
        return;
    }
    if (from == QLatin1String("stopping")) {
        become(QStringLiteral("stopped"));
        return;
    }
    if (from == QLatin1String("pending")) {
        become(QStringLiteral("starting"));
        plan(region, id);
        return;
    }
    const QJsonValue capacity = m_state.fault(QStringLiteral("vpc.capacity"));
    const QString inZone = capacity.isObject() ? capacity.toObject().value(str(instance, { u"zone", u"name" })).toString() : capacity.toString();
    if (inZone == QLatin1String("none")) {
        instance.insert(QStringLiteral("status_reasons"),
            QJsonArray({ QJsonObject { { QStringLiteral("code"), QStringLiteral("cannot_start_capacity") },
                { QStringLiteral("message"), QStringLiteral("The virtual server instance cannot start as there is not enough capacity in the zone for its profile.") } } }));
        become(QStringLiteral("stopped"));
        return;
    }
    become(QStringLiteral("running"));
    if (running) {
        running(id);
    }
}

void VpcInstances::addressesChanged(const QString& region, const QString& subnetId, int by)
{
    const QString collection = QStringLiteral("subnets/") + region;
    QJsonObject subnet = m_state.get(collection, subnetId);
    if (subnet.isEmpty()) {
        return;
    }
    const QString key = QStringLiteral("available_ipv4_address_count");
    subnet.insert(key, qMax(0, subnet.value(key).toInt() + by));
    m_state.put(collection, subnet);
}

void VpcInstances::addOrphan()
{
    addRunning(QStringLiteral("podvm-forgotten-") + m_state.hex(8), 3);
}

QString VpcInstances::addRunning(const QString& name, int days, int number)
{
    const QString region = m_state.options().region;
    const QList<QJsonObject> subnets = m_state.all(QStringLiteral("subnets/") + region);
    const QJsonObject subnet = subnets.value(number % qMax(1, static_cast<int>(subnets.size())));
    const QJsonObject image { { QStringLiteral("id"), regionPrefix(region) + m_state.uuid() }, { QStringLiteral("name"), QStringLiteral("podvm-old") } };
    const QJsonObject address { { QStringLiteral("address"), addressAt(subnet, number / qMax(1, static_cast<int>(subnets.size())) % kAddresses) } };
    QJsonObject instance = build(region,
        QJsonObject { { QStringLiteral("name"), name }, { QStringLiteral("primary_network_interface"), QJsonObject { { QStringLiteral("primary_ip"), address } } }, { QStringLiteral("confidential_compute_mode"), QStringLiteral("tdx") }, { QStringLiteral("enable_secure_boot"), true } },
        subnet, image, instanceProfile(m_state, region, QStringLiteral("bx3dc-2x10")));
    instance.insert(QStringLiteral("status"), QStringLiteral("running"));
    instance.insert(QStringLiteral("created_at"), m_state.clock().now().addDays(-days).toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ")));
    m_state.put(QStringLiteral("instances/") + region, instance);
    addressesChanged(region, subnet.value(u"id").toString(), -1);
    return instance.value(u"id").toString();
}

} // namespace cocoon::sandbox
