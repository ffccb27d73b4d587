// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// What resources/facts/runtimeclasses.yaml says of a pod's runtime class.
namespace cocoon::coco {

/// Known to confidential containers, development included.
bool isCocoClass(const QString& name);
/// Its pods are protected by hardware.
bool isConfidentialClass(const QString& name);
/// Each of its pods runs in a server of the cloud.
bool isServerClass(const QString& name);

} // namespace cocoon::coco
