// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/net/http_server.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cocoon::sandbox {

/// The simulated IBM Cloud: IAM, resource controller, containers API, VPC by region, catalog prices, search and tagging, in
/// the shapes and with the traps of reference ibmcloud.md §9. One HTTP handler; each service lives under a path prefix
/// ("/iam/…", "/resource-controller/…", "/containers/global/…", "/vpc/<region>/v1/…", "/catalog/api/v1/…", "/search/…", "/tagging/…").
/// Waits (image import, VSI start) run on the scaled clock; time stamps are wall time. State is one JSON document.
class CloudSim : public QObject {
    Q_OBJECT
public:
    struct Options {
        quint32 seed = 1;
        QString baseUrl; ///< "https://127.0.0.1:port", known after listen; used in hrefs
        QString clusterName = QStringLiteral("demo");
        QString region = QStringLiteral("eu-de");
        int workers = 3;
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
    /// {"id","name","crn","region","vpcId","resourceGroupId", "securityGroupId", "workers":[{"id","ip","zone","subnetId","flavor"}]}:
    /// what the seeder needs to make matching nodes.
    QJsonObject clusterFacts() const;
    QJsonObject instance(const QString& id) const; ///< for the guest simulation (user_data, mode)

Q_SIGNALS:
    /// PUT os_reboot was accepted: the "hardware" now restarts; the kubelet actor listens.
    void workerRebootRequested(const QString& workerId);
    void instanceDeleted(const QString& id);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::sandbox
