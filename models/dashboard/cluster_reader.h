// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/interner.h"
#include "models/dashboard/log_follower.h"
#include "services/base/job.h"

#include <QDateTime>
#include <QJsonObject>

#include <functional>

namespace cocoon::dashboard {

/// A kind the cluster serves, by the names people type.
struct KindInfo {
    QString kind; ///< "Deployment"
    QString plural; ///< "deployments"
    QString group; ///< "apps", "" for core
    QString version;
    bool isNamespaced = true;

    QString qualified() const { return group.isEmpty() ? plural : plural + u'.' + group; }
    QString title() const; ///< "Deployments"
    bool isSecret() const { return group.isEmpty() && plural == u"secrets"; }
    bool operator==(const KindInfo&) const = default;
};

/// One event as a person reads it.
struct EventRow {
    QDateTime time;
    bool isWarning = false;
    QString reason;
    QString message;
    QString source;
    int count = 1;
    bool operator==(const EventRow&) const = default;
};

/// A list as the server prints it.
struct KindPage {
    struct Column {
        QString name;
        QString type;
        bool isWide = false; ///< shown by `-o wide` only
    };
    struct Row {
        QString name;
        QString ns;
        QString uid;
        QDateTime created;
        QStringList cells;
        TextMap labels;
        TextMap annotations; ///< short ones; of a Secret none
        QString version {}; ///< resourceVersion
    };
    QList<Column> columns;
    QList<Row> rows;
    QString continueToken; ///< more to come
};

/// Reads single things of a cluster on demand, for what somebody looks at. Secret values never get further than here. Jobs are
/// parented to the reader.
class ClusterReader : public QObject {
    Q_OBJECT
public:
    using Connect = std::function<Job<kube::Client*>*()>;
    explicit ClusterReader(Connect connect, QObject* parent = nullptr);

    /// What the cluster serves and can list, sorted by kind.
    Job<QList<KindInfo>>* kinds();
    /// Without managedFields; every value of a Secret is "(hidden)", and so is an annotation that may hold one.
    Job<QJsonObject>* object(const KindInfo& kind, const QString& ns, const QString& name);
    Job<QList<EventRow>>* events(const QString& ns, const QString& uid);
    Job<KindPage>* page(const KindInfo& kind, const QString& ns, const QString& continueToken);
    Job<QStringList>* namespaces();
    /// The follower belongs to `owner`; of `options` container, previous and sinceTime count.
    LogFollower* followLog(const QString& ns, const QString& pod, const kube::LogOptions& options, QObject* owner);

    static KindInfo pods();
    static KindInfo peerPods();
    /// What object() gives back, out of what the server said.
    static QJsonObject masked(QJsonObject object, bool isSecret);
    static KindPage readPage(const QJsonObject& table, bool isSecret = false);
    static QList<EventRow> readEvents(const QList<QJsonObject>& events);

private:
    Connect m_connect;
};

} // namespace cocoon::dashboard
