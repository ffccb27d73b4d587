// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace cocoon::ui {

/// Where one was, for Back and Forward, as a browser has it: going somewhere forgets what lay ahead.
class PlaceHistory {
public:
    void remember(const QString& place); ///< "setup/operator"; the place where one is already changes nothing
    QString go(int by); ///< where that leads; "" = nowhere, and one stays
    void clear();

private:
    QStringList m_places;
    qsizetype m_at = -1;
};

} // namespace cocoon::ui
