// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>

#include <optional>
#include <string>

namespace cocoon::yaml {

/// What an unquoted scalar means to Kubernetes' reader (go-yaml 2 below sigs.k8s.io/yaml, checked against kubectl):
/// YAML 1.1 booleans with y and n, octal with a leading 0, underscores in numbers, dates as strings. Undefined for
/// .nan and .inf, which JSON cannot hold.
QJsonValue typedScalar(const std::string& text);

/// May the string be written without quotes so that every YAML 1.1 and 1.2 reader takes it for the same string?
bool isPlainSafe(const QString& text);

} // namespace cocoon::yaml
