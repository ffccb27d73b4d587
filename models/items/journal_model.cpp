// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/journal_model.h"

#include "services/base/json.h"

#include <QHash>

#include <algorithm>

namespace cocoon::items {

using namespace Qt::StringLiterals;

namespace {
    /// What tells this answer from others.
    QString inShort(const QJsonValue& reply)
    {
        const QString version = str(reply, { u"metadata", u"resourceVersion" });
        if (!version.isEmpty()) {
            return u"resourceVersion "_s + version;
        }
        const QJsonValue exitCode = at(reply, { u"exitCode" });
        if (exitCode.isDouble()) {
            return JournalModel::tr("exit code %1").arg(exitCode.toInt());
        }
        const QString id = str(reply, { u"id" });
        return id.isEmpty() ? QString() : u"id "_s + id;
    }
}

void JournalModel::show(const QList<QJsonObject>& entries)
{
    QList<JournalRow> rows;
    QHash<QString, qsizetype> sent;
    for (const QJsonObject& entry : entries) {
        const QString kind = entry.value(u"kind"_s).toString();
        const QDateTime time = QDateTime::fromString(entry.value(u"time"_s).toString(), Qt::ISODateWithMs);
        if (kind == u"sent") {
            sent.insert(entry.value(u"id"_s).toString(), rows.size());
            rows.append({ entry.value(u"id"_s).toString(), time, entry.value(u"step"_s).toString(), entry.value(u"title"_s).toString(),
                JournalRow::Outcome::Open, {}, {}, entry, {} });
        } else if (kind == u"outcome") {
            const auto of = sent.constFind(entry.value(u"of"_s).toString());
            if (of == sent.constEnd()) {
                continue;
            }
            JournalRow& row = rows[*of];
            row.ended = entry;
            row.note = entry.value(u"note"_s).toString();
            row.reply = inShort(entry.value(u"reply"_s));
            const QJsonObject failure = entry.value(u"error"_s).toObject();
            const QString error = failure.value(u"message"_s).toString();
            row.outcome = entry.value(u"ok"_s).toBool()              ? JournalRow::Outcome::Made
                : failure.value(u"code"_s).toString() == u"unknown-outcome" ? JournalRow::Outcome::Unknown // as Journal::closeLost writes it
                                                                     : JournalRow::Outcome::Failed;
            if (row.outcome == JournalRow::Outcome::Unknown) {
                row.note = tr("The program ended before the answer came; the next run looks first.");
            } else if (!error.isEmpty()) {
                row.note = error;
            } else if (row.note == u"written" || row.note == u"created") {
                row.note.clear(); // the outcome says it
            }
        } else if (kind == u"note") {
            rows.append({ entry.value(u"id"_s).toString(), time, {}, entry.value(u"key"_s).toString(), JournalRow::Outcome::Note, {}, {}, entry, {} });
        }
    }
    std::reverse(rows.begin(), rows.end());
    sync(rows, [](const JournalRow& row) { return row.id; });
}

namespace {
    QString word(JournalRow::Outcome outcome)
    {
        switch (outcome) {
        case JournalRow::Outcome::Open: return JournalModel::tr("sent");
        case JournalRow::Outcome::Made: return JournalModel::tr("made");
        case JournalRow::Outcome::Failed: return JournalModel::tr("failed");
        case JournalRow::Outcome::Unknown: return JournalModel::tr("not known");
        case JournalRow::Outcome::Note: break;
        }
        return JournalModel::tr("noted");
    }

    Mark mark(JournalRow::Outcome outcome)
    {
        switch (outcome) {
        case JournalRow::Outcome::Open: return Mark::Progress;
        case JournalRow::Outcome::Made: return Mark::Ok;
        case JournalRow::Outcome::Failed: return Mark::Error;
        case JournalRow::Outcome::Unknown: return Mark::Question;
        case JournalRow::Outcome::Note: break;
        }
        return Mark::Info;
    }
}

QString JournalModel::stepName(const QString& step) const
{
    const QString name = m_nameOf ? m_nameOf(step) : QString();
    return name.isEmpty() ? step : name;
}

QVariant JournalModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const JournalRow& row = m_rows.at(index.row());
    if (role == IdentityRole) {
        return row.id;
    }
    if (role == SortRole && index.column() == Time) {
        return row.time;
    }
    switch (index.column()) {
    case Time:
        return role == Qt::DisplayRole ? row.time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s)
            : role == Qt::ToolTipRole  ? row.time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss.zzz t"_s)
                                       : QVariant();
    case Step: return role == Qt::DisplayRole || role == Qt::ToolTipRole || role == SortRole ? stepName(row.step) : QVariant();
    case Title: return role == Qt::DisplayRole || role == Qt::ToolTipRole || role == SortRole ? row.title : QVariant();
    case State:
        return role == Qt::DisplayRole || role == SortRole ? word(row.outcome) : role == MarkRole ? QVariant(static_cast<int>(mark(row.outcome))) : QVariant();
    case Note: return role == Qt::DisplayRole || role == Qt::ToolTipRole || role == SortRole ? (row.note.isEmpty() ? row.reply : row.note) : QVariant();
    }
    return {};
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Time: return tr("TIME");
    case Step: return tr("STEP");
    case Title: return tr("CHANGE");
    case State: return tr("OUTCOME");
    case Note: return tr("WHAT CAME BACK");
    }
    return {};
}

} // namespace cocoon::items
