// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/connection_check.h"

#include <QDir>

namespace cocoon::app {

Job<net::ProbeSteps>* checkConnection(const Result<Session::Options>& options, QObject* parent)
{
    if (!options) {
        return settledJob<net::ProbeSteps>(parent, net::ProbeSteps { { net::ProbeStep::Stage::Setting, net::ProbeStep::State::Failed, net::Flaw::BadSetting, {}, options.error().message } });
    }
    const QString file = options->kubeconfig.isEmpty() ? options->profile.kubeconfig : options->kubeconfig;
    const QString context = options->context.isEmpty() ? options->profile.context : options->context;
    const bool hasCluster = !file.isEmpty() || !context.isEmpty();
    const bool hasLogin = !options->login.apiKey.isEmpty() || !options->login.refreshToken.isEmpty();
    if (hasCluster && !hasLogin) {
        const auto config = kube::Config::load(file, qEnvironmentVariable("KUBECONFIG"), QDir::homePath());
        Result<kube::Access> access = config ? config->access(context) : tl::unexpected(config.error());
        if (access && access->proxy.isEmpty()) {
            access->proxy = options->profile.proxy;
        }
        return world::checkCluster(access, parent);
    }
    auto* cloud = world::checkCloud(options->profile.reachableEndpoints(), options->login, options->profile.cloudWire(), parent);
    if (!hasCluster) {
        return cloud;
    }
    Session::Options rest = *options;
    rest.login = {};
    return chainJob<net::ProbeSteps, net::ProbeSteps>(cloud, parent, [parent, rest](const net::ProbeSteps& first) {
        return mapJob<net::ProbeSteps, net::ProbeSteps>(checkConnection(rest, parent), parent,
            [first](const Result<net::ProbeSteps>& second) -> Result<net::ProbeSteps> { return first + second.value_or(net::ProbeSteps()); });
    });
}

} // namespace cocoon::app
