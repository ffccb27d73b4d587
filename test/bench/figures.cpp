// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/bench/figures.h"

#include "services/base/json.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>

namespace cocoon::bench {

using namespace Qt::StringLiterals;

double cpuSeconds(const rusage& usage)
{
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double ownCpu()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return cpuSeconds(usage);
}

double memoryMib(const char* field, int pid)
{
    QFile status(u"/proc/%1/status"_s.arg(pid > 0 ? QString::number(pid) : u"self"_s));
    if (!status.open(QIODevice::ReadOnly)) {
        return -1;
    }
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith(field)) {
            return line.mid(static_cast<qsizetype>(qstrlen(field)) + 1).trimmed().split(' ').first().toDouble() / 1024.0;
        }
    }
    return -1;
}

QJsonObject quantiles(QList<double> ms)
{
    std::sort(ms.begin(), ms.end());
    const auto at = [&ms](double part) { return ms.isEmpty() ? 0.0 : ms.at(qMin(ms.size() - 1, static_cast<qsizetype>(part * static_cast<double>(ms.size())))); };
    return { { u"n"_s, ms.size() }, { u"p50_ms"_s, at(0.5) }, { u"p95_ms"_s, at(0.95) }, { u"max_ms"_s, ms.isEmpty() ? 0.0 : ms.last() } };
}

void print(const QJsonObject& report)
{
    std::fputs(toPrettyJson(report).constData(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void settle()
{
    for (int i = 0; i < 20; ++i) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
}

} // namespace cocoon::bench
