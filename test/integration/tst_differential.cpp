// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The same requests to the sandbox's API server and to a real one: what a client notices must agree.
#include "services/base/clock.h"
#include "services/sandbox/api/api_server.h"
#include "services/sandbox/front/api_front.h"
#include "test/integration/differential/asker.h"
#include "test/integration/programs.h"
#include "test/support/real_api_server.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QRegularExpression>

using namespace cocoon;
using namespace cocoon::test;

namespace {
    /// A lone API server, as the real one is: no actors, no controllers.
    struct LoneSandbox {
        SystemClock clock;
        net::HttpTransport nowhere { {} };
        sandbox::ApiServer api { clock, &nowhere, options() };
        sandbox::ApiFront front { api, clock, nowhere, {} };
        net::HttpServer server { {} };
        QUrl url;

        static sandbox::ApiServer::Options options()
        {
            sandbox::ApiServer::Options options;
            options.historyEvents = 60; // so that the script outlives it
            return options;
        }
        bool start()
        {
            front.authenticator().addToken(Secret("t"), QStringLiteral("admin"), { QStringLiteral("system:masters") });
            server.setHandler([this](net::Exchange& exchange) { front.handle(exchange); });
            const Result<quint16> port = server.listen();
            url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port.value_or(0)));
            front.bootstrap();
            return port.has_value();
        }
    };

    struct Everywhere {
        QRegularExpression path;
        QString reason;
    };
    /// Accepted in every answer.
    const QList<Everywhere>& everywhere()
    {
        static const QList<Everywhere> all {
            { QRegularExpression(QStringLiteral("managedFields\\[\\d*\\]\\.subresource$")), QStringLiteral("owners of sub-resources are told apart from 1.22 on") },
            { QRegularExpression(QStringLiteral("^resources\\[.*\\]\\.singularName$")), QStringLiteral("built-in kinds have a singular name from 1.27 on") },
            { QRegularExpression(QStringLiteral("kubernetes\\.io/metadata\\.name$")), QStringLiteral("the label with a namespace's name came with 1.21") },
            { QRegularExpression(QStringLiteral("^items\\[\\d*\\]\\.(kind|apiVersion)$")), QStringLiteral("items of the sandbox's lists say what they are") },
        };
        return all;
    }

    bool isAccepted(const Step& step, const QString& difference, QSet<QString>& used)
    {
        const QString path = difference.section(QLatin1String(": sandbox says"), 0, 0);
        for (const Everywhere& one : everywhere()) {
            if (one.path.match(path).hasMatch()) {
                used.insert(one.reason);
                return true;
            }
        }
        for (const Step::Accepted& one : step.accepted) {
            if (one.path.endsWith(u'*') ? path.startsWith(one.path.chopped(1)) : path == one.path) {
                used.insert(step.name + QStringLiteral(": ") + one.reason);
                return true;
            }
        }
        return false;
    }
}

class TstDifferential : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothSayTheSame()
    {
        if (const QString why = RealApiServer::missing(); !why.isEmpty()) {
            QSKIP(qPrintable(why));
        }
        RealApiServer real;
        LoneSandbox lone;
        QVERIFY2(real.start(), real.said().constData());
        QVERIFY(lone.start());
        net::HttpTransport::Options trusting;
        trusting.tls.roots = { real.authority().certificate };
        trusting.proxy = QStringLiteral("direct");
        Asker there(real.url(), real.token(), trusting);
        Asker here(lone.url, "t", trusting);

        // The one Eviction that each of them knows.
        const bool old = real.version().section(u'.', 1, 1).toInt() < 22;
        there.keep(QStringLiteral("POLICY"), old ? QStringLiteral("policy/v1beta1") : QStringLiteral("policy/v1"));
        here.keep(QStringLiteral("POLICY"), QStringLiteral("policy/v1"));

        int compared = 0;
        QStringList differing;
        QSet<QString> accepted;
        const QString folder = sourcePath(QStringLiteral("test/integration/differential"));
        for (const QString& file : QDir(folder).entryList({ QStringLiteral("*.txt") }, QDir::Files, QDir::Name)) {
            QString problem;
            const QList<Step> steps = readScript(folder + u'/' + file, &problem);
            QVERIFY2(!steps.isEmpty(), qPrintable(problem));
            for (const Step& step : steps) {
                const QStringList found = differences(step, here.ask(step), there.ask(step));
                ++compared;
                for (const QString& difference : found) {
                    if (!isAccepted(step, difference, accepted)) {
                        differing.append(QStringLiteral("%1, %2 (%3 %4)\n    %5").arg(file, step.name, QString::fromLatin1(step.method), step.target, difference));
                    }
                }
            }
        }
        noteStranger(QStringLiteral("kube-apiserver compared with the sandbox"), real.version(), compared);
        QStringList reasons(accepted.cbegin(), accepted.cend());
        reasons.sort();
        qInfo("%d requests, %lld accepted differences:\n  %s", compared, static_cast<long long>(reasons.size()), qPrintable(reasons.join(QStringLiteral("\n  "))));
        QVERIFY(compared >= 150);
        for (const QString& difference : std::as_const(differing)) {
            qWarning("%s", qPrintable(difference));
        }
        QCOMPARE(differing.size(), 0);
    }
};

COCOON_TEST(TstDifferential)
#include "tst_differential.moc"
