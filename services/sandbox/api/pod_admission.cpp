// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/pod_admission.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

QJsonObject withTolerations(const QJsonObject& pod)
{
    QJsonArray all = at(pod, { u"spec", u"tolerations" }).toArray();
    for (const QString& key : { u"node.kubernetes.io/not-ready"_s, u"node.kubernetes.io/unreachable"_s }) {
        const bool said = std::any_of(all.cbegin(), all.cend(), [&key](const QJsonValue& one) {
            const QString effect = str(one, { u"effect" });
            return (str(one, { u"key" }) == key || str(one, { u"key" }).isEmpty()) && (effect.isEmpty() || effect == "NoExecute"_L1);
        });
        if (!said) {
            all.append(QJsonObject { { u"key"_s, key }, { u"operator"_s, u"Exists"_s }, { u"effect"_s, u"NoExecute"_s }, { u"tolerationSeconds"_s, 300 } });
        }
    }
    return with(pod, { u"spec"_s, u"tolerations"_s }, all);
}

Outcome<QJsonObject> withRuntimeClass(const ApiServer::Kind& pods, const QJsonObject& pod, const ObjectStore& store)
{
    QJsonObject spec = pod.value("spec"_L1).toObject();
    const QString name = spec.value("runtimeClassName"_L1).toString();
    if (name.isEmpty()) {
        return pod;
    }
    const QString podName = str(pod, { u"metadata", u"name" });
    const ObjectPtr found = store.find(u"runtimeclasses.node.k8s.io"_s, name);
    if (!found) {
        return tl::unexpected(
            failures::forbidden(pods, podName, "pod rejected: RuntimeClass \""_L1 + name + "\" not found"_L1));
    }
    const QJsonObject overhead = at(found->object, { u"overhead", u"podFixed" }).toObject();
    const QJsonObject given = spec.value("overhead"_L1).toObject();
    if (!given.isEmpty() && given != overhead) {
        return tl::unexpected(failures::forbidden(pods, podName,
            u"pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"_s));
    }
    if (!overhead.isEmpty()) {
        spec.insert("overhead"_L1, overhead);
    }
    const QJsonObject wanted = at(found->object, { u"scheduling", u"nodeSelector" }).toObject();
    if (!wanted.isEmpty()) {
        QJsonObject selector = spec.value("nodeSelector"_L1).toObject();
        for (auto it = wanted.begin(); it != wanted.end(); ++it) {
            if (selector.contains(it.key()) && selector.value(it.key()) != it.value()) {
                return tl::unexpected(failures::forbidden(pods, podName,
                    "conflict: runtimeClass.scheduling.nodeSelector["_L1 + it.key() + "] and pod.spec.nodeSelector differ"_L1));
            }
            selector.insert(it.key(), it.value());
        }
        spec.insert("nodeSelector"_L1, selector);
    }
    const QJsonArray tolerations = at(found->object, { u"scheduling", u"tolerations" }).toArray();
    if (!tolerations.isEmpty()) {
        QJsonArray all = spec.value("tolerations"_L1).toArray();
        for (const QJsonValue one : tolerations) {
            if (!all.contains(one)) {
                all.append(one);
            }
        }
        spec.insert("tolerations"_L1, all);
    }
    QJsonObject result = pod;
    result.insert("spec"_L1, spec);
    return result;
}

} // namespace cocoon::sandbox
