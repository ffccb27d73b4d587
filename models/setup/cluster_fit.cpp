// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/cluster_fit.h"

#include "models/words/words.h"
#include "services/base/json.h"

namespace cocoon::setup {

using namespace Qt::StringLiterals;
using words::tr;

QString unsuitableBecause(const QJsonObject& cluster, const coco::Facts& facts)
{
    if (str(cluster, { u"type" }) != "openshift"_L1) {
        return tr("not OpenShift");
    }
    const QString provider = str(cluster, { u"provider" });
    if (!provider.isEmpty() && provider != "vpc-gen2"_L1) {
        return tr("its workers are not in a VPC");
    }
    const QString region = str(cluster, { u"region" });
    if (!facts.tdxRegions.contains(region)) {
        return tr("no Intel TDX in %1").arg(region);
    }
    const QString state = str(cluster, { u"state" });
    if (state != "normal"_L1 && state != "warning"_L1) {
        return tr("it is %1").arg(state);
    }
    return {};
}

} // namespace cocoon::setup
