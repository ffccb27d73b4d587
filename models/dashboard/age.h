// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cocoon::dashboard {

/// An age as `oc get` prints it: "45s", "4m20s", "5d3h". Both in ms since 1970; "" when `since` is 0.
QString ageText(qint64 since, qint64 now);

} // namespace cocoon::dashboard
