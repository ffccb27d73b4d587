// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a run will send beyond the changes that can be listed beforehand.
#include "models/setup/ahead.h"
#include "models/setup/worker_view.h"
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

class TstAhead : public QObject {
    Q_OBJECT

    static QJsonObject pod(const QString& name, const QString& owner)
    {
        return { { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, u"shop"_s }, { u"uid"_s, u"uid-"_s + name }, { u"ownerReferences"_s, QJsonArray { QJsonObject { { u"kind"_s, owner }, { u"name"_s, u"x"_s }, { u"controller"_s, true } } } } } },
            { u"status"_s, QJsonObject { { u"phase"_s, u"Running"_s } } } };
    }
    static void place(Site& site, int worker, const QJsonArray& pods)
    {
        site.world.set(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + str(site.node(worker), { u"metadata", u"name" })), pods);
    }
    static setup::Ahead aheadOf(Site& site, const QStringList& steps)
    {
        QList<Assessment> all;
        for (const QString& step : steps) {
            all.append(site.assess(step));
        }
        return setup::aheadOf(site.world, site.intent, coco::Facts::builtIn(), all);
    }

private Q_SLOTS:
    void drainsAreCountedBeforeTheirTurn()
    {
        Site site = ready();
        site.nodesAt({ u"waiting_for_reboot"_s, u"waiting_to_install"_s, u"installed"_s });
        QCOMPARE(aheadOf(site, { u"nodes"_s }).text(), u"evictions that are still being counted"_s); // not known is not none
        place(site, 0, { pod(u"cart-1"_s, u"ReplicaSet"_s), pod(u"cart-2"_s, u"ReplicaSet"_s), pod(u"agent"_s, u"DaemonSet"_s) });
        place(site, 1, { pod(u"web-1"_s, u"ReplicaSet"_s) });
        place(site, 2, { pod(u"web-2"_s, u"ReplicaSet"_s) }); // it has been rebooted
        QCOMPARE(aheadOf(site, { u"nodes"_s }).evictions, 3);
        QVERIFY(aheadOf(site, { u"nodes"_s }).text().startsWith(u"at least 3 eviction"_s));
        QVERIFY(aheadOf(site, { u"image"_s }).isEmpty());
        QCOMPARE(aheadOf(site, { u"image"_s }).text(), QString());

        // Under way, the first worker's evictions are listed and not counted again.
        QJsonObject node = site.node(0);
        const QString memory = QString::fromUtf8(toJson(QJsonObject { { u"bootId"_s, str(node, { u"status", u"nodeInfo", u"bootID" }) }, { u"cordonedBy"_s, u"cocoon"_s } }));
        site.setNode(0, with(with(node, { u"metadata"_s, u"annotations"_s, coco::kRebootAnnotation }, memory), { u"spec"_s, u"unschedulable"_s }, true));
        QVERIFY(changeKeys(site.assess(u"nodes"_s)).join(u'\n').contains(u"uid-cart-1"_s));
        QCOMPARE(aheadOf(site, { u"nodes"_s }).evictions, 1);
    }

    void settingsThatAreWrittenRestartTheAdaptorThatIsThere()
    {
        Site site = ready();
        site.installed();
        QCOMPARE(changeKeys(site.assess(u"trust"_s)), QStringList(u"patch initdata"_s));
        QCOMPARE(aheadOf(site, { u"trust"_s }).adaptorRestarts, 3);
        QVERIFY(aheadOf(site, { u"trust"_s }).text().startsWith(u"3 adaptor restart"_s));
        QCOMPARE(aheadOf(site, { u"nodes"_s }).adaptorRestarts, 0); // it is the trust step that restarts
        site.trusted();
        QCOMPARE(aheadOf(site, { u"trust"_s }).adaptorRestarts, 0); // done, or listed one by one
        Site fresh = ready(); // no adaptor yet: written before it starts, INITDATA costs no restart
        QCOMPARE(aheadOf(fresh, { u"trust"_s }).adaptorRestarts, 0);
    }
};

COCOON_TEST(TstAhead)
#include "tst_ahead.moc"
