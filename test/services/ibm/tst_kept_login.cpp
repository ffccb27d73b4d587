// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/kept_login.h"
#include "test/services/net/net_test.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;
using ibm::KeptLogin;
using test::wait;

class TstKeptLogin : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneKeyPerEndpointAndAccount()
    {
        const auto store = ibm::SecretStore::memory();
        KeptLogin here(*store, u"https://iam.example"_s);
        KeptLogin elsewhere(*store, u"https://127.0.0.1:1/iam"_s);
        QCOMPARE(wait(here.find()).error().code, Errc::NotFound);
        QCOMPARE(wait(here.forget()).error().code, Errc::NotFound);

        QVERIFY(wait(here.keep(u"first"_s, Secret("key-1"))));
        QVERIFY(wait(here.keep(u"second"_s, Secret("key-2"))));
        QCOMPARE(wait(elsewhere.find()).error().code, Errc::NotFound);
        const auto last = wait(here.find());
        QVERIFY(last);
        QCOMPARE(last->apiKey.reveal(), "key-2");
        QCOMPARE(last->accountId, u"second"_s);
        QCOMPARE(wait(here.find(u"first"_s))->apiKey.reveal(), "key-1");

        // Forgetting one leaves the other, and does not make it the one that is meant by default.
        QCOMPARE(wait(here.forget(u"first"_s)).value_or(QString()), u"first"_s);
        QCOMPARE(wait(here.find())->accountId, u"second"_s);
        QCOMPARE(wait(here.forget()).value_or(QString()), u"second"_s);
        QCOMPARE(wait(here.find()).error().code, Errc::NotFound);
        QCOMPARE(wait(here.find(u"second"_s)).error().code, Errc::NotFound);
    }
};

COCOON_TEST(TstKeptLogin)
#include "tst_kept_login.moc"
