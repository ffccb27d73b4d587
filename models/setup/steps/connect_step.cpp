// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/connect_step.h"

#include "models/setup/look.h"
#include "models/setup/report.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
namespace ask = world::ask;

QString ConnectStep::id() const
{
    return u"connect"_s;
}

QString ConnectStep::title() const
{
    return tr("Connect");
}

QStringList ConnectStep::dependsOn() const
{
    return {};
}

Assessment ConnectStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);

    report.essential(ask::me());
    report.essential(ask::clusters());
    const world::Answer me = asker.answer(ask::me());
    if (me.state == world::Answer::State::Known) {
        const QJsonObject who = me.value.toObject();
        const QString mail = str(who, { u"email" });
        report.ok(u"cloud-credential"_s, tr("IBM Cloud accepts the credential"), mail.isEmpty() ? str(who, { u"name" }) : mail);
        report.check(!str(who, { u"accountId" }).isEmpty(), u"cloud-account"_s, tr("The credential belongs to an account"), str(who, { u"accountId" }).isEmpty() ? tr("none is named") : str(who, { u"accountId" }),
            Severity::Blocker, tr("Clusters and VMs belong to an account."), tr("Choose an account when logging in."));
    }

    const QList<QJsonObject> clusters = asker.objects(ask::clusters());
    const bool listed = asker.answer(ask::clusters()).state == world::Answer::State::Known;
    if (listed) {
        const QList<QJsonObject> found = look.matchingClusters();
        QStringList names;
        for (const QJsonObject& cluster : clusters) {
            names.append(str(cluster, { u"name" }) + u" ("_s + str(cluster, { u"region" }) + u')');
        }
        report.check(!found.isEmpty(), u"cluster-found"_s, tr("The account has the cluster %1").arg(intent.cluster), tr("clusters in the account: %1").arg(names.join(u", "_s)),
            Severity::Blocker, tr("Everything is set up for one cluster."), tr("Correct the name in the Intent, or use a credential of the account that owns the cluster."));
        if (!found.isEmpty()) {
            QStringList candidates;
            for (const QJsonObject& cluster : found) {
                candidates.append(u"%1: %2, %3"_s.arg(str(cluster, { u"id" }), str(cluster, { u"resourceGroupName" }), str(cluster, { u"region" })));
            }
            report.check(found.size() <= 1, u"cluster-unique"_s, tr("The name means one cluster only"), candidates.join(u"; "_s),
                Severity::Blocker, tr("A name may exist in several resource groups."), tr("Write the cluster's id, or its resource group, into the Intent."));
        }
    }
    const QString notYet = kubeconfigNotYet(world);
    for (const world::Query& query : { ask::connection(), ask::serverVersion() }) {
        if (!notYet.isEmpty()) {
            report.awaited(query, tr("the kubeconfig of cluster %1, which is not handed out yet (%2)").arg(intent.cluster, notYet));
        } else if (listed && look.matchingClusters().isEmpty()) {
            report.optional(query); // no connection to a cluster that is not there is no news: its name is what must be said
        } else {
            report.essential(query);
        }
    }
    const QJsonObject cluster = look.cluster();
    if (!cluster.isEmpty()) {
        report.fact(u"clusterId"_s, look.clusterId());
        report.fact(u"region"_s, look.region());
        report.fact(u"vpcId"_s, look.vpcId());
        report.check(str(cluster, { u"type" }) == "openshift"_L1, u"cluster-type"_s, tr("It is an OpenShift cluster"), str(cluster, { u"type" }), Severity::Blocker,
            tr("The operator needs OpenShift."), tr("Use a Red Hat OpenShift cluster."));
        report.check(str(cluster, { u"provider" }) == "vpc-gen2"_L1, u"cluster-provider"_s, tr("Its workers are VPC Gen 2"), str(cluster, { u"provider" }), Severity::Blocker,
            tr("Confidential VMs are started in the cluster's own VPC."), tr("Use a VPC cluster; classic and Satellite clusters are not supported."));
        const QString state = str(cluster, { u"state" });
        report.check(state == "normal"_L1 || state == "warning"_L1, u"cluster-state"_s, tr("The cluster is healthy"), state, Severity::Blocker,
            tr("A cluster that is being deployed or is critical cannot be changed safely."), tr("Wait until it is normal, or repair it first."));
        const QString health = str(cluster, { u"lifecycle", u"masterHealth" });
        if (!health.isEmpty()) {
            report.check(health == "normal"_L1, u"master-health"_s, tr("Its control plane is healthy"), health, Severity::Blocker,
                tr("All further steps go through the control plane."), tr("Wait until the control plane is healthy again."));
        }
        const QString master = str(cluster, { u"lifecycle", u"masterState" });
        if (!master.isEmpty()) {
            report.check(master == "deployed"_L1, u"master-state"_s, tr("Its control plane is deployed"), master, Severity::Blocker,
                tr("During an update of the control plane nothing else should change."), tr("Wait until the update has ended."));
        }
        const QJsonObject endpoints = cluster.value("serviceEndpoints"_L1).toObject();
        if (endpoints.contains("publicServiceEndpointEnabled"_L1)) {
            const bool isPublic = endpoints.value("publicServiceEndpointEnabled"_L1).toBool();
            report.check(isPublic, u"public-endpoint"_s, tr("The API server has a public address"), str(endpoints, { u"publicServiceEndpointURL" }), Severity::Info,
                tr("Without it this machine must be in the VPC's network, for example by VPN."), tr("Connect the VPN and use the private endpoint."));
        }
        // G18: images are regional and TDX exists in three regions only, whatever the API claims.
        report.check(m_facts.tdxRegions.contains(look.region()), u"region-has-tdx"_s, tr("Intel TDX machines exist in %1").arg(look.region()),
            tr("regions with TDX: %1").arg(m_facts.tdxRegions.join(u", "_s)), Severity::Blocker, tr("The VMs are made in the cluster's own region."), tr("Use a cluster in one of these regions."));
    }

    const world::Answer connection = asker.answer(ask::connection());
    if (connection.state == world::Answer::State::Known) {
        const QJsonObject facts = connection.value.toObject();
        const world::Answer version = asker.answer(ask::serverVersion());
        if (version.state == world::Answer::State::Known) {
            report.ok(u"cluster-reachable"_s, tr("The API server answers"), tr("%1, Kubernetes %2, as %3").arg(str(facts, { u"server" }), str(version.value, { u"gitVersion" }), str(facts, { u"user" })));
        }
        report.fact(u"server"_s, str(facts, { u"server" }));
        int index = 0;
        for (const QJsonValue& warning : facts.value("warnings"_L1).toArray()) {
            report.warning(u"connection-warning-%1"_s.arg(++index), tr("About this connection"), warning.toString(), tr("The server may not be what it claims to be, or somebody else may act as you."), tr("Correct what it names: the kubeconfig, or the mode of the file."));
        }
        // The worst mistake there is: changing another cluster than the one that was found in the account.
        const QString id = look.clusterId();
        const QList<QJsonObject> nodes = look.nodes();
        QStringList workers;
        bool matches = false;
        for (const QJsonObject& node : nodes) {
            const QString worker = kube::label(node, coco::kWorkerIdLabel);
            if (!worker.isEmpty()) {
                workers.append(worker);
                matches = matches || worker.startsWith(u"kube-"_s + id + u'-');
            }
        }
        // Without a credential for the account there is nothing to compare with; that is said above.
        if (!id.isEmpty() && !nodes.isEmpty()) {
            report.check(matches, u"same-cluster"_s, tr("The connection leads to the cluster %1").arg(look.clusterName()),
                workers.isEmpty() ? tr("no node has the label %1; the first is %2").arg(coco::kWorkerIdLabel, kube::nameOf(nodes.first())) : workers.first(), Severity::Blocker,
                tr("The workers of this API server do not belong to the cluster found in the account."), tr("Use the kubeconfig and context of %1.").arg(look.clusterName()));
        }
    }
    return report.finish(tr("Connected to %1 in %2.").arg(look.clusterName(), look.region()));
}

} // namespace cocoon::setup
