// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/widgets/bounded_children.h"

#include <QAccessible>
#include <QLabel>
#include <QScrollArea>

class TstBoundedChildren : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aChildThatHasGoneIsNone()
    {
        cocoon::ui::boundAccessibleChildren();
        QScrollArea area;
        auto* label = new QLabel(QStringLiteral("inside"));
        area.setWidget(label);
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&area);
        QVERIFY(interface);
        const int count = interface->childCount();
        QVERIFY(count > 0);
        for (int i = 0; i < count; ++i) {
            QVERIFY(interface->child(i));
        }
        QCOMPARE(interface->child(count), nullptr);
        QCOMPARE(interface->child(count + 1000), nullptr);
        QCOMPARE(interface->child(-1), nullptr);

        // What it holds is still found, and finds its way up.
        QAccessibleInterface* inside = QAccessible::queryAccessibleInterface(label);
        QAccessibleInterface* up = inside;
        while (up != nullptr && up != interface) {
            up = up->parent();
        }
        QCOMPARE(up, interface);
        QVERIFY(interface->indexOfChild(inside->parent()) >= 0);
    }
};

COCOON_TEST(TstBoundedChildren)
#include "tst_bounded_children.moc"
