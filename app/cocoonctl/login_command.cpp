// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/login_command.h"

#include "app/cocoonctl/credentials.h"
#include "app/cocoonctl/output.h"
#include "services/base/json.h"

#include <QCoreApplication>
#include <QTimer>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

namespace {
    constexpr milliseconds kPatience { 120000 }; // somebody may have to type the keyring's password
}

LoginCommand::LoginCommand(Options options, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

LoginCommand::~LoginCommand() = default;

void LoginCommand::start()
{
    const Result<Done> ready = prepare();
    if (!ready) {
        leave(ready.error(), ExitUsage);
        return;
    }
    m_keyring = ibm::SecretStore::open();
    m_kept = std::make_unique<ibm::KeptLogin>(*m_keyring, m_profile.endpoints.iam);
    if (m_options.command == u"logout") {
        logout();
        return;
    }
    if (!m_options.passcode) {
        look();
        return;
    }
    m_passcode = std::make_unique<PasscodeLogin>(m_profile, m_options.account);
    m_passcode->logIn()->then(this, [this](const Result<ibm::Login>& login) {
        if (login) {
            m_login = *login;
            look();
        } else {
            leave(login.error(), login.error().code == Errc::Precondition ? ExitUsage : ExitFailed);
        }
    });
}

void LoginCommand::look()
{
    m_cloud = std::make_unique<ibm::Cloud>(*m_transport, m_clock, m_profile.reachableEndpoints(), m_login);
    m_cloud->whoAmI()->then(this, [this](const Result<ibm::Identity>& who) {
        if (who) {
            keep(*who);
        } else {
            leave(who.error().during(u"log in to %1"_s.arg(m_profile.endpoints.iam)), ExitFailed);
        }
    });
}

Result<Done> LoginCommand::prepare()
{
    if (!m_options.profileFile.isEmpty()) {
        const Result<app::Profile> profile = app::Profile::load(m_options.profileFile);
        if (!profile) {
            return tl::unexpected(profile.error());
        }
        m_profile = *profile;
    }
    if (m_options.command == u"logout") {
        return Done {};
    }
    const Result<ibm::Login> login = readLogin(m_options);
    if (!login) {
        return tl::unexpected(login.error());
    }
    m_login = *login;
    if (m_login.apiKey.isEmpty() && !m_options.passcode) {
        if (!hasTerminal()) {
            return fail(Errc::Invalid, u"There is no terminal to ask for the API key on: give --api-key-file FILE or IBMCLOUD_API_KEY."_s);
        }
        const Result<Secret> key = askSecret(u"IBM Cloud API key"_s);
        if (!key) {
            return tl::unexpected(key.error());
        }
        m_login.apiKey = *key;
    }
    const Result<net::HttpTransport::Options> wire = m_profile.cloudWire();
    if (!wire) {
        return tl::unexpected(wire.error());
    }
    m_wire = std::make_unique<net::HttpTransport>(*wire);
    m_transport = std::make_unique<net::RetryTransport>(*m_wire, m_clock);
    return Done {};
}

void LoginCommand::keep(const ibm::Identity& who)
{
    const QString name = who.email.isEmpty() ? who.name : who.email;
    const QString accepted = u"IBM Cloud accepts it: %1, account %2."_s.arg(name, who.accountId);
    if (m_options.passcode) {
        done(who, false, accepted + u" A one-time passcode is good once: nothing is kept. Log in with an API key to stay logged in."_s);
        return;
    }
    if (!m_keyring->isPersistent()) {
        printNote(accepted);
        const QString why = u"The key is not kept: %1."_s.arg(m_keyring->describe());
        leave({ Errc::Precondition, why, {} }, ExitFailed,
            { u"keep the API key in a keyring"_s, why,
                u"Unlock or start the desktop's keyring (a Secret Service or KDE Wallet) and log in again; until then give each command --api-key-file FILE or IBMCLOUD_API_KEY."_s });
        return;
    }
    auto* kept = m_kept->keep(who.accountId, m_login.apiKey);
    QTimer::singleShot(kPatience, kept, [kept] { kept->cancel(); });
    kept->then(this, [this, who, accepted](const Result<Done>& r) {
        if (r) {
            done(who, true, accepted + u" The key is kept in %1; \"cocoonctl logout\" forgets it."_s.arg(m_keyring->describe()));
        } else {
            printNote(accepted);
            leave(r.error().during(u"keep the API key in %1"_s.arg(m_keyring->describe())), ExitFailed);
        }
    });
}

void LoginCommand::logout()
{
    auto* gone = m_kept->forget(m_options.account);
    QTimer::singleShot(kPatience, gone, [gone] { gone->cancel(); });
    gone->then(this, [this](const Result<QString>& account) {
        ibm::Identity who;
        if (account) {
            who.accountId = *account;
            done(who, false, u"The key of account %1 is forgotten."_s.arg(*account));
        } else if (account.error().code == Errc::NotFound) {
            done(who, false, u"No key was kept for %1."_s.arg(m_profile.endpoints.iam));
        } else {
            leave(account.error().during(u"forget the API key"_s), ExitFailed);
        }
    });
}

void LoginCommand::done(const ibm::Identity& who, bool isKept, const QString& text)
{
    if (m_options.json) {
        printOut(toPrettyJson(QJsonObject { { u"command"_s, m_options.command }, { u"exit"_s, static_cast<int>(ExitDone) }, { u"account"_s, who.accountId },
            { u"user"_s, who.email.isEmpty() ? who.name : who.email }, { u"kept"_s, isKept }, { u"keyring"_s, m_keyring->describe() } }));
    } else {
        printOut(text.toUtf8() + '\n');
    }
    QCoreApplication::exit(ExitDone);
}

void LoginCommand::leave(const Error& error, int exitCode, words::Explanation said)
{
    if (said.cameBack.isEmpty()) {
        said = words::explain(error);
    }
    if (m_options.json) {
        printOut(toPrettyJson(QJsonObject { { u"command"_s, m_options.command }, { u"exit"_s, exitCode }, { u"error"_s, errorJson(error, said) } }));
    }
    if (exitCode == ExitUsage) {
        printNote(error.message);
    } else {
        printError(said);
    }
    QCoreApplication::exit(exitCode);
}

} // namespace cocoon::ctl
