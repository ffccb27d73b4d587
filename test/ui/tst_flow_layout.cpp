// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/widgets/flow_layout.h"

#include <QLineEdit>
#include <QTest>
#include <QWidget>

using namespace cocoon;
using ui::FlowLayout;

namespace {
    constexpr int kWide = 100;
    constexpr int kHigh = 20;
    constexpr int kGap = 10;

    QWidget* part(FlowLayout& flow)
    {
        auto* one = new QWidget;
        one->setFixedSize(kWide, kHigh);
        flow.addWidget(one);
        return one;
    }

    void lay(QWidget& place, int width)
    {
        place.resize(width, place.layout()->heightForWidth(width));
        place.layout()->activate();
    }
}

class TstFlowLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatHasNoRoomStandsInAFurtherLine()
    {
        QWidget place;
        auto* flow = new FlowLayout(&place);
        flow->setSpacing(kGap);
        part(*flow);
        QWidget* second = part(*flow);
        QWidget* third = part(*flow);
        place.show();
        QCOMPARE(flow->sizeHint(), QSize(3 * kWide + 2 * kGap, kHigh));
        QCOMPARE(flow->minimumSize(), QSize(kWide, kHigh));
        QCOMPARE(flow->heightForWidth(3 * kWide + 2 * kGap), kHigh);
        QCOMPARE(flow->heightForWidth(3 * kWide + 2 * kGap - 1), 2 * kHigh + kGap);
        QCOMPARE(flow->heightForWidth(kWide), 3 * kHigh + 2 * kGap);
        lay(place, 3 * kWide);
        QCOMPARE(second->pos(), QPoint(kWide + kGap, 0));
        QCOMPARE(third->pos(), QPoint(0, kHigh + kGap));
        second->hide();
        QCOMPARE(flow->heightForWidth(3 * kWide), kHigh); // what is not there takes no room
    }

    void whatStandsOnTheRightGoesTogether()
    {
        QWidget place;
        auto* flow = new FlowLayout(&place);
        flow->setSpacing(kGap);
        QWidget* title = part(*flow);
        flow->addSpring();
        QWidget* second = part(*flow);
        QWidget* third = part(*flow);
        place.show();
        lay(place, 4 * kWide);
        QCOMPARE(title->pos(), QPoint(0, 0));
        QCOMPARE(second->pos(), QPoint(4 * kWide - 2 * kWide - kGap, 0));
        QCOMPARE(third->geometry().right(), 4 * kWide - 1);
        lay(place, 3 * kWide);
        QCOMPARE(title->pos(), QPoint(0, 0));
        QCOMPARE(second->pos(), QPoint(kWide - kGap, kHigh + kGap)); // together, though there was room for one beside the title
        QCOMPARE(third->geometry().right(), 3 * kWide - 1);
        QCOMPARE(third->y(), second->y());
        auto* early = new QWidget;
        early->setFixedSize(kWide, kHigh);
        flow->insertWidget(0, early);
        early->show();
        lay(place, 5 * kWide);
        QCOMPARE(early->pos(), QPoint(0, 0));
        QCOMPARE(title->pos(), QPoint(kWide + kGap, 0));
    }

    void whatCanGrowTakesWhatIsLeft()
    {
        QWidget place;
        auto* flow = new FlowLayout(&place);
        flow->setSpacing(kGap);
        part(*flow);
        auto* filter = new QLineEdit;
        filter->setMinimumWidth(80);
        filter->setMaximumWidth(400);
        flow->addWidget(filter);
        place.show();
        lay(place, 360);
        QCOMPARE(filter->width(), 360 - kWide - kGap);
        lay(place, 900);
        QCOMPARE(filter->width(), 400);
        lay(place, kWide + kGap + 80);
        QCOMPARE(filter->width(), 80); // before a line breaks
        lay(place, kWide + kGap + 79);
        QVERIFY(filter->y() > 0);
    }
};

COCOON_TEST(TstFlowLayout)
#include "tst_flow_layout.moc"
