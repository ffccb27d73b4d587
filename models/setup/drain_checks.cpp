// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/drain_checks.h"

#include "models/words/words.h"
#include "services/base/json.h"
#include "services/kube/label_selector.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace Qt::StringLiterals;
using words::tr;
namespace ask = world::ask;
namespace res = kube::res;

bool budgetSelects(const QJsonObject& budget, const QJsonObject& pod)
{
    const QJsonValue selector = at(budget, { u"spec", u"selector" });
    if (!selector.isObject() || kube::namespaceOf(budget) != kube::namespaceOf(pod)) {
        return false; // none selects nothing, an empty one everything
    }
    return kube::selects(selector.toObject(), at(pod, { u"metadata", u"labels" }).toObject());
}

void explainHeldPods(Look& look, const QString& node, Report& report)
{
    const world::Query budgets = ask::list(res::podDisruptionBudgets);
    report.optional(budgets);
    const QList<QJsonObject> pods = look.asker().objects(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + node));
    for (const QJsonObject& budget : look.asker().objects(budgets)) {
        const QJsonObject status = budget.value("status"_L1).toObject();
        if (!status.contains("disruptionsAllowed"_L1) || status.value("disruptionsAllowed"_L1).toInt() > 0) {
            continue;
        }
        QStringList held;
        for (const QJsonObject& pod : pods) {
            if (!kube::isBeingDeleted(pod) && budgetSelects(budget, pod)) {
                held.append(kube::keyOf(pod));
            }
        }
        if (!held.isEmpty()) {
            const QString name = kube::keyOf(budget);
            report.warning(u"TS-87-eviction-refused"_s, tr("Disruption budget %1 keeps %2 pod(s) on worker %3").arg(name).arg(held.size()).arg(node),
                tr("%1; healthy %2, needed %3, disruptions allowed 0").arg(held.join(u", "_s)).arg(status.value("currentHealthy"_L1).toInt()).arg(status.value("desiredHealthy"_L1).toInt()),
                tr("The worker stays cordoned until they have left; it is tried again by itself."),
                tr("Scale the workload up or relax the budget, then apply again. To give the worker up for now: oc adm uncordon %1").arg(node),
                u"poddisruptionbudgets/"_s + name);
        }
    }
}

} // namespace cocoon::setup
