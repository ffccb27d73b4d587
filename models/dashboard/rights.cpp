// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/rights.h"

#include "models/dashboard/dashboard_words.h"
#include "services/base/json.h"
#include "services/base/yaml.h"
#include "services/kube/resource.h"

#include <QJsonArray>
#include <QSet>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using world::Answer;

namespace {
    QString shownBy(const QString& plural)
    {
        if (plural == "nodes"_L1) {
            return Words::tr("Workers, their install state and their capacity.");
        }
        if (plural == "peerpods"_L1) {
            return Words::tr("Which pod runs in which server, and so which servers nobody owns.");
        }
        if (plural == "pods"_L1) {
            return Words::tr("Confidential pods, how they start, and the adaptor on each worker.");
        }
        if (plural == "kataconfigs"_L1) {
            return Words::tr("Whether confidential containers are installed at all.");
        }
        if (plural == "subscriptions"_L1 || plural == "clusterserviceversions"_L1) {
            return Words::tr("Which version of the operator is installed.");
        }
        if (plural == "events"_L1) {
            return Words::tr("Why a confidential pod does not start, in whatever namespace.");
        }
        if (plural == "configmaps"_L1) {
            return Words::tr("Image, subnet and INITDATA that confidential pods start with.");
        }
        if (plural == "runtimeclasses"_L1 || plural == "daemonsets"_L1) {
            return Words::tr("Who installed confidential containers here.");
        }
        return Words::tr("What the dashboard reads of it.");
    }

    QString roleFor(const kube::Resource& resource, const QString& ns)
    {
        const bool isWide = ns.isEmpty();
        const QString name = u"cocoon-read-"_s + resource.plural;
        QJsonObject metadata { { u"name"_s, name } };
        if (!isWide) {
            metadata.insert(u"namespace"_s, ns);
        }
        const QJsonObject role { { u"apiVersion"_s, u"rbac.authorization.k8s.io/v1"_s }, { u"kind"_s, isWide ? u"ClusterRole"_s : u"Role"_s }, { u"metadata"_s, metadata },
            { u"rules"_s, QJsonArray { QJsonObject { { u"apiGroups"_s, QJsonArray { resource.group } }, { u"resources"_s, QJsonArray { resource.plural } },
                              { u"verbs"_s, QJsonArray { u"get"_s, u"list"_s, u"watch"_s } } } } } };
        const QString bind = isWide ? u"oc adm policy add-cluster-role-to-user %1 <user>"_s.arg(name) : u"oc adm policy add-role-to-user %1 <user> --role-namespace=%2 -n %2"_s.arg(name, ns);
        return QString::fromUtf8(toYaml(role)) + u"# "_s + bind + u'\n';
    }

    MissingRight inCloud(const world::Query& query)
    {
        const bool isContainers = query.kind == "ibm.clusters"_L1 || query.kind == "ibm.cluster"_L1 || query.kind == "ibm.workers"_L1 || query.kind == "ibm.clusterSecurityGroups"_L1;
        MissingRight right;
        right.id = isContainers ? u"cloud containers"_s : u"cloud vpc"_s;
        right.what = isContainers ? Words::tr("read the clusters and workers of the account") : Words::tr("read the servers and subnets of the VPC");
        right.shows = isContainers ? Words::tr("Health of the workers as IBM Cloud sees it, and which VPC the cluster is in.") : Words::tr("Servers of peer pods, what they cost, and free addresses.");
        right.grant = isContainers ? u"ibmcloud iam user-policy-create <user> --roles Viewer --service-name containers-kubernetes\n"_s : u"ibmcloud iam user-policy-create <user> --roles Viewer --service-name is\n"_s;
        return right;
    }
}

MissingRight missingList(const QString& qualified, const QString& ns)
{
    const kube::Resource* known = kube::res::byQualifiedName(qualified);
    const kube::Resource resource = known != nullptr ? *known : kube::Resource { qualified.section(u'.', 1), u"v1"_s, qualified.section(u'.', 0, 0), {}, true };
    MissingRight right;
    right.id = u"list "_s + qualified + u' ' + ns;
    right.what = ns.isEmpty() ? Words::tr("list and watch %1 in the whole cluster").arg(qualified) : Words::tr("list and watch %1 in namespace %2").arg(qualified, ns);
    right.shows = shownBy(resource.plural);
    right.grant = roleFor(resource, ns);
    return right;
}

QList<MissingRight> missingRights(const world::World& world, const QList<world::Query>& needs)
{
    QList<MissingRight> rights;
    QSet<QString> named;
    const auto name = [&](const MissingRight& right) {
        if (!named.contains(right.id)) {
            named.insert(right.id);
            rights.append(right);
        }
    };
    bool needsLogin = false;
    for (const world::Query& query : needs) {
        const Answer answer = world.answer(query);
        const bool isCloud = query.kind.startsWith("ibm."_L1);
        if (isCloud && answer.state == Answer::State::Failed && answer.error.code == Errc::Unauthorized) {
            needsLogin = true;
        } else if (isCloud && answer.state == Answer::State::Forbidden) {
            name(inCloud(query));
        } else if ((query.kind == "kube.list"_L1 || query.kind == "kube.object"_L1) && answer.state == Answer::State::Forbidden) {
            name(missingList(query.args.value(0), query.args.value(1)));
        }
    }
    if (needsLogin) {
        MissingRight login;
        login.id = u"cloud login"_s;
        login.what = Words::tr("a login to IBM Cloud");
        login.shows = Words::tr("Servers of peer pods, what they cost, free addresses, and the health of workers as IBM Cloud sees it.");
        login.grant = u"ibmcloud login --sso\n"_s;
        login.isLogin = true;
        name(login);
    }
    return rights;
}

} // namespace cocoon::dashboard
