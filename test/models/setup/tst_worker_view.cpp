// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/worker_view.h"

#include "services/base/json.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

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
