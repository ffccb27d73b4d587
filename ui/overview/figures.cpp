// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/figures.h"

#include "ui/overview/overview_place.h"

#include <QLocale>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::MachineView;
using dashboard::Scene;
using items::Mark;

namespace {
    QString count(int number)
    {
        return QLocale().toString(number);
    }
}

Figure workersFigure(const Scene& scene)
{
    const int all = scene.workers();
    const int installed = scene.installedWorkers();
    const auto notReady = std::count_if(scene.nodes.begin(), scene.nodes.end(), [](const dashboard::NodeView& node) { return node.isWorker && !node.isReady; });
    const bool isDone = installed == all && all > 0;
    const dashboard::Installer& installer = scene.installer;
    if (scene.isForeign() && installer.done >= 0 && installer.all >= 0) {
        const bool isReady = installer.done == installer.all;
        return { count(installer.done), OverviewPlace::tr("of %1").arg(count(installer.all)), isReady ? Mark::Ok : Mark::Progress, isReady ? OverviewPlace::tr("Ready") : OverviewPlace::tr("installing"),
            OverviewPlace::tr("by %1").arg(installer.name()) };
    }
    const Mark mark = notReady > 0 ? Mark::Error : isDone ? Mark::Ok : scene.isInstalled ? Mark::Progress : Mark::Idle;
    const QString word = notReady > 0 ? OverviewPlace::tr("%1 not Ready").arg(notReady)
        : isDone                      ? OverviewPlace::tr("Ready")
        : scene.isInstalled           ? OverviewPlace::tr("installing")
                                      : OverviewPlace::tr("not installed");
    return { count(installed), OverviewPlace::tr("of %1").arg(count(all)), mark, word, {} };
}

/// Those that have done their work are a remark: they hold no server and no place.
Figure podsFigure(const Scene& scene)
{
    const int completed = scene.completedPods();
    const int all = static_cast<int>(scene.pods.size()) - completed;
    const int failed = scene.failedPods();
    const int starting = scene.startingPods();
    const bool takePlaces = std::all_of(scene.pods.begin(), scene.pods.end(), [](const dashboard::PodView& pod) { return pod.isOver() || pod.takesPlace(); });
    const Mark mark = failed > 0 ? Mark::Error : starting > 0 ? Mark::Progress : all > 0 ? Mark::Ok : Mark::Idle;
    const QString word = failed > 0 ? OverviewPlace::tr("%1 failed").arg(failed)
        : starting > 0              ? OverviewPlace::tr("%1 starting").arg(starting)
        : all > 0                   ? OverviewPlace::tr("All running")
                                    : OverviewPlace::tr("None");
    QStringList remarks;
    if (completed > 0) {
        remarks.append(OverviewPlace::tr("%n completed", nullptr, completed));
    }
    if (!scene.onlyNamespace.isEmpty()) {
        remarks.append(OverviewPlace::tr("in namespace %1").arg(scene.onlyNamespace));
    }
    return { count(all), scene.capacity.isAdvertised && takePlaces ? OverviewPlace::tr("of %1 places").arg(count(scene.capacity.places)) : QString(), mark, word, remarks.join(u'\n') };
}

Figure machinesFigure(const Scene& scene)
{
    const int all = static_cast<int>(scene.machines.size());
    const auto tdx = std::count_if(scene.machines.begin(), scene.machines.end(), [](const MachineView& machine) { return machine.mode == "tdx"_L1; });
    const auto waking = std::count_if(scene.machines.begin(), scene.machines.end(), [](const MachineView& machine) { return machine.status != "running"_L1 && machine.claim != MachineView::Claim::Leaving; });
    const int lost = scene.ownerless();
    const int leftovers = scene.claimed(MachineView::Claim::Leftover);
    const int leaving = scene.claimed(MachineView::Claim::Leaving);
    const int open = scene.claimed(MachineView::Claim::Unclaimed) + scene.claimed(MachineView::Claim::Unknown);
    const Mark mark = lost > 0 ? Mark::Money : waking + leaving > 0 ? Mark::Progress : all > 0 && open == 0 ? Mark::Ok : Mark::Idle;
    const QString word = lost > 0 && leftovers == 0 ? OverviewPlace::tr("%n orphan(s)", nullptr, lost)
        : lost > leftovers                          ? OverviewPlace::tr("%n that nobody owns", nullptr, lost)
        : lost > 0                                  ? OverviewPlace::tr("%n left behind", nullptr, lost)
        : waking > 0                                ? OverviewPlace::tr("%1 not running").arg(waking)
        : open > 0                                  ? OverviewPlace::tr("%n without a known owner", nullptr, open)
        : leaving > 0                               ? OverviewPlace::tr("%n being deleted", nullptr, leaving)
        : all > 0                                   ? OverviewPlace::tr("All owned")
                                                    : OverviewPlace::tr("None");
    QStringList remarks;
    if (all > 0) { // two figures side by side would be read as one
        remarks.append(tdx == all ? OverviewPlace::tr("all with TDX") : OverviewPlace::tr("%1 of %2 with TDX").arg(tdx).arg(all));
    }
    if (scene.elsewhere > 0) {
        remarks.append(OverviewPlace::tr("not counted: %n of other clusters in this VPC", nullptr, scene.elsewhere));
    }
    return { count(all), {}, mark, word, remarks.join(u'\n') };
}

Figure moneyFigure(const Scene& scene, const dashboard::Board::Spent& spent, double limit)
{
    const bool isOver = limit > 0 && scene.money.usdPerHour > limit;
    const QString since = spent.isKnown ? OverviewPlace::tr("%1 USD since %2").arg(dashboard::usd(spent.usd), QLocale().toString(spent.since.toLocalTime(), spent.since.secsTo(scene.now) < 86400 ? u"HH:mm"_s : u"d MMM"_s)) : QString();
    const QString word = isOver ? OverviewPlace::tr("over your limit") : scene.money.isPartial ? OverviewPlace::tr("not all prices known") : QString();
    return { (scene.money.isRecorded ? u"≈ "_s : QString()) + dashboard::usdPerHour(scene.money.usdPerHour), OverviewPlace::tr("USD/h"), isOver ? Mark::Money : Mark::None, word, since };
}

} // namespace cocoon::ui
