// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ibm/keyring.h"

namespace cocoon::ibm {

/// The desktop's keychain through QtKeychain, without its plain-text fallback. Built only where QtKeychain was found.
class KeychainStore : public SecretStore {
    Q_OBJECT
public:
    explicit KeychainStore(const QString& serviceName, QObject* parent = nullptr);
    QString describe() const override { return m_serviceName; }
    bool isPersistent() const override { return true; }
    Job<Secret>* read(const QString& name) override;
    Job<Done>* write(const QString& name, const Secret& value) override;
    Job<Done>* remove(const QString& name) override;

private:
    QString m_serviceName; ///< whose keychain it is, for people
};

/// "GNOME Keyring or another Secret Service", "KDE Wallet"; "" when none answers. Asks the session bus who is there and
/// starts nothing, so it neither blocks nor pops up where there is no desktop.
QString runningKeychain();

} // namespace cocoon::ibm
