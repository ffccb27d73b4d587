// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/connection_check.h"

/// The steps of a connection check in the user's language.
namespace cocoon::words {

struct CheckLine {
    QString name; ///< "Name", "Secure connection"
    QString says; ///< what was found
    QString remedy; ///< "" when nothing is to be done
    bool isOk = false;
    bool isSkipped = false;
};

/// What is wrong and what to do about it.
struct FlawWords {
    QString what;
    QString remedy;
};
FlawWords flawWords(net::Flaw flaw);

CheckLine explain(const net::ProbeStep& step);
/// One sentence over all of it.
QString summary(const net::ProbeSteps& steps);

} // namespace cocoon::words
