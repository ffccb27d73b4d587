// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/words/language.h"
#include "test/support/test_main.h"
#include "test/ui/fake_program.h"
#include "ui/shell/welcome_page.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;

/// What is met at the first start.
class TstWelcomePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDoorsAreOfOneHeight_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("percent");
        QTest::addColumn<int>("width");
        for (const QString& language : words::Language::available()) {
            for (const int percent : { 100, 150, 200 }) {
                for (const int width : { 800, 1280 }) {
                    QTest::newRow(qPrintable(u"%1 %2 % %3"_s.arg(language).arg(percent).arg(width))) << language << percent << width;
                }
            }
        }
    }
    void theDoorsAreOfOneHeight()
    {
        QFETCH(QString, language);
        QFETCH(int, percent);
        QFETCH(int, width);
        const words::Language spoken(language);
        ui::Theme theme(*qApp);
        theme.setTextPercent(percent);
        test::FakeProgram program;
        ui::WelcomePage page(theme, program);
        page.resize(width, 700);
        page.show();
        QCoreApplication::processEvents();
        QList<QRect> doors;
        for (const QString& name : { u"door.sandbox"_s, u"door.cloud"_s, u"door.kubeconfig"_s }) {
            auto* door = page.findChild<QPushButton*>(name);
            doors.append(door->geometry());
            for (const QLabel* label : door->findChildren<QLabel*>()) {
                QVERIFY2(door->rect().contains(label->geometry()) && (!label->wordWrap() || label->heightForWidth(label->width()) <= label->height()), qPrintable(label->text()));
            }
        }
        QCOMPARE(doors.at(1).height(), doors.at(0).height());
        QCOMPARE(doors.at(2).height(), doors.at(0).height());
        QCOMPARE(doors.at(1).top(), doors.at(0).top());
        QVERIFY(doors.at(0).height() < 500); // and not as high as the page
    }
};

COCOON_TEST(TstWelcomePage)
#include "tst_welcome_page.moc"
