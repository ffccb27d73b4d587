// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "services/base/job.h"

namespace cocoon::plan {

/// What came back from a change: the service's reply (secrets already taken out), to be written through.
struct Outcome {
    QJsonValue reply;
    QString note; ///< "created", "unchanged", "already there: adopted"
    bool hasWorked = true; ///< false: it was carried out and says itself that it failed (an exit code)
};

/// The one door to the wire for changes. Implementations live in app/engine (Kubernetes, IBM Cloud). Creates are never
/// repeated blindly: after an unknown outcome (Network, Timeout) the runner assesses again, and the sender of a create
/// looks for the thing by name first.
class Executor : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual Job<Outcome>* execute(const Change& change) = 0;
};

} // namespace cocoon::plan
