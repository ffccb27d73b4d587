// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/net/http_server.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cocoon::sandbox {

/// The simulated IBM Cloud: IAM, resource controller, containers API, VPC by region, catalog prices, search and tagging, in
/// the shapes and with the traps of the real ones. One HTTP handler; each service lives under a path prefix
/// ("/iam/…", "/accounts/…", "/resource-controller/…", "/containers/global/…", "/vpc/<region>/v1/…", "/catalog/api/v1/…",
/// "/search/…", "/tagging/…").
/// Waits (image import, VSI start) run on the scaled clock; time stamps are wall time. State is one JSON document.
///
/// Faults it reads from Options::faults (flat keys, or nested objects of the same path: `vpc: { capacity: none }`):
///   latency: MS | { min: MS, max: MS }      every answer waits so long (world time)
///   rateLimit: N                            every Nth request is answered 429 with Retry-After: 1
///   iam.apiKey: expired                     the user's own key is not accepted (BXNIM0415E)
///   iam.tokenLife: SECONDS                  life of access tokens (3600)
///   iam.policyDelay: SECONDS                a new policy takes effect only later (world time)
///   iam.policies: ignored                   policies never take effect: a trusted profile has no rights
///   containers.clusters: down               the containers API answers 503
///   containers.kubeconfig: forbidden | slow no Administrator (403) | the first two requests get 404 and 503
///   containers.kubeconfig: new | never      the first eight requests get 404: a cluster made a moment ago | all of them
///   containers.lookup: flaky                each call does not find the cluster (404 G0004) the first time
///   containers.kubeconfigFormat: json | zip answers so whatever was asked for
///   containers.reboot: G3917 | A0007 | hang refused for VPC | missing right | accepted, but the worker never restarts
///   containers.rebootWorker: N              limits the fault above to the Nth worker (from 1)
///   containers.securityGroups: A0007        as the adaptor of 1.12.1 met it
///   containers.outbound: blocked            the cluster's group lets nothing out to the Internet, until that is allowed: no catalog
///   cluster.twin: true                      another resource group has a cluster of the same name
///   cluster.state: critical | …             state of the demo cluster; cluster.masterHealth likewise
///   image.import: failed | partial | forbidden  damaged data | partially_available | no right on the bucket
///   vpc.capacity: none | { ZONE: none }     VSIs end as stopped with cannot_start_capacity
///   vpc.quota: exceeded | VCPUS             create is refused (default quota: 200 vCPUs in a region)
///   vpc.profiles: { ZONES: [..] } | missing zones that have TDX hardware | the region has no TDX profile at all
///   vpc.confidential: slip                  new VSIs run with confidential_compute_mode disabled
///   vpc.endpoint: down                      the VPC API answers 503
///   subnet: full                            no address left in any subnet
///   subnet.gateway: none                    subnets have no public gateway
///   orphan: true                            a VSI podvm-… that no pod owns is there from the start
///   tagging: forbidden                      tags cannot be attached
///   prices: down                            the catalog does not answer
///   workers: rhel                           the workers of the demo cluster run RHEL instead of CoreOS
class CloudSim : public QObject {
    Q_OBJECT
public:
    struct Options {
        quint32 seed = 1;
        QString baseUrl; ///< "https://127.0.0.1:port", known after listen; used in hrefs
        QString clusterName = QStringLiteral("demo");
        QString region = QStringLiteral("eu-de");
        int workers = 3;
        QStringList peerPods; ///< names of pods that have a running VSI from the start
        QString openshift = QStringLiteral("4.19.12"); ///< version of the demo cluster
        Secret apiKey; ///< the user's key that IAM accepts
        QJsonObject faults; ///< from the scenario file: see scenario.h
        QString stateFile;
    };
    CloudSim(Clock& clock, Options options, QObject* parent = nullptr);
    ~CloudSim() override;

    void handle(net::Exchange& exchange);
    void setBaseUrl(const QString& baseUrl);

    /// The kubeconfig the containers API hands out (admin, YAML). Set by the sandbox.
    void setAdminKubeconfig(const Secret& yaml);
    /// {"id","name","crn","region","vpcId","resourceGroupId", "securityGroupId", "workers":[{"id","ip","zone","subnetId","flavor"}],
    /// "peerPodVms":["id"]} (the last in the order of Options::peerPods):
    /// what the seeder needs to make matching nodes.
    QJsonObject clusterFacts() const;
    /// For the guest simulation: the VSI as the API shows it, and its user_data. Empty when there is none.
    QJsonObject instance(const QString& id) const;
    /// What the cluster pulls from registries outside comes only while this is so.
    bool isOutboundOpen() const;
    /// The paths under baseUrl as the product is to be told: {"iam","accounts","resourceController","containers","vpc","catalog",
    /// "search","tagging"}; "vpc" holds {region}.
    QJsonObject endpoints() const;
    /// Writes the state now (it is written by itself a moment after each change).
    void save();

Q_SIGNALS:
    /// PUT os_reboot was accepted: the "hardware" now restarts; the kubelet actor listens.
    void workerRebootRequested(const QString& workerId);
    /// Somebody changed the outbound traffic protection of a cluster.
    void outboundChanged(bool isOpen);
    /// A VSI was told to go (its guest ends now; the API shows it as deleting for a while).
    void instanceDeleted(const QString& id);
    /// A VSI is running: its guest boots.
    void instanceRunning(const QString& id);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::sandbox
