// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/progress_card.h"

#include "models/dashboard/age.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/labels.h"

#include <QSet>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using Event = setup::Desk::Event;

namespace {
    /// What failed again and again is one row: the latest try, and how many there were. The newest comes first.
    void mergeTries(QList<ProgressRow>& rows)
    {
        QHash<QString, int> tries;
        for (const ProgressRow& row : std::as_const(rows)) {
            tries[row.text] += row.mark == items::Mark::Error ? 1 : 0;
        }
        for (ProgressRow& row : rows) {
            if (row.mark == items::Mark::Error && tries.value(row.text) > 1) {
                row.word = ProgressModel::tr("failed, %n tries", nullptr, tries.value(row.text));
            }
        }
        QSet<QString> shown;
        rows.removeIf([&](const ProgressRow& row) {
            const bool isOlder = row.mark == items::Mark::Error && shown.contains(row.text);
            if (row.mark == items::Mark::Error) {
                shown.insert(row.text);
            }
            return isOlder;
        });
    }
}

void ProgressModel::show(const QList<Event>& events, const QStringList& steps, const QDateTime& now, double timeScale, bool isRunning)
{
    QList<ProgressRow> rows;
    QHash<QString, qsizetype> open; // what has begun, by what ends it
    int number = 0;
    QHash<QString, QDateTime> since;
    for (const Event& event : events) {
        ++number;
        if (!steps.isEmpty() && !event.step.isEmpty() && !steps.contains(event.step)) {
            continue;
        }
        const bool begins = event.kind == Event::Kind::Sent || event.kind == Event::Kind::Waiting;
        const QString key = event.kind == Event::Kind::Waiting || event.kind == Event::Kind::Arrived ? event.step + event.text : event.object;
        if (event.kind == Event::Kind::Note) {
            rows.append({ QString::number(number), event.time.toLocalTime().toString(u"HH:mm:ss"_s), event.text, items::Mark::Warning, tr("note"), {} });
        } else if (begins) {
            ProgressRow row;
            row.id = QString::number(number);
            row.time = event.time.toLocalTime().toString(u"HH:mm:ss"_s);
            row.text = event.kind == Event::Kind::Waiting ? tr("Waiting for %1").arg(event.text) : event.text;
            row.word = isRunning ? event.kind == Event::Kind::Waiting ? tr("waiting") : tr("sent") : tr("stopped");
            row.mark = isRunning ? items::Mark::Progress : items::Mark::Skipped;
            const milliseconds lasted(qMax<qint64>(0, event.time.msecsTo(now)));
            row.lasted = isRunning ? dashboard::durationText(lasted) : QString();
            if (isRunning && event.usual.count() > 0 && timeScale > 0) {
                row.lasted = tr("%1, usually %2").arg(row.lasted, dashboard::durationText(milliseconds(static_cast<qint64>(static_cast<double>(event.usual.count()) / timeScale))));
            }
            open.insert(key, rows.size());
            since.insert(key, event.time);
            rows.append(row);
        } else if (open.contains(key)) {
            ProgressRow& row = rows[open.take(key)];
            row.word = event.kind == Event::Kind::Failed ? tr("failed") : event.kind == Event::Kind::Made ? tr("made") : tr("arrived");
            row.mark = event.kind == Event::Kind::Failed ? items::Mark::Error : items::Mark::Ok;
            row.lasted = dashboard::durationText(milliseconds(qMax<qint64>(0, since.value(key).msecsTo(event.time))));
            if (event.kind == Event::Kind::Failed) {
                row.text = event.text;
            }
        }
    }
    std::reverse(rows.begin(), rows.end());
    mergeTries(rows);
    std::stable_partition(rows.begin(), rows.end(), [](const ProgressRow& row) { return row.mark == items::Mark::Progress; });
    sync(rows, [](const ProgressRow& row) { return row.id; });
}

QVariant ProgressModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ProgressRow& row = m_rows.at(index.row());
    if (role == items::IdentityRole) {
        return row.id;
    }
    if (index.column() == State && role == items::MarkRole) {
        return static_cast<int>(row.mark);
    }
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) {
        switch (index.column()) {
        case Text: return row.text;
        case State: return row.word;
        case Lasted: return row.lasted;
        case Time: return row.time;
        }
    }
    return {};
}

QVariant ProgressModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Text: return tr("WHAT");
    case State: return tr("STATE");
    case Lasted: return tr("TIME");
    case Time: return tr("SINCE");
    }
    return {};
}

ProgressCard::ProgressCard(const Theme& theme, setup::Desk& desk, QStringList steps, QWidget* parent)
    : Card(tr("Progress"), parent)
    , m_desk(desk)
    , m_steps(std::move(steps))
    , m_table(new DataTable(theme))
{
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("Progress of the run"));
    m_table->setShares({ 60, 0, 40, 0 });
    m_table->fitRows(1, 7);
    content()->addWidget(m_table);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &ProgressCard::refresh);
    hide();
}

void ProgressCard::refresh()
{
    const bool isRunning = m_desk.isRunning();
    m_model.show(m_desk.events(), m_steps, QDateTime::currentDateTimeUtc(), m_desk.timeScale(), isRunning);
    const bool hasRows = m_model.rowCount() > 0;
    setVisible(hasRows);
    setRemark(isRunning ? tr("running for %1").arg(dashboard::durationText(m_desk.elapsed())) : tr("took %1").arg(dashboard::durationText(m_desk.elapsed())));
    if (isRunning && hasRows && !m_second.isActive()) {
        m_second.start();
    } else if (!isRunning) {
        m_second.stop();
    }
}

} // namespace cocoon::ui
