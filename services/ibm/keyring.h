// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"
#include "services/base/secret.h"

namespace cocoon::ibm {

/// Where secrets live between runs: the desktop's keychain (QtKeychain), else memory only. Never a plain file.
class SecretStore : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// "GNOME Keyring", "memory only: ask again next time" … said plainly to the user.
    virtual QString describe() const = 0;
    virtual bool isPersistent() const = 0;
    virtual Job<Secret>* read(const QString& name) = 0; ///< NotFound when absent
    virtual Job<Done>* write(const QString& name, const Secret& value) = 0;
    virtual Job<Done>* remove(const QString& name) = 0;

    /// The keychain when one answers, else memory.
    static std::unique_ptr<SecretStore> open(QObject* parent = nullptr);
    static std::unique_ptr<SecretStore> memory(QObject* parent = nullptr);
};

} // namespace cocoon::ibm
