// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/sheet_model.h"
#include "test/support/test_main.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/dropped_mark.h"

#include <QApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyle>
#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;

/// Tables in little room.
class TstDataTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLeastNeededColumnGivesWay()
    {
        const ui::Theme theme(*qApp);
        items::SheetModel model;
        model.show({ { u"NAME"_s, u"STATUS"_s, u"ZONE"_s, u"ADAPTOR"_s }, { { u"10.243.128.4"_s, u"SchedulingDisabled"_s, u"eu-de-1"_s, u"yes"_s } } });
        ui::DataTable table(theme);
        table.setModel(&model);
        table.setShares({ 0, 0, 1, 0 });
        table.setNeeds({ 0, 1, 3, 2 });
        const auto shown = [&table] {
            QList<int> columns;
            for (int column = 0; column < 4; ++column) {
                if (!table.horizontalHeader()->isSectionHidden(column)) {
                    columns.append(column);
                }
            }
            return columns;
        };
        const auto resize = [&table](int width) {
            table.resize(width, 200);
            table.show();
            QCoreApplication::processEvents();
        };
        const ui::DroppedMark mark(table);
        resize(900);
        QCOMPARE(shown(), (QList<int> { 0, 1, 2, 3 }));
        QVERIFY(mark.text().isEmpty());
        for (const int column : { 0, 1, 3 }) {
            const QString header = table.model()->headerData(column, Qt::Horizontal).toString();
            const int around = 2 * theme.px(8) + 2 * table.style()->pixelMetric(QStyle::PM_HeaderMargin); // padding of window.qss, and Qt's own
            QVERIFY2(table.columnWidth(column) >= table.horizontalHeader()->fontMetrics().horizontalAdvance(header) + around, qPrintable(header)); // read whole
        }
        const int all = table.columnWidth(0) + table.columnWidth(1) + table.columnWidth(3);
        resize(all + 20);
        QCOMPARE(shown(), (QList<int> { 0, 1, 3 }));
        QVERIFY(!table.isColumnHidden(2)); // nobody chose that
        QCOMPARE(table.dropped(), QStringList { u"ZONE"_s });
        QCOMPARE(mark.text(), u"· 1 column(s) hidden"_s); // and it is said
        QVERIFY2(mark.toolTip().contains(u"ZONE"), qPrintable(mark.toolTip()));
        QCOMPARE(table.horizontalHeader()->length(), table.viewport()->width()); // no empty strip on the right
        table.setColumnHidden(3, true);
        QCOMPARE(shown(), (QList<int> { 0, 1, 2 })); // there is room again
        table.setColumnHidden(3, false);
        resize(900);
        QCOMPARE(shown(), (QList<int> { 0, 1, 2, 3 }));
    }

    void whatARowIsIsReadBeforeTheRest()
    {
        const ui::Theme theme(*qApp);
        items::SheetModel model;
        model.show({ { u"NAME"_s, u"A HEADING THAT IS LONG"_s, u"ID"_s }, { { u"podvm-forgotten-c9649f19"_s, u"x"_s, u"02d7_0cb17f-0123-4567"_s } } });
        ui::DataTable table(theme);
        table.setLive();
        table.setModel(&model);
        table.setShares({ 1, 0, 0 });
        table.setNeeds({ 0, 1, 2 });
        table.resize(420, 200);
        table.show();
        QCoreApplication::processEvents();
        QCOMPARE(table.dropped(), QStringList { u"ID"_s }); // rather than the name cut
        const int needed = table.itemDelegate()->sizeHint({}, model.index(0, 0)).width();
        QVERIFY2(table.columnWidth(0) >= needed, qPrintable(QString::number(table.columnWidth(0))));
        const QString heading = model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString();
        QVERIFY(table.columnWidth(1) >= QFontMetrics(theme.font(u"label"_s, QFont::DemiBold)).horizontalAdvance(heading) + theme.px(2 * 8 + 11)); // with the room Qt keeps for an arrow; though a third of the table is less
    }

    void theArrowPointsUpWhereNamesGoUp()
    {
        ui::Theme theme(*qApp);
        theme.setChoice(ui::Theme::Choice::Light);
        items::SheetModel model;
        model.show({ { QString() }, { { u"a"_s } } });
        ui::DataTable table(theme);
        table.setLive();
        table.setModel(&model);
        table.setShares({ 1 });
        table.resize(300, 200);
        table.show();
        // Rows of dark pixels in the heading's right half: the tip of the arrow is narrow.
        const auto widths = [&table](Qt::SortOrder order) {
            table.sortByColumn(0, order);
            QCoreApplication::processEvents();
            QHeaderView* header = table.horizontalHeader();
            const QImage image = header->grab().toImage();
            QList<int> spans;
            for (int y = 0; y < image.height() - 2; ++y) {
                int from = -1;
                int to = -1;
                for (int x = image.width() / 2; x < image.width(); ++x) {
                    if (image.pixelColor(x, y).lightness() < 200) {
                        from = from < 0 ? x : from;
                        to = x;
                    }
                }
                if (from >= 0) {
                    spans.append(to - from);
                }
            }
            return spans;
        };
        const QList<int> up = widths(Qt::AscendingOrder);
        const QList<int> down = widths(Qt::DescendingOrder);
        QVERIFY(up.size() > 2 && down.size() > 2);
        QVERIFY2(up.first() < up.last(), "ascending points up");
        QVERIFY2(down.first() > down.last(), "descending points down");
    }

    void anEmptyTableLeadsOn()
    {
        const ui::Theme theme(*qApp);
        items::SheetModel model;
        model.show({ { u"NAME"_s, u"STATUS"_s }, {} });
        ui::DataTable table(theme);
        table.setModel(&model);
        table.setEmptyText(u"Nothing matches."_s, u"Clear the filter"_s);
        table.resize(600, 300);
        table.show();
        auto* action = table.findChild<QPushButton*>(u"table.emptyAction"_s);
        QVERIFY(action != nullptr && action->isVisible());
        const int middle = action->mapTo(&table, action->rect().center()).x();
        QVERIFY2(qAbs(middle - table.width() / 2) < 10, qPrintable(QString::number(middle)));
        QSignalSpy acted(&table, &ui::DataTable::emptyActed);
        QTest::keyClick(action, Qt::Key_Space);
        QCOMPARE(acted.size(), 1);
        model.show({ { u"NAME"_s, u"STATUS"_s }, { { u"a"_s, u"b"_s } } });
        QVERIFY(!action->isVisible());
        table.setEmptyText(u"Nothing is there."_s); // there is nothing to do about it
        model.show({ { u"NAME"_s, u"STATUS"_s }, {} });
        QVERIFY(!action->isVisible());
    }

    void whoComesByKeyboardStandsOnARow()
    {
        const ui::Theme theme(*qApp);
        items::SheetModel model;
        model.show({ { u"NAME"_s }, { { u"a"_s }, { u"b"_s } } });
        ui::DataTable table(theme);
        table.setModel(&model);
        table.show();
        QVERIFY(QTest::qWaitForWindowActive(&table));
        table.clearFocus();
        table.setCurrentIndex({});
        table.setFocus(Qt::TabFocusReason);
        QCOMPARE(table.currentIndex().row(), 0);
    }
};

COCOON_TEST(TstDataTable)
#include "tst_data_table.moc"
