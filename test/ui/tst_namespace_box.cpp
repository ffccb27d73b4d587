// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "test/ui/answering_server.h"
#include "ui/pods/namespace_box.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;

namespace {
    const QString kPath = u"/api/v1/namespaces"_s;

    QStringList items(const NamespaceBox& box)
    {
        QStringList all;
        for (int i = 0; i < box.count(); ++i) {
            all.append(box.itemText(i));
        }
        return all;
    }
}

/// Which namespaces are offered.
class TstNamespaceBox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListIsAsNewAsTheLook()
    {
        test::AnsweringServer server;
        NamespaceBox box(server.reader());
        QSignalSpy chosen(&box, &NamespaceBox::chosen);
        box.show();
        server.bodies.insert(kPath, test::AnsweringServer::namespaces({ u"shop"_s, u"bank"_s }));
        box.read();
        QTRY_COMPARE(items(box), QStringList({ u"All namespaces"_s, u"bank"_s, u"shop"_s }));
        QCOMPARE(box.ns(), QString());
        box.choose(u"shop"_s);
        // Another one came and the chosen one went, which still is what the table shows.
        server.bodies.insert(kPath, test::AnsweringServer::namespaces({ u"bank"_s, u"arena"_s, u"zoo"_s }));
        box.showPopup();
        QTRY_COMPARE(items(box), QStringList({ u"All namespaces"_s, u"arena"_s, u"bank"_s, u"shop"_s, u"zoo"_s }));
        QCOMPARE(box.ns(), u"shop"_s);
        box.hidePopup();
        box.choose(u"bank"_s);
        box.showPopup();
        QTRY_COMPARE(items(box), QStringList({ u"All namespaces"_s, u"arena"_s, u"bank"_s, u"zoo"_s }));
        QCOMPARE(box.ns(), u"bank"_s);
        box.hidePopup();
        // A link may name one that the list does not have.
        box.choose(u"own"_s);
        QCOMPARE(box.ns(), u"own"_s);
        QCOMPARE(items(box).indexOf(u"own"_s), 3);
        QVERIFY(chosen.isEmpty()); // nobody was at it
        QTest::keyClick(&box, Qt::Key_Down);
        QCOMPARE(chosen.last().first().toString(), u"zoo"_s);
        QTest::keyClick(&box, Qt::Key_Home);
        QCOMPARE(chosen.last().first().toString(), QString());
    }

    void onlyWhoMayNotListTypes()
    {
        test::AnsweringServer server;
        NamespaceBox box(server.reader());
        box.show();
        server.isCut = true;
        box.read();
        QTRY_VERIFY(box.toolTip().contains(u"connection refused"));
        QVERIFY(!box.isEditable()); // which says nothing about rights
        server.isCut = false;
        server.status = 403;
        box.showPopup();
        QTRY_VERIFY(box.isEditable());
        box.hidePopup();
        QSignalSpy chosen(&box, &NamespaceBox::chosen);
        box.lineEdit()->selectAll();
        QTest::keyClicks(box.lineEdit(), u"team-a"_s);
        QTest::keyClick(box.lineEdit(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toString(), u"team-a"_s);
        // Trouble does not take the field away again, the right does.
        server.status = 500;
        box.showPopup();
        QTRY_VERIFY(box.toolTip().contains(u"500"));
        QVERIFY(box.isEditable());
        box.hidePopup();
        server.status = 200;
        server.bodies.insert(kPath, test::AnsweringServer::namespaces({ u"shop"_s }));
        box.showPopup();
        QTRY_VERIFY(!box.isEditable());
        QCOMPARE(items(box), QStringList({ u"All namespaces"_s, u"shop"_s, u"team-a"_s })); // what was chosen stays
        QCOMPARE(box.toolTip(), QString());
    }
};

COCOON_TEST(TstNamespaceBox)
#include "tst_namespace_box.moc"
