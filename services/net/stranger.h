// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

namespace cocoon::net {

/// A login page of the network, half an answer: what makes no sense was perhaps said by somebody else, who may be gone at the
/// next question. So it is asked again before it is believed; this many such answers in a row are the service's own.
constexpr int kBelievedAfter = 3;

inline bool isSenseless(const Error& error)
{
    return error.code == Errc::Protocol || error.code == Errc::Parse;
}

/// `inARow` counts this one.
inline bool mayBeAStranger(const Error& error, int inARow)
{
    return isSenseless(error) && inARow < kBelievedAfter;
}

} // namespace cocoon::net
