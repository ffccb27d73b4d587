// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves this machine: every connection of every command and of the window is recorded, and there is none but to what the
// profile names.
#include "services/base/json.h"
#include "test/integration/canary.h"
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QUrl>

#include <csignal>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// A program in this environment writes its connections to `recorded`.
    QProcessEnvironment watching(const QString& recorded)
    {
        QProcessEnvironment watched = QProcessEnvironment::systemEnvironment();
        watched.insert(u"LD_PRELOAD"_s, QStringLiteral(COCOON_CONNECTION_RECORDER));
        watched.insert(u"ASAN_OPTIONS"_s, watched.value(u"ASAN_OPTIONS"_s) + u":verify_asan_link_order=0"_s);
        watched.insert(u"COCOON_CONNECTIONS"_s, recorded);
        watched.remove(u"DBUS_SESSION_BUS_ADDRESS"_s); // no keyring here
        // A proxy from the environment would be a place that the profile does not name.
        for (const char* name : { "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" }) {
            watched.remove(QString::fromLatin1(name));
        }
        return watched;
    }

    QSet<QString> linesOf(const QString& recorded)
    {
        QSet<QString> seen;
        for (const QByteArray& line : read(recorded).split('\n')) {
            if (!line.isEmpty()) {
                seen.insert(QString::fromUtf8(line));
            }
        }
        return seen;
    }

    QString apiServerOf(const QJsonObject& ready)
    {
        static const QRegularExpression server(u"server: \"?https://127\\.0\\.0\\.1:(\\d+)"_s);
        const QRegularExpressionMatch match = server.match(QString::fromUtf8(read(ready.value(u"kubeconfig"_s).toString())));
        return match.hasMatch() ? u"connect 127.0.0.1:"_s + match.captured(1) : QString();
    }

    /// What the profile of a sandbox names.
    QSet<QString> allowedBy(const QJsonObject& ready)
    {
        QSet<QString> allowed { apiServerOf(ready) };
        const QJsonObject endpoints = ready.value(u"endpoints"_s).toObject();
        for (const QJsonValue& endpoint : endpoints) {
            const QUrl url(endpoint.toString().replace(u"{region}"_s, u"eu-de"_s));
            allowed.insert(u"connect 127.0.0.1:%1"_s.arg(url.port()));
        }
        return allowed;
    }

    /// The window, in a home of its own without a desktop. The sandbox that it opens ends with the object.
    class Window {
    public:
        explicit Window(const QStringList& arguments)
        {
            QProcessEnvironment environment = watching(recorded());
            for (const char* name : { "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME" }) {
                const QString folder = m_home.filePath(QString::fromLatin1(name));
                QDir().mkpath(folder);
                QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
                environment.insert(QString::fromLatin1(name), folder);
            }
            for (const char* name : { "DISPLAY", "WAYLAND_DISPLAY", "KUBECONFIG" }) {
                environment.remove(QString::fromLatin1(name));
            }
            environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
            environment.insert(u"IBMCLOUD_API_KEY"_s, canary());
            process.setProcessEnvironment(environment);
            process.setStandardErrorFile(m_home.filePath(u"log"_s));
            process.start(QCoreApplication::applicationDirPath() + u"/cocoon"_s, arguments);
        }
        ~Window()
        {
            process.terminate(); // SIGTERM
            if (!process.waitForFinished(20000)) {
                process.kill();
                process.waitForFinished(5000);
            }
            const qint64 sandbox = sandboxPid();
            if (sandbox > 0) {
                ::kill(static_cast<pid_t>(sandbox), SIGTERM);
                (void)QTest::qWaitFor([sandbox] { return !QFile::exists(u"/proc/%1"_s.arg(sandbox)); }, 20000);
            }
        }
        Q_DISABLE_COPY_MOVE(Window)

        static QString canary() { return u"a-key-that-no-child-may-see"_s; }
        QString recorded() const { return m_home.filePath(u"connections"_s); }
        QString socket() const { return m_home.filePath(u"XDG_RUNTIME_DIR/cocoon-window"_s); } ///< it listens there once it has begun
        QJsonObject ready() const { return cocoon::parseJsonObject(read(m_home.filePath(u"XDG_STATE_HOME/cocoon/sandbox/ready.json"_s))).value_or(QJsonObject()); }
        qint64 sandboxPid() const { return read(m_home.filePath(u"XDG_STATE_HOME/cocoon/sandbox/pid"_s)).trimmed().toLongLong(); }
        QByteArray log() const { return read(m_home.filePath(u"log"_s)).right(3000); }

        QProcess process;

    private:
        QTemporaryDir m_home;
    };
}

class TstWhatLeaves : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatTheProfileNamesIsContacted()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"300"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        const QString recorded = sandbox.path(u"connections"_s);
        const QProcessEnvironment watched = watching(recorded);
        const auto run = [&](const QStringList& arguments) { return runProgram(cocoonctl(), sandbox.desk() + arguments, 240, watched); };

        QVERIFY(run({ u"--version"_s }).exitCode == 0);
        QVERIFY2(!QFile::exists(recorded), "a program that was asked nothing contacts nobody");

        const Finished login = runProgram(cocoonctl(), { u"login"_s, u"--profile"_s, sandbox.value("profile"), u"--api-key-file"_s, sandbox.value("apiKeyFile") }, 60, watched);
        QVERIFY2(login.err.contains("IBM Cloud accepts it"), login.err.constData()); // no keyring here, so it is not kept
        QCOMPARE(run({ u"check"_s }).exitCode, 0);
        QCOMPARE(run({ u"plan"_s, u"--out"_s, sandbox.path(u"plan.json"_s) }).exitCode, 3);
        const Finished applied = run({ u"apply"_s, u"--yes"_s });
        QVERIFY2(applied.exitCode == 0, applied.err.constData());
        QCOMPARE(run({ u"status"_s }).exitCode, 0);
        QCOMPARE(run({ u"export"_s, u"--format"_s, u"commands"_s }).exitCode, 0);
        QCOMPARE(run({ u"export"_s, u"--format"_s, u"kubeconfig"_s, u"--out"_s, sandbox.path(u"own.conf"_s) }).exitCode, 0);

        const QString apiServer = apiServerOf(sandbox.ready());
        QVERIFY(!apiServer.isEmpty());
        const QSet<QString> seen = linesOf(recorded);
        QVERIFY2(seen.contains(apiServer), "the recorder saw nothing: it proves nothing");
        const QStringList elsewhere = (seen - allowedBy(sandbox.ready())).values();
        QVERIFY2(elsewhere.isEmpty(), qPrintable(elsewhere.join(u'\n')));
    }

    void aWindowThatWasAskedNothingContactsNobody()
    {
        Window window({});
        QVERIFY2(QTest::qWaitFor([&] { return QFile::exists(window.socket()); }, 60000), window.log().constData());
        QVERIFY2(!window.process.waitForFinished(6000), window.log().constData()); // it lives, and has had its time
        QSet<QString> seen = linesOf(window.recorded());
        QVERIFY2(seen.contains(u"connect unix:"_s + window.socket()), "the recorder saw nothing: it proves nothing"); // is there another window?
        seen.removeIf([](const QString& line) { return line.startsWith(u"connect unix:"_s); });
        QVERIFY2(seen.isEmpty(), qPrintable(seen.values().join(u'\n')));
    }

    void aWindowOnTheSandboxContactsTheSandbox()
    {
        Window window({ u"--sandbox"_s });
        const auto sees = [&] { return !window.ready().isEmpty() && linesOf(window.recorded()).contains(apiServerOf(window.ready())); };
        QVERIFY2(QTest::qWaitFor(sees, 120000), window.log().constData());
        QVERIFY2(!window.process.waitForFinished(6000), window.log().constData());
        const QJsonObject ready = window.ready();
        QSet<QString> seen = linesOf(window.recorded()) - allowedBy(ready);
        seen.removeIf([](const QString& line) { return line.startsWith(u"connect unix:"_s); });
        QVERIFY2(seen.isEmpty(), qPrintable(seen.values().join(u'\n')));

        // What was in the window's environment is neither there any more nor in that of the program it started.
        for (const qint64 pid : { window.process.processId(), window.sandboxPid() }) {
            const QByteArray environment = read(u"/proc/%1/environ"_s.arg(pid));
            QVERIFY(environment.contains("COCOON_CONNECTIONS"));
            for (const QByteArray& form : formsOf(Window::canary().toUtf8())) {
                QVERIFY(!environment.contains(form));
            }
        }
    }
};

COCOON_TEST(TstWhatLeaves)
#include "tst_what_leaves.moc"
