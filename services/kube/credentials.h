// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/config.h"

#include <QDateTime>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

namespace cocoon::kube {

class ExecPlugin;

/// Decides what goes into the Authorization header: a token, a token file that is read again when it changes, basic
/// credentials or what an exec plug-in answers (run when first needed, kept until it expires). Client certificates are
/// the transport's; one that a plug-in answers is handed on by onCertificate(). Owned by the client; thread: GUI thread; destroying it drops everybody who waits.
class Credentials : public QObject {
    Q_OBJECT
public:
    using Answer = std::function<void(const Result<std::optional<Secret>>&)>;
    using CertificateUser = std::function<void(const QList<QSslCertificate>& chain, const QSslKey& key)>;
    using WallClock = std::function<QDateTime()>;

    explicit Credentials(Access access, QObject* parent = nullptr, WallClock wallClock = {});
    ~Credentials() override;

    /// Called before whoever waits for the plug-in is answered.
    void onCertificate(CertificateUser user) { m_useCertificate = std::move(user); }
    /// Calls `answer` once: at once when the answer is known, later when a plug-in has to run first; dropped when
    /// `context` dies.
    void authorize(QObject* context, Answer answer);
    /// The server refused what authorize() gave. True when it makes sense to ask again (a plug-in, a token file).
    bool renew(const std::optional<Secret>& refused);
    /// The last authorize() had nothing to give: the plug-in failed, or the token file cannot be read.
    bool hasFailed() const { return m_hasFailed; }

private:
    struct Waiter {
        QPointer<QObject> context;
        Answer answer;
    };
    Result<std::optional<Secret>> fromTokenFile();
    void runPlugin();

    Access m_access;
    WallClock m_now;
    std::optional<Secret> m_fixed; ///< token or basic
    Secret m_fileToken; ///< last content of the token file as header
    QDateTime m_fileTime;
    qint64 m_fileSize = -1;
    bool m_hasFailed = false;
    bool m_hasPluginAnswer = false;
    std::optional<Secret> m_pluginToken; ///< nothing where the answer was a certificate alone
    CertificateUser m_useCertificate;
    QDateTime m_pluginExpiry;
    ExecPlugin* m_plugin = nullptr;
    QList<Waiter> m_waiters;
};

} // namespace cocoon::kube
