// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/field_type.h"

#include <map>

namespace cocoon::sandbox {

/// A set of field paths as in metadata.managedFields (fieldsV1): a tree whose edges are "f:name", "k:{…}", "v:…".
class FieldSet {
public:
    static FieldSet fromJson(const QJsonObject& fieldsV1);
    QJsonObject toJson() const;

    /// Everything in a value: its leaves, atomic lists and maps, and the items of associative lists.
    static FieldSet of(const QJsonValue& value, const FieldType& type);

    bool isEmpty() const { return !m_member && m_children.empty(); }
    bool isMember() const { return m_member; }
    const std::map<QString, FieldSet>& children() const { return m_children; }
    const FieldSet* child(const QString& element) const;
    void insert(const QString& element, FieldSet below);
    void setMember(bool member = true) { m_member = member; }
    void remove(const QString& element) { m_children.erase(element); }

    FieldSet united(const FieldSet& other) const;
    FieldSet intersected(const FieldSet& other) const;
    FieldSet without(const FieldSet& other) const;
    bool operator==(const FieldSet& other) const;

    /// ".spec.containers[name="a"].image" of every member, in order.
    QStringList paths() const;

private:
    void collect(const QString& prefix, QStringList& out) const;
    bool m_member = false;
    std::map<QString, FieldSet> m_children;
};

/// What became of the fields between two states of a value.
struct FieldChanges {
    FieldSet added;
    FieldSet modified;
    FieldSet removed;
    bool isEmpty() const { return added.isEmpty() && modified.isEmpty() && removed.isEmpty(); }
};
FieldChanges compareFields(const QJsonValue& before, const QJsonValue& after, const FieldType& type);

/// `config` laid over `live`: maps and associative lists merge, everything else is replaced.
QJsonValue mergeFields(const QJsonValue& live, const QJsonValue& config, const FieldType& type);
/// `value` without the members of `gone`, except what `kept` (others' fields) has; containers that became empty go too.
QJsonValue removeFields(const QJsonValue& value, const FieldSet& gone, const FieldSet& kept, const FieldType& type);

} // namespace cocoon::sandbox
