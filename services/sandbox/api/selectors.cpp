// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/selectors.h"

#include "services/base/json.h"

#include <QRegularExpression>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    // Commas inside parentheses belong to a set.
    QStringList splitTerms(const QString& text)
    {
        QStringList terms;
        QString current;
        int depth = 0;
        for (const QChar c : text) {
            depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
            if (c == u',' && depth == 0) {
                terms.append(current.trimmed());
                current.clear();
            } else {
                current += c;
            }
        }
        terms.append(current.trimmed());
        return terms;
    }

    bool isLabelKey(const QString& key)
    {
        static const QRegularExpression shape(
            u"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$"_s);
        return shape.match(key).hasMatch();
    }

    Failure unparsable(const QString& text)
    {
        return failures::badRequest("unable to parse requirement: found '"_L1 + text + "', expected: a label selector"_L1);
    }

    const QHash<QString, QStringList>& fieldTable()
    {
        static const QHash<QString, QStringList> table {
            { u"pods"_s,
                { u"spec.nodeName"_s, u"spec.restartPolicy"_s, u"spec.schedulerName"_s, u"spec.serviceAccountName"_s,
                    u"spec.hostNetwork"_s, u"status.phase"_s, u"status.podIP"_s, u"status.nominatedNodeName"_s } },
            { u"nodes"_s, { u"spec.unschedulable"_s } },
            { u"namespaces"_s, { u"status.phase"_s } },
            { u"secrets"_s, { u"type"_s } },
            { u"services"_s, { u"spec.clusterIP"_s, u"spec.type"_s } },
            { u"replicationcontrollers"_s, { u"status.replicas"_s } },
            { u"replicasets.apps"_s, { u"status.replicas"_s } },
            { u"jobs.batch"_s, { u"status.successful"_s } },
            { u"events"_s,
                { u"involvedObject.kind"_s, u"involvedObject.namespace"_s, u"involvedObject.name"_s,
                    u"involvedObject.uid"_s, u"involvedObject.apiVersion"_s, u"involvedObject.resourceVersion"_s,
                    u"involvedObject.fieldPath"_s, u"reason"_s, u"reportingComponent"_s, u"source"_s, u"type"_s } },
        };
        return table;
    }

} // namespace

Outcome<LabelSelector> LabelSelector::parse(const QString& text)
{
    LabelSelector selector;
    if (text.trimmed().isEmpty()) {
        return selector;
    }
    static const QRegularExpression set(u"^(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)$"_s);
    static const QRegularExpression compare(u"^([^=!\\s]+)\\s*(==|=|!=)\\s*([^=!\\s]*)$"_s);
    for (const QString& text_ : splitTerms(text)) {
        Term term;
        if (const auto inSet = set.match(text_); inSet.hasMatch()) {
            term.key = inSet.captured(1);
            term.op = inSet.captured(2) == "in"_L1 ? Operator::In : Operator::NotIn;
            for (const QString& value : inSet.captured(3).split(u',')) {
                term.values.append(value.trimmed());
            }
        } else if (const auto equal = compare.match(text_); equal.hasMatch()) {
            term.key = equal.captured(1);
            term.op = equal.captured(2) == "!="_L1 ? Operator::NotIn : Operator::In;
            term.values.append(equal.captured(3));
        } else if (text_.startsWith(u'!')) {
            term.key = text_.mid(1).trimmed();
            term.op = Operator::DoesNotExist;
        } else {
            term.key = text_;
        }
        static const QRegularExpression label(u"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$"_s);
        const bool valuesFit = std::all_of(term.values.cbegin(), term.values.cend(),
            [](const QString& value) { return value.size() <= 63 && label.match(value).hasMatch(); });
        if (!isLabelKey(term.key) || !valuesFit) {
            return tl::unexpected(unparsable(text_));
        }
        selector.m_terms.append(term);
    }
    return selector;
}

LabelSelector LabelSelector::fromObject(const QJsonObject& object)
{
    LabelSelector selector;
    const QJsonObject labels = object.value("matchLabels"_L1).toObject();
    for (auto it = labels.begin(); it != labels.end(); ++it) {
        selector.m_terms.append({ it.key(), Operator::In, { it.value().toString() } });
    }
    const QJsonArray expressions = object.value("matchExpressions"_L1).toArray();
    for (const QJsonValue expression : expressions) {
        Term term;
        term.key = str(expression, { u"key" });
        const QString op = str(expression, { u"operator" });
        term.op = op == "In"_L1 ? Operator::In
            : op == "NotIn"_L1  ? Operator::NotIn
            : op == "Exists"_L1 ? Operator::Exists
                                : Operator::DoesNotExist;
        const QJsonArray values = at(expression, { u"values" }).toArray();
        for (const QJsonValue value : values) {
            term.values.append(value.toString());
        }
        selector.m_terms.append(term);
    }
    return selector;
}

bool LabelSelector::matches(const QJsonObject& labels) const
{
    for (const Term& term : m_terms) {
        const auto it = labels.find(term.key);
        const bool there = it != labels.end();
        bool good = false;
        switch (term.op) {
        case Operator::In:
            good = there && term.values.contains(it.value().toString());
            break;
        case Operator::NotIn:
            good = !there || !term.values.contains(it.value().toString());
            break;
        case Operator::Exists:
            good = there;
            break;
        case Operator::DoesNotExist:
            good = !there;
            break;
        }
        if (!good) {
            return false;
        }
    }
    return true;
}

Outcome<FieldSelector> FieldSelector::parse(const QString& text, const ApiServer::Kind& kind)
{
    FieldSelector selector;
    if (text.trimmed().isEmpty()) {
        return selector;
    }
    static const QRegularExpression shape(u"^([^=!]+)(==|=|!=)(.*)$"_s);
    const QStringList terms = text.split(u',', Qt::SkipEmptyParts);
    for (const QString& one : terms) {
        const auto match = shape.match(one.trimmed());
        if (!match.hasMatch()) {
            return tl::unexpected(
                failures::badRequest("invalid selector: '"_L1 + text + "'; can't understand '"_L1 + one + u'\''));
        }
        const QString field = match.captured(1);
        const bool known = field == "metadata.name"_L1 || (field == "metadata.namespace"_L1 && kind.namespaced)
            || fieldTable().value(qualifiedResource(kind)).contains(field)
            || (kind.plural == "namespaces"_L1 && field == "name"_L1);
        if (!known) {
            const bool hasOwn = kind.fromCrd || fieldTable().contains(qualifiedResource(kind));
            return tl::unexpected(failures::badRequest(hasOwn ? "field label not supported: "_L1 + field
                                                                    : u'"' + field + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""_L1));
        }
        QString value = match.captured(3);
        value.replace("\\,"_L1, ","_L1);
        selector.m_terms.append({ field == "name"_L1 ? QStringList { u"metadata"_s, u"name"_s } : field.split(u'.'),
            match.captured(2) != "!="_L1, value });
    }
    return selector;
}

bool FieldSelector::matches(const QJsonObject& object) const
{
    for (const Term& term : m_terms) {
        QJsonValue value = at(object, term.path);
        if (value.isObject()) { // "source" of an event is the component
            value = value.toObject().value("component"_L1);
        }
        QString text = value.toString();
        if (value.isBool()) {
            text = value.toBool() ? u"true"_s : u"false"_s;
        } else if (value.isDouble()) {
            text = QString::number(value.toInteger());
        } else if (value.isUndefined() && (term.path.last() == "unschedulable"_L1 || term.path.last() == "hostNetwork"_L1)) {
            text = u"false"_s; // an omitted boolean is false
        }
        if ((text == term.value) != term.equal) {
            return false;
        }
    }
    return true;
}

bool Selector::matches(const QJsonObject& object) const
{
    return (labels.isEmpty() || labels.matches(at(object, { u"metadata", u"labels" }).toObject()))
        && (fields.isEmpty() || fields.matches(object));
}

} // namespace cocoon::sandbox
