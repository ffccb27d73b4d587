// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"
#include "services/ibm/cloud.h"
#include "services/ibm/keyring.h"

#include <QHash>

namespace cocoon::app {

/// Who logs in to IBM Cloud for which connection: what was typed in this run, else the key that the keyring holds.
/// Owned by WindowProgram; thread: GUI thread.
class Logins : public QObject {
    Q_OBJECT
public:
    explicit Logins(QObject* parent = nullptr);

    const ibm::SecretStore& keyring() const { return *m_keyring; }
    bool has(const QString& id) const; ///< one that is at hand at once
    ibm::Login value(const QString& id) const { return m_logins.value(id); }
    /// From this run, else from the keyring; an error when nobody has logged in for it.
    Job<ibm::Login>* find(const QString& id);
    /// `isKept`: its API key goes to the keyring too, when there is one.
    void insert(const QString& id, const ibm::Login& login, bool isKept);
    void remove(const QString& id);

private:
    std::unique_ptr<ibm::SecretStore> m_keyring;
    QHash<QString, ibm::Login> m_logins; ///< by connection, while the program runs
};

} // namespace cocoon::app
