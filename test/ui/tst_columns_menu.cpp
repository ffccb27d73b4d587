// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/pods/columns_menu.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QLineEdit>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;

namespace {
    QJsonObject pod(const QString& name, const QJsonObject& labels)
    {
        return { { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, u"shop"_s }, { u"uid"_s, name }, { u"resourceVersion"_s, u"1"_s }, { u"labels"_s, labels } } },
            { u"spec"_s, QJsonObject { { u"runtimeClassName"_s, u"kata-remote"_s } } } };
    }

    QStringList headers(const items::PodTable& table)
    {
        QStringList all;
        for (int column = items::PodTable::FixedColumns; column < table.columnCount(); ++column) {
            all.append(table.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        }
        return all;
    }
}

/// Labels and annotations as columns.
class TstColumnsMenu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKeyThatIsNotListedIsTyped()
    {
        SystemClock clock;
        dashboard::PodStore store(clock);
        store.keeper().listStarted();
        store.keeper().listed(pod(u"web"_s, { { u"tier"_s, u"front"_s } }));
        store.keeper().listDone();
        items::PodTable table(store);
        QTRY_COMPARE(table.rowCount(), 1);
        Theme theme(*qApp);
        DataTable view(theme);
        view.setLive();
        view.setModel(&table);
        {
            ColumnsMenu menu(view, table);
            menu.restore();
            Q_EMIT menu.aboutToShow();
            auto* line = menu.findChild<QLineEdit*>(u"columns.other.label"_s);
            QVERIFY(line != nullptr);
            line->setText(u" tier "_s);
            QTest::keyClick(line, Qt::Key_Return);
            QCOMPARE(headers(table), QStringList { u"TIER"_s });
            const int column = items::PodTable::FixedColumns;
            QCOMPARE(table.index(0, column).data().toString(), u"front"_s);
            QVERIFY(menu.shown().contains(column));
            // Twice is once, and nothing is no key.
            Q_EMIT menu.aboutToShow();
            for (const QString& again : { u"tier"_s, QString() }) {
                line = menu.findChild<QLineEdit*>(u"columns.other.label"_s);
                line->setText(again);
                QTest::keyClick(line, Qt::Key_Return);
            }
            QCOMPARE(headers(table), QStringList { u"TIER"_s });
        }
        // Another start remembers it.
        table.setExtraColumns({});
        ColumnsMenu menu(view, table);
        menu.restore();
        QCOMPARE(headers(table), QStringList { u"TIER"_s });
    }
};

COCOON_TEST(TstColumnsMenu)
#include "tst_columns_menu.moc"
