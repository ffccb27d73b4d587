// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/config.h"

#include <QDateTime>
#include <QProcess>
#include <QTimer>

namespace cocoon::kube {

/// What a credential plug-in answered.
struct ExecCredential {
    Secret token; ///< a token, a certificate with its key, or both
    QList<QSslCertificate> clientChain;
    QSslKey clientKey;
    QDateTime expires; ///< invalid = keep until refused
};

/// Reads a plug-in's output (pure). `apiVersion` is the one the kubeconfig names; the answer must have the same.
Result<ExecCredential> parseExecCredential(const QByteArray& output, const QString& apiVersion);
/// The value of KUBERNETES_EXEC_INFO for this access (pure).
QByteArray execInfo(const Access& access);

/// One run of a client.authentication.k8s.io credential plug-in. Never interactive: a plug-in that insists on a
/// terminal is an error that says so. Owned by Credentials; destroying it ends the process.
class ExecPlugin : public QObject {
    Q_OBJECT
public:
    explicit ExecPlugin(const Access& access, QObject* parent = nullptr, milliseconds deadline = std::chrono::minutes(2));
    ~ExecPlugin() override;
    /// `done` is called exactly once, never from inside start(). (No signal: moc would want to compare Results.)
    void start(std::function<void(const Result<ExecCredential>&)> done);

private:
    void conclude(Result<ExecCredential> result);
    Error failure(Errc code, const QString& what);

    Access m_access;
    QString m_command;
    QString m_apiVersion;
    QProcess m_process;
    QTimer m_deadline;
    std::function<void(const Result<ExecCredential>&)> m_done;
};

} // namespace cocoon::kube
