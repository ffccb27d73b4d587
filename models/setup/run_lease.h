// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"

#include <QElapsedTimer>

#include <functional>

namespace cocoon::setup {

/// The Lease of one run. It is taken before the run begins; where the namespace that holds it comes with the run itself, as soon
/// as it can be had. Every begin() is answered by ready() or refused().
class RunLease : public QObject {
    Q_OBJECT
public:
    using Call = std::function<Job<Done>*()>;
    RunLease(Call take, Call give, QObject* parent = nullptr);

    void begin();
    /// The world has moved: tries again now and then while it is not held.
    void worldMoved();
    bool isHeld() const { return m_isHeld; }
    /// Gives it back when it is held.
    Job<Done>* give();

Q_SIGNALS:
    void ready();
    void refused(const cocoon::Error& error); ///< somebody else is at work; also long after ready()
    void notTaken(const cocoon::Error& error); ///< once, and not because it does not exist yet: the run goes on without

private:
    void take(bool isFirst);

    Call m_take;
    Call m_give;
    QElapsedTimer m_sinceTry;
    bool m_isHeld = false;
    bool m_isTaking = false;
    bool m_isWanted = false; ///< between begin() and give()
    bool m_hasSaid = false;
};

} // namespace cocoon::setup
