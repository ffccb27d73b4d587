// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/client.h"

#include "services/base/json.h"
#include "services/kube/discovery_run.h"
#include "services/kube/exec_session.h"
#include "services/kube/list_run.h"
#include "services/kube/object.h"

#include <QRegularExpression>

namespace cocoon::kube {

struct Client::Private {
    Private(net::Transport& transport, Access a, Client* client)
        : access(std::move(a))
        , requester(transport, access, client)
    {
    }

    Access access;
    Requester requester;
    QString evictionVersion; ///< of policy, once an eviction showed what the server has

    const RequestBuilder& build() const { return requester.build(); }
};

Client::Client(net::Transport& transport, Access access, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(transport, std::move(access), this))
{
}

Client::~Client()
{
    // Jobs and streams use the requester; they go first.
    qDeleteAll(findChildren<QObject*>(QString(), Qt::FindDirectChildrenOnly));
}

const Access& Client::access() const
{
    return d->access;
}

bool Client::lacksCredential() const
{
    return d->requester.lacksCredential();
}

Job<Version>* Client::version()
{
    return mapJob<Version, QJsonObject>(d->requester.sendJson(d->build().plain("GET", QStringLiteral("/version")), QStringLiteral("gitVersion")), this,
        [](const Result<QJsonObject>& r) -> Result<Version> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            // "29+" on some vendors' servers
            static const QRegularExpression digits(QStringLiteral("^\\d+"));
            Version version;
            version.gitVersion = str(*r, { u"gitVersion" });
            version.major = digits.match(str(*r, { u"major" })).captured().toInt();
            version.minor = digits.match(str(*r, { u"minor" })).captured().toInt();
            return version;
        });
}

bool Client::Discovery::has(const QString& qualified) const
{
    return std::any_of(resources.cbegin(), resources.cend(),
        [&qualified](const Resource& resource) { return resource.qualified() == qualified; });
}

Job<Client::Discovery>* Client::discover()
{
    return startDiscovery(d->requester);
}

Job<QJsonObject>* Client::get(const Resource& r, const QString& ns, const QString& name)
{
    return d->requester.sendJson(d->build().get(r, ns, name));
}

Job<ListResult>* Client::list(const Resource& r, const QString& ns, const ListOptions& options)
{
    auto collected = std::make_shared<QList<QJsonObject>>();
    ListRun run { r, ns, options, [collected](QJsonObject&& object) { collected->append(std::move(object)); },
        [collected] { collected->clear(); }, 1 };
    return mapJob<ListResult, QString>(ListRun::start(d->requester, std::move(run)), this,
        [collected](const Result<QString>& version) -> Result<ListResult> {
            if (!version) {
                return tl::unexpected(version.error());
            }
            return ListResult { std::move(*collected), *version };
        });
}

Job<QString>* Client::forEach(const Resource& r, const QString& ns, const ListOptions& options,
    std::function<void(QJsonObject&&)> item)
{
    return ListRun::start(d->requester, ListRun { r, ns, options, std::move(item), {}, 0 });
}

Job<QJsonObject>* Client::table(const Resource& r, const QString& ns, const ListOptions& options)
{
    net::Request request = d->build().list(r, ns, options, options.continueToken);
    request.headers.set("Accept", "application/json;as=Table;g=meta.k8s.io;v=v1,application/json");
    return d->requester.sendJson(request);
}

Job<QJsonObject>* Client::create(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o)
{
    return d->requester.sendJson(d->build().create(r, ns, body, o));
}

Job<QJsonObject>* Client::replace(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o,
    const QString& subresource)
{
    return d->requester.sendJson(d->build().replace(r, ns, body, o, subresource));
}

Job<QJsonObject>* Client::apply(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o,
    const QString& subresource)
{
    return d->requester.sendJson(d->build().apply(r, ns, body, o, subresource));
}

Job<QJsonObject>* Client::patch(const Resource& r, const QString& ns, const QString& name, PatchType type,
    const QJsonValue& patch, const WriteOptions& o, const QString& subresource)
{
    return d->requester.sendJson(d->build().patch(r, ns, name, type, patch, o, subresource));
}

Job<QJsonObject>* Client::remove(const Resource& r, const QString& ns, const QString& name, const DeleteOptions& o)
{
    return d->requester.sendJson(d->build().remove(r, ns, name, o));
}

namespace {
    /// Did the server not understand the version of the Eviction (as opposed to not knowing the pod)?
    bool isUnknownEviction(const Error& error)
    {
        if (error.code == Errc::Invalid) {
            return error.httpStatus == 400;
        }
        if (error.code != Errc::NotFound) {
            return false;
        }
        const Result<QJsonObject> body = parseJsonObject(error.detail.toUtf8());
        return !body || str(*body, { u"details", u"kind" }) != QLatin1String("pods");
    }
}

Job<Done>* Client::evict(const QString& ns, const QString& pod)
{
    auto* job = new Job<Done>(this);
    const bool isKnown = !d->evictionVersion.isEmpty();
    const QString first = isKnown ? d->evictionVersion : QStringLiteral("v1");
    Job<net::Response>* inner = d->requester.sendChecked(d->build().evict(ns, pod, first));
    auto current = std::make_shared<QPointer<JobBase>>(inner);
    job->onCancel([current] {
        if (*current) {
            (*current)->cancel();
        }
    });
    inner->then(job, [this, job, current, isKnown, ns, pod](const Result<net::Response>& r) {
        if (r) {
            if (!isKnown) {
                d->evictionVersion = QStringLiteral("v1");
            }
            job->resolve(Done {});
            return;
        }
        if (isKnown || !isUnknownEviction(r.error())) {
            job->resolve(tl::unexpected(r.error()));
            return;
        }
        // Servers before 1.22 know policy/v1beta1 only.
        Job<net::Response>* second
            = d->requester.sendChecked(d->build().evict(ns, pod, QStringLiteral("v1beta1")));
        *current = second;
        second->then(job, [this, job](const Result<net::Response>& older) {
            if (older || older.error().code == Errc::RateLimited) {
                d->evictionVersion = QStringLiteral("v1beta1");
            }
            if (older) {
                job->resolve(Done {});
            } else {
                job->resolve(tl::unexpected(older.error()));
            }
        });
    });
    return job;
}

Job<QByteArray>* Client::logs(const QString& ns, const QString& pod, const LogOptions& o)
{
    LogOptions options = o;
    options.follow = false;
    return mapJob<QByteArray, net::Response>(d->requester.sendChecked(d->build().logs(ns, pod, options)), this,
        [](const Result<net::Response>& r) -> Result<QByteArray> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            return r->body;
        });
}

net::Stream* Client::followLogs(const QString& ns, const QString& pod, const LogOptions& o)
{
    LogOptions options = o;
    options.follow = true;
    return d->requester.open(d->build().logs(ns, pod, options));
}

Job<ExecResult>* Client::exec(const QString& ns, const QString& pod, const QString& container,
    const QStringList& command, const QByteArray& stdinData)
{
    const QByteArray key = ExecSession::makeKey();
    const net::Request request = d->build().exec(ns, pod, container, command, !stdinData.isEmpty(), key);
    return ExecSession::run(d->requester.open(request), key, stdinData, actionOf(request), this);
}

Job<bool>* Client::canI(const AccessQuestion& question)
{
    QJsonObject attributes;
    const std::pair<QLatin1String, QString> fields[] = { { QLatin1String("verb"), question.verb },
        { QLatin1String("group"), question.group }, { QLatin1String("resource"), question.resource },
        { QLatin1String("subresource"), question.subresource }, { QLatin1String("namespace"), question.ns },
        { QLatin1String("name"), question.name } };
    for (const auto& [key, value] : fields) {
        if (!value.isEmpty()) {
            attributes.insert(key, value);
        }
    }
    const Resource& review = res::selfSubjectAccessReviews;
    const QJsonObject body { { QStringLiteral("apiVersion"), review.apiVersion() },
        { QStringLiteral("kind"), review.kind },
        { QStringLiteral("spec"), QJsonObject { { QStringLiteral("resourceAttributes"), attributes } } } };
    net::Request request = d->build().create(review, {}, body, WriteOptions { {}, false, false });
    request.idempotent = true; // a question
    return mapJob<bool, QJsonObject>(
        d->requester.sendJson(request, QStringLiteral("status")), this, [action = actionOf(request)](const Result<QJsonObject>& r) -> Result<bool> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            const QJsonValue allowed = at(*r, { u"status", u"allowed" });
            if (!allowed.isBool()) {
                return tl::unexpected(missingField(QStringLiteral("status.allowed")).during(action));
            }
            return allowed.toBool();
        });
}

Job<QJsonObject>* Client::rules(const QString& ns)
{
    const Resource& review = res::selfSubjectRulesReviews;
    const QJsonObject body { { QStringLiteral("apiVersion"), review.apiVersion() }, { QStringLiteral("kind"), review.kind },
        { QStringLiteral("spec"), QJsonObject { { QStringLiteral("namespace"), ns } } } };
    net::Request request = d->build().create(review, {}, body, WriteOptions { {}, false, false });
    request.idempotent = true; // a question
    return mapJob<QJsonObject, QJsonObject>(
        d->requester.sendJson(request, QStringLiteral("status")), this, [action = actionOf(request)](const Result<QJsonObject>& r) -> Result<QJsonObject> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            const QJsonObject status = r->value(QLatin1String("status")).toObject();
            if (!status.value(QLatin1String("resourceRules")).isArray()) {
                return tl::unexpected(missingField(QStringLiteral("status.resourceRules")).during(action));
            }
            return status;
        });
}

Job<net::Response>* Client::raw(
    const QByteArray& method, const QString& pathAndQuery, const QByteArray& body, const QByteArray& contentType)
{
    return d->requester.sendChecked(d->build().verbatim(method, pathAndQuery, body, contentType));
}

net::Stream* Client::openWatch(const Resource& r, const QString& ns, const ListOptions& options, bool sendInitialEvents)
{
    return d->requester.open(d->build().watch(r, ns, options, sendInitialEvents));
}

} // namespace cocoon::kube
