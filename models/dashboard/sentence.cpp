// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/sentence.h"

#include "models/dashboard/age.h"
#include "models/dashboard/attention.h"
#include "models/dashboard/dashboard_words.h"
#include "services/base/json.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;

namespace {
    QString aboutPods(const Scene& scene)
    {
        const int running = scene.readyPods();
        const int completed = scene.completedPods();
        const int all = static_cast<int>(scene.pods.size()) - completed;
        if (!scene.podsPart.isKnown()) {
            return scene.podsPart.state == Part::State::Loading ? Words::tr("Confidential pods are being read.")
                : scene.podsPart.state == Part::State::Forbidden ? Words::tr("You may not read confidential pods.")
                                                                 : Words::tr("Confidential pods could not be read.");
        }
        // What has done its work is not missing.
        const QString further = completed > 0 ? u' ' + Words::tr("%n completed.", nullptr, completed) : QString();
        if (all == 0) {
            return (scene.onlyNamespace.isEmpty() ? Words::tr("No confidential pod runs.") : Words::tr("No confidential pod runs in namespace %1.").arg(scene.onlyNamespace)) + further;
        }
        return (running == all ? Words::tr("%n confidential pod(s) running.", nullptr, all) : Words::tr("%1 of %n confidential pod(s) running.", nullptr, all).arg(running)) + further;
    }

    QString foreign(const Scene& scene)
    {
        const Installer& found = scene.installer;
        return found.done >= 0 && found.all >= 0 ? Words::tr("Found %1: %2 of %n node(s) ready.", nullptr, found.all).arg(found.name()).arg(found.done)
                                                 : Words::tr("Found %1.").arg(found.name());
    }

    QString aboutMoney(const Scene& scene)
    {
        if (!scene.machinesPart.isKnown()) {
            return scene.machinesPart.state == Part::State::Loading ? Words::tr("Servers and prices are being read.") : Words::tr("Servers and prices are not known.");
        }
        const QString all = (scene.money.isRecorded ? u"≈ "_s : QString()) + usdPerHour(scene.money.usdPerHour);
        const int lost = scene.ownerless();
        const int leaving = scene.claimed(MachineView::Claim::Leaving);
        const int open = scene.claimed(MachineView::Claim::Unclaimed) + scene.claimed(MachineView::Claim::Unknown);
        if (scene.machines.isEmpty()) {
            return Words::tr("No VSI runs, nothing is charged for peer pods.");
        }
        if (lost > 0 && lost == scene.claimed(MachineView::Claim::Leftover)) {
            return Words::tr("Peer pods cost %1 USD/h; %n VSI(s) are left of pods that are gone.", nullptr, lost).arg(all);
        }
        if (lost > 0) {
            return Words::tr("%n VSI(s) belong to nobody and cost %1 USD/h of %2.", nullptr, lost).arg(usdPerHour(scene.money.ownerlessPerHour), all);
        }
        if (open > 0) {
            return Words::tr("Peer pods cost %1 USD/h; the owner of %n VSI(s) is not known.", nullptr, open).arg(all);
        }
        if (leaving > 0) {
            return Words::tr("Peer pods cost %1 USD/h; %n VSI(s) are being deleted.", nullptr, leaving).arg(all);
        }
        return Words::tr("Peer pods cost %1 USD/h; every VSI has an owner.").arg(all);
    }
}

namespace {
    QString asItStands(const Scene& scene)
    {
        QString workers;
        const int all = scene.workers();
        switch (scene.nodesPart.state) {
        case Part::State::Loading: return Words::tr("Looking at the cluster …");
        case Part::State::Failed:
            if (scene.nodes.isEmpty()) {
                return Words::tr("The cluster does not answer.") + (scene.machinesPart.isKnown() ? u' ' + aboutMoney(scene) : QString());
            }
            break;
        case Part::State::Forbidden: workers = Words::tr("You may not read workers."); break;
        case Part::State::Known:
        case Part::State::Stale:
        case Part::State::NoCredential: break;
        }
        if (workers.isEmpty()) {
            if (scene.isForeign()) {
                return foreign(scene) + u' ' + aboutPods(scene) + (scene.machines.isEmpty() ? QString() : u' ' + aboutMoney(scene));
            }
            if (!scene.isInstalled && scene.installedWorkers() == 0) {
                return Words::tr("Confidential containers are not installed on the %n worker(s) of this cluster.", nullptr, all);
            }
            workers = Words::tr("%1 of %n worker(s) installed.", nullptr, all).arg(scene.installedWorkers());
        }
        return workers + u' ' + aboutPods(scene) + u' ' + aboutMoney(scene);
    }
}

QString sentenceOf(const Scene& scene, const QDateTime& now)
{
    const bool isOld = scene.nodesPart.state == Part::State::Stale && scene.nodesPart.since.isValid();
    return isOld ? Words::tr("As it was %1 ago: %2").arg(howLong(scene.nodesPart.since, now.isValid() ? now : scene.now), asItStands(scene)) : asItStands(scene);
}

QString remarkOf(const Scene& scene, const QList<QJsonObject>& journal, const QList<plan::Assessment>& assessments)
{
    QStringList parts;
    const bool hasDrift = std::any_of(assessments.begin(), assessments.end(), [](const plan::Assessment& a) { return a.state == plan::StepState::Drifted; });
    QDateTime attested;
    QDateTime changed;
    for (auto it = journal.crbegin(); it != journal.crend(); ++it) {
        const QDateTime time = QDateTime::fromString(str(*it, { u"time" }), Qt::ISODateWithMs);
        const bool isProof = str(*it, { u"kind" }) == "outcome"_L1 && str(*it, { u"key" }).startsWith("attest "_L1) && it->value("ok"_L1).toBool();
        if (isProof && !attested.isValid()) {
            attested = time;
        }
        if (!isProof && str(*it, { u"kind" }) == "sent"_L1 && !str(*it, { u"key" }).startsWith("attest "_L1) && !changed.isValid()) {
            changed = time;
        }
    }
    if (hasDrift) {
        parts.append(Words::tr("Something that Cocoon set has been changed since."));
    } else if (changed.isValid()) {
        parts.append(Words::tr("Last changed by Cocoon %1 ago, nothing has drifted since.").arg(howLong(changed, scene.now)));
    }
    if (attested.isValid()) {
        parts.append(Words::tr("Last attestation proven %1 ago.").arg(howLong(attested, scene.now)));
    }
    if (!scene.operatorVersion.isEmpty() && parts.isEmpty()) {
        parts.append(Words::tr("OpenShift sandboxed containers %1; no change made by Cocoon from this desk.").arg(scene.operatorVersion));
    }
    return parts.join(u' ');
}

} // namespace cocoon::dashboard
