// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/query.h"
#include "services/base/job.h"

#include <QJsonValue>

namespace cocoon::ibm {
class Cloud;
}

namespace cocoon::world {

/// Asks IBM Cloud one of the "ibm.*" questions. Sets the cloud's region where the question names one.
Job<QJsonValue>* askCloud(ibm::Cloud& cloud, const Query& query, QObject* parent);

} // namespace cocoon::world
