// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ibm/cloud.h"
#include "services/ibm/keyring.h"

namespace cocoon::ibm {

/// The user's own API keys in a keyring: one per IAM endpoint and account, and which account was logged in last there.
class KeptLogin : public QObject {
    Q_OBJECT
public:
    /// `store` must outlive it.
    KeptLogin(SecretStore& store, QString iamEndpoint, QObject* parent = nullptr);

    Job<Done>* keep(const QString& accountId, const Secret& apiKey);
    /// Of this account, "" = the one that was logged in last; NotFound when none is kept. The Login names the account.
    Job<Login>* find(const QString& accountId = {});
    /// Forgets it; yields the account, NotFound when none was kept.
    Job<QString>* forget(const QString& accountId = {});

private:
    Job<QString>* account(const QString& wanted);
    QString keyName(const QString& accountId) const;
    QString lastName() const;

    SecretStore& m_store;
    QString m_iam;
};

} // namespace cocoon::ibm
