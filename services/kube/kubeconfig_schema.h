// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QByteArray>
#include <QJsonObject>

namespace cocoon::kube {

/// Reads one kubeconfig file into the form kubectl prints it in: known fields only, checked types, valid base64, no two
/// entries of one name, lists sorted by name, defaults of exec filled in. As kubectl does, it reads the first document only and
/// takes the last of a key that occurs twice. Pure. Errors name `label`, field and line.
Result<QJsonObject> readKubeconfig(const QByteArray& yaml, const QString& label);

/// The entry of a list ("clusters", "users", "contexts") with this name: its inner object; nullopt when absent.
std::optional<QJsonObject> kubeconfigEntry(const QJsonObject& config, const QString& list, const QString& name);

/// The key of an entry's inner object: "cluster" in "clusters".
QString kubeconfigInnerKey(const QString& list);

} // namespace cocoon::kube
