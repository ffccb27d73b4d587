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
        return QTest::qExec(test.get(), arguments);
    }
    if (wanted.startsWith(QLatin1String("tst"))) {
        std::fprintf(stderr, "no test class %s here\n", qPrintable(arguments.at(1)));
        return 2;
    }
    int failures = 0;
    for (auto it = registry().cbegin(); it != registry().cend(); ++it) {
        std::unique_ptr<QObject> test(it.value()());
        failures += QTest::qExec(test.get(), arguments);
    }
    return failures;
}
