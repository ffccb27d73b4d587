// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/alerts.h"
#include "models/dashboard/attention.h"
#include "models/dashboard/rights.h"
#include "models/history/history.h"
#include "models/setup/desk.h"

#include <QTimer>

namespace cocoon::dashboard {

/// The live dashboard of one connection: reads the scene whenever the World changes (at most four times a second), keeps what was
/// seen in the history, and raises each alert once. It goes on while other places are open, because orphans and failing nodes do
/// not wait for a look. Never changes anything. Desk and history must outlive it. Thread: GUI thread.
class Board : public QObject {
    Q_OBJECT
public:
    Board(setup::Desk& desk, history::History& history, QObject* parent = nullptr);
    ~Board() override;

    const Scene& scene() const { return m_scene; }
    const QList<Attention>& attention() const { return m_attention; }
    const QList<MissingRight>& rights() const { return m_rights; }
    QString sentence() const;
    QString remark() const;
    /// Is something still to come that may need somebody?
    bool isLooking() const;
    /// Asks everything again now, broken watches too.
    void lookAgain();
    /// USD since the first server that was seen, and when that was made.
    struct Spent {
        double usd = 0;
        QDateTime since;
        bool isKnown = false;
    };
    Spent spent() const;
    history::History& history() { return m_history; }
    setup::Desk& desk() { return m_desk; }
    double spendLimit() const { return m_spendLimit; }
    void setSpendLimit(double usdPerHour);
    /// Why nothing is kept, "" when it is.
    QString historyTrouble() const { return m_historyTrouble; }

Q_SIGNALS:
    void changed();
    void alerted(const cocoon::dashboard::Alert& alert);

private:
    void look();
    void keep();
    void rememberMeanwhile(bool isKept, const QList<Alert>& standing);
    setup::Desk& m_desk;
    history::History& m_history;
    std::unique_ptr<history::History> m_meanwhile; ///< while nothing can be kept
    Scene m_scene;
    QList<Attention> m_attention;
    QList<MissingRight> m_rights;
    QList<world::Query> m_needs;
    QString m_historyTrouble;
    double m_spendLimit = 0;
    QTimer m_soon;
    QTimer m_beat;
};

} // namespace cocoon::dashboard
