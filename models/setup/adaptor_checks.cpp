// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/adaptor_checks.h"

#include "models/setup/symptoms.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using words::tr;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    struct Trouble {
        QString container;
        QString reason; ///< CrashLoopBackOff …
        QString message;
        int restarts = 0;
    };

    Trouble troubleOf(const QJsonObject& pod)
    {
        for (const QJsonValue& status : at(pod, { u"status", u"containerStatuses" }).toArray()) {
            const QString reason = str(status, { u"state", u"waiting", u"reason" });
            static const QStringList bad { u"CrashLoopBackOff"_s, u"ImagePullBackOff"_s, u"ErrImagePull"_s, u"CreateContainerConfigError"_s, u"RunContainerError"_s };
            if (bad.contains(reason)) {
                return { str(status, { u"name" }), reason, str(status, { u"state", u"waiting", u"message" }), at(status, { u"restartCount" }).toInt() };
            }
        }
        return {};
    }

    void report(const Symptom& symptom, const QString& object, Report& report)
    {
        report.warning(symptom.id, symptom.title, symptom.line, symptom.cause, symptom.fix, object);
    }

    QString logOf(Look& look, Report& report, const QJsonObject& pod, const QString& container, bool previous)
    {
        const world::Query query = ask::log(kube::namespaceOf(pod), kube::nameOf(pod), container, 100, previous);
        report.optional(query);
        return look.asker().value(query).toString();
    }
}

void checkInstallPods(Look& look, Report& out)
{
    for (const QJsonObject& pod : look.asker().objects(ask::list(res::pods, coco::kNamespace))) {
        const QString name = kube::nameOf(pod);
        if (!name.startsWith("osc-rpm-install"_L1) && !name.startsWith("osc-config-sync"_L1)) {
            continue;
        }
        const Trouble trouble = troubleOf(pod);
        if (trouble.reason.isEmpty()) {
            continue;
        }
        const QString node = str(pod, { u"spec", u"nodeName" });
        const QString object = u"pods/"_s + kube::keyOf(pod);
        out.warning(u"TS-17-install-pod"_s, tr("The installer on worker %1 fails").arg(node), tr("%1: %2, %3 restarts. %4").arg(name, trouble.reason).arg(trouble.restarts).arg(trouble.message), tr("The operator never reports it, and the installation ends only when every worker has finished."),
            tr("Read its log (also --previous), repair the worker, or leave it out of the pool."), object);
        const Symptom byMessage = recognise(trouble.reason + u' ' + trouble.message, u"pod"_s);
        if (!byMessage.id.isEmpty()) {
            report(byMessage, object, out);
        }
        if (trouble.reason == "CrashLoopBackOff"_L1) {
            for (const Symptom& symptom : recogniseAll(logOf(look, out, pod, trouble.container, true), u"inst"_s)) {
                report(symptom, object, out);
            }
        }
    }
}

void checkAdaptorLogs(Look& look, Report& out)
{
    for (const QJsonObject& pod : look.adaptorPods()) {
        const Trouble trouble = troubleOf(pod);
        const QString object = u"pods/"_s + kube::keyOf(pod);
        if (!trouble.reason.isEmpty()) {
            out.warning(u"adaptor-pod-fails"_s, tr("The adaptor on worker %1 does not run").arg(str(pod, { u"spec", u"nodeName" })), trouble.reason + u' ' + trouble.message, tr("It cannot make VMs there."), tr("See the message below."), object);
            const Symptom byMessage = recognise(trouble.message, u"pod"_s);
            if (!byMessage.id.isEmpty()) {
                report(byMessage, object, out);
            }
        }
        if (!trouble.reason.isEmpty() || !kube::isReady(pod)) {
            // What it said last may stand in either: between two tries, and before the first repetition, the run that failed is the current one.
            const QString before = trouble.reason == "CrashLoopBackOff"_L1 ? logOf(look, out, pod, u"caa-pod"_s, true) + u'\n' : QString();
            for (const Symptom& symptom : recogniseAll(before + logOf(look, out, pod, u"caa-pod"_s, false), u"caa"_s)) {
                report(symptom, object, out);
            }
        }
    }
}

void checkInstallation(Look& look, Report& out)
{
    const QJsonObject kata = look.kataConfig();
    const QJsonObject progress = kube::condition(kata, u"InProgress"_s);
    if (str(progress, { u"status" }) != "False"_L1) {
        out.wait(tr("the operator to finish the installation"), u"kataconfigs/"_s + kube::nameOf(kata), 1min, 10min, str(progress, { u"reason" }));
    } else {
        out.ok(u"kataconfig-idle"_s, tr("The operator has finished"), kube::nameOf(kata));
    }
    bool hasClass = false;
    for (const QJsonObject& runtimeClass : look.asker().objects(ask::list(res::runtimeClasses))) {
        hasClass = hasClass || kube::nameOf(runtimeClass) == coco::kRuntimeClass;
    }
    if (hasClass) {
        out.ok(u"runtime-class"_s, tr("The runtime class kata-remote exists"));
    } else {
        out.wait(tr("the runtime class kata-remote"), u"runtimeclasses/"_s + coco::kRuntimeClass, 1min, 10min, {});
    }
    const QJsonObject adaptor = look.adaptor();
    const int desired = at(adaptor, { u"status", u"desiredNumberScheduled" }).toInt();
    const int available = at(adaptor, { u"status", u"numberAvailable" }).toInt();
    if (desired > 0 && available == desired) {
        out.ok(u"adaptor-available"_s, tr("The adaptor runs on every worker"), tr("%1 of %2").arg(available).arg(desired));
    } else {
        out.wait(tr("the adaptor on every worker"), u"daemonsets/"_s + coco::kAdaptor, 1min, 8min, u"%1/%2"_s.arg(available).arg(desired));
        checkAdaptorLogs(look, out);
    }
    int webhooks = 0;
    bool hasWebhook = false;
    for (const QJsonObject& deployment : look.asker().objects(ask::list(res::deployments, coco::kNamespace))) {
        if (kube::nameOf(deployment) == coco::kWebhook) {
            hasWebhook = true;
            webhooks = at(deployment, { u"status", u"availableReplicas" }).toInt();
        }
    }
    if (webhooks > 0) {
        out.ok(u"webhook-available"_s, tr("The peer pods webhook answers"), tr("%1 replicas").arg(webhooks));
    } else {
        if (hasWebhook) {
            out.warning(u"TS-28-webhook-down"_s, tr("The peer pods webhook is not available"), tr("Deployment %1: 0 available").arg(coco::kWebhook), tr("Its failure policy refuses all new pods outside system namespaces."), tr("Look at its pods; restore the Deployment. If the operator is gone, delete MutatingWebhookConfiguration/mutating-webhook-configuration."), u"deployments/"_s + coco::kWebhook);
        }
        out.wait(tr("the peer pods webhook"), u"deployments/"_s + coco::kWebhook, 1min, 8min, {});
    }
    QStringList without;
    for (const QJsonObject& node : look.poolNodes()) {
        const QJsonValue capacity = at(node, { u"status", u"allocatable" }).toObject().value(coco::kCapacity);
        if ((capacity.isString() ? capacity.toString().toInt() : capacity.toInt()) < 1) {
            without.append(kube::nameOf(node));
        }
    }
    if (without.isEmpty()) {
        out.ok(u"capacity"_s, tr("Every worker offers room for confidential pods"));
    } else {
        out.wait(tr("room for confidential pods on %1").arg(without.join(u", "_s)), {}, 1min, 8min, without.join(u','));
    }
}

} // namespace cocoon::setup
