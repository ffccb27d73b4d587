// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/kind_table.h"
#include "models/items/roles.h"
#include "models/items/sheet_model.h"
#include "test/support/test_main.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/dropped_mark.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyle>
#include <QTest>

#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;

namespace {
    /// Rows "row 0", "row 1" …; knows how often it was asked which row is which.
    class CountingTable : public items::KindTable {
    public:
        explicit CountingTable(int rows)
        {
            dashboard::KindPage page;
            page.columns = { { u"Name"_s, u"string"_s, false }, { u"Ready"_s, u"string"_s, false } };
            for (int row = 0; row < rows; ++row) {
                const QString name = u"row %1"_s.arg(row);
                page.rows.append({ name, u"shop"_s, name, {}, { name, row % 2 == 0 ? u"even"_s : u"odd"_s }, {}, {} });
            }
            reset({ u"Thing"_s, u"things"_s, {}, u"v1"_s, true }, false);
            begin();
            take(page);
            end();
        }
        QVariant data(const QModelIndex& index, int role) const override
        {
            asked += role == items::IdentityRole ? 1 : 0;
            return KindTable::data(index, role);
        }
        QModelIndexList match(const QModelIndex& start, int role, const QVariant& value, int hits, Qt::MatchFlags flags) const override
        {
            asked += 1;
            return KindTable::match(start, role, value, hits, flags);
        }
        mutable int asked = 0;
    };

    /// A sheet whose second column has states.
    class States : public items::SheetModel {
    public:
        using SheetModel::SheetModel;
        QVariant data(const QModelIndex& index, int role) const override
        {
            return role == items::MarkRole && index.column() == 1 ? QVariant(static_cast<int>(items::Mark::Idle)) : SheetModel::data(index, role);
        }
    };

    QStringList selected(const ui::DataTable& table)
    {
        QStringList names;
        for (const QModelIndex& row : table.selectionModel()->selectedRows()) {
            names.append(row.data().toString());
        }
        names.sort();
        return names;
    }
}

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

    void aStateIsReadWholeBesideItsName()
    {
        const ui::Theme theme(*qApp);
        States model;
        model.show({ { u"NAME"_s, u"STATUS"_s, u"ID"_s }, { { u"podvm-forgotten-c9649f19"_s, u"Orphan at 07:56:49"_s, u"02d7_0cb17f-0123-4567"_s } } });
        ui::DataTable table(theme);
        table.setLive();
        table.setModel(&model);
        table.setShares({ 1, 0, 0 });
        table.setNeeds({ 0, 1, 2 });
        const int state = table.itemDelegate()->sizeHint({}, model.index(0, 1)).width();
        table.resize(theme.px(170) + state, 200);
        table.show();
        QCoreApplication::processEvents();
        QCOMPARE(table.dropped(), QStringList { u"ID"_s });
        QVERIFY2(table.columnWidth(1) >= state, qPrintable(QString::number(table.columnWidth(1)))); // though it is more than a third
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

    void whatIsSelectedStaysWhenTheRowsComeAnew()
    {
        const ui::Theme theme(*qApp);
        CountingTable model(60);
        ui::DataTable table(theme);
        table.setLive();
        table.setModel(&model);
        table.sortByColumn(0, Qt::AscendingOrder);
        const auto click = [&](int row, Qt::KeyboardModifiers keys) {
            table.scrollTo(model.index(row, 0));
            QTest::mouseClick(table.viewport(), Qt::LeftButton, keys, table.visualRect(model.index(row, 0)).center());
        };
        table.resize(500, 400);
        table.show();
        click(2, Qt::NoModifier);
        click(3, Qt::ControlModifier);
        click(5, Qt::ControlModifier);
        click(8, Qt::ControlModifier);
        const QStringList all { u"row 2"_s, u"row 3"_s, u"row 5"_s, u"row 8"_s };
        QCOMPARE(selected(table), all);
        QSignalSpy current(&table, &ui::DataTable::currentRowChanged);
        model.setFilter(u"row"_s); // a reset that brings them all
        QCOMPARE(selected(table), all);
        QCOMPARE(table.currentIdentity(), u"row 8"_s);
        model.setFilter(u"even"_s); // two of them go
        QCOMPARE(selected(table), QStringList({ u"row 2"_s, u"row 8"_s }));
        QCOMPARE(table.currentIdentity(), u"row 8"_s);
        model.setFilter(u"!8"_s); // the current one too: what is left is still chosen, and no other row becomes current
        QCOMPARE(selected(table), QStringList { u"row 2"_s });
        QVERIFY(!table.currentIndex().isValid());
        QCOMPARE(current.last().first().toInt(), -1);
        table.copySelection();
        QVERIFY(QApplication::clipboard()->text().startsWith(u"row 2\t"));
        // What was selected beside the current row, which was taken out again.
        model.setFilter({});
        click(1, Qt::NoModifier);
        click(4, Qt::ControlModifier);
        click(4, Qt::ControlModifier);
        model.setFilter(u"row"_s);
        QCOMPARE(selected(table), QStringList { u"row 1"_s });
        QCOMPARE(table.currentIdentity(), u"row 4"_s);
    }

    void oneSelectedRowOfManyCostsNothing()
    {
        const ui::Theme theme(*qApp);
        CountingTable model(50'000);
        ui::DataTable table(theme);
        table.setLive();
        table.setModel(&model);
        table.show();
        const auto askedBy = [&](const QString& filter) {
            model.asked = 0;
            model.setFilter(filter);
            return model.asked;
        };
        QVERIFY(askedBy(u"row"_s) <= 1); // none
        table.setCurrentIndex(model.index(7, 0));
        QVERIFY(askedBy({}) <= 3);
        QCOMPARE(selected(table), QStringList { model.index(7, 0).data().toString() });
        table.selectAll();
        QElapsedTimer timer;
        timer.start();
        const int asked = askedBy(u"even"_s);
        std::printf("50,000 selected rows over a filter: %lld ms\n", static_cast<long long>(timer.elapsed()));
        QVERIFY2(asked <= 2 * 50'000 + 3, qPrintable(QString::number(asked))); // each once before and once after
        QCOMPARE(table.selectionModel()->selection().size(), 1); // one range, not one for each
        QCOMPARE(table.selectionModel()->selectedRows().size(), 25'000);
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
