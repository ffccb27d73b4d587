// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/kind_table.h"
#include "models/items/nodes_model.h"
#include "models/items/pod_table.h"
#include "test/support/test_main.h"
#include "ui/pods/columns_menu.h"

#include <QAction>
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
            ColumnsMenu menu(view);
            menu.use(table, table);
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
        ColumnsMenu menu(view);
        menu.use(table, table);
        QCOMPARE(headers(table), QStringList { u"TIER"_s });
    }

    /// Of another kind: what `oc get` shows, the rest by choice, each kind by itself.
    void everyKindHasItsOwnChoice()
    {
        const auto page = [] {
            dashboard::KindPage read;
            read.columns = { { u"Name"_s, u"string"_s, false }, { u"Ready"_s, u"string"_s, false }, { u"Images"_s, u"string"_s, true } };
            read.rows = { { u"web"_s, u"shop"_s, u"1"_s, {}, { u"web"_s, u"2/3"_s, u"nginx"_s }, { { u"tier"_s, u"front"_s } }, { { u"example.com/owner"_s, u"kim"_s } } } };
            return read;
        };
        items::KindTable table;
        Theme theme(*qApp);
        DataTable view(theme);
        view.setLive();
        view.setModel(&table);
        ColumnsMenu menu(view);
        menu.use(table, table);
        const auto show = [&](const QString& plural) {
            table.reset({ plural, plural, u"apps"_s, u"v1"_s, true }, true);
            table.begin();
            table.take(page());
            table.end();
        };
        const auto toggle = [&](const QString& text) {
            Q_EMIT menu.aboutToShow();
            for (QAction* action : menu.findChildren<QAction*>()) {
                if (action->text() == text) {
                    action->isCheckable() ? action->toggle() : action->trigger();
                    return;
                }
            }
            QTest::qFail(qPrintable(text + u" is not offered"_s), __FILE__, __LINE__);
        };
        const auto shown = [&] {
            QStringList all;
            for (const int column : menu.shown()) {
                all.append(table.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
            }
            return all;
        };
        show(u"deployments"_s);
        QCOMPARE(shown(), QStringList({ u"NAME"_s, u"NAMESPACE"_s, u"READY"_s }));
        toggle(u"IMAGES"_s);
        toggle(u"tier"_s);
        toggle(u"example.com/owner"_s);
        QCOMPARE(shown(), QStringList({ u"NAME"_s, u"NAMESPACE"_s, u"READY"_s, u"IMAGES"_s, u"TIER"_s, u"EXAMPLE.COM/OWNER"_s }));
        QCOMPARE(table.index(0, 4).data().toString(), u"front"_s);
        QCOMPARE(table.index(0, 5).data().toString(), u"kim"_s);
        show(u"replicasets"_s);
        QCOMPARE(shown(), QStringList({ u"NAME"_s, u"NAMESPACE"_s, u"READY"_s }));
        toggle(u"READY"_s);
        QCOMPARE(shown(), QStringList({ u"NAME"_s, u"NAMESPACE"_s }));
        show(u"deployments"_s);
        QCOMPARE(shown(), QStringList({ u"NAME"_s, u"NAMESPACE"_s, u"READY"_s, u"IMAGES"_s, u"TIER"_s, u"EXAMPLE.COM/OWNER"_s }));
        toggle(u"Standard columns"_s);
    }

    void whatIsChosenOfTheNodesIsThereAtTheNextStart()
    {
        items::NodeRow row;
        row.node.name = u"10.240.0.4"_s;
        row.node.labels = QJsonObject { { u"team"_s, u"blue"_s } };
        Theme theme(*qApp);
        const auto shown = [](const ColumnsMenu& menu, const items::NodesModel& model) {
            QStringList ids;
            for (const int column : menu.shown()) {
                ids.append(model.columnId(column));
            }
            return ids;
        };
        QStringList left;
        for (const bool isFirst : { true, false }) {
            items::NodesModel model;
            model.show({ row }, {});
            DataTable view(theme);
            view.setLive();
            view.setModel(&model);
            ColumnsMenu menu(view);
            menu.use(model, model);
            if (!isFirst) {
                QCOMPARE(shown(menu, model), left);
                QCOMPARE(model.index(0, items::NodesModel::FixedColumns).data().toString(), u"blue"_s);
                continue;
            }
            QCOMPARE(shown(menu, model), model.standardColumns());
            for (const QString& text : { u"VERSION"_s, u"team"_s }) {
                Q_EMIT menu.aboutToShow();
                const QList<QAction*> all = menu.findChildren<QAction*>();
                const auto action = std::find_if(all.begin(), all.end(), [&text](const QAction* one) { return one->text() == text; });
                QVERIFY2(action != all.end(), qPrintable(text));
                (*action)->toggle();
            }
            left = model.standardColumns() + QStringList { u"label:team"_s };
            left.removeAll(u"version"_s);
            QCOMPARE(shown(menu, model), left);
        }
    }
};

COCOON_TEST(TstColumnsMenu)
#include "tst_columns_menu.moc"
