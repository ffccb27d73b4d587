// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/webhooks.h"

#include "services/base/json.h"
#include "services/sandbox/api/json_patch.h"
#include "services/sandbox/api/selectors.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

struct Webhooks::Call {
    Phase phase = Phase::Mutating;
    AdmissionSubject subject;
    Answer done;
    QList<QJsonObject> rest;
};

namespace {

    bool has(const QJsonValue& list, const QString& value)
    {
        const QJsonArray array = list.toArray();
        return array.contains(u"*"_s) || array.contains(value);
    }

    bool matchesResource(const QJsonValue& list, const QString& plural, const QString& subresource)
    {
        const QJsonArray array = list.toArray();
        for (const QJsonValue value : array) {
            const QString rule = value.toString();
            const QString resource = rule.section(u'/', 0, 0);
            const QString sub = rule.section(u'/', 1);
            const bool subFits = rule == "*/*"_L1 || sub == subresource || (sub == "*"_L1 && rule.contains(u'/'));
            if ((resource == "*"_L1 || resource == plural) && subFits) {
                return true;
            }
        }
        return false;
    }

    bool matchesRules(const QJsonArray& rules, const AdmissionSubject& subject)
    {
        for (const QJsonValue value : rules) {
            const QJsonObject rule = value.toObject();
            const QString scope = rule.value("scope"_L1).toString(u"*"_s);
            const bool scopeFits = scope == "*"_L1 || (scope == "Namespaced"_L1) == subject.kind.namespaced;
            if (scopeFits && has(rule.value("operations"_L1), subject.operation)
                && has(rule.value("apiGroups"_L1), subject.kind.group) && has(rule.value("apiVersions"_L1), subject.kind.version)
                && matchesResource(rule.value("resources"_L1), subject.kind.plural, subject.subresource)) {
                return true;
            }
        }
        return false;
    }

    QJsonObject labelsOf(const QJsonObject& object) { return at(object, { u"metadata", u"labels" }).toObject(); }

    QString urlOf(const QJsonObject& webhook)
    {
        const QJsonObject config = webhook.value("clientConfig"_L1).toObject();
        const QString query = "?timeout="_L1 + QString::number(webhook.value("timeoutSeconds"_L1).toInt(10)) + u's';
        if (config.contains("url"_L1)) {
            return config.value("url"_L1).toString() + query;
        }
        const QJsonObject service = config.value("service"_L1).toObject();
        QString path = service.value("path"_L1).toString();
        path = path.isEmpty() || path.startsWith(u'/') ? path : u'/' + path;
        return "https://"_L1 + service.value("name"_L1).toString() + u'.' + service.value("namespace"_L1).toString()
            + ".svc:"_L1 + QString::number(service.value("port"_L1).toInt(443)) + path + query;
    }

    QJsonObject review(const AdmissionSubject& subject)
    {
        const QJsonObject kind { { "group"_L1, subject.kind.group }, { "version"_L1, subject.kind.version },
            { "kind"_L1, subject.kind.kind } };
        const QJsonObject resource { { "group"_L1, subject.kind.group }, { "version"_L1, subject.kind.version },
            { "resource"_L1, subject.kind.plural } };
        QJsonArray groups;
        for (const QString& group : subject.groups) {
            groups.append(group);
        }
        QJsonObject request { { "uid"_L1, subject.uid }, { "kind"_L1, kind }, { "resource"_L1, resource },
            { "requestKind"_L1, kind }, { "requestResource"_L1, resource }, { "name"_L1, subject.name },
            { "operation"_L1, subject.operation }, { "dryRun"_L1, subject.dryRun },
            { "userInfo"_L1, QJsonObject { { "username"_L1, subject.user }, { "groups"_L1, groups } } },
            { "object"_L1, subject.object.isEmpty() ? QJsonValue() : QJsonValue(subject.object) },
            { "oldObject"_L1, subject.oldObject.isEmpty() ? QJsonValue() : QJsonValue(subject.oldObject) },
            { "options"_L1, QJsonValue() } };
        if (!subject.ns.isEmpty()) {
            request.insert("namespace"_L1, subject.ns);
        }
        if (!subject.subresource.isEmpty()) {
            request.insert("subResource"_L1, subject.subresource);
            request.insert("requestSubResource"_L1, subject.subresource);
        }
        return { { "kind"_L1, "AdmissionReview"_L1 }, { "apiVersion"_L1, "admission.k8s.io/v1"_L1 }, { "request"_L1, request } };
    }

    Failure denied(const QString& webhook, const QJsonObject& status)
    {
        const QString message = status.value("message"_L1).toString();
        const QString reason = status.value("reason"_L1).toString();
        const QString text = "admission webhook \""_L1 + webhook + "\" denied the request"_L1
            + (!message.isEmpty()      ? ": "_L1 + message
                    : !reason.isEmpty() ? ": "_L1 + reason
                                        : u" without explanation"_s);
        const int code = qMax(400, status.value("code"_L1).toInt(400));
        return { code, reason, text, status.value("details"_L1).toObject() };
    }

} // namespace

Webhooks::Webhooks(const ObjectStore& store, net::Transport* transport, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_transport(transport)
{
}

QList<QJsonObject> Webhooks::matching(Phase phase, const AdmissionSubject& subject) const
{
    QList<QJsonObject> result;
    if (subject.kind.group == "admissionregistration.k8s.io"_L1) {
        return result; // a webhook must never keep its own registration from being repaired
    }
    const QString resource = (phase == Phase::Mutating ? u"mutating"_s : u"validating"_s)
        + "webhookconfigurations.admissionregistration.k8s.io"_L1;
    for (const auto& [key, stored] : m_store.all(resource)) {
        const QJsonArray webhooks = stored->object.value("webhooks"_L1).toArray();
        for (const QJsonValue value : webhooks) {
            const QJsonObject webhook = value.toObject();
            if (!matchesRules(webhook.value("rules"_L1).toArray(), subject)) {
                continue;
            }
            const auto namespaces = LabelSelector::fromObject(webhook.value("namespaceSelector"_L1).toObject());
            const bool hasNamespace = !subject.ns.isEmpty() || subject.kind.plural == "namespaces"_L1;
            if (!namespaces.isEmpty() && hasNamespace) {
                const ObjectPtr ns = m_store.find(u"namespaces"_s, subject.ns.isEmpty() ? subject.name : subject.ns);
                if (!namespaces.matches(ns ? labelsOf(ns->object) : labelsOf(subject.object))) {
                    continue;
                }
            }
            const auto objects = LabelSelector::fromObject(webhook.value("objectSelector"_L1).toObject());
            if (objects.isEmpty() || (!subject.object.isEmpty() && objects.matches(labelsOf(subject.object)))
                || (!subject.oldObject.isEmpty() && objects.matches(labelsOf(subject.oldObject)))) {
                result.append(webhook);
            }
        }
    }
    return result;
}

void Webhooks::run(Phase phase, const AdmissionSubject& subject, Answer done)
{
    QList<QJsonObject> webhooks = matching(phase, subject);
    if (webhooks.isEmpty()) {
        done(subject.object);
        return;
    }
    auto call = std::make_shared<Call>();
    call->phase = phase;
    call->subject = subject;
    call->done = std::move(done);
    call->rest = std::move(webhooks);
    next(call);
}

void Webhooks::next(const std::shared_ptr<Call>& call)
{
    if (call->rest.isEmpty()) {
        call->done(call->subject.object);
        return;
    }
    const QJsonObject webhook = call->rest.takeFirst();
    if (!webhook.value("clientConfig"_L1).toObject().contains("url"_L1) || !m_transport) {
        settle(call, webhook, fail(Errc::Network, u"dial tcp: connect: connection refused"_s));
        return;
    }
    net::Request request;
    request.method = "POST";
    request.url = QUrl(urlOf(webhook));
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept", "application/json");
    request.body = toJson(review(call->subject));
    const milliseconds timeout(webhook.value("timeoutSeconds"_L1).toInt(10) * 1000);
    request.deadlines = { timeout, timeout, timeout };
    request.idempotent = false;
    m_transport->send(request)->then(
        this, [this, call, webhook](const Result<net::Response>& answer) { settle(call, webhook, answer); });
}

void Webhooks::settle(const std::shared_ptr<Call>& call, const QJsonObject& webhook, const Result<net::Response>& answer)
{
    const QString name = webhook.value("name"_L1).toString();
    const bool ignores = webhook.value("failurePolicy"_L1).toString() == "Ignore"_L1;
    const auto broken = [&](const QString& why) {
        if (ignores) {
            next(call);
            return;
        }
        call->done(tl::unexpected(failures::internal("failed calling webhook \""_L1 + name + "\": "_L1 + why)));
    };
    if (!answer) {
        const QString why = answer.error().code == Errc::Timeout ? u"context deadline exceeded"_s
            : answer.error().code == Errc::Network ? u"dial tcp: connect: connection refused"_s
                                                   : answer.error().message;
        broken("failed to call webhook: Post \""_L1 + urlOf(webhook) + "\": "_L1 + why);
        return;
    }
    if (answer->status != 200) {
        broken(u"failed to call webhook: the server rejected our request for an unknown reason"_s);
        return;
    }
    const auto reviewed = parseJsonObject(answer->body);
    const QJsonObject response = reviewed ? reviewed->value("response"_L1).toObject() : QJsonObject();
    if (response.isEmpty()) {
        broken(u"received invalid webhook response: webhook response is absent"_s);
        return;
    }
    if (response.value("uid"_L1).toString() != call->subject.uid) {
        broken(u"received invalid webhook response: expected response.uid="_s + printed(call->subject.uid) + ", got "_L1
            + printed(response.value("uid"_L1)));
        return;
    }
    if (!response.value("allowed"_L1).toBool()) {
        call->done(tl::unexpected(denied(name, response.value("status"_L1).toObject())));
        return;
    }
    const QByteArray encoded = response.value("patch"_L1).toString().toLatin1();
    if (call->phase == Phase::Mutating && !encoded.isEmpty()) {
        const auto patch = parseJson(QByteArray::fromBase64(encoded));
        const auto patched = patch && patch->isArray() ? applyJsonPatch(call->subject.object, patch->toArray())
                                                       : Result<QJsonValue>(fail(Errc::Invalid, u"the patch is not a list"_s));
        if (!patched) {
            broken(patched.error().message);
            return;
        }
        call->subject.object = patched->toObject();
    }
    next(call);
}

} // namespace cocoon::sandbox
