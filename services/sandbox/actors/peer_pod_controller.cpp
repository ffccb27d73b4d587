// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/peer_pod_controller.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/osc_names.h"

#include <QRegularExpression>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

QString regionOfVpcEndpoint(const QString& endpoint, const QString& pattern)
{
    if (endpoint.isEmpty()) {
        return u"us-south"_s;
    }
    static const QRegularExpression kPublic(u"^https://([a-z0-9-]+?)(?:\\.private)?\\.iaas\\.cloud\\.ibm\\.com(?:/v1)?/?$"_s);
    const QString own = u'^' + QRegularExpression::escape(pattern).replace(u"\\{region\\}"_s, u"([a-z0-9-]+)"_s) + u"/?$"_s;
    for (const QRegularExpression& expression : { kPublic, QRegularExpression(own) }) {
        const QRegularExpressionMatch match = expression.match(endpoint);
        if (match.hasMatch()) {
            return match.captured(1);
        }
    }
    return {};
}

PeerPodController::PeerPodController(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
    setFieldManager(u"manager"_s);
}

PeerPodController::~PeerPodController() = default;

void PeerPodController::start()
{
    kube::Reflector::Options here;
    here.ns = osc::kNamespace;
    m_deployments = watch(kube::res::deployments, here);
    m_secrets = watch(kube::res::secrets, here);
    m_configMaps = watch(kube::res::configMaps, here);
    m_peerPods = watch(kube::res::peerPods, {}, true);
}

void PeerPodController::reconcile()
{
    const QJsonObject* manager = m_deployments->find(osc::kNamespace + u"/controller-manager"_s);
    if (!manager || at(*manager, { u"status", u"availableReplicas" }).toInt() < 1) {
        m_cloud.reset(); // the process ended, and with it the credential it kept
        return;
    }
    if (!m_peerPods->isReady()) {
        return;
    }
    deleteOlderOnes();
    for (const QJsonObject& peerPod : m_peerPods->objects()) {
        const bool held = at(peerPod, { u"metadata", u"finalizers" }).toArray().contains(osc::kPeerPodFinalizer);
        // The adaptor comes first: it deletes the instance while it stops the sandbox.
        if (kube::isBeingDeleted(peerPod) && held && waited(u"grace/"_s + kube::uidOf(peerPod), 10s)) {
            release(peerPod);
        }
    }
}

void PeerPodController::deleteOlderOnes()
{
    QHash<QString, QJsonObject> newest;
    for (const QJsonObject& peerPod : m_peerPods->objects()) {
        const QString owner = at(peerPod, { u"metadata", u"ownerReferences", u"0", u"uid" }).toString();
        if (owner.isEmpty() || kube::isBeingDeleted(peerPod)) {
            continue;
        }
        const QJsonObject other = newest.value(owner);
        if (other.isEmpty()) {
            newest.insert(owner, peerPod);
            continue;
        }
        // Found old PeerPod object owned by the same Pod
        const bool otherIsOlder = kube::createdAt(other) < kube::createdAt(peerPod)
            || (kube::createdAt(other) == kube::createdAt(peerPod)
                && kube::resourceVersionOf(other).toLongLong() < kube::resourceVersionOf(peerPod).toLongLong());
        const QJsonObject old = otherIsOlder ? other : peerPod;
        newest.insert(owner, otherIsOlder ? peerPod : other);
        erase(kube::res::peerPods, kube::namespaceOf(old), kube::nameOf(old));
    }
}

bool PeerPodController::ensureProvider()
{
    if (m_cloud) {
        return true;
    }
    const QJsonObject* secret = m_secrets->find(osc::kNamespace + u"/peer-pods-secret"_s);
    const QJsonObject* map = m_configMaps->find(osc::kNamespace + u"/peer-pods-cm"_s);
    if (!secret || !map) {
        return false; // "cannot fetch cloud configs at the moment"
    }
    const QByteArray key = QByteArray::fromBase64(str(*secret, { u"data", u"IBMCLOUD_API_KEY" }).toLatin1());
    const QString region = regionOfVpcEndpoint(str(*map, { u"data", u"IBMCLOUD_VPC_ENDPOINT" }), m_stage.endpoints.vpc);
    if (key.isEmpty() || region.isEmpty()) {
        return false;
    }
    ibm::Login login;
    login.apiKey = Secret(key);
    m_cloud = std::make_unique<ibm::Cloud>(m_stage.transport, m_stage.clock, m_stage.endpoints, login);
    m_cloud->setRegion(region);
    return true;
}

void PeerPodController::release(const QJsonObject& peerPod)
{
    const QString key = u"instance/"_s + kube::uidOf(peerPod);
    const QString instance = str(peerPod, { u"spec", u"instanceID" });
    if (isInFlight(key) || !ensureProvider()) {
        return;
    }
    const QString ns = kube::namespaceOf(peerPod);
    const QString name = kube::nameOf(peerPod);
    QJsonArray finalizers;
    for (const QJsonValue& finalizer : at(peerPod, { u"metadata", u"finalizers" }).toArray()) {
        if (finalizer.toString() != osc::kPeerPodFinalizer) {
            finalizers.append(finalizer);
        }
    }
    auto* done = new Job<Done>(this);
    m_cloud->deleteInstance(instance)->then(this, [this, done, ns, name, finalizers, instance](const Result<Done>& r) {
        if (r) {
            patch(kube::res::peerPods, ns, name, { { u"metadata"_s, QJsonObject { { u"finalizers"_s, finalizers } } } });
            done->resolve(Done {});
            return;
        }
        qCDebug(lcSandbox, "peer pod controller: failed to delete an instance %s: %s", qUtf8Printable(instance), qUtf8Printable(r.error().message));
        m_stage.clock.after(30s, this, [done] { done->resolve(fail(Errc::NotFound, u"failed to delete an instance"_s)); });
    });
    write(key, done);
}

} // namespace cocoon::sandbox
