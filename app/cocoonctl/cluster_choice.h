// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/session.h"

namespace cocoon::ctl {

/// Which cluster is meant: the one that is named, the only one that fits, else the one that is chosen on the terminal. A name may
/// stand for clusters of several resource groups. What was chosen is kept in the state folder (chosen.json) and meant again; a
/// proposed Intent has it by id. The login must be an API key or a refresh token.
class ClusterChoice : public QObject {
    Q_OBJECT
public:
    /// `resourceGroup` of the Intent: name or id, "" = any.
    ClusterChoice(app::Session::Options session, QString resourceGroup, QObject* parent = nullptr);
    ~ClusterChoice() override;
    /// Yields a name or an id. Errors: Invalid where nobody can be asked or nothing was chosen (it lists the candidates), NotFound
    /// where no cluster fits. A name that no cluster has comes back as it is: the set-up says what is wrong with it.
    Job<QString>* find();

private:
    void choose(const QJsonArray& clusters);
    QString kept() const;
    void keep(const QString& id) const;
    QString file() const { return app::Session::stateRoot(m_session.stateDir) + QStringLiteral("/chosen.json"); }

    app::Session::Options m_session;
    QString m_resourceGroup;
    SystemClock m_clock;
    std::unique_ptr<net::HttpTransport> m_wire;
    std::unique_ptr<net::RetryTransport> m_transport;
    std::unique_ptr<ibm::Cloud> m_cloud;
    Job<QString>* m_job = nullptr;
};

} // namespace cocoon::ctl
