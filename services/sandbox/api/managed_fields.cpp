// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/managed_fields.h"

#include "services/base/json.h"
#include "services/sandbox/api/field_set.h"

#include <algorithm>
#include <optional>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    struct Entry {
        QString manager;
        QString operation;
        QString apiVersion;
        QString subresource;
        QString time;
        FieldSet fields;
    };

    QList<Entry> entriesOf(const QJsonObject& object)
    {
        QList<Entry> entries;
        const QJsonArray list = at(object, { u"metadata", u"managedFields" }).toArray();
        for (const QJsonValue value : list) {
            const QJsonObject one = value.toObject();
            if (one.value("manager"_L1).toString().isEmpty() && !one.contains("fieldsV1"_L1)) {
                continue; // [{}] asks for a fresh start
            }
            entries.append({ one.value("manager"_L1).toString(), one.value("operation"_L1).toString(),
                one.value("apiVersion"_L1).toString(), one.value("subresource"_L1).toString(),
                one.value("time"_L1).toString(), FieldSet::fromJson(one.value("fieldsV1"_L1).toObject()) });
        }
        return entries;
    }

    QJsonArray toJsonArray(QList<Entry> entries)
    {
        std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
            return std::tie(a.operation, a.time, a.manager) < std::tie(b.operation, b.time, b.manager);
        });
        QJsonArray list;
        for (const Entry& entry : std::as_const(entries)) {
            if (entry.fields.isEmpty()) {
                continue;
            }
            QJsonObject one { { "manager"_L1, entry.manager }, { "operation"_L1, entry.operation },
                { "apiVersion"_L1, entry.apiVersion }, { "time"_L1, entry.time }, { "fieldsType"_L1, "FieldsV1"_L1 },
                { "fieldsV1"_L1, entry.fields.toJson() } };
            if (!entry.subresource.isEmpty()) {
                one.insert("subresource"_L1, entry.subresource);
            }
            list.append(one);
        }
        return list;
    }

    QJsonObject withEntries(const QJsonObject& object, const QList<Entry>& entries)
    {
        const QJsonArray list = toJsonArray(entries);
        return with(object, { u"metadata"_s, u"managedFields"_s }, list.isEmpty() ? QJsonValue(QJsonValue::Undefined) : list);
    }

    // What nobody owns: identity and what the server keeps itself.
    FieldSet stripped(FieldSet set)
    {
        set.remove(u"f:apiVersion"_s);
        set.remove(u"f:kind"_s);
        if (const FieldSet* metadata = set.child(u"f:metadata"_s)) {
            FieldSet rest = *metadata;
            for (const QLatin1String name : { "name"_L1, "namespace"_L1, "creationTimestamp"_L1, "selfLink"_L1, "uid"_L1,
                     "generation"_L1, "managedFields"_L1, "resourceVersion"_L1, "deletionTimestamp"_L1,
                     "deletionGracePeriodSeconds"_L1 }) {
                rest.remove("f:"_L1 + name);
            }
            rest.setMember(false);
            set.remove(u"f:metadata"_s);
            set.insert(u"f:metadata"_s, rest);
        }
        set.setMember(false);
        return set;
    }

    bool isSame(const Entry& entry, const Writer& writer, QLatin1String operation)
    {
        return entry.manager == writer.manager && entry.operation == operation && entry.subresource == writer.subresource
            && (operation == "Apply"_L1 || entry.apiVersion == writer.apiVersion);
    }

    Entry& entryFor(QList<Entry>& entries, const Writer& writer, QLatin1String operation)
    {
        for (Entry& entry : entries) {
            if (isSame(entry, writer, operation)) {
                return entry;
            }
        }
        entries.append({ writer.manager, operation, writer.apiVersion, writer.subresource, writer.time, {} });
        return entries.last();
    }

    QString printedManager(const Entry& entry)
    {
        QString text = u'"' + entry.manager + u'"';
        if (!entry.subresource.isEmpty()) {
            text += " with subresource \""_L1 + entry.subresource + u'"';
        }
        return entry.operation == "Update"_L1 ? text + " using "_L1 + entry.apiVersion : text;
    }

    struct Conflict {
        QString manager;
        QString path;
    };

    Failure conflictFailure(QList<Conflict> conflicts)
    {
        std::stable_sort(conflicts.begin(), conflicts.end(),
            [](const Conflict& a, const Conflict& b) { return a.manager < b.manager; });
        QJsonArray causes;
        QStringList lines;
        QString previous;
        for (const Conflict& conflict : std::as_const(conflicts)) {
            causes.append(QJsonObject { { "reason"_L1, "FieldManagerConflict"_L1 },
                { "message"_L1, "conflict with "_L1 + conflict.manager }, { "field"_L1, conflict.path } });
            if (conflict.manager != previous) {
                lines.append("conflicts with "_L1 + conflict.manager + u':');
                previous = conflict.manager;
            }
            lines.append("- "_L1 + conflict.path);
        }
        const QString message = conflicts.size() == 1
            ? "Apply failed with 1 conflict: conflict with "_L1 + conflicts.first().manager + ": "_L1 + conflicts.first().path
            : "Apply failed with "_L1 + QString::number(conflicts.size()) + " conflicts: "_L1 + lines.join(u'\n');
        return { 409, u"Conflict"_s, message, { { "causes"_L1, causes } } };
    }

} // namespace

QJsonObject trackUpdate(const QJsonObject& before, const QJsonObject& after, const FieldType& type, const Writer& writer)
{
    QList<Entry> entries = entriesOf(after);
    QJsonObject base = before;
    if (base.isEmpty()) {
        base = { { "metadata"_L1, QJsonObject() } };
    }
    const FieldChanges changes = compareFields(base, after, type);
    const FieldSet mine = stripped(changes.added.united(changes.modified));
    const FieldSet gone = stripped(changes.removed);
    if (mine.isEmpty() && gone.isEmpty()) {
        return withEntries(after, entries);
    }
    for (Entry& entry : entries) {
        const bool own = isSame(entry, writer, "Update"_L1);
        entry.fields = entry.fields.without(own ? gone : gone.united(mine));
        if (entry.fields.children().empty()) {
            entry.fields = {};
        }
    }
    if (!mine.isEmpty()) {
        Entry& own = entryFor(entries, writer, "Update"_L1);
        own.fields = own.fields.united(mine);
        own.time = writer.time;
    }
    return withEntries(after, entries);
}

Outcome<QJsonObject> applyFields(
    const QJsonObject& live, const QJsonObject& config, const FieldType& type, const Writer& writer, bool force)
{
    QList<Entry> entries = entriesOf(live);
    Entry* own = nullptr;
    for (Entry& entry : entries) {
        own = isSame(entry, writer, "Apply"_L1) ? &entry : own;
    }
    const FieldSet last = own ? own->fields : FieldSet();
    const FieldSet wanted = stripped(FieldSet::of(config, type));

    // kubectl takes over what its client-side apply wrote before.
    const bool migrates = writer.manager == "kubectl"_L1
        && !str(live, { u"metadata", u"annotations", u"kubectl.kubernetes.io/last-applied-configuration" }).isEmpty();

    QJsonObject merged = mergeFields(live, config, type).toObject();
    FieldSet others;
    for (const Entry& entry : std::as_const(entries)) {
        if (!isSame(entry, writer, "Apply"_L1)) {
            others = others.united(entry.fields);
        }
    }
    merged = removeFields(merged, last.without(wanted), others.united(wanted), type).toObject();

    const FieldChanges changes = compareFields(live.isEmpty() ? QJsonObject { { "metadata"_L1, QJsonObject() } } : live, merged, type);
    const FieldSet touched = stripped(changes.added.united(changes.modified));
    const FieldSet gone = stripped(changes.removed);
    QList<Conflict> conflicts;
    for (Entry& entry : entries) {
        if (isSame(entry, writer, "Apply"_L1)) {
            continue;
        }
        const FieldSet lost = entry.fields.intersected(touched);
        const bool yields = force || (migrates && entry.manager == "kubectl-client-side-apply"_L1)
            || (entry.manager == writer.manager && entry.operation == "Update"_L1 && writer.subresource == entry.subresource && migrates);
        if (!lost.isEmpty() && !yields) {
            const QStringList paths = lost.paths();
            for (const QString& path : paths) {
                conflicts.append({ printedManager(entry), path });
            }
        }
        entry.fields = entry.fields.without(lost).without(gone);
        if (entry.fields.children().empty()) {
            entry.fields = {};
        }
    }
    if (!conflicts.isEmpty()) {
        return tl::unexpected(conflictFailure(conflicts));
    }
    Entry& mine = entryFor(entries, writer, "Apply"_L1);
    if (!(mine.fields == wanted) || mine.apiVersion != writer.apiVersion || !changes.isEmpty()) {
        mine.time = writer.time;
    }
    mine.fields = wanted;
    mine.apiVersion = writer.apiVersion;
    return withEntries(merged, entries);
}

} // namespace cocoon::sandbox
