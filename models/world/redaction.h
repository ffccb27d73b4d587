// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

namespace cocoon::world {

/// The object as the World may hold it: in a Secret every value of `data` becomes "hmac:<digest of the decoded bytes>", and
/// the copy that client-side apply keeps in an annotation is taken out. Other kinds are returned as they are.
QJsonObject redacted(const QJsonObject& object, bool isSecret);

} // namespace cocoon::world
