// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>

#include <chrono>

namespace cocoon::test {

/// Appends to the file that COCOON_TABLES names, for test/run.sh to show.
void noteTable(const QString& text);

/// What the cells of a big table of tests came to: printed when all have run, so that a report can show it.
class Matrix {
public:
    explicit Matrix(QString name)
        : m_name(std::move(name))
    {
    }
    void add(const QString& row, const QString& column, const QString& outcome, bool isPassed, std::chrono::milliseconds took);
    /// Rows by columns with an outcome in each, then: cells, passed, slowest.
    QString text() const;
    /// Also into the file of all tables (noteTable).
    void print() const;

private:
    QString m_name;
    QStringList m_rows;
    QStringList m_columns;
    QHash<std::pair<QString, QString>, QString> m_outcomes;
    int m_cells = 0;
    int m_passed = 0;
    QString m_slowest;
    std::chrono::milliseconds m_longest { -1 };
};

} // namespace cocoon::test
