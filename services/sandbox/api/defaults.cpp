// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/defaults.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    void fill(QJsonObject& object, QLatin1String key, const QJsonValue& value)
    {
        if (!object.contains(key) || object.value(key).isNull()) {
            object.insert(key, value);
        }
    }

    QString pullPolicy(const QString& image)
    {
        const QString last = image.section(u'/', -1);
        const bool pinned = image.contains(u'@') || (last.contains(u':') && !last.endsWith(":latest"_L1));
        return pinned ? u"IfNotPresent"_s : u"Always"_s;
    }

    QJsonObject probe(QJsonObject object)
    {
        fill(object, "timeoutSeconds"_L1, 1);
        fill(object, "periodSeconds"_L1, 10);
        fill(object, "successThreshold"_L1, 1);
        fill(object, "failureThreshold"_L1, 3);
        if (object.contains("httpGet"_L1)) {
            QJsonObject get = object.value("httpGet"_L1).toObject();
            fill(get, "scheme"_L1, u"HTTP"_s);
            object.insert("httpGet"_L1, get);
        }
        return object;
    }

    QJsonObject container(QJsonObject object)
    {
        fill(object, "imagePullPolicy"_L1, pullPolicy(object.value("image"_L1).toString()));
        fill(object, "terminationMessagePath"_L1, u"/dev/termination-log"_s);
        fill(object, "terminationMessagePolicy"_L1, u"File"_s);
        fill(object, "resources"_L1, QJsonObject());
        if (object.contains("ports"_L1)) {
            QJsonArray ports;
            const QJsonArray given = object.value("ports"_L1).toArray();
            for (const QJsonValue value : given) {
                QJsonObject port = value.toObject();
                fill(port, "protocol"_L1, u"TCP"_s);
                ports.append(port);
            }
            object.insert("ports"_L1, ports);
        }
        for (const QLatin1String name : { "livenessProbe"_L1, "readinessProbe"_L1, "startupProbe"_L1 }) {
            if (object.value(name).isObject()) {
                object.insert(name, probe(object.value(name).toObject()));
            }
        }
        QJsonObject resources = object.value("resources"_L1).toObject();
        if (resources.contains("limits"_L1)) { // requests default to limits
            QJsonObject requests = resources.value("requests"_L1).toObject();
            const QJsonObject limits = resources.value("limits"_L1).toObject();
            for (auto it = limits.begin(); it != limits.end(); ++it) {
                if (!requests.contains(it.key())) {
                    requests.insert(it.key(), it.value());
                }
            }
            resources.insert("requests"_L1, requests);
            object.insert("resources"_L1, resources);
        }
        return object;
    }

    QJsonObject podSpec(QJsonObject spec)
    {
        fill(spec, "restartPolicy"_L1, u"Always"_s);
        fill(spec, "terminationGracePeriodSeconds"_L1, 30);
        fill(spec, "dnsPolicy"_L1, u"ClusterFirst"_s);
        fill(spec, "schedulerName"_L1, u"default-scheduler"_s);
        fill(spec, "securityContext"_L1, QJsonObject());
        for (const QLatin1String name : { "containers"_L1, "initContainers"_L1 }) {
            if (!spec.contains(name)) {
                continue;
            }
            QJsonArray list;
            const QJsonArray given = spec.value(name).toArray();
            for (const QJsonValue value : given) {
                list.append(container(value.toObject()));
            }
            spec.insert(name, list);
        }
        const QString account = spec.value("serviceAccountName"_L1).toString();
        if (!account.isEmpty()) {
            spec.insert("serviceAccount"_L1, account);
        }
        if (spec.contains("volumes"_L1)) {
            QJsonArray volumes;
            const QJsonArray given = spec.value("volumes"_L1).toArray();
            for (const QJsonValue value : given) {
                QJsonObject volume = value.toObject();
                for (const QLatin1String source : { "secret"_L1, "configMap"_L1, "projected"_L1, "downwardAPI"_L1 }) {
                    if (volume.value(source).isObject()) {
                        QJsonObject inner = volume.value(source).toObject();
                        fill(inner, "defaultMode"_L1, 420);
                        volume.insert(source, inner);
                    }
                }
                if (volume.value("hostPath"_L1).isObject()) {
                    QJsonObject inner = volume.value("hostPath"_L1).toObject();
                    fill(inner, "type"_L1, QString());
                    volume.insert("hostPath"_L1, inner);
                }
                volumes.append(volume);
            }
            spec.insert("volumes"_L1, volumes);
        }
        return spec;
    }

    QJsonObject withTemplate(QJsonObject spec)
    {
        QJsonObject pod = spec.value("template"_L1).toObject();
        pod.insert("spec"_L1, podSpec(pod.value("spec"_L1).toObject()));
        spec.insert("template"_L1, pod);
        return spec;
    }

    QJsonObject rolling(QLatin1String first, const QJsonValue& a, QLatin1String second, const QJsonValue& b, const QJsonObject& given)
    {
        QJsonObject strategy = given;
        fill(strategy, "type"_L1, u"RollingUpdate"_s);
        if (strategy.value("type"_L1).toString() == "RollingUpdate"_L1) {
            QJsonObject update = strategy.value("rollingUpdate"_L1).toObject();
            fill(update, first, a);
            fill(update, second, b);
            strategy.insert("rollingUpdate"_L1, update);
        }
        return strategy;
    }

    QJsonObject workload(const QString& plural, QJsonObject spec)
    {
        if (plural == "deployments"_L1) {
            fill(spec, "replicas"_L1, 1);
            fill(spec, "revisionHistoryLimit"_L1, 10);
            fill(spec, "progressDeadlineSeconds"_L1, 600);
            spec.insert("strategy"_L1,
                rolling("maxUnavailable"_L1, u"25%"_s, "maxSurge"_L1, u"25%"_s, spec.value("strategy"_L1).toObject()));
        } else if (plural == "daemonsets"_L1) {
            fill(spec, "revisionHistoryLimit"_L1, 10);
            spec.insert("updateStrategy"_L1,
                rolling("maxUnavailable"_L1, 1, "maxSurge"_L1, 0, spec.value("updateStrategy"_L1).toObject()));
        } else if (plural == "statefulsets"_L1) {
            fill(spec, "replicas"_L1, 1);
            fill(spec, "revisionHistoryLimit"_L1, 10);
            fill(spec, "podManagementPolicy"_L1, u"OrderedReady"_s);
            QJsonObject strategy = spec.value("updateStrategy"_L1).toObject();
            fill(strategy, "type"_L1, u"RollingUpdate"_s);
            spec.insert("updateStrategy"_L1, strategy);
        } else if (plural == "jobs"_L1) {
            fill(spec, "backoffLimit"_L1, 6);
            fill(spec, "completions"_L1, 1);
            fill(spec, "parallelism"_L1, 1);
            fill(spec, "completionMode"_L1, u"NonIndexed"_s);
            fill(spec, "suspend"_L1, false);
        } else {
            fill(spec, "replicas"_L1, 1);
        }
        return withTemplate(spec);
    }

    // A node port of its own for each port. The cluster IP is unique, so what is made of it nearly is.
    QJsonObject withNodePorts(QJsonObject spec)
    {
        const QString type = spec.value("type"_L1).toString();
        const bool wanted = type == "NodePort"_L1 || type == "LoadBalancer"_L1;
        const QStringList address = spec.value("clusterIP"_L1).toString().split(u'.');
        if (address.size() != 4) {
            return spec; // headless, or no address yet
        }
        const int first = (address.at(2).toInt() * 254 + address.at(3).toInt()) * 8;
        QJsonArray ports = spec.value("ports"_L1).toArray();
        for (qsizetype i = 0; i < ports.size(); ++i) {
            QJsonObject port = ports.at(i).toObject();
            if (!wanted) {
                port.remove("nodePort"_L1);
            } else if (port.value("nodePort"_L1).toInt() == 0) {
                port.insert("nodePort"_L1, 30000 + (first + static_cast<int>(i)) % 2768);
            }
            ports.replace(i, port);
        }
        if (!ports.isEmpty()) {
            spec.insert("ports"_L1, ports);
        }
        return spec;
    }

    QJsonObject service(QJsonObject spec)
    {
        fill(spec, "type"_L1, u"ClusterIP"_s);
        fill(spec, "sessionAffinity"_L1, u"None"_s);
        QJsonArray ports;
        const QJsonArray given = spec.value("ports"_L1).toArray();
        for (const QJsonValue value : given) {
            QJsonObject port = value.toObject();
            fill(port, "protocol"_L1, u"TCP"_s);
            fill(port, "targetPort"_L1, port.value("port"_L1));
            ports.append(port);
        }
        if (!ports.isEmpty()) {
            spec.insert("ports"_L1, ports);
        }
        fill(spec, "internalTrafficPolicy"_L1, u"Cluster"_s);
        return withNodePorts(spec);
    }

    QJsonArray webhooks(const QJsonArray& given, bool mutating)
    {
        QJsonArray list;
        for (const QJsonValue value : given) {
            QJsonObject webhook = value.toObject();
            fill(webhook, "failurePolicy"_L1, u"Fail"_s);
            fill(webhook, "matchPolicy"_L1, u"Equivalent"_s);
            fill(webhook, "timeoutSeconds"_L1, 10);
            fill(webhook, "namespaceSelector"_L1, QJsonObject());
            fill(webhook, "objectSelector"_L1, QJsonObject());
            if (mutating) {
                fill(webhook, "reinvocationPolicy"_L1, u"Never"_s);
            }
            QJsonArray rules;
            const QJsonArray givenRules = webhook.value("rules"_L1).toArray();
            for (const QJsonValue one : givenRules) {
                QJsonObject rule = one.toObject();
                fill(rule, "scope"_L1, u"*"_s);
                rules.append(rule);
            }
            webhook.insert("rules"_L1, rules);
            list.append(webhook);
        }
        return list;
    }

    QJsonObject crd(QJsonObject spec)
    {
        QJsonObject names = spec.value("names"_L1).toObject();
        const QString kind = names.value("kind"_L1).toString();
        fill(names, "singular"_L1, kind.toLower());
        fill(names, "listKind"_L1, kind + "List"_L1);
        spec.insert("names"_L1, names);
        fill(spec, "conversion"_L1, QJsonObject { { "strategy"_L1, "None"_L1 } });
        return spec;
    }

} // namespace

// Clear text goes into data and is gone, as in Kubernetes.
QJsonObject withStringDataMoved(const QJsonObject& secret)
{
    if (!secret.contains("stringData"_L1)) {
        return secret;
    }
    QJsonObject object = secret;
    const QJsonObject clear = object.value("stringData"_L1).toObject();
    QJsonObject data = object.value("data"_L1).toObject();
    for (auto it = clear.begin(); it != clear.end(); ++it) {
        data.insert(it.key(), QString::fromLatin1(it.value().toString().toUtf8().toBase64()));
    }
    object.insert("data"_L1, data);
    object.remove("stringData"_L1);
    return object;
}

QString qosClass(const QJsonObject& spec)
{
    bool any = false;
    bool all = true;
    QJsonArray containers = spec.value("containers"_L1).toArray();
    const QJsonArray init = spec.value("initContainers"_L1).toArray();
    for (const QJsonValue one : init) {
        containers.append(one);
    }
    for (const QJsonValue one : std::as_const(containers)) {
        const QJsonObject resources = one.toObject().value("resources"_L1).toObject();
        const QJsonObject limits = resources.value("limits"_L1).toObject();
        const QJsonObject requests = resources.value("requests"_L1).toObject();
        for (const QLatin1String name : { "cpu"_L1, "memory"_L1 }) {
            any = any || limits.contains(name) || requests.contains(name);
            all = all && limits.contains(name) && requests.value(name) == limits.value(name);
        }
    }
    return !any ? u"BestEffort"_s : all ? u"Guaranteed"_s : u"Burstable"_s;
}

QJsonObject withDefaults(const ApiServer::Kind& kind, const QJsonObject& given)
{
    if (kind.fromCrd) {
        return given;
    }
    QJsonObject object = given;
    const QJsonObject spec = object.value("spec"_L1).toObject();
    if (kind.plural == "pods"_L1) {
        QJsonObject pod = podSpec(spec);
        fill(pod, "serviceAccountName"_L1, u"default"_s);
        fill(pod, "serviceAccount"_L1, pod.value("serviceAccountName"_L1));
        fill(pod, "enableServiceLinks"_L1, true);
        fill(pod, "preemptionPolicy"_L1, u"PreemptLowerPriority"_s);
        fill(pod, "priority"_L1, 0);
        object.insert("spec"_L1, pod);
    } else if (kind.group == "apps"_L1 && kind.plural != "controllerrevisions"_L1) {
        object.insert("spec"_L1, workload(kind.plural, spec));
    } else if (kind.plural == "jobs"_L1 || kind.plural == "replicationcontrollers"_L1) {
        object.insert("spec"_L1, workload(kind.plural, spec));
    } else if (kind.plural == "services"_L1) {
        object.insert("spec"_L1, service(spec));
    } else if (kind.plural == "secrets"_L1) {
        object = withStringDataMoved(object);
        fill(object, "type"_L1, u"Opaque"_s);
    } else if (kind.plural == "customresourcedefinitions"_L1) {
        object.insert("spec"_L1, crd(spec));
    } else if (kind.group == "admissionregistration.k8s.io"_L1) {
        object.insert("webhooks"_L1,
            webhooks(object.value("webhooks"_L1).toArray(), kind.plural == "mutatingwebhookconfigurations"_L1));
    } else if (kind.plural == "events"_L1 && kind.group.isEmpty()) {
        for (const QLatin1String time : { "eventTime"_L1, "firstTimestamp"_L1, "lastTimestamp"_L1 }) {
            fill(object, time, QJsonValue::Null);
        }
        fill(object, "source"_L1, QJsonObject());
        fill(object, "reportingComponent"_L1, QString());
        fill(object, "reportingInstance"_L1, QString());
    } else if (kind.plural == "persistentvolumeclaims"_L1) {
        QJsonObject claim = spec;
        fill(claim, "volumeMode"_L1, u"Filesystem"_s);
        object.insert("spec"_L1, claim);
    } else if (kind.plural == "storageclasses"_L1) {
        fill(object, "reclaimPolicy"_L1, u"Delete"_s);
        fill(object, "volumeBindingMode"_L1, u"Immediate"_s);
    } else if (kind.plural == "namespaces"_L1) {
        object.insert("metadata"_L1,
            with(object.value("metadata"_L1).toObject(), { u"labels"_s, u"kubernetes.io/metadata.name"_s },
                at(object, { u"metadata", u"name" })));
    }
    return object;
}

QJsonObject asCreated(const ApiServer::Kind& kind, const QJsonObject& given, quint32 counter, const QString& now)
{
    QJsonObject object = given;
    const bool ownStatus = kind.subresources.contains("status"_L1);
    if (ownStatus && kind.plural != "nodes"_L1) {
        object.remove("status"_L1);
    }
    if (kind.fromCrd) {
        return object;
    }
    QJsonObject spec = object.value("spec"_L1).toObject();
    if (kind.plural == "pods"_L1) {
        object.insert("status"_L1, QJsonObject { { "phase"_L1, "Pending"_L1 }, { "qosClass"_L1, qosClass(spec) } });
    } else if (kind.plural == "namespaces"_L1) {
        QJsonArray finalizers = spec.value("finalizers"_L1).toArray();
        if (!finalizers.contains(u"kubernetes"_s)) {
            finalizers.append(u"kubernetes"_s);
        }
        spec.insert("finalizers"_L1, finalizers);
        object.insert("spec"_L1, spec);
        object.insert("status"_L1, QJsonObject { { "phase"_L1, "Active"_L1 } });
    } else if (kind.plural == "services"_L1) {
        if (spec.value("type"_L1).toString() != "ExternalName"_L1) {
            const QString address = "172.21."_L1 + QString::number(1 + (counter / 254) % 254) + u'.' + QString::number(1 + counter % 254);
            fill(spec, "clusterIP"_L1, address);
            fill(spec, "clusterIPs"_L1, QJsonArray { spec.value("clusterIP"_L1) });
            fill(spec, "ipFamilies"_L1, QJsonArray { u"IPv4"_s });
            fill(spec, "ipFamilyPolicy"_L1, u"SingleStack"_s);
            object.insert("spec"_L1, spec);
        }
        object.insert("status"_L1, QJsonObject { { "loadBalancer"_L1, QJsonObject() } });
    } else if (kind.plural == "customresourcedefinitions"_L1) {
        const auto condition = [&](const char* type, const char* reason, const char* message) {
            return QJsonObject { { "type"_L1, QLatin1String(type) }, { "status"_L1, "True"_L1 }, { "lastTransitionTime"_L1, now },
                { "reason"_L1, QLatin1String(reason) }, { "message"_L1, QLatin1String(message) } };
        };
        QJsonArray versions;
        const QJsonArray all = spec.value("versions"_L1).toArray();
        for (const QJsonValue version : all) {
            if (version.toObject().value("storage"_L1).toBool()) {
                versions.append(version.toObject().value("name"_L1));
            }
        }
        object.insert("status"_L1,
            QJsonObject { { "acceptedNames"_L1, spec.value("names"_L1) }, { "storedVersions"_L1, versions },
                { "conditions"_L1,
                    QJsonArray { condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                        condition("Established", "InitialNamesAccepted", "the initial names have been accepted") } } });
    } else if (kind.plural == "daemonsets"_L1) {
        object.insert("status"_L1,
            QJsonObject { { "currentNumberScheduled"_L1, 0 }, { "desiredNumberScheduled"_L1, 0 }, { "numberMisscheduled"_L1, 0 },
                { "numberReady"_L1, 0 } });
    } else if (kind.plural == "replicasets"_L1 || kind.plural == "statefulsets"_L1) {
        object.insert("status"_L1, QJsonObject { { "replicas"_L1, 0 } });
    } else if (ownStatus && !object.contains("status"_L1) && kind.group != "policy"_L1) {
        object.insert("status"_L1, QJsonObject());
    } else if (kind.plural == "poddisruptionbudgets"_L1) {
        object.insert("status"_L1,
            QJsonObject { { "currentHealthy"_L1, 0 }, { "desiredHealthy"_L1, 0 }, { "disruptionsAllowed"_L1, 0 },
                { "expectedPods"_L1, 0 } });
    }
    return object;
}

} // namespace cocoon::sandbox
