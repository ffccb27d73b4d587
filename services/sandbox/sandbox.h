// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"
#include "services/kube/config.h"
#include "services/sandbox/scenario.h"

#include <QJsonObject>

#include <optional>

namespace cocoon::sandbox {

/// The whole simulated world of `cocoonctl sandbox`: one process, one thread, loopback only, TLS with a throw-away CA.
/// start() resolves with the ready line: {"profile","kubeconfig","kubeconfigViewer","kubeconfigNamespace","ca","apiKeyFile",
/// "cluster","endpoints":{"iam","resourceController","containers","vpc","catalog","search","tagging","trustee"}}.
/// Without `stateDir` its files live in a temporary folder that goes with the object. Owned by whoever makes it; destroying
/// it ends everything. Thread: GUI thread.
class Sandbox : public QObject {
    Q_OBJECT
public:
    struct Options {
        Scenario scenario;
        double speed = 1.0; ///< divides the actors' waits only; 0 = no waits
        quint32 seed = 1;
        QString stateDir;
        bool actors = true; ///< false = only the API server and the cloud (tests)
        QString apiKey; ///< "" = a made-up one; tests pass a canary
        /// Play on this API server instead of an own one: loopback only, everything made there is labelled (CleanRun).
        /// The ready line then has no kubeconfigs of viewer and namespace.
        std::optional<kube::Access> host;
        enum class Play { Auto, On, Off };
        Play controllers = Play::Auto; ///< with `host`: Kubernetes' own controllers; Auto = those it lacks
    };
    explicit Sandbox(Options options, QObject* parent = nullptr);
    ~Sandbox() override;
    Job<QJsonObject>* start();
    /// Removes everything a sandbox made on that server; resolves with the number of objects.
    static Job<int>* clean(const kube::Access& host, QObject* parent);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::sandbox
