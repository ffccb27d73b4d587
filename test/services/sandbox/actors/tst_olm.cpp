// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/csv_installer.h"
#include "services/sandbox/actors/marketplace.h"
#include "services/sandbox/actors/olm.h"
#include "services/sandbox/actors/osc_names.h"
#include "test/services/sandbox/actors/actor_fixture.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    const QString kNs = QString(osc::kNamespace);
    const QString kPinned = u"sandboxed-containers-operator.v1.10.3"_s;

    struct World : test::ActorFixture {
        explicit World(const Scenario& story = {})
            : ActorFixture(story)
        {
            seeded = seedWorld();
            add<Marketplace>();
            add<Olm>();
            add<CsvInstaller>();
            add<test::InstantDeployments>();
            make(kube::res::namespaces, {}, kNs);
        }
        void group(const QString& name = u"osc"_s)
        {
            make(kube::res::operatorGroups, kNs, name, { { u"spec"_s, QJsonObject { { u"targetNamespaces"_s, QJsonArray({ kNs }) } } } });
        }
        void subscribe(const QString& approval, const QString& startingCsv)
        {
            QJsonObject spec { { u"name"_s, QString(osc::kPackage) }, { u"source"_s, u"redhat-operators"_s },
                { u"sourceNamespace"_s, u"openshift-marketplace"_s }, { u"channel"_s, u"stable"_s }, { u"installPlanApproval"_s, approval } };
            if (!startingCsv.isEmpty()) {
                spec.insert(u"startingCSV"_s, startingCsv);
            }
            make(kube::res::subscriptions, kNs, u"osc"_s, { { u"spec"_s, spec } });
        }
        QJsonObject subscription() const { return find(kube::res::subscriptions, kNs, u"osc"_s); }
        QString phase(const QString& csv) const { return str(find(kube::res::csvs, kNs, csv), { u"status", u"phase" }); }
        QJsonObject plan(const QString& csv) const
        {
            for (const QJsonObject& plan : server.findAll(u"operators.coreos.com"_s, u"installplans"_s, kNs)) {
                if (at(plan, { u"spec", u"clusterServiceVersionNames" }).toArray().contains(csv)) {
                    return plan;
                }
            }
            return {};
        }
        void approve(const QString& csv)
        {
            merge(kube::res::installPlans, kNs, kube::nameOf(plan(csv)), { { u"spec"_s, QJsonObject { { u"approved"_s, true } } } });
        }
        bool seeded = false;
    };
}

class TstOlm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void manualApprovalStaysOnThePinnedVersion()
    {
        World world;
        QVERIFY(world.seeded);
        world.group();
        world.subscribe(u"Manual"_s, kPinned);
        QVERIFY(world.until([&] { return kube::conditionIsTrue(world.subscription(), u"BundleUnpacking"_s); }));
        QVERIFY(world.until([&] { return str(world.plan(kPinned), { u"status", u"phase" }) == "RequiresApproval"_L1; }));
        QVERIFY(kube::nameOf(world.plan(kPinned)).startsWith("install-"_L1));
        QVERIFY(world.until([&] { return kube::conditionIsTrue(world.subscription(), u"InstallPlanPending"_s); }, 5s));
        world.run(5min);
        QVERIFY2(!world.exists(kube::res::csvs, kNs, kPinned), "nothing is installed before the approval");

        world.approve(kPinned);
        QStringList walk;
        QVERIFY(world.until([&] {
            const QString phase = world.phase(kPinned);
            if (!phase.isEmpty() && (walk.isEmpty() || walk.last() != phase)) {
                walk.append(phase);
            }
            return phase == "Succeeded"_L1;
        }));
        QCOMPARE(walk, (QStringList { u"Pending"_s, u"InstallReady"_s, u"Installing"_s, u"Succeeded"_s }));
        QVERIFY(world.exists(kube::res::crds, {}, u"kataconfigs.kataconfiguration.openshift.io"_s));
        QVERIFY(world.exists(kube::res::deployments, kNs, u"controller-manager"_s));
        QVERIFY(world.until([&] { return str(world.subscription(), { u"status", u"installedCSV" }) == kPinned; }));

        // The head of the channel is proposed, and waits for ever.
        const QString head = coco::Facts::builtIn().operators.last().csv;
        QVERIFY(world.until([&] { return str(world.plan(head), { u"status", u"phase" }) == "RequiresApproval"_L1; }));
        world.run(10min);
        QVERIFY(!world.exists(kube::res::csvs, kNs, head));
        QCOMPARE(str(world.subscription(), { u"status", u"installedCSV" }), kPinned);
    }

    void automaticApprovalFollowsTheHead()
    {
        World world;
        world.group();
        world.subscribe(u"Automatic"_s, kPinned);
        const QString head = coco::Facts::builtIn().operators.last().csv;
        QVERIFY(world.until([&] { return world.phase(head) == "Succeeded"_L1 && !world.exists(kube::res::csvs, kNs, kPinned); }));
        QVERIFY(world.until([&] { return str(world.subscription(), { u"status", u"state" }) == "AtLatestKnown"_L1; }));
        QCOMPARE(kube::label(world.find(kube::res::deployments, kNs, u"controller-manager"_s), u"olm.owner"_s), head);
    }

    void versionThatIsNotInTheCatalogCannotBeResolved()
    {
        Scenario story;
        story.faults = QJsonObject { { u"catalogWithout"_s, u"1.10.3"_s } };
        World world(story);
        world.group();
        world.subscribe(u"Manual"_s, kPinned);
        QVERIFY(world.until([&] {
            const QJsonObject failed = kube::condition(world.subscription(), u"ResolutionFailed"_s);
            return failed.value(u"message"_s).toString().contains("no operators found with name "_L1 + kPinned)
                && failed.value(u"reason"_s).toString() == "ConstraintsNotSatisfiable"_L1;
        }));
        world.run(10min);
        QVERIFY(world.plan(kPinned).isEmpty());
    }

    void withoutOneOperatorGroupTheVersionFails()
    {
        World world;
        world.subscribe(u"Manual"_s, kPinned);
        QVERIFY(world.until([&] { return !world.plan(kPinned).isEmpty(); }));
        world.approve(kPinned);
        const auto reason = [&] { return str(world.find(kube::res::csvs, kNs, kPinned), { u"status", u"reason" }); };
        QVERIFY(world.until([&] { return reason() == "NoOperatorGroup"_L1; }));
        world.group(u"one"_s);
        world.group(u"two"_s);
        QVERIFY(world.until([&] { return reason() == "TooManyOperatorGroups"_L1; }));
        world.wait(world.client.remove(kube::res::operatorGroups, kNs, u"two"_s));
        QVERIFY(world.until([&] { return world.phase(kPinned) == "Succeeded"_L1; }));
    }

    void packageAppearsWhenOperatorHubIsSwitchedOn()
    {
        Scenario story;
        story.faults = QJsonObject { { u"operatorhub"_s, u"disabled"_s } };
        World world(story);
        world.run(5min);
        QVERIFY(!world.exists(kube::res::catalogSources, u"openshift-marketplace"_s, u"redhat-operators"_s));
        QVERIFY(!world.exists(kube::res::packageManifests, u"openshift-marketplace"_s, QString(osc::kPackage)));
        world.merge(kube::res::operatorHubs, {}, u"cluster"_s, { { u"spec"_s, QJsonObject { { u"disableAllDefaultSources"_s, QJsonValue::Null } } } });
        QVERIFY(world.until([&] { return world.exists(kube::res::packageManifests, u"openshift-marketplace"_s, QString(osc::kPackage)); }));
        const QJsonObject source = world.find(kube::res::catalogSources, u"openshift-marketplace"_s, u"redhat-operators"_s);
        QCOMPARE(str(source, { u"status", u"connectionState", u"lastObservedState" }), u"READY"_s);
    }

    void deletingTheVersionTakesItsDeploymentsAndLeavesItsKinds()
    {
        World world;
        world.group();
        world.subscribe(u"Manual"_s, kPinned);
        QVERIFY(world.until([&] { return !world.plan(kPinned).isEmpty(); }));
        world.approve(kPinned);
        QVERIFY(world.until([&] { return world.phase(kPinned) == "Succeeded"_L1; }));
        world.wait(world.client.remove(kube::res::subscriptions, kNs, u"osc"_s));
        world.wait(world.client.remove(kube::res::csvs, kNs, kPinned));
        QVERIFY(world.until([&] { return !world.exists(kube::res::deployments, kNs, u"controller-manager"_s); }));
        world.run(5min);
        QVERIFY(!world.exists(kube::res::csvs, kNs, kPinned));
        QVERIFY(world.exists(kube::res::crds, {}, u"kataconfigs.kataconfiguration.openshift.io"_s));
    }
};

COCOON_TEST(TstOlm)
#include "tst_olm.moc"
