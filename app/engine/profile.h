// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"
#include "services/ibm/cloud.h"
#include "services/net/http_transport.h"

namespace cocoon::app {

/// How to reach one cluster and one cloud: the file behind `--profile` and behind a Connection in the window. YAML, no
/// secrets. Relative paths are relative to the file. Unknown keys are errors with their line.
///
///     name: sandbox
///     ca: ca.pem              # additional root, PEM
///     region: eu-de
///     timeScale: 60           # a sandbox that runs faster; 1 when absent
///     kubeconfig: admin.conf  # absent: fetched from the containers API
///     context: demo
///     cluster: demo           # name or id, where neither the user nor the Intent names one
///     trustee: http://127.0.0.1:8080
///     proxy: http://proxy:3128
///     account: 0123…          # the account that a one-time passcode is bound to
///     network: private        # or vpe: IBM Cloud and the cluster over the private network
///     sandbox: true           # the simulated world of this machine
///     protected: true         # the window asks for the name before it disturbs anything
///     endpoints: { iam: …, accounts: …, resourceController: …, containers: …, vpc: "…{region}…", catalog: …, search: …, tagging: … }
struct Profile {
    QString name;
    QString caFile;
    QString region;
    double timeScale = 1.0;
    QString kubeconfig;
    QString context;
    QString cluster;
    QString trustee;
    QString proxy;
    QString account;
    QString network; ///< "" = public, "private", "vpe"
    bool isSandbox = false;
    bool isProtected = false;
    ibm::Endpoints endpoints;

    /// How to reach the cloud's endpoints: proxy, and the CA file when there is one.
    Result<net::HttpTransport::Options> cloudWire() const;

    static Result<Profile> load(const QString& file);
    static Result<Profile> fromYaml(const QByteArray& text, const QString& fileName, const QString& baseDir);
    /// What fromYaml() reads back; keys with their default are left out.
    QByteArray toYaml() const;
    /// `endpoints` as seen from `network`.
    ibm::Endpoints reachableEndpoints() const { return network.isEmpty() ? endpoints : endpoints.onPrivateNetwork(region); }
};

} // namespace cocoon::app
