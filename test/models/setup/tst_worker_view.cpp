// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/worker_view.h"

#include "services/base/json.h"
#include "services/kube/resource.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;
using setup::WorkerView;
using Stage = WorkerView::Stage;

namespace {
    QList<WorkerView> views(test::Site& site)
    {
        const plan::Assessment nodes = site.assess(u"nodes"_s);
        return setup::workerViews(site.world, site.intent, coco::Facts::builtIn(), nodes);
    }
}

class TstWorkerView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beforeAnythingEveryWorkerIsUntouched()
    {
        test::Site site;
        const QList<WorkerView> all = views(site);
        QCOMPARE(all.size(), 3);
        for (const WorkerView& view : all) {
            QCOMPARE(view.stage, Stage::Untouched);
            QVERIFY(view.isReady);
            QVERIFY(!view.zone.isEmpty());
        }
    }

    void theInstallLabelsAreTold()
    {
        test::Site site;
        site.operatorInstalled(u"1.11.0"_s);
        site.imageImported();
        site.keyMade();
        site.configured();
        site.nodesAt({ u"installed"_s, u"installing"_s, u"waiting_to_install"_s });
        const QList<WorkerView> all = views(site);
        QCOMPARE(all.size(), 3);
        QCOMPARE(all.at(0).stage, Stage::Installed);
        QCOMPARE(all.at(0).label, u"installed"_s);
        QVERIFY(all.at(1).stage == Stage::Installing || all.at(1).stage == Stage::WaitingForReboot);
        QVERIFY(all.at(2).stage != Stage::Installed);
    }

    void aDrainIsPreviewedBeforeAnythingIsChanged()
    {
        test::Site site;
        const QList<world::Query> needs = setup::drainNeeds(views(site));
        QCOMPARE(needs.size(), 4); // the pods of three workers, and the budgets
        const auto pod = [](const char* name, const QJsonObject& labels, bool isDaemon = false) {
            const QJsonObject owner { { u"kind"_s, isDaemon ? u"DaemonSet"_s : u"ReplicaSet"_s }, { u"name"_s, u"x"_s }, { u"controller"_s, true } };
            return QJsonObject { { u"metadata"_s, QJsonObject { { u"name"_s, QLatin1String(name) }, { u"namespace"_s, u"shop"_s }, { u"labels"_s, labels }, { u"ownerReferences"_s, QJsonArray { owner } } } },
                { u"status"_s, QJsonObject { { u"phase"_s, u"Running"_s } } } };
        };
        const auto budget = [](const char* name, const QJsonObject& selector, int allowed = 0, const char* ns = "shop") {
            return QJsonObject { { u"metadata"_s, QJsonObject { { u"name"_s, QLatin1String(name) }, { u"namespace"_s, QLatin1String(ns) } } }, { u"spec"_s, QJsonObject { { u"selector"_s, selector } } },
                { u"status"_s, QJsonObject { { u"disruptionsAllowed"_s, allowed }, { u"expectedPods"_s, 2 } } } };
        };
        const QJsonObject cart { { u"app"_s, u"cart"_s } };
        const QJsonObject label { { u"matchLabels"_s, cart } };
        const auto rule = [](const char* how) { return QJsonObject { { u"matchExpressions"_s, QJsonArray { QJsonObject { { u"key"_s, u"app"_s }, { u"operator"_s, QLatin1String(how) }, { u"values"_s, QJsonArray { u"cart"_s, u"till"_s } } } } } }; };
        site.world.set(needs.at(0), QJsonArray { pod("cart-1", cart), pod("agent", cart, true) });
        site.world.set(needs.at(1), QJsonArray { pod("web-1", { { u"app"_s, u"web"_s } }) });
        site.world.set(needs.at(2), QJsonArray());
        site.world.set(needs.at(3), QJsonArray { budget("by-label", label), budget("by-rule", rule("In")), budget("all", QJsonObject()), budget("loose", label, 1), budget("elsewhere", label, 0, "lab"), budget("others", rule("NotIn")), budget("no-rule", rule("DoesNotExist")) });
        const QList<WorkerView> all = views(site);
        QCOMPARE(all.at(0).podsToMove, 1);
        QCOMPARE(all.at(0).moving, QStringList { u"shop/cart-1"_s });
        QCOMPARE(all.at(0).heldBy, (QStringList { u"shop/by-label"_s, u"shop/by-rule"_s, u"shop/all"_s }));
        QCOMPARE(all.at(1).moving, QStringList { u"shop/web-1"_s });
        QCOMPARE(all.at(1).heldBy, (QStringList { u"shop/all"_s, u"shop/others"_s }));
        QCOMPARE(all.at(2).podsToMove, 0);
        QCOMPARE(all.at(2).heldBy, QStringList());
    }

    void aCordonedWorkerIsSaidToBeMoved()
    {
        test::Site site;
        QJsonObject node = site.node(0);
        QJsonObject spec = node.value(u"spec"_s).toObject();
        spec.insert(u"unschedulable"_s, true);
        node.insert(u"spec"_s, spec);
        site.setNode(0, node);
        QVERIFY(views(site).at(0).isCordoned);
    }
};

COCOON_TEST(TstWorkerView)
#include "tst_worker_view.moc"
