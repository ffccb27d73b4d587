// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/base/yaml.h"
#include "services/kube/resource.h"
#include "test/gui/relay.h"
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>
#include <QToolButton>

#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::WindowBench;

/// What the header says of the connection while the network does what networks do.
class TstTruth : public QObject {
    Q_OBJECT

    static QString truth(const WindowBench& bench)
    {
        return bench.window->findChild<QToolButton*>(u"header.truth"_s)->text();
    }
    static double age(const WindowBench& bench)
    {
        static const QRegularExpression seconds(u"([\\d.]+) s old"_s);
        return seconds.match(truth(bench)).captured(1).toDouble();
    }

private Q_SLOTS:
    void aBrokenConnectionIsToldAndHeals_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("limitMs");
        QTest::newRow("closed") << u"close"_s << 2000;
        QTest::newRow("reset") << u"reset"_s << 2000;
        QTest::newRow("silent") << u"hush"_s << 10000;
    }
    void aBrokenConnectionIsToldAndHeals()
    {
        QFETCH(QString, fault);
        QFETCH(int, limitMs);
        test::SandboxProcess sandbox({ u"--speed"_s, u"60"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());

        // The same kubeconfig, but the way leads through the relay.
        QFile file(sandbox.value("kubeconfig"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString text = QString::fromUtf8(file.readAll());
        static const QRegularExpression server(u"https://127\\.0\\.0\\.1:(\\d+)"_s);
        const quint16 port = server.match(text).captured(1).toUShort();
        QVERIFY(port != 0);
        test::Relay relay(port);
        QFile detour(sandbox.path(u"detour"_s));
        QVERIFY(detour.open(QIODevice::WriteOnly));
        detour.write(text.replace(server, u"https://127.0.0.1:%1"_s.arg(relay.port())).toUtf8());
        detour.close();

        WindowBench bench;
        bench.open();
        QVERIFY(bench.enter(sandbox, detour.fileName()));
        QVERIFY2(bench.until([&] { return bench.desk()->assessor().isComplete() && truth(bench) == u"Live"; }, 90), qPrintable(truth(bench)));

        QElapsedTimer since;
        since.start();
        fault == u"close" ? relay.close() : fault == u"reset" ? relay.reset() : relay.hush();
        QVERIFY2(bench.until([&] { return truth(bench).startsWith(u"Stale"); }, 20), qPrintable(truth(bench)));
        const qint64 told = since.elapsed();
        QVERIFY2(told <= limitMs, qPrintable(u"told after %1 ms"_s.arg(told)));

        // It grows older with every second, whatever the cloud, which is reached another way, still says.
        QVERIFY(bench.until([&] { return age(bench) >= 4; }, 15));
        QVERIFY(bench.until([&] { return age(bench) >= 7; }, 15));
        QVERIFY(!bench.window->findChild<QToolButton*>(u"header.truth"_s)->toolTip().isEmpty());

        since.start();
        relay.pass();
        QVERIFY2(bench.until([&] { return truth(bench) == u"Live"; }, 60), qPrintable(truth(bench)));
        std::printf("%s: told after %lld ms, live again %lld ms after it was over\n", qPrintable(fault), static_cast<long long>(told), static_cast<long long>(since.elapsed()));
    }

    void aTokenThatIsNotAcceptedAnyMoreIsToldAndANewOneHeals()
    {
        test::SandboxProcess sandbox({ u"--speed"_s, u"60"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        QCOMPARE(sandbox.kubectl({ u"create"_s, u"clusterrolebinding"_s, u"window"_s, u"--clusterrole=cluster-admin"_s, u"--serviceaccount=default:default"_s }).exitCode, 0);
        const QByteArray token = sandbox.kubectl({ u"create"_s, u"token"_s, u"default"_s }).out.trimmed();
        QVERIFY(token.size() > 20);
        const auto write = [](const QString& path, const QByteArray& text) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        QFile file(sandbox.value("kubeconfig"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto config = parseYaml(file.readAll());
        QVERIFY(config);
        const QString tokenFile = sandbox.path(u"token"_s);
        const QJsonObject root = config->value.toObject();
        const QString user = str(root.value(u"users"_s).toArray().first(), { u"name" });
        const QJsonArray users { QJsonObject { { u"name"_s, user }, { u"user"_s, QJsonObject { { u"tokenFile"_s, tokenFile } } } } };
        const QString mine = QFileInfo(file).absolutePath() + u"/by-token"_s; // beside it: what it names may be relative
        QVERIFY(write(tokenFile, token) && write(mine, toYaml(with(root, { u"users"_s }, users))));

        WindowBench bench;
        bench.open();
        QVERIFY(bench.enter(sandbox, mine));
        QVERIFY2(bench.until([&] { return bench.desk()->assessor().isComplete() && truth(bench) == u"Live"; }, 90), qPrintable(truth(bench)));

        QElapsedTimer since;
        since.start();
        QVERIFY(write(tokenFile, "no-longer-accepted"));
        QVERIFY(bench.until([&] { return truth(bench) != u"Live"; }, 30));
        std::printf("token: told after %lld ms\n", static_cast<long long>(since.elapsed()));
        QVERIFY2(truth(bench).startsWith(u"Stale"), qPrintable(truth(bench)));
        const QString tip = bench.window->findChild<QToolButton*>(u"header.truth"_s)->toolTip();
        QVERIFY2(tip.contains(u"The credential was not accepted."_s), qPrintable(tip));
        QVERIFY(bench.until([&] { return age(bench) >= 4; }, 15));

        since.start();
        QVERIFY(write(tokenFile, token));
        QVERIFY2(bench.until([&] { return truth(bench) == u"Live"; }, 90), qPrintable(truth(bench)));
        std::printf("token: live again after %lld ms\n", static_cast<long long>(since.elapsed()));
    }

    // 410: the server has forgotten where the watches were when they come back.
    void aServerThatForgetsIsReadAnew()
    {
        QFile story(test::scratchDir() + u"/forgetful.yaml"_s);
        QVERIFY(story.open(QIODevice::WriteOnly) && story.write("name: forgetful\nfaults:\n  api.compactEvery: 1\n  api.cutWatches: 3\n") > 0);
        story.close();
        test::SandboxProcess sandbox({ u"--speed"_s, u"60"_s, u"--scenario"_s, story.fileName() });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        bench.open();
        QVERIFY(bench.enter(sandbox));
        QVERIFY2(bench.until([&] { return bench.desk()->assessor().isComplete() && truth(bench) == u"Live"; }, 90), qPrintable(truth(bench)));
        const auto shows = [&bench](const QString& label) {
            for (const QJsonValue& node : bench.desk()->world().answer(world::ask::list(kube::res::nodes)).value.toArray()) {
                if (!str(node, { u"metadata", u"labels", label }).isEmpty()) {
                    return true;
                }
            }
            return false;
        };
        for (const QString& label : { u"first"_s, u"second"_s, u"third"_s }) {
            QCOMPARE(sandbox.kubectl({ u"label"_s, u"node"_s, u"--all"_s, label + u"=yes"_s }).exitCode, 0);
            QVERIFY2(bench.until([&] { return shows(label); }, 30), qPrintable(truth(bench)));
            QVERIFY2(bench.until([&] { return truth(bench) == u"Live"; }, 30), qPrintable(truth(bench)));
        }
    }
};

COCOON_TEST(TstTruth)
#include "tst_truth.moc"
