// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/access_step.h"

#include "models/setup/look.h"
#include "models/setup/report.h"
#include "services/base/json.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
namespace ask = world::ask;

QString AccessStep::id() const
{
    return u"access"_s;
}

QString AccessStep::title() const
{
    return tr("Access for oc");
}

QStringList AccessStep::dependsOn() const
{
    return { u"connect"_s };
}

namespace {
    QString nameOf(const QString& source)
    {
        return source == "profile"_L1      ? AccessStep::tr("the connection's own file")
            : source == "kubeconfig"_L1    ? AccessStep::tr("your kubeconfig")
            : source == "containers-api"_L1 ? AccessStep::tr("IBM Cloud's Kubernetes Service")
                                            : source;
    }
}

Assessment AccessStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    const QJsonObject connection = asker.object(ask::connection());
    if (!connection.isEmpty()) {
        // G14: the guide's script of exported variables must be sourced; Cocoon has no such step.
        report.info(u"kubeconfig-offer"_s, tr("Your own oc can use the same access"), tr("This connection comes from: %1").arg(nameOf(str(connection, { u"source" }))),
            u"cocoonctl export --format kubeconfig --out FILE --cluster %1"_s.arg(look.clusterName()));
    }
    return report.finish(tr("The cluster can be reached as %1.").arg(str(connection, { u"user" })));
}

} // namespace cocoon::setup
