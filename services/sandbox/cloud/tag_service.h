// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// User tags and the search over them. The index lags: a tag is found some seconds after it was attached,
/// and a deleted VSI is still found for a minute.
class TagService {
public:
    explicit TagService(CloudState& state);
    Reply tagging(const Call& call);
    Reply search(const Call& call);
    void resume();

private:
    Reply change(const Call& call, bool isAttach);
    void attach(const QString& crn, const QString& tag);

    CloudState& m_state;
};

} // namespace cocoon::sandbox
