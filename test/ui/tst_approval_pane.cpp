// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/approval_pane.h"

#include "test/support/test_main.h"
#include "ui/setup/changes_card.h"
#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstApprovalPane : public QObject {
    Q_OBJECT

    static plan::Change restart()
    {
        plan::Change change;
        change.key = u"restart"_s;
        change.verb = plan::Verb::Delete;
        change.title = u"Restart adaptor pod"_s;
        change.why = u"Its replacement reads the new settings."_s;
        change.commands = QStringList { u"oc delete pods osc-caa-ds-6tvzm"_s };
        return change;
    }

private Q_SLOTS:
    void theQuestionIsWholeAndThePageGivesWay_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<bool>("showsPage");
        QTest::newRow("as in a low window") << 464 << false;
        QTest::newRow("text at 200 %: it scrolls, the answers stand") << 240 << false;
        QTest::newRow("as in a high one") << 740 << true;
    }
    void theQuestionIsWholeAndThePageGivesWay()
    {
        QFETCH(int, height);
        QFETCH(bool, showsPage);
        ui::Theme theme(*qApp);
        auto* page = new QWidget;
        ui::ApprovalPane pane(theme, page);
        pane.resize(680, height);
        pane.show();
        QVERIFY(page->isVisible());
        pane.ask({ restart() }, u"demo"_s);
        QCoreApplication::processEvents();
        const auto* table = pane.findChild<ui::DataTable*>();
        const auto* agree = pane.findChild<QPushButton*>(u"approval.agree"_s);
        QVERIFY(table->hasFocus() || !pane.isActiveWindow());
        const int row = table->rowViewportPosition(0);
        if (height > 300) {
            QVERIFY2(row >= 0 && row + table->rowHeight(0) <= table->viewport()->height(), "the change is seen whole");
        }
        QVERIFY(agree->mapTo(&pane, QPoint(0, agree->height())).y() <= height);
        QVERIFY(height < 300 || agree->mapTo(&pane, QPoint()).y() > table->mapTo(&pane, QPoint(0, table->height())).y());
        for (const QWidget* up = agree->parentWidget(); up != &pane; up = up->parentWidget()) {
            QVERIFY2(qobject_cast<const QScrollArea*>(up) == nullptr, "the answers never scroll away");
        }
        QCOMPARE(page->isVisible(), showsPage);
        pane.ask({}, u"demo"_s);
        QVERIFY(page->isVisible());
        QVERIFY(!agree->isVisible());
    }
};

COCOON_TEST(TstApprovalPane)
#include "tst_approval_pane.moc"
