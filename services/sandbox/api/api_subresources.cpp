// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/api_server_p.h"

#include "services/base/json.h"
#include "services/sandbox/api/json_patch.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    QJsonObject success()
    {
        return { { "kind"_L1, "Status"_L1 }, { "apiVersion"_L1, "v1"_L1 }, { "metadata"_L1, QJsonObject() },
            { "status"_L1, "Success"_L1 }, { "code"_L1, 201 } };
    }

    Failure budgetExhausted(const QJsonObject& budget)
    {
        const QJsonObject status = budget.value("status"_L1).toObject();
        const QString why = "The disruption budget "_L1 + str(budget, { u"metadata", u"name" }) + " needs "_L1
            + QString::number(status.value("desiredHealthy"_L1).toInteger()) + " healthy pods and has "_L1
            + QString::number(status.value("currentHealthy"_L1).toInteger()) + " currently"_L1;
        return { 429, u"TooManyRequests"_s, u"Cannot evict pod as it would violate the pod's disruption budget."_s,
            { { "causes"_L1,
                QJsonArray { QJsonObject { { "reason"_L1, "DisruptionBudget"_L1 }, { "message"_L1, why } } } } } };
    }

    QStringList replicasPath(const QJsonObject& crd, const QString& version, QLatin1String which)
    {
        const QJsonArray versions = at(crd, { u"spec", u"versions" }).toArray();
        for (const QJsonValue value : versions) {
            if (str(value, { u"name" }) == version) {
                const QString path = at(value, QStringList { u"subresources"_s, u"scale"_s, which }).toString();
                return path.split(u'.', Qt::SkipEmptyParts);
            }
        }
        return {};
    }

} // namespace

void ApiServer::Private::evict(const WritePtr& write)
{
    const auto body = decodeBody(write->request, write->kind);
    if (!body) {
        write->refuse(body.error());
        return;
    }
    const QString version = body->value("apiVersion"_L1).toString();
    if (!version.isEmpty() && version != "policy/v1"_L1 && version != "policy/v1beta1"_L1) {
        write->refuse(failures::badRequest("Eviction in version "_L1 + printed(version.section(u'/', 1))
            + " cannot be handled as a Eviction: no kind \"Eviction\" is registered for version "_L1 + printed(version)));
        return;
    }
    const QString named = str(*body, { u"metadata", u"name" });
    if (!named.isEmpty() && named != write->name) {
        write->refuse(failures::badRequest(u"name in URL does not match name in Eviction object"_s));
        return;
    }
    const ObjectPtr pod = store.find(write->resource, write->key());
    if (!pod) {
        write->refuse(failures::notFound(write->kind, write->name));
        return;
    }
    const QJsonObject labels = at(pod->object, { u"metadata", u"labels" }).toObject();
    const QString phase = str(pod->object, { u"status", u"phase" });
    const bool counts = phase == "Running"_L1 && !metadataOf(pod->object).contains("deletionTimestamp"_L1);
    QList<ObjectPtr> budgets;
    for (const auto& [key, stored] : store.all(u"poddisruptionbudgets.policy"_s)) {
        const QJsonObject selector = at(stored->object, { u"spec", u"selector" }).toObject();
        if (counts && key.startsWith(write->ns + u'/') && LabelSelector::fromObject(selector).matches(labels)) {
            budgets.append(stored);
        }
    }
    if (budgets.size() > 1) {
        write->refuse(failures::internal(
            u"This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."_s));
        return;
    }
    ApiRequest deletion = write->request;
    deletion.body = toJson(body->value("deleteOptions"_L1).toObject());
    const auto wanted = deleteOptions(deletion);
    if (!wanted) {
        write->refuse(wanted.error());
        return;
    }
    if (!budgets.isEmpty()) {
        const QJsonObject budget = budgets.first()->object;
        QJsonObject status = budget.value("status"_L1).toObject();
        const qint64 allowed = status.value("disruptionsAllowed"_L1).toInteger();
        if (allowed <= 0) {
            write->refuse(budgetExhausted(budget));
            return;
        }
        if (!wanted->dryRun) {
            status.insert("disruptionsAllowed"_L1, allowed - 1);
            QJsonObject disrupted = status.value("disruptedPods"_L1).toObject();
            disrupted.insert(write->name, now());
            status.insert("disruptedPods"_L1, disrupted);
            const Kind* kind = kindOf(u"policy"_s, u"v1"_s, u"poddisruptionbudgets"_s);
            put(*kind, ObjectStore::key(write->ns, str(budget, { u"metadata", u"name" })), with(budget, { u"status"_s }, status));
        }
    }
    const auto removed = removeObject(write->kind, write->key(), *wanted, wanted->dryRun);
    removed ? answer(*write, 201, success()) : write->refuse(removed.error());
}

void ApiServer::Private::bind(const WritePtr& write)
{
    const auto body = decodeBody(write->request, write->kind);
    if (!body) {
        write->refuse(body.error());
        return;
    }
    const Kind pods = *kindOf({}, u"v1"_s, u"pods"_s);
    const QString name = write->name.isEmpty() ? str(*body, { u"metadata", u"name" }) : write->name;
    const QString node = str(*body, { u"target", u"name" });
    const ObjectPtr pod = store.find(u"pods"_s, ObjectStore::key(write->ns, name));
    if (!pod) {
        write->refuse(failures::notFound(pods, name));
        return;
    }
    Kind binding = pods;
    binding.plural = u"pods/binding"_s;
    const QString there = str(pod->object, { u"spec", u"nodeName" });
    if (node.isEmpty() || !there.isEmpty() || metadataOf(pod->object).contains("deletionTimestamp"_L1)) {
        write->refuse(node.isEmpty() ? failures::invalid(pods, name, { Cause::required(u"target.name"_s) })
                : !there.isEmpty()
                ? failures::conflict(binding, name, "pod "_L1 + name + " is already assigned to node "_L1 + printed(there))
                : failures::conflict(binding, name, "pod "_L1 + name + " is being deleted, cannot be assigned to a host"_L1));
        return;
    }
    QJsonObject bound = with(pod->object, { u"spec"_s, u"nodeName"_s }, node);
    QJsonArray conditions = at(bound, { u"status", u"conditions" }).toArray();
    for (qsizetype i = conditions.size() - 1; i >= 0; --i) {
        if (str(conditions.at(i), { u"type" }) == "PodScheduled"_L1) {
            conditions.removeAt(i);
        }
    }
    conditions.append(QJsonObject { { "type"_L1, "PodScheduled"_L1 }, { "status"_L1, "True"_L1 },
        { "lastProbeTime"_L1, QJsonValue() }, { "lastTransitionTime"_L1, now() } });
    bound = with(bound, { u"status"_s, u"conditions"_s }, conditions);
    if (!write->dryRun) {
        put(pods, ObjectStore::key(write->ns, name), bound);
    }
    answer(*write, 201, success());
}

QJsonObject ApiServer::Private::scaleOf(const Kind& kind, const QJsonObject& object) const
{
    QStringList specPath { u"spec"_s, u"replicas"_s };
    QStringList statusPath { u"status"_s, u"replicas"_s };
    QString selector;
    if (kind.fromCrd) {
        const ObjectPtr crd = store.find(u"customresourcedefinitions.apiextensions.k8s.io"_s, resourceOf(kind));
        specPath = crd ? replicasPath(crd->object, kind.version, "specReplicasPath"_L1) : specPath;
        statusPath = crd ? replicasPath(crd->object, kind.version, "statusReplicasPath"_L1) : statusPath;
    } else {
        const QJsonObject spec = object.value("spec"_L1).toObject();
        const QJsonObject labels = at(spec, { u"selector", u"matchLabels" }).toObject();
        QStringList terms;
        for (auto it = labels.begin(); it != labels.end(); ++it) {
            terms.append(it.key() + u'=' + it.value().toString());
        }
        selector = terms.join(u',');
    }
    QJsonObject metadata;
    const QJsonObject given = metadataOf(object);
    for (const QLatin1String key : { "name"_L1, "namespace"_L1, "uid"_L1, "resourceVersion"_L1, "creationTimestamp"_L1 }) {
        if (given.contains(key)) {
            metadata.insert(key, given.value(key));
        }
    }
    QJsonObject status { { "replicas"_L1, at(object, statusPath).toInteger() } };
    if (!selector.isEmpty()) {
        status.insert("selector"_L1, selector);
    }
    QJsonObject spec;
    if (const qint64 replicas = at(object, specPath).toInteger(); replicas != 0) {
        spec.insert("replicas"_L1, replicas); // none is left out
    }
    return { { "kind"_L1, "Scale"_L1 }, { "apiVersion"_L1, "autoscaling/v1"_L1 }, { "metadata"_L1, metadata },
        { "spec"_L1, spec }, { "status"_L1, status } };
}

void ApiServer::Private::getScale(const Write& read)
{
    const ObjectPtr stored = store.find(read.resource, read.key());
    stored ? read.done(ApiReply::json(200, scaleOf(read.kind, stored->object)))
           : read.refuse(failures::notFound(read.kind, read.name));
}

void ApiServer::Private::writeScale(const WritePtr& write)
{
    const QString type = mediaType(write->request);
    const auto body = parseJson(write->request.body);
    if (!body) {
        write->refuse(failures::badRequest(body.error().message));
        return;
    }
    QStringList path { u"spec"_s, u"replicas"_s };
    if (write->kind.fromCrd) {
        const ObjectPtr crd = store.find(u"customresourcedefinitions.apiextensions.k8s.io"_s, write->resource);
        path = crd ? replicasPath(crd->object, write->kind.version, "specReplicasPath"_L1) : path;
    }
    const Reply done = write->done;
    const Kind kind = write->kind;
    write->done = [this, done, kind](const ApiReply& reply) { // the client asked for a Scale, not for the object
        const auto object = parseJsonObject(reply.body);
        const bool good = reply.status < 300 && object;
        done(good ? ApiReply::json(200, scaleOf(kind, *object)) : reply);
    };
    write->request.headers.set("Accept", "application/json");
    const bool put = write->request.method == "PUT";
    update(write, [this, kind, path, type, put, patch = *body](const QJsonObject& current) -> Outcome<QJsonObject> {
        const QJsonObject scale = scaleOf(kind, current);
        Result<QJsonValue> wanted = patch;
        if (!put) {
            wanted = type == "application/json-patch+json"_L1 ? applyJsonPatch(scale, patch.toArray())
                                                               : Result<QJsonValue>(applyMergePatch(scale, patch));
        }
        if (!wanted) {
            return tl::unexpected(Failure { 422, u"Invalid"_s, wanted.error().message, {} });
        }
        const QJsonValue replicas = at(*wanted, { u"spec", u"replicas" });
        if (replicas.toInteger() < 0) {
            Kind asked;
            asked.group = u"autoscaling"_s;
            asked.kind = u"Scale"_s;
            return tl::unexpected(failures::invalid(asked, str(current, { u"metadata", u"name" }),
                { Cause::invalid(u"spec.replicas"_s, replicas, u"must be greater than or equal to 0"_s) }));
        }
        QJsonObject next = with(current, path, replicas.toInteger());
        const QString version = str(*wanted, { u"metadata", u"resourceVersion" });
        return version.isEmpty() ? next : with(next, { u"metadata"_s, u"resourceVersion"_s }, version);
    });
}

// The namespace controller's door: the only write that changes spec.finalizers.
void ApiServer::Private::finalize(const WritePtr& write)
{
    const auto body = decodeBody(write->request, write->kind);
    const ObjectPtr current = store.find(write->resource, write->key());
    if (!body || !current) {
        write->refuse(body ? failures::notFound(write->kind, write->name) : body.error());
        return;
    }
    const QString version = str(*body, { u"metadata", u"resourceVersion" });
    if (!version.isEmpty() && version != str(current->object, { u"metadata", u"resourceVersion" })) {
        write->refuse(failures::modified(write->kind, write->name));
        return;
    }
    const QJsonValue finalizers = at(*body, { u"spec", u"finalizers" });
    const QJsonObject next = with(current->object, { u"spec"_s, u"finalizers"_s },
        finalizers.toArray().isEmpty() ? QJsonValue(QJsonValue::Undefined) : finalizers);
    if (write->dryRun || next == current->object) {
        answer(*write, 200, next);
    } else if (isFinished(next)) {
        drop(write->kind, write->key());
        answer(*write, 200, next);
    } else {
        answer(*write, 200, put(write->kind, write->key(), next)->object);
    }
}

} // namespace cocoon::sandbox
