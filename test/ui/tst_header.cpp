// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/shell/header.h"

#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstHeader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsOldSaysSinceWhen()
    {
        QCOMPARE(ui::staleText(milliseconds(-300)), u"Stale · just now"_s); // clocks are set
        QCOMPARE(ui::staleText(milliseconds(0)), u"Stale · just now"_s);
        QCOMPARE(ui::staleText(milliseconds(999)), u"Stale · just now"_s);
        QVERIFY2(ui::staleText(milliseconds(1000)).startsWith(u"Stale · 1"_s) && ui::staleText(milliseconds(1000)).endsWith(u" s old"_s), qPrintable(ui::staleText(milliseconds(1000))));
    }
};

COCOON_TEST(TstHeader)
#include "tst_header.moc"
