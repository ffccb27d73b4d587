// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/failure.h"

namespace cocoon::sandbox {

/// A label selector: "a=b,c!=d,e in (x,y),f notin (z),g,!h", or its object form (matchLabels, matchExpressions).
class LabelSelector {
public:
    static Outcome<LabelSelector> parse(const QString& text);
    static LabelSelector fromObject(const QJsonObject& selector);
    bool matches(const QJsonObject& labels) const;
    bool isEmpty() const { return m_terms.isEmpty(); }

private:
    enum class Operator { In, NotIn, Exists, DoesNotExist };
    struct Term {
        QString key;
        Operator op = Operator::Exists;
        QStringList values;
    };
    QList<Term> m_terms;
};

/// A field selector: "metadata.name=x,status.phase!=Running". Which fields a kind knows is a table, as in Kubernetes.
class FieldSelector {
public:
    static Outcome<FieldSelector> parse(const QString& text, const ApiServer::Kind& kind);
    bool matches(const QJsonObject& object) const;
    bool isEmpty() const { return m_terms.isEmpty(); }

private:
    struct Term {
        QStringList path;
        bool equal = true;
        QString value;
    };
    QList<Term> m_terms;
};

/// Both, over whole objects.
struct Selector {
    LabelSelector labels;
    FieldSelector fields;
    bool isEmpty() const { return labels.isEmpty() && fields.isEmpty(); }
    bool matches(const QJsonObject& object) const;
};

} // namespace cocoon::sandbox
