// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/net/transport.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrlQuery>

#include <functional>
#include <memory>

namespace cocoon::sandbox {

struct ApiRequest {
    QByteArray method;
    QString path; ///< decoded, "/api/v1/namespaces/default/pods/x"
    QUrlQuery query;
    net::Headers headers;
    QByteArray body;
    QString user; ///< already authenticated
    QStringList groups;
};

/// What a handler answers. A watch is a stream: `startWatch` is set, the shell opens a chunked answer and calls it with
/// a sink; it gets back a function that stops the watch.
struct ApiReply {
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    net::Headers headers;
    using Sink = std::function<void(const QByteArray& line)>;
    using End = std::function<void()>;
    std::function<std::function<void()>(Sink, End)> startWatch;

    static ApiReply json(int status, const QJsonObject& object);
    /// A metav1.Status failure ("Forbidden", "NotFound" …).
    static ApiReply failure(int status, const QString& reason, const QString& message, const QJsonObject& details = {});
};

/// The resource verbs of a small Kubernetes API server as a library without sockets: get, list (limit/continue, label and
/// field selectors, resourceVersion), watch (bookmarks, sendInitialEvents, 410), create, replace with optimistic locking,
/// JSON/merge/strategic patch, server-side apply with managedFields, conflicts and dry run, delete with preconditions,
/// propagation, finalizers and owner references, deletecollection, status and scale, eviction, binding, CustomResourceDefinitions
/// with defaults/required/status/printer columns, mutating and validating webhooks by clientConfig.url.
/// Discovery, OpenAPI, Table, authorization and the kubelet proxy are the shell's (front/).
/// Single threaded; answers may come later (webhooks), so the reply is a callback, called exactly once.
class ApiServer : public QObject {
    Q_OBJECT
public:
    struct Options {
        quint32 seed = 1; ///< uids and generated names
        int historyEvents = 5000; ///< watch cache; older versions get 410
        milliseconds bookmarkEvery { 10000 };
        bool builtInGarbageCollector = false; ///< owner references are the controllers' business unless set
        QString stateFile; ///< "" = keep nothing
        /// How long an Event stays after it was last written (OpenShift's setting of kube-apiserver).
        std::chrono::seconds eventTtl { 3 * 3600 };
    };
    ApiServer(Clock& clock, net::Transport* webhookTransport, Options options, QObject* parent = nullptr);
    ~ApiServer() override;

    void handle(const ApiRequest& request, std::function<void(ApiReply)> done);

    /// A kind that is served now (built in or by a CRD).
    struct Kind {
        QString group, version, plural, singular, kind, listKind;
        QStringList shortNames, categories, verbs;
        bool namespaced = true;
        QStringList subresources; ///< "status", "scale", "log", "exec", "eviction", "binding"
        QJsonObject schema; ///< OpenAPI v3 schema (CRDs); empty for built-ins (see front/openapi)
        QJsonArray printerColumns; ///< additionalPrinterColumns of a CRD
        bool fromCrd = false;
    };
    QList<Kind> kinds() const;
    const Kind* kind(const QString& group, const QString& version, const QString& plural) const;

    /// Turns a list or an object into what the client accepts (Table); called for requests whose Accept asks for as=Table.
    /// For a watch it gets every single object. Without a presenter as=Table is passed over.
    using Presenter = std::function<QJsonObject(const Kind&, const QJsonObject& objectOrList, const ApiRequest&)>;
    void setPresenter(Presenter presenter);

    /// Direct reads for the shell (RBAC evaluation, kubelet proxy); never used by actors.
    QJsonObject find(const QString& group, const QString& plural, const QString& ns, const QString& name) const;
    QList<QJsonObject> findAll(const QString& group, const QString& plural, const QString& ns = {}) const;
    qint64 currentResourceVersion() const;
    /// Forget watch history (the next old resourceVersion gets 410): fault injection.
    void compact();

Q_SIGNALS:
    void kindsChanged(); ///< a CRD came, changed or went

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::sandbox
