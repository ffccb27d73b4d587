// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/row_filter.h"

#include "models/items/sort_key.h"

#include <algorithm>

namespace cocoon::items {

RowFilter::RowFilter(const QString& text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (QString word : words) {
        Term term;
        term.isInverted = word.startsWith(u'!');
        word = word.mid(term.isInverted ? 1 : 0);
        if (word.isEmpty()) {
            continue; // the user is still typing
        }
        if (word.size() > 2 && word.startsWith(u'/') && word.endsWith(u'/')) {
            term.expression.setPattern(word.mid(1, word.size() - 2));
            term.expression.setPatternOptions(QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
            term.isExpression = term.expression.isValid();
            if (!term.isExpression) {
                m_error = term.expression.errorString();
            }
        }
        term.text = foldedText(word);
        m_terms.append(term);
    }
}

bool RowFilter::matches(const std::string& folded) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&folded](const Term& term) {
        const bool found = term.isExpression ? term.expression.match(QString::fromUtf8(folded.data(), static_cast<qsizetype>(folded.size()))).hasMatch()
                                             : folded.find(term.text) != std::string::npos;
        return found != term.isInverted;
    });
}

bool RowFilter::narrows(const RowFilter& other) const
{
    // Each term of the other one is found again in one of ours that asks for more.
    return std::all_of(other.m_terms.begin(), other.m_terms.end(), [this](const Term& old) {
        return std::any_of(m_terms.begin(), m_terms.end(), [&old](const Term& mine) {
            if (mine.isExpression || old.isExpression || mine.isInverted != old.isInverted) {
                return false;
            }
            return mine.isInverted ? mine.text == old.text : mine.text.find(old.text) != std::string::npos;
        });
    });
}

} // namespace cocoon::items
