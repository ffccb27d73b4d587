// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>

struct rusage;

/// What the programs that measure have in common. Times in ms or s as the names say, memory in MiB.
namespace cocoon::bench {

double cpuSeconds(const rusage& usage);
double ownCpu();
double memoryMib(const char* field, int pid = 0); ///< of /proc/PID/status ("VmRSS:", "VmHWM:"); 0 = this process
QJsonObject quantiles(QList<double> ms); ///< {"n","p50_ms","p95_ms","max_ms"}
void print(const QJsonObject& report);
void settle(); ///< a moment for what is under way in the event loop

} // namespace cocoon::bench
