// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/look.h"
#include "models/setup/report.h"

namespace cocoon::setup {

/// The data of a config map as the Intent and the cluster want it.
struct WantedData {
    QJsonObject apply; ///< all fields Cocoon owns: server-side apply takes away what a manager no longer names
    QJsonObject compare; ///< the fields that must have these values
    QStringList mayBeAbsent; ///< absent means the same as the wanted value
};

WantedData wantedFeatureGates(Look& look, const QJsonObject& live);
WantedData wantedPeerPodsConfig(Look& look, const QJsonObject& live);
void checkFeatureGates(const QJsonObject& live, Report& report);
void checkPeerPodsConfig(Look& look, const QJsonObject& live, Report& report);

} // namespace cocoon::setup
