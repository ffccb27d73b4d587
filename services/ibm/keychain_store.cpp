// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/keychain_store.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QFileInfo>

#include <qt6keychain/keychain.h>

namespace cocoon::ibm {

namespace {

    const QString kServiceName = QStringLiteral("cocoon");

    template <class T, class Query>
    Job<T>* start(QObject* parent, Query* query, std::function<T(Query&)> value)
    {
        auto* job = new Job<T>(parent);
        query->setAutoDelete(true);
        query->setInsecureFallback(false);
        QObject::connect(query, &QKeychain::Job::finished, job, [job, query, value = std::move(value)](QKeychain::Job*) {
            switch (query->error()) {
            case QKeychain::NoError:
                job->resolve(value(*query));
                return;
            case QKeychain::EntryNotFound:
                job->resolve(fail(Errc::NotFound, QStringLiteral("The keychain holds no such entry.")));
                return;
            case QKeychain::AccessDenied:
            case QKeychain::AccessDeniedByUser:
                job->resolve(fail(Errc::Forbidden, QStringLiteral("The keychain refused access."), query->errorString()));
                return;
            default:
                job->resolve(fail(Errc::Io, QStringLiteral("The keychain does not answer."), query->errorString()));
                return;
            }
        });
        query->start();
        return job;
    }

} // namespace

KeychainStore::KeychainStore(const QString& serviceName, QObject* parent)
    : SecretStore(parent)
    , m_serviceName(serviceName)
{
}

Job<Secret>* KeychainStore::read(const QString& name)
{
    auto* query = new QKeychain::ReadPasswordJob(kServiceName);
    query->setKey(name);
    return start<Secret, QKeychain::ReadPasswordJob>(
        this, query, [](QKeychain::ReadPasswordJob& done) { return Secret(done.binaryData()); });
}

Job<Done>* KeychainStore::write(const QString& name, const Secret& value)
{
    auto* query = new QKeychain::WritePasswordJob(kServiceName);
    query->setKey(name);
    query->setBinaryData(value.reveal());
    return start<Done, QKeychain::WritePasswordJob>(this, query, [](QKeychain::WritePasswordJob&) { return Done {}; });
}

Job<Done>* KeychainStore::remove(const QString& name)
{
    auto* query = new QKeychain::DeletePasswordJob(kServiceName);
    query->setKey(name);
    return start<Done, QKeychain::DeletePasswordJob>(this, query, [](QKeychain::DeletePasswordJob&) { return Done {}; });
}

QString runningKeychain()
{
    const QString runtime = QString::fromLocal8Bit(qgetenv("XDG_RUNTIME_DIR"));
    // Without an address Qt would try to start a session bus of its own.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        && (runtime.isEmpty() || !QFileInfo::exists(runtime + QStringLiteral("/bus")))) {
        return {};
    }
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected() || bus.interface() == nullptr) {
        return {};
    }
    const QStringList names = bus.interface()->registeredServiceNames();
    if (names.contains(QLatin1String("org.freedesktop.secrets"))) {
        return QStringLiteral("the desktop's keyring (Secret Service)");
    }
    for (const QString& wallet : { QStringLiteral("org.kde.kwalletd6"), QStringLiteral("org.kde.kwalletd5") }) {
        if (names.contains(wallet)) {
            return QStringLiteral("KDE Wallet");
        }
    }
    return {};
}

} // namespace cocoon::ibm
