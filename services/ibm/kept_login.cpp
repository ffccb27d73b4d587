// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/kept_login.h"

namespace cocoon::ibm {

KeptLogin::KeptLogin(SecretStore& store, QString iamEndpoint, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_iam(std::move(iamEndpoint))
{
}

QString KeptLogin::keyName(const QString& accountId) const
{
    return QStringLiteral("api-key %1 %2").arg(m_iam, accountId);
}

QString KeptLogin::lastName() const
{
    return QStringLiteral("last-account %1").arg(m_iam);
}

Job<QString>* KeptLogin::account(const QString& wanted)
{
    if (!wanted.isEmpty()) {
        return settledJob<QString>(this, wanted);
    }
    return mapJob<QString, Secret>(m_store.read(lastName()), this, [](const Result<Secret>& r) -> Result<QString> {
        return r ? Result<QString>(QString::fromUtf8(r->reveal())) : tl::unexpected(r.error());
    });
}

Job<Done>* KeptLogin::keep(const QString& accountId, const Secret& apiKey)
{
    return chainJob<Done, Done>(m_store.write(keyName(accountId), apiKey), this,
        [this, accountId](const Done&) { return m_store.write(lastName(), Secret(accountId.toUtf8())); });
}

Job<Login>* KeptLogin::find(const QString& accountId)
{
    return chainJob<Login, QString>(account(accountId), this, [this](const QString& found) {
        return mapJob<Login, Secret>(m_store.read(keyName(found)), this, [found](const Result<Secret>& r) -> Result<Login> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            Login login;
            login.apiKey = *r;
            login.accountId = found;
            return login;
        });
    });
}

Job<QString>* KeptLogin::forget(const QString& accountId)
{
    return chainJob<QString, QString>(account(accountId), this, [this](const QString& found) {
        return chainJob<QString, Done>(m_store.remove(keyName(found)), this, [this, found](const Done&) {
            // Another account may have been the last one: then that stays.
            return chainJob<QString, QString>(account({}), this, [this, found](const QString& last) {
                if (last != found) {
                    return settledJob<QString>(this, found);
                }
                return mapJob<QString, Done>(m_store.remove(lastName()), this,
                    [found](const Result<Done>& r) -> Result<QString> { return r ? Result<QString>(found) : tl::unexpected(r.error()); });
            });
        });
    });
}

} // namespace cocoon::ibm
