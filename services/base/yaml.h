// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QHash>
#include <QJsonValue>
#include <QList>

namespace cocoon {

/// Where a parsed value stands in the text; lines and columns count from 1. Paths are "spec.nodes[0].name".
struct YamlDocument {
    QJsonValue value;
    QHash<QString, int> lines; ///< path → line
};

/// YAML in, with Kubernetes' typing (what sigs.k8s.io/yaml makes of it): quoted scalars are strings, yes/no/on/off
/// are booleans only when unquoted, 0123 is octal as in YAML 1.1, duplicate keys are an error, anchors are resolved
/// within a budget (100,000 nodes, depth 100), merge keys are resolved. Errors name line and column.
Result<QList<YamlDocument>> parseYamlDocuments(const QByteArray& text);
/// Exactly one document (an empty text is Null).
Result<YamlDocument> parseYaml(const QByteArray& text);

/// What a key means that occurs twice in a map.
enum class RepeatedKeys {
    Refuse, ///< an error: somebody would be surprised
    LastWins, ///< as the libraries of Kubernetes' tools read it
};
/// The first document (an empty text is Null); what follows it is not looked at.
Result<YamlDocument> parseFirstYamlDocument(const QByteArray& text, RepeatedKeys repeated);

/// YAML out, block style, two spaces, in the key order of QJsonObject; every string any YAML 1.1 or 1.2 reader could
/// take for something else is quoted; multi-line strings become literal blocks.
QByteArray toYaml(const QJsonValue& value);

} // namespace cocoon
