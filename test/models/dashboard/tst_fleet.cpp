// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/fleet_facts.h"
#include "services/coco/initdata.h"
#include "test/models/dashboard/scenes.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;
using State = FleetCluster::State;

namespace {
    FleetCluster cluster(const char* name, State state = State::Live)
    {
        FleetCluster made;
        made.id = u"id-"_s + QString::fromLatin1(name);
        made.name = QString::fromLatin1(name);
        made.state = state;
        return made;
    }

    FleetCluster with(FleetCluster cluster, FleetField field, const char* text)
    {
        const QString said = QString::fromLatin1(text);
        cluster.facts.insert(field, { said, field == FleetField::OpenShift ? said.section(u'.', 0, 1) : said });
        return cluster;
    }

    FleetCluster without(FleetCluster cluster, FleetField field)
    {
        cluster.facts.insert(field, { u"none"_s, u"none"_s, {}, true });
        return cluster;
    }

    FleetCluster running(const char* name, const char* version, State state = State::Live)
    {
        return with(cluster(name, state), FleetField::Operator, version);
    }

    FleetCluster seen(const test::Site& site, const setup::Desk::Truth& truth = { setup::Desk::Truth::State::Live, {}, {} })
    {
        const Scene scene = test::sceneOf(site);
        QList<world::Query> needs;
        return clusterOf(site.world, site.intent, scene, attentionOf(scene, {}, 0), truth, needs);
    }
}

Q_DECLARE_METATYPE(QList<cocoon::dashboard::FleetCluster>)

class TstFleet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whereTheyDifferIsSaid_data()
    {
        QTest::addColumn<QList<FleetCluster>>("clusters");
        QTest::addColumn<QString>("odd"); ///< "field: names", one a line
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QList<FleetCluster>& clusters, const char* odd, const char* says) {
            QTest::newRow(name) << clusters << QString::fromUtf8(odd) << QString::fromUtf8(says);
        };
        const auto op = FleetField::Operator;
        row("nobody", {}, "", "No cluster is open. Watch two to see where they differ.");
        row("none open", { cluster("a", State::Closed), cluster("b", State::Closed) }, "", "No cluster is open. Watch two to see where they differ.");
        row("one", { running("a", "1.12.1"), cluster("b", State::Closed) }, "", "Only a is open. Watch another one to see where they differ.");
        row("nothing known yet", { cluster("a", State::Opening), cluster("b") }, "", "Looking at 2 clusters …");
        row("nothing to be known", { cluster("a"), cluster("b", State::Lost) }, "", "Nothing that is known of the 2 open clusters can be compared.");
        row("one is known", { running("a", "1.12.1"), cluster("b", State::Opening) }, "", "Looking at 2 clusters …");
        row("alike", { running("a", "1.12.1"), running("b", "1.12.1") }, "", "The 2 open clusters are alike in what is known of them.");
        row("two differ from each other", { running("a", "1.12.1"), running("b", "1.10.3") }, "operator: a b", "a runs operator 1.12.1; b runs 1.10.3.");
        row("one of three is odd", { running("a", "1.12.1"), running("prod-2", "1.10.3"), running("c", "1.12.1") }, "operator: prod-2", "2 of 3 clusters run operator 1.12.1; prod-2 runs 1.10.3.");
        row("what is not known is no drift", { running("a", "1.12.1"), running("b", "1.12.1"), cluster("c") }, "", "The 3 open clusters are alike in what is known of them.");
        row("and is said where others differ", { running("a", "1.12.1"), running("b", "1.12.1"), running("c", "1.10.3"), cluster("d", State::Lost) }, "operator: c", "2 of 3 clusters run operator 1.12.1; c runs 1.10.3; of d it is not known.");
        row("what is stale counts, with its age beside it", { running("a", "1.12.1"), running("b", "1.10.3", State::Stale) }, "operator: a b", "a runs operator 1.12.1; b runs 1.10.3.");
        row("one has none", { running("a", "1.12.1"), running("b", "1.12.1"), without(cluster("c"), op) }, "operator: c", "2 of 3 clusters run operator 1.12.1; c has none.");
        row("the most have none", { without(cluster("a"), op), without(cluster("b"), op), running("c", "1.12.1") }, "operator: c", "2 of 3 clusters have no operator; c runs 1.12.1.");
        row("of two one has none", { without(cluster("a"), op), running("b", "1.12.1") }, "operator: a b", "a has no operator; b runs 1.12.1.");
        row("two and two", { running("a", "1.12.1"), running("b", "1.12.1"), running("c", "1.10.3"), running("d", "1.10.3") }, "operator: a b c d", "a runs operator 1.12.1; b runs 1.12.1; c runs 1.10.3; others differ too.");
        row("the most are not the half", { running("a", "1.12.1"), running("b", "1.12.1"), running("c", "1.11.2"), running("d", "1.10.3") }, "operator: c d", "2 of 4 clusters run operator 1.12.1; c runs 1.11.2; d runs 1.10.3.");
        row("OpenShift by its minor", { with(cluster("a"), FleetField::OpenShift, "4.19.12"), with(cluster("b"), FleetField::OpenShift, "4.19.3") }, "", "The 2 open clusters are alike in what is known of them.");
        row("another minor", { with(cluster("a"), FleetField::OpenShift, "4.19.12"), with(cluster("b"), FleetField::OpenShift, "4.18.3") }, "OpenShift: a b", "a runs OpenShift 4.19; b runs 4.18.");
        row("several fields", { with(with(running("a", "1.12.1"), FleetField::Profile, "bx3dc-2x10"), FleetField::Initdata, "aa"), with(with(running("b", "1.10.3"), FleetField::Profile, "bx3dc-4x20"), FleetField::Initdata, "bb") },
            "operator: a b\nINITDATA: a b\ninstance profile: a b", "a runs operator 1.12.1; b runs 1.10.3. They differ in INITDATA, instance profile too.");
        row("a setting", { with(cluster("a"), FleetField::Profile, "x"), with(cluster("b"), FleetField::Profile, "x"), with(cluster("c"), FleetField::Profile, "y") }, "instance profile: c", "2 of 3 clusters have instance profile x; c has y.");
    }
    void whereTheyDifferIsSaid()
    {
        QFETCH(QList<FleetCluster>, clusters);
        QFETCH(QString, odd);
        QFETCH(QString, says);
        QStringList found;
        for (const FleetDrift& drift : driftOf(clusters)) {
            QStringList names = drift.odd;
            names.replaceInStrings(u"id-"_s, QString());
            found.append(fleetFieldName(drift.field) + u": "_s + names.join(u' '));
            for (const QString& id : drift.odd) {
                QVERIFY(oddFields(driftOf(clusters), id).contains(fleetFieldName(drift.field)));
            }
        }
        QCOMPARE(found.join(u'\n'), odd);
        const FleetAgreement agreement = !odd.isEmpty() ? FleetAgreement::Drift : says.contains(u"alike") ? FleetAgreement::Alike : FleetAgreement::Unknown;
        QCOMPARE(static_cast<int>(agreementOf(clusters)), static_cast<int>(agreement));
        QCOMPARE(fleetSentence(clusters), says);
    }

    void everythingKnownIsSaidToBeAlike()
    {
        FleetCluster a = cluster("a");
        for (const FleetField field : fleetFields()) {
            a = with(a, field, "1.2");
            QVERIFY(!fleetFieldName(field).isEmpty());
        }
        FleetCluster b = a;
        b.id = u"b"_s;
        QCOMPARE(fleetSentence({ a, b }), u"The 2 open clusters are alike in everything that is compared."_s);
    }

    void aRunningClusterIsReadAsItIs()
    {
        test::Site site = test::runningSite();
        site.configured();
        site.imageImported();
        site.trusted();
        site.world.set(ask::object(res::clusterVersions, {}, u"version"_s), test::json(R"({"status":{"desired":{"version":"4.19.12"}}})"));
        const FleetCluster found = seen(site);
        QCOMPARE(static_cast<int>(found.state), static_cast<int>(State::Live));
        QCOMPARE(found.cluster, u"demo"_s);
        QCOMPARE(found.region, u"eu-de"_s);
        QCOMPARE(found.fact(FleetField::OpenShift).text, u"4.19.12"_s);
        QCOMPARE(found.fact(FleetField::OpenShift).key, u"4.19"_s);
        QCOMPARE(found.fact(FleetField::Operator).text, u"1.10.3"_s);
        QCOMPARE(found.installed, 3);
        QCOMPARE(found.workers, 3);
        QVERIFY(found.hasKataConfig);
        QCOMPARE(found.fact(FleetField::Image).text, u"cocoon-rhel9-podvm-latest"_s);
        QCOMPARE(found.imageMade, QDateTime::fromString(u"2026-01-15T09:00:00Z"_s, Qt::ISODate));
        const QByteArray toml = coco::initdataToml({ site.intent.trust.url, {}, u"sha384"_s, {} });
        const QString digest = QString::fromLatin1(coco::parseInitdata(toml)->digest());
        QCOMPARE(found.fact(FleetField::Initdata).key, u"sha384:"_s + digest);
        QVERIFY(digest.startsWith(found.fact(FleetField::Initdata).text));
        QCOMPARE(found.fact(FleetField::Trustee).text, site.intent.trust.url);
        QCOMPARE(found.fact(FleetField::Profile).text, u"bx3dc-2x10"_s);
        QCOMPARE(found.fact(FleetField::PodsPerWorker).text, u"10"_s); // not written: the default
        QVERIFY(found.fact(FleetField::FeatureGates).text.contains(u"confidential=true"));
        QCOMPARE(found.machines, 1);
        QCOMPARE(qRound(found.usdPerHour * 1000), 113);
        QVERIFY(found.findings.isKnown);
        QCOMPARE(found.findings.errors + found.findings.money, 0);
        QVERIFY(!found.cloudSince.isValid());
    }

    void anImageIsTheSameWhenItsBytesAre()
    {
        const auto imageOf = [](const char* id, const char* sum) {
            test::Site site = test::runningSite();
            site.configured();
            site.setConfig(u"IBMCLOUD_PODVM_IMAGE_ID"_s, QString::fromLatin1(id));
            QJsonObject image = test::json(R"({"name":"podvm","status":"available"})");
            image.insert(u"id"_s, QString::fromLatin1(id));
            image.insert(u"file"_s, QJsonObject { { u"checksums"_s, QJsonObject { { u"sha256"_s, QString::fromLatin1(sum) } } } });
            site.world.set(ask::images(u"eu-de"_s), QJsonArray { image });
            return seen(site).fact(FleetField::Image);
        };
        QCOMPARE(imageOf("r010-a", "11").key, imageOf("r006-b", "11").key);
        QVERIFY(imageOf("r010-a", "11").key != imageOf("r010-a", "22").key);
        QVERIFY(!imageOf("r010-a", "").isKnown()); // nobody can tell
    }

    void whatIsNotAnsweredIsNotKnown()
    {
        test::Site site;
        const FleetCluster found = seen(site, { setup::Desk::Truth::State::Opening, {}, {} });
        QCOMPARE(static_cast<int>(found.state), static_cast<int>(State::Opening));
        for (const FleetField field : fleetFields()) {
            QVERIFY2(!found.fact(field).isKnown() || field == FleetField::OpenShift, qPrintable(fleetFieldName(field)));
        }
        QCOMPARE(found.machines, -1);
        QVERIFY(found.usdPerHour < 0);
    }

    void anOperatorThatIsAbsentIsKnownToBe()
    {
        test::Site site;
        for (const world::Query& query : { ask::list(res::kataConfigs), ask::list(res::runtimeClasses), ask::list(res::daemonSets), ask::list(res::subscriptions, coco::kNamespace), ask::list(res::csvs, coco::kNamespace) }) {
            site.world.set(query, QJsonArray());
        }
        QVERIFY(seen(site).fact(FleetField::Operator).isNone);
        site.world.fail(ask::list(res::csvs, coco::kNamespace), { Errc::Forbidden, u"no"_s, {} });
        QVERIFY(seen(site).fact(FleetField::Operator).isNone); // it was seen before the right was taken away
        test::Site narrow;
        for (const world::Query& query : { ask::list(res::kataConfigs), ask::list(res::runtimeClasses), ask::list(res::daemonSets), ask::list(res::subscriptions, coco::kNamespace) }) {
            narrow.world.set(query, QJsonArray());
        }
        narrow.world.fail(ask::list(res::csvs, coco::kNamespace), { Errc::Forbidden, u"no"_s, {} });
        QVERIFY(!seen(narrow).fact(FleetField::Operator).isKnown());
    }

    void whatIsOldIsSaidToBe()
    {
        test::Site site = test::runningSite();
        const QDateTime then = site.world.now().addSecs(-90);
        const Error cut { Errc::Network, u"connection refused"_s, {} };
        const FleetCluster stale = seen(site, { setup::Desk::Truth::State::Stale, then, cut });
        QCOMPARE(static_cast<int>(stale.state), static_cast<int>(State::Stale));
        QCOMPARE(stale.since, then);
        QCOMPARE(stale.error.message, cut.message);
        QCOMPARE(stale.fact(FleetField::Operator).text, u"1.10.3"_s); // what was read stays
        QCOMPARE(static_cast<int>(seen(site, { setup::Desk::Truth::State::Stale, {}, cut }).state), static_cast<int>(State::Lost)); // nothing was
        site.world.fail(ask::instances(u"eu-de"_s, u"r010-vpc"_s), { Errc::Server, u"no"_s, {} });
        const FleetCluster half = seen(site);
        QCOMPARE(static_cast<int>(half.state), static_cast<int>(State::Live));
        QVERIFY(half.cloudSince.isValid()); // the cloud's half is not
    }
};

COCOON_TEST(TstFleet)
#include "tst_fleet.moc"
