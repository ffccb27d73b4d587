// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/failure.h"
#include "services/sandbox/api/object_store.h"

#include <QPointer>

namespace cocoon::sandbox {

/// What admission is asked about.
struct AdmissionSubject {
    ApiServer::Kind kind;
    QString ns;
    QString name;
    QString subresource;
    QString operation; ///< "CREATE", "UPDATE", "DELETE", "CONNECT"
    QJsonObject object; ///< empty for DELETE
    QJsonObject oldObject;
    QString user;
    QStringList groups;
    QString uid; ///< of the review
    bool dryRun = false;
};

/// Calls the mutating or validating webhooks that are registered in the store, one after the other, by clientConfig.url.
/// A service cannot be reached from here and counts as "connection refused". Answers at once when no webhook matches.
class Webhooks : public QObject {
    Q_OBJECT
public:
    using Answer = std::function<void(Outcome<QJsonObject>)>;
    enum class Phase { Mutating, Validating };
    Webhooks(const ObjectStore& store, net::Transport* transport, QObject* parent);

    /// Yields the object after all patches.
    void run(Phase phase, const AdmissionSubject& subject, Answer done);

private:
    struct Call;
    QList<QJsonObject> matching(Phase phase, const AdmissionSubject& subject) const;
    void next(const std::shared_ptr<Call>& call);
    void settle(const std::shared_ptr<Call>& call, const QJsonObject& webhook, const Result<net::Response>& answer);
    const ObjectStore& m_store;
    QPointer<net::Transport> m_transport;
};

} // namespace cocoon::sandbox
