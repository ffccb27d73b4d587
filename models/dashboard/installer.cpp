// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/installer.h"

#include "models/dashboard/dashboard_words.h"
#include "services/base/json.h"
#include "services/coco/runtime_classes.h"
#include "services/kube/object.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    const kube::Resource kCcRuntimes { u"confidentialcontainers.org"_s, u"v1beta1"_s, u"ccruntimes"_s, u"CcRuntime"_s, false };
    const QString kDoneLabel = u"katacontainers.io/kata-runtime"_s; ///< operator and chart both set it to "true"

    QStringList cocoClasses(world::Asker& asker)
    {
        QStringList names;
        for (const QJsonObject& one : asker.objects(ask::list(res::runtimeClasses))) {
            if (coco::isCocoClass(kube::nameOf(one))) {
                names.append(kube::nameOf(one));
            }
        }
        names.sort();
        return names;
    }

    int labelled(world::Asker& asker)
    {
        int done = 0;
        for (const QJsonObject& node : asker.objects(ask::list(res::nodes))) {
            done += kube::label(node, kDoneLabel) == "true"_L1 ? 1 : 0;
        }
        return done;
    }

    void count(Installer& found, const QJsonObject& daemonSet)
    {
        found.evidence = u"DaemonSet "_s + kube::keyOf(daemonSet);
        found.done = at(daemonSet, { u"status", u"numberReady" }).toInt();
        found.all = at(daemonSet, { u"status", u"desiredNumberScheduled" }).toInt();
    }

    bool isKataDeploy(const QJsonObject& daemonSet)
    {
        return kube::nameOf(daemonSet).contains("kata-deploy"_L1) || kube::label(daemonSet, u"name"_s) == "kata-deploy"_L1 || kube::namespaceOf(daemonSet) == "coco-system"_L1;
    }
}

QString Installer::name() const
{
    switch (kind) {
    case Kind::OpenShift: return Words::tr("OpenShift sandboxed containers");
    case Kind::CocoOperator: return Words::tr("the CoCo operator");
    case Kind::Chart: return Words::tr("the CoCo Helm chart");
    case Kind::PeerPods: return Words::tr("upstream peer pods (cloud API adaptor)");
    case Kind::Somebody:
    case Kind::None: break;
    }
    return Words::tr("an unknown installer");
}

Installer installerOf(world::Asker& asker)
{
    Installer found;
    const QJsonObject kataConfig = asker.array(ask::list(res::kataConfigs)).first().toObject();
    if (!kataConfig.isEmpty()) {
        found.kind = Installer::Kind::OpenShift;
        found.evidence = u"KataConfig "_s + kube::nameOf(kataConfig);
        return found;
    }
    if (asker.isMissing()) {
        return found; // where it is OpenShift's, nothing further is asked
    }
    found.classes = cocoClasses(asker);
    if (asker.array(ask::served()).contains(kCcRuntimes.qualified())) {
        const QJsonObject runtime = asker.array(ask::list(kCcRuntimes)).first().toObject();
        if (!runtime.isEmpty()) {
            found.kind = Installer::Kind::CocoOperator;
            found.evidence = u"CcRuntime "_s + kube::nameOf(runtime);
            found.done = labelled(asker);
            found.all = at(runtime, { u"status", u"totalNodesCount" }).toInt(-1);
            return found;
        }
    }
    QJsonObject chart;
    QJsonObject adaptor;
    for (const QJsonObject& daemonSet : asker.objects(ask::list(res::daemonSets))) {
        if (isKataDeploy(daemonSet) && (chart.isEmpty() || kube::nameOf(daemonSet).contains("kata-deploy"_L1))) {
            chart = daemonSet;
        }
        if (kube::nameOf(daemonSet) == "cloud-api-adaptor-daemonset"_L1) {
            adaptor = daemonSet;
        }
    }
    // kata-deploy alone brings plain kata too; with a confidential class it is the chart's.
    if (!chart.isEmpty() && (!found.classes.isEmpty() || kube::namespaceOf(chart) == "coco-system"_L1)) {
        found.kind = Installer::Kind::Chart;
        count(found, chart);
        found.done = labelled(asker); // the pod runs before its work is done
    } else if (!adaptor.isEmpty()) {
        found.kind = Installer::Kind::PeerPods;
        count(found, adaptor);
    } else if (!found.classes.isEmpty()) {
        found.kind = Installer::Kind::Somebody;
        found.evidence = u"RuntimeClass "_s + found.classes.join(u", "_s);
    }
    return found;
}

} // namespace cocoon::dashboard
