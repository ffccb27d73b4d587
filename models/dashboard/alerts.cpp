// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/alerts.h"

#include "models/dashboard/dashboard_words.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using setup::WorkerView;

namespace {
    /// A start that fails is tried again and fails again; that is one thing to hear of.
    constexpr qint64 kSameFailureSeconds = 30 * 60;

    bool isAlert(const Attention& attention)
    {
        static const QStringList kinds { u"orphan/"_s, u"pod-failed/"_s, u"vsi-failed/"_s, u"not-confidential/"_s };
        return std::any_of(kinds.begin(), kinds.end(), [&attention](const QString& kind) { return attention.id.startsWith(kind); }) || attention.id == "spend"_L1;
    }

    bool isInstalled(const QString& stateWord)
    {
        return stateWord.section(u',', 0, 0) == "installed"_L1;
    }
}

QList<Alert> standingAlerts(const QList<Attention>& attention)
{
    QList<Alert> alerts;
    for (const Attention& one : attention) {
        if (isAlert(one)) {
            alerts.append({ one.id, one });
        }
    }
    return alerts;
}

QList<Alert> alertsOf(const Scene& scene, const QList<Attention>& attention, history::History& history)
{
    QList<Alert> alerts;
    QSet<QString> told;
    for (const history::ThingSeen& alert : history.things(u"alert"_s)) {
        const bool isRetry = alert.id.startsWith("pod-failed/"_L1) && alert.ended.secsTo(scene.now) < kSameFailureSeconds;
        if (!alert.ended.isValid() || isRetry) {
            told.insert(alert.id);
        }
    }
    for (const Alert& alert : standingAlerts(attention)) {
        if (!told.contains(alert.id)) {
            alerts.append(alert);
        }
    }
    if (scene.nodesPart.state != Part::State::Known) {
        return alerts;
    }
    const auto happened = [&](const QString& what, const QString& node, const QString& title, const QString& evidence, const QString& action, const QString& place) {
        const QString id = what + u'/' + node;
        alerts.append({ u"%1/%2"_s.arg(id).arg(scene.now.toMSecsSinceEpoch()), { id, Attention::Weight::Error, title, evidence, action, place } });
    };
    QHash<QString, QString> before = history.statesNow(u"node"_s);
    for (const NodeView& node : scene.nodes) {
        const bool was = isInstalled(before.take(node.name));
        // On its way through a reboot it is where it should be.
        const bool isOut = node.isWorker && node.label != "installed"_L1 && node.stage != WorkerView::Stage::Removing;
        if (was && isOut) {
            happened(u"fell"_s, node.name, Words::tr("Worker %1 fell out of “installed”").arg(node.name),
                node.label.isEmpty() ? Words::tr("Its install label is gone: the worker may have been replaced. No new confidential pod starts on it.")
                                     : Words::tr("Its install label says “%1” now. No new confidential pod starts on it.").arg(node.label),
                Words::tr("Show the worker"), u"nodes/"_s + node.name);
        }
    }
    // What is left is no node any more.
    QStringList gone = before.keys();
    gone.sort();
    for (const QString& node : std::as_const(gone)) {
        if (isInstalled(before.value(node))) {
            happened(u"gone"_s, node, Words::tr("Worker %1 is gone").arg(node),
                Words::tr("It was “installed”, and the cluster does not list it any more: it was removed or replaced. A worker in its place has to be installed before confidential pods start on it."), Words::tr("See the workers"), u"nodes"_s);
        }
    }
    return alerts;
}

} // namespace cocoon::dashboard
