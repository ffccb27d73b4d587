// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/field_set.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    QString fieldElement(const QString& name) { return "f:"_L1 + name; }

    QString printedElement(const QString& element)
    {
        const QString rest = element.mid(2);
        if (element.startsWith("f:"_L1)) {
            return u'.' + rest;
        }
        if (element.startsWith("v:"_L1)) {
            return "[="_L1 + rest + u']';
        }
        const auto key = parseJsonObject(rest.toUtf8());
        if (!element.startsWith("k:"_L1) || !key) {
            return u'[' + rest + u']';
        }
        QStringList parts;
        for (auto it = key->begin(); it != key->end(); ++it) {
            parts.append(it.key() + u'=' + QString::fromUtf8(toJson(it.value())));
        }
        return u'[' + parts.join(u',') + u']';
    }

    bool isAssociative(const QJsonArray& array, const FieldType& type)
    {
        if (type.list() == FieldType::List::Atomic) {
            return false;
        }
        for (const QJsonValue item : array) {
            if (type.itemElement(item).isEmpty()) {
                return false; // an item without its key: treat the list as one value
            }
        }
        return true;
    }

    // Path element → item; the first of equal keys counts.
    std::map<QString, QJsonValue> itemsByElement(const QJsonArray& array, const FieldType& type)
    {
        std::map<QString, QJsonValue> items;
        for (const QJsonValue item : array) {
            items.emplace(type.itemElement(item), item);
        }
        return items;
    }

    bool isGranularMap(const QJsonValue& value, const FieldType& type) { return value.isObject() && !type.isAtomicMap(); }

    bool isGranularList(const QJsonValue& value, const FieldType& type)
    {
        return value.isArray() && isAssociative(value.toArray(), type);
    }

    // Structs that are there even when nobody wrote them: a writer who fills them does not own the struct itself.
    bool isAlwaysThere(const QString& name, const FieldType& type)
    {
        static const QStringList names { u"metadata"_s, u"spec"_s, u"status"_s, u"template"_s, u"containers"_s, u"strategy"_s,
            u"updateStrategy"_s };
        return name == "metadata"_L1 || (!type.isCrd() && names.contains(name));
    }

    // As FieldSet::of, but with the containers themselves, as an update that adds them owns them.
    FieldSet withContainers(const QJsonValue& value, const FieldType& type)
    {
        FieldSet set;
        if (isGranularMap(value, type)) {
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                const FieldType below = type.field(it.key());
                FieldSet inner = withContainers(it.value(), below);
                if (isAlwaysThere(it.key(), below) && !inner.children().empty()) {
                    inner.setMember(false);
                }
                set.insert(fieldElement(it.key()), inner);
            }
        } else if (isGranularList(value, type)) {
            for (const auto& [element, item] : itemsByElement(value.toArray(), type)) {
                set.insert(element, withContainers(item, type.item()));
            }
        }
        set.setMember();
        return set;
    }

} // namespace

FieldSet FieldSet::fromJson(const QJsonObject& fields)
{
    FieldSet set;
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        if (it.key() == "."_L1) {
            set.m_member = true;
            continue;
        }
        const QJsonObject below = it.value().toObject();
        FieldSet inner = fromJson(below);
        if (below.isEmpty()) {
            inner.m_member = true;
        }
        set.m_children.emplace(it.key(), inner);
    }
    return set;
}

QJsonObject FieldSet::toJson() const
{
    QJsonObject fields;
    if (m_member && !m_children.empty()) {
        fields.insert("."_L1, QJsonObject());
    }
    for (const auto& [element, below] : m_children) {
        fields.insert(element, below.toJson());
    }
    return fields;
}

FieldSet FieldSet::of(const QJsonValue& value, const FieldType& type)
{
    FieldSet set;
    if (isGranularMap(value, type)) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            set.insert(fieldElement(it.key()), of(it.value(), type.field(it.key())));
        }
        set.m_member = object.isEmpty();
    } else if (isGranularList(value, type)) {
        for (const auto& [element, item] : itemsByElement(value.toArray(), type)) {
            FieldSet inner = of(item, type.item());
            inner.m_member = true;
            set.insert(element, inner);
        }
        set.m_member = value.toArray().isEmpty();
    } else {
        set.m_member = true;
    }
    return set;
}

const FieldSet* FieldSet::child(const QString& element) const
{
    const auto it = m_children.find(element);
    return it == m_children.end() ? nullptr : &it->second;
}

void FieldSet::insert(const QString& element, FieldSet below)
{
    if (!below.isEmpty()) {
        m_children.insert_or_assign(element, std::move(below));
    }
}

FieldSet FieldSet::united(const FieldSet& other) const
{
    FieldSet result = *this;
    result.m_member = m_member || other.m_member;
    for (const auto& [element, below] : other.m_children) {
        const FieldSet* mine = child(element);
        result.insert(element, mine ? mine->united(below) : below);
    }
    return result;
}

FieldSet FieldSet::intersected(const FieldSet& other) const
{
    FieldSet result;
    result.m_member = m_member && other.m_member;
    for (const auto& [element, below] : m_children) {
        if (const FieldSet* theirs = other.child(element)) {
            result.insert(element, below.intersected(*theirs));
        }
    }
    return result;
}

FieldSet FieldSet::without(const FieldSet& other) const
{
    FieldSet result;
    result.m_member = m_member && !other.m_member;
    for (const auto& [element, below] : m_children) {
        const FieldSet* theirs = other.child(element);
        result.insert(element, theirs ? below.without(*theirs) : below);
    }
    return result;
}

bool FieldSet::operator==(const FieldSet& other) const
{
    return m_member == other.m_member && m_children == other.m_children;
}

QStringList FieldSet::paths() const
{
    QStringList out;
    collect({}, out);
    return out;
}

void FieldSet::collect(const QString& prefix, QStringList& out) const
{
    if (m_member) {
        out.append(prefix);
    }
    for (const auto& [element, below] : m_children) {
        below.collect(prefix + printedElement(element), out);
    }
}

FieldChanges compareFields(const QJsonValue& before, const QJsonValue& after, const FieldType& type)
{
    FieldChanges changes;
    if (before == after) {
        return changes;
    }
    const auto descend = [&](const QString& element, const QJsonValue& was, const QJsonValue& is, const FieldType& below,
                             bool alwaysThere) {
        FieldChanges inner;
        if (was.isUndefined()) {
            inner.added = withContainers(is, below);
            if (alwaysThere && !inner.added.children().empty()) {
                inner.added.setMember(false);
            }
        } else if (is.isUndefined()) {
            inner.removed = withContainers(was, below);
        } else {
            inner = compareFields(was, is, below);
        }
        changes.added.insert(element, inner.added);
        changes.modified.insert(element, inner.modified);
        changes.removed.insert(element, inner.removed);
    };
    if (isGranularMap(before, type) && isGranularMap(after, type)) {
        const QJsonObject was = before.toObject();
        const QJsonObject is = after.toObject();
        for (auto it = was.begin(); it != was.end(); ++it) {
            descend(fieldElement(it.key()), it.value(), is.value(it.key()), type.field(it.key()), false);
        }
        for (auto it = is.begin(); it != is.end(); ++it) {
            if (!was.contains(it.key())) {
                const FieldType below = type.field(it.key());
                descend(fieldElement(it.key()), QJsonValue::Undefined, it.value(), below, isAlwaysThere(it.key(), below));
            }
        }
    } else if (isGranularList(before, type) && isGranularList(after, type)) {
        const auto was = itemsByElement(before.toArray(), type);
        const auto is = itemsByElement(after.toArray(), type);
        for (const auto& [element, item] : was) {
            const auto now = is.find(element);
            descend(element, item, now == is.end() ? QJsonValue(QJsonValue::Undefined) : now->second, type.item(), false);
        }
        for (const auto& [element, item] : is) {
            if (was.find(element) == was.end()) {
                descend(element, QJsonValue::Undefined, item, type.item(), false);
            }
        }
    } else {
        changes.modified.setMember();
    }
    return changes;
}

QJsonValue mergeFields(const QJsonValue& live, const QJsonValue& config, const FieldType& type)
{
    if (isGranularMap(live, type) && isGranularMap(config, type)) {
        QJsonObject result = live.toObject();
        const QJsonObject wanted = config.toObject();
        for (auto it = wanted.begin(); it != wanted.end(); ++it) {
            result.insert(it.key(), mergeFields(result.value(it.key()), it.value(), type.field(it.key())));
        }
        return result;
    }
    if (isGranularList(live, type) && isGranularList(config, type)) {
        // The applied order first where it says something, then what others have.
        QJsonArray result;
        const QJsonArray liveItems = live.toArray();
        const QJsonArray configItems = config.toArray();
        const auto wanted = itemsByElement(configItems, type);
        const auto there = itemsByElement(liveItems, type);
        for (const QJsonValue item : liveItems) {
            const auto it = wanted.find(type.itemElement(item));
            result.append(it == wanted.end() ? QJsonValue(item) : mergeFields(item, it->second, type.item()));
        }
        for (const QJsonValue item : configItems) {
            if (there.find(type.itemElement(item)) == there.end()) {
                result.append(item);
            }
        }
        return result;
    }
    return config;
}

QJsonValue removeFields(const QJsonValue& value, const FieldSet& gone, const FieldSet& kept, const FieldType& type)
{
    static const FieldSet none;
    if (isGranularMap(value, type)) {
        QJsonObject result = value.toObject();
        for (const auto& [element, below] : gone.children()) {
            const QString name = element.mid(2);
            const auto it = result.find(name);
            if (it == result.end()) {
                continue;
            }
            const QJsonValue was = it.value();
            const FieldType inner = type.field(name);
            const FieldSet* others = kept.child(element);
            if (isGranularMap(was, inner) || isGranularList(was, inner)) {
                const QJsonValue rest = removeFields(was, below, others ? *others : none, inner);
                const bool empty = rest.isObject() ? rest.toObject().isEmpty() : rest.toArray().isEmpty();
                if (empty && !others) {
                    result.remove(name);
                } else {
                    result.insert(name, rest);
                }
            } else if (below.isMember() && !others) {
                result.remove(name);
            }
        }
        return result;
    }
    if (isGranularList(value, type)) {
        QJsonArray result;
        const QJsonArray items = value.toArray();
        for (const QJsonValue item : items) {
            const QString element = type.itemElement(item);
            const FieldSet* below = gone.child(element);
            const FieldSet* others = kept.child(element);
            if (!below) {
                result.append(item);
            } else if (below->isMember() && !others) {
                continue;
            } else {
                result.append(removeFields(item, *below, others ? *others : none, type.item()));
            }
        }
        return result;
    }
    return value;
}

} // namespace cocoon::sandbox
