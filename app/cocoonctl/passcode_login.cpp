// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/passcode_login.h"

#include "app/cocoonctl/credentials.h"
#include "app/cocoonctl/output.h"
#include "services/base/json.h"

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

PasscodeLogin::PasscodeLogin(app::Profile profile, QString account, QObject* parent)
    : QObject(parent)
    , m_profile(std::move(profile))
    , m_account(std::move(account))
{
}

PasscodeLogin::~PasscodeLogin() = default;

Job<ibm::Login>* PasscodeLogin::logIn()
{
    m_job = new Job<ibm::Login>(this);
    const Result<net::HttpTransport::Options> wire = m_profile.cloudWire();
    if (!wire || !hasTerminal()) {
        end(wire ? Error { Errc::Precondition, u"A one-time passcode is typed on the terminal, and there is none."_s, {} } : wire.error());
        return m_job;
    }
    m_wire = std::make_unique<net::HttpTransport>(*wire);
    m_transport = std::make_unique<net::RetryTransport>(*m_wire, m_clock);
    m_cloud = std::make_unique<ibm::Cloud>(*m_transport, m_clock, m_profile.reachableEndpoints(), ibm::Login {});
    m_cloud->passcodeUrl()->then(this, [this](const Result<QString>& url) {
        if (url) {
            ask(*url);
        } else {
            end(url.error().during(u"ask IAM where one-time passcodes are given out"_s));
        }
    });
    return m_job;
}

void PasscodeLogin::ask(const QString& where)
{
    const Result<Secret> code = askSecret(u"One-time passcode (%1)"_s.arg(where));
    if (!code) {
        end(code.error());
        return;
    }
    ibm::Login login;
    login.passcode = *code;
    login.accountId = m_account;
    m_cloud = std::make_unique<ibm::Cloud>(*m_transport, m_clock, m_profile.reachableEndpoints(), login);
    if (!m_account.isEmpty()) {
        select(m_account);
        return;
    }
    m_cloud->accounts()->then(this, [this](const Result<QJsonArray>& accounts) {
        if (accounts) {
            choose(*accounts);
        } else {
            end(accounts.error().during(u"log in with the passcode and list its accounts"_s));
        }
    });
}

void PasscodeLogin::choose(const QJsonArray& accounts)
{
    if (accounts.size() == 1) {
        select(str(accounts.at(0), { u"id" }));
        return;
    }
    QStringList names;
    for (const QJsonValue& account : accounts) {
        names.append(u"%1 (%2)"_s.arg(str(account, { u"name" }), str(account, { u"id" })));
    }
    const qsizetype number = askChoice(u"Which account?"_s, names);
    if (number < 0) {
        end({ Errc::Invalid, u"No account was chosen. The accounts are: %1."_s.arg(names.join(u", "_s)), {} });
        return;
    }
    select(str(accounts.at(number), { u"id" }));
}

void PasscodeLogin::select(const QString& account)
{
    m_cloud->selectAccount(account)->then(this, [this](const Result<ibm::Identity>& who) {
        if (!who) {
            end(who.error().during(u"log in with the passcode"_s));
            return;
        }
        printNote(u"Logged in as %1, account %2."_s.arg(who->email.isEmpty() ? who->name : who->email, who->accountId));
        ibm::Login login;
        login.refreshToken = m_cloud->refreshToken();
        login.accountId = who->accountId;
        m_job->resolve(login);
    });
}

void PasscodeLogin::end(const Error& error)
{
    m_job->resolve(tl::unexpected(error));
}

} // namespace cocoon::ctl
