// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

namespace cocoon::kube {

/// Does a LabelSelector (matchLabels, matchExpressions) mean something with these labels? An empty one means everything.
bool selects(const QJsonObject& selector, const QJsonObject& labels);

} // namespace cocoon::kube
