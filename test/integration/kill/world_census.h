// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace cocoon::test {

/// Everything there is in the folder of a sandbox that has ended, one line for each object of the cluster and each thing in
/// the cloud: kind, namespace and name, random ends of names left out, and what a run may leave behind on it (a cordon, an
/// annotation of ours, a Lease that is held, a key nobody stores). Sorted; two of the same are two lines. Without events.
QStringList worldCensus(const QString& folder);

} // namespace cocoon::test
