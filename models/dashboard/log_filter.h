// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>

namespace cocoon::dashboard {

/// What somebody looks for in a log: words as they stand, or /a regular expression/; never by case.
class LogFilter {
public:
    LogFilter() = default;
    explicit LogFilter(const QString& text);
    bool isEmpty() const { return m_text.isEmpty(); }
    /// Why the expression is none; "" when it is.
    QString error() const;
    bool matches(const QString& line) const;
    /// For a document's own search.
    QRegularExpression expression() const { return m_expression; }
    int count(const QString& line) const;

private:
    QString m_text;
    QRegularExpression m_expression;
};

/// Without the colours and cursor moves that programs write for a terminal.
QString withoutEscapes(const QString& line);

} // namespace cocoon::dashboard
