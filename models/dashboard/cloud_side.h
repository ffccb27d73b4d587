// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_join.h"
#include "models/plan/intent.h"
#include "models/world/world.h"

namespace cocoon::dashboard {

/// Reads from the World what the join needs beside the pods; `asker.needs()` then is what has to be asked. `ns` is where pods
/// are looked at, "" = everywhere.
CloudSide readCloudSide(world::Asker& asker, const plan::Intent& intent, const coco::Facts& facts, const QString& ns);

/// Uids of pods whose attestation the journal proves.
QSet<QString> attestedPods(const QList<QJsonObject>& journal);

} // namespace cocoon::dashboard
