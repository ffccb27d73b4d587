// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/base/json_shape.h"
#include "services/kube/config.h"
#include "services/kube/resource.h"
#include "services/kube/status_error.h"
#include "services/net/transport.h"

#include <QJsonObject>

#include <functional>
#include <memory>

namespace cocoon::kube {

struct ListOptions {
    QString labelSelector;
    QString fieldSelector;
    QString resourceVersion; ///< "" most recent, "0" any cached
    int limit = 500; ///< page size
    bool metadataOnly = false; ///< PartialObjectMetadataList
    int timeoutSeconds = 0; ///< openWatch only: when the server ends the watch; 0 = as it likes
    QString continueToken {}; ///< table() only: the page after another
    JsonShape shape {}; ///< forEach() only: what is read of each item
};

struct ListResult {
    QList<QJsonObject> items; ///< apiVersion and kind filled in
    QString resourceVersion;
};

enum class PatchType { Json, Merge, Strategic };
enum class Propagation { Default, Background, Foreground, Orphan };

struct WriteOptions {
    QString fieldManager = QStringLiteral("cocoon");
    bool dryRun = false;
    bool force = false; ///< server-side apply only
};

struct DeleteOptions {
    Propagation propagation = Propagation::Default;
    QString uid; ///< precondition, empty = none
    QString resourceVersion; ///< precondition
    std::optional<int> gracePeriodSeconds {};
};

struct LogOptions {
    QString container;
    bool follow = false;
    bool previous = false;
    bool timestamps = false;
    int tailLines = -1;
    int limitBytes = -1;
    QString sinceTime;
};

struct ExecResult {
    int exitCode = 0;
    QByteArray out;
    QByteArray err;
    QString message; ///< of the Status frame when it failed
};

struct Version {
    QString gitVersion;
    int major = 0;
    int minor = 0;
};

/// Typed door to one API server. All replies with a Status body become an Error: code from status and reason
/// (401 Unauthorized, 403 Forbidden, 404 NotFound, 409 Conflict, 410 Gone, 422/400 Invalid, 429 RateLimited,
/// 5xx Server), message = the server's message, detail = the raw body. Jobs are parented to the client.
/// Never repeats a request by itself (the RetryTransport below it does, for idempotent ones), except once after a 401
/// when the credentials could be renewed. Empty `ns` of a write means the namespace in the body. Bodies of Secrets travel
/// as Request::secretBody. Thread: GUI thread.
class Client : public QObject {
    Q_OBJECT
public:
    /// `transport` must already trust the server (Access::tls); the client adds credentials: token, token file, exec
    /// plug-in (run lazily, cached until expiry), client certificates come with the transport.
    Client(net::Transport& transport, Access access, QObject* parent = nullptr);
    ~Client() override;

    const Access& access() const;
    /// The last request was not even sent: its credential (plug-in, token file) could not be had.
    bool lacksCredential() const;

    Job<Version>* version();
    /// Everything the server serves (aggregated discovery when offered, else group by group). A group that fails
    /// (503 of an aggregated API) is left out and named in `failedGroups`.
    struct Discovery {
        QList<Resource> resources;
        QStringList failedGroups;
        bool has(const QString& qualified) const;
    };
    Job<Discovery>* discover();

    Job<QJsonObject>* get(const Resource& r, const QString& ns, const QString& name);
    /// All pages collected. 410 in the middle starts again once. With `metadataOnly` items keep the kind of `r`.
    Job<ListResult>* list(const Resource& r, const QString& ns = {}, const ListOptions& options = {});
    /// The same as a stream of items: memory stays near one page. `item` is called per object; result = resourceVersion.
    /// 410 in the middle is Errc::Gone here, because what was handed out cannot be taken back.
    Job<QString>* forEach(const Resource& r, const QString& ns, const ListOptions& options,
        std::function<void(QJsonObject&&)> item);

    /// One page as the server prints it: a meta.k8s.io/v1 Table with the metadata of each row's object.
    Job<QJsonObject>* table(const Resource& r, const QString& ns, const ListOptions& options);

    Job<QJsonObject>* create(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o = {});
    Job<QJsonObject>* replace(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o = {},
        const QString& subresource = {});
    Job<QJsonObject>* apply(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o = {},
        const QString& subresource = {});
    Job<QJsonObject>* patch(const Resource& r, const QString& ns, const QString& name, PatchType type,
        const QJsonValue& patch, const WriteOptions& o = {}, const QString& subresource = {});
    Job<QJsonObject>* remove(const Resource& r, const QString& ns, const QString& name, const DeleteOptions& o = {});
    /// policy/v1, or v1beta1 where the server has no v1. 429 (a disruption budget) comes back as RateLimited.
    Job<Done>* evict(const QString& ns, const QString& pod);

    Job<QByteArray>* logs(const QString& ns, const QString& pod, const LogOptions& o);
    /// Streams are owned by the client; after close() or `ended` the caller deletes them (deleteLater).
    net::Stream* followLogs(const QString& ns, const QString& pod, const LogOptions& o);
    /// WebSocket, v4.channel.k8s.io. `stdinData` is sent at once; exit code from the status frame.
    Job<ExecResult>* exec(const QString& ns, const QString& pod, const QString& container, const QStringList& command,
        const QByteArray& stdinData = {});

    struct AccessQuestion {
        QString verb;
        QString group;
        QString resource;
        QString subresource;
        QString ns;
        QString name;
    };
    Job<bool>* canI(const AccessQuestion& question);
    /// What we may do in a namespace, as `kubectl auth can-i --list` knows it (SelfSubjectRulesReview): `status` with
    /// resourceRules, nonResourceRules and `incomplete` (an authorizer that cannot list its rules).
    Job<QJsonObject>* rules(const QString& ns);

    /// Any request below the server's URL with our credentials (path starts with '/'); status ≥ 400 becomes an Error.
    Job<net::Response>* raw(const QByteArray& method, const QString& pathAndQuery, const QByteArray& body = {},
        const QByteArray& contentType = {});
    /// Opens a watch as raw stream of lines; Reflector is what you want instead.
    net::Stream* openWatch(const Resource& r, const QString& ns, const ListOptions& options, bool sendInitialEvents);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::kube
