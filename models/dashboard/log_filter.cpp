// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/log_filter.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;

LogFilter::LogFilter(const QString& text)
    : m_text(text)
{
    const bool isExpression = text.size() > 2 && text.startsWith(u'/') && text.endsWith(u'/');
    m_expression.setPattern(isExpression ? text.mid(1, text.size() - 2) : QRegularExpression::escape(text));
    m_expression.setPatternOptions(QRegularExpression::CaseInsensitiveOption);
}

QString LogFilter::error() const
{
    return m_expression.isValid() ? QString() : m_expression.errorString();
}

bool LogFilter::matches(const QString& line) const
{
    return m_text.isEmpty() || (m_expression.isValid() && m_expression.match(line).hasMatch());
}

int LogFilter::count(const QString& line) const
{
    int hits = 0;
    if (!m_text.isEmpty() && m_expression.isValid()) {
        for (auto it = m_expression.globalMatch(line); it.hasNext();) {
            hits += it.next().capturedLength() > 0 ? 1 : 0;
        }
    }
    return hits;
}

QString withoutEscapes(const QString& line)
{
    // Control sequences (colours), titles and the like, and what is left of them at the end of a line that was cut.
    static const QRegularExpression escapes(u"\x1b(?:\\[[0-?]*[ -/]*[@-~]?|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[ -/]*[0-~]?)"_s);
    if (!line.contains(u'\x1b') && !line.contains(u'\r')) {
        return line;
    }
    QString plain = line;
    plain.remove(escapes);
    return plain.remove(u'\r');
}

} // namespace cocoon::dashboard
