// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRegularExpression>

#include <string>

namespace cocoon::items {

/// What somebody types to find rows: words that must all be there, "!word" must not, "/expression/" is a regular expression,
/// "app=web" a label. Case does not count.
class RowFilter {
public:
    RowFilter() = default;
    explicit RowFilter(const QString& text);
    bool isEmpty() const { return m_terms.isEmpty(); }
    /// Why an expression cannot be read; it is searched as plain text then.
    const QString& error() const { return m_error; }
    bool matches(const std::string& folded) const;
    /// Does everything this one finds lie within what `other` found? Then only that is searched.
    bool narrows(const RowFilter& other) const;

private:
    struct Term {
        std::string text;
        QRegularExpression expression;
        bool isExpression = false;
        bool isInverted = false;
    };
    QList<Term> m_terms;
    QString m_error;
};

} // namespace cocoon::items
