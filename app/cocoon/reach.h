// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoon/connections.h"
#include "app/cocoon/logins.h"
#include "app/cocoon/sandbox_host.h"

namespace cocoon::app {

/// How to reach a known connection, with the login that is at hand: nobody is asked for one. The sandbox is started for it.
/// Owned by WindowProgram; what it is given must outlive it. Thread: GUI thread.
class Reach : public QObject {
    Q_OBJECT
public:
    Reach(const Connections& connections, Logins& logins, SandboxHost& sandbox, const ui::Settings& settings, QObject* parent = nullptr);
    Job<Session::Options>* find(const QString& id);

private:
    const Connections& m_connections;
    Logins& m_logins;
    SandboxHost& m_sandbox;
    const ui::Settings& m_settings;
};

} // namespace cocoon::app
