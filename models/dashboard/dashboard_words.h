// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace cocoon::dashboard {

/// The words of this folder, with plurals.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(cocoon::dashboard)
};

} // namespace cocoon::dashboard
