// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/api_server_p.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/base/yaml.h"
#include "services/sandbox/api/event_groups.h"
#include "services/sandbox/api/kinds_builtin.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSaveFile>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    constexpr QLatin1String kCrds = "customresourcedefinitions.apiextensions.k8s.io"_L1;
    constexpr QLatin1String kEvents = "events"_L1;
    constexpr int kSaveDelayMs = 200;
    constexpr int kLongestSaveDelayMs = 60000;

    QString kindKey(const QString& group, const QString& version, const QString& plural)
    {
        return group + u'/' + version + u'/' + plural;
    }

} // namespace

ApiServer::Private::Private(ApiServer& server, Clock& worldClock, net::Transport* transport, Options given)
    : q(server)
    , clock(worldClock)
    , options(std::move(given))
    , store(options.historyEvents)
    , webhooks(new Webhooks(store, transport, &server))
    , random(options.seed)
{
    saveTimer.setSingleShot(true);
    saveTimer.setInterval(kSaveDelayMs);
    QObject::connect(&saveTimer, &QTimer::timeout, &q, [this] { save(); });
}

void ApiServer::Private::loadKinds()
{
    kinds.clear();
    storageVersions.clear();
    const QList<Kind> builtIn = builtInKinds();
    for (const Kind& kind : builtIn) {
        kinds.insert_or_assign(kindKey(kind.group, kind.version, kind.plural), kind);
    }
    for (const auto& [key, stored] : store.all(kCrds)) {
        const QList<Kind> custom = crdKinds(stored->object);
        for (const Kind& kind : custom) {
            kinds.emplace(kindKey(kind.group, kind.version, kind.plural), kind);
            store.begin(resourceOf(kind));
        }
        const QJsonArray versions = at(stored->object, { u"spec", u"versions" }).toArray();
        for (const QJsonValue version : versions) {
            if (version.toObject().value("storage"_L1).toBool() && !custom.isEmpty()) {
                storageVersions[resourceOf(custom.first())]
                    = custom.first().group + u'/' + version.toObject().value("name"_L1).toString();
            }
        }
    }
}

void ApiServer::Private::bootstrap()
{
    const Kind* namespaces = kindOf({}, u"v1"_s, u"namespaces"_s);
    for (const QLatin1String name : { "default"_L1, "kube-node-lease"_L1, "kube-public"_L1, "kube-system"_L1 }) {
        put(*namespaces, name,
            { { "apiVersion"_L1, "v1"_L1 }, { "kind"_L1, "Namespace"_L1 },
                { "metadata"_L1,
                    QJsonObject { { "name"_L1, name }, { "uid"_L1, newUid() }, { "creationTimestamp"_L1, now() },
                        { "labels"_L1, QJsonObject { { "kubernetes.io/metadata.name"_L1, name } } } } },
                { "spec"_L1, QJsonObject { { "finalizers"_L1, QJsonArray { u"kubernetes"_s } } } },
                { "status"_L1, QJsonObject { { "phase"_L1, "Active"_L1 } } } });
    }
}

const Kind* ApiServer::Private::kindOf(const QString& group, const QString& version, const QString& plural) const
{
    const auto it = kinds.find(kindKey(group, version, plural));
    return it == kinds.end() ? nullptr : &it->second;
}

QString ApiServer::Private::now(qint64 plusSeconds) const
{
    return clock.now().toUTC().addSecs(plusSeconds).toString(u"yyyy-MM-ddTHH:mm:ss'Z'"_s);
}

QString ApiServer::Private::newUid()
{
    QByteArray bytes;
    for (int i = 0; i < 16; ++i) {
        bytes.append(static_cast<char>(random() & 0xffU));
    }
    bytes[6] = static_cast<char>((bytes.at(6) & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes.at(8) & 0x3f) | 0x80);
    const QString hex = QString::fromLatin1(bytes.toHex());
    return hex.mid(0, 8) + u'-' + hex.mid(8, 4) + u'-' + hex.mid(12, 4) + u'-' + hex.mid(16, 4) + u'-' + hex.mid(20);
}

QString ApiServer::Private::newSuffix()
{
    static constexpr char alphabet[] = "bcdfghjklmnpqrstvwxz2456789";
    QString suffix;
    for (int i = 0; i < 5; ++i) {
        suffix += QLatin1Char(alphabet[random() % (sizeof alphabet - 1)]);
    }
    return suffix;
}

FieldType ApiServer::Private::typeOf(const Kind& kind) const
{
    return kind.fromCrd ? FieldType::crd(kind.schema) : FieldType::builtIn();
}

QString ApiServer::Private::storageVersion(const Kind& kind) const
{
    const auto it = storageVersions.find(resourceOf(kind));
    return it == storageVersions.end() ? apiVersionOf(kind) : it->second;
}

Writer ApiServer::Private::writerOf(const Write& write) const
{
    return { fieldManager(write.request), apiVersionOf(write.kind), write.subresource, now() };
}

QJsonObject ApiServer::Private::presented(
    const Kind& kind, const QJsonObject& object, Shape shape, const ApiRequest& request) const
{
    if (shape == Shape::Metadata) {
        return { { "kind"_L1, "PartialObjectMetadata"_L1 }, { "apiVersion"_L1, "meta.k8s.io/v1"_L1 },
            { "metadata"_L1, object.value("metadata"_L1) } };
    }
    QJsonObject result = object;
    if (kind.fromCrd) {
        result.insert("apiVersion"_L1, apiVersionOf(kind)); // strategy None: only the version differs
    }
    return shape == Shape::Table && presenter ? presenter(kind, result, request) : result;
}

void ApiServer::Private::answer(const Write& write, int status, const QJsonObject& object) const
{
    const Shape shape = shapeFor(write.request, static_cast<bool>(presenter));
    const bool isStatus = object.value("kind"_L1).toString() == "Status"_L1;
    const QJsonObject shown = isStatus ? object : presented(write.kind, object, shape, write.request);
    ApiReply reply = ApiReply::json(status, shown);
    if (shape == Shape::Yaml) {
        reply.contentType = "application/yaml";
        reply.body = toYaml(shown);
    }
    for (const QString& warning : write.warnings) {
        QString text = warning;
        text.replace(u'"', "\\\""_L1);
        reply.headers.add("Warning", "299 - \"" + text.toUtf8() + '"');
    }
    write.done(reply);
}

void ApiServer::Private::save()
{
    if (options.stateFile.isEmpty()) {
        return;
    }
    saveTimer.stop();
    QElapsedTimer took;
    took.start();
    QSaveFile file(options.stateFile);
    if (!file.open(QIODevice::WriteOnly)) {
        qCWarning(lcSandbox) << "The state cannot be written:" << file.errorString();
        return;
    }
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(toJson(QJsonObject { { "format"_L1, 1 }, { "version"_L1, store.version() },
                   { "addresses"_L1, static_cast<qint64>(addresses) } })
        + '\n');
    const QStringList resources = store.resources();
    for (const QString& resource : resources) {
        for (const auto& [key, stored] : store.all(resource)) {
            file.write("{\"resource\":\"" + resource.toUtf8() + "\",\"object\":" + stored->bytes() + "}\n");
        }
    }
    if (!file.commit()) {
        qCWarning(lcSandbox) << "The state cannot be written:" << file.errorString();
    }
    // The whole world is written each time: a large one must not spend its life with that.
    saveTimer.setInterval(qBound(kSaveDelayMs, static_cast<int>(took.elapsed()) * 20, kLongestSaveDelayMs));
}

void ApiServer::Private::load()
{
    QFile file(options.stateFile);
    if (options.stateFile.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        return;
    }
    const auto header = parseJsonObject(file.readLine());
    if (!header || header->value("format"_L1).toInt() != 1) {
        qCWarning(lcSandbox) << "The state file is not readable; starting afresh.";
        return;
    }
    while (!file.atEnd()) {
        const auto line = parseJsonObject(file.readLine());
        if (!line) {
            qCWarning(lcSandbox) << "A line of the state file is damaged and left out.";
            continue;
        }
        const QJsonObject object = line->value("object"_L1).toObject();
        const QJsonObject metadata = metadataOf(object);
        store.restore(line->value("resource"_L1).toString(),
            ObjectStore::key(metadata.value("namespace"_L1).toString(), metadata.value("name"_L1).toString()), object);
    }
    store.restoreVersion(header->value("version"_L1).toInteger());
    addresses = static_cast<quint32>(header->value("addresses"_L1).toInteger());
    // The same seed again would repeat the uids of the first life.
    random.seed(options.seed ^ static_cast<quint32>(store.version() * 2654435761LL));
}

ApiServer::ApiServer(Clock& clock, net::Transport* webhookTransport, Options options, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, clock, webhookTransport, std::move(options)))
{
    d->load();
    d->loadKinds();
    if (d->store.all(u"namespaces"_s).empty()) {
        d->bootstrap();
    }
    for (const auto& [key, event] : d->store.all(kEvents)) {
        d->writtenEvents.push_back({ key, event->version, clock.now() });
    }
    d->store.listen(kEvents, [this](const StoreEvent& event) {
        if (event.after) {
            d->writtenEvents.push_back({ event.key, event.version, d->clock.now() });
        }
    });
    d->store.listen(kCrds, [this](const StoreEvent&) {
        d->loadKinds();
        Q_EMIT kindsChanged();
    });
}

ApiServer::~ApiServer()
{
    d->save();
    // Running watches are children and leave the store when they go: they must go first.
    const QObjectList all = children();
    qDeleteAll(all);
}

void ApiServer::Private::expireEvents()
{
    const QDateTime oldest = clock.now().addSecs(-options.eventTtl.count());
    while (!writtenEvents.empty() && writtenEvents.front().at < oldest) {
        const WrittenEvent written = writtenEvents.front();
        writtenEvents.pop_front();
        const ObjectPtr event = store.find(kEvents, written.key);
        if (event && event->version == written.version) { // else it was written again since, or is gone
            drop(*kindOf({}, u"v1"_s, kEvents), written.key);
        }
    }
}

namespace {
    bool isNamespaces(const Kind& kind) { return kind.group.isEmpty() && kind.plural == "namespaces"_L1; }
}

void ApiServer::handle(const ApiRequest& request, std::function<void(ApiReply)> done)
{
    d->expireEvents();
    if (const auto core = asCoreEventRequest(request)) {
        handle(*core, [done = std::move(done)](const ApiReply& reply) { done(asGroupEventReply(reply)); });
        return;
    }
    const auto path = parseApiPath(request.path);
    const Kind* kind = path ? d->kindOf(path->group, path->version, path->plural) : nullptr;
    if (!kind) {
        done(toReply(failures::noSuchPath()));
        return;
    }
    const bool clusterList = path->ns.isEmpty() && path->name.isEmpty() && request.method == "GET";
    if (kind->namespaced ? (path->ns.isEmpty() && !clusterList) : !path->ns.isEmpty()) {
        // DELETE and POST on all namespaces do not exist either.
        done(toReply(path->name.isEmpty() && kind->namespaced ? failures::methodNotAllowed() : failures::noSuchPath()));
        return;
    }
    if (!path->subresource.isEmpty() && !kind->subresources.contains(path->subresource)) {
        Failure unknown = failures::noSuchPath();
        if (kind->fromCrd) { // its server says what was meant
            unknown.details = failures::notFound(*kind, path->name).details;
        }
        done(toReply(unknown));
        return;
    }
    if (shapeFor(request, static_cast<bool>(d->presenter)) == Shape::None) {
        done(toReply(failures::notAcceptable()));
        return;
    }
    auto write = std::make_shared<Write>();
    write->request = request;
    write->kind = *kind;
    write->resource = resourceOf(*kind);
    write->ns = path->ns;
    write->name = path->name;
    write->subresource = path->subresource;
    write->done = std::move(done);
    if (const auto wrong = wrongOptions(request)) {
        write->refuse(*wrong);
        return;
    }
    write->dryRun = !param(request, "dryRun"_L1).isEmpty();

    const QByteArray& method = request.method;
    const QString& sub = write->subresource;
    const bool one = !write->name.isEmpty();
    if (!sub.isEmpty() && sub != "status"_L1) {
        if (sub == "eviction"_L1 && method == "POST") {
            d->evict(write);
        } else if (sub == "binding"_L1 && method == "POST") {
            d->bind(write);
        } else if (sub == "scale"_L1 && method == "GET") {
            d->getScale(*write);
        } else if (sub == "scale"_L1 && (method == "PUT" || method == "PATCH")) {
            d->writeScale(write);
        } else if (sub == "finalize"_L1 && method == "PUT") {
            d->finalize(write);
        } else {
            write->refuse(failures::methodNotAllowed());
        }
    } else if (write->kind.plural == "bindings"_L1 && write->kind.group.isEmpty()) {
        method == "POST" && !one ? d->bind(write) : write->refuse(failures::methodNotAllowed());
    } else if (method == "GET") {
        flagParam(request, "watch"_L1) && !one ? d->watch(*write) : one ? d->get(*write) : d->list(*write);
    } else if (method == "POST" && !one) {
        d->create(write);
    } else if (method == "PUT" && one) {
        d->replace(write);
    } else if (method == "PATCH" && one) {
        d->patch(write);
    } else if (method == "DELETE" && sub.isEmpty()) {
        if (!one && isNamespaces(write->kind)) {
            write->refuse(failures::methodNotAllowed());
            return;
        }
        one ? d->remove(write) : d->removeCollection(write);
    } else {
        write->refuse(failures::methodNotAllowed());
    }
}

QList<ApiServer::Kind> ApiServer::kinds() const
{
    QList<Kind> list;
    for (const auto& [key, kind] : d->kinds) {
        list.append(kind);
    }
    return list;
}

const ApiServer::Kind* ApiServer::kind(const QString& group, const QString& version, const QString& plural) const
{
    return d->kindOf(group, version, plural);
}

void ApiServer::setPresenter(Presenter presenter) { d->presenter = std::move(presenter); }

QJsonObject ApiServer::find(const QString& group, const QString& plural, const QString& ns, const QString& name) const
{
    const ObjectPtr stored = d->store.find(group.isEmpty() ? plural : plural + u'.' + group, ObjectStore::key(ns, name));
    return stored ? stored->object : QJsonObject();
}

QList<QJsonObject> ApiServer::findAll(const QString& group, const QString& plural, const QString& ns) const
{
    QList<QJsonObject> list;
    const auto& all = d->store.all(group.isEmpty() ? plural : plural + u'.' + group);
    const QString prefix = ns.isEmpty() ? QString() : ns + u'/';
    for (auto it = all.lower_bound(prefix); it != all.end() && it->first.startsWith(prefix); ++it) {
        list.append(it->second->object);
    }
    return list;
}

qint64 ApiServer::currentResourceVersion() const { return d->store.version(); }

void ApiServer::compact() { d->store.compact(); }

} // namespace cocoon::sandbox
