// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/logins.h"

#include "services/base/log.h"

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    QString keyName(const QString& id)
    {
        return u"connection/"_s + id;
    }
}

Logins::Logins(QObject* parent)
    : QObject(parent)
    , m_keyring(ibm::SecretStore::open())
{
}

bool Logins::has(const QString& id) const
{
    const ibm::Login login = value(id);
    return !login.apiKey.isEmpty() || !login.refreshToken.isEmpty();
}

Job<ibm::Login>* Logins::find(const QString& id)
{
    if (has(id)) {
        return settledJob<ibm::Login>(this, value(id));
    }
    return mapJob<ibm::Login, Secret>(m_keyring->read(keyName(id)), this, [this, id](const Result<Secret>& key) -> Result<ibm::Login> {
        if (!key) {
            return tl::unexpected(key.error());
        }
        ibm::Login login = value(id);
        login.apiKey = *key;
        m_logins.insert(id, login);
        return login;
    });
}

void Logins::insert(const QString& id, const ibm::Login& login, bool isKept)
{
    m_logins.insert(id, login);
    if (isKept && !login.apiKey.isEmpty() && m_keyring->isPersistent()) {
        m_keyring->write(keyName(id), login.apiKey)->then(this, [](const Result<Done>& kept) {
            if (!kept) {
                qCWarning(lcApp) << "The keyring did not keep the key:" << kept.error().message;
            }
        });
    }
}

void Logins::remove(const QString& id)
{
    m_keyring->remove(keyName(id));
    m_logins.remove(id);
}

} // namespace cocoon::app
