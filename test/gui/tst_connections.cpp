// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/connection_book.h"
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"
#include "ui/connections/connection_row.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::SandboxProcess;
using test::WindowBench;

/// The list of connections and what guards the one that is open, with the real program.
class TstConnections : public QObject {
    Q_OBJECT

    static ui::ConnectionRow* row(const WindowBench& bench, const QString& name)
    {
        for (ui::ConnectionRow* one : bench.window->findChildren<ui::ConnectionRow*>()) {
            if (one->connection().name == name && !one->isHidden()) {
                return one;
            }
        }
        return nullptr;
    }
    static void choose(const ui::ConnectionRow* row, const QString& entry)
    {
        for (QAction* action : row->findChild<QToolButton*>(u"connection.more"_s)->menu()->actions()) {
            if (action->text() == entry && action->isEnabled()) {
                action->trigger();
                return;
            }
        }
        QTest::qFail(qPrintable(u"nothing to choose: "_s + entry), __FILE__, __LINE__);
    }
    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    static QString onlyContext(const WindowBench& bench, const QString& file)
    {
        for (const ui::KnownConnection& one : bench.program->known()) {
            if (one.id.contains(file)) {
                return one.name;
            }
        }
        return {};
    }

private Q_SLOTS:
    void aConnectionIsRenamedAndTakenOffTheList()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"team.yaml"_s);
        write(file, "apiVersion: v1\nkind: Config\nclusters: [ { name: c, cluster: { server: https://127.0.0.1:1 } } ]\n"
                    "users: [ { name: u, user: { token: t } } ]\ncontexts: [ { name: team/blue, context: { cluster: c, user: u } } ]\ncurrent-context: team/blue\n");
        const QByteArray before = read(file);
        WindowBench bench;
        bench.open();
        QVERIFY(bench.program->addKubeconfig(file));
        QVERIFY(row(bench, u"team/blue"_s) != nullptr);
        bench.program->openContext(file, u"team/green"_s);
        QVERIFY2(bench.said().contains(u"%1 has no context \"team/green\", but these: team/blue."_s.arg(file)), qPrintable(bench.said()));

        choose(row(bench, u"team/blue"_s), u"Rename"_s);
        auto* name = row(bench, u"team/blue"_s)->findChild<QLineEdit*>(u"connection.newName"_s);
        QCOMPARE(QApplication::focusWidget(), name);
        QTest::keyClicks(name, u"Blue"_s); // over what stood there
        bench.key(Qt::Key_Escape);
        QVERIFY(row(bench, u"team/blue"_s) != nullptr);
        choose(row(bench, u"team/blue"_s), u"Rename"_s);
        QTest::keyClicks(name, u"Blue"_s);
        bench.key(Qt::Key_Return);
        QVERIFY(bench.until([&] { return row(bench, u"Blue"_s) != nullptr && row(bench, u"team/blue"_s) == nullptr; }, 5));

        bench.open(); // the next start
        QVERIFY(row(bench, u"Blue"_s) != nullptr);
        bench.program->openContext(file, {}); // the current one, which has another name here by now
        QVERIFY2(bench.until([&] { return bench.program->isOpen() && bench.window->place() == u"setup"; }, 20), qPrintable(bench.said()));
        QVERIFY2(bench.window->windowTitle().startsWith(u"Blue"_s), qPrintable(bench.window->windowTitle()));
        bench.program->close();
        choose(row(bench, u"Blue"_s), u"Remove from the list"_s);
        auto* remove = row(bench, u"Blue"_s)->findChild<QPushButton*>(u"connection.remove"_s);
        QVERIFY(remove != nullptr && !remove->hasFocus()); // a key too many must not do it
        bench.press(remove);
        QVERIFY(bench.until([&] { return row(bench, u"Blue"_s) == nullptr; }, 5));
        // Its name and protection went; the file that it came from is still on the list, and is taken off the same way.
        QVERIFY(row(bench, u"team/blue"_s) != nullptr);
        choose(row(bench, u"team/blue"_s), u"Take this file off the list"_s);
        bench.press(row(bench, u"team/blue"_s)->findChild<QPushButton*>(u"connection.remove"_s));
        QVERIFY(bench.until([&] { return row(bench, u"team/blue"_s) == nullptr; }, 5));
        QCOMPARE(read(file), before);
    }

    void theTestOfASandboxThatDoesNotRunOpensTheDoor()
    {
        WindowBench bench;
        bench.open();
        bench.press(row(bench, u"Sandbox"_s)->findChild<QPushButton*>(u"connection.test"_s));
        QVERIFY2(bench.until([&] { return bench.said().contains(u"The sandbox does not run."); }, 10), qPrintable(bench.said()));
        QVERIFY2(bench.said().contains(u"Start it: it takes some seconds"), qPrintable(bench.said()));
        // One way on, and the keyboard is there.
        QVERIFY(bench.button(u"check.start"_s)->hasFocus());
        QVERIFY(!row(bench, u"Sandbox"_s)->findChild<QPushButton*>(u"connection.test"_s)->isVisible() && !row(bench, u"Sandbox"_s)->findChild<QPushButton*>(u"connection.open"_s)->isVisible());
        QVERIFY(!bench.said().contains(u"kubeconfig, its context"));
        bench.shoot(u"connections-1-sandbox-not-running"_s);
        bench.press(bench.button(u"check.start"_s));
        QVERIFY(bench.until([&] { return bench.desk() != nullptr; }, 90));
        QCOMPARE(bench.window->place(), u"setup"_s);
    }

    void aKubeconfigThatChangedOnDiskIsUsed()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"60"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        const QString file = sandbox.path(u"mine.yaml"_s);
        write(file, read(sandbox.value("kubeconfig")));
        WindowBench bench;
        bench.open();
        QVERIFY(bench.program->addKubeconfig(file));
        const QString name = onlyContext(bench, file);
        bench.press(row(bench, name)->findChild<QPushButton*>(u"connection.open"_s));
        QVERIFY(bench.until([&] { return bench.desk() != nullptr; }, 60));
        setup::Desk* first = bench.desk();

        // Half of a file, as an editor leaves it for a moment: the connection stays as it was, and the window says so.
        write(file, read(sandbox.value("kubeconfig")).left(60) + "\n\t{");
        QVERIFY2(bench.until([&] { return bench.window->findChild<QWidget*>(u"statusLine"_s)->accessibleDescription().contains(u"cannot be used"); }, 15), qPrintable(bench.said()));
        QCOMPARE(bench.desk(), first);

        write(file, read(sandbox.value("kubeconfigViewer")));
        QVERIFY(bench.until([&] { return bench.desk() != nullptr && bench.window->findChild<QWidget*>(u"statusLine"_s)->accessibleDescription().contains(u"connected anew"); }, 30));
        // The new one may only look, and the window says so without having been told.
        QVERIFY2(bench.until([&] { return bench.desk() != nullptr && bench.said().contains(u"Everything can be looked at"); }, 90), qPrintable(bench.said()));
    }
};

COCOON_TEST(TstConnections)
#include "tst_connections.moc"
