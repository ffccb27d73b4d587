// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/board.h"
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
};

/// How somebody logs in to IBM Cloud; lives in memory only.
struct CloudLogin {
    Secret apiKey;
    Secret passcode; ///< one-time
    QString account;
};

/// A cluster of the account, and whether it can carry confidential pods at all.
struct ClusterChoice {
    QString id;
    QString name;
    QString region;
    QString state;
    QString version;
    int workers = 0;
    QString unsuitable; ///< "" or why not
};

/// What the open connection is called on screen.
struct ConnectionFacts {
    QString name;
    bool isSandbox = false;
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
    virtual void openKnown(const QString& id) = 0;
    /// Reads the file's contexts (no network); an error names file and line.
    virtual Result<QList<KnownConnection>> contexts(const QString& kubeconfigFile) const = 0;
    /// Logs in and lists the account's clusters.
    virtual Job<QList<ClusterChoice>>* logIn(const CloudLogin& login) = 0;
    /// After logIn().
    virtual void openCluster(const QString& clusterId, const QString& name) = 0;
    virtual void close() = 0;
    /// The dashboard of the open connection; none while nothing is open.
    virtual dashboard::Board* board() const = 0;
    virtual Job<Done>* saveKubeconfig(const QString& file) = 0;
    virtual QString stateFolder() const = 0;
    virtual bool hasSandbox() const = 0;
    virtual void endSandbox() = 0; ///< its world stays and is resumed next time

Q_SIGNALS:
    void opening(const QString& what);
    void opened(cocoon::setup::Desk* desk, const cocoon::ui::ConnectionFacts& facts);
    void failed(const cocoon::Error& error);
    void closed();
};

} // namespace cocoon::ui
