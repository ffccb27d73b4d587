// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/secret.h"
#include "services/sandbox/cloud/cloud_call.h"

#include <QMap>

namespace cocoon::sandbox {

/// The kubeconfig in the format asked for (yaml as it is, json, zip with file references; "" = json). Without admin the
/// file names the cluster but holds no credential: the caller's own token is to be used.
Reply kubeconfigAnswer(const Secret& adminYaml, const QString& format, bool isAdmin, const QString& clusterName);

/// A ZIP archive whose entries are stored, not compressed.
QByteArray storedZip(const QMap<QString, QByteArray>& files);

} // namespace cocoon::sandbox
