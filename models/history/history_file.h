// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

namespace cocoon::history {

/// The SQLite file behind a History: a connection per thread that asks (Qt's connections belong to one), the tables, and the
/// cap on its size. A file that is none is put aside, never deleted. Path "" lives in memory and is for one thread.
class HistoryFile {
public:
    HistoryFile(QString path, qint64 mostBytes);
    ~HistoryFile();

    Result<Done> open();
    /// A statement with its values; the error names what SQLite said.
    Result<QSqlQuery> run(const QString& sql, const QVariantList& values = {});
    /// The same statement with many values: prepared once.
    Result<QSqlQuery> prepare(const QString& sql);
    Result<Done> run(QSqlQuery& prepared, const QVariantList& values);
    Result<Done> begin() { return command(QStringLiteral("BEGIN IMMEDIATE")); }
    Result<Done> commit() { return command(QStringLiteral("COMMIT")); }
    void rollback() { (void)command(QStringLiteral("ROLLBACK")); }
    /// Takes the oldest away while the file is larger than it may be; true when something was taken.
    bool prune();
    qint64 size();

private:
    QSqlDatabase database();
    Result<Done> command(const QString& sql);
    Result<Done> makeTables();
    QString m_path;
    qint64 m_mostBytes;
    QStringList m_connections;
};

} // namespace cocoon::history
