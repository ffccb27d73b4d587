// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessments.h"
#include "models/world/world_source.h"

#include <QTimer>

namespace cocoon::plan {

/// Keeps the assessments of all steps current while somebody looks: asks for what the steps need, assesses again when the World
/// or the Intent changes (bursts are taken together), asks for nothing while inactive. It never sends anything; that is the
/// Runner's part. Steps and source must outlive it. Thread: GUI thread.
class Assessor : public QObject {
    Q_OBJECT
public:
    Assessor(const Steps& steps, world::WorldSource& source, QString subscriber, QObject* parent = nullptr);
    ~Assessor() override;

    void setIntent(const Intent& intent);
    /// Inactive at first.
    void setActive(bool active);
    bool isActive() const { return m_active; }
    const QList<Assessment>& assessments() const { return m_assessments.all(); }
    /// Has every step been assessed with all answers at hand since the Intent was set?
    bool isComplete() const;
    /// Asks everything that is not watched again now (F5).
    void refresh();

Q_SIGNALS:
    void assessed();

private:
    void assess();
    world::WorldSource& m_source;
    QString m_subscriber;
    Intent m_intent;
    Assessments m_assessments;
    QTimer m_soon;
    bool m_active = false;
};

} // namespace cocoon::plan
