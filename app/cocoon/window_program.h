// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoon/cluster_workers.h"
#include "app/cocoon/connections.h"
#include "app/cocoon/file_watch.h"
#include "app/cocoon/logins.h"
#include "app/cocoon/neighbours.h"
#include "app/cocoon/sandbox_host.h"
#include "app/engine/session.h"
#include "models/setup/desk.h"
#include "ui/settings/settings.h"
#include "ui/shell/program.h"

namespace cocoon::app {

/// The composition root of the window: turns a click into an open Session and its Desk. One desk at a time: what is open is
/// closed before the next one opens. Others are only watched beside it.
class WindowProgram : public ui::Program {
    Q_OBJECT
public:
    explicit WindowProgram(ui::Settings& settings, QObject* parent = nullptr);
    ~WindowProgram() override;

    bool isOpen() const { return m_session != nullptr; }
    QList<ui::KnownConnection> known() const override;
    void openSandbox() override;
    void openKnown(const QString& id) override;
    /// A context by name, as kubectl takes it: "" = the user's own kubeconfig, and its current context.
    void openContext(const QString& kubeconfig, const QString& context);
    Result<Done> addKubeconfig(const QString& file) override;
    Result<Done> renameKnown(const QString& id, const QString& name) override;
    Result<Done> protectKnown(const QString& id, bool isProtected) override;
    Result<Done> removeKnown(const QString& id) override;
    Job<net::ProbeSteps>* checkKnown(const QString& id) override;
    Job<ui::CloudAnswer>* logIn(const ui::CloudLogin& login) override;
    Job<ui::CloudAnswer>* chooseAccount(const QString& accountId) override;
    void wantLogin() override;
    void openCluster(const ui::ClusterChoice& cluster, bool isKept) override;
    QString keyringState() const override;
    bool hasKeyring() const override { return m_logins.keyring().isPersistent(); }
    void close() override;
    dashboard::Board* board() const override { return m_board.get(); }
    Job<Done>* saveKubeconfig(const QString& file) override;
    QString stateFolder() const override;
    void endSandbox() override;
    bool hasSandbox() const override { return m_sandbox.isRunning(); }
    QList<dashboard::FleetCluster> fleet() const override { return m_neighbours.clusters(m_open, m_isOpened ? m_board.get() : nullptr); }
    void watch(const QString& id) override { m_neighbours.watch(id); }
    void stopWatching(const QString& id) override { m_neighbours.stop(id); }
    void setWatchful(bool isWatchful) override { m_neighbours.setWatchful(isWatchful); }
    /// A connection that is on no list.
    void openProfile(const Profile& profile, const ibm::Login& login, const QString& cluster);

private:
    void openBoard(const QString& folder);
    Result<Done> changed(Result<Done> result);
    void open(Session::Options options, const ui::KnownConnection& connection);
    void openWithLogin(const Session::Options& options, const ui::KnownConnection& connection);
    void openForKubeconfig(const QString& id, const Profile& chosen);
    Job<ui::CloudAnswer>* listClusters();
    void lookAtWorkers(const ui::CloudAnswer& answer);
    void keepLogin(const QString& id);
    void watchFiles();
    void filesChanged();
    void renew();
    ui::Settings& m_settings;
    Connections m_connections;
    SandboxHost m_sandbox;
    Logins m_logins;
    FileWatch m_files;
    ui::KnownConnection m_open; ///< what is open, or opening
    bool m_isOpened = false; ///< and not failed on the way
    bool m_isRenewing = false;
    bool m_isRenewedLater = false; ///< as soon as the run has ended
    std::unique_ptr<Session> m_session;
    std::unique_ptr<setup::Desk> m_desk;
    std::unique_ptr<history::History> m_seen;
    std::unique_ptr<dashboard::Board> m_board;
    Reach m_reach;
    Neighbours m_neighbours;
    // Of the login that lists clusters.
    ui::CloudLogin m_login;
    QString m_account;
    Session::Options m_loginOptions; ///< endpoints, proxy and roots of the one that wants the login
    SystemClock m_clock;
    std::unique_ptr<net::HttpTransport> m_wire;
    std::unique_ptr<net::RetryTransport> m_transport;
    std::unique_ptr<ibm::Cloud> m_cloud;
    std::unique_ptr<ClusterWorkers> m_clusterWorkers;
};

} // namespace cocoon::app
