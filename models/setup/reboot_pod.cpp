// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/reboot_pod.h"

#include "models/setup/changes.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <QJsonArray>

namespace cocoon::setup {

using namespace Qt::StringLiterals;
using words::tr;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    const QString kLabel = QStringLiteral("cocoon.io/reboots");

    QString nameOf(const QString& node)
    {
        return u"cocoon-reboot-"_s + node;
    }

    QString installerImage(Look& look, const QString& node)
    {
        for (const QJsonObject& pod : look.asker().objects(ask::list(res::pods, coco::kNamespace))) {
            if (kube::nameOf(pod).startsWith("osc-rpm-install"_L1) && str(pod, { u"spec", u"nodeName" }) == node) {
                return str(pod, { u"spec", u"containers", u"0", u"image" });
            }
        }
        return {};
    }
}

bool isRebootPod(const QJsonObject& pod)
{
    return !kube::label(pod, kLabel).isEmpty();
}

QJsonObject rebootPodOn(Look& look, const QString& node)
{
    for (const QJsonObject& pod : look.asker().objects(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + node))) {
        if (isRebootPod(pod)) {
            return pod;
        }
    }
    return {};
}

QString rebootFromInsideKey(const QString& node, const QString& bootId)
{
    return u"reboot inside nodes/"_s + node + u' ' + bootId;
}

std::optional<plan::Change> rebootFromInside(Look& look, const QJsonObject& node, const QString& bootId)
{
    const QString name = kube::nameOf(node);
    const QString image = installerImage(look, name);
    if (image.isEmpty()) {
        return std::nullopt;
    }
    const QJsonObject container { { u"name"_s, u"reboot"_s }, { u"image"_s, image }, { u"imagePullPolicy"_s, u"IfNotPresent"_s },
        { u"command"_s, QJsonArray { u"nsenter"_s, u"--target"_s, u"1"_s, u"--mount"_s, u"--pid"_s, u"--"_s, u"systemctl"_s, u"reboot"_s } },
        { u"securityContext"_s, QJsonObject { { u"privileged"_s, true }, { u"runAsUser"_s, 0 } } } };
    const QJsonObject pod { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Pod"_s },
        { u"metadata"_s, QJsonObject { { u"name"_s, nameOf(name) }, { u"namespace"_s, coco::kNamespace }, { u"labels"_s, QJsonObject { { kLabel, name.left(63) } } } } },
        { u"spec"_s,
            QJsonObject { { u"nodeName"_s, name }, { u"hostPID"_s, true }, { u"restartPolicy"_s, u"Never"_s }, { u"activeDeadlineSeconds"_s, 600 },
                { u"terminationGracePeriodSeconds"_s, 0 }, { u"automountServiceAccountToken"_s, false },
                { u"tolerations"_s, QJsonArray { QJsonObject { { u"operator"_s, u"Exists"_s } } } }, { u"containers"_s, QJsonArray { container } } } } };
    plan::Change change = applyObject(res::pods, pod, QJsonValue::Null,
        tr("The service refused to reboot it. A privileged pod on the worker asks its systemd to reboot; data kept only on the worker may be lost. IBM does not describe this way."));
    change.key = rebootFromInsideKey(name, bootId);
    change.title = tr("Reboot from inside: worker %1").arg(name);
    change.allow = u"reboot-from-inside"_s;
    return change;
}

QString rebootPodFailure(const QJsonObject& pod)
{
    if (str(pod, { u"status", u"phase" }) != "Failed"_L1) {
        return {};
    }
    const QJsonValue ended = at(pod, { u"status", u"containerStatuses", u"0", u"state", u"terminated" });
    const QString reason = str(pod, { u"status", u"reason" }).isEmpty() ? str(ended, { u"reason" }) : str(pod, { u"status", u"reason" });
    const QString message = str(pod, { u"status", u"message" }).isEmpty() ? str(ended, { u"message" }) : str(pod, { u"status", u"message" });
    return tr("%1: %2").arg(reason.isEmpty() ? tr("Failed") : reason, message.isEmpty() ? tr("the pod ended without a reboot") : message);
}

} // namespace cocoon::setup
