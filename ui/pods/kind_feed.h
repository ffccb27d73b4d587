// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/kind_table.h"

#include <QTimer>

namespace cocoon::ui {

/// Keeps the table of one kind as new as a reading every few seconds makes it.
class KindFeed : public QObject {
    Q_OBJECT
public:
    explicit KindFeed(dashboard::ClusterReader& reader, QObject* parent = nullptr);
    void open(const dashboard::KindInfo& kind, const QString& ns);
    void stop();
    void readNow();
    milliseconds nextAttempt() const { return milliseconds(m_error.message.isEmpty() || !m_again.isActive() ? 0 : m_again.remainingTime()); }
    const dashboard::KindInfo& kind() const { return m_kind; } ///< no name: nothing is open
    items::KindTable& table() const { return *m_table; }
    bool isRead() const { return m_readAt.isValid(); }
    QDateTime readAt() const { return m_readAt; }
    const Error& error() const { return m_error; } ///< of the last reading; no message = it worked

Q_SIGNALS:
    void read();

private:
    void next(const QString& continueToken);
    dashboard::ClusterReader& m_reader;
    items::KindTable* m_table;
    dashboard::KindInfo m_kind;
    QString m_ns;
    QTimer m_again;
    QDateTime m_readAt;
    Error m_error;
    int m_round = 0; ///< answers of an earlier one are late
};

} // namespace cocoon::ui
