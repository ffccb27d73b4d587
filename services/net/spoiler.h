// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"

namespace cocoon::net {

/// What can go wrong with an answer. Huge: a good body and blanks; HugeValue: one very long string in it. WrongField, WrongList and
/// EmptyObject are valid JSON, but of another shape.
enum class Fault { Refused, Reset, Silence, Expired, Forbidden, Conflict, Gone, Busy, Failed, Down, Truncated, WebPage, Huge, HugeValue, WrongField, WrongList, EmptyObject, Drip };
inline constexpr Fault kFaults[] = { Fault::Refused, Fault::Reset, Fault::Silence, Fault::Expired, Fault::Forbidden, Fault::Conflict, Fault::Gone,
    Fault::Busy, Fault::Failed, Fault::Down, Fault::Truncated, Fault::WebPage, Fault::Huge, Fault::HugeValue,
    Fault::WrongField, Fault::WrongList, Fault::EmptyObject, Fault::Drip };
QString faultName(Fault fault);
/// Status that the fault answers with; 0 when it is none.
int statusOf(Fault fault);
/// Body that the fault puts in the place of the good one; empty when it is none of a wrong shape.
QByteArray wrongShapeOf(Fault fault);

/// Makes a server misbehave on purpose, for tests and for the sandbox's bad network.
class Spoiler {
public:
    /// `good` answers as it should; `refusal` makes the body of an error status, in the shape of the service.
    Spoiler(HttpServer::Handler good, std::function<QByteArray(int status)> refusal, std::chrono::seconds hint);

    /// Answers with a fault. Where an answer is cut, blown up or dripped it is the good one, so the service has done what was
    /// asked; Refused is cut off before. Nothing ends a silence or a drip but the peer.
    void spoil(Exchange& exchange, Fault fault) const;

private:
    void spoilStream(Exchange& exchange, Fault fault) const;
    void spoilAnswer(Exchange& exchange, Fault fault) const;

    HttpServer::Handler m_good;
    std::function<QByteArray(int)> m_refusal;
    std::chrono::seconds m_hint; ///< Retry-After of Fault::Busy
};

} // namespace cocoon::net
