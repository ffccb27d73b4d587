// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/pods/log_view.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;

/// A log to read in.
class TstLogView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesThatDoNotMatchCanBeHidden()
    {
        QObject owner;
        dashboard::ClusterReader reader([&owner] { return settledJob<kube::Client*>(&owner, tl::unexpected(Error { Errc::Network, u"no cluster here"_s, {} })); });
        const Theme theme(*qApp);
        LogView view(theme, reader);
        view.resize(500, 400);
        view.QWidget::show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.take({ u"\x1b[32minfo\x1b[0m started"_s, u"error: one"_s, u"info again"_s, u"error: two, error: three"_s });
        QCOMPARE(view.text(), u"info started\nerror: one\ninfo again\nerror: two, error: three"_s);

        auto* search = view.findChild<QLineEdit*>(u"log.search"_s);
        auto* only = view.findChild<QAbstractButton*>(u"log.only"_s);
        QVERIFY(!only->isVisible()); // there is nothing to hide by
        search->setFocus();
        QTest::keyClicks(search, u"ERROR:"_s);
        const auto says = [&view](const QString& words) {
            const QList<QLabel*> labels = view.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&words](const QLabel* label) { return label->text() == words; });
        };
        QVERIFY(says(u"3"_s));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(says(u"1 of 3"_s));
        QTest::keyClick(search, Qt::Key_Return);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(says(u"3 of 3"_s));
        QTest::keyClick(search, Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(says(u"2 of 3"_s));

        only->click();
        QCOMPARE(view.text(), u"error: one\nerror: two, error: three"_s);
        view.take({ u"info more"_s, u"error: four"_s });
        QCOMPARE(view.text(), u"error: one\nerror: two, error: three\nerror: four"_s);
        search->setText(u"/^info/"_s);
        QCOMPARE(view.text(), u"info started\ninfo again\ninfo more"_s);
        only->click();
        QCOMPARE(view.text().count(u'\n'), 5); // nothing was lost
        search->setText(u"/(/"_s);
        const QList<QLabel*> labels = view.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return label->text().startsWith(u"This is no expression"); }));
    }
};

COCOON_TEST(TstLogView)
#include "tst_log_view.moc"
