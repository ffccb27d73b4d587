// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/api_server_p.h"

#include "services/base/json.h"
#include "services/sandbox/api/crd_schema.h"
#include "services/sandbox/api/defaults.h"
#include "services/sandbox/api/kinds_builtin.h"
#include "services/sandbox/api/pod_admission.h"
#include "services/sandbox/api/validation.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    constexpr int kMostTries = 5;

    bool sameButTimes(const QJsonObject& a, const QJsonObject& b)
    {
        const auto bare = [](const QJsonObject& object) {
            return with(object, { u"metadata"_s, u"managedFields"_s }, QJsonValue::Undefined);
        };
        const auto owners = [](const QJsonObject& object) {
            QJsonArray list;
            const QJsonArray given = metadataOf(object).value("managedFields"_L1).toArray();
            for (const QJsonValue one : given) {
                QJsonObject entry = one.toObject();
                entry.remove("time"_L1);
                list.append(entry);
            }
            return list;
        };
        return a == b || (bare(a) == bare(b) && owners(a) == owners(b));
    }

    QJsonObject specOnly(const Kind& kind, QJsonObject object)
    {
        if (kind.subresources.contains("status"_L1) || !kind.fromCrd) {
            object.remove("status"_L1);
        }
        for (const QLatin1String key : { "metadata"_L1, "apiVersion"_L1, "kind"_L1 }) {
            object.remove(key);
        }
        return object;
    }

} // namespace

// apiVersion and kind of the body must be those of the path; left out, they are filled in.
Outcome<QJsonObject> identified(QJsonObject object, const Write& write)
{
    const QString version = object.value("apiVersion"_L1).toString();
    const QString kind = object.value("kind"_L1).toString();
    const QString expected = apiVersionOf(write.kind);
    if ((!version.isEmpty() && version != expected) || (!kind.isEmpty() && kind != write.kind.kind)) {
        if (kind == write.kind.kind || kind.isEmpty()) {
            return tl::unexpected(failures::badRequest("the API version in the data ("_L1 + version
                + ") does not match the expected API version ("_L1 + expected + u')'));
        }
        return tl::unexpected(failures::badRequest(write.kind.kind + " in version \""_L1 + write.kind.version
            + "\" cannot be handled as a "_L1 + write.kind.kind + ": the kind in the data ("_L1 + kind
            + ") does not match the expected kind ("_L1 + write.kind.kind + u')'));
    }
    object.insert("apiVersion"_L1, expected);
    object.insert("kind"_L1, write.kind.kind);
    QJsonObject metadata = metadataOf(object);
    const QString ns = metadata.value("namespace"_L1).toString();
    if (write.kind.namespaced) {
        if (!ns.isEmpty() && ns != write.ns) {
            return tl::unexpected(failures::badRequest(
                u"the namespace of the provided object does not match the namespace sent on the request"_s));
        }
        metadata.insert("namespace"_L1, write.ns);
    } else {
        metadata.remove("namespace"_L1);
    }
    const QString name = metadata.value("name"_L1).toString();
    if (!write.name.isEmpty() && !name.isEmpty() && name != write.name) {
        return tl::unexpected(failures::badRequest("the name of the object ("_L1 + name
            + ") does not match the name on the URL ("_L1 + write.name + u')'));
    }
    if (!write.name.isEmpty()) {
        metadata.insert("name"_L1, write.name);
    }
    object.insert("metadata"_L1, metadata);
    return object;
}

// Everything that depends on the kind alone: types, unknown fields, defaults.
Outcome<QJsonObject> ApiServer::Private::shaped(Write& write, const QJsonObject& given) const
{
    const auto decodable = checkDecodable(write.kind, given);
    if (!decodable) {
        return tl::unexpected(decodable.error());
    }
    if (!write.kind.fromCrd) {
        return withDefaults(write.kind, given);
    }
    QStringList unknown;
    const QJsonObject object = pruned(given, write.kind.schema, &unknown);
    if (!unknown.isEmpty()) {
        QStringList texts;
        for (const QString& field : std::as_const(unknown)) {
            texts.append("unknown field \""_L1 + field + u'"');
        }
        const QString mode = param(write.request, "fieldValidation"_L1);
        if (mode == "Strict"_L1) {
            return tl::unexpected(failures::badRequest(write.kind.kind + " in version \""_L1 + write.kind.version
                + "\" cannot be handled as a "_L1 + write.kind.kind + ": strict decoding error: "_L1 + texts.join(", "_L1)));
        }
        if (mode != "Ignore"_L1) {
            for (const QString& text : std::as_const(texts)) {
                if (!write.warnings.contains(text)) {
                    write.warnings.append(text);
                }
            }
        }
    }
    return defaulted(object, write.kind.schema);
}

void ApiServer::Private::admit(
    const WritePtr& write, const QJsonObject& object, const QJsonObject& before, Webhooks::Answer done)
{
    AdmissionSubject subject { write->kind, write->ns, write->name, write->subresource,
        before.isEmpty() ? u"CREATE"_s : u"UPDATE"_s, object, before, write->request.user, write->request.groups, {},
        write->dryRun };
    subject.uid = newUid();
    webhooks->run(Webhooks::Phase::Mutating, subject, [this, write, subject, before, done](const Outcome<QJsonObject>& mutated) {
        if (!mutated) {
            done(mutated);
            return;
        }
        const auto shapedAgain = shaped(*write, *mutated);
        if (!shapedAgain) {
            done(shapedAgain);
            return;
        }
        QList<Cause> causes = before.isEmpty() ? violationsOfCreate(write->kind, *shapedAgain)
                                               : violationsOfUpdate(write->kind, before, *shapedAgain);
        if (write->kind.fromCrd) {
            causes += violations(*shapedAgain, write->kind.schema);
        }
        if (!causes.isEmpty()) {
            done(tl::unexpected(failures::invalid(write->kind, write->name, causes)));
            return;
        }
        AdmissionSubject checked = subject;
        checked.object = *shapedAgain;
        webhooks->run(Webhooks::Phase::Validating, checked, done);
    });
}

void ApiServer::Private::create(const WritePtr& write)
{
    const auto body = decodeBody(write->request, write->kind);
    const auto object = body ? identified(*body, *write) : body;
    if (!object) {
        write->refuse(object.error());
        return;
    }
    if (!metadataOf(*object).value("resourceVersion"_L1).toString().isEmpty()) {
        // 500 without a reason: so the real one
        write->refuse({ 500, {}, u"resourceVersion should not be set on objects to be created"_s, {} });
        return;
    }
    createObject(write, *object);
}

// The creator owns what was sent and what defaults made of it, not what the server itself adds.
QJsonObject ApiServer::Private::ownedByCreator(const Write& write, const QJsonObject& created, const QJsonObject& given) const
{
    QJsonObject sent = created;
    if (write.kind.subresources.contains("status"_L1) && write.kind.plural != "nodes"_L1) {
        sent.remove("status"_L1);
    }
    static const QHash<QString, QStringList> serversOwn { { u"namespaces"_s, { u"finalizers"_s } },
        { u"pods"_s, { u"priority"_s, u"preemptionPolicy"_s, u"serviceAccount"_s, u"serviceAccountName"_s, u"tolerations"_s } } };
    for (const QString& field : serversOwn.value(write.kind.fromCrd ? QString() : write.kind.plural)) {
        if (at(given, QStringList { u"spec"_s, field }).isUndefined()) {
            sent = with(sent, { u"spec"_s, field }, QJsonValue::Undefined);
        }
    }
    if (!given.contains("spec"_L1) && sent.value("spec"_L1).toObject().isEmpty()) {
        sent.remove("spec"_L1);
    }
    if (write.kind.plural == "events"_L1) {
        for (const QLatin1String always : { "eventTime"_L1, "firstTimestamp"_L1, "lastTimestamp"_L1, "source"_L1, "reportingComponent"_L1,
                 "reportingInstance"_L1 }) {
            given.contains(always) ? static_cast<void>(0) : sent.remove(always);
        }
    }
    const QJsonObject owned = trackUpdate({}, sent, typeOf(write.kind), writerOf(write));
    return with(created, { u"metadata"_s, u"managedFields"_s }, at(owned, { u"metadata", u"managedFields" }));
}

void ApiServer::Private::createObject(const WritePtr& write, QJsonObject object)
{
    const QJsonObject given = object;
    write->creates = true;
    if (write->kind.namespaced) {
        const ObjectPtr ns = store.find(u"namespaces"_s, write->ns);
        if (!ns) {
            const Kind* namespaces = kindOf({}, u"v1"_s, u"namespaces"_s);
            write->refuse(failures::notFound(*namespaces, write->ns));
            return;
        }
    }
    QJsonObject metadata = metadataOf(object);
    const QString prefix = metadata.value("generateName"_L1).toString();
    if (metadata.value("name"_L1).toString().isEmpty() && !prefix.isEmpty()) {
        metadata.insert("name"_L1, QString(prefix.left(58) + newSuffix()));
    }
    write->name = metadata.value("name"_L1).toString();
    if (write->kind.namespaced
        && metadataOf(store.find(u"namespaces"_s, write->ns)->object).contains("deletionTimestamp"_L1)) {
        Failure failure = failures::forbidden(write->kind, write->name,
            "unable to create new content in namespace "_L1 + write->ns + " because it is being terminated"_L1);
        failure.details.insert("causes"_L1,
            QJsonArray { QJsonObject { { "reason"_L1, "NamespaceTerminating"_L1 },
                { "message"_L1, "namespace "_L1 + write->ns + " is being terminated"_L1 },
                { "field"_L1, "metadata.namespace"_L1 } } });
        write->refuse(failure);
        return;
    }
    for (const QLatin1String own : { "resourceVersion"_L1, "selfLink"_L1, "deletionTimestamp"_L1,
             "deletionGracePeriodSeconds"_L1, "generation"_L1 }) {
        metadata.remove(own);
    }
    metadata.insert("uid"_L1, newUid());
    metadata.insert("creationTimestamp"_L1, now());
    if (hasGeneration(write->kind)) {
        metadata.insert("generation"_L1, 1);
    }
    object.insert("metadata"_L1, metadata);
    auto ready = shaped(*write, asCreated(write->kind, object, addresses, now()));
    if (ready && write->kind.plural == "pods"_L1 && !write->kind.fromCrd) {
        ready = withRuntimeClass(write->kind, withTolerations(*ready), store);
    }
    if (!ready) {
        write->refuse(ready.error());
        return;
    }
    const QJsonObject applied = *ready;
    admit(write, *ready, {}, [this, write, applied, given](const Outcome<QJsonObject>& admitted) {
        if (!admitted) {
            write->refuse(admitted.error());
            return;
        }
        if (store.find(write->resource, write->key())) {
            write->refuse(failures::alreadyExists(write->kind, write->name));
            return;
        }
        const QJsonObject owned = write->tracked ? trackUpdate(applied, *admitted, typeOf(write->kind), writerOf(*write))
                                                 : ownedByCreator(*write, *admitted, given);
        if (write->dryRun) {
            answer(*write, 201, owned);
            return;
        }
        addresses += write->kind.plural == "services"_L1 ? 1U : 0U;
        answer(*write, 201, put(write->kind, write->key(), owned)->object);
    });
}

// `next` as it may be written over `current`: what the client cannot change stays, and each side of the status line is ignored
// where it does not belong.
Outcome<QJsonObject> ApiServer::Private::merged(const Write& write, const QJsonObject& current, const QJsonObject& next) const
{
    const QJsonObject was = metadataOf(current);
    QJsonObject metadata = metadataOf(next);
    const QString uid = metadata.value("uid"_L1).toString();
    if (!uid.isEmpty() && uid != was.value("uid"_L1).toString()) {
        return tl::unexpected(failures::conflict(write.kind, write.name,
            "Precondition failed: UID in precondition: "_L1 + uid + ", UID in object meta: "_L1 + was.value("uid"_L1).toString()));
    }
    const QString version = metadata.value("resourceVersion"_L1).toString();
    if (!version.isEmpty() && version != was.value("resourceVersion"_L1).toString()) {
        return tl::unexpected(failures::modified(write.kind, write.name));
    }
    const QJsonValue fields
        = metadata.contains("managedFields"_L1) ? metadata.value("managedFields"_L1) : was.value("managedFields"_L1);
    QJsonObject result = next;
    if (write.subresource == "status"_L1) {
        result = current;
        result.insert("apiVersion"_L1, apiVersionOf(write.kind));
        if (next.contains("status"_L1)) {
            result.insert("status"_L1, next.value("status"_L1));
        } else {
            result.remove("status"_L1);
        }
        const QJsonObject given = metadata;
        metadata = was;
        if (!write.kind.fromCrd) {
            for (const QLatin1String key : { "labels"_L1, "annotations"_L1 }) {
                given.contains(key) ? static_cast<void>(metadata.insert(key, given.value(key))) : metadata.remove(key);
            }
        }
    } else if (write.kind.subresources.contains("status"_L1)) {
        current.contains("status"_L1) ? static_cast<void>(result.insert("status"_L1, current.value("status"_L1)))
                                      : result.remove("status"_L1);
    }
    for (const QLatin1String own : { "uid"_L1, "creationTimestamp"_L1, "deletionTimestamp"_L1, "deletionGracePeriodSeconds"_L1,
             "generation"_L1, "name"_L1, "namespace"_L1, "resourceVersion"_L1, "generateName"_L1 }) {
        was.contains(own) ? static_cast<void>(metadata.insert(own, was.value(own))) : metadata.remove(own);
    }
    metadata.remove("selfLink"_L1);
    if (fields.isUndefined() || fields.toArray().isEmpty()) {
        metadata.remove("managedFields"_L1);
    } else {
        metadata.insert("managedFields"_L1, fields);
    }
    result.insert("metadata"_L1, metadata);
    if (!write.kind.fromCrd && write.subresource.isEmpty()) {
        if (write.kind.plural == "namespaces"_L1) {
            result.insert("spec"_L1, current.value("spec"_L1)); // only /finalize changes it
        } else if (write.kind.plural == "services"_L1) {
            QJsonObject spec = result.value("spec"_L1).toObject();
            const QJsonObject before = current.value("spec"_L1).toObject();
            for (const QLatin1String key : { "clusterIP"_L1, "clusterIPs"_L1, "ipFamilies"_L1, "ipFamilyPolicy"_L1 }) {
                if (!spec.contains(key) && before.contains(key)) {
                    spec.insert(key, before.value(key));
                }
            }
            result.insert("spec"_L1, spec);
        }
    }
    return result;
}

void ApiServer::Private::update(const WritePtr& write, const Transform& transform)
{
    const ObjectPtr current = store.find(write->resource, write->key());
    if (!current) {
        write->refuse(failures::notFound(write->kind, write->name));
        return;
    }
    // The client sees and sends the version it asked for, whatever is stored.
    const QJsonObject seen = write->kind.fromCrd ? with(current->object, { u"apiVersion"_s }, apiVersionOf(write->kind))
                                                 : current->object;
    const auto wanted = transform(seen);
    const auto known = wanted ? identified(*wanted, *write) : wanted;
    if (!known) {
        write->refuse(known.error());
        return;
    }
    const bool optimistic = metadataOf(*known).value("resourceVersion"_L1) != metadataOf(seen).value("resourceVersion"_L1)
        || write->request.method == "PUT";
    const bool pinned = optimistic && !metadataOf(*known).value("resourceVersion"_L1).toString().isEmpty();
    const bool strict = write->kind.fromCrd || write->kind.plural == "leases"_L1;
    if (strict && write->request.method == "PUT" && metadataOf(*known).value("resourceVersion"_L1).toString().isEmpty()) {
        Kind named = write->kind;
        named.kind = named.plural; // so the real one, here only
        write->refuse(failures::invalid(named, write->name,
            { Cause::invalid(u"metadata.resourceVersion"_s, 0, u"must be specified for an update"_s) }));
        return;
    }
    const auto next = merged(*write, seen, *known);
    const auto ready = next ? shaped(*write, *next) : next;
    if (!ready) {
        write->refuse(ready.error());
        return;
    }
    const QJsonObject before = *ready;
    admit(write, *ready, seen, [this, write, current, seen, before, transform, pinned](const Outcome<QJsonObject>& admitted) {
        if (!admitted) {
            write->refuse(admitted.error());
            return;
        }
        // Webhooks see and change everything, but not what the server keeps.
        const auto final = merged(*write, seen, *admitted);
        if (!final) {
            write->refuse(final.error());
            return;
        }
        const QJsonObject owned = trackUpdate(write->tracked ? before : seen, *final, typeOf(write->kind), writerOf(*write));
        commitUpdate(write, current, owned, transform, pinned);
    });
}

void ApiServer::Private::commitUpdate(
    const WritePtr& write, const ObjectPtr& current, QJsonObject next, const Transform& transform, bool optimistic)
{
    if (store.find(write->resource, write->key()) != current) { // somebody was faster while a webhook was asked
        if (optimistic || ++write->tries >= kMostTries) {
            write->refuse(failures::modified(write->kind, write->name));
        } else {
            update(write, transform);
        }
        return;
    }
    next.insert("apiVersion"_L1, storageVersion(write->kind));
    if (sameButTimes(current->object, next)) {
        answer(*write, 200, current->object);
        return;
    }
    if (hasGeneration(write->kind) && specOnly(write->kind, current->object) != specOnly(write->kind, next)) {
        const qint64 generation = metadataOf(current->object).value("generation"_L1).toInteger();
        next = with(next, { u"metadata"_s, u"generation"_s }, generation + 1);
    }
    if (write->dryRun) {
        answer(*write, 200, next);
        return;
    }
    if (isFinished(next)) {
        drop(write->kind, write->key());
        answer(*write, 200, next);
        return;
    }
    answer(*write, 200, put(write->kind, write->key(), next)->object);
}

void ApiServer::Private::replace(const WritePtr& write)
{
    const auto body = decodeBody(write->request, write->kind);
    if (!body) {
        write->refuse(body.error());
        return;
    }
    update(write, [object = *body](const QJsonObject&) -> Outcome<QJsonObject> { return object; });
}

} // namespace cocoon::sandbox
