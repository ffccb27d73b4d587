// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/certificate_maker.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace cocoon::test {

/// A real kube-apiserver with its etcd on loopback, from the folder KUBEBUILDER_ASSETS names (test/run.sh sets it, see
/// test/kube_apiserver.sh). No controllers, no scheduler, no nodes. Users come by token: `admin` is in system:masters, every
/// other one has what RBAC gives. Everything it made goes with the object.
class RealApiServer {
public:
    ~RealApiServer();
    /// Why there is none here; empty when start() can be tried. For QSKIP.
    static QString missing();
    bool start(const QStringList& moreFlags = {}); ///< waits until /readyz says so; on failure said() tells why
    QUrl url() const { return m_url; }
    QString version() const { return m_version; } ///< "v1.20.5"
    const net::Identity& authority() const { return m_authority; }
    QString kubeconfig(const QString& user = QStringLiteral("admin")) const; ///< path of a file
    QByteArray token(const QString& user = QStringLiteral("admin")) const;
    QByteArray said() const;
    qint64 pid() const { return m_server.processId(); }

private:
    bool prepare();
    bool write(const QString& name, const QByteArray& content) const;
    bool waitUntilReady();
    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    net::Identity m_authority;
    QProcess m_etcd;
    QProcess m_server;
    QUrl m_url;
    QString m_version;
};

} // namespace cocoon::test
