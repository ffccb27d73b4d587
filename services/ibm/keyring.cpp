// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/keyring.h"

#include "services/ibm/memory_store.h"

#ifdef COCOON_HAS_QTKEYCHAIN
#include "services/ibm/keychain_store.h"
#endif

namespace cocoon::ibm {

std::unique_ptr<SecretStore> SecretStore::open(QObject* parent)
{
#ifdef COCOON_HAS_QTKEYCHAIN
    const QString keychain = runningKeychain();
    if (!keychain.isEmpty()) {
        return std::make_unique<KeychainStore>(keychain, parent);
    }
    return std::make_unique<MemoryStore>(QStringLiteral("no keyring answers on this desktop"), parent);
#else
    return std::make_unique<MemoryStore>(QStringLiteral("built without keyring support"), parent);
#endif
}

std::unique_ptr<SecretStore> SecretStore::memory(QObject* parent)
{
    return std::make_unique<MemoryStore>(QString(), parent);
}

} // namespace cocoon::ibm
