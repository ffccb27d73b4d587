// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_transport.h"

#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <functional>

namespace cocoon::kube {

/// How to reach one API server as one user: what kubectl would use for a context.
struct Access {
    QString context;
    QString cluster;
    QString user;
    QUrl server;
    QString namespaceName = QStringLiteral("default");
    net::Tls tls;
    QString proxy; ///< proxy-url, empty = from environment
    Secret token; ///< static bearer token
    QString tokenFile; ///< re-read when it changes
    QString basicUser;
    Secret basicPassword;
    QJsonObject exec; ///< exec plug-in block as JSON; empty when none
    QJsonObject execCluster; ///< what the plug-in is told about the cluster when it asks (provideClusterInfo)
    /// Impersonation ("as", "as-groups" …): sent with every request.
    QList<std::pair<QByteArray, QByteArray>> extraHeaders;
    QStringList files; ///< certificates and keys that were read from files of their own
    QStringList warnings; ///< "insecure-skip-tls-verify is set", "file mode is 0644" …
};

/// Kubeconfig as kubectl understands it: several files merged (first one wins per name), paths relative to the file,
/// data or file credentials. Missing files of KUBECONFIG are skipped, an explicit one must exist; without any file the
/// Config is empty and access() says so. Reading never touches the network. Errors name the file and the field or line.
class Config {
public:
    /// `explicitFile` beats `KUBECONFIG` (colon list) beats ~/.kube/config.
    static Result<Config> load(const QString& explicitFile, const QString& kubeconfigVariable, const QString& home);
    static Result<Config> fromText(const QByteArray& yaml, const QString& baseDir, const QString& label);

    QStringList contexts() const;
    QString currentContext() const;
    Result<Access> access(const QString& context = {}) const; ///< empty = current-context
    /// The merged document (what `kubectl config view --merge --raw` shows), for tests.
    QJsonObject merged() const { return m_merged; }

private:
    /// The file an entry came from: its relative paths start there.
    struct Origin {
        QString dir;
        QString file; ///< empty when it was no file
        QString label;
    };
    void merge(const QJsonObject& next, const Origin& origin);
    Origin originOf(const QString& list, const QString& name) const;
    Result<void> fillCluster(Access& access, const QJsonObject& cluster) const;
    Result<void> fillUser(Access& access, const QJsonObject& user) const;

    QJsonObject m_merged;
    QHash<QString, Origin> m_origins; ///< by "users/name"
};

/// What a transport needs to reach the server of `access` (trust, client certificate, proxy).
net::HttpTransport::Options optionsFor(const Access& access);

} // namespace cocoon::kube
