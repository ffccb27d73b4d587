// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/executor.h"
#include "services/base/clock.h"
#include "services/base/error.h"

#include <QFile>
#include <QJsonObject>

namespace cocoon::plan {

/// Append-only JSON lines, one file per cluster (mode 0600, folder 0700). Entries:
///   {"id","time","kind":"sent","step","key","digest","title","verb","target","body","before","commands"}   synced to disk before the wire
///   {"id","time","kind":"outcome","of":<id of sent>,"key","ok":bool,"note","reply","error":{code,message,detail}}
///   {"id","time","kind":"note","key","data":{…}}       e.g. "attested" for a pod UID
/// It never holds a secret: bodies hold {"$secret": NAME}. A damaged last line (crash) is cut off and noted.
class Journal : public QObject {
    Q_OBJECT
public:
    Journal(Clock& clock, QString path, QObject* parent = nullptr); ///< path "" = memory only (tests)
    /// May be called again: reads everything anew, what other programs wrote since as well.
    Result<Done> open();
    Result<QString> sent(const Change& change); ///< id of the entry
    Result<Done> outcome(const QString& sentId, const Change& change, const Outcome& outcome);
    Result<Done> failure(const QString& sentId, const Change& change, const Error& error);
    Result<Done> note(const QString& key, const QJsonObject& data);
    const QList<QJsonObject>& entries() const { return m_entries; }
    /// Changes that were sent and have no outcome (a crash in between).
    QList<QJsonObject> openEntries() const;
    /// Writes the outcome "unknown-outcome" for every open entry: nobody will hear its answer any more. Only for the one
    /// program that may change the cluster now (it holds the lock), before it starts.
    Result<Done> closeLost();

Q_SIGNALS:
    void grew();

private:
    Result<Done> append(QJsonObject entry);
    Clock& m_clock;
    QString m_path;
    QFile m_file;
    QList<QJsonObject> m_entries;
    int m_next = 1;
};

} // namespace cocoon::plan
