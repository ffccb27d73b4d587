// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/desk_lock.h"
#include "app/engine/profile.h"
#include "app/engine/senders.h"
#include "models/plan/journal.h"
#include "models/plan/runner.h"
#include "models/setup/setup.h"
#include "models/world/observer.h"
#include "services/ibm/keyring.h"
#include "services/kube/client.h"
#include "services/kube/config.h"
#include "services/kube/lease.h"
#include "services/net/http_transport.h"
#include "services/net/retry_transport.h"

namespace cocoon::app {

/// The composition root: one cluster, one cloud, one user; everything concrete is chosen and joined here and nowhere else.
/// open() finds out which cluster is meant (and so where its journal lies), then world(), steps() and runner() may be used.
/// Nothing is contacted before open(). Owned by the program; thread: GUI thread.
class Session : public QObject {
    Q_OBJECT
public:
    struct Options {
        Profile profile;
        QString kubeconfig; ///< beats the profile's
        QString context;
        ibm::Login login; ///< may be empty: a cluster without a cloud
        QString cluster; ///< name or id; "" = the profile's
        QString stateDir; ///< "" = $XDG_STATE_HOME/cocoon
        QStringList warnings {}; ///< about the way in, said with those of the kubeconfig: the mode of the key's file
    };
    explicit Session(Options options, QObject* parent = nullptr);
    ~Session() override;

    /// What stands between the engine and the wire, and between the Runner and the senders; tests look on and cut there.
    struct Between {
        std::function<std::unique_ptr<net::Transport>(net::Transport& wire)> wire;
        std::function<std::unique_ptr<plan::Executor>(plan::Executor& senders)> senders;
    };
    void setBetween(Between between) { m_between = std::move(between); } ///< before open()
    /// Another keyring than the desktop's, before open().
    void setKeyring(std::unique_ptr<ibm::SecretStore> keyring) { m_keyring = std::move(keyring); }
    Job<Done>* open();
    /// The way that the user's own files say; asks nobody. Errors name the file and the line or field.
    static Result<kube::Access> ownAccess(const Options& options);
    /// Where secrets live between runs, said plainly; "" before open().
    QString keyringNote() const;
    Clock& clock() { return m_clock; }
    world::Observer& observer() { return *m_observer; }
    plan::Journal& journal() { return *m_journal; }
    plan::Runner& runner() { return *m_runner; }
    /// A Runner for other steps than the set-up's; the caller lets only one run at a time.
    std::unique_ptr<plan::Runner> makeRunner(const plan::Steps& steps);
    const plan::Steps& steps() const { return m_steps; }
    /// The folder with everything that is kept; `stateDir` "" = $XDG_STATE_HOME/cocoon.
    static QString stateRoot(const QString& stateDir);
    /// Folder of this cluster's journal and proposed intent (mode 0700).
    QString clusterDir() const { return m_clusterDir; }
    const Options& options() const { return m_options; }

    /// Connects on first use: --kubeconfig, the profile's kubeconfig, with --context alone $KUBECONFIG or ~/.kube/config,
    /// else the one of the containers API.
    Job<kube::Client*>* connectCluster();
    /// Files that say how to reach the cluster: kubeconfigs, certificates, keys.
    QStringList accessFiles() const;
    /// Do these files lead elsewhere, or with another credential, than when the cluster was connected? Errors name what cannot
    /// be read; a half-written file is one.
    Result<bool> hasNewAccess() const;
    /// A kubeconfig for the user's own tools: the one in use, or the one the containers API hands out.
    Job<Secret>* kubeconfigText();
    /// The same into a file that only its owner reads.
    Job<Done>* saveKubeconfig(const QString& file);
    /// The Lease that keeps two desks apart; NotFound while the operator namespace does not exist yet. A desk is this user's
    /// state folder on this machine: it takes its own Lease up again after a crash, and a lock file keeps two of its
    /// programs apart. Errc::Conflict names who is at work. The journal is read anew once nobody else writes to it.
    Job<Done>* acquireLease();
    bool isLeaseCurrent() const { return m_lease && m_lease->isCurrent(); }
    Job<Done>* releaseLease();

Q_SIGNALS:
    void leaseLost(const cocoon::Error& error);

private:
    Error kubeconfigError(const Error& error);
    bool usesOwnFiles() const;
    QString fingerprint(const kube::Access& access) const;
    Result<kube::Client*> useAccess(const Result<kube::Access>& access, const QString& source);
    void useClusterDir(const QString& key);
    void findCluster(Job<Done>* opened, const std::function<void(const QString& key)>& goOn, int attempt);
    Job<Done>* readKeptSecrets();
    plan::Executor& executor() const { return m_sendersTap ? *m_sendersTap : *m_senders; }
    Secret secret(const QString& name) const;
    void storeSecret(const QString& name, const Secret& value);

    net::Transport& tapped(net::Transport& wire, std::unique_ptr<net::Transport>& tap) const;

    Options m_options;
    Between m_between;
    SystemClock m_clock;
    SystemClock m_wallClock; ///< Leases are compared by wall time, whatever the world's speed
    std::unique_ptr<net::HttpTransport> m_cloudWire;
    std::unique_ptr<net::Transport> m_cloudTap;
    std::unique_ptr<net::RetryTransport> m_cloudTransport;
    std::unique_ptr<net::HttpTransport> m_kubeWire;
    std::unique_ptr<net::Transport> m_kubeTap;
    std::unique_ptr<net::RetryTransport> m_kubeTransport;
    std::unique_ptr<ibm::Cloud> m_cloud;
    std::unique_ptr<kube::Client> m_kube;
    std::unique_ptr<ibm::SecretStore> m_keyring;
    bool m_isKeyringMute = false; ///< it did not answer open() in time
    QHash<QString, Secret> m_secrets;
    QJsonObject m_connection;
    QString m_fingerprint; ///< of the access in use
    QStringList m_accessFiles;
    QString m_clusterKey;
    QString m_clusterDir;
    plan::Steps m_steps;
    std::unique_ptr<plan::Journal> m_journal;
    std::unique_ptr<world::Observer> m_observer;
    std::unique_ptr<Senders> m_senders;
    std::unique_ptr<plan::Executor> m_sendersTap;
    std::unique_ptr<plan::Runner> m_runner;
    std::unique_ptr<kube::Lease> m_lease;
    std::unique_ptr<DeskLock> m_lock;
    QPointer<Job<kube::Client*>> m_connecting;
    bool m_isClusterKnown = false; ///< the containers API has it
    int m_kubeconfigTries = 0;
};

} // namespace cocoon::app
