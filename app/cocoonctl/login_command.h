// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoonctl/options.h"
#include "app/cocoonctl/passcode_login.h"
#include "models/words/words.h"
#include "services/ibm/kept_login.h"

namespace cocoon::ctl {

/// login: asks for an API key (or takes file or variable), has IAM accept it, and keeps it in the desktop's keyring. logout
/// forgets it. Where no keyring answers nothing is kept, and that is said. Ends the program by QCoreApplication::exit.
class LoginCommand : public QObject {
    Q_OBJECT
public:
    explicit LoginCommand(Options options, QObject* parent = nullptr);
    ~LoginCommand() override;
    void start();

private:
    Result<Done> prepare();
    void look();
    void keep(const ibm::Identity& who);
    void logout();
    void done(const ibm::Identity& who, bool isKept, const QString& text);
    void leave(const Error& error, int exitCode, words::Explanation said = {});

    Options m_options;
    SystemClock m_clock;
    app::Profile m_profile;
    ibm::Login m_login;
    std::unique_ptr<ibm::SecretStore> m_keyring;
    std::unique_ptr<ibm::KeptLogin> m_kept;
    std::unique_ptr<PasscodeLogin> m_passcode;
    std::unique_ptr<net::HttpTransport> m_wire;
    std::unique_ptr<net::RetryTransport> m_transport;
    std::unique_ptr<ibm::Cloud> m_cloud;
};

} // namespace cocoon::ctl
