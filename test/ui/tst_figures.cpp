// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/overview/figures.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;

namespace {
    dashboard::PodView pod(const QString& phase, bool isReady, bool hasServer = true)
    {
        dashboard::PodView view;
        view.phase = phase;
        view.isReady = isReady;
        view.isFailed = phase == u"Failed";
        view.hasServer = hasServer;
        return view;
    }
}

/// What the four cards of the overview say.
class TstFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pods_data()
    {
        QTest::addColumn<QList<int>>("pods"); // running, completed, failed, starting, without a server
        QTest::addColumn<QStringList>("says");
        QTest::newRow("none") << QList<int> { 0, 0, 0, 0, 0 } << QStringList { u"0"_s, u"of 30 places"_s, u"None"_s, QString() };
        QTest::newRow("all run") << QList<int> { 2, 0, 0, 0, 0 } << QStringList { u"2"_s, u"of 30 places"_s, u"All running"_s, QString() };
        QTest::newRow("what is completed is not one of them") << QList<int> { 1, 1, 0, 0, 0 } << QStringList { u"1"_s, u"of 30 places"_s, u"All running"_s, u"1 completed"_s };
        QTest::newRow("all are completed") << QList<int> { 0, 3, 0, 0, 0 } << QStringList { u"0"_s, u"of 30 places"_s, u"None"_s, u"3 completed"_s };
        QTest::newRow("one starts") << QList<int> { 1, 1, 0, 1, 0 } << QStringList { u"2"_s, u"of 30 places"_s, u"1 starting"_s, u"1 completed"_s };
        QTest::newRow("what failed has no place") << QList<int> { 1, 0, 1, 0, 0 } << QStringList { u"2"_s, QString(), u"1 failed"_s, QString() };
        QTest::newRow("nor has what needs no server") << QList<int> { 1, 0, 0, 0, 1 } << QStringList { u"2"_s, QString(), u"All running"_s, QString() };
    }
    void pods()
    {
        QFETCH(QList<int>, pods);
        QFETCH(QStringList, says);
        dashboard::Scene scene;
        scene.capacity.isAdvertised = true;
        scene.capacity.places = 30;
        const QList<dashboard::PodView> kinds { pod(u"Running"_s, true), pod(u"Succeeded"_s, false), pod(u"Failed"_s, false), pod(u"Pending"_s, false), pod(u"Running"_s, true, false) };
        for (qsizetype kind = 0; kind < kinds.size(); ++kind) {
            scene.pods += QList<dashboard::PodView>(pods.at(kind), kinds.at(kind));
        }
        const Figure figure = podsFigure(scene);
        QCOMPARE((QStringList { figure.number, figure.unit, figure.word, figure.remark }), says);
    }

    void workersAndMoney()
    {
        dashboard::Scene scene;
        QCOMPARE(workersFigure(scene).word, u"not installed"_s);
        scene.isInstalled = true;
        scene.nodes.resize(2);
        scene.nodes.first().isReady = true;
        QCOMPARE(workersFigure(scene).word, u"1 not Ready"_s);
        scene.money.usdPerHour = 0.113;
        QCOMPARE(moneyFigure(scene, {}, 0.1).mark, items::Mark::Money);
        QCOMPARE(moneyFigure(scene, {}, 0).word, QString());
        QCOMPARE(machinesFigure(scene).word, u"None"_s);
    }
};

COCOON_TEST(TstFigures)
#include "tst_figures.moc"
