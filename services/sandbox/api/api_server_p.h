// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/field_type.h"
#include "services/sandbox/api/managed_fields.h"
#include "services/sandbox/api/object_store.h"
#include "services/sandbox/api/request.h"
#include "services/sandbox/api/selectors.h"
#include "services/sandbox/api/webhooks.h"

#include <QTimer>

#include <deque>
#include <random>

namespace cocoon::sandbox {

using Kind = ApiServer::Kind;
using Reply = std::function<void(ApiReply)>;

/// One request that changes something, on its way through admission.
struct Write {
    ApiRequest request;
    Kind kind;
    QString resource; ///< of the store
    QString ns;
    QString name;
    QString subresource;
    Reply done;
    bool dryRun = false;
    int tries = 0;
    QStringList warnings;
    bool creates = false; ///< an apply or create: answers 201
    bool tracked = false; ///< managedFields were already made (apply)

    QString key() const { return ObjectStore::key(ns, name); }
    void refuse(const Failure& failure) const { done(toReply(failure)); }
};
using WritePtr = std::shared_ptr<Write>;

struct DeleteOptions {
    std::optional<qint64> grace;
    QString propagation;
    QString uid;
    QString resourceVersion;
    bool dryRun = false;
};

struct ApiServer::Private {
    Private(ApiServer& server, Clock& worldClock, net::Transport* transport, Options given);

    // api_server.cpp: kinds, names, presentation
    void loadKinds();
    void bootstrap();
    void save();
    void load();
    void expireEvents(); ///< looks at the oldest only; asked with every request
    const Kind* kindOf(const QString& group, const QString& version, const QString& plural) const;
    QString now(qint64 plusSeconds = 0) const;
    QString newUid();
    QString newSuffix();
    FieldType typeOf(const Kind& kind) const;
    QString storageVersion(const Kind& kind) const;
    Writer writerOf(const Write& write) const;
    QJsonObject presented(const Kind& kind, const QJsonObject& object, Shape shape, const ApiRequest& request) const;
    void answer(const Write& write, int status, const QJsonObject& object) const;

    // api_read.cpp
    void get(const Write& read);
    void list(const Write& read);
    void watch(const Write& read);

    // api_write.cpp
    using Transform = std::function<Outcome<QJsonObject>(const QJsonObject& current)>;
    void create(const WritePtr& write);
    void createObject(const WritePtr& write, QJsonObject object);
    QJsonObject ownedByCreator(const Write& write, const QJsonObject& created, const QJsonObject& given) const;
    void replace(const WritePtr& write);
    void patch(const WritePtr& write);
    void apply(const WritePtr& write);
    void update(const WritePtr& write, const Transform& transform);
    Outcome<QJsonObject> shaped(Write& write, const QJsonObject& object) const;
    void admit(const WritePtr& write, const QJsonObject& object, const QJsonObject& before, Webhooks::Answer done);
    void commitUpdate(const WritePtr& write, const ObjectPtr& current, QJsonObject next, const Transform& transform, bool optimistic);
    Outcome<QJsonObject> merged(const Write& write, const QJsonObject& current, const QJsonObject& next) const;

    // api_delete.cpp
    void remove(const WritePtr& write);
    void removeCollection(const WritePtr& write);
    Outcome<DeleteOptions> deleteOptions(const ApiRequest& request) const;
    struct Removed {
        QJsonObject object;
        bool gone = false;
    };
    Outcome<Removed> removeObject(const Kind& kind, const QString& key, const DeleteOptions& options, bool dryRun);
    ObjectPtr put(const Kind& kind, const QString& key, const QJsonObject& object);
    void drop(const Kind& kind, const QString& key);
    bool isFinished(const QJsonObject& object) const;
    void afterRemoval(const Kind& kind, const QJsonObject& object);
    void emptyCrd(const QJsonObject& crd);
    void collectGarbage();

    // api_subresources.cpp
    void evict(const WritePtr& write);
    void bind(const WritePtr& write);
    void getScale(const Write& read);
    void writeScale(const WritePtr& write);
    void finalize(const WritePtr& write);
    QJsonObject scaleOf(const Kind& kind, const QJsonObject& object) const;

    ApiServer& q;
    Clock& clock;
    Options options;
    ObjectStore store;
    Webhooks* webhooks;
    Presenter presenter;
    std::map<QString, Kind> kinds; ///< "group/version/plural"
    std::map<QString, QString> storageVersions; ///< resource → apiVersion of CRD instances in the store
    std::mt19937 random;
    quint32 addresses = 0;
    struct WrittenEvent {
        QString key;
        qint64 version = 0;
        QDateTime at;
    };
    std::deque<WrittenEvent> writtenEvents; ///< oldest first, for expireEvents()
    QTimer saveTimer;
    bool garbagePending = false;
};

/// A body as it is meant: apiVersion, kind, name and namespace checked against the path and filled in (api_write.cpp).
Outcome<QJsonObject> identified(QJsonObject object, const Write& write);
/// The name of a kind's table in the store, the same for all its versions.
inline QString resourceOf(const Kind& kind) { return qualifiedResource(kind); }
/// metadata of an object.
inline QJsonObject metadataOf(const QJsonObject& object)
{
    return object.value(QLatin1String("metadata")).toObject();
}

} // namespace cocoon::sandbox
