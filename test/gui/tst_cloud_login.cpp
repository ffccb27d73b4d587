// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"
#include "ui/connections/connection_row.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::SandboxProcess;
using test::WindowBench;

/// Logins to IBM Cloud in the window: for a connection of the list, and for a kubeconfig that knows the cluster only.
class TstCloudLogin : public QObject {
    Q_OBJECT
    std::unique_ptr<SandboxProcess> m_sandbox;
    QByteArray m_key;

    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QString fileOf(const WindowBench& bench, const QString& name)
    {
        return QFileInfo(bench.settings.file()).absolutePath() + u"/connections/"_s + name + u".yaml"_s;
    }
    /// Puts a connection to the sandbox onto the list, as a file somebody wrote, and opens the window.
    void start(WindowBench& bench, const QString& name, bool hasKubeconfig, const QString& cluster)
    {
        Result<app::Profile> profile = app::Profile::load(m_sandbox->value("profile"));
        QVERIFY(profile);
        profile->name = name;
        profile->cluster = cluster;
        profile->account.clear();
        profile->context.clear();
        profile->kubeconfig = hasKubeconfig ? m_sandbox->value("kubeconfig") : QString();
        profile->isSandbox = false;
        QDir().mkpath(QFileInfo(fileOf(bench, name)).absolutePath());
        QFile file(fileOf(bench, name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(profile->toYaml()) > 0);
        file.close();
        bench.open();
    }
    static void openRow(WindowBench& bench, const QString& name)
    {
        for (ui::ConnectionRow* row : bench.window->findChildren<ui::ConnectionRow*>()) {
            if (row->connection().name == name && !row->isHidden()) {
                bench.press(row->findChild<QPushButton*>(u"connection.open"_s));
                return;
            }
        }
        QTest::qFail(qPrintable(name + u" is not on the list: "_s + bench.said()), __FILE__, __LINE__);
    }
    static void type(WindowBench& bench, const QByteArray& text)
    {
        auto* line = bench.window->findChild<QLineEdit*>(u"login.key"_s);
        QVERIFY(line != nullptr && bench.until([line] { return line->isVisible() && line->parentWidget()->findChild<QPushButton*>(u"login.go"_s)->isEnabled(); }, 30));
        line->setFocus(Qt::TabFocusReason);
        line->selectAll();
        QTest::keyClicks(line, QString::fromLatin1(text));
        bench.key(Qt::Key_Return);
    }
    static QStringList spokenChoices(const WindowBench& bench, const QString& objectName)
    {
        QStringList names;
        for (const QPushButton* button : bench.window->findChildren<QPushButton*>(objectName)) {
            if (button->isVisible()) {
                names.append(button->accessibleName());
            }
        }
        return names;
    }
    static bool untilConnected(WindowBench& bench)
    {
        return bench.until([&] {
            const auto connect = bench.desk() != nullptr ? bench.desk()->assessment(u"connect"_s) : std::nullopt;
            return connect && connect->state == plan::StepState::Done;
        },
            90);
    }
    static QString clusterId(const WindowBench& bench)
    {
        return bench.desk()->assessment(u"connect"_s)->facts.value(u"clusterId"_s).toString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<SandboxProcess>(QStringList { u"--speed"_s, u"60"_s });
        QVERIFY2(m_sandbox->start(), m_sandbox->said().constData());
        m_key = read(m_sandbox->value("apiKeyFile")).trimmed();
        QVERIFY(m_key.size() > 10);
    }
    void cleanupTestCase() { m_sandbox.reset(); }

    void aKubeconfigIsLedToItsAccount()
    {
        WindowBench bench;
        start(bench, u"mine"_s, true, {});
        openRow(bench, u"mine"_s);
        QVERIFY2(bench.until([&] { return bench.button(u"connect.login"_s) != nullptr && bench.button(u"connect.login"_s)->isVisible(); }, 60), qPrintable(bench.said()));
        QCOMPARE(bench.window->setupPlace()->page(), u"connect"_s);
        QVERIFY2(bench.until([&] { return bench.said().contains(u"In the way: No login to IBM Cloud yet."_s); }, 30), qPrintable(bench.said()));
        QVERIFY(!bench.said().contains(u"not accepted"_s)); // nobody refused anything
        QVERIFY(!bench.button(u"go.primary"_s)->isVisible());
        bench.shoot(u"login-1-connect-page"_s);
        setup::Desk* without = bench.desk();
        bench.press(bench.button(u"connect.login"_s));
        QCOMPARE(bench.window->place(), u"welcome"_s);
        QVERIFY2(bench.said().contains(u"Log in to the account that the cluster of \"mine\" belongs to"_s), qPrintable(bench.said()));

        type(bench, "not-a-key");
        QVERIFY2(bench.until([&] { return bench.said().contains(u"could not be found"_s); }, 30), qPrintable(bench.said()));
        QVERIFY2(bench.said().contains(u"Log in to IBM Cloud: list the clusters of the account"_s) && !bench.said().contains(u"log in and"_s), qPrintable(bench.said()));
        bench.window->resize(1024, 640);
        auto* line = bench.window->findChild<QLineEdit*>(u"login.key"_s);
        QTRY_COMPARE(line->visibleRegion().boundingRect().height(), line->height());
        QCOMPARE(bench.desk(), without); // what is open stays open
        bench.shoot(u"login-2-wrong-key"_s);

        // The workers say which cluster it is: nothing is asked.
        type(bench, m_key);
        QVERIFY2(untilConnected(bench), qPrintable(bench.said()));
        QVERIFY(bench.desk() != without);
        QCOMPARE(bench.desk()->intent().cluster, clusterId(bench));
        bench.window->setupPlace()->openPage(u"connect"_s);
        QVERIFY(!bench.button(u"connect.login"_s)->isVisible());
        const QByteArray kept = read(fileOf(bench, u"mine"_s));
        QVERIFY2(kept.contains("cluster: " + clusterId(bench).toUtf8()) && kept.contains("kubeconfig: ") && !kept.contains(m_key), kept.constData());

        // The account is called by its name, and what else the login reaches stands behind the word above it.
        const auto* cluster = bench.window->findChild<QToolButton*>(u"header.cluster"_s);
        QVERIFY2(bench.until([&] { return cluster->toolTip().contains(u"Account: Example Works ("_s); }, 30), qPrintable(cluster->toolTip()));
        QMenu* accounts = bench.window->findChild<QPushButton*>(u"header.account"_s)->menu();
        QVERIFY(QMetaObject::invokeMethod(accounts, "aboutToShow"));
        QVERIFY(accounts->actions().size() > 2);
        QVERIFY(accounts->actions().first()->text().contains(u"Example Works"_s) && accounts->actions().first()->isChecked());
        const QList<QAction*> listed = accounts->actions();
        const auto other = std::find_if(listed.cbegin() + 1, listed.cend(), [](const QAction* action) { return action->isCheckable(); });
        QVERIFY(other != listed.cend() && (*other)->isEnabled());
        const QString called = (*other)->text().section(u" ("_s, 0, 0);
        (*other)->trigger();
        QCOMPARE(bench.window->place(), u"welcome"_s);
        QVERIFY2(bench.said().contains(u"Log in to account %1:"_s.arg(called)), qPrintable(bench.said()));
        accounts->actions().last()->trigger();
        QCOMPARE(bench.window->place(), u"welcome"_s);
        QVERIFY(bench.window->findChild<QLineEdit*>(u"login.key"_s)->isVisible());

        // Another start, and no keyring here: the cluster is open at once, and the way to the login stands where it is missed.
        bench.open();
        openRow(bench, u"mine"_s);
        QVERIFY2(bench.until([&] { return bench.button(u"connect.login"_s) != nullptr && bench.button(u"connect.login"_s)->isVisible(); }, 60), qPrintable(bench.said()));
        bench.press(bench.button(u"connect.login"_s));
        type(bench, m_key);
        QVERIFY2(untilConnected(bench), qPrintable(bench.said()));
    }

    void aPasscodeOfSeveralAccountsAsksWhichOne()
    {
        WindowBench bench;
        start(bench, u"by-passcode"_s, false, u"demo-that-was-removed"_s);
        openRow(bench, u"by-passcode"_s);
        auto* kind = bench.window->findChild<QComboBox*>(u"login.kind"_s);
        QVERIFY2(bench.until([&] { return kind->isVisible(); }, 20), qPrintable(bench.said()));
        QVERIFY2(bench.said().contains(u"\"by-passcode\" needs a login: its key is not in the keyring."_s), qPrintable(bench.said()));
        kind->setFocus(Qt::TabFocusReason);
        bench.key(Qt::Key_Down);
        QVERIFY(bench.said().contains(u"works once and lasts a few minutes"_s));
        type(bench, "never-given-out");
        QVERIFY2(bench.until([&] { return bench.said().contains(u"invalid, expired or was used before"_s); }, 30), qPrintable(bench.said()));
        type(bench, "code-of-the-window");
        QVERIFY2(bench.until([&] { return spokenChoices(bench, u"login.account"_s).size() == 2; }, 30), qPrintable(bench.said()));
        QVERIFY(bench.said().contains(u"Your login reaches 2 account(s)"_s) || bench.said().contains(u"Your login reaches 2 accounts"_s));
        bench.shoot(u"login-3-accounts"_s);
        for (QPushButton* account : bench.window->findChildren<QPushButton*>(u"login.account"_s)) {
            if (account->isVisible() && account->accessibleName() == u"Use account Example Works") {
                bench.press(account);
                break;
            }
        }

        // The connection's own cluster is gone: said, with those that there are, the suitable one first and the others with a reason.
        QVERIFY2(bench.until([&] { return bench.said().contains(u"is not among those of this account"_s); }, 30), qPrintable(bench.said()));
        QVERIFY2(bench.said().contains(u"Log in with the account that owns the cluster demo-that-was-removed"_s), qPrintable(bench.said()));
        QVERIFY(bench.until([&] { return spokenChoices(bench, u"login.cluster"_s).size() >= 4; }, 5)); // new rows are shown at the next turn
        const QStringList clusters = spokenChoices(bench, u"login.cluster"_s);
        QVERIFY2(clusters.first() == u"Connect to cluster demo", qPrintable(clusters.join(u", "_s)));
        for (const QString& reason : { u"not suitable: its workers run RHEL_9_64, not Red Hat CoreOS"_s, u"not suitable: no Intel TDX in jp-tok"_s, u"not suitable: not OpenShift"_s }) {
            QVERIFY2(bench.until([&] { return bench.said().contains(reason); }, 30), qPrintable(reason + u" is not in "_s + bench.said())); // what the workers say comes later
        }
        QVERIFY(bench.said().contains(u"Choose the cluster"_s));
        QVERIFY(!bench.said().contains(u"needs a login"_s) && !bench.window->findChild<QLineEdit*>(u"login.key"_s)->isVisible()); // there is one
        QVERIFY(!bench.said().contains(u"run the plan again"_s));
        for (const QPushButton* button : bench.window->findChildren<QPushButton*>(u"login.cluster"_s)) {
            QCOMPARE(button->text(), button->accessibleName() == u"Connect to cluster demo" ? u"Connect"_s : u"Connect anyway …"_s);
        }
        bench.shoot(u"login-4-clusters"_s);
        bench.press(bench.button(u"login.cluster"_s));
        QVERIFY2(untilConnected(bench), qPrintable(bench.said()));
        const QString id = clusterId(bench);
        const QList<ui::KnownConnection> known = bench.program->known();
        QVERIFY(std::any_of(known.cbegin(), known.cend(), [&id](const ui::KnownConnection& one) { return one.isOpen && one.cluster == id && one.name == u"demo"; }));

        // For as long as the program runs, the login goes on: no passcode is asked for again.
        bench.program->close();
        QVERIFY(bench.desk() == nullptr);
        openRow(bench, u"demo"_s);
        QVERIFY2(untilConnected(bench), qPrintable(bench.said()));
    }

    void aConnectionWithItsClusterOpensAsSoonAsTheKeyIsThere()
    {
        WindowBench bench;
        start(bench, u"mine"_s, false, clusterOfSandbox());
        openRow(bench, u"mine"_s);
        auto* key = bench.window->findChild<QLineEdit*>(u"login.key"_s);
        QVERIFY(bench.until([&] { return key->isVisible(); }, 20));
        QTRY_VERIFY(key->hasFocus());
        bench.key(Qt::Key_Return); // nothing typed
        QVERIFY2(bench.said().contains(u"Nothing was typed"_s), qPrintable(bench.said()));
        type(bench, m_key);
        QVERIFY2(untilConnected(bench), qPrintable(bench.said()));
        QCOMPARE(spokenChoices(bench, u"login.cluster"_s), QStringList());
    }

private:
    QString clusterOfSandbox() const
    {
        const test::Finished nodes = m_sandbox->kubectl({ u"get"_s, u"nodes"_s, u"-o"_s, u"jsonpath={.items[0].metadata.labels.ibm-cloud\\.kubernetes\\.io/worker-id}"_s });
        return QString::fromLatin1(nodes.out).section(u'-', 1, 1);
    }
};

COCOON_TEST(TstCloudLogin)
#include "tst_cloud_login.moc"
