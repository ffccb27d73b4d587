// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/shell/commands.h"
#include "ui/shell/palette.h"

#include <QApplication>
#include <QLineEdit>
#include <QTest>
#include <QVBoxLayout>

using namespace cocoon::ui;
using namespace Qt::StringLiterals;

class TstPalette : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFewLettersFindTheCommand()
    {
        QVERIFY(Palette::score(u"Go to Activity"_s, u"act"_s) > 0);
        QVERIFY(Palette::score(u"Go to Activity"_s, u"gact"_s) > 0);
        QCOMPARE(Palette::score(u"Go to Activity"_s, u"xyz"_s), 0);
        QVERIFY(Palette::score(u"Dark theme"_s, u"DARK"_s) > 0);
    }
    void wholeWordsComeBeforeScatteredLetters()
    {
        QVERIFY(Palette::score(u"Go to Settings"_s, u"set"_s) > Palette::score(u"Show everything twice"_s, u"set"_s));
    }
    void everythingMatchesWhenNothingIsTyped()
    {
        QVERIFY(Palette::score(u"Anything"_s, QString()) > 0);
    }

    void typedAndEnteredItRuns()
    {
        Theme theme(*qApp);
        QWidget window;
        auto* before = new QLineEdit(&window);
        new QVBoxLayout(&window);
        window.layout()->addWidget(before);
        Commands commands(window);
        int ran = 0;
        commands.add(u"one"_s, u"Test"_s, u"Open the first thing"_s, {}, [] {});
        commands.add(u"two"_s, u"Test"_s, u"Close the second thing"_s, {}, [&ran] { ++ran; });
        Palette palette(theme, commands, &window);
        window.resize(700, 500);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        before->setFocus();
        palette.open();
        QVERIFY(palette.isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"sec"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(ran, 1);
        QVERIFY(!palette.isVisible());

        palette.open();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
        QCOMPARE(QApplication::focusWidget(), before); // the keyboard goes back to where it was
        QCOMPARE(ran, 1);
    }

    void whatIsFoundComesBeforeWhatCouldBeDone()
    {
        Theme theme(*qApp);
        QWidget window;
        Commands commands(window);
        int ran = 0;
        QString found;
        commands.add(u"one"_s, u"Test"_s, u"Web server restart"_s, {}, [&ran] { ++ran; });
        Palette palette(theme, commands, &window);
        palette.setSearch([&found](const QString& typed) { return Palette::Hits { { u"Pod shop/web"_s, [&found, typed] { found = typed; } } }; });
        window.resize(700, 500);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        palette.open();
        QTest::keyClicks(QApplication::focusWidget(), u"web"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(found, u"web"_s);
        QCOMPARE(ran, 0);
    }
};

COCOON_TEST(TstPalette)
#include "tst_palette.moc"
