// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTest>

#include <functional>

namespace cocoon::test {

/// Registers a test class under its class name in lower case with tst_ in front of it as ctest calls it (tst_job → TstJob).
bool registerTest(const char* className, std::function<QObject*()> make);

/// Where throw-away files of this test process go; removed at exit. XDG folders and HOME point into it.
QString scratchDir();

/// A file of the source tree. The one place that knows where the tree is, so that the compiler cache serves every checkout.
QString sourcePath(const QString& relative);

} // namespace cocoon::test

/// At the end of tst_x.cpp: COCOON_TEST(TstX) then #include "tst_x.moc".
#define COCOON_TEST(Class) \
    static const bool registered##Class = cocoon::test::registerTest(#Class, [] { return static_cast<QObject*>(new Class); });
