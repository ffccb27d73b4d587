// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"

#ifdef COCOON_GUI_TEST
#include <QApplication>
#include <QStyleFactory>
#else
#include <QCoreApplication>
#endif
#include <QDir>
#include <QFile>
#include <QMap>
#include <QTemporaryDir>

#include <cstdio>

namespace cocoon::test {

namespace {
    QMap<QString, std::function<QObject*()>>& registry()
    {
        static QMap<QString, std::function<QObject*()>> tests;
        return tests;
    }
    QString normalized(QString name)
    {
        return name.remove(u'_').toLower();
    }
    QTemporaryDir* scratch = nullptr;

    constexpr int kSkipped = 77; // as ctest is told (SKIP_RETURN_CODE)

    /// Runs one class; kSkipped when nothing of it ran. What was skipped goes with its reason into the file COCOON_SKIPPED, for
    /// test/run.sh to show: QtTest itself counts a skipped function as passed.
    int runClass(const QString& name, QObject* test, QStringList arguments)
    {
        const QString report = scratch->filePath(name + QStringLiteral(".txt"));
        if (!arguments.contains(QStringLiteral("-o"))) {
            arguments += { QStringLiteral("-o"), QStringLiteral("-,txt"), QStringLiteral("-o"), report + QStringLiteral(",txt") };
        }
        const int failures = QTest::qExec(test, arguments);
        QFile file(report);
        QFile told(qEnvironmentVariable("COCOON_SKIPPED"));
        int passed = 0;
        int skipped = 0;
        while (file.isOpen() || file.open(QIODevice::ReadOnly)) {
            const QByteArray line = file.readLine();
            if (line.isEmpty()) {
                break;
            }
            if (line.startsWith("SKIP   : ")) {
                ++skipped;
                if (told.isOpen() || (!told.fileName().isEmpty() && told.open(QIODevice::WriteOnly | QIODevice::Append))) {
                    told.write(line.mid(9));
                }
            }
            passed += line.startsWith("PASS   : ") && !line.contains("::initTestCase(") && !line.contains("::cleanupTestCase(") ? 1 : 0;
        }
        return failures == 0 && skipped > 0 && passed == 0 ? kSkipped : failures;
    }
}

bool registerTest(const char* className, std::function<QObject*()> make)
{
    registry().insert(normalized(QString::fromLatin1(className)), std::move(make));
    return true;
}

QString scratchDir()
{
    return scratch->path();
}

QString sourcePath(const QString& relative)
{
    return QStringLiteral(COCOON_SOURCE_DIR "/") + relative;
}

} // namespace cocoon::test

// Usage: program tst_name [QtTest arguments], or program alone to run every class in it.
int main(int argc, char** argv)
{
    using namespace cocoon::test;
    QTemporaryDir dir;
    scratch = &dir;
    qputenv("HOME", dir.path().toUtf8());
    for (const char* variable : { "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME" }) {
        const QString path = dir.filePath(QString::fromLatin1(variable));
        QDir().mkpath(path);
        qputenv(variable, path.toUtf8());
    }
    for (const char* variable : { "KUBECONFIG", "IBMCLOUD_API_KEY", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy" }) {
        qunsetenv(variable);
    }
#ifdef COCOON_GUI_TEST
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))); // as the program does
#else
    QCoreApplication app(argc, argv);
#endif
    QStringList arguments = app.arguments();
    const QString wanted = arguments.size() > 1 ? normalized(arguments.at(1)) : QString();
    if (registry().contains(wanted)) {
        arguments.removeAt(1);
        std::unique_ptr<QObject> test(registry().value(wanted)());
        return runClass(wanted, test.get(), arguments);
    }
    if (wanted.startsWith(QLatin1String("tst"))) {
        std::fprintf(stderr, "no test class %s here\n", qPrintable(arguments.at(1)));
        return 2;
    }
    int failures = 0;
    for (auto it = registry().cbegin(); it != registry().cend(); ++it) {
        std::unique_ptr<QObject> test(it.value()());
        const int failed = runClass(it.key(), test.get(), arguments);
        failures += failed == kSkipped ? 0 : failed;
    }
    return failures;
}
