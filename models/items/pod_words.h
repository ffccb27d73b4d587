// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_store.h"
#include "models/items/roles.h"

namespace cocoon::items {

/// How states of pods and servers are called and marked.
QString stateWord(dashboard::JoinedPod::State state, const QString& status); ///< status: the pod's own word

/// What the history keeps of a pod's state (PodView::stateWord), in words.
QString seenWord(const QString& kept);

Mark stateMark(dashboard::JoinedPod::State state);
Mark plainMark(const dashboard::PodRow& pod); ///< of a pod that is not confidential
/// Of any pod of the store; nothing is well that nobody sees now.
Mark markOf(const dashboard::PodRow& pod, const dashboard::JoinedPod& joined, const dashboard::PodStore& store);
QString lostWord(dashboard::LostServer::Kind kind);
/// The same, with its time where the cluster does not answer any more: who owns a server only the cluster can say.
QString lostText(const dashboard::LostServer& lost, const dashboard::PodStore& store);
QString heardText(const dashboard::PodStore& store); ///< time of day
QString initdataWord(const dashboard::JoinedPod& joined);
QString secureBootWord(const dashboard::Vsi& vsi); ///< of one whose mode is known
QString headerOf(int column); ///< of PodTable::Column
/// Whose price it is; "" when none is known.
QString priceNote(const dashboard::Vsi& vsi);

} // namespace cocoon::items
