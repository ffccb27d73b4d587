// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/resource.h"

#include <QLatin1String>
#include <QStringList>

// The literals of the sandboxed containers operator, and kinds that only the sandbox's actors write.
namespace cocoon::sandbox::osc {

inline constexpr QLatin1String kNamespace("openshift-sandboxed-containers-operator");
inline constexpr QLatin1String kPackage("sandboxed-containers-operator");
inline constexpr QLatin1String kStateLabel("kataconfiguration.openshift.io/kata-ds-rpm-install");
inline constexpr QLatin1String kSyncLabel("kataconfiguration.openshift.io/osc-config-sync");
inline constexpr QLatin1String kPoolLabel("node-role.kubernetes.io/kata-oc");
inline constexpr QLatin1String kWorkerLabel("node-role.kubernetes.io/worker");
inline constexpr QLatin1String kFinalizer("kataconfiguration.openshift.io/finalizer");
inline constexpr QLatin1String kPeerPodFinalizer("peer.pod/finalizer");
inline constexpr QLatin1String kVmResource("kata.peerpods.io/vm");
inline constexpr QLatin1String kRuntimeClass("kata-remote");
/// What rpm-ostree has staged on a node ("installed:<boot id>", "removed:<boot id>"): the sandbox's only memory of it.
inline constexpr QLatin1String kStagedAnnotation("sandbox.cocoon/rpm-ostree");

inline constexpr QLatin1String kWaitingToInstall("waiting_to_install");
inline constexpr QLatin1String kInstalling("installing");
inline constexpr QLatin1String kWaitingForReboot("waiting_for_reboot");
inline constexpr QLatin1String kInstalled("installed");
inline constexpr QLatin1String kWaitingToUninstall("waiting_to_uninstall");
inline constexpr QLatin1String kUninstalling("uninstalling");
inline constexpr QLatin1String kUninstalled("uninstalled");

inline const kube::Resource kValidatingWebhooks { QStringLiteral("admissionregistration.k8s.io"), QStringLiteral("v1"),
    QStringLiteral("validatingwebhookconfigurations"), QStringLiteral("ValidatingWebhookConfiguration"), false };

} // namespace cocoon::sandbox::osc
