// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What one whole set-up costs: requests by kind, bytes, and how long it takes beside what the world makes it wait. Prints a
// table. At this speed a poll's interval is longer than the least pause between two polls, so that asking too often shows.
// COCOON_LONG=1 also runs it faster: what does not shrink with the speed is our own time.
#include "test/integration/programs.h"
#include "test/support/matrix.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    /// What is polled, and how often in seconds of world time (half of the greatest useful age; see models/world/query.cpp).
    struct Poll {
        const char* path;
        double seconds;
    };
    constexpr Poll kPolls[] {
        { "getWorkers", 5 }, { "/images", 5 }, { "/instances", 5 }, { "/keys", 15 }, { "/apikeys", 15 }, { "/policies", 15 }, { "/kbs/v0/auth", 7.5 },
        { "getClusters", 150 }, { "getCluster", 60 }, { "getSecurityGroups", 150 }, { "/vpcs/", 150 }, { "/subnets", 150 }, { "/security_groups", 30 },
        { "/profiles", 300 }, { "selfsubjectaccessreviews", 900 }, { "/version", 300 }, { "/log", 2.5 }, { "GET /api", 5 }, { "GET /apis", 5 },
        { "/leases/cocoon", 0.5 }, { "/packagemanifests", 10 }, // cannot be watched; also after each change and each new kind
        { "/kataconfigs", 30 }, { "/peerpods", 30 }, // until they are served
    };

    struct Kind {
        int requests = 0;
        double budget = 0; ///< distinct questions, changes, one poll per interval
        qint64 sent = 0;
        qint64 received = 0;
    };
    struct Run {
        int status = -1;
        double seconds = 0;
        QMap<QString, Kind> kinds;
    };

    /// The path without what names one object: "GET nodes", "POST pods/eviction", "GET vpc/instances".
    QString kindOf(const QString& request)
    {
        static const QRegularExpression kube(u"^(\\S+) /(?:api/v1|apis/[^/]+/[^/]+)/(?:namespaces/[^/]+/)?([^/]+)(?:/[^/]+(/[^/]+)?)?$"_s);
        static const QRegularExpression version(u"^v\\d|^global$|^[a-z]{2}-[a-z]{2,4}$"_s);
        static const QRegularExpression id(u"[0-9a-f]{8}|^kube-"_s);
        const QRegularExpressionMatch match = kube.match(request);
        if (match.hasMatch()) {
            return match.captured(1) + u' ' + match.captured(2) + match.captured(3);
        }
        QStringList words = request.section(u' ', 1).split(u'/', Qt::SkipEmptyParts);
        words.removeIf([](const QString& word) { return version.match(word).hasMatch() || id.match(word).hasMatch(); });
        return request.section(u' ', 0, 0) + u' ' + words.join(u'/');
    }

    double interval(const QString& request)
    {
        for (const Poll& poll : kPolls) {
            const QString path = QString::fromLatin1(poll.path);
            if (path.startsWith(u"GET ") ? request == path : request.contains(path)) {
                return poll.seconds;
            }
        }
        return 0;
    }

    Run run(int speed)
    {
        Run run;
        SandboxProcess sandbox({ u"--speed"_s, QString::number(speed) });
        if (!sandbox.start()) {
            return run;
        }
        const QString tally = sandbox.path(u"tally.json"_s);
        QElapsedTimer wall;
        wall.start();
        const Finished finished = runProgram(QCoreApplication::applicationDirPath() + u"/cocoon_counted"_s, QStringList { tally } + sandbox.desk() + QStringList { u"apply"_s, u"--yes"_s }, 600);
        run.seconds = static_cast<double>(wall.elapsed()) / 1000;
        run.status = finished.exitCode;
        QFile file(tally);
        const QJsonObject rows = file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
        for (auto it = rows.begin(); it != rows.end(); ++it) {
            const QJsonObject row = it.value().toObject();
            Kind& kind = run.kinds[kindOf(it.key())];
            const int times = row.value(u"times").toInt();
            const double distinct = row.value(u"distinct").toDouble();
            const double world = (row.value(u"last").toDouble() - row.value(u"first").toDouble()) / 1000 * speed;
            const bool isRefusedForAWhile = it.key().endsWith(u"/eviction"); // by a disruption budget
            kind.requests += times;
            kind.budget += isRefusedForAWhile ? times : interval(it.key()) > 0 ? std::min<double>(times, distinct * (1 + world / interval(it.key()))) : distinct;
            kind.sent += row.value(u"sent").toInteger();
            kind.received += row.value(u"received").toInteger();
        }
        return run;
    }
}

class TstRunCost : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWholeSetUp()
    {
        const int slow = 60;
        const Run whole = run(slow);
        QCOMPARE(whole.status, 0);
        QVERIFY2(whole.seconds < 180, qPrintable(QString::number(whole.seconds)));
        QStringList tooMany;
        Kind all;
        QStringList names = whole.kinds.keys();
        std::sort(names.begin(), names.end(), [&whole](const QString& a, const QString& b) { return whole.kinds[a].requests > whole.kinds[b].requests; });
        QStringList lines { QString::asprintf("| %-60s | %8s | %8s | %9s | %9s |", "kind", "requests", "budget", "sent", "received") };
        for (const QString& name : std::as_const(names)) {
            const Kind kind = whole.kinds.value(name);
            lines += QString::asprintf("| %-60s | %8d | %8.0f | %9lld | %9lld |", qPrintable(name), kind.requests, kind.budget, static_cast<long long>(kind.sent), static_cast<long long>(kind.received));
            if (kind.requests > 1.2 * kind.budget + 4) {
                tooMany += lines.last();
            }
            all.requests += kind.requests;
            all.budget += kind.budget;
            all.sent += kind.sent;
            all.received += kind.received;
        }
        const double ratio = all.requests / all.budget;
        const QString total = QString::asprintf("%d requests of %lld kinds, %.2f x (distinct questions + changes + one poll per interval); budget 1.2. Bodies: %lld bytes sent, %lld received.",
            all.requests, static_cast<long long>(names.size()), ratio, static_cast<long long>(all.sent), static_cast<long long>(all.received));
        qInfo("%s\n%s", qPrintable(lines.join(u'\n')), qPrintable(total));
        noteTable(u"cost of a set-up, the fifteen most asked of\n%1\n%2\n"_s.arg(lines.first(std::min<qsizetype>(16, lines.size())).join(u'\n'), total));
        QVERIFY2(tooMany.isEmpty(), qPrintable(tooMany.join(u'\n')));
        QVERIFY2(ratio <= 1.2, qPrintable(QString::number(ratio)));
        QVERIFY(all.received > 100000);

        if (qEnvironmentVariableIntValue("COCOON_LONG") == 0) {
            return;
        }
        const int fast = 300;
        const Run quick = run(fast);
        QCOMPARE(quick.status, 0);
        // wall = world / speed + ours, at both speeds.
        const double world = (whole.seconds - quick.seconds) / (1.0 / slow - 1.0 / fast);
        const double ours = quick.seconds - world / fast;
        qInfo("%.1f s at speed %d, %.1f s at speed %d: the world's waits %.0f s, our own time %.1f s; at true speed %.3f x the critical path; budget 1.1.",
            quick.seconds, fast, whole.seconds, slow, world, ours, (world + ours) / world);
    }
};

COCOON_TEST(TstRunCost)
#include "tst_run_cost.moc"
