// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/disruption_controller.h"

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/pod_maker.h"

#include <cmath>

namespace cocoon::sandbox {

namespace {
    /// "50%" of total (rounded up) or a plain number.
    int scaled(const QJsonValue& value, int total)
    {
        const QString text = value.toString();
        if (text.endsWith(u'%')) {
            return static_cast<int>(std::ceil(text.chopped(1).toDouble() * total / 100.0));
        }
        return value.isString() ? text.toInt() : value.toInt();
    }
}

DisruptionController::DisruptionController(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
}

void DisruptionController::start()
{
    m_budgets = watch(kube::res::podDisruptionBudgets);
    m_pods = watch(kube::res::pods);
}

void DisruptionController::reconcile()
{
    for (const QJsonObject& budget : m_budgets->objects()) {
        int expected = 0, healthy = 0;
        for (const QJsonObject& pod : m_pods->objects()) {
            if (kube::namespaceOf(pod) == kube::namespaceOf(budget)
                && selects(at(budget, { u"spec", u"selector" }).toObject(), at(pod, { u"metadata", u"labels" }).toObject())) {
                ++expected;
                healthy += kube::isReady(pod) && !kube::isBeingDeleted(pod) ? 1 : 0;
            }
        }
        const QJsonValue minimum = at(budget, { u"spec", u"minAvailable" });
        const QJsonValue maximum = at(budget, { u"spec", u"maxUnavailable" });
        const int desired = !minimum.isUndefined() ? scaled(minimum, expected)
            : !maximum.isUndefined()               ? expected - scaled(maximum, expected)
                                                   : 1;
        const QJsonObject status {
            { QStringLiteral("currentHealthy"), healthy },
            { QStringLiteral("desiredHealthy"), qMax(0, desired) },
            { QStringLiteral("disruptionsAllowed"), expected == 0 ? 0 : qMax(0, healthy - qMax(0, desired)) },
            { QStringLiteral("expectedPods"), expected },
            { QStringLiteral("observedGeneration"), at(budget, { u"metadata", u"generation" }) },
        };
        const QJsonObject before = budget.value(u"status").toObject();
        bool same = true;
        for (auto it = status.begin(); it != status.end(); ++it) {
            same = same && before.value(it.key()) == it.value();
        }
        const QString key = QStringLiteral("status/") + kube::uidOf(budget);
        if (!same && !isInFlight(key)) {
            write(key, m_stage.kube.patch(kube::res::podDisruptionBudgets, kube::namespaceOf(budget), kube::nameOf(budget),
                           kube::PatchType::Merge, QJsonObject { { QStringLiteral("status"), status } }, {}, QStringLiteral("status")));
        }
    }
}

} // namespace cocoon::sandbox
