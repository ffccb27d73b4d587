// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoonctl/options.h"
#include "services/sandbox/sandbox.h"

namespace cocoon::ctl {

/// `cocoonctl sandbox`: starts the simulated world, prints the ready line on stdout, runs until SIGTERM or SIGINT.
/// With --clean it removes what earlier ones left on an API server of this machine, and ends.
class SandboxCommand : public QObject {
    Q_OBJECT
public:
    explicit SandboxCommand(Options options, QObject* parent = nullptr);
    void start(); ///< ends the program by QCoreApplication::exit

private:
    Result<sandbox::Scenario> scenario() const;
    Result<std::optional<kube::Access>> host() const;
    void clean(const kube::Access& host);
    Options m_options;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
};

} // namespace cocoon::ctl
