// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/rights.h"
#include "services/base/yaml.h"
#include "test/models/dashboard/scenes.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

class TstRights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsMissingForAnAdministrator()
    {
        const test::Site site = test::runningSite();
        QVERIFY(missingRights(site.world, test::sceneOf(site).needs).isEmpty());
    }

    void eachIsNamedOnceWithTheRoleThatHelps()
    {
        test::Site site = test::runningSite();
        const Error no { Errc::Forbidden, u"no"_s, {} };
        site.world.fail(ask::list(res::nodes), no);
        site.world.fail(ask::list(res::pods, u"openshift-sandboxed-containers-operator"_s), no);
        site.world.fail(ask::instances(u"eu-de"_s, u"r010-vpc"_s), no);
        site.world.fail(ask::subnets(u"eu-de"_s, u"r010-vpc"_s), no);
        const QList<world::Query> needs = test::sceneOf(site).needs;
        const QList<MissingRight> rights = missingRights(site.world, needs + needs);
        QStringList ids;
        for (const MissingRight& right : rights) {
            ids.append(right.id);
            QVERIFY2(!right.shows.isEmpty() && !right.grant.isEmpty(), qPrintable(right.id));
        }
        QCOMPARE(ids.count(u"cloud vpc"_s), 1);
        QVERIFY(ids.contains(u"list nodes "_s));
        QVERIFY(ids.contains(u"list pods openshift-sandboxed-containers-operator"_s));
        for (const MissingRight& right : rights) {
            if (right.id == u"list nodes ") {
                const auto role = parseYaml(right.grant.toUtf8());
                QVERIFY2(role, qPrintable(right.grant));
                QCOMPARE(str(role->value, { u"kind" }), u"ClusterRole"_s);
                QCOMPARE(at(role->value, { u"rules", u"0", u"resources", u"0" }).toString(), u"nodes"_s);
                QCOMPARE(at(role->value, { u"rules", u"0", u"verbs" }).toArray(), (QJsonArray { u"get"_s, u"list"_s, u"watch"_s }));
            }
            if (right.id.startsWith(u"list pods ")) {
                QVERIFY2(right.grant.contains(u"kind: Role\n") && right.grant.contains(u"namespace: openshift-sandboxed-containers-operator"), qPrintable(right.grant));
            }
        }
    }

    void aMissingLoginIsOneThing()
    {
        test::Site site = test::runningSite();
        const Error no { Errc::Unauthorized, u"There is no credential for IBM Cloud."_s, {} };
        for (const world::Query& query : { ask::clusters(), ask::workers(u"c1demo"_s), ask::instances(u"eu-de"_s, u"r010-vpc"_s) }) {
            site.world.fail(query, no);
        }
        const QList<MissingRight> rights = missingRights(site.world, test::sceneOf(site).needs);
        QCOMPARE(rights.size(), 1);
        QCOMPARE(rights.first().id, u"cloud login"_s);
        QVERIFY(rights.first().isLogin);
        QVERIFY2(!rights.first().grant.contains(u"policy"), qPrintable(rights.first().grant)); // no right is missing
    }
};

COCOON_TEST(TstRights)
#include "tst_rights.moc"
