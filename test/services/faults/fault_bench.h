// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"
#include "services/net/retry_transport.h"
#include "test/support/fault_server.h"
#include "test/support/manual_clock.h"
#include "test/support/matrix.h"

namespace cocoon::test {

/// What may be done with a call whose outcome is not known.
enum class Nature {
    Repeatable, ///< asks, or comes to the same when sent again
    Once, ///< must never be sent again unless the server says that it did nothing
    Stream, ///< nobody but the one who listens may open it again
    Watch, ///< opened again until it works
    Kept, ///< tried again later until it is too late
    Probe ///< its answer says what is wrong, there is no error
};

/// What of a good answer is read. List: an array without an object around it. File: one of 10 MiB cannot be one.
/// Start: the first few KiB. Empty: it has no body that could be cut.
enum class Reads { Json, List, File, Start, Text, Nothing, Empty, WebSocket };

using Settle = std::function<void(const Result<Done>&)>;

/// One kind of API call.
struct Call {
    QString name;
    QString method; ///< the function of the client whose call is spoilt; "" when it is no single one
    Nature nature = Nature::Repeatable;
    Reads reads = Reads::Json;
    Target target;
    std::function<void(const Settle&)> start;
    bool canRenew = true; ///< a 401 leads to one more try with a new credential
    std::optional<Errc> whenRepeated {}; ///< what another call says when the answer of the first got lost: it is deleted already
    int triesOnConflict = 1; ///< looks at what is there and sends again
    int triesOnGone = 1; ///< begins again
};

/// What a call comes to when a fault hits it once, and when it hits it always.
struct Expected {
    QString once;
    int askedOnce = 1;
    QString always;
    int askedAlways = 1;
};

/// The rule: the whole table of calls × faults follows from the nature of the call.
Expected expected(const Call& call, Fault fault);

/// Calls that a header declares (`Job<T>* name(`) and no row is about, and rows about calls that it does not declare.
QStringList withoutRow(const QString& header, const QList<Call>& rows);

/// Runs calls against a FaultServer with a clock of their own for pauses, and notes what came of it.
class FaultBench {
public:
    FaultBench(const QString& name, net::HttpServer::Handler good, const std::function<QByteArray(int)>& refusal);

    FaultServer server;
    ManualClock clock;
    FaultWire wire { server };
    net::RetryTransport retry { wire, clock };
    Matrix matrix;

    /// All faults, once and always. What is not as expected or takes more than a second, one line each.
    QStringList run(const Call& call);
    /// Runs without faults.
    Result<Done> settle(const Call& call);
    /// Before each single run: `isOnce` is false when the fault stays.
    std::function<void(bool isOnce)> prepare = [](bool) {};

private:
    struct Cell {
        QStringList wrong;
        QString outcome;
        milliseconds took {};
    };
    Cell cell(const Call& call, Fault fault);
    QString attempt(const Call& call, Fault fault, bool isOnce, QString& outcome);
    std::optional<Result<Done>> drive(const std::function<void(const Settle&)>& start);
};

} // namespace cocoon::test
