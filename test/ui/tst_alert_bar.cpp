// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/shell/alert_bar.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;
using Weight = dashboard::Attention::Weight;

namespace {
    dashboard::Alert alert(const QString& id, const QString& title, Weight weight = Weight::Error)
    {
        return { id, { id, weight, title, u"seen "_s + id, u"Show it"_s, u"pods/"_s + id } };
    }

    QStringList labels(const AlertBar& bar)
    {
        QStringList all;
        for (const QLabel* label : bar.findChildren<QLabel*>()) {
            if (!label->text().isEmpty() && label->isVisibleTo(&bar)) {
                all.append(label->text());
            }
        }
        return all;
    }
}

/// One alert at a time, until it is told to go.
class TstAlertBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneAfterTheOther()
    {
        Theme theme(*qApp);
        AlertBar bar(theme);
        QVERIFY(bar.isHidden());
        bar.add(alert(u"a"_s, u"A pod failed"_s), true);
        bar.add(alert(u"b"_s, u"A VSI is nobody's"_s, Weight::Money), true);
        QVERIFY(!bar.isHidden());
        QCOMPARE(labels(bar), (QStringList { u"A pod failed"_s, u"seen a"_s, u"1 of 2"_s }));
        QCOMPARE(bar.accessibleName(), u"Alert: A pod failed"_s);
        auto* dismiss = bar.findChild<QPushButton*>(u"alert.dismiss"_s);
        dismiss->click();
        QCOMPARE(labels(bar), (QStringList { u"A VSI is nobody's"_s, u"seen b"_s }));
        QCOMPARE(bar.property("tone").toString(), u"money"_s);
        dismiss->click();
        QVERIFY(bar.isHidden());
        QCOMPARE(bar.count(), 0);
    }

    void itsActionLeadsThereAndTakesItAway()
    {
        Theme theme(*qApp);
        AlertBar bar(theme);
        QSignalSpy opened(&bar, &AlertBar::opened);
        bar.add(alert(u"a"_s, u"A pod failed"_s), true);
        bar.findChild<QPushButton*>(u"alert.action"_s)->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), u"pods/a"_s);
        QVERIFY(bar.isHidden());
    }

    void nothingIsRemovedOnWhatWasTrueOnce()
    {
        Theme theme(*qApp);
        AlertBar bar(theme);
        dashboard::Alert orphan = alert(u"a"_s, u"A VSI is nobody's"_s, Weight::Money);
        orphan.attention.place = u"remove/i1"_s;
        bar.add(orphan, true);
        auto* action = bar.findChild<QPushButton*>(u"alert.action"_s);
        QVERIFY(action->isEnabled());
        bar.setHeard(QDateTime(QDate(2026, 5, 1), QTime(9, 8, 7)));
        QVERIFY(!action->isEnabled());
        QVERIFY(!action->toolTip().isEmpty()); // and says why
        QCOMPARE(labels(bar).first(), u"Seen at 09:08:07: A VSI is nobody's"_s);
        bar.setHeard({});
        QVERIFY(action->isEnabled());
        QCOMPARE(labels(bar).first(), u"A VSI is nobody's"_s);
    }

    void withoutAPlaceToGoThereIsNoButton()
    {
        Theme theme(*qApp);
        AlertBar bar(theme);
        bar.add(alert(u"a"_s, u"A pod failed"_s), false);
        QVERIFY(!bar.findChild<QPushButton*>(u"alert.action"_s)->isVisibleTo(&bar));
        bar.clear(); // the connection ended
        QVERIFY(bar.isHidden());
    }
};

COCOON_TEST(TstAlertBar)
#include "tst_alert_bar.moc"
