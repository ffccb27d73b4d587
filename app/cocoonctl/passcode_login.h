// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/profile.h"
#include "services/net/retry_transport.h"

namespace cocoon::ctl {

/// A login by one-time passcode: says where to get the code, asks for it, and where the person has several accounts asks
/// which one is meant. Everything is asked on the terminal; Precondition without one.
class PasscodeLogin : public QObject {
    Q_OBJECT
public:
    /// `account` "" = the only one, or the one that is chosen.
    PasscodeLogin(app::Profile profile, QString account, QObject* parent = nullptr);
    ~PasscodeLogin() override;
    /// Yields a login by refresh token, bound to the account: the code itself has done its duty.
    Job<ibm::Login>* logIn();

private:
    void ask(const QString& where);
    void choose(const QJsonArray& accounts);
    void select(const QString& account);
    void end(const Error& error);

    app::Profile m_profile;
    QString m_account;
    SystemClock m_clock;
    std::unique_ptr<net::HttpTransport> m_wire;
    std::unique_ptr<net::RetryTransport> m_transport;
    std::unique_ptr<ibm::Cloud> m_cloud;
    Job<ibm::Login>* m_job = nullptr;
};

} // namespace cocoon::ctl
