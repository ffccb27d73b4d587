// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/pod_webhook.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/osc_names.h"

#include <QPointer>

#include <cmath>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {
    const QString kPodPath = u"/mutate-v1-pod"_s;
    const QString kSingletonPath = u"/validate-kataconfiguration-openshift-io-v1-kataconfig"_s;

    QByteArray review(const QString& uid, QJsonObject response)
    {
        response.insert(u"uid"_s, uid);
        return toJson(QJsonObject { { u"apiVersion"_s, u"admission.k8s.io/v1"_s }, { u"kind"_s, u"AdmissionReview"_s }, { u"response"_s, response } });
    }

    double quantity(const QString& text, double plain)
    {
        static const QHash<QString, double> kUnits {
            { u"n"_s, 1e-9 }, { u"u"_s, 1e-6 }, { u"m"_s, 1e-3 }, { QString(), 1 }, { u"k"_s, 1e3 }, { u"M"_s, 1e6 }, { u"G"_s, 1e9 },
            { u"T"_s, 1e12 }, { u"P"_s, 1e15 }, { u"Ki"_s, 1024 }, { u"Mi"_s, 1048576 }, { u"Gi"_s, 1073741824 },
            { u"Ti"_s, 1099511627776 }, { u"Pi"_s, 1125899906842624 },
        };
        qsizetype end = 0;
        while (end < text.size() && !text.at(end).isLetter()) {
            ++end;
        }
        QString unit = text.mid(end);
        QString number = text.left(end);
        if (unit.startsWith(u'e') || (unit.startsWith(u'E') && unit.size() > 1 && unit != "Ei"_L1)) {
            number = text; // 1e3
            unit.clear();
        }
        bool ok = false;
        const double value = number.toDouble(&ok);
        return ok ? value * kUnits.value(unit, 0) * plain : 0;
    }
}

double cpuMillis(const QString& text)
{
    return quantity(text, 1000);
}

double memoryBytes(const QString& text)
{
    return quantity(text, 1);
}

QJsonArray peerPodPatch(const QJsonObject& pod)
{
    if (str(pod, { u"spec", u"runtimeClassName" }) != "kata-remote"_L1) {
        return {};
    }
    double cpu = 0;
    double memory = 0;
    double gpus = 0;
    bool done = false;
    QJsonObject spec = pod.value(u"spec"_s).toObject();
    const auto larger = [](const QJsonObject& resources, const QString& key, double (*read)(const QString&)) {
        const auto value = [&](const QString& part) {
            const QJsonValue v = resources.value(part).toObject().value(key);
            return read(v.isDouble() ? QString::number(v.toDouble()) : v.toString());
        };
        return std::max(value(u"requests"_s), value(u"limits"_s));
    };
    for (const QString& list : { u"initContainers"_s, u"containers"_s }) {
        QJsonArray containers = spec.value(list).toArray();
        for (qsizetype i = 0; i < containers.size(); ++i) {
            QJsonObject container = containers.at(i).toObject();
            const QJsonObject resources = container.value(u"resources"_s).toObject();
            cpu += larger(resources, u"cpu"_s, cpuMillis);
            memory += larger(resources, u"memory"_s, memoryBytes);
            gpus += larger(resources, u"nvidia.com/gpu"_s, memoryBytes);
            done = done || resources.value(u"limits"_s).toObject().contains(osc::kVmResource);
            const QJsonObject one { { osc::kVmResource, u"1"_s } };
            const bool first = list == "containers"_L1 && i == 0;
            container.insert(u"resources"_s, first ? QJsonObject { { u"limits"_s, one }, { u"requests"_s, one } } : QJsonObject());
            containers.replace(i, container);
        }
        if (!containers.isEmpty()) {
            spec.insert(list, containers);
        }
    }
    if (done) {
        return {}; // an update of a pod that went through here before
    }
    const QString prefix = u"io.katacontainers.config.hypervisor."_s;
    QJsonObject annotations = at(pod, { u"metadata", u"annotations" }).toObject();
    const auto annotate = [&](const QString& key, double value) {
        if (value > 0) {
            annotations.insert(prefix + key, QString::number(static_cast<qint64>(std::ceil(value))));
        }
    };
    annotate(u"default_vcpus"_s, cpu / 1000);
    annotate(u"default_memory"_s, memory / 1048576);
    annotate(u"default_gpus"_s, gpus);
    QJsonArray patch;
    const auto add = [&patch](const QString& path, const QJsonValue& value) {
        patch.append(QJsonObject { { u"op"_s, u"add"_s }, { u"path"_s, path }, { u"value"_s, value } });
    };
    if (!annotations.isEmpty()) {
        add(u"/metadata/annotations"_s, annotations);
    }
    for (const QString& list : { u"initContainers"_s, u"containers"_s }) {
        if (spec.contains(list)) {
            add(u"/spec/"_s + list, spec.value(list));
        }
    }
    return patch;
}

PodWebhook::PodWebhook(Stage& stage, QObject* parent)
    : Actor(stage, parent)
    , m_server({ stage.serverChain, stage.serverKey, {} })
{
    m_server.setHandler([this](net::Exchange& exchange) { answer(exchange); });
}

void PodWebhook::start()
{
    const auto port = m_server.listen();
    if (!port) {
        qCWarning(lcSandbox, "the admission webhooks cannot listen: %s", qUtf8Printable(port.error().message));
        return;
    }
    m_port = *port;
    kube::Reflector::Options options;
    options.ns = osc::kNamespace;
    m_deployments = watch(kube::res::deployments, options);
    m_namespaces = watch(kube::res::namespaces);
}

QString PodWebhook::podUrl() const
{
    return m_port ? u"https://127.0.0.1:%1%2"_s.arg(m_port).arg(kPodPath) : QString();
}

QString PodWebhook::singletonUrl() const
{
    return m_port ? u"https://127.0.0.1:%1%2"_s.arg(m_port).arg(kSingletonPath) : QString();
}

void PodWebhook::reconcile()
{
    const auto available = [this](QLatin1String name) {
        const QJsonObject* deployment = m_deployments->find(osc::kNamespace + u'/' + name);
        return deployment && at(*deployment, { u"status", u"availableReplicas" }).toInt() > 0;
    };
    m_podWebhookUp = available(QLatin1String("peer-pods-webhook")) && m_stage.scenario.fault(u"webhook"_s) != "down"_L1;
    m_managerUp = available(QLatin1String("controller-manager"));
    // The webhook passes over its own namespace by this label, which API servers before 1.21 do not write: without it the
    // webhook would have to allow its own first pod.
    const QString label = u"kubernetes.io/metadata.name"_s;
    for (const QJsonObject& ns : m_namespaces->objects()) {
        const QString name = kube::nameOf(ns);
        const bool isServers = name == "default"_L1 || name.startsWith("kube-"_L1);
        if (!isServers && !kube::isBeingDeleted(ns) && kube::label(ns, label).isEmpty()) {
            patch(kube::res::namespaces, {}, name, { { u"metadata"_s, QJsonObject { { u"labels"_s, QJsonObject { { label, name } } } } } });
        }
    }
}

void PodWebhook::answer(net::Exchange& exchange)
{
    const bool singleton = exchange.request().path == kSingletonPath;
    if (singleton ? !m_managerUp : !m_podWebhookUp) {
        exchange.abort();
        return;
    }
    const auto body = parseJsonObject(exchange.request().body);
    if (!body) {
        exchange.reply(400, {}, "not an AdmissionReview\n");
        return;
    }
    const QString uid = str(*body, { u"request", u"uid" });
    if (singleton) {
        answerSingleton(exchange, uid);
        return;
    }
    QJsonObject response { { u"allowed"_s, true } };
    const QJsonArray patch = peerPodPatch(at(*body, { u"request", u"object" }).toObject());
    if (!patch.isEmpty()) {
        response.insert(u"patchType"_s, u"JSONPatch"_s);
        response.insert(u"patch"_s, QString::fromLatin1(toJson(patch).toBase64()));
    }
    exchange.replyJson(200, review(uid, response));
}

void PodWebhook::answerSingleton(net::Exchange& exchange, const QString& uid)
{
    // Asked freshly: two creations in a row must not both slip through a copy that lags.
    QPointer<net::Exchange> guard(&exchange);
    m_stage.kube.list(kube::res::kataConfigs)->then(this, [guard, uid](const Result<kube::ListResult>& r) {
        if (!guard) {
            return;
        }
        if (!r) {
            guard->abort();
            return;
        }
        QJsonObject response { { u"allowed"_s, r->items.isEmpty() } };
        if (!r->items.isEmpty()) {
            response.insert(u"status"_s, QJsonObject { { u"code"_s, 403 }, { u"reason"_s, u"Forbidden"_s },
                                             { u"message"_s, u"A KataConfig instance already exists, refusing to create a duplicate"_s } });
        }
        guard->replyJson(200, review(uid, response));
    });
}

} // namespace cocoon::sandbox
