// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "models/setup/worker_view.h"

namespace cocoon::setup {

/// In what state a run leaves the world when it is left or stopped now, one sentence per thing, and how each goes on: workers in
/// the middle of their reboot, changes whose answer is not there yet, what is awaited.
QStringList leftBehind(const QList<WorkerView>& workers, const QList<Desk::Event>& events);
QStringList leftBehind(const Desk& desk);

} // namespace cocoon::setup
