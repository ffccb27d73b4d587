// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody else has set up means what it says, and stays as it is.
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

namespace {
    /// Everything is there, for the first two workers: these have the label pool=coco. `selector` is the KataConfig's; Undefined = no KataConfig.
    Site twoOfThree(const QJsonValue& selector)
    {
        Site site = complete();
        for (int i : { 0, 1 }) {
            site.setNode(i, with(site.node(i), { u"metadata"_s, u"labels"_s, u"pool"_s }, u"coco"_s));
        }
        for (const QString& label : { coco::kInstallLabel, coco::kPoolLabel }) {
            site.setNode(2, with(site.node(2), { u"metadata"_s, u"labels"_s, label }, QJsonValue(QJsonValue::Undefined)));
        }
        const world::Query kata = ask::list(res::kataConfigs);
        const QJsonObject there = site.world.answer(kata).value.toArray().first().toObject();
        site.world.set(kata, selector.isUndefined() ? QJsonArray() : QJsonArray { with(there, { u"spec"_s, u"kataConfigPoolSelector"_s }, selector) });
        return site;
    }

    QJsonObject changedConfig(const Assessment& configuration)
    {
        for (const Change& change : configuration.changes) {
            if (change.target.name == coco::kPeerPodsConfig) {
                return at(change.body, { u"data" }).toObject();
            }
        }
        return {};
    }
}

class TstAdoption : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePool_data()
    {
        QTest::addColumn<QJsonValue>("selector");
        QTest::addColumn<QJsonObject>("wanted");
        QTest::addColumn<int>("workers");
        const auto rule = [](const char* text) { return QJsonValue(QJsonObject { { u"matchExpressions"_s, QJsonArray { json(text) } } }); };
        const QJsonObject named = json(R"({"pool":"coco"})");
        QTest::newRow("labels") << QJsonValue(json(R"({"matchLabels":{"pool":"coco"}})")) << QJsonObject() << 2;
        QTest::newRow("a rule") << rule(R"({"key":"pool","operator":"In","values":["coco","other"]})") << QJsonObject() << 2;
        QTest::newRow("a rule that excludes") << rule(R"({"key":"pool","operator":"DoesNotExist"})") << QJsonObject() << 1;
        QTest::newRow("both, contrary") << QJsonValue(json(R"({"matchLabels":{"pool":"coco"},"matchExpressions":[{"key":"pool","operator":"NotIn","values":["coco"]}]})")) << QJsonObject() << 0;
        QTest::newRow("null means all, whatever the Intent says") << QJsonValue(QJsonValue::Null) << named << 3;
        QTest::newRow("no KataConfig yet: the Intent says") << QJsonValue(QJsonValue::Undefined) << named << 2;
        QTest::newRow("neither") << QJsonValue(QJsonValue::Undefined) << QJsonObject() << 3;
    }
    void thePool()
    {
        QFETCH(QJsonValue, selector);
        QFETCH(QJsonObject, wanted);
        QFETCH(int, workers);
        Site site = twoOfThree(selector);
        site.intent.configuration.poolSelector = wanted;
        QCOMPARE(finding(site.assess(u"prerequisites"_s), u"workers-exist"_s).evidence, u"%1 workers in the pool"_s.arg(workers));
    }

    // Nobody waits for Kata on a worker that the KataConfig is not for.
    void workersOutsideThePoolAreNotWaitedFor()
    {
        const QJsonValue rule(json(R"({"matchExpressions":[{"key":"pool","operator":"In","values":["coco"]}]})"));
        QCOMPARE(twoOfThree(rule).assess(u"nodes"_s).state, StepState::Done);
        QCOMPARE(twoOfThree(QJsonValue::Null).assess(u"nodes"_s).state, StepState::InProgress);
    }

    // The adaptor takes a list of images.
    void otherImagesInTheListStay_data()
    {
        QTest::addColumn<QString>("there");
        QTest::addColumn<QString>("chosen");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("the first") << u"r010-image,r010-second"_s << u"r010-image"_s << true;
        QTest::newRow("the second") << u"r010-first, r010-image"_s << u"r010-image"_s << true;
        QTest::newRow("proposed") << u"r010-image ,r010-second"_s << QString() << true;
        QTest::newRow("neither") << u"r010-first,r010-second"_s << u"r010-image"_s << false;
    }
    void otherImagesInTheListStay()
    {
        QFETCH(QString, there);
        QFETCH(QString, chosen);
        QFETCH(bool, isKept);
        Site site = ready();
        site.setConfig(u"IBMCLOUD_PODVM_IMAGE_ID"_s, there);
        site.intent.image.id = chosen.isEmpty() ? setup::proposeIntent(u"demo"_s, {}, site.world, coco::Facts::builtIn()).image.id : chosen;
        const Assessment configuration = site.assess(u"configuration"_s);
        QCOMPARE(configuration.state, isKept ? StepState::Done : StepState::Drifted);
        QCOMPARE(changedConfig(configuration).value(u"IBMCLOUD_PODVM_IMAGE_ID").toString(), isKept ? QString() : u"r010-image"_s);
    }

    void theEndpointOfThisRegionStays_data()
    {
        QTest::addColumn<QString>("there");
        QTest::addColumn<QString>("written"); // "" = nothing
        QTest::newRow("private") << u"https://eu-de.private.iaas.cloud.ibm.com/v1"_s << QString();
        QTest::newRow("with a slash") << u"https://eu-de.iaas.cloud.ibm.com/v1/"_s << QString();
        QTest::newRow("without the path the adaptor needs") << u"https://eu-de.private.iaas.cloud.ibm.com"_s << u"https://eu-de.private.iaas.cloud.ibm.com/v1"_s;
        QTest::newRow("another region") << u"https://us-east.private.iaas.cloud.ibm.com/v1"_s << u"https://eu-de.iaas.cloud.ibm.com/v1"_s;
        QTest::newRow("something else") << u"https://eu-de.example.com/v1"_s << u"https://eu-de.iaas.cloud.ibm.com/v1"_s;
    }
    void theEndpointOfThisRegionStays()
    {
        QFETCH(QString, there);
        QFETCH(QString, written);
        Site site = ready();
        site.setConfig(u"IBMCLOUD_VPC_ENDPOINT"_s, there);
        const Assessment configuration = site.assess(u"configuration"_s);
        QCOMPARE(changedConfig(configuration).value(u"IBMCLOUD_VPC_ENDPOINT").toString(), written);
        QCOMPARE(configuration.state == StepState::Done, written.isEmpty());
    }

    void theSshKeyIsCalledByItsName()
    {
        Site site = ready();
        site.setConfig(u"IBMCLOUD_SSH_KEY_ID"_s, u"r010-k2"_s);
        const auto proposed = [&site] { return setup::proposeIntent(u"demo"_s, {}, site.world, coco::Facts::builtIn()); };
        QCOMPARE(setup::proposeNames(proposed(), site.world, coco::Facts::builtIn()).value(0).key(), ask::sshKeys(u"eu-de"_s).key());
        QCOMPARE(proposed().sshKey.name, QString()); // not asked yet
        site.world.set(ask::sshKeys(u"eu-de"_s), QJsonArray { json(R"({"id":"r010-k1","name":"other"})"), json(R"({"id":"r010-k2","name":"ops"})") });
        QCOMPARE(proposed().sshKey.name, u"ops"_s);
        site.intent.sshKey = proposed().sshKey;
        const Assessment step = site.assess(u"ssh-key"_s);
        QCOMPARE(step.state, StepState::Done);
        QCOMPARE(finding(step, u"ssh-into-vms"_s).evidence, u"ops"_s);
        QCOMPARE(site.assess(u"configuration"_s).state, StepState::Done);
    }

    // One that has no name any more is said all the same, and the step is not in the way.
    void anSshKeyWithoutANameIsSaid()
    {
        Site site = ready();
        QCOMPARE(site.assess(u"ssh-key"_s).state, StepState::Skipped);
        QVERIFY(site.assess(u"ssh-key"_s).findings.isEmpty());
        site.setConfig(u"IBMCLOUD_SSH_KEY_ID"_s, u"r010-gone"_s);
        const Assessment step = site.assess(u"ssh-key"_s);
        QCOMPARE(step.state, StepState::Skipped);
        QCOMPARE(finding(step, u"ssh-into-vms"_s).evidence, u"r010-gone"_s);
        QVERIFY(finding(step, u"ssh-into-vms"_s).remedy.contains(u"IBMCLOUD_SSH_KEY_ID"_s));
    }
};

COCOON_TEST(TstAdoption)
#include "tst_adoption.moc"
