// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The adaptor pods after the settings have changed: who is restarted now, who later, and what is waited for.
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::test;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

class TstAdaptorRestart : public QObject {
    Q_OBJECT

    /// Three workers with a pod each: old/new (against the settings), + Ready, - not Ready, x being deleted; "" = no pod at all.
    static Site siteWith(const QStringList& workers)
    {
        Site site;
        site.operatorInstalled(u"1.10.3"_s);
        site.imageImported();
        site.keyMade();
        site.configured();
        site.installed();
        site.trusted();
        const QJsonArray all = site.world.answer(ask::list(res::pods, coco::kNamespace)).value.toArray();
        QJsonArray pods;
        for (int i = 0; i < workers.size(); ++i) {
            const QString& word = workers.at(i);
            if (word.isEmpty()) {
                continue;
            }
            QJsonObject pod = all.at(i).toObject();
            if (word.startsWith("old"_L1)) {
                pod = with(pod, { u"metadata"_s, u"creationTimestamp"_s }, u"2026-01-15T09:00:00Z"_s);
            }
            if (word.endsWith(u'-')) {
                pod = with(pod, { u"status"_s, u"conditions"_s }, QJsonArray());
            }
            if (word.endsWith(u'x')) {
                pod = with(pod, { u"metadata"_s, u"deletionTimestamp"_s }, u"2026-01-15T11:59:59Z"_s);
            }
            pods.append(pod);
        }
        site.world.set(ask::list(res::pods, coco::kNamespace), pods);
        return site;
    }
    /// The adaptor's credential was written then.
    static void secretWritten(Site& site, const QString& time)
    {
        const auto query = ask::object(res::secrets, coco::kNamespace, coco::kPeerPodsSecret);
        const QJsonObject fields { { u"f:data"_s, QJsonObject { { u"f:IBMCLOUD_API_KEY"_s, QJsonObject() } } } };
        const QJsonObject entry { { u"manager"_s, u"cocoon"_s }, { u"operation"_s, u"Apply"_s }, { u"time"_s, time }, { u"fieldsV1"_s, fields } };
        site.world.set(query, with(site.world.answer(query).value.toObject(), { u"metadata"_s, u"managedFields"_s }, QJsonArray { entry }));
    }
    /// "delete 0": worker 0's pod is deleted now; "[delete 1]" comes later.
    static QStringList deletions(const Assessment& assessment)
    {
        QStringList texts;
        for (const Change& change : assessment.changes) {
            const QString text = u"delete "_s + change.target.name.section(u'-', -1);
            texts.append(change.isConcrete() ? text : u'[' + text + u']');
        }
        return texts;
    }

private Q_SLOTS:
    void oneByOne_data()
    {
        QTest::addColumn<QStringList>("workers");
        QTest::addColumn<QStringList>("changes");
        QTest::addColumn<bool>("waits");
        const QStringList none;
        QTest::newRow("nobody is old") << QStringList { u"new+"_s, u"new+"_s, u"new+"_s } << none << false;
        QTest::newRow("all are old") << QStringList { u"old+"_s, u"old+"_s, u"old+"_s } << QStringList { u"delete 0"_s, u"[delete 1]"_s, u"[delete 2]"_s } << false;
        QTest::newRow("the first is leaving") << QStringList { u"oldx"_s, u"old+"_s, u"old+"_s } << QStringList { u"[delete 1]"_s, u"[delete 2]"_s } << true;
        QTest::newRow("it is gone, no successor yet") << QStringList { QString(), u"old+"_s, u"old+"_s } << QStringList { u"[delete 1]"_s, u"[delete 2]"_s } << true;
        QTest::newRow("its successor starts") << QStringList { u"new-"_s, u"old+"_s, u"old+"_s } << QStringList { u"[delete 1]"_s, u"[delete 2]"_s } << true;
        QTest::newRow("its successor is Ready") << QStringList { u"new+"_s, u"old+"_s, u"old+"_s } << QStringList { u"delete 1"_s, u"[delete 2]"_s } << false;
        QTest::newRow("the last one") << QStringList { u"new+"_s, u"new+"_s, u"old+"_s } << QStringList { u"delete 2"_s } << false;
        QTest::newRow("the last is gone") << QStringList { u"new+"_s, u"new+"_s, QString() } << none << true;
        QTest::newRow("the last starts") << QStringList { u"new+"_s, u"new+"_s, u"new-"_s } << none << true;
        QTest::newRow("none is there") << QStringList { QString(), QString(), QString() } << none << true;
        // What serves nobody goes first: it costs no worker its adaptor, and waiting for it could take for ever.
        QTest::newRow("an old one does not run") << QStringList { u"old+"_s, u"old-"_s, u"old+"_s } << QStringList { u"delete 1"_s, u"[delete 0]"_s, u"[delete 2]"_s } << true;
        QTest::newRow("no old one runs") << QStringList { u"old-"_s, u"old-"_s, u"old-"_s } << QStringList { u"delete 0"_s, u"[delete 1]"_s, u"[delete 2]"_s } << true;
        QTest::newRow("an old one does not run, another is missing") << QStringList { u"old+"_s, u"old-"_s, QString() } << QStringList { u"[delete 1]"_s, u"[delete 0]"_s } << true;
    }
    void oneByOne()
    {
        QFETCH(QStringList, workers);
        QFETCH(QStringList, changes);
        QFETCH(bool, waits);
        const Assessment assessment = siteWith(workers).assess(u"trust"_s);
        QCOMPARE(deletions(assessment), changes);
        QCOMPARE(!assessment.waits.isEmpty(), waits);
        QCOMPARE(assessment.state == StepState::Done, changes.isEmpty() && !waits);
        for (const Change& change : assessment.changes) {
            QVERIFY(change.allow.isEmpty()); // nobody's VM is forgotten
            QCOMPARE(change.approvalGroup, u"adaptor-restart"_s);
        }
    }

    void runningPeerPodsAreCountedAndAskedFor()
    {
        Site site = siteWith({ u"old+"_s, u"old+"_s, u"new+"_s });
        site.podRunning();
        const Assessment assessment = site.assess(u"trust"_s);
        QCOMPARE(deletions(assessment), QStringList({ u"delete 0"_s, u"[delete 1]"_s }));
        for (const Change& change : assessment.changes) {
            QCOMPARE(change.allow, u"restart-adaptor"_s);
            QCOMPARE(change.risk, Risk::Breaking);
        }
        const Finding counted = finding(assessment, u"peer-pods-running"_s);
        QCOMPARE(counted.severity, Severity::Warning);
        QVERIFY2(counted.evidence.startsWith(u"1 "_s), qPrintable(counted.evidence));
        QVERIFY(counted.remedy.contains(u"restart-adaptor"_s));
    }

    void whereTheOperatorRollsOutNothingIsDeleted()
    {
        Site site = siteWith({ u"old+"_s, u"old+"_s, u"old+"_s });
        const auto sets = ask::list(res::daemonSets, coco::kNamespace);
        const auto map = ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig);
        const auto stamped = [&](const QString& version) {
            QJsonObject set = site.world.answer(sets).value.toArray().first().toObject();
            set = with(set, { u"spec"_s, u"template"_s, u"metadata"_s, u"annotations"_s, u"peer-pods-cm/version"_s }, version);
            site.world.set(sets, QJsonArray { set });
        };
        site.world.set(map, with(site.configMap(), { u"metadata"_s, u"resourceVersion"_s }, u"42"_s));
        stamped(u"41"_s); // the operator has not seen the new settings yet
        const Assessment rolling = site.assess(u"trust"_s);
        QCOMPARE(deletions(rolling), QStringList());
        QCOMPARE(rolling.state, StepState::InProgress);
        stamped(u"42"_s); // it has, and the pods are old all the same
        QCOMPARE(deletions(site.assess(u"trust"_s)).size(), 3);

        // Nobody but us restarts them for another credential, whatever is stamped.
        Site keyed = siteWith({ u"new+"_s, u"new+"_s, u"new+"_s });
        keyed.world.set(map, with(keyed.configMap(), { u"metadata"_s, u"resourceVersion"_s }, u"42"_s));
        keyed.world.set(sets, QJsonArray { with(keyed.world.answer(sets).value.toArray().first().toObject(), { u"spec"_s, u"template"_s, u"metadata"_s, u"annotations"_s, u"peer-pods-cm/version"_s }, u"41"_s) });
        secretWritten(keyed, u"2026-01-15T11:55:00Z"_s);
        QCOMPARE(deletions(keyed.assess(u"trust"_s)).size(), 3);
    }

    void anotherCredentialIsReadByARestartOnly_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QStringList>("changes");
        QTest::newRow("before the pods") << u"2026-01-15T11:49:59Z"_s << QStringList();
        QTest::newRow("in the second they were made") << u"2026-01-15T11:50:00Z"_s << QStringList();
        QTest::newRow("after them") << u"2026-01-15T11:55:00Z"_s << QStringList { u"delete 0"_s, u"[delete 1]"_s, u"[delete 2]"_s };
    }
    void anotherCredentialIsReadByARestartOnly()
    {
        QFETCH(QString, written);
        QFETCH(QStringList, changes);
        Site site = siteWith({ u"new+"_s, u"new+"_s, u"new+"_s });
        secretWritten(site, written);
        const Assessment assessment = site.assess(u"trust"_s);
        QCOMPARE(deletions(assessment), changes);
        QCOMPARE(assessment.state, changes.isEmpty() ? StepState::Done : StepState::Ready);
        QVERIFY2(changes.isEmpty() || finding(assessment, u"G11-adaptor-age"_s).evidence.contains(written), qPrintable(finding(assessment, u"G11-adaptor-age"_s).evidence));
    }

    // Without a trustee the settings are read no sooner.
    void whereNoTrusteeIsWantedTheyAreRestartedToo()
    {
        Site site = siteWith({ u"old+"_s, u"new+"_s, u"new+"_s });
        site.intent.trust.skip = true;
        Assessment assessment = site.assess(u"trust"_s);
        QCOMPARE(deletions(assessment), QStringList(u"delete 0"_s));
        QCOMPARE(assessment.state, StepState::Ready);
        site = siteWith({ QString(), u"new+"_s, u"new+"_s });
        site.intent.trust.skip = true;
        QCOMPARE(site.assess(u"trust"_s).state, StepState::InProgress);
        site = siteWith({ u"new+"_s, u"new+"_s, u"new+"_s });
        site.intent.trust.skip = true;
        QCOMPARE(site.assess(u"trust"_s).state, StepState::Skipped);
        Site fresh;
        fresh.intent.trust.skip = true;
        QCOMPARE(fresh.assess(u"trust"_s).state, StepState::Skipped);
    }
};

COCOON_TEST(TstAdaptorRestart)
#include "tst_adaptor_restart.moc"
