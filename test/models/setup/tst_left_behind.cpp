// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/left_behind.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;
using setup::Desk;
using setup::WorkerView;

class TstLeftBehind : public QObject {
    Q_OBJECT

    static WorkerView worker(const QString& name, WorkerView::Stage stage)
    {
        WorkerView view;
        view.name = name;
        view.stage = stage;
        return view;
    }

private Q_SLOTS:
    void eachStageOfARebootSaysWhatStaysAndHowToUndoIt_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<QString>("says");
        QTest::newRow("draining") << static_cast<int>(WorkerView::Stage::Draining) << u"was not rebooted"_s;
        QTest::newRow("rebooting") << static_cast<int>(WorkerView::Stage::Rebooting) << u"is rebooting"_s;
        QTest::newRow("returning") << static_cast<int>(WorkerView::Stage::Returning) << u"still cordoned"_s;
    }
    void eachStageOfARebootSaysWhatStaysAndHowToUndoIt()
    {
        QFETCH(int, stage);
        QFETCH(QString, says);
        const QStringList left = setup::leftBehind({ worker(u"w1"_s, WorkerView::Stage::Installed), worker(u"w2"_s, static_cast<WorkerView::Stage>(stage)) }, {});
        QCOMPARE(left.size(), 1);
        QVERIFY2(left.at(0).contains(says) && left.at(0).contains(u"oc adm uncordon w2"_s), qPrintable(left.at(0)));
    }

    void whatIsNotAnsweredIsNamedUntilItIs()
    {
        QList<Desk::Event> events { { Desk::Event::Kind::Sent, {}, u"image"_s, u"Import image"_s, u"k1"_s }, { Desk::Event::Kind::Sent, {}, u"operator"_s, u"Apply Subscription"_s, u"k2"_s },
            { Desk::Event::Kind::Made, {}, u"operator"_s, u"Apply Subscription"_s, u"k2"_s }, { Desk::Event::Kind::Waiting, {}, u"operator"_s, u"the operator to be installed"_s, u"x"_s } };
        QStringList left = setup::leftBehind({}, events);
        QCOMPARE(left.size(), 2);
        QVERIFY(left.at(0).contains(u"Import image"_s));
        QVERIFY(left.at(1).contains(u"the operator to be installed"_s));
        events.append({ Desk::Event::Kind::Failed, {}, u"image"_s, u"Import image: no"_s, u"k1"_s });
        events.append({ Desk::Event::Kind::Arrived, {}, u"operator"_s, u"the operator to be installed"_s, u"x"_s });
        left = setup::leftBehind({}, events);
        QCOMPARE(left, QStringList(u"Nothing is half done."_s));
    }
};

COCOON_TEST(TstLeftBehind)
#include "tst_left_behind.moc"
