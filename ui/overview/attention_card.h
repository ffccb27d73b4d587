// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/attention.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <functional>

namespace cocoon::ui {

/// "What needs you": the findings, heaviest first, each with what was seen and the button that leads to where it is dealt with.
class AttentionCard : public Card {
    Q_OBJECT
public:
    /// `canOpen` says whether there is such a place: no button leads nowhere.
    AttentionCard(const Theme& theme, std::function<bool(const QString& place)> canOpen, QWidget* parent = nullptr);
    /// `isDark`: some of it may not be looked at with these rights.
    void show(const QList<dashboard::Attention>& attention, bool isComplete, bool isDark);

Q_SIGNALS:
    void opened(const QString& place);

private:
    void rebuild();
    QWidget* makeRow(const dashboard::Attention& one);
    const Theme& m_theme;
    std::function<bool(const QString&)> m_canOpen;
    QList<dashboard::Attention> m_attention;
    QVBoxLayout* m_rows;
    bool m_showsAll = false;
    bool m_isComplete = false;
    bool m_isDark = false;
    bool m_wasShown = false;
};

} // namespace cocoon::ui
