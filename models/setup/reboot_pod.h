// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "models/setup/look.h"

/// The reboot of a worker from inside, for clusters whose service refuses to reboot them: a privileged pod on that worker enters
/// the host's namespaces and asks its systemd to reboot, as the operator's own installer does with CRI-O. Not a procedure of
/// IBM's; needs cluster-admin. The pod runs the installer's image, which is on the worker already.
namespace cocoon::setup {

bool isRebootPod(const QJsonObject& pod);
/// The one on this worker; empty when there is none.
QJsonObject rebootPodOn(Look& look, const QString& node);
/// Empty where no installer pod lends its image.
std::optional<plan::Change> rebootFromInside(Look& look, const QJsonObject& node, const QString& bootId);
/// Key of that change: one per boot, so that no boot is ended twice.
QString rebootFromInsideKey(const QString& node, const QString& bootId);
/// What became of the pod when it failed: "Error: …"; "" else.
QString rebootPodFailure(const QJsonObject& pod);

} // namespace cocoon::setup
