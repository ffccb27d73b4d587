// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/connection_book.h"
#include "app/engine/session.h"
#include "ui/settings/settings.h"
#include "ui/shell/program.h"

namespace cocoon::app {

/// Every way to a cluster that can be known without the network: the sandbox, the kept connections, and the contexts of
/// KUBECONFIG or ~/.kube/config and of files that were added. Owned by WindowProgram; thread: GUI thread.
class Connections : public QObject {
    Q_OBJECT
public:
    explicit Connections(ui::Settings& settings, QObject* parent = nullptr);

    QList<ui::KnownConnection> all() const;
    std::optional<ui::KnownConnection> find(const QString& id) const;
    /// What a Session needs, but for the login. The sandbox's profile is its host's.
    Result<Session::Options> optionsFor(const QString& id) const;

    /// Of this context ("" = the current one) of this kubeconfig ("" = the user's own).
    Result<QString> idOf(const QString& file, const QString& context) const;
    Result<Done> addKubeconfig(const QString& file);
    Result<QString> keep(const Profile& profile); ///< the id; the one there is when it leads to the same cluster
    Result<Done> rename(const QString& id, const QString& name);
    Result<Done> protect(const QString& id, bool isProtected);
    /// Remembers which cluster of which account it leads to; resolves with its id, which is new when it was only found so far.
    Result<QString> setCluster(const QString& id, const Profile& of);
    Result<Done> remove(const QString& id);
    /// Files that say how to connect, for whoever watches them.
    QStringList files() const;

private:
    QList<ui::KnownConnection> contextsOf(const QString& file, const QList<ConnectionBook::Entry>& kept) const;
    Result<QString> keptId(const QString& id);
    ui::Settings& m_settings;
    ConnectionBook m_book;
};

} // namespace cocoon::app
