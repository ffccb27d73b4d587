// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/table.h"

#include "services/base/json.h"
#include "services/sandbox/api/event_groups.h"
#include "services/sandbox/front/human_duration.h"

#include <algorithm>

using namespace Qt::StringLiterals;

// Pods, nodes and events: the rules of Kubernetes' own printers (STATUS and RESTARTS of a pod most of all).
namespace cocoon::sandbox {

namespace {
    using Column = TablePrinter::Column;

    QString orNone(const QString& text, const QString& none = u"<none>"_s)
    {
        return text.isEmpty() ? none : text;
    }
    QString age(const QJsonObject& object, const QDateTime& now)
    {
        return ageOf(str(object, { u"metadata", u"creationTimestamp" }), now);
    }
    QJsonObject conditionOf(const QJsonObject& object, QStringView type)
    {
        const QJsonArray conditions = at(object, { u"status", u"conditions" }).toArray();
        for (const QJsonValue& condition : conditions) {
            if (str(condition, { u"type" }) == type) {
                return condition.toObject();
            }
        }
        return {};
    }
    bool isTrue(const QJsonObject& object, QStringView type)
    {
        return conditionOf(object, type).value("status"_L1) == "True"_L1;
    }

    /// Counts what kubectl shows of a pod: STATUS, READY and RESTARTS.
    struct PodSummary {
        QString status;
        int ready = 0, total = 0, restarts = 0;
        QDateTime lastRestart;

        explicit PodSummary(const QJsonObject& pod)
        {
            const QString reason = str(pod, { u"status", u"reason" });
            const QString phase = str(pod, { u"status", u"phase" });
            status = reason.isEmpty() ? phase : reason;
            if (conditionOf(pod, u"PodScheduled").value("reason"_L1) == "SchedulingGated"_L1) {
                status = u"SchedulingGated"_s;
            }
            total = static_cast<int>(at(pod, { u"spec", u"containers" }).toArray().size());
            const bool isInitializing = initContainers(pod);
            if (!isInitializing || isTrue(pod, u"Initialized")) {
                containers(pod);
            }
            if (!str(pod, { u"metadata", u"deletionTimestamp" }).isEmpty()) {
                if (reason == "NodeLost"_L1) {
                    status = u"Unknown"_s;
                } else if (phase != "Succeeded"_L1 && phase != "Failed"_L1) {
                    status = u"Terminating"_s;
                }
            }
        }

    private:
        int m_sidecarRestarts = 0;
        QDateTime m_sidecarRestart;

        static QString terminated(const QJsonObject& state)
        {
            const QJsonObject end = state.value("terminated"_L1).toObject();
            if (!end.value("reason"_L1).toString().isEmpty()) {
                return end.value("reason"_L1).toString();
            }
            return end.value("signal"_L1).toInt() != 0 ? u"Signal:%1"_s.arg(end.value("signal"_L1).toInt())
                                                       : u"ExitCode:%1"_s.arg(end.value("exitCode"_L1).toInt());
        }
        static QDateTime restartOf(const QJsonValue& container)
        {
            return QDateTime::fromString(str(container, { u"lastState", u"terminated", u"finishedAt" }), Qt::ISODate);
        }
        static void later(QDateTime& time, const QDateTime& other)
        {
            if (other.isValid() && (!time.isValid() || other > time)) {
                time = other;
            }
        }

        bool initContainers(const QJsonObject& pod)
        {
            const QJsonArray specs = at(pod, { u"spec", u"initContainers" }).toArray();
            QStringList sidecars;
            for (const QJsonValue& spec : specs) {
                if (str(spec, { u"restartPolicy" }) == "Always"_L1) {
                    sidecars.append(str(spec, { u"name" }));
                    ++total;
                }
            }
            const QJsonArray statuses = at(pod, { u"status", u"initContainerStatuses" }).toArray();
            int index = 0;
            for (const QJsonValue& value : statuses) {
                const QJsonObject container = value.toObject();
                const QJsonObject state = container.value("state"_L1).toObject();
                const bool isSidecar = sidecars.contains(container.value("name"_L1).toString());
                restarts += container.value("restartCount"_L1).toInt();
                later(lastRestart, restartOf(container));
                if (isSidecar) {
                    m_sidecarRestarts += container.value("restartCount"_L1).toInt();
                    later(m_sidecarRestart, restartOf(container));
                }
                const QJsonObject end = state.value("terminated"_L1).toObject();
                const QString waiting = str(state, { u"waiting", u"reason" });
                if (!end.isEmpty() && end.value("exitCode"_L1).toInt() == 0) {
                    ++index;
                    continue;
                }
                if (isSidecar && container.value("started"_L1).toBool()) {
                    ready += container.value("ready"_L1).toBool() ? 1 : 0;
                    ++index;
                    continue;
                }
                if (!end.isEmpty()) {
                    status = u"Init:"_s + terminated(state);
                } else if (!waiting.isEmpty() && waiting != "PodInitializing"_L1) {
                    status = u"Init:"_s + waiting;
                } else {
                    status = u"Init:%1/%2"_s.arg(index).arg(specs.size());
                }
                return true;
            }
            return false;
        }

        void containers(const QJsonObject& pod)
        {
            restarts = m_sidecarRestarts;
            lastRestart = m_sidecarRestart;
            bool hasRunning = false;
            const QJsonArray statuses = at(pod, { u"status", u"containerStatuses" }).toArray();
            for (qsizetype i = statuses.size() - 1; i >= 0; --i) {
                const QJsonObject container = statuses.at(i).toObject();
                const QJsonObject state = container.value("state"_L1).toObject();
                restarts += container.value("restartCount"_L1).toInt();
                later(lastRestart, restartOf(container));
                const QString waiting = str(state, { u"waiting", u"reason" });
                if (!waiting.isEmpty()) {
                    status = waiting;
                } else if (state.contains("terminated"_L1)) {
                    status = terminated(state);
                } else if (container.value("ready"_L1).toBool() && state.contains("running"_L1)) {
                    hasRunning = true;
                    ++ready;
                }
            }
            if (status == "Completed"_L1 && hasRunning) {
                status = isTrue(pod, u"Ready") ? u"Running"_s : u"NotReady"_s;
            }
        }
    };

    QJsonArray podCells(const QJsonObject& pod, const QDateTime& now)
    {
        const PodSummary summary(pod);
        QString restarts = QString::number(summary.restarts);
        if (summary.restarts != 0 && summary.lastRestart.isValid()) {
            restarts += u" (%1 ago)"_s.arg(humanDuration(summary.lastRestart.msecsTo(now)));
        }
        const QJsonArray gates = at(pod, { u"spec", u"readinessGates" }).toArray();
        QString gateText = u"<none>"_s;
        if (!gates.isEmpty()) {
            int open = 0;
            for (const QJsonValue& gate : gates) {
                open += isTrue(pod, str(gate, { u"conditionType" })) ? 1 : 0;
            }
            gateText = u"%1/%2"_s.arg(open).arg(gates.size());
        }
        QString ip = str(pod, { u"status", u"podIPs", u"0", u"ip" });
        ip = ip.isEmpty() ? str(pod, { u"status", u"podIP" }) : ip;
        return { str(pod, { u"metadata", u"name" }), u"%1/%2"_s.arg(summary.ready).arg(summary.total), summary.status,
            restarts, age(pod, now), orNone(ip), orNone(str(pod, { u"spec", u"nodeName" })),
            orNone(str(pod, { u"status", u"nominatedNodeName" })), gateText };
    }

    QJsonArray podConditions(const QJsonObject& pod)
    {
        const QString phase = str(pod, { u"status", u"phase" });
        if (phase != "Succeeded"_L1 && phase != "Failed"_L1) {
            return {};
        }
        const QString message = phase == "Failed"_L1 ? u"The pod failed."_s : u"The pod has completed successfully."_s;
        return { QJsonObject { { u"type"_s, u"Completed"_s }, { u"status"_s, u"True"_s }, { u"reason"_s, phase },
            { u"message"_s, message } } };
    }

    QString nodeAddress(const QJsonObject& node, QStringView type)
    {
        const QJsonArray addresses = at(node, { u"status", u"addresses" }).toArray();
        for (const QJsonValue& address : addresses) {
            if (str(address, { u"type" }) == type) {
                return str(address, { u"address" });
            }
        }
        return u"<none>"_s;
    }

    QJsonArray nodeCells(const QJsonObject& node, const QDateTime& now)
    {
        const QJsonObject ready = conditionOf(node, u"Ready");
        QString status = ready.isEmpty() ? u"Unknown"_s
            : ready.value("status"_L1) == "True"_L1 ? u"Ready"_s : u"NotReady"_s;
        if (at(node, { u"spec", u"unschedulable" }).toBool()) {
            status += u",SchedulingDisabled"_s;
        }
        QStringList roles;
        const QJsonObject labels = at(node, { u"metadata", u"labels" }).toObject();
        const QString prefix = u"node-role.kubernetes.io/"_s;
        for (auto it = labels.constBegin(); it != labels.constEnd(); ++it) {
            if (it.key().startsWith(prefix) && it.key().size() > prefix.size()) {
                roles.append(it.key().mid(prefix.size()));
            } else if (it.key() == "kubernetes.io/role"_L1 && !it.value().toString().isEmpty()) {
                roles.append(it.value().toString());
            }
        }
        roles.sort();
        const auto info = [&node](QStringView key) {
            return orNone(str(node, { u"status", u"nodeInfo", key }), u"<unknown>"_s);
        };
        return { str(node, { u"metadata", u"name" }), status, orNone(roles.join(u',')), age(node, now),
            str(node, { u"status", u"nodeInfo", u"kubeletVersion" }), nodeAddress(node, u"InternalIP"),
            nodeAddress(node, u"ExternalIP"), info(u"osImage"), info(u"kernelVersion"), info(u"containerRuntimeVersion") };
    }

    QJsonArray eventCells(const QJsonObject& event, const QDateTime& now)
    {
        QString first = ageOf(str(event, { u"firstTimestamp" }), now);
        if (str(event, { u"firstTimestamp" }).isEmpty()) {
            first = ageOf(str(event, { u"eventTime" }), now);
        }
        QString last = str(event, { u"lastTimestamp" }).isEmpty() ? first : ageOf(str(event, { u"lastTimestamp" }), now);
        int count = event.value("count"_L1).toInt();
        const QJsonObject series = event.value("series"_L1).toObject();
        if (!series.isEmpty()) {
            last = ageOf(series.value("lastObservedTime"_L1).toString(), now);
            count = series.value("count"_L1).toInt();
        } else if (count == 0) {
            count = 1;
        }
        const QString kind = str(event, { u"involvedObject", u"kind" });
        const QString name = str(event, { u"involvedObject", u"name" });
        QString source = str(event, { u"source", u"component" });
        source = source.isEmpty() ? str(event, { u"reportingComponent" }) : source;
        QString host = str(event, { u"source", u"host" });
        host = host.isEmpty() ? str(event, { u"reportingInstance" }) : host;
        if (!host.isEmpty()) {
            source += u", "_s + host;
        }
        return { last, event.value("type"_L1).toString(), event.value("reason"_L1).toString(),
            name.isEmpty() ? kind.toLower() : kind.toLower() + u'/' + name, str(event, { u"involvedObject", u"fieldPath" }),
            source, event.value("message"_L1).toString().trimmed(), first, count, str(event, { u"metadata", u"name" }) };
    }
}

void addCorePrinters(QHash<QString, TablePrinter::Printer>& printers)
{
    const QString text = u"string"_s;
    const Column name { u"Name"_s, text, u"name"_s, 0 };
    const auto column = [&text](const QString& title, int priority = 0) { return Column { title, text, {}, priority }; };
    printers.insert(u"pods"_s,
        { { name, column(u"Ready"_s), column(u"Status"_s), column(u"Restarts"_s), column(u"Age"_s), column(u"IP"_s, 1),
              column(u"Node"_s, 1), column(u"Nominated Node"_s, 1), column(u"Readiness Gates"_s, 1) },
            podCells, podConditions });
    printers.insert(u"nodes"_s,
        { { name, column(u"Status"_s), column(u"Roles"_s), column(u"Age"_s), column(u"Version"_s),
              column(u"Internal-IP"_s, 1), column(u"External-IP"_s, 1), column(u"OS-Image"_s, 1),
              column(u"Kernel-Version"_s, 1), column(u"Container-Runtime"_s, 1) },
            nodeCells });
    const TablePrinter::Printer events { { column(u"Last Seen"_s), column(u"Type"_s), column(u"Reason"_s),
                                             column(u"Object"_s), column(u"Subobject"_s, 1), column(u"Source"_s, 1),
                                             column(u"Message"_s), column(u"First Seen"_s, 1),
                                             { u"Count"_s, u"integer"_s, {}, 1 }, { u"Name"_s, text, u"name"_s, 1 } },
        eventCells };
    printers.insert(u"events"_s, events);
    TablePrinter::Printer grouped = events;
    grouped.cells = [](const QJsonObject& event, const QDateTime& now) { return eventCells(coreEvent(event), now); };
    printers.insert(u"events.events.k8s.io"_s, grouped);
}

} // namespace cocoon::sandbox
