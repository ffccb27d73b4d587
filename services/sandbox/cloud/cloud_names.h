// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace cocoon::sandbox {

// Identifier shapes of the simulated cloud.

/// "r010-" for eu-de: the prefix of regional ids.
QString regionPrefix(const QString& region);
/// "02b7_" for eu-de-1: the prefix of zonal ids.
QString zonePrefix(const QString& zone);
QStringList zonesOf(const QString& region);
QStringList allRegions();
/// Regions whose profiles claim TDX (the API over-reports), and those where such a VSI can be created.
bool claimsTdx(const QString& region);
bool hasTdx(const QString& region);
/// crn:v1:bluemix:public:is:<place>:a/<account>::<type>:<id>
QString vpcCrn(const QString& place, const QString& account, const QString& type, const QString& id);

} // namespace cocoon::sandbox
