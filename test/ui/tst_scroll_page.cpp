// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/theme/theme.h"
#include "ui/widgets/scroll_page.h"

#include <QApplication>
#include <QFrame>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QVBoxLayout>

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstScrollPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPageKeepsItsWidthAndSaysWhereItGoesOn()
    {
        ui::Theme theme(*qApp);
        QWidget place;
        QWidget* page = ui::makeScrollPage(&place);
        auto* content = new QWidget;
        content->setFixedHeight(100);
        (new QVBoxLayout(page))->addWidget(content);
        place.resize(400, 300);
        place.show();
        const auto* fold = place.findChild<QFrame*>(u"fold"_s);
        const QScrollBar* bar = place.findChild<QScrollArea*>()->verticalScrollBar();
        QTRY_VERIFY(!bar->isEnabled());
        QVERIFY(!fold->isVisible());
        const int width = page->width();
        content->setFixedHeight(900);
        QTRY_VERIFY(bar->isEnabled());
        QTRY_COMPARE(page->width(), width); // no edge jumps when the page grows
        QTRY_VERIFY(fold->isVisible());
        place.findChild<QScrollArea*>()->verticalScrollBar()->setValue(bar->maximum());
        QVERIFY(!fold->isVisible());
        content->setFixedHeight(100);
        QTRY_VERIFY(!bar->isEnabled());
        QTRY_COMPARE(page->width(), width);
    }

    void cardsEndAtThePagesMargin()
    {
        ui::Theme theme(*qApp);
        QWidget place;
        auto* column = new QVBoxLayout(ui::makeScrollPage(&place));
        column->setContentsMargins(20, 20, 20, 20);
        auto* card = new QWidget;
        card->setFixedHeight(900);
        column->addWidget(card);
        place.resize(400, 300);
        place.show();
        QTRY_COMPARE(card->mapTo(&place, QPoint(card->width(), 0)).x(), 380); // where a header with that margin ends, bar or not
        QVERIFY(place.findChild<QScrollArea*>()->verticalScrollBar()->isVisible());
    }
};

COCOON_TEST(TstScrollPage)
#include "tst_scroll_page.moc"
