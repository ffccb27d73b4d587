// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/error.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreStable_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("retryable");
        const auto row = [](const char* name, Errc code, bool retryable = false) {
            QTest::newRow(name) << static_cast<int>(code) << retryable;
        };
        row("cancelled", Errc::Cancelled);
        row("timeout", Errc::Timeout, true);
        row("network", Errc::Network, true);
        row("tls", Errc::Tls);
        row("unauthorized", Errc::Unauthorized);
        row("forbidden", Errc::Forbidden);
        row("not-found", Errc::NotFound);
        row("conflict", Errc::Conflict);
        row("gone", Errc::Gone);
        row("invalid", Errc::Invalid);
        row("rate-limited", Errc::RateLimited, true);
        row("server", Errc::Server, true);
        row("protocol", Errc::Protocol);
        row("parse", Errc::Parse);
        row("io", Errc::Io);
        row("precondition", Errc::Precondition);
        row("internal", Errc::Internal);
    }

    void namesAreStable()
    {
        QFETCH(int, code);
        QFETCH(bool, retryable);
        QCOMPARE(errcName(static_cast<Errc>(code)), QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(isRetryable(static_cast<Errc>(code)), retryable);
    }

    void theTrailGrowsOutwards()
    {
        const Result<int> result = fail(Errc::NotFound, u"No such node."_s, u"raw"_s);
        const Error error = result.error().during(u"reading the node"_s).during(u"looking at the cluster"_s);
        QCOMPARE(error.trail, QStringList({ u"looking at the cluster"_s, u"reading the node"_s }));
        QCOMPARE(error.code, Errc::NotFound);
        QCOMPARE(error.message, u"No such node."_s);
        QCOMPARE(error.detail, u"raw"_s);
        QCOMPARE(result.error().trail, QStringList());
    }
};

COCOON_TEST(TstError)
#include "tst_error.moc"
