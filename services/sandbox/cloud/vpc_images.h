// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// Custom images and their import: pending (queued, then in progress) → available, about four minutes of world time.
class VpcImages {
public:
    explicit VpcImages(CloudState& state);
    Reply handle(const Call& call);
    /// Imports that were under way when the sandbox ended go on.
    void resume();

private:
    Reply create(const Call& call);
    Reply one(const Call& call);
    /// Looks at an image that is being imported and plans its next change.
    void plan(const QString& region, const QString& id);
    void step(const QString& region, const QString& id);
    QList<QJsonObject> operatingSystems(const QString& region) const;

    CloudState& m_state;
};

} // namespace cocoon::sandbox
