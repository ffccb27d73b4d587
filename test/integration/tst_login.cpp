// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// login and logout against a real Secret Service on a D-Bus of its own.
#include "test/integration/programs.h"
#include "test/integration/terminal_program.h"
#include "test/support/test_main.h"

#include <QDirIterator>
#include <QStandardPaths>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    /// A desktop's session bus and keyring, unlocked, in a folder of their own.
    class PrivateKeyring {
    public:
        static bool isInstalled()
        {
            return !QStandardPaths::findExecutable(u"gnome-keyring-daemon"_s).isEmpty() && !QStandardPaths::findExecutable(u"dbus-daemon"_s).isEmpty();
        }
        ~PrivateKeyring()
        {
            for (QProcess* process : { &m_keyring, &m_bus }) {
                process->terminate();
                if (!process->waitForFinished(5000)) {
                    process->kill();
                    process->waitForFinished(5000);
                }
            }
        }
        bool start()
        {
            m_environment = withoutKeyring(m_folder.path());
            m_bus.setProcessEnvironment(m_environment);
            m_bus.start(u"dbus-daemon"_s, { u"--session"_s, u"--nofork"_s, u"--nopidfile"_s, u"--print-address"_s, u"--address=unix:dir="_s + m_folder.path() });
            while (!m_bus.canReadLine()) {
                if (!m_bus.waitForReadyRead(10000)) {
                    return false;
                }
            }
            m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, QString::fromLocal8Bit(m_bus.readLine()).trimmed());
            m_keyring.setProcessEnvironment(m_environment);
            m_keyring.start(u"gnome-keyring-daemon"_s, { u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s });
            m_keyring.write("a password\n");
            m_keyring.closeWriteChannel();
            return QTest::qWaitFor([this] { return isServed(); }, 20000);
        }
        const QProcessEnvironment& environment() const { return m_environment; }
        QString folder() const { return m_folder.path(); }
        static QProcessEnvironment withoutKeyring(const QString& home)
        {
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
            environment.remove(u"IBMCLOUD_API_KEY"_s);
            for (const QString& name : { u"HOME"_s, u"XDG_RUNTIME_DIR"_s, u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_CACHE_HOME"_s }) {
                environment.insert(name, home);
            }
            return environment;
        }

    private:
        bool isServed() const
        {
            const Finished asked = runProgram(u"dbus-send"_s,
                { u"--bus="_s + m_environment.value(u"DBUS_SESSION_BUS_ADDRESS"_s), u"--print-reply=literal"_s, u"--dest=org.freedesktop.DBus"_s, u"/"_s,
                    u"org.freedesktop.DBus.NameHasOwner"_s, u"string:org.freedesktop.secrets"_s }, 5, m_environment);
            return asked.out.contains("true");
        }
        QTemporaryDir m_folder;
        QProcessEnvironment m_environment;
        QProcess m_bus;
        QProcess m_keyring;
    };

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.err.right(1500) + "\n" + finished.out.right(1500);
    }
}

class TstLogin : public QObject {
    Q_OBJECT
    std::unique_ptr<SandboxProcess> m_sandbox;

    Finished run(const QProcessEnvironment& environment, const QStringList& arguments) const
    {
        return runProgram(cocoonctl(), arguments + QStringList { u"--profile"_s, m_sandbox->value("profile"), u"--state-dir"_s, m_sandbox->path(u"desk"_s) }, 60, environment);
    }
    QStringList withKey(const QString& command) const { return { command, u"--api-key-file"_s, m_sandbox->value("apiKeyFile") }; }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<SandboxProcess>(QStringList { u"--speed"_s, u"300"_s });
        QVERIFY(m_sandbox->start());
    }
    void cleanupTestCase() { m_sandbox.reset(); }

    void aKeyIsKeptUsedAndForgotten()
    {
        if (!PrivateKeyring::isInstalled()) {
            QSKIP("gnome-keyring or dbus is not installed; test/run.sh installs them");
        }
        PrivateKeyring keyring;
        QVERIFY(keyring.start());
        const QStringList plan { u"plan"_s, u"--cluster"_s, u"demo"_s };
        const Finished before = run(keyring.environment(), plan);
        QVERIFY2(before.exitCode == 2 && before.err.contains("cocoonctl login"), describe(before).constData());

        const Finished login = run(keyring.environment(), withKey(u"login"_s));
        QVERIFY2(login.exitCode == 0 && login.out.contains("is kept in the desktop's keyring"), describe(login).constData());
        const Finished with = run(keyring.environment(), plan);
        QVERIFY2(with.exitCode == 3 && with.err.contains("API key: of account"), describe(with).constData());
        // What is given counts more than what is kept.
        QProcessEnvironment wrong = keyring.environment();
        wrong.insert(u"IBMCLOUD_API_KEY"_s, u"not-a-key"_s);
        QCOMPARE(run(wrong, plan).exitCode, 4);

        QFile file(m_sandbox->value("apiKeyFile"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray key = file.readAll().trimmed();
        QDirIterator files(keyring.folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile kept(files.next());
            QVERIFY2(!kept.open(QIODevice::ReadOnly) || !kept.readAll().contains(key), qPrintable(kept.fileName()));
        }
        QVERIFY(!login.out.contains(key) && !login.err.contains(key) && !with.err.contains(key));

        const Finished logout = run(keyring.environment(), { u"logout"_s, u"--json"_s });
        QVERIFY2(logout.exitCode == 0 && !logout.json()[u"account"_s].toString().isEmpty(), describe(logout).constData());
        QCOMPARE(run(keyring.environment(), plan).exitCode, 2);
        const Finished again = run(keyring.environment(), { u"logout"_s });
        QVERIFY2(again.exitCode == 0 && again.out.contains("No key was kept"), describe(again).constData());
    }

    void aKeyThatIamRefusesIsNotKept()
    {
        if (!PrivateKeyring::isInstalled()) {
            QSKIP("gnome-keyring or dbus is not installed; test/run.sh installs them");
        }
        PrivateKeyring keyring;
        QVERIFY(keyring.start());
        const Finished login = run(keyring.environment(), { u"login"_s, u"--api-key-file"_s, m_sandbox->value("ca") });
        QVERIFY2(login.exitCode == 1 && login.err.contains("was not accepted"), describe(login).constData());
        QCOMPARE(run(keyring.environment(), { u"plan"_s, u"--cluster"_s, u"demo"_s }).exitCode, 2);
    }

    void aPasscodeIsAskedForAndThenTheAccount()
    {
        const QTemporaryDir home;
        const QStringList plan { u"plan"_s, u"--passcode"_s, u"--json"_s, u"--cluster"_s, u"demo"_s, u"--profile"_s, m_sandbox->value("profile"), u"--state-dir"_s,
            m_sandbox->path(u"desk"_s) };
        const QProcessEnvironment bare = PrivateKeyring::withoutKeyring(home.path());
        TerminalProgram program(cocoonctl(), plan, bare);
        QVERIFY2(program.expect("One-time passcode (" + m_sandbox->ready()[u"endpoints"_s].toObject()[u"iam"_s].toString().toUtf8()), program.shown().constData());
        program.type("code-once");
        QVERIFY2(program.expect("  1  ") && program.expect("  2  ") && program.expect("Which account?"), program.shown().constData());
        program.type(program.shown().contains("1  Example Works (") ? "1" : "2");
        QVERIFY2(program.expect("Logged in as"), program.shown().constData());
        QVERIFY2(program.finish() == 3, program.shown().constData());
        QVERIFY(!program.shown().contains("code-once")); // not echoed

        TerminalProgram undecided(cocoonctl(), plan, bare);
        QVERIFY(undecided.expect("passcode"));
        undecided.type("code-twice");
        QVERIFY(undecided.expect("Which account?"));
        undecided.type("7");
        QVERIFY2(undecided.finish() == 2 && undecided.shown().contains("No account was chosen. The accounts are: "), undecided.shown().constData());

        const Finished blind = run(bare, { u"plan"_s, u"--passcode"_s, u"--cluster"_s, u"demo"_s });
        QVERIFY2(blind.exitCode == 2 && blind.err.contains("there is none"), describe(blind).constData());
    }

    void aNameThatMeansTwoClustersIsAskedForOnce()
    {
        const QTemporaryDir folder;
        QFile scenario(folder.filePath(u"twins.yaml"_s));
        QVERIFY(scenario.open(QIODevice::WriteOnly));
        scenario.write("name: twins\nabout: two clusters called demo\nfaults: { cluster.twin: true }\n");
        scenario.close();
        SandboxProcess twins({ u"--speed"_s, u"300"_s, u"--scenario"_s, scenario.fileName() });
        QVERIFY(twins.start());
        const QProcessEnvironment bare = PrivateKeyring::withoutKeyring(folder.path());
        const QStringList desk { u"--profile"_s, twins.value("profile"), u"--api-key-file"_s, twins.value("apiKeyFile"), u"--state-dir"_s, twins.path(u"desk"_s) };
        const QStringList plan = desk + QStringList { u"plan"_s, u"--cluster"_s, u"demo"_s };

        const Finished blind = runProgram(cocoonctl(), plan, 60, bare); // nobody to ask
        QVERIFY2(blind.exitCode == 2 && blind.err.contains("demo: eu-de, confidential (") && blind.err.contains("demo: eu-de, Default ("), describe(blind).constData());
        TerminalProgram undecided(cocoonctl(), plan, bare);
        QVERIFY2(undecided.expect("Several clusters are called demo. Which one?"), undecided.shown().constData());
        undecided.type("x");
        QVERIFY2(undecided.finish() == 2 && undecided.shown().contains("demo: eu-de, confidential ("), undecided.shown().constData());

        // The Intent may say which: then nobody is asked.
        QFile wanted(folder.filePath(u"wanted.yaml"_s));
        QVERIFY(wanted.open(QIODevice::WriteOnly));
        wanted.write("cluster: demo\nresourceGroup: Default\ntrust: { skip: true }\n");
        wanted.close();
        const Finished grouped = runProgram(cocoonctl(), desk + QStringList { u"plan"_s, u"--intent"_s, wanted.fileName() }, 60, bare);
        QVERIFY2(grouped.exitCode == 3, describe(grouped).constData());

        // The one whose API server is there, chosen on the terminal, is meant from then on, and goes into the Intent by its id.
        TerminalProgram chosen(cocoonctl(), plan, bare);
        QVERIFY(chosen.expect("Which one?"));
        chosen.type(chosen.shown().contains("1  demo: eu-de, Default (") ? "1" : "2");
        QVERIFY2(chosen.finish() == 3, chosen.shown().constData());
        const Finished again = runProgram(cocoonctl(), plan, 60, bare);
        QVERIFY2(again.exitCode == 3 && again.err.contains(", as before"), describe(again).constData());
        const Finished applied = runProgram(cocoonctl(), desk + QStringList { u"apply"_s, u"--yes"_s, u"--step"_s, u"connect"_s, u"--cluster"_s, u"demo"_s }, 60, bare);
        const QByteArray path = applied.err.mid(applied.err.indexOf("written: ") + 9);
        QFile intent(QString::fromUtf8(path.left(path.indexOf('\n'))));
        QVERIFY2(applied.exitCode == 0 && intent.open(QIODevice::ReadOnly), describe(applied).constData());
        const QByteArray named = applied.err.mid(applied.err.indexOf("Default (") + 9);
        QVERIFY(intent.readAll().contains("cluster: " + named.left(named.indexOf(')'))));
        // A plan is for the one it was made of, by whatever name.
        const QString saved = folder.filePath(u"plan.json"_s);
        const Finished planned = runProgram(cocoonctl(), plan + QStringList { u"--out"_s, saved }, 60, bare);
        QVERIFY2(planned.exitCode == 3, describe(planned).constData());
        for (const QStringList& name : { QStringList(), QStringList { u"--cluster"_s, u"demo"_s }, QStringList { u"--cluster"_s, QString::fromUtf8(named.left(named.indexOf(')'))) } }) {
            const Finished used = runProgram(cocoonctl(), desk + QStringList { u"apply"_s, saved, u"--step"_s, u"connect"_s } + name, 60, bare);
            QVERIFY2(used.exitCode == 0, describe(used).constData());
        }
        const Finished other = runProgram(cocoonctl(), desk + QStringList { u"apply"_s, saved, u"--step"_s, u"connect"_s, u"--cluster"_s, u"demo-tok"_s }, 60, bare);
        QVERIFY2(other.exitCode == 2 && other.err.contains("is a plan for cluster demo, not for demo-tok"), describe(other).constData());
        // An unattended change goes to a cluster that somebody named.
        const Finished unattended = runProgram(cocoonctl(), desk + QStringList { u"apply"_s, u"--yes"_s }, 60, bare);
        QVERIFY2(unattended.exitCode == 2 && unattended.err.contains("Which cluster?"), describe(unattended).constData());
        const Finished stranger = runProgram(cocoonctl(), withKey(u"plan"_s) + QStringList { u"--profile"_s, m_sandbox->value("profile"), u"--state-dir"_s, folder.path() }, 60, bare);
        QVERIFY2(stranger.exitCode == 2 && stranger.err.contains("Which cluster?") && stranger.err.contains("demo-tok: jp-tok"), describe(stranger).constData());
    }

    void aKubeconfigForTheUsersOwnTools()
    {
        const QString file = m_sandbox->path(u"own-kubeconfig"_s);
        const Finished saved = m_sandbox->ctl({ u"export"_s, u"--format"_s, u"kubeconfig"_s, u"--out"_s, file, u"--json"_s });
        QVERIFY2(saved.exitCode == 0 && saved.json()[u"file"_s].toString() == file, describe(saved).constData());
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
        if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty()) {
            QSKIP("kubectl is not installed; test/run.sh installs it");
        }
        const Finished nodes = runProgram(u"kubectl"_s, { u"--kubeconfig"_s, file, u"get"_s, u"nodes"_s, u"-o"_s, u"name"_s }, 60);
        QVERIFY2(nodes.exitCode == 0 && nodes.out.contains("node/"), describe(nodes).constData());
    }

    void withoutAKeyringItIsSaid()
    {
        const QTemporaryDir home;
        const QProcessEnvironment bare = PrivateKeyring::withoutKeyring(home.path());
        const Finished login = run(bare, withKey(u"login"_s));
        QVERIFY2(login.exitCode == 1 && login.err.contains("memory only") && login.err.contains("--api-key-file"), describe(login).constData());
        const Finished unasked = run(bare, { u"login"_s });
        QVERIFY2(unasked.exitCode == 2 && unasked.err.contains("no terminal"), describe(unasked).constData());
    }
};

COCOON_TEST(TstLogin)
#include "tst_login.moc"
