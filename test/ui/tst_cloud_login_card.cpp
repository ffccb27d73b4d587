// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "test/ui/fake_program.h"
#include "ui/connections/cloud_login_card.h"
#include "ui/widgets/labels.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;
using test::FakeProgram;

namespace {
    ClusterChoice cluster(const QString& id, const QString& name, const QString& unsuitable = {})
    {
        return { id, name, u"eu-de"_s, u"normal"_s, u"4.18.1"_s, 3, unsuitable };
    }

    void logIn(CloudLoginCard& card)
    {
        card.findChild<QLineEdit*>(u"login.key"_s)->setText(u"key"_s);
        card.findChild<QPushButton*>(u"login.go"_s)->click();
    }

    /// Name and facts of each row, in the order in which they stand.
    QStringList rows(const CloudLoginCard& card)
    {
        QStringList all;
        for (const QPushButton* open : card.findChildren<QPushButton*>(u"login.cluster"_s)) {
            const auto labels = open->parentWidget()->findChildren<QLabel*>();
            all.append(static_cast<ElidedLabel*>(labels.value(0))->fullText() + u": "_s + labels.value(1)->text() + (open->property("kind").toString() == u"primary"_s ? u" !"_s : QString()));
        }
        return all;
    }
}

/// What a login to IBM Cloud leads to.
class TstCloudLoginCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheWorkersSayComesBesideTheirCluster()
    {
        FakeProgram program;
        program.answer.clusters = { cluster(u"c1"_s, u"one"_s), cluster(u"c2"_s, u"two"_s), cluster(u"c3"_s, u"three"_s, u"not OpenShift"_s) };
        CloudLoginCard card(program);
        logIn(card);
        const QString good = u"eu-de · OpenShift 4.18.1 · normal · 3 worker(s)"_s;
        QTRY_COMPARE(rows(card), (QStringList { u"one: "_s + good + u" !"_s, u"two: "_s + good + u" !"_s, u"three: eu-de · not suitable: not OpenShift"_s })); // nobody waited for the workers
        Q_EMIT program.clusterJudged(u"c1"_s, u"its workers run RHEL_9_64, not Red Hat CoreOS"_s);
        Q_EMIT program.clusterJudged(u"c9"_s, u"nobody asked"_s);
        QCOMPARE(rows(card), (QStringList { u"one: eu-de · not suitable: its workers run RHEL_9_64, not Red Hat CoreOS"_s, u"two: "_s + good + u" !"_s, u"three: eu-de · not suitable: not OpenShift"_s }));
    }

    void anAccountThatWasChosenIsLoggedInTo()
    {
        FakeProgram program;
        program.answer.clusters = { cluster(u"c1"_s, u"one"_s) };
        program.answer.account = u"acc-here"_s;
        CloudLoginCard card(program);
        std::optional<words::Explanation> why;
        connect(&card, &CloudLoginCard::refused, this, [&](const words::Explanation& said) { why = said; });
        card.askFor({ u"acc-there"_s, u"There"_s });
        logIn(card); // with a key of another account
        QTRY_VERIFY(why);
        QCOMPARE(why->cameBack, u"This login belongs to another account (acc-here), whose clusters are listed."_s);
        QVERIFY(why->doNext.contains(u"acc-there"_s));
        QCOMPARE(rows(card).size(), 1);

        why.reset();
        program.answer.accounts = { { u"acc-here"_s, u"Here"_s }, { u"acc-there"_s, u"There"_s } };
        card.askFor({ u"acc-there"_s, u"There"_s });
        logIn(card); // with a passcode that reaches both: nothing is asked again
        QTRY_COMPARE(rows(card).size(), 1);
        QVERIFY(!why && card.findChildren<QPushButton*>(u"login.account"_s).isEmpty());
    }

    void theWrongAccountIsToldFromARemovedCluster_data()
    {
        QTest::addColumn<QString>("owner");
        QTest::addColumn<QString>("advice");
        QTest::newRow("owner known") << u"acc-owner"_s << u"Log in with account acc-owner, which owns the cluster c7."_s;
        QTest::newRow("owner not known") << QString() << u"Log in with the account that owns the cluster c7; if it was removed, choose one of those below."_s;
        QTest::newRow("it is the owner") << u"acc-here"_s << u"The connection was made with this account, so the cluster c7 was probably removed: choose one of those below."_s;
    }
    void theWrongAccountIsToldFromARemovedCluster()
    {
        QFETCH(QString, owner);
        QFETCH(QString, advice);
        FakeProgram program;
        program.answer.account = u"acc-here"_s;
        program.answer.meant = u"c7"_s;
        program.answer.clusters = { cluster(u"c1"_s, u"one"_s) };
        CloudLoginCard card(program);
        KnownConnection wanted;
        wanted.id = u"kept/mine"_s;
        wanted.kind = KnownConnection::Kind::Cloud;
        wanted.name = u"mine"_s;
        wanted.cluster = u"c7"_s;
        wanted.account = owner;
        card.ask(wanted);
        std::optional<words::Explanation> why;
        connect(&card, &CloudLoginCard::refused, this, [&](const words::Explanation& said) { why = said; });
        logIn(card);
        QTRY_VERIFY(why);
        QCOMPARE(why->cameBack, u"The cluster of mine is not among those of this account (acc-here)."_s);
        QCOMPARE(why->doNext, advice);
        QCOMPARE(rows(card).size(), 1);
    }
};

COCOON_TEST(TstCloudLoginCard)
#include "tst_cloud_login_card.moc"
