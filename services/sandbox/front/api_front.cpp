// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/api_front.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/base/yaml.h"
#include "services/kube/object.h"
#include "services/sandbox/front/kubelet_proxy.h"
#include "services/sandbox/front/protobuf_body.h"
#include "services/sandbox/front/reply_writer.h"
#include "services/sandbox/front/table.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    ApiReply unauthorized()
    {
        return ApiReply::failure(401, u"Unauthorized"_s, u"Unauthorized"_s);
    }
    ApiReply forbidden(const User& user, const RequestInfo& what)
    {
        return ApiReply::failure(403, u"Forbidden"_s, Rbac::refusal(user, what), Rbac::refusalDetails(what));
    }
    ApiReply notServed()
    {
        return ApiReply::failure(404, u"NotFound"_s, u"the server could not find the requested resource"_s);
    }
    ApiReply text(int status, const QByteArray& body)
    {
        ApiReply reply;
        reply.status = status;
        reply.contentType = "text/plain; charset=utf-8";
        reply.body = body;
        return reply;
    }
    bool isPublic(const QString& path)
    {
        static const QStringList paths { u"/version"_s, u"/version/"_s, u"/healthz"_s, u"/livez"_s, u"/readyz"_s };
        return paths.contains(path);
    }
    TablePrinter::IncludeObject includeObject(const QUrlQuery& query)
    {
        const QString value = query.queryItemValue(u"includeObject"_s);
        return value == "None"_L1 ? TablePrinter::IncludeObject::None
            : value == "Object"_L1 ? TablePrinter::IncludeObject::Object : TablePrinter::IncludeObject::Metadata;
    }
    /// The real server indents for people's tools.
    bool isPretty(const net::ServerRequest& request)
    {
        const QString value = request.query.queryItemValue(u"pretty"_s);
        if (!value.isEmpty()) {
            return value == "true"_L1 || value == "1"_L1;
        }
        const QByteArray agent = request.headers.value("User-Agent");
        return agent.startsWith("curl") || agent.startsWith("Wget") || agent.startsWith("Mozilla/5.0");
    }
    QJsonObject namespaceObject(const QString& name)
    {
        return { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Namespace"_s },
            { u"metadata"_s, QJsonObject { { u"name"_s, name } } } };
    }
}

ApiFront::ApiFront(ApiServer& api, Clock& clock, net::Transport& kubeletTransport, Options options, QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_rbac(api)
    , m_reviews(api, m_authenticator, m_rbac)
    , m_documents(api, m_options.gitVersion)
    , m_kubelets(std::make_unique<KubeletProxy>(api, kubeletTransport))
{
    connect(&m_compactTimer, &QTimer::timeout, this, [this] { m_api.compact(); });
    connect(&m_cutTimer, &QTimer::timeout, this, [this] {
        const QList<QPointer<net::Exchange>> watches = std::exchange(m_watches, {});
        for (const QPointer<net::Exchange>& exchange : watches) {
            if (exchange) {
                exchange->abort();
            }
        }
    });
    if (fault(u"compactEvery"_s) > 0) {
        m_compactTimer.start(static_cast<int>(fault(u"compactEvery"_s) * 1000));
    }
    if (fault(u"cutWatches"_s) > 0) {
        m_cutTimer.start(static_cast<int>(fault(u"cutWatches"_s) * 1000));
    }
}

ApiFront::~ApiFront() = default;

double ApiFront::fault(const QString& name) const
{
    const QJsonValue flat = m_options.faults.value(u"api."_s + name);
    const QJsonValue value = flat.isUndefined() ? at(m_options.faults, { u"api", name }) : flat;
    return value.isString() ? value.toString().toDouble() : value.toDouble();
}

void ApiFront::bootstrap()
{
    const auto create = [this](const QString& path, const QJsonObject& object) {
        ApiRequest request;
        request.method = "POST";
        request.path = path;
        request.body = toJson(object);
        request.headers.add("Content-Type", "application/json");
        request.user = u"system:apiserver"_s;
        request.groups = QStringList { u"system:masters"_s };
        m_api.handle(request, [path](const ApiReply& reply) {
            if (reply.status >= 400 && reply.status != 409) { // 409: it is there from an earlier run
                qCWarning(lcSandbox) << "could not make" << path << reply.status << reply.body;
            }
        });
    };
    for (const QString& name : { u"default"_s, u"kube-system"_s, u"kube-public"_s, u"kube-node-lease"_s, u"team-a"_s }) {
        if (m_api.find({}, u"namespaces"_s, {}, name).isEmpty()) {
            create(u"/api/v1/namespaces"_s, namespaceObject(name));
        }
    }
    const QList<QJsonObject> objects = Rbac::bootstrapObjects();
    for (const QJsonObject& object : objects) {
        const QString ns = kube::namespaceOf(object);
        const QString plural = object.value("kind"_L1).toString().toLower() + u's';
        const QString base = u"/apis/rbac.authorization.k8s.io/v1/"_s;
        if (m_api.find(u"rbac.authorization.k8s.io"_s, plural, ns, kube::nameOf(object)).isEmpty()) {
            create(ns.isEmpty() ? base + plural : base + u"namespaces/"_s + ns + u'/' + plural, object);
        }
    }
    if (m_api.find({}, u"services"_s, u"default"_s, u"kubernetes"_s).isEmpty()) {
        create(u"/api/v1/namespaces/default/services"_s,
            { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Service"_s },
                { u"metadata"_s,
                    QJsonObject { { u"name"_s, u"kubernetes"_s },
                        { u"labels"_s, QJsonObject { { u"component"_s, u"apiserver"_s }, { u"provider"_s, u"kubernetes"_s } } } } },
                { u"spec"_s,
                    QJsonObject { { u"type"_s, u"ClusterIP"_s }, { u"clusterIP"_s, u"172.21.0.1"_s },
                        { u"ports"_s,
                            QJsonArray { QJsonObject { { u"name"_s, u"https"_s }, { u"port"_s, 443 },
                                { u"protocol"_s, u"TCP"_s }, { u"targetPort"_s, 2040 } } } } } } });
    }
}

bool ApiFront::isOverRate()
{
    const int limit = static_cast<int>(fault(u"rateLimit"_s));
    if (limit <= 0) {
        return false;
    }
    const qint64 second = QDateTime::currentSecsSinceEpoch();
    if (second != m_second) {
        m_second = second;
        m_requestsThisSecond = 0;
    }
    return ++m_requestsThisSecond > limit;
}

void ApiFront::handle(net::Exchange& exchange)
{
    const std::optional<User> user = m_authenticator.authenticate(exchange.request());
    if (!user || user->name != actorUser()) {
        if (isOverRate()) {
            ApiReply reply = ApiReply::failure(429, u"TooManyRequests"_s,
                u"Too many requests, please try again later."_s, { { u"retryAfterSeconds"_s, 1 } });
            reply.headers.add("Retry-After", "1");
            sendReply(exchange, reply);
            return;
        }
        if (const int latency = static_cast<int>(fault(u"latencyMs"_s)); latency > 0) {
            QPointer<net::Exchange> guard(&exchange);
            QTimer::singleShot(latency, &exchange, [this, guard] {
                if (guard) {
                    serve(*guard);
                }
            });
            return;
        }
    }
    serve(exchange);
}

std::optional<User> ApiFront::impersonated(const User& user, net::Exchange& exchange)
{
    const net::Headers& headers = exchange.request().headers;
    const QString name = QString::fromUtf8(headers.value("Impersonate-User"));
    if (name.isEmpty()) {
        return user;
    }
    QStringList groups;
    const QList<QByteArray> values = headers.values("Impersonate-Group");
    for (const QByteArray& value : values) {
        groups.append(QString::fromUtf8(value));
    }
    RequestInfo what;
    what.isResource = true;
    what.verb = u"impersonate"_s;
    const auto refuse = [&](const QString& resource, const QString& object) {
        what.resource = resource;
        what.name = object;
        if (m_rbac.allows(user, what)) {
            return false;
        }
        sendReply(exchange, forbidden(user, what));
        return true;
    };
    if (refuse(u"users"_s, name)) {
        return std::nullopt;
    }
    for (const QString& group : std::as_const(groups)) {
        if (refuse(u"groups"_s, group)) {
            return std::nullopt;
        }
    }
    return Authenticator::user(name, groups);
}

void ApiFront::serve(net::Exchange& exchange)
{
    const net::ServerRequest& request = exchange.request();
    const QString& path = request.path;
    std::optional<User> user = m_authenticator.authenticate(request);
    if (!user) {
        const bool hasCredentials = request.headers.contains("Authorization");
        if (hasCredentials || !isPublic(path)) {
            sendReply(exchange, unauthorized());
            return;
        }
        user = User { u"system:anonymous"_s, { u"system:unauthenticated"_s }, {} };
    }
    user = impersonated(*user, exchange);
    if (!user) {
        return;
    }
    RequestInfo what = RequestInfo::parse(request.method, path, request.query);
    static const QStringList connections { u"exec"_s, u"attach"_s, u"portforward"_s };
    if (what.isResource && connections.contains(what.subresource)) {
        // current servers want both rights: "get" of the WebSocket and "create" of what it does
        RequestInfo create = what;
        create.verb = u"create"_s;
        if (!m_rbac.allows(*user, create)) {
            sendReply(exchange, forbidden(*user, create));
            return;
        }
    }
    if (!m_rbac.allows(*user, what)) {
        sendReply(exchange, forbidden(*user, what));
        return;
    }
    if (!what.isResource) {
        if (const std::optional<ApiReply> reply = m_documents.answer(request, negotiate(request.headers.value("Accept")))) {
            finish(exchange, *reply, what, {});
        } else {
            const bool isKnownGroup = path.startsWith("/apis/"_L1) && m_documents.servesGroup(path.section(u'/', 2, 2));
            sendReply(exchange, path.startsWith("/api"_L1) && !isKnownGroup ? text(404, "404 page not found\n") : notServed());
        }
        return;
    }
    if (!what.group.isEmpty() && !m_documents.servesGroup(what.group)) {
        sendReply(exchange, text(404, "404 page not found\n"));
        return;
    }
    serveResource(exchange, *user, what);
}

ApiReply ApiFront::createToken(const RequestInfo& what, const QByteArray& body)
{
    const QJsonObject account = m_api.find({}, u"serviceaccounts"_s, what.ns, what.name);
    if (account.isEmpty()) {
        return ApiReply::failure(404, u"NotFound"_s, u"serviceaccounts \"%1\" not found"_s.arg(what.name),
            { { u"name"_s, what.name }, { u"kind"_s, u"serviceaccounts"_s } });
    }
    const Result<QJsonObject> parsed = parseJsonObject(body);
    QJsonObject answer = parsed ? *parsed : QJsonObject();
    const int seconds = at(answer, { u"spec", u"expirationSeconds" }).toInt(3600);
    const QString subject = u"system:serviceaccount:%1:%2"_s.arg(what.ns, what.name);
    const QDateTime expires = m_clock.now().addSecs(seconds);
    const auto part = [](const QJsonObject& object) {
        return toJson(object).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    const QByteArray token = part({ { u"alg"_s, u"RS256"_s }, { u"kid"_s, u"sandbox"_s } }) + '.'
        + part({ { u"sub"_s, subject }, { u"iss"_s, u"https://kubernetes.default.svc"_s },
            { u"iat"_s, m_clock.now().toSecsSinceEpoch() }, { u"exp"_s, expires.toSecsSinceEpoch() } })
        + '.' + QUuid::createUuid().toRfc4122().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    m_authenticator.addToken(
        Secret(token), subject, { u"system:serviceaccounts"_s, u"system:serviceaccounts:"_s + what.ns });
    answer.insert(u"kind"_s, u"TokenRequest"_s);
    answer.insert(u"apiVersion"_s, u"authentication.k8s.io/v1"_s);
    answer.insert(u"status"_s,
        QJsonObject { { u"token"_s, QString::fromLatin1(token) }, { u"expirationTimestamp"_s, kube::timestamp(expires) } });
    return ApiReply::json(201, answer);
}

void ApiFront::serveResource(net::Exchange& exchange, const User& user, const RequestInfo& what)
{
    const net::ServerRequest& request = exchange.request();
    const Wanted wanted = negotiate(request.headers.value("Accept"));
    QByteArray body = request.body;
    if (m_kubelets->take(what, exchange)) {
        return;
    }
    if (!wanted.acceptable) {
        sendReply(exchange, ApiReply::failure(406, u"NotAcceptable"_s,
            u"only the following media types are accepted: application/json, application/yaml"_s));
        return;
    }
    if (!m_reviews.isServed(what) && !m_api.kind(what.group, what.version, what.resource)) {
        sendReply(exchange, notServed()); // whatever the body is
        return;
    }
    net::Headers headers = request.headers;
    const QByteArray contentType = headers.value("Content-Type").split(';').value(0).trimmed();
    if (contentType == "application/vnd.kubernetes.protobuf" && !body.isEmpty()) {
        const Result<QJsonObject> object = decodeProtobufBody(body);
        if (!object) {
            sendReply(exchange, ApiReply::failure(415, u"UnsupportedMediaType"_s,
                u"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml"_s));
            return;
        }
        body = toJson(*object);
        headers.set("Content-Type", "application/json");
    }
    if (contentType == "application/yaml") {
        const Result<YamlDocument> document = parseYaml(body);
        if (!document) {
            sendReply(exchange, ApiReply::failure(400, u"BadRequest"_s,
                u"the object provided is unrecognized (must be of type %1): %2"_s.arg(what.resource, document.error().message)));
            return;
        }
        body = toJson(document->value);
        headers.set("Content-Type", "application/json");
    }
    if (std::optional<ApiReply> reply = m_reviews.answer(what, user, body)) {
        finish(exchange, *reply, what, wanted);
        return;
    }
    if (what.resource == "serviceaccounts"_L1 && what.subresource == "token"_L1 && what.verb == "create"_L1) {
        finish(exchange, createToken(what, body), what, wanted);
        return;
    }
    QStringList warnings;
    if (what.verb == "create"_L1 || what.verb == "update"_L1 || what.verb == "patch"_L1) {
        OpenApi::FieldCheck check = m_documents.openApi().checkFields(what, request.query, body);
        if (check.refusal) {
            finish(exchange, *check.refusal, what, {});
            return;
        }
        body = check.body;
        warnings = check.warnings;
    }
    headers.set("Accept", wanted.inner);
    ApiRequest inner { request.method, request.path, request.query, headers, body, user.name, user.groups };
    QPointer<net::Exchange> guard(&exchange);
    m_api.handle(inner, [this, guard, what, wanted, warnings](ApiReply reply) {
        if (!guard) {
            return;
        }
        if (reply.startWatch) {
            stream(*guard, reply, what, wanted);
        } else {
            for (const QString& warning : warnings) {
                reply.headers.add("Warning", "299 - \"" + QString(warning).replace(u'"', "\\\""_L1).toUtf8() + '"');
            }
            finish(*guard, reply, what, wanted);
        }
    });
}

void ApiFront::stream(net::Exchange& exchange, const ApiReply& reply, const RequestInfo& what, const Wanted& wanted)
{
    QPointer<net::Exchange> guard(&exchange);
    const bool isWebSocket = exchange.isWebSocketUpgrade();
    if (isWebSocket) {
        exchange.acceptWebSocket(exchange.offeredSubprotocols().value(0).toLatin1());
    } else {
        QByteArray contentType = "application/json";
        if (wanted.table) {
            contentType += ";as=Table;g=meta.k8s.io;v=" + wanted.tableVersion;
        }
        exchange.beginStream(200, standardHeaders(contentType));
    }
    const ApiServer::Kind* kind = m_api.kind(what.group, what.version, what.resource);
    const TablePrinter::Printer printer = wanted.table && kind ? TablePrinter::forKind(*kind) : TablePrinter::Printer();
    const auto include = includeObject(exchange.request().query);
    auto isFirst = std::make_shared<bool>(true);
    const auto sink = [this, guard, wanted, printer, include, isFirst, isWebSocket](const QByteArray& line) {
        if (!guard) {
            return;
        }
        QByteArray out = line;
        if (wanted.table && printer.cells) {
            const TablePrinter table(printer, include, wanted.tableVersion, m_clock.now());
            out = table.watchEvent(line, *isFirst);
            *isFirst = false;
        }
        if (isWebSocket) {
            guard->sendMessage(out.trimmed(), false);
        } else {
            guard->write(out.endsWith('\n') ? out : out + '\n');
        }
    };
    const auto end = [guard, isWebSocket] {
        if (guard) {
            isWebSocket ? guard->closeWebSocket() : guard->finish();
        }
    };
    m_watches.removeIf([](const QPointer<net::Exchange>& watch) { return watch.isNull(); });
    m_watches.append(guard);
    const std::function<void()> stop = reply.startWatch(sink, end);
    if (!guard) {
        stop();
        return;
    }
    connect(&exchange, &net::Exchange::closed, this, [stop] { stop(); });
}

void ApiFront::finish(net::Exchange& exchange, ApiReply reply, const RequestInfo& what, const Wanted& wanted)
{
    const bool isRead = what.verb == "get"_L1 || what.verb == "list"_L1;
    const bool wantsTable = wanted.table && isRead && reply.status == 200;
    const bool isPlain = reply.contentType == "application/json";
    const bool pretty = isPretty(exchange.request()) && reply.body.size() < 1024 * 1024;
    if (isPlain && (wantsTable || wanted.yaml || pretty)) {
        const Result<QJsonObject> object = parseJsonObject(reply.body);
        if (object) {
            QJsonObject shown = *object;
            if (wantsTable) {
                const ApiServer::Kind* kind = m_api.kind(what.group, what.version, what.resource);
                const TablePrinter printer(TablePrinter::forKind(kind ? *kind : ApiServer::Kind(), what.subresource),
                    includeObject(exchange.request().query), wanted.tableVersion, m_clock.now());
                shown = printer.table(shown);
                reply.contentType = "application/json;as=Table;g=meta.k8s.io;v=" + wanted.tableVersion;
            }
            if (wanted.yaml) {
                reply.contentType = "application/yaml";
                reply.body = toYaml(shown);
            } else {
                reply.body = pretty ? toPrettyJson(shown) : toJson(shown);
            }
        }
    }
    sendReply(exchange, reply);
}

} // namespace cocoon::sandbox
