// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace cocoon::sandbox {

/// How the value at some place of an object merges: a cursor that walks down with field() and item(). Built-in kinds come
/// from a table by field name, custom resources from the x-kubernetes-list-type of their schema.
class FieldType {
public:
    enum class List { Atomic, Set, Map };

    static FieldType builtIn();
    static FieldType crd(const QJsonObject& schema);

    FieldType field(const QString& name) const;
    FieldType item() const;

    List list() const;
    QStringList mapKeys() const;
    bool isAtomicMap() const;
    /// Value of a key that may be left out ("TCP" for protocol); Undefined when it must be there.
    QJsonValue keyDefault(const QString& key) const;

    /// Strategic merge differs from apply in a few lists: the key by which items merge there; empty = the list is replaced.
    QString strategicKey() const;
    bool strategicPrimitives() const;

    /// The path element of a list item: "k:{…}" or "v:…"; empty when the key is missing.
    QString itemElement(const QJsonValue& item) const;
    bool isCrd() const { return m_crd; }

private:
    bool m_crd = false;
    bool m_root = false;
    QString m_name; ///< of this field
    QString m_parent; ///< of the field around it
    QJsonObject m_schema;
};

} // namespace cocoon::sandbox
