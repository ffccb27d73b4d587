// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_join.h"
#include "models/history/history.h"

namespace cocoon::ui {

/// What is said of a VSI in a pod's details; "" where nothing is known.
QString profileText(const dashboard::Vsi& vsi);
QString modeText(const dashboard::Vsi& vsi);
QString costText(const dashboard::Vsi& vsi, qint64 now);
/// What it was, as far as somebody looked; the latest first.
QString seenText(const QList<history::StateSpan>& states);
QString podSeenText(QList<history::StateSpan> states);

/// Where it comes from and the digest the hardware measures.
QString initdataText(const dashboard::JoinedPod& joined, const dashboard::PodRow& pod, const QString& global);

} // namespace cocoon::ui
