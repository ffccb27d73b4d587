// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/pod_row.h"

#include "services/base/json.h"
#include "services/coco/runtime_classes.h"
#include "services/kube/object.h"

#include <chrono>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;

namespace {
    constexpr qsizetype kLongestAnnotation = 64;

    /// How a container that ended is called: its reason, else the signal or the exit code.
    QString endOf(const QJsonObject& terminated)
    {
        const QString reason = terminated.value("reason"_L1).toString();
        if (!reason.isEmpty()) {
            return reason;
        }
        const int signal = terminated.value("signal"_L1).toInt();
        return signal != 0 ? u"Signal:%1"_s.arg(signal) : u"ExitCode:%1"_s.arg(terminated.value("exitCode"_L1).toInt());
    }

    /// The first init container that has not ended well; "" when all have.
    QString initStatus(const QJsonObject& pod, const QJsonArray& statuses, qint32& restarts)
    {
        const qsizetype all = at(pod, { u"spec", u"initContainers" }).toArray().size();
        for (qsizetype i = 0; i < statuses.size(); ++i) {
            const QJsonObject status = statuses.at(i).toObject();
            const QJsonObject state = status.value("state"_L1).toObject();
            const QJsonObject terminated = state.value("terminated"_L1).toObject();
            restarts += status.value("restartCount"_L1).toInt();
            const bool isSidecar = str(at(pod, { u"spec", u"initContainers" }).toArray().at(i), { u"restartPolicy" }) == "Always"_L1;
            if ((state.contains("terminated"_L1) && terminated.value("exitCode"_L1).toInt() == 0) || (isSidecar && status.value("started"_L1).toBool())) {
                continue;
            }
            if (state.contains("terminated"_L1)) {
                return u"Init:"_s + endOf(terminated);
            }
            const QString waiting = str(state, { u"waiting", u"reason" });
            if (!waiting.isEmpty() && waiting != "PodInitializing"_L1) {
                return u"Init:"_s + waiting;
            }
            return u"Init:%1/%2"_s.arg(i).arg(all);
        }
        return {};
    }

    /// As the API server prints it for `oc get pods` (STATUS), together with READY and RESTARTS.
    void readStatus(const QJsonObject& pod, PodRow& row)
    {
        const QJsonObject status = pod.value("status"_L1).toObject();
        const QString phase = status.value("phase"_L1).toString();
        const QString ownReason = status.value("reason"_L1).toString();
        row.status = ownReason.isEmpty() ? phase : ownReason;
        row.message = status.value("message"_L1).toString();
        row.isOver = phase == "Succeeded"_L1 || phase == "Failed"_L1;
        row.containers = static_cast<qint32>(at(pod, { u"spec", u"containers" }).toArray().size());
        for (const QJsonValue& value : status.value("conditions"_L1).toArray()) {
            const QJsonObject condition = value.toObject();
            const QString type = condition.value("type"_L1).toString();
            const bool isTrue = condition.value("status"_L1).toString() == "True"_L1;
            if (type == "PodScheduled"_L1) {
                row.scheduled = isTrue ? timeOf(condition.value("lastTransitionTime"_L1)) : 0;
                const QString reason = condition.value("reason"_L1).toString();
                if (reason == "SchedulingGated"_L1) {
                    row.status = reason;
                }
                if (!isTrue && row.message.isEmpty()) {
                    row.message = condition.value("message"_L1).toString();
                }
            } else if (type == "Ready"_L1) {
                row.isReady = isTrue;
                row.readyAt = isTrue ? timeOf(condition.value("lastTransitionTime"_L1)) : 0;
            }
        }
        qint32 initRestarts = 0;
        const QString init = initStatus(pod, status.value("initContainerStatuses"_L1).toArray(), initRestarts);
        if (!init.isEmpty()) {
            row.status = init;
            row.restarts = initRestarts;
        } else {
            bool isRunning = false;
            const QJsonArray statuses = status.value("containerStatuses"_L1).toArray();
            for (qsizetype i = statuses.size() - 1; i >= 0; --i) {
                const QJsonObject container = statuses.at(i).toObject();
                const QJsonObject state = container.value("state"_L1).toObject();
                row.restarts += container.value("restartCount"_L1).toInt();
                const QString waiting = str(state, { u"waiting", u"reason" });
                if (!waiting.isEmpty()) {
                    row.status = waiting;
                    const QString message = str(state, { u"waiting", u"message" });
                    row.message = message.isEmpty() ? row.message : message;
                } else if (state.contains("terminated"_L1)) {
                    row.status = endOf(state.value("terminated"_L1).toObject());
                    const QString message = str(state, { u"terminated", u"message" });
                    row.message = message.isEmpty() ? row.message : message;
                } else if (container.value("ready"_L1).toBool() && state.contains("running"_L1)) {
                    isRunning = true;
                    ++row.ready;
                }
            }
            if (row.status == "Completed"_L1 && isRunning) {
                row.status = row.isReady ? u"Running"_s : u"NotReady"_s;
            }
        }
        if (row.deleting != 0 && ownReason == "NodeLost"_L1) {
            row.status = u"Unknown"_s;
        } else if (row.deleting != 0 && !row.isOver) {
            row.status = u"Terminating"_s;
        }
    }
}

bool PodRow::isConfidential() const
{
    return coco::isConfidentialClass(runtimeClass);
}

bool PodRow::isPeerPod() const
{
    return coco::isServerClass(runtimeClass);
}

bool PodRow::operator==(const PodRow& o) const
{
    return uid == o.uid && version == o.version && ready == o.ready && restarts == o.restarts && status == o.status;
}

namespace {
    /// "2026-03-01T12:00:00Z", as Kubernetes writes nearly all times: five of them in each of fifty thousand pods. 0 = something else.
    qint64 plainTime(const QString& text)
    {
        bool isPlain = text.size() == 20 && text.at(4) == u'-' && text.at(7) == u'-' && text.at(10) == u'T' && text.at(13) == u':' && text.at(16) == u':' && text.at(19) == u'Z';
        const auto number = [&text, &isPlain](int from, int digits) {
            int value = 0;
            for (int i = from; isPlain && i < from + digits; ++i) {
                const int digit = text.at(i).unicode() - u'0';
                isPlain = digit >= 0 && digit <= 9;
                value = value * 10 + digit;
            }
            return value;
        };
        const std::chrono::year_month_day day { std::chrono::year(number(0, 4)), std::chrono::month(static_cast<unsigned>(number(5, 2))), std::chrono::day(static_cast<unsigned>(number(8, 2))) };
        const int hour = number(11, 2);
        const int minute = number(14, 2);
        const int second = number(17, 2);
        if (!isPlain || !day.ok() || hour > 23 || minute > 59 || second > 59) {
            return 0;
        }
        const auto since = std::chrono::sys_days(day).time_since_epoch() + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
        return std::chrono::milliseconds(since).count();
    }
}

qint64 timeOf(const QJsonValue& text)
{
    const QString written = text.toString();
    if (const qint64 plain = plainTime(written); plain != 0) {
        return plain;
    }
    const QDateTime time = written.isEmpty() ? QDateTime() : QDateTime::fromString(written, Qt::ISODate);
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

const JsonShape& podShape()
{
    static const JsonShape ended { { "reason", {} }, { "message", {} }, { "signal", {} }, { "exitCode", {} } };
    static const JsonShape containers { { "restartCount", {} }, { "ready", {} }, { "started", {} },
        { "state", { { "waiting", ended }, { "running", {} }, { "terminated", ended } } } };
    static const JsonShape pod {
        { "metadata", { { "uid", {} }, { "name", {} }, { "namespace", {} }, { "resourceVersion", {} }, { "creationTimestamp", {} },
                          { "deletionTimestamp", {} }, { "labels", {} }, { "annotations", {} }, { "ownerReferences", {} } } },
        { "spec", { { "nodeName", {} }, { "runtimeClassName", {} }, { "containers", { { "name", {} } } }, { "initContainers", { { "restartPolicy", {} } } } } },
        { "status", { { "phase", {} }, { "reason", {} }, { "message", {} }, { "podIP", {} },
                        { "conditions", { { "type", {} }, { "status", {} }, { "reason", {} }, { "message", {} }, { "lastTransitionTime", {} } } },
                        { "initContainerStatuses", containers }, { "containerStatuses", containers } } },
    };
    return pod;
}

PodRow readPod(const QJsonObject& pod, Interner& interner)
{
    PodRow row;
    const QJsonObject metadata = pod.value("metadata"_L1).toObject();
    row.uid = metadata.value("uid"_L1).toString();
    row.name = metadata.value("name"_L1).toString();
    row.ns = interner.text(metadata.value("namespace"_L1).toString());
    row.version = metadata.value("resourceVersion"_L1).toString();
    row.created = timeOf(metadata.value("creationTimestamp"_L1));
    row.deleting = timeOf(metadata.value("deletionTimestamp"_L1));
    row.labels = interner.map(metadata.value("labels"_L1).toObject());
    QJsonObject annotations = metadata.value("annotations"_L1).toObject();
    for (auto it = annotations.begin(); it != annotations.end();) {
        if (it.key().endsWith(".cc_init_data"_L1) || it.key().endsWith(".cc_initdata"_L1)) {
            row.initdataKey = interner.text(it.key());
            row.initdata = interner.text(it.value().toString());
        }
        it = it.value().toString().size() > kLongestAnnotation ? annotations.erase(it) : std::next(it);
    }
    row.annotations = interner.map(annotations);
    const QJsonObject spec = pod.value("spec"_L1).toObject();
    row.node = interner.text(spec.value("nodeName"_L1).toString());
    row.runtimeClass = interner.text(spec.value("runtimeClassName"_L1).toString());
    const QJsonObject owner = kube::controllerOf(pod);
    row.ownerKind = interner.text(owner.value("kind"_L1).toString());
    row.ownerName = interner.text(owner.value("name"_L1).toString());
    row.ip = at(pod, { u"status", u"podIP" }).toString();
    readStatus(pod, row);
    row.status = interner.text(row.status);
    row.message = interner.text(row.message);
    return row;
}

} // namespace cocoon::dashboard
