// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/history/history_file.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QSqlError>
#include <QThread>

namespace cocoon::history {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kLayout = 1;

    Error sqlError(const QSqlError& error, const QString& path)
    {
        return { Errc::Io, QCoreApplication::translate("cocoon::history", "The history %1 did not answer: %2.").arg(path, error.text()), error.nativeErrorCode() };
    }
}

HistoryFile::HistoryFile(QString path, qint64 mostBytes)
    : m_path(std::move(path))
    , m_mostBytes(mostBytes)
{
}

HistoryFile::~HistoryFile()
{
    for (const QString& name : std::as_const(m_connections)) {
        QSqlDatabase::removeDatabase(name);
    }
}

QSqlDatabase HistoryFile::database()
{
    const QString name = u"history-%1-%2"_s.arg(reinterpret_cast<quintptr>(this)).arg(reinterpret_cast<quintptr>(QThread::currentThreadId()));
    if (m_connections.contains(name)) {
        return QSqlDatabase::database(name);
    }
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    m_connections.append(name);
    database.setDatabaseName(m_path.isEmpty() ? u":memory:"_s : m_path);
    database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (database.open()) {
        QSqlQuery query(database);
        query.exec(u"PRAGMA synchronous = NORMAL"_s);
        query.exec(u"PRAGMA secure_delete = OFF"_s);
    }
    return database;
}

Result<QSqlQuery> HistoryFile::prepare(const QString& sql)
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        return tl::unexpected(sqlError(query.lastError(), m_path));
    }
    return query;
}

Result<Done> HistoryFile::run(QSqlQuery& prepared, const QVariantList& values)
{
    for (int i = 0; i < values.size(); ++i) {
        prepared.bindValue(i, values.at(i));
    }
    return prepared.exec() ? Result<Done>(Done {}) : tl::unexpected(sqlError(prepared.lastError(), m_path));
}

Result<QSqlQuery> HistoryFile::run(const QString& sql, const QVariantList& values)
{
    Result<QSqlQuery> query = prepare(sql);
    if (query) {
        const Result<Done> ran = run(*query, values);
        if (!ran) {
            return tl::unexpected(ran.error());
        }
    }
    return query;
}

Result<Done> HistoryFile::command(const QString& sql)
{
    const Result<QSqlQuery> ran = run(sql);
    return ran ? Result<Done>(Done {}) : tl::unexpected(ran.error());
}

Result<Done> HistoryFile::makeTables()
{
    // Pages that pruning frees go back to the file system; that has to be said before the first table.
    const QStringList layout {
        u"PRAGMA auto_vacuum = INCREMENTAL"_s,
        u"PRAGMA journal_mode = WAL"_s,
        u"PRAGMA journal_size_limit = 1048576"_s,
        u"CREATE TABLE IF NOT EXISTS watched (id INTEGER PRIMARY KEY, since INTEGER NOT NULL, until INTEGER NOT NULL)"_s,
        u"CREATE TABLE IF NOT EXISTS figures (name TEXT NOT NULL, time INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (name, time)) WITHOUT ROWID"_s,
        u"CREATE TABLE IF NOT EXISTS states (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, object TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER)"_s,
        u"CREATE INDEX IF NOT EXISTS states_of ON states (kind, object, since)"_s,
        u"CREATE INDEX IF NOT EXISTS states_ended ON states (until)"_s,
        u"CREATE TABLE IF NOT EXISTS things (kind TEXT NOT NULL, id TEXT NOT NULL, created INTEGER NOT NULL, ended INTEGER, data TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"_s,
        u"PRAGMA user_version = %1"_s.arg(kLayout),
    };
    for (const QString& sql : layout) {
        const Result<Done> made = command(sql);
        if (!made) {
            return made;
        }
    }
    return Done {};
}

Result<Done> HistoryFile::open()
{
    if (!m_path.isEmpty() && !QFile::exists(m_path)) {
        QFile file(m_path); // SQLite gives its journal the rights of the file
        if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)) {
            return fail(Errc::Io, QCoreApplication::translate("cocoon::history", "The history %1 cannot be written: %2.").arg(m_path, file.errorString()));
        }
    }
    Result<QSqlQuery> version = run(u"PRAGMA user_version"_s);
    const bool isOther = version && version->next() && version->value(0).toInt() > kLayout;
    if (version) {
        version->finish();
    }
    Result<Done> made = isOther ? fail(Errc::Invalid, QString()) : makeTables();
    if (made || m_path.isEmpty()) {
        return made;
    }
    // Damaged, or of a newer Cocoon: what is seen from now on is worth more than no history at all.
    for (const QString& name : std::as_const(m_connections)) {
        QSqlDatabase::removeDatabase(name);
    }
    m_connections.clear();
    const QString aside = m_path + u".set-aside-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMddHHmmsszzz"_s);
    QFile::remove(m_path + u"-wal"_s);
    QFile::remove(m_path + u"-shm"_s);
    if (!QFile::rename(m_path, aside)) {
        return made;
    }
    QFile file(m_path);
    if (file.open(QIODevice::WriteOnly)) {
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    return makeTables();
}

qint64 HistoryFile::size()
{
    const auto number = [this](const QString& pragma) -> qint64 {
        Result<QSqlQuery> query = run(pragma);
        return query && query->next() ? query->value(0).toLongLong() : 0;
    };
    return (number(u"PRAGMA page_count"_s) - number(u"PRAGMA freelist_count"_s)) * number(u"PRAGMA page_size"_s);
}

bool HistoryFile::prune()
{
    bool taken = false;
    for (int round = 0; round < 64 && size() > m_mostBytes; ++round) {
        // The oldest tenth of each table goes, of the states first those of pods, which come and go by the thousand; what still
        // stands is never "old", however long it has stood.
        const QStringList old {
            u"DELETE FROM figures WHERE (name, time) IN (SELECT name, time FROM figures ORDER BY time LIMIT (SELECT 1 + count(*) / 10 FROM figures))"_s,
            u"DELETE FROM states WHERE id IN (SELECT id FROM states WHERE until IS NOT NULL ORDER BY kind <> 'pod', until LIMIT (SELECT 1 + count(*) / 10 FROM states WHERE until IS NOT NULL))"_s,
            u"DELETE FROM things WHERE ended IS NOT NULL AND (kind, id) IN (SELECT kind, id FROM things WHERE ended IS NOT NULL ORDER BY ended LIMIT (SELECT 1 + count(*) / 10 FROM things))"_s,
            u"DELETE FROM watched WHERE id IN (SELECT id FROM watched ORDER BY id LIMIT (SELECT count(*) / 10 FROM watched)) AND until < (SELECT min(time) FROM figures)"_s,
        };
        int gone = 0;
        for (const QString& sql : old) {
            const Result<QSqlQuery> ran = run(sql);
            gone += ran ? ran->numRowsAffected() : 0;
        }
        if (gone == 0) {
            break;
        }
        taken = true;
    }
    if (taken) {
        Result<QSqlQuery> vacuum = run(u"PRAGMA incremental_vacuum"_s);
        while (vacuum && vacuum->next()) { }
        (void)command(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    }
    return taken;
}

} // namespace cocoon::history
