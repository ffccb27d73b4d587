// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/secret.h"
#include "services/net/certificate_maker.h"

#include <QJsonObject>

namespace cocoon::sandbox {

/// The files of one sandbox in one folder: throw-away CA and certificates, kubeconfigs, profiles, API key, ports.
/// What is there from an earlier run is used again, so that files a user holds stay valid. Keys are mode 0600.
///
///     ca.pem  tls/<name>.pem tls/<name>.key  kubeconfig  kubeconfig-viewer  kubeconfig-namespace  apikey
///     profile.yaml  profile-viewer.yaml  profile-namespace.yaml  ports.json  api.json  cloud.json
///
/// A profile (YAML) holds name, ca, region, timeScale, trustee, endpoints{iam, accounts, resourceController, containers,
/// vpc (with {region}), catalog, search, tagging}; those of viewer and namespace also kubeconfig and context. The administrator's
/// profile has none: Cocoon fetches it from the containers API, as for a real cluster.
class SandboxFiles {
public:
    explicit SandboxFiles(QString dir);

    /// Reads or makes the CA and all identities.
    Result<Done> prepare();
    QString path(const QString& name) const;

    const net::Identity& authority() const { return m_authority; }
    net::Identity identity(const QString& name) const { return m_identities.value(name); } ///< server trustee admin viewer namespace actors

    Result<Secret> apiKey(const QString& wanted); ///< "" = the stored one, else a made-up one
    QJsonObject ports() const;
    Result<Done> writePorts(const QJsonObject& ports);

    /// kubeconfig of an identity, as YAML.
    QByteArray kubeconfig(const QString& identity, const QString& server, const QString& cluster, const QString& ns) const;
    Result<Done> write(const QString& name, const QByteArray& content) const; ///< mode 0600

private:
    Result<net::Identity> read(const QString& name) const;
    Result<Done> keep(const QString& name, const net::Identity& identity) const;
    QString m_dir;
    net::Identity m_authority;
    QHash<QString, net::Identity> m_identities;
};

} // namespace cocoon::sandbox
