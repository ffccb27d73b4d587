// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"
#include "test/integration/differential/script.h"

#include <QJsonArray>

namespace cocoon::test {

/// What one server said to one step.
struct Answer {
    int status = 0; ///< 0 = no answer
    net::Headers headers;
    QByteArray body;
    QString trouble;
};

/// The differences between the sandbox's answer and the real server's, each "path: sandbox says X, real says Y".
/// Uids, versions, times, random names and the wording of messages are not compared, only that they are there; nor is what
/// says nothing (empty details, a creationTimestamp of null) or is for people alone (descriptions).
QStringList differences(const Step& step, const Answer& sandbox, const Answer& real);

/// The value at "metadata.resourceVersion" or "items.0.metadata.name" of a JSON answer.
QString valueAt(const QByteArray& body, const QString& path);

} // namespace cocoon::test
