// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/widgets/side_split.h"

#include <QApplication>
#include <QScrollArea>
#include <QSplitterHandle>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;

namespace {
    /// A place with a detail that is shown as soon as a row is chosen.
    struct Place {
        QWidget* list = new QWidget;
        QWidget* side = new QWidget;
        SideSplit split;

        Place(const Theme& theme, const QString& name)
            : split(theme, name, list, side, 440)
        {
            list->setMinimumWidth(100);
            side->hide();
            split.resize(1200, 400);
            split.show();
            side->show();
            QCoreApplication::processEvents();
        }
        int wide()
        {
            QCoreApplication::processEvents();
            return side->width();
        }
        void drag(int by)
        {
            QSplitterHandle* handle = split.handle(1);
            const QPoint at = handle->rect().center();
            QTest::mousePress(handle, Qt::LeftButton, {}, at);
            QTest::mouseMove(handle, at + QPoint(by, 0));
            QTest::mouseRelease(handle, Qt::LeftButton, {}, at + QPoint(by, 0));
        }
    };
}

/// The border between a list and its detail.
class TstSideSplit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachPlaceKeepsItsBorder()
    {
        Theme theme(*qApp);
        {
            Place nodes(theme, u"one"_s);
            QCOMPARE(nodes.wide(), 440);
            nodes.drag(-100);
            QCOMPARE(nodes.wide(), 540);
            nodes.side->hide(); // and comes back where it was
            nodes.side->show();
            QCOMPARE(nodes.wide(), 540);
            nodes.split.resize(1000, 400); // the list gives way
            QCOMPARE(nodes.wide(), 540);
        }
        Place again(theme, u"one"_s);
        QCOMPARE(again.wide(), 540);
        again.split.resize(500, 400); // nothing is pushed out of the window
        QVERIFY(again.wide() < 400 && again.side->geometry().right() < 500 && again.list->width() >= 100);
        again.split.resize(1200, 400);
        QCOMPARE(again.wide(), 540);
        Place other(theme, u"other"_s);
        QCOMPARE(other.wide(), 440);
    }

    void aLargerTextMovesItOnlyWhenItWouldBeCut()
    {
        Theme theme(*qApp);
        Place place(theme, u"text"_s);
        place.drag(-60);
        QCOMPARE(place.wide(), 500);
        theme.setTextPercent(150); // at least 450
        QCOMPARE(place.wide(), 500);
        theme.setTextPercent(200); // at least 600
        QVERIFY2(place.wide() >= 600, qPrintable(QString::number(place.wide())));
        theme.setTextPercent(100);
        QCOMPARE(place.wide(), 500);
    }

    // A scroll area itself is content with little.
    void whatScrollsIsNotCutEither()
    {
        Theme theme(*qApp);
        auto* side = new QScrollArea;
        auto* buttons = new QWidget;
        buttons->setMinimumWidth(400);
        side->setWidget(buttons);
        SideSplit split(theme, u"scrolls"_s, new QWidget, side, 440);
        split.resize(1200, 400);
        split.show();
        split.setSizes({ 900, 286 }); // as if dragged there
        split.resize(1210, 400);
        QCoreApplication::processEvents();
        QVERIFY2(side->viewport()->width() >= 400, qPrintable(QString::number(side->viewport()->width())));
    }
};

COCOON_TEST(TstSideSplit)
#include "tst_side_split.moc"
