// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/log_filter.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;

/// What is looked for in a log, and what a terminal would have made of its lines.
class TstLogFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAndExpressions_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("hits");
        QTest::newRow("a word, whatever its case") << u"error"_s << u"ERROR: no error like this"_s << 2;
        QTest::newRow("signs stand for themselves") << u"a.c (1)"_s << u"abc (1) a.c (1)"_s << 1;
        QTest::newRow("an expression") << u"/code=[45]\\d\\d/"_s << u"code=200 code=503 code=404"_s << 2;
        QTest::newRow("an anchor") << u"/^E/"_s << u"E0115 E0116"_s << 1;
        QTest::newRow("a path is no expression") << u"/var/log"_s << u"open /var/log: no"_s << 1;
        QTest::newRow("two slashes") << u"//"_s << u"https://here"_s << 1;
        QTest::newRow("matches nothing at all") << u"/x*/"_s << u"abc"_s << 0;
        QTest::newRow("not there") << u"error"_s << u"fine"_s << 0;
    }
    void wordsAndExpressions()
    {
        QFETCH(QString, wanted);
        QFETCH(QString, line);
        QFETCH(int, hits);
        const LogFilter filter(wanted);
        QVERIFY2(filter.error().isEmpty(), qPrintable(filter.error()));
        QCOMPARE(filter.count(line), hits);
        QVERIFY(hits == 0 || filter.matches(line));
    }

    void whatIsNoExpressionIsTold()
    {
        const LogFilter filter(u"/(/"_s);
        QVERIFY(!filter.error().isEmpty());
        QVERIFY(!filter.matches(u"("_s));
        QVERIFY(LogFilter().matches(u"anything"_s));
    }

    void coloursAreTakenOff_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("plain");
        QTest::newRow("none") << u"as it is"_s << u"as it is"_s;
        QTest::newRow("colour") << u"\x1b[1;31merror\x1b[0m: no"_s << u"error: no"_s;
        QTest::newRow("erased line") << u"50 %\x1b[K\r"_s << u"50 %"_s;
        QTest::newRow("a title") << u"\x1b]0;name\x07text"_s << u"text"_s;
        QTest::newRow("cut") << u"text\x1b["_s << u"text"_s;
        QTest::newRow("cut at once") << u"text\x1b"_s << u"text"_s;
    }
    void coloursAreTakenOff()
    {
        QFETCH(QString, line);
        QFETCH(QString, plain);
        QCOMPARE(withoutEscapes(line), plain);
    }
};

COCOON_TEST(TstLogFilter)
#include "tst_log_filter.moc"
