// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/reach.h"

namespace cocoon::app {

using namespace Qt::StringLiterals;
using Kind = ui::KnownConnection::Kind;
using Way = Result<Session::Options>;

Reach::Reach(const Connections& connections, Logins& logins, SandboxHost& sandbox, const ui::Settings& settings, QObject* parent)
    : QObject(parent)
    , m_connections(connections)
    , m_logins(logins)
    , m_sandbox(sandbox)
    , m_settings(settings)
{
}

Job<Session::Options>* Reach::find(const QString& id)
{
    const auto connection = m_connections.find(id);
    if (connection && connection->kind == Kind::Sandbox) {
        return mapJob<Session::Options, QJsonObject>(m_sandbox.join(m_settings.sandboxSpeed()), this,
            [this](const Result<QJsonObject>& ready) { return ready ? m_sandbox.options() : Way(tl::unexpected(ready.error().during(tr("start the sandbox")))); });
    }
    const Way way = m_connections.optionsFor(id);
    if (!connection || !way) {
        return settledJob<Session::Options>(this, way ? Way(fail(Errc::NotFound, tr("This connection is not on the list any more."))) : way);
    }
    if (!connection->hasLogin()) {
        return settledJob<Session::Options>(this, way);
    }
    return mapJob<Session::Options, ibm::Login>(m_logins.find(id), this, [way, connection](const Result<ibm::Login>& login) -> Way {
        if (!login && connection->kind == Kind::Cloud) {
            return tl::unexpected(Error { Errc::Precondition, tr("Nobody has logged in to IBM Cloud for it in this run, and the keyring holds no key of it."), {} }.during(tr("watch %1").arg(connection->name)));
        }
        Session::Options with = *way;
        with.login = login.value_or(ibm::Login());
        return with;
    });
}

} // namespace cocoon::app
