// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/shell/rail.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QAccessibleActionInterface>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstRail : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPlaceIsChosenByMouseAndByAScreenReader()
    {
        ui::Theme theme(*qApp);
        ui::Rail rail(theme);
        rail.addPlace(u"setup"_s, u"Setup"_s, u"setup"_s);
        rail.addPlace(u"nodes"_s, u"Nodes"_s, u"nodes"_s);
        QSignalSpy chosen(&rail, &ui::Rail::chosen);
        rail.setCurrent(u"setup"_s);
        QCOMPARE(chosen.size(), 0); // it was told, nobody chose
        auto* nodes = rail.findChild<QToolButton*>(u"rail.nodes"_s);
        nodes->click();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.takeFirst(), QVariantList { u"nodes"_s });
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(rail.findChild<QToolButton*>(u"rail.setup"_s));
        QVERIFY(spoken != nullptr && spoken->actionInterface() != nullptr);
        spoken->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.takeFirst(), QVariantList { u"setup"_s });
        QVERIFY(!nodes->isChecked());
    }
};

COCOON_TEST(TstRail)
#include "tst_rail.moc"
