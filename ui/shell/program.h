// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/board.h"
#include "models/dashboard/fleet.h"
#include "models/world/connection_check.h"
#include "services/base/job.h"
#include "services/base/secret.h"

#include <QList>

namespace cocoon::ui {

/// A way to a cluster that is known without asking the network.
struct KnownConnection {
    enum class Kind { Sandbox, Cloud, Kubeconfig };
    QString id; ///< stable
    Kind kind = Kind::Kubeconfig;
    QString name;
    QString detail; ///< server or file, account
    QString cluster; ///< its id in the account; a kubeconfig has one once somebody logged in for it
    QString problem; ///< why it cannot be opened: the file cannot be read …
    bool isSaved = false; ///< has a file of its own: may be renamed and removed
    bool isAdded = false; ///< from a kubeconfig that was added here: may be taken off the list
    bool isProtected = false;
    bool isOpen = false;
    QString account {}; ///< id of the one that its cluster belongs to, once somebody logged in
    bool hasLogin() const { return kind == Kind::Cloud || (kind == Kind::Kubeconfig && !cluster.isEmpty()); }
    bool operator==(const KnownConnection&) const = default;
};

/// How somebody logs in to IBM Cloud; lives in memory only.
struct CloudLogin {
    Secret apiKey;
    Secret passcode; ///< one-time
    QString account;
    QString connection {}; ///< id of the one that wants it, "" = none yet
    bool isKept = true; ///< in the keyring, when there is one (API keys only)
};

struct CloudAccount {
    QString id;
    QString name;
};

/// A cluster of the account, and whether it can carry confidential pods at all, as far as the list says it.
struct ClusterChoice {
    QString id;
    QString name;
    QString region;
    QString state;
    QString version;
    int workers = 0;
    QString unsuitable; ///< "" or why not
};

/// What a login leads to: accounts to choose from when there are several, else clusters.
struct CloudAnswer {
    QList<CloudAccount> accounts;
    QList<ClusterChoice> clusters;
    QString account {}; ///< id of the one whose clusters these are
    QString meant {}; ///< the cluster of the connection that wants the login, as far as that is known
};

/// What the open connection is called on screen.
struct ConnectionFacts {
    QString name;
    bool isSandbox = false;
    bool isProtected = false;
    bool isRenewed = false; ///< the same as before, with what its files say now
    bool isInsecure = false; ///< the user's own insecure-skip-tls-verify
    QString keyring; ///< where secrets live, said plainly
};

/// What the window asks of the program around it: connections and things outside the window. The composition root in app/
/// implements it. Nothing is contacted before one of the open… calls. Thread: GUI thread.
class Program : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual QList<KnownConnection> known() const = 0;
    virtual void openSandbox() = 0;
    /// When a login is missing, loginWanted() follows instead of opened().
    virtual void openKnown(const QString& id) = 0;
    /// Takes the file's contexts onto the list (no network); an error names file and line.
    virtual Result<Done> addKubeconfig(const QString& file) = 0;
    virtual Result<Done> renameKnown(const QString& id, const QString& name) = 0;
    virtual Result<Done> protectKnown(const QString& id, bool isProtected) = 0;
    /// Takes it off the list, with its key in the keyring; what it leads to is not touched.
    virtual Result<Done> removeKnown(const QString& id) = 0;
    /// Tries the way step by step; the open connection is not disturbed.
    virtual Job<net::ProbeSteps>* checkKnown(const QString& id) = 0;
    virtual Job<CloudAnswer>* logIn(const CloudLogin& login) = 0;
    virtual Job<CloudAnswer>* chooseAccount(const QString& accountId) = 0;
    /// The open connection wants a login to IBM Cloud, or another one: loginWanted() follows.
    virtual void wantLogin() = 0;
    /// The cluster that a login led to. For a kubeconfig that wanted the login it is remembered as the one meant; anything else
    /// becomes a connection, `isKept`: on the list from now on.
    virtual void openCluster(const ClusterChoice& cluster, bool isKept) = 0;
    virtual QString keyringState() const = 0; ///< where secrets live between runs, said plainly
    virtual bool hasKeyring() const = 0;
    virtual void close() = 0;
    /// The dashboard of the open connection; none while nothing is open.
    virtual dashboard::Board* board() const = 0;
    virtual Job<Done>* saveKubeconfig(const QString& file) = 0;
    virtual QString stateFolder() const = 0;
    virtual bool hasSandbox() const = 0;
    virtual void endSandbox() = 0; ///< its world stays and is resumed next time
    /// Every known connection with what is seen of its cluster: the open one, and those that are watched beside it.
    virtual QList<dashboard::FleetCluster> fleet() const = 0;
    /// Looks at one beside the open one and changes nothing there; begins anew when it is watched already.
    virtual void watch(const QString& id) = 0;
    virtual void stopWatching(const QString& id) = 0;
    /// Does somebody look at the window? (See WorldSource::setWatchful.)
    virtual void setWatchful(bool isWatchful) = 0;

Q_SIGNALS:
    void knownChanged();
    /// What the workers of a cluster of the last CloudAnswer say against it; comes later than the list.
    void clusterJudged(const QString& id, const QString& unsuitable);
    void fleetChanged();
    void noted(const QString& text); ///< for the status line
    void loginWanted(const cocoon::ui::KnownConnection& connection);
    void opening(const QString& what);
    void opened(cocoon::setup::Desk* desk, const cocoon::ui::ConnectionFacts& facts);
    void failed(const cocoon::Error& error);
    void closed();
};

} // namespace cocoon::ui
