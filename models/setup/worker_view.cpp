// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/worker_view.h"

#include "models/setup/drain_checks.h"
#include "models/setup/look.h"
#include "models/setup/reboot_pod.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <tuple>

namespace cocoon::setup {

using namespace Qt::StringLiterals;
using words::tr;
namespace ask = world::ask;
namespace res = kube::res;

bool WorkerView::operator==(const WorkerView& o) const
{
    return std::tie(name, zone, stage, label, isReady, isCordoned, says, proof, podsToMove, moving, heldBy, bare, isLast)
        == std::tie(o.name, o.zone, o.stage, o.label, o.isReady, o.isCordoned, o.says, o.proof, o.podsToMove, o.moving, o.heldBy, o.bare, o.isLast);
}

namespace {
    WorkerView::Stage stageOf(const QJsonObject& node, bool hasKata)
    {
        const QString label = kube::label(node, coco::kInstallLabel);
        const QString annotation = kube::annotation(node, coco::kRebootAnnotation);
        if (!annotation.isEmpty()) {
            const auto memory = parseJsonObject(annotation.toUtf8());
            const bool hasRebooted = memory && str(*memory, { u"bootId" }) != str(node, { u"status", u"nodeInfo", u"bootID" });
            return hasRebooted ? WorkerView::Stage::Returning : kube::isReady(node) ? WorkerView::Stage::Draining : WorkerView::Stage::Rebooting;
        }
        if (label == "installed"_L1) {
            return WorkerView::Stage::Installed;
        }
        if (label == "waiting_for_reboot"_L1) {
            return WorkerView::Stage::WaitingForReboot;
        }
        if (label.contains("uninstall"_L1)) {
            return WorkerView::Stage::Removing;
        }
        return hasKata ? WorkerView::Stage::Installing : WorkerView::Stage::Untouched;
    }

    bool isMovable(const QJsonObject& pod)
    {
        const QString phase = str(pod, { u"status", u"phase" });
        return phase != "Succeeded"_L1 && phase != "Failed"_L1 && !isRebootPod(pod) && str(kube::controllerOf(pod), { u"kind" }) != "DaemonSet"_L1
            && kube::annotation(pod, u"kubernetes.io/config.mirror"_s).isEmpty();
    }

    bool wantsDrain(WorkerView::Stage stage)
    {
        using Stage = WorkerView::Stage;
        return stage == Stage::Untouched || stage == Stage::Installing || stage == Stage::WaitingForReboot || stage == Stage::Draining;
    }

    QString shortId(const QString& id)
    {
        return id.left(8);
    }

    QString saying(const WorkerView& view, const QString& wait)
    {
        if (!wait.isEmpty()) {
            return tr("Waiting for %1").arg(wait);
        }
        switch (view.stage) {
        case WorkerView::Stage::Untouched: return tr("Nothing is installed yet");
        case WorkerView::Stage::Installing: return tr("The operator installs Kata");
        case WorkerView::Stage::WaitingForReboot: return tr("Waits for its reboot");
        case WorkerView::Stage::Draining: return tr("Pods are being moved away");
        case WorkerView::Stage::Rebooting: return tr("Reboots");
        case WorkerView::Stage::Returning: return tr("Has rebooted, comes back");
        case WorkerView::Stage::Installed: return tr("Confidential pods can run here");
        case WorkerView::Stage::Removing: return tr("Kata is being removed");
        case WorkerView::Stage::Unknown: break;
        }
        return {};
    }
}

QList<world::Query> drainNeeds(const QList<WorkerView>& workers)
{
    constexpr qsizetype kMost = 12;
    QList<world::Query> needs;
    for (const WorkerView& worker : workers) {
        if (wantsDrain(worker.stage) && needs.size() < kMost) {
            needs.append(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + worker.name));
        }
    }
    return needs.isEmpty() ? needs : needs << ask::list(res::podDisruptionBudgets);
}

QList<WorkerView> workerViews(const world::World& world, const plan::Intent& intent, const coco::Facts& facts, const plan::Assessment& nodes)
{
    world::Asker asker(world);
    Look look(asker, intent, facts);
    const bool hasKata = !look.kataConfig().isEmpty();
    QList<QJsonObject> tight;
    for (const QJsonObject& budget : asker.objects(ask::list(res::podDisruptionBudgets))) {
        const QJsonObject status = budget.value("status"_L1).toObject();
        if (status.contains("disruptionsAllowed"_L1) && status.value("disruptionsAllowed"_L1).toInt() == 0 && status.value("expectedPods"_L1).toInt() > 0) {
            tight.append(budget);
        }
    }
    QList<WorkerView> views;
    for (const QJsonObject& node : look.poolNodes()) {
        WorkerView view;
        view.name = kube::nameOf(node);
        view.zone = kube::label(node, u"topology.kubernetes.io/zone"_s);
        view.label = kube::label(node, coco::kInstallLabel);
        view.isReady = kube::isReady(node);
        view.isCordoned = at(node, { u"spec", u"unschedulable" }).toBool();
        view.stage = stageOf(node, hasKata);
        view.isLast = intent.configuration.rebootLast.contains(view.name);
        const QString object = u"nodes/"_s + view.name;
        QString wait;
        for (const plan::Wait& one : nodes.waits) {
            if (one.object == object && wait.isEmpty()) {
                wait = one.what;
            }
        }
        view.says = saying(view, wait);
        if (view.stage == WorkerView::Stage::Returning) {
            const auto memory = parseJsonObject(kube::annotation(node, coco::kRebootAnnotation).toUtf8());
            view.proof = tr("Boot id %1, before it was %2").arg(shortId(str(node, { u"status", u"nodeInfo", u"bootID" })), shortId(memory ? str(*memory, { u"bootId" }) : QString()));
        } else {
            const auto proofs = journalOf(world, u"outcome"_s, u"uncordon nodes/"_s + view.name);
            if (!proofs.isEmpty() && view.stage == WorkerView::Stage::Installed) {
                view.proof = tr("Rebooted %1, boot id %2").arg(QDateTime::fromString(str(proofs.first(), { u"time" }), Qt::ISODateWithMs).toLocalTime().toString(u"HH:mm"_s),
                    shortId(str(node, { u"status", u"nodeInfo", u"bootID" })));
            }
        }
        // Only what is watched already: a page does not ask for every pod of a large cluster (see drainNeeds).
        const world::Answer pods = world.answer(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + view.name));
        if (wantsDrain(view.stage) && pods.state == world::Answer::State::Known) {
            view.podsToMove = 0;
            for (const QJsonValue& value : pods.value.toArray()) {
                const QJsonObject pod = value.toObject();
                if (isMovable(pod)) {
                    ++view.podsToMove;
                    view.moving.append(kube::keyOf(pod));
                    for (const QJsonObject& budget : std::as_const(tight)) {
                        if (budgetSelects(budget, pod) && !view.heldBy.contains(kube::keyOf(budget))) {
                            view.heldBy.append(kube::keyOf(budget));
                        }
                    }
                    if (kube::controllerOf(pod).isEmpty()) {
                        view.bare.append(kube::keyOf(pod));
                    }
                }
            }
        }
        views.append(view);
    }
    return views;
}

} // namespace cocoon::setup
