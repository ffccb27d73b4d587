// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/attention.h"

#include "models/dashboard/age.h"
#include "models/dashboard/dashboard_words.h"
#include "models/words/words.h"

#include <QLocale>

#include <algorithm>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using setup::WorkerView;
using Weight = Attention::Weight;
using Claim = MachineView::Claim;

namespace {
    constexpr int kFewAddresses = 10;
    constexpr qint64 kSlowStartSeconds = 15 * 60;

    QString costSoFar(const Scene& scene, const MachineView& machine)
    {
        const double hours = static_cast<double>(machine.created.secsTo(scene.now)) / 3600.0;
        const QString since = howLong(machine.created, scene.now);
        return scene.moneyPart.state == Part::State::Loading ? Words::tr("Running for %1 in %2.").arg(since, machine.zone)
            : machine.usdPerHour < 0                         ? Words::tr("Running for %1 in %2; the catalog names no price of %3.").arg(since, machine.zone, machine.profile)
                                                             : Words::tr("Running for %1 in %2, %3 USD so far.").arg(since, machine.zone, usd(machine.usdPerHour * hours));
    }

    void onMachines(const Scene& scene, QList<Attention>& found)
    {
        QSet<QString> failedPods;
        for (const PodView& pod : scene.pods) {
            if (pod.isFailed) {
                failedPods.insert(pod.ns + u'/' + pod.name);
            }
        }
        QStringList unclaimed;
        for (const MachineView& machine : scene.machines) {
            const QString place = u"pods/"_s + machine.id;
            if (machine.isOrphan()) {
                found.append({ u"orphan/"_s + machine.id, Weight::Money, Words::tr("VSI %1 has no pod and no PeerPod").arg(machine.name), costSoFar(scene, machine), Words::tr("Show and remove …"), u"remove/"_s + machine.id });
            } else if (machine.claim == Claim::Leftover) {
                found.append({ u"leftover/"_s + machine.id, Weight::Money, Words::tr("VSI %1 is left of a pod that is gone").arg(machine.name),
                    costSoFar(scene, machine) + u' ' + machine.evidence.value(0), Words::tr("Show it"), place });
            } else if (machine.status == "failed"_L1 && !failedPods.contains(machine.owner)) { // of a failed pod its own line speaks
                found.append({ u"vsi-failed/"_s + machine.id, Weight::Error, Words::tr("VSI %1 failed to start").arg(machine.name), machine.reasons.join(u' '), Words::tr("Show it"), place });
            } else if (machine.claim == Claim::Unclaimed && machine.created.secsTo(scene.now) > kSlowStartSeconds) {
                unclaimed.append(machine.name);
            }
            if (machine.status == "running"_L1 && machine.mode == "disabled"_L1 && machine.claim == Claim::Owned && !machine.owner.isEmpty()) {
                found.append({ u"not-confidential/"_s + machine.id, Weight::Error, Words::tr("Pod %1 runs in a VSI that is not confidential").arg(machine.owner),
                    Words::tr("confidential_compute_mode of %1 is “disabled”: its memory is not protected.").arg(machine.name), Words::tr("Show it"), place });
            }
        }
        if (!unclaimed.isEmpty()) {
            found.append({ u"unclaimed"_s, Weight::Info, Words::tr("The owner of %n VSI(s) is not known", nullptr, static_cast<int>(unclaimed.size())),
                Words::tr("%1: nobody here claims them, and they may be another cluster's.").arg(unclaimed.mid(0, 3).join(u", "_s) + (unclaimed.size() > 3 ? u" …"_s : QString())), Words::tr("Show them"), u"pods"_s });
        }
    }

    void onPods(const Scene& scene, QList<Attention>& found)
    {
        for (const PodView& pod : scene.pods) {
            const QString name = pod.ns + u'/' + pod.name;
            const bool isSlow = !pod.isReady && !pod.isFailed && !pod.isOver() && pod.requested.isValid() && pod.requested.secsTo(scene.now) > kSlowStartSeconds;
            if (pod.isFailed) {
                found.append({ u"pod-failed/"_s + pod.uid, Weight::Error, Words::tr("Confidential pod %1 has failed").arg(name), pod.why, Words::tr("Show it"), u"pods/"_s + pod.uid });
            } else if (isSlow) {
                found.append({ u"pod-slow/"_s + pod.uid, Weight::Warning, Words::tr("Confidential pod %1 is not ready").arg(name),
                    Words::tr("Asked for %1 ago; a TDX server usually needs three to four minutes.").arg(howLong(pod.requested, scene.now)) + (pod.why.isEmpty() ? QString() : u' ' + pod.why), Words::tr("Show it"), u"pods/"_s + pod.uid });
            }
        }
    }

    void onNode(const NodeView& node, bool isInstalled, QList<Attention>& found)
    {
        const QString place = u"nodes/"_s + node.name;
        const auto add = [&](const QString& id, Weight weight, const QString& title, const QString& evidence) {
            found.append({ id + u'/' + node.name, weight, title, evidence, Words::tr("Show the worker"), place });
        };
        if (!node.isReady && node.stage != WorkerView::Stage::Rebooting) {
            add(u"not-ready"_s, Weight::Error, Words::tr("Worker %1 is not Ready").arg(node.name), node.cloudMessage);
        }
        if (!node.cloudHealth.isEmpty() && node.cloudHealth != "normal"_L1) {
            add(u"cloud-health"_s, node.cloudHealth == "critical"_L1 ? Weight::Error : Weight::Warning, Words::tr("IBM Cloud says worker %1 is in state %2").arg(node.name, node.cloudHealth), node.cloudMessage);
        }
        if (!node.troubles.isEmpty()) {
            add(u"condition"_s, Weight::Warning, Words::tr("Worker %1 reports %2").arg(node.name, node.troubles.join(u", "_s)), Words::tr("Such a condition keeps new pods away or evicts running ones."));
        }
        const bool isOurs = !node.cordonedBy.isEmpty();
        if (node.isCordoned && !isOurs && node.stage == WorkerView::Stage::Installed) {
            add(u"cordoned"_s, Weight::Info, Words::tr("Worker %1 is cordoned").arg(node.name), Words::tr("No new confidential pod starts on it."));
        }
        if (isInstalled && node.stage == WorkerView::Stage::Installed && node.isReady && !node.adaptor.isEmpty() && !node.isAdaptorReady) {
            add(u"adaptor"_s, Weight::Error, Words::tr("The adaptor on worker %1 is not ready").arg(node.name), Words::tr("%1: no confidential pod starts or stops on this worker meanwhile.").arg(node.adaptor));
        }
    }

    void onConnection(const Scene& scene, QList<Attention>& found)
    {
        if (scene.isCut()) {
            const words::Explanation why = words::explain(scene.nodesPart.error);
            found.append({ u"unreachable"_s, Weight::Error, Words::tr("The cluster does not answer"), QStringList { why.cameBack, why.doNext, Words::tr("Cocoon tries again by itself.") }.join(u' '), Words::tr("Try again"), u"retry"_s });
        }
    }

    void onCapacity(const Scene& scene, QList<Attention>& found)
    {
        const Capacity& capacity = scene.capacity;
        if (capacity.isAdvertised && capacity.used >= capacity.places && scene.nodesPart.isKnown() && scene.podsPart.isKnown()) {
            found.append({ u"slots"_s, Weight::Warning, Words::tr("Every place for a confidential pod is taken"), Words::tr("%1 of %2 places (kata.peerpods.io/vm): the next pod waits.").arg(capacity.used).arg(capacity.places), Words::tr("See the workers"), u"nodes"_s });
        }
        for (const Capacity::Subnet& subnet : capacity.subnets) {
            if (subnet.free < kFewAddresses) {
                found.append({ u"subnet/"_s + subnet.name, Weight::Warning, Words::tr("Subnet %1 has %2 free addresses").arg(subnet.name).arg(subnet.free), Words::tr("Each confidential pod in zone %1 needs one.").arg(subnet.zone), Words::tr("See what runs"), u"pods"_s });
            }
        }
    }

    Weight weightOf(plan::Severity severity)
    {
        return severity == plan::Severity::Blocker ? Weight::Error : severity == plan::Severity::Warning ? Weight::Warning
                                                                                                          : Weight::Info;
    }

    /// What the steps found, as far as the scene does not say it better.
    void onSteps(const Scene& scene, const QList<plan::Assessment>& assessments, QList<Attention>& found)
    {
        static const QSet<QString> said { u"TS-79-orphans"_s, u"node-cordoned"_s, u"drain-budgets"_s, u"drain-bare-pods"_s, u"drain-emptydir"_s };
        QSet<QString> seen;
        if (!scene.isInstalled) {
            return; // before the set-up its pages say what it needs
        }
        for (const plan::Assessment& assessment : assessments) {
            if (assessment.state == plan::StepState::Skipped) {
                continue;
            }
            const QString place = u"setup/"_s + assessment.step;
            if (assessment.state == plan::StepState::Drifted) {
                QStringList titles;
                for (const plan::Change& change : assessment.changes) {
                    titles.append(change.title);
                }
                found.append({ u"drift/"_s + assessment.step, Weight::Warning, Words::tr("What is set differs from what is wanted (step %1)").arg(assessment.step), titles.join(u"; "_s), Words::tr("See the difference"), place });
            }
            for (const plan::Finding& finding : assessment.findings) {
                const bool isTrouble = finding.severity == plan::Severity::Blocker || finding.severity == plan::Severity::Warning;
                // A login that is missing is said once, with the rights.
                const bool isLogin = finding.id == "credential-refused"_L1 && scene.machinesPart.state == Part::State::NoCredential;
                if (isTrouble && !isLogin && !said.contains(finding.id) && !seen.contains(finding.id + finding.object)) {
                    seen.insert(finding.id + finding.object);
                    found.append({ assessment.step + u'/' + finding.id + u'/' + finding.object, weightOf(finding.severity), finding.title, finding.evidence.isEmpty() ? finding.why : finding.evidence, Words::tr("Open the step"), place });
                }
            }
        }
    }
}

QString usd(double amount, int digits)
{
    return QLocale().toString(amount, 'f', digits);
}

QString usdPerHour(double amount)
{
    return usd(amount, 3);
}

QList<Attention> attentionOf(const Scene& scene, const QList<plan::Assessment>& assessments, double spendLimit, const setup::Rights& lacks, const QString& user)
{
    QList<Attention> found;
    onConnection(scene, found);
    if (spendLimit > 0 && scene.money.isKnown && scene.money.usdPerHour > spendLimit) {
        found.append({ u"spend"_s, Weight::Money, Words::tr("Peer pods cost more than your limit"), Words::tr("%1 USD/h now, the limit is %2 USD/h.").arg(usdPerHour(scene.money.usdPerHour), usdPerHour(spendLimit)), Words::tr("See what runs"), u"pods"_s });
    }
    if (scene.isForeign()) {
        found.append({ u"foreign"_s, Weight::Info, Words::tr("Confidential containers are installed by %1").arg(scene.installer.name()),
            Words::tr("%1. Cocoon sets up OpenShift sandboxed containers only; what runs here is shown as far as it goes.").arg(scene.installer.evidence), Words::tr("See the pods"), u"pods"_s });
    }
    const bool isBare = !scene.isInstalled && !scene.isForeign() && scene.nodesPart.isKnown() && !scene.isCut() && scene.installedWorkers() == 0;
    if (isBare && lacks.isLookingOnly && !lacks.missing.isEmpty()) {
        QStringList first;
        for (const setup::Right& right : lacks.missing.mid(0, 3)) {
            first.append(right.text());
        }
        found.append({ u"not-installed"_s, Weight::Info, Words::tr("You cannot set up confidential containers here"),
            lacks.missing.size() > first.size() ? Words::tr("Missing: %1 and more.").arg(first.join(u", "_s)) : Words::tr("Missing: %1.").arg(first.join(u", "_s)), Words::tr("Copy what would help"), {},
            QString::fromUtf8(setup::roleFor(lacks.missing, user)) });
    } else if (isBare) {
        found.append({ u"not-installed"_s, Weight::Info, Words::tr("Confidential containers can be set up here"), Words::tr("The guided set-up looks first and shows every change before it is made."), Words::tr("Open the set-up"), u"setup"_s });
    }
    onMachines(scene, found);
    onPods(scene, found);
    for (const NodeView& node : scene.nodes) {
        if (node.isWorker) {
            onNode(node, scene.isInstalled, found);
        }
    }
    onCapacity(scene, found);
    onSteps(scene, assessments, found);
    std::stable_sort(found.begin(), found.end(), [](const Attention& a, const Attention& b) { return a.weight < b.weight; });
    return found;
}

} // namespace cocoon::dashboard
