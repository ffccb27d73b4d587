// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <chrono>

namespace cocoon::dashboard {

/// An age as `oc get` prints it in its columns: "45s", "4m20s", "5d3h". Both in ms since 1970; "" when `since` is 0.
QString ageText(qint64 since, qint64 now);

// Everywhere else in the user's language. All are written alike and differ in what is known so finely.

/// Of what is measured here: "0.4 s", "12 s", "3 min 05 s", "2 h 10 min", "5 d 3 h".
QString durationText(std::chrono::milliseconds time);
/// Between stamps of whole seconds: "under 1 s", "3 s"; longer ones as above.
QString secondsText(std::chrono::milliseconds time);
/// For how long something has been so, which grows while it is read: "8 s", "12 min", "2 h 10 min", "5 d 3 h"; "" when nobody knows.
QString howLong(const QDateTime& since, const QDateTime& now);
QString howLong(qint64 since, qint64 now); ///< ms since 1970, 0 = nobody knows

} // namespace cocoon::dashboard
