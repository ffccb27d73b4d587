// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/intent.h"
#include "models/world/world_source.h"
#include "services/base/clock.h"
#include "services/base/job.h"

namespace cocoon::setup {

/// The Intent of a cluster when nobody hands one over: the file kept in the cluster's folder, else one that is proposed from
/// what is observed (an existing installation is adopted) and kept there. Errors name file, line and field.
class IntentFinder : public QObject {
    Q_OBJECT
public:
    struct Parts {
        world::WorldSource& source;
        Clock& clock;
        QString folder; ///< of this cluster: intent.yaml lies here
        QString cluster; ///< name or id; "" = the Intent's
        QString trustee; ///< for a proposal
    };
    struct Found {
        plan::Intent intent;
        QByteArray text;
        bool isProposed = false;
        bool isKept = true; ///< false: a proposal for this time only
    };

    explicit IntentFinder(Parts parts, QObject* parent = nullptr);
    QString path() const;
    /// `keeps`: a proposal is written to path(), unless something could not be read: what was not seen cannot be adopted, and
    /// such a proposal serves this time only (the steps say what is wrong).
    Job<Found>* find(bool keeps);
    /// An Intent's text as one for this cluster, with the files it names.
    Result<plan::Intent> read(const QByteArray& text) const;

Q_SIGNALS:
    /// It takes its time, and this is why; said once.
    void waitsFor(const QString& what);

private:
    void propose(Job<Found>* found, bool keeps);
    void limit(Job<Found>* found, const std::function<void(bool isLate)>& look);

    Parts m_parts;
};

} // namespace cocoon::setup
