// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ibm/keyring.h"

#include <QHash>

namespace cocoon::ibm {

/// Secrets that live as long as the process. Says why there is nothing better.
class MemoryStore : public SecretStore {
    Q_OBJECT
public:
    explicit MemoryStore(const QString& why, QObject* parent = nullptr);
    QString describe() const override;
    bool isPersistent() const override { return false; }
    Job<Secret>* read(const QString& name) override;
    Job<Done>* write(const QString& name, const Secret& value) override;
    Job<Done>* remove(const QString& name) override;

private:
    QString m_why;
    QHash<QString, Secret> m_secrets;
};

} // namespace cocoon::ibm
