// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoon/reach.h"
#include "models/dashboard/board.h"
#include "models/dashboard/neighbour.h"
#include "ui/shell/program.h"

#include <map>

namespace cocoon::app {

/// The clusters that are watched beside the open one. Each is a Session of its own of which only the Observer is used: it asks and
/// watches, takes no Lease and no lock, and what goes wrong with it stays in its row. Nothing is contacted before watch().
/// Owned by WindowProgram; thread: GUI thread.
class Neighbours : public QObject {
    Q_OBJECT
public:
    Neighbours(const ui::Program& program, Reach& reach, QObject* parent = nullptr);
    ~Neighbours() override;

    void watch(const QString& id); ///< from the start, when it is watched already
    void stop(const QString& id);
    void forgetUnlisted(); ///< who is off the list is not watched any more
    void renew(); ///< files have changed: where they lead elsewhere now, or with another credential, it begins anew
    void setWatchful(bool isWatchful);
    /// Every known connection with what is seen of its cluster: the present one from its board, also when it is on no list.
    QList<dashboard::FleetCluster> clusters(const ui::KnownConnection& present, dashboard::Board* board) const;

Q_SIGNALS:
    void changed();

private:
    struct Watched : public QObject {
        std::unique_ptr<Session> session;
        std::unique_ptr<dashboard::Neighbour> reader;
        Error error; ///< it could not be opened
    };
    void open(Watched& one, const Session::Options& options);
    const ui::Program& m_program;
    Reach& m_reach;
    std::map<QString, std::unique_ptr<Watched>> m_all;
    bool m_isWatchful = false;
};

} // namespace cocoon::app
