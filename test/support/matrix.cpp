// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/matrix.h"

#include <QFile>

#include <algorithm>
#include <cstdio>

namespace cocoon::test {

using namespace Qt::StringLiterals;

void Matrix::add(const QString& row, const QString& column, const QString& outcome, bool isPassed, std::chrono::milliseconds took)
{
    if (!m_rows.contains(row)) {
        m_rows.append(row);
    }
    if (!m_columns.contains(column)) {
        m_columns.append(column);
    }
    m_outcomes.insert({ row, column }, isPassed ? outcome : u"! "_s + outcome);
    ++m_cells;
    m_passed += isPassed ? 1 : 0;
    if (took > m_longest) {
        m_longest = took;
        m_slowest = row + u" × "_s + column;
    }
}

QString Matrix::text() const
{
    const auto width = [this](const QString& column) {
        qsizetype most = column.size();
        for (const QString& row : m_rows) {
            most = std::max(most, m_outcomes.value({ row, column }).size());
        }
        return most;
    };
    qsizetype first = m_name.size();
    for (const QString& row : m_rows) {
        first = std::max(first, row.size());
    }
    QString text = m_name.leftJustified(first);
    for (const QString& column : m_columns) {
        text += u" | "_s + column.leftJustified(width(column));
    }
    for (const QString& row : m_rows) {
        text += u'\n' + row.leftJustified(first);
        for (const QString& column : m_columns) {
            text += u" | "_s + m_outcomes.value({ row, column }, u"–"_s).leftJustified(width(column));
        }
    }
    return text + u"\n%1: %2 cells, %3 passed, slowest %4 ms (%5)\n"_s.arg(m_name).arg(m_cells).arg(m_passed).arg(m_longest.count()).arg(m_slowest);
}

void Matrix::print() const
{
    std::fputs((u'\n' + text()).toUtf8().constData(), stdout);
    std::fflush(stdout);
    noteTable(text());
}

void noteTable(const QString& text)
{
    QFile file(qEnvironmentVariable("COCOON_TABLES"));
    if (!file.fileName().isEmpty() && file.open(QIODevice::WriteOnly | QIODevice::Append)) { // tests of other processes may do the same: one write
        file.write(text.toUtf8() + '\n');
    }
}

} // namespace cocoon::test
