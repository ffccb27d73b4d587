// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/node_heartbeat.h"

#include "services/base/json.h"
#include "services/kube/object.h"

#include <QTimer>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kRenewMs = 10000;
    const QString kNamespace = u"kube-node-lease"_s;
}

NodeHeartbeat::NodeHeartbeat(Stage& stage, QObject* parent)
    : Actor(stage, parent)
    , m_timer(new QTimer(this))
{
    setFieldManager(u"kubelet"_s);
    connect(m_timer, &QTimer::timeout, this, [this] { schedule(); });
}

void NodeHeartbeat::start()
{
    kube::Reflector::Options ours;
    ours.labelSelector = kOwnNodes;
    m_nodes = watch(kube::res::nodes, ours);
    m_timer->start(kRenewMs);
}

void NodeHeartbeat::reconcile()
{
    const QString now = m_stage.clock.now().toString(u"yyyy-MM-ddTHH:mm:ss.zzz000Z"_s);
    for (const QJsonObject& node : m_nodes->objects()) {
        const QString name = kube::nameOf(node);
        if (!kube::isReady(node)) {
            continue; // the machine is down
        }
        const QJsonObject spec { { u"holderIdentity"_s, name }, { u"leaseDurationSeconds"_s, 40 }, { u"renewTime"_s, now } };
        const QJsonObject lease { { u"apiVersion"_s, u"coordination.k8s.io/v1"_s }, { u"kind"_s, u"Lease"_s },
            { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, kNamespace } } }, { u"spec"_s, spec } };
        m_stage.kube.patch(kube::res::leases, kNamespace, name, kube::PatchType::Merge, QJsonObject { { u"spec"_s, spec } })
            ->then(this, [this, lease](const Result<QJsonObject>& r) {
                if (!r && r.error().code == Errc::NotFound) {
                    m_stage.kube.create(kube::res::leases, kNamespace, lease);
                }
            });
    }
}

} // namespace cocoon::sandbox
