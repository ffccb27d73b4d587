// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoon/sandbox_host.h"
#include "app/engine/session.h"
#include "models/setup/desk.h"
#include "ui/settings/settings.h"
#include "ui/shell/program.h"

namespace cocoon::app {

/// The composition root of the window: turns a click into an open Session and its Desk. One connection at a time; what is open
/// is closed before the next one opens.
class WindowProgram : public ui::Program {
    Q_OBJECT
public:
    explicit WindowProgram(const ui::Settings& settings, QObject* parent = nullptr);
    ~WindowProgram() override;

    bool isOpen() const { return m_session != nullptr; }
    QList<ui::KnownConnection> known() const override;
    void openSandbox() override;
    void openKnown(const QString& id) override;
    Result<QList<ui::KnownConnection>> contexts(const QString& kubeconfigFile) const override;
    Job<QList<ui::ClusterChoice>>* logIn(const ui::CloudLogin& login) override;
    void openCluster(const QString& clusterId, const QString& name) override;
    void close() override;
    dashboard::Board* board() const override { return m_board.get(); }
    Job<Done>* saveKubeconfig(const QString& file) override;
    QString stateFolder() const override;
    void endSandbox() override;
    bool hasSandbox() const override { return m_sandbox.isRunning(); }
    /// What `cocoon --profile FILE --api-key-file FILE --cluster NAME` opens.
    void openProfile(const Profile& profile, const ibm::Login& login, const QString& cluster);

private:
    void open(Session::Options options, const QString& name, bool isSandbox);
    void openBoard(const QString& folder);
    const ui::Settings& m_settings;
    SandboxHost m_sandbox;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<setup::Desk> m_desk;
    std::unique_ptr<history::History> m_seen;
    std::unique_ptr<dashboard::Board> m_board;
    // Of the login that lists clusters.
    ibm::Login m_login;
    SystemClock m_clock;
    std::unique_ptr<net::HttpTransport> m_wire;
    std::unique_ptr<net::RetryTransport> m_transport;
    std::unique_ptr<ibm::Cloud> m_cloud;
};

} // namespace cocoon::app
