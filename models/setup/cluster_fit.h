// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/coco/facts.h"

#include <QJsonObject>
#include <QString>

namespace cocoon::setup {

/// Why a cluster of the account cannot carry confidential pods, in a few words; "" when nothing speaks against it. Judges by
/// what the list of clusters says (GET /v2/vpc/getClusters); the prerequisites step looks closer.
QString unsuitableBecause(const QJsonObject& cluster, const coco::Facts& facts);

} // namespace cocoon::setup
