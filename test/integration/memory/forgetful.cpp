// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A command of cocoonctl in a process that goes on when everything of it is gone: says "done STATUS", reads veiled needles in
// hex (see MemoryScan), one a line, up to an empty line, and prints where they are still found in its memory.
#include "app/cocoonctl/run_command.h"
#include "models/words/language.h"
#include "test/integration/memory/memory_scan.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <iostream>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
namespace {
    void tellWhoseItIs(const QString& hit)
    {
        const quint64 address = hit.section(u' ', 3, 3).toULongLong(nullptr, 16);
        if (qEnvironmentVariableIsSet("COCOON_DESCRIBE")) {
            __asan_describe_address(reinterpret_cast<void*>(address));
        }
    }
}
#else
namespace {
    void tellWhoseItIs(const QString&) { }
}
#endif

int main(int argc, char** argv)
{
    using namespace cocoon;
    QCoreApplication app(argc, argv);
    {
        const words::Language language(QStringLiteral("en"));
        const Result<ctl::Options> options = ctl::Options::parse(QCoreApplication::arguments().mid(1));
        if (!options) {
            return ctl::ExitUsage;
        }
        ctl::RunCommand run(*options);
        QTimer::singleShot(0, &run, &ctl::RunCommand::start);
        const int status = QCoreApplication::exec();
        std::fprintf(stderr, "ended with %d\n", status);
    }
    for (int i = 0; i < 10; ++i) { // sockets go when they are no longer on the stack
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents();
    }
    std::puts("done");
    std::fflush(stdout);
    test::MemoryScan scan;
    for (std::string line; std::getline(std::cin, line) && !line.empty();) {
        scan.look(QByteArray::fromHex(QByteArray::fromStdString(line)));
    }
    const QStringList hits = scan.hits();
    for (const QString& hit : hits) {
        std::puts(qPrintable(hit));
        tellWhoseItIs(hit);
    }
    std::printf("read %lld bytes\n", static_cast<long long>(scan.bytesRead()));
    return 0;
}
