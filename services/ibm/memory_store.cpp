// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/memory_store.h"

namespace cocoon::ibm {

MemoryStore::MemoryStore(const QString& why, QObject* parent)
    : SecretStore(parent)
    , m_why(why)
{
}

QString MemoryStore::describe() const
{
    const QString plain = QStringLiteral("memory only: asked again next time");
    return m_why.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, m_why);
}

Job<Secret>* MemoryStore::read(const QString& name)
{
    const auto found = m_secrets.constFind(name);
    if (found == m_secrets.constEnd()) {
        return settledJob<Secret>(this, fail(Errc::NotFound, QStringLiteral("%1 is not stored.").arg(name)));
    }
    return settledJob<Secret>(this, *found);
}

Job<Done>* MemoryStore::write(const QString& name, const Secret& value)
{
    m_secrets.insert(name, value);
    return settledJob<Done>(this, Done {});
}

Job<Done>* MemoryStore::remove(const QString& name)
{
    m_secrets.remove(name);
    return settledJob<Done>(this, Done {});
}

} // namespace cocoon::ibm
