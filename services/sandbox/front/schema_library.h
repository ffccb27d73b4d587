// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace cocoon::sandbox {

/// The schemas of built-in kinds, read from the compact schemas.yaml beside this file (its head explains the notation)
/// and expanded to OpenAPI definitions with references below `#/definitions/`.
class SchemaLibrary {
public:
    static const SchemaLibrary& builtIn();
    explicit SchemaLibrary(const QByteArray& yaml);

    /// "io.k8s.api.core.v1.Pod" for a kind; empty when there is no schema.
    QString definitionName(const QString& group, const QString& version, const QString& kind) const;
    QJsonObject definition(const QString& name) const { return m_definitions.value(name).toObject(); }
    /// The definition and all it refers to.
    void collect(const QString& name, QJsonObject& into) const;
    /// Paths ("spec.foo", "spec.containers[0].bar") of fields that the schema does not know. Open schemas know all.
    QStringList unknownFields(const QString& name, const QJsonObject& object) const;
    QStringList names() const { return m_definitions.keys(); }
    const QStringList& problems() const { return m_problems; } ///< of the file, for its test

private:
    QJsonObject expandType(const QString& package, const QString& notation);
    QJsonObject fieldSchema(const QString& package, const QString& text);
    void unknown(const QJsonObject& schema, const QJsonValue& value, const QString& path, QStringList& found) const;
    QString resolve(const QString& package, const QString& type) const;
    QJsonObject m_definitions;
    QJsonObject m_source;
    QStringList m_problems;
};

} // namespace cocoon::sandbox
