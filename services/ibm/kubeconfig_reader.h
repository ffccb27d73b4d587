// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"
#include "services/base/secret.h"

namespace cocoon::ibm {

/// The kubeconfig in an answer of the containers API, as YAML text: the text itself, a JSON document (written again as
/// YAML), or a ZIP archive whose YAML refers to PEM files beside it (they are put inline). Text stays byte for byte.
Result<Secret> readKubeconfigAnswer(const QByteArray& answer);

} // namespace cocoon::ibm
