// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/journal.h"

#include "services/base/json.h"
#include "services/base/log.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace cocoon::plan {

namespace {
    constexpr QFile::Permissions kPrivate = QFile::ReadOwner | QFile::WriteOwner;

    // Two desks on one machine may share the file: whoever repairs or appends holds the lock.
    class Locked {
    public:
        explicit Locked(int handle)
            : m_handle(handle)
        {
            ::flock(m_handle, LOCK_EX);
        }
        ~Locked() { ::flock(m_handle, LOCK_UN); }
        Q_DISABLE_COPY_MOVE(Locked)

    private:
        int m_handle;
    };

    void syncFolder(const QString& folder)
    {
        const int handle = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (handle >= 0) {
            ::fsync(handle);
            ::close(handle);
        }
    }

    QJsonObject errorToJson(const Error& error)
    {
        QJsonObject json {
            { QStringLiteral("code"), errcName(error.code) },
            { QStringLiteral("message"), error.message },
            { QStringLiteral("detail"), error.detail },
        };
        if (error.httpStatus != 0) {
            json.insert(QStringLiteral("httpStatus"), error.httpStatus);
        }
        return json;
    }
}

Journal::Journal(Clock& clock, QString path, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_path(std::move(path))
{
}

Result<Done> Journal::open()
{
    if (m_path.isEmpty()) {
        return Done {};
    }
    const QString folder = QFileInfo(m_path).absolutePath();
    if (!QFileInfo::exists(folder)) {
        QDir().mkpath(QFileInfo(folder).absolutePath());
        ::mkdir(QFile::encodeName(folder).constData(), 0700);
    }
    const bool isAgain = m_file.isOpen();
    m_file.close();
    m_file.setFileName(m_path);
    const bool isNew = !m_file.exists();
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered, kPrivate)) {
        return fail(Errc::Io, tr("The journal %1 cannot be opened: %2.").arg(m_path, m_file.errorString()));
    }
    m_file.setPermissions(kPrivate);
    if (isNew) {
        syncFolder(folder);
    }

    qint64 cut = 0;
    qint64 damaged = 0;
    QList<QJsonObject> entries;
    {
        const Locked lock(m_file.handle());
        m_file.seek(0);
        const QByteArray text = m_file.readAll();
        qsizetype start = 0;
        while (start < text.size()) {
            const qsizetype newline = text.indexOf('\n', start);
            const qsizetype end = newline < 0 ? text.size() : newline;
            const QByteArray line = text.mid(start, end - start);
            if (line.trimmed().isEmpty()) {
                start = end + 1;
                continue;
            }
            const Result<QJsonObject> entry = parseJsonObject(line);
            if (entry && !entry->isEmpty()) {
                entries.append(*entry);
                if (newline < 0) {
                    m_file.write("\n");
                }
            } else if (newline < 0 || newline == text.size() - 1) {
                // A crash in the middle of a write leaves half a line at the end.
                cut = text.size() - start;
                if (!m_file.resize(start)) {
                    return fail(Errc::Io,
                        tr("The damaged end of the journal %1 cannot be cut off: %2.")
                            .arg(m_path, m_file.errorString()));
                }
                break;
            } else {
                ++damaged;
            }
            start = end + 1;
        }
    }
    const bool hasNews = isAgain && entries != m_entries;
    m_entries = entries;
    m_next = std::max(m_next, static_cast<int>(m_entries.size()) + 1);
    if (hasNews) {
        Q_EMIT grew();
    }
    if (cut > 0) {
        qCWarning(lcPlan) << "journal: a damaged last line was cut off," << cut << "bytes";
        return note(QStringLiteral("journal-cut"), { { QStringLiteral("bytes"), cut } });
    }
    if (damaged > 0) {
        qCWarning(lcPlan) << "journal:" << damaged << "lines cannot be read and are left out";
    }
    return Done {};
}

Result<QString> Journal::sent(const Change& change)
{
    const QJsonObject json = change.toJson();
    QJsonObject entry {
        { QStringLiteral("kind"), QStringLiteral("sent") },
        { QStringLiteral("step"), change.step },
        { QStringLiteral("key"), change.key },
        { QStringLiteral("digest"), change.digest() },
        { QStringLiteral("title"), change.title },
        { QStringLiteral("verb"), json.value(u"verb") },
        { QStringLiteral("target"), json.value(u"target") },
        { QStringLiteral("body"), json.value(u"body") },
        { QStringLiteral("before"), json.value(u"before") },
        { QStringLiteral("commands"), json.value(u"commands") },
    };
    const Result<Done> appended = append(entry);
    if (!appended) {
        return tl::unexpected(appended.error());
    }
    return m_entries.constLast().value(u"id").toString();
}

Result<Done> Journal::outcome(const QString& sentId, const Change& change, const Outcome& outcome)
{
    return append({
        { QStringLiteral("kind"), QStringLiteral("outcome") },
        { QStringLiteral("of"), sentId },
        { QStringLiteral("key"), change.key },
        { QStringLiteral("ok"), outcome.hasWorked },
        { QStringLiteral("note"), outcome.note },
        { QStringLiteral("reply"), outcome.reply.isUndefined() ? QJsonValue() : outcome.reply },
    });
}

Result<Done> Journal::failure(const QString& sentId, const Change& change, const Error& error)
{
    return append({
        { QStringLiteral("kind"), QStringLiteral("outcome") },
        { QStringLiteral("of"), sentId },
        { QStringLiteral("key"), change.key },
        { QStringLiteral("ok"), false },
        { QStringLiteral("error"), errorToJson(error) },
    });
}

Result<Done> Journal::note(const QString& key, const QJsonObject& data)
{
    return append({
        { QStringLiteral("kind"), QStringLiteral("note") },
        { QStringLiteral("key"), key },
        { QStringLiteral("data"), data },
    });
}

Result<Done> Journal::closeLost()
{
    const QList<QJsonObject> lost = openEntries();
    for (const QJsonObject& entry : lost) {
        const Result<Done> written = append({
            { QStringLiteral("kind"), QStringLiteral("outcome") },
            { QStringLiteral("of"), entry.value(u"id") },
            { QStringLiteral("key"), entry.value(u"key") },
            { QStringLiteral("ok"), false },
            { QStringLiteral("error"),
                QJsonObject { { QStringLiteral("code"), QStringLiteral("unknown-outcome") },
                    { QStringLiteral("message"), tr("The run ended before the answer came.") } } },
        });
        if (!written) {
            return written;
        }
    }
    return Done {};
}

QList<QJsonObject> Journal::openEntries() const
{
    QSet<QString> ended;
    for (const QJsonObject& entry : m_entries) {
        if (entry.value(u"kind").toString() == QLatin1String("outcome")) {
            ended.insert(entry.value(u"of").toString());
        }
    }
    QList<QJsonObject> open;
    for (const QJsonObject& entry : m_entries) {
        if (entry.value(u"kind").toString() == QLatin1String("sent") && !ended.contains(entry.value(u"id").toString())) {
            open.append(entry);
        }
    }
    return open;
}

Result<Done> Journal::append(QJsonObject entry)
{
    const QDateTime now = m_clock.now().toUTC();
    // Unique over processes, because several may write to one file.
    entry.insert(QStringLiteral("id"),
        QStringLiteral("%1-%2-%3")
            .arg(QString::number(now.toMSecsSinceEpoch(), 36), QString::number(QCoreApplication::applicationPid(), 36),
                QString::number(m_next++, 36)));
    entry.insert(QStringLiteral("time"), now.toString(Qt::ISODateWithMs));
    if (!m_path.isEmpty()) {
        if (!m_file.isOpen()) {
            return fail(Errc::Io, tr("The journal %1 is not open.").arg(m_path));
        }
        const Locked lock(m_file.handle());
        const QByteArray line = toJson(entry) + '\n';
        if (m_file.write(line) != line.size() || ::fsync(m_file.handle()) != 0) {
            return fail(Errc::Io, tr("The journal %1 cannot be written: %2.").arg(m_path, m_file.errorString()));
        }
    }
    m_entries.append(entry);
    Q_EMIT grew();
    return Done {};
}

} // namespace cocoon::plan
