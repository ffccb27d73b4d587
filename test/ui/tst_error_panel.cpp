// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/widgets/code_view.h"
#include "ui/widgets/error_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstErrorPanel : public QObject {
    Q_OBJECT

    static QPushButton* button(const ui::ErrorPanel& panel, const QString& text)
    {
        for (QPushButton* one : panel.findChildren<QPushButton*>()) {
            if (one->isVisible() && one->text() == text) {
                return one;
            }
        }
        return nullptr;
    }

private Q_SLOTS:
    void whatFailedHasThreePartsAndTheRestIsFolded()
    {
        ui::Theme theme(*qApp);
        ui::ErrorPanel panel(theme);
        QVERIFY(panel.isHidden());
        panel.show({ Errc::Forbidden, u"nodes is forbidden"_s, u"{\"kind\":\"Status\"}"_s });
        panel.show({ u"list the nodes"_s, u"nodes is forbidden"_s, u"Ask for the right."_s }, u"{\"kind\":\"Status\"}"_s);
        QVERIFY(panel.isVisible());
        QStringList said;
        for (const QLabel* label : panel.findChildren<QLabel*>()) {
            said.append(label->text());
        }
        for (const QString& part : { u"Tried"_s, u"List the nodes"_s, u"Came back"_s, u"nodes is forbidden"_s, u"Do next"_s, u"Ask for the right."_s }) {
            QVERIFY2(said.contains(part), qPrintable(said.join(u" | "_s)));
        }
        auto* raw = panel.findChild<ui::CodeView*>();
        QVERIFY(!raw->isVisible());
        QTest::keyClick(button(panel, u"Show what came back"_s), Qt::Key_Space);
        QVERIFY(raw->isVisible() && raw->toPlainText().contains(u"\"kind\""_s));
        QTest::keyClick(button(panel, u"Hide what came back"_s), Qt::Key_Space);
        QVERIFY(!raw->isVisible());
    }

    void aTicketHasAllOfItAndNoSecret()
    {
        ui::Theme theme(*qApp);
        ui::ErrorPanel panel(theme);
        const Error error { Errc::Server, u"refused"_s, u"answer\nAuthorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl\n"_s };
        panel.show(error.during(u"list the clusters"_s));
        QTest::keyClick(button(panel, u"Copy for a ticket"_s), Qt::Key_Space);
        const QString copied = QApplication::clipboard()->text();
        for (const QString& part : { u"Cocoon "_s, u"Tried: "_s, u"Came back: "_s, u"Do next: "_s, u"answer"_s }) {
            QVERIFY2(copied.contains(part), qPrintable(copied));
        }
        QVERIFY2(!copied.contains(u"c2lnbmF0dXJl"_s), qPrintable(copied));
    }
};

COCOON_TEST(TstErrorPanel)
#include "tst_error_panel.moc"
