// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/look.h"

namespace cocoon::setup {

inline const QString kPeerPodsKey = QStringLiteral("PEER_PODS_API_KEY"); ///< name in the process's secret store

/// What is known about the adaptor's credential, from IAM, the Secret, the journal and our own memory.
struct CredentialView {
    bool isProfile = false; ///< the Intent wants a trusted profile
    QString name; ///< of the key or profile

    // API key
    bool secretHasKey = false; ///< peer-pods-secret holds a key
    QString secretKeyId; ///< its annotation; empty: made by hand
    QJsonObject secretKey; ///< that key in IAM; empty: gone or unknown
    bool keyHeld = false; ///< this process can write the key it made
    QString heldKeyId; ///< id of the key it made
    bool isSettling = false; ///< a key has just been made, and what we hold was asked before that
    QJsonObject lostKey; ///< made by us, value lost or used by nobody: to be deleted (never a key we did not make)
    bool isUsable = false; ///< the Secret holds a credential that works, as far as one can see

    // Trusted profile
    QJsonObject profile;
    QString secretProfileDigest; ///< of the id in the Secret
};

CredentialView credentialView(Look& look);
/// The trusted profile whose id peer-pods-secret holds, whatever its name; empty when there is none.
QJsonObject profileInSecret(Look& look);
/// Key of the change that makes the API key; the journal is searched by it.
QString createKeyKey(const QString& name);

} // namespace cocoon::setup
