// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/pod_admission.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

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
