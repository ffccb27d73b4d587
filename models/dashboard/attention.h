// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/setup/rights.h"

namespace cocoon::dashboard {

/// Something a person should look at: what it is, what was seen, and where it is dealt with.
struct Attention {
    enum class Weight { Error, Money, Warning, Info }; ///< the heaviest first
    QString id; ///< stable
    Weight weight = Weight::Info;
    QString title;
    QString evidence;
    QString action; ///< the button's words, "" = none
    QString place; ///< "setup/image", "nodes/10.240.0.4", "pods/<id or uid>", "remove/<id of a server>"
    QString copied {}; ///< what the button copies instead of leading somewhere
    bool operator==(const Attention& o) const = default;
};

/// Everything that needs somebody, the heaviest first. `spendLimit` in USD per hour, 0 = none.
/// `lacks` are the rights the set-up misses when nothing may be changed; `user` is who would get them.
QList<Attention> attentionOf(const Scene& scene, const QList<plan::Assessment>& assessments, double spendLimit, const setup::Rights& lacks = {}, const QString& user = {});

QString usd(double amount, int digits = 2);
QString usdPerHour(double amount); ///< list prices have three decimals

} // namespace cocoon::dashboard
