// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/api_server_p.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    constexpr QLatin1String kForeground = "foregroundDeletion"_L1;
    constexpr QLatin1String kOrphan = "orphan"_L1;
    constexpr QLatin1String kCrdCleanup = "customresourcecleanup.apiextensions.k8s.io"_L1;
    constexpr qint64 kPodGrace = 30;

    bool isCrd(const Kind& kind) { return kind.plural == "customresourcedefinitions"_L1 && !kind.fromCrd; }
    bool isNamespace(const Kind& kind) { return kind.plural == "namespaces"_L1 && kind.group.isEmpty(); }
    bool isPod(const Kind& kind) { return kind.plural == "pods"_L1 && kind.group.isEmpty(); }

    qint64 graceOf(const Kind& kind, const QJsonObject& object, const DeleteOptions& options)
    {
        if (!isPod(kind)) {
            return 0;
        }
        const QString phase = str(object, { u"status", u"phase" });
        if (str(object, { u"spec", u"nodeName" }).isEmpty() || phase == "Succeeded"_L1 || phase == "Failed"_L1) {
            return 0; // no kubelet has to stop anything
        }
        return options.grace.value_or(at(object, { u"spec", u"terminationGracePeriodSeconds" }).toInteger(kPodGrace));
    }

} // namespace

ObjectPtr ApiServer::Private::put(const Kind& kind, const QString& key, const QJsonObject& object)
{
    QJsonObject stored = object;
    stored.insert("apiVersion"_L1, storageVersion(kind));
    if (!options.stateFile.isEmpty()) {
        saveTimer.isActive() ? void() : saveTimer.start();
    }
    const ObjectPtr result = store.put(resourceOf(kind), key, stored);
    if (options.builtInGarbageCollector && metadataOf(stored).contains("deletionTimestamp"_L1)) {
        afterRemoval(kind, {});
    }
    return result;
}

void ApiServer::Private::drop(const Kind& kind, const QString& key)
{
    if (!options.stateFile.isEmpty()) {
        saveTimer.isActive() ? void() : saveTimer.start();
    }
    if (const ObjectPtr gone = store.remove(resourceOf(kind), key)) {
        afterRemoval(kind, gone->object);
    }
}

bool ApiServer::Private::isFinished(const QJsonObject& object) const
{
    const QJsonObject metadata = metadataOf(object);
    const bool namespaceContent = object.value("kind"_L1).toString() == "Namespace"_L1
        && !at(object, { u"spec", u"finalizers" }).toArray().isEmpty();
    return metadata.contains("deletionTimestamp"_L1) && metadata.value("finalizers"_L1).toArray().isEmpty()
        && metadata.value("deletionGracePeriodSeconds"_L1).toInteger() == 0 && !namespaceContent;
}

Outcome<DeleteOptions> ApiServer::Private::deleteOptions(const ApiRequest& request) const
{
    QJsonObject body;
    if (!request.body.trimmed().isEmpty()) {
        const auto document = parseJsonOrYaml(request.body);
        if (!document) {
            return tl::unexpected(failures::badRequest(u"the DeleteOptions cannot be read"_s));
        }
        body = *document;
    }
    // Clients also send an eviction's options or the object itself here; only what is named counts.
    DeleteOptions result;
    const QJsonValue grace = body.value("gracePeriodSeconds"_L1);
    if (grace.isDouble()) {
        result.grace = grace.toInteger();
    } else if (const QString text = param(request, "gracePeriodSeconds"_L1); !text.isEmpty()) {
        result.grace = text.toLongLong();
    }
    if (result.grace && *result.grace < 0) {
        result.grace = 1;
    }
    result.propagation = body.value("propagationPolicy"_L1).toString(param(request, "propagationPolicy"_L1));
    const QJsonValue orphans = body.value("orphanDependents"_L1);
    if (result.propagation.isEmpty() && orphans.isBool()) {
        result.propagation = orphans.toBool() ? u"Orphan"_s : u"Background"_s;
    }
    const QStringList known { QString(), u"Orphan"_s, u"Background"_s, u"Foreground"_s };
    if (!known.contains(result.propagation)) {
        return tl::unexpected(failures::invalidOptions(u"DeleteOptions"_s,
            Cause::unsupported(u"propagationPolicy"_s, result.propagation, { u"Foreground"_s, u"Background"_s, u"Orphan"_s, u"nil"_s })));
    }
    result.dryRun = !param(request, "dryRun"_L1).isEmpty() || !body.value("dryRun"_L1).toArray().isEmpty();
    result.uid = str(body, { u"preconditions", u"uid" });
    result.resourceVersion = str(body, { u"preconditions", u"resourceVersion" });
    return result;
}

Outcome<ApiServer::Private::Removed> ApiServer::Private::removeObject(
    const Kind& kind, const QString& key, const DeleteOptions& wanted, bool dryRun)
{
    const QString name = key.section(u'/', -1);
    const ObjectPtr current = store.find(resourceOf(kind), key);
    if (!current) {
        return tl::unexpected(failures::notFound(kind, name));
    }
    QJsonObject object = current->object;
    QJsonObject metadata = metadataOf(object);
    Kind named = kind;
    named.plural = kind.kind; // a failed precondition names the kind where others name the resource
    const QString uid = metadata.value("uid"_L1).toString();
    if (!wanted.uid.isEmpty() && wanted.uid != uid) {
        return tl::unexpected(failures::conflict(named, name,
            "the UID in the precondition ("_L1 + wanted.uid + ") does not match the UID in record ("_L1 + uid
                + "). The object might have been deleted and then recreated"_L1));
    }
    const QString version = metadata.value("resourceVersion"_L1).toString();
    if (!wanted.resourceVersion.isEmpty() && wanted.resourceVersion != version) {
        return tl::unexpected(failures::conflict(named, name,
            "the ResourceVersion in the precondition ("_L1 + wanted.resourceVersion
                + ") does not match the ResourceVersion in record ("_L1 + version + "). The object might have been modified"_L1));
    }
    QJsonArray finalizers = metadata.value("finalizers"_L1).toArray();
    const auto keep = [&](QLatin1String finalizer, bool wantedNow) {
        for (qsizetype i = finalizers.size() - 1; i >= 0; --i) {
            if (finalizers.at(i).toString() == finalizer) {
                finalizers.removeAt(i);
            }
        }
        if (wantedNow) {
            finalizers.append(QString(finalizer));
        }
    };
    if (!wanted.propagation.isEmpty()) {
        keep(kForeground, wanted.propagation == "Foreground"_L1);
        keep(kOrphan, wanted.propagation == "Orphan"_L1);
    }
    if (isCrd(kind)) {
        keep(kCrdCleanup, true);
    }
    finalizers.isEmpty() ? metadata.remove("finalizers"_L1)
                         : static_cast<void>(metadata.insert("finalizers"_L1, finalizers));
    qint64 grace = graceOf(kind, object, wanted);
    const bool again = metadata.contains("deletionTimestamp"_L1);
    if (again) { // a second deletion may only shorten the first
        grace = qMin(grace, metadata.value("deletionGracePeriodSeconds"_L1).toInteger());
    }
    if (!again || grace < metadata.value("deletionGracePeriodSeconds"_L1).toInteger()) {
        metadata.insert("deletionTimestamp"_L1, now(grace));
        if (!isNamespace(kind)) { // it goes when it is empty, however long that takes
            metadata.insert("deletionGracePeriodSeconds"_L1, grace);
        }
        if (metadata.contains("generation"_L1) && !again) {
            metadata.insert("generation"_L1, metadata.value("generation"_L1).toInteger() + 1);
        }
    }
    object.insert("metadata"_L1, metadata);
    if (isNamespace(kind)) {
        object = with(object, { u"status"_s, u"phase"_s }, u"Terminating"_s);
    }
    const bool gone = isFinished(object);
    if (dryRun || (!gone && object == current->object)) {
        return Removed { object, gone };
    }
    if (gone) {
        drop(kind, key);
        return Removed { object, true };
    }
    const ObjectPtr marked = put(kind, key, object);
    if (isCrd(kind)) {
        emptyCrd(marked->object);
        const ObjectPtr left = store.find(resourceOf(kind), key);
        return Removed { left ? left->object : marked->object, !left };
    }
    return Removed { marked->object, false };
}

// Instances go with their definition; those with finalizers keep it until they are let go.
void ApiServer::Private::emptyCrd(const QJsonObject& crd)
{
    const QString group = str(crd, { u"spec", u"group" });
    const QString plural = str(crd, { u"spec", u"names", u"plural" });
    const QString resource = plural + u'.' + group;
    Kind instance;
    for (const auto& [key, kind] : kinds) {
        if (kind.fromCrd && resourceOf(kind) == resource) {
            instance = kind;
        }
    }
    if (!instance.plural.isEmpty()) {
        const ObjectStore::Objects all = store.all(resource);
        for (const auto& [key, stored] : all) {
            if (!metadataOf(stored->object).contains("deletionTimestamp"_L1)) {
                static_cast<void>(removeObject(instance, key, {}, false));
            }
        }
    }
    const Kind* crds = kindOf(u"apiextensions.k8s.io"_s, u"v1"_s, u"customresourcedefinitions"_s);
    const QString name = str(crd, { u"metadata", u"name" });
    const ObjectPtr current = store.find(resourceOf(*crds), name);
    if (!current || !store.all(resource).empty()) {
        return;
    }
    QJsonArray finalizers = metadataOf(current->object).value("finalizers"_L1).toArray();
    for (qsizetype i = finalizers.size() - 1; i >= 0; --i) {
        if (finalizers.at(i).toString() == kCrdCleanup) {
            finalizers.removeAt(i);
        }
    }
    const QJsonObject freed = with(current->object, { u"metadata"_s, u"finalizers"_s },
        finalizers.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(finalizers));
    const Kind kind = *crds;
    isFinished(freed) ? drop(kind, name) : static_cast<void>(put(kind, name, freed));
}

void ApiServer::Private::afterRemoval(const Kind& kind, const QJsonObject& object)
{
    if (kind.fromCrd && !object.isEmpty() && store.all(resourceOf(kind)).empty()) {
        const ObjectPtr crd = store.find(u"customresourcedefinitions.apiextensions.k8s.io"_s, resourceOf(kind));
        if (crd && metadataOf(crd->object).contains("deletionTimestamp"_L1)) {
            emptyCrd(crd->object);
        }
    }
    if (options.builtInGarbageCollector && !garbagePending) {
        garbagePending = true;
        QMetaObject::invokeMethod(
            &q, [this] { garbagePending = false; collectGarbage(); }, Qt::QueuedConnection);
    }
}

void ApiServer::Private::remove(const WritePtr& write)
{
    const auto wanted = deleteOptions(write->request);
    if (!wanted) {
        write->refuse(wanted.error());
        return;
    }
    write->dryRun = wanted->dryRun;
    const ObjectPtr current = store.find(write->resource, write->key());
    if (!current) {
        write->refuse(failures::notFound(write->kind, write->name));
        return;
    }
    AdmissionSubject subject { write->kind, write->ns, write->name, {}, u"DELETE"_s, {}, current->object, write->request.user,
        write->request.groups, newUid(), write->dryRun };
    webhooks->run(Webhooks::Phase::Mutating, subject, [this, write, subject, wanted](const Outcome<QJsonObject>& first) {
        if (!first) {
            write->refuse(first.error());
            return;
        }
        webhooks->run(Webhooks::Phase::Validating, subject, [this, write, wanted](const Outcome<QJsonObject>& second) {
            if (!second) {
                write->refuse(second.error());
                return;
            }
            const auto removed = removeObject(write->kind, write->key(), *wanted, write->dryRun);
            if (!removed) {
                write->refuse(removed.error());
                return;
            }
            if (!removed->gone || isPod(write->kind)) {
                answer(*write, 200, removed->object);
                return;
            }
            QJsonObject details { { "name"_L1, write->name }, { "kind"_L1, write->kind.plural },
                { "uid"_L1, metadataOf(removed->object).value("uid"_L1) } };
            if (!write->kind.group.isEmpty()) {
                details.insert("group"_L1, write->kind.group);
            }
            answer(*write, 200,
                { { "kind"_L1, "Status"_L1 }, { "apiVersion"_L1, "v1"_L1 }, { "metadata"_L1, QJsonObject() },
                    { "status"_L1, "Success"_L1 }, { "details"_L1, details } });
        });
    });
}

void ApiServer::Private::removeCollection(const WritePtr& write)
{
    const auto wanted = deleteOptions(write->request);
    const auto labels = LabelSelector::parse(param(write->request, "labelSelector"_L1));
    const auto fields = FieldSelector::parse(param(write->request, "fieldSelector"_L1), write->kind);
    if (!wanted || !labels || !fields) {
        write->refuse(!wanted ? wanted.error() : !labels ? labels.error() : fields.error());
        return;
    }
    const Selector selector { *labels, *fields };
    const QString prefix = write->ns.isEmpty() ? QString() : write->ns + u'/';
    const ObjectStore::Objects all = store.all(write->resource);
    QJsonArray items;
    for (auto it = all.lower_bound(prefix); it != all.end() && it->first.startsWith(prefix); ++it) {
        if (selector.matches(it->second->object)) {
            const auto removed = removeObject(write->kind, it->first, *wanted, wanted->dryRun);
            if (removed) {
                items.append(presented(write->kind, it->second->object, Shape::Json, write->request)); // as they were
            }
        }
    }
    write->done(ApiReply::json(200,
        { { "kind"_L1, write->kind.listKind }, { "apiVersion"_L1, apiVersionOf(write->kind) },
            { "metadata"_L1, QJsonObject { { "resourceVersion"_L1, QString::number(store.version()) } } },
            { "items"_L1, items } }));
}

// Owner references as the garbage collector of a controller manager keeps them, in one sweep over everything.
void ApiServer::Private::collectGarbage()
{
    QSet<QString> alive;
    QHash<QString, QList<std::pair<Kind, QString>>> dependents; // owner uid → who names it
    std::map<QString, Kind> byResource;
    for (const auto& [key, kind] : kinds) {
        byResource.insert_or_assign(resourceOf(kind), kind);
    }
    struct Owned {
        Kind kind;
        QString key;
        QJsonObject object;
    };
    QList<Owned> owned;
    QList<Owned> waiting;
    for (const auto& [resource, kind] : byResource) {
        for (const auto& [key, stored] : store.all(resource)) {
            const QJsonObject metadata = metadataOf(stored->object);
            alive.insert(metadata.value("uid"_L1).toString());
            const QJsonArray owners = metadata.value("ownerReferences"_L1).toArray();
            for (const QJsonValue owner : owners) {
                dependents[str(owner, { u"uid" })].append({ kind, key });
            }
            if (!owners.isEmpty()) {
                owned.append({ kind, key, stored->object });
            }
            const QJsonArray finalizers = metadata.value("finalizers"_L1).toArray();
            if (metadata.contains("deletionTimestamp"_L1)
                && (finalizers.contains(QString(kForeground)) || finalizers.contains(QString(kOrphan)))) {
                waiting.append({ kind, key, stored->object });
            }
        }
    }
    const auto withoutFinalizer = [](const QJsonObject& object, QLatin1String name) {
        QJsonArray rest;
        const QJsonArray given = metadataOf(object).value("finalizers"_L1).toArray();
        for (const QJsonValue one : given) {
            if (one.toString() != name) {
                rest.append(one);
            }
        }
        return with(object, { u"metadata"_s, u"finalizers"_s },
            rest.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(rest));
    };
    const auto release = [&](const Owned& one, QLatin1String name) {
        const QJsonObject freed = withoutFinalizer(one.object, name);
        isFinished(freed) ? drop(one.kind, one.key) : static_cast<void>(put(one.kind, one.key, freed));
    };
    for (const Owned& one : std::as_const(waiting)) {
        const QString uid = metadataOf(one.object).value("uid"_L1).toString();
        const auto below = dependents.value(uid);
        if (metadataOf(one.object).value("finalizers"_L1).toArray().contains(QString(kOrphan))) {
            alive.remove(uid);
            for (const auto& [kind, key] : below) {
                const ObjectPtr dependent = store.find(resourceOf(kind), key);
                QJsonArray rest;
                const QJsonArray owners = dependent ? metadataOf(dependent->object).value("ownerReferences"_L1).toArray() : QJsonArray();
                for (const QJsonValue owner : owners) {
                    if (str(owner, { u"uid" }) != uid) {
                        rest.append(owner);
                    }
                }
                if (dependent) {
                    put(kind, key, with(dependent->object, { u"metadata"_s, u"ownerReferences"_s },
                                       rest.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(rest)));
                }
            }
            release(one, kOrphan);
        } else if (below.isEmpty()) {
            release(one, kForeground);
        } else {
            for (const auto& [kind, key] : below) {
                static_cast<void>(removeObject(kind, key, {}, false));
            }
        }
    }
    for (const Owned& one : std::as_const(owned)) {
        const ObjectPtr current = store.find(resourceOf(one.kind), one.key);
        const QJsonArray owners = current ? metadataOf(current->object).value("ownerReferences"_L1).toArray() : QJsonArray();
        bool anyAlive = owners.isEmpty();
        for (const QJsonValue owner : owners) {
            anyAlive = anyAlive || alive.contains(str(owner, { u"uid" }));
        }
        if (!anyAlive && !metadataOf(current->object).contains("deletionTimestamp"_L1)) {
            static_cast<void>(removeObject(one.kind, one.key, {}, false));
        }
    }
}

} // namespace cocoon::sandbox
