// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/coco/initdata.h"
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"
#include "ui/fleet/fleet_place.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;
using items::FleetModel;
using test::SandboxProcess;
using test::WindowBench;

namespace {
    /// A cluster that somebody has set up by hand with this operator and these settings.
    QByteArray story(const QByteArray& version, const QByteArray& profile, const QString& trustee)
    {
        QByteArray text = R"(name: by-hand
about: An installation of somebody else.
world: { operator: @VERSION@ }
faults: { fastInstall: true }
objects:
  - { apiVersion: v1, kind: Namespace, metadata: { name: openshift-sandboxed-containers-operator } }
  - apiVersion: operators.coreos.com/v1
    kind: OperatorGroup
    metadata: { name: group, namespace: openshift-sandboxed-containers-operator }
    spec: { targetNamespaces: [openshift-sandboxed-containers-operator] }
  - apiVersion: operators.coreos.com/v1alpha1
    kind: Subscription
    metadata: { name: sandboxed, namespace: openshift-sandboxed-containers-operator }
    spec: { channel: stable, installPlanApproval: Automatic, name: sandboxed-containers-operator, source: redhat-operators, sourceNamespace: openshift-marketplace }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: osc-feature-gates, namespace: openshift-sandboxed-containers-operator }, data: { confidential: "true", deploymentMode: DaemonSetFallback } }
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: peer-pods-cm, namespace: openshift-sandboxed-containers-operator }
    data: { CLOUD_PROVIDER: ibmcloud, IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME: "@PROFILE@", IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST: "@PROFILE@", INITDATA: "@INITDATA@" }
  - { apiVersion: kataconfiguration.openshift.io/v1, kind: KataConfig, metadata: { name: example-kataconfig }, spec: { enablePeerPods: true, logLevel: info } }
)";
        text.replace("@VERSION@", version).replace("@PROFILE@", profile);
        return text.replace("@INITDATA@", coco::encodeInitdata(coco::initdataToml({ trustee, {}, u"sha384"_s, {} })));
    }

    QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }

    void write(const QString& path, const QByteArray& text)
    {
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
}

/// Several clusters side by side, with the real program and a sandbox for each.
class TstFleet : public QObject {
    Q_OBJECT

    static void keep(const WindowBench& bench, const SandboxProcess& sandbox, const QString& name, const QString& cluster)
    {
        Result<app::Profile> profile = app::Profile::load(sandbox.value("profile"));
        QVERIFY(profile);
        profile->name = name;
        profile->cluster = cluster;
        profile->account.clear();
        profile->context.clear();
        profile->kubeconfig.clear();
        profile->isSandbox = false;
        write(QFileInfo(bench.settings.file()).absolutePath() + u"/connections/%1.yaml"_s.arg(name), profile->toYaml());
    }
    static ui::CloudAnswer logIn(WindowBench& bench, const SandboxProcess& sandbox, const QString& id)
    {
        ui::CloudAnswer answer;
        bool isAnswered = false;
        bench.program->logIn({ Secret(read(sandbox.value("apiKeyFile"))), {}, {}, id })->then(bench.window.get(), [&](const Result<ui::CloudAnswer>& r) {
            answer = r.value_or(ui::CloudAnswer());
            isAnswered = true;
        });
        (void)bench.until([&] { return isAnswered; }, 60);
        return answer;
    }
    /// Puts a connection to the sandbox on the list, and logs in for it as somebody did who used it before.
    static void addConnection(WindowBench& bench, const SandboxProcess& sandbox, const QString& name)
    {
        keep(bench, sandbox, name, u"demo"_s);
        for (const ui::ClusterChoice& cluster : logIn(bench, sandbox, u"kept/"_s + name).clusters) {
            if (cluster.name == u"demo") {
                keep(bench, sandbox, name, cluster.id);
            }
        }
        QVERIFY(!logIn(bench, sandbox, u"kept/"_s + name).meant.isEmpty());
    }
    /// Clusters that a desk works on.
    static QStringList keptIntents(const WindowBench& bench)
    {
        QStringList found;
        const QDir clusters(bench.program->stateFolder() + u"/clusters"_s);
        for (const QString& cluster : clusters.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (clusters.exists(cluster + u"/intent.yaml"_s)) {
                found.append(cluster);
            }
        }
        return found;
    }
    static QTableView* table(const WindowBench& bench) { return bench.window->findChild<QTableView*>(u"fleet.table"_s); }
    static QString cell(const WindowBench& bench, const QString& name, int column)
    {
        const QAbstractItemModel* model = table(bench)->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, FleetModel::Name).data().toString() == name) {
                return model->index(row, column).data().toString();
            }
        }
        return {};
    }
    static QString all(const WindowBench& bench)
    {
        QStringList lines { bench.window->fleetPlace()->sentence() };
        const QAbstractItemModel* model = table(bench)->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < model->columnCount(); ++column) {
                cells.append(model->index(row, column).data().toString());
            }
            lines.append(cells.join(u" | "_s));
        }
        return lines.join(u'\n');
    }
    /// Finds the row as somebody does who types: "/", its name, Enter.
    static void choose(WindowBench& bench, const QString& name)
    {
        bench.key(Qt::Key_Slash);
        auto* filter = bench.window->findChild<QLineEdit*>(u"fleet.filter"_s);
        QVERIFY(filter->hasFocus());
        QTest::keyClicks(filter, name);
        QCOMPARE(table(bench)->model()->rowCount(), 1);
        bench.key(Qt::Key_Return);
        QVERIFY(table(bench)->hasFocus());
        filter->clear();
        QCOMPARE(table(bench)->currentIndex().siblingAtColumn(FleetModel::Name).data().toString(), name);
    }

private Q_SLOTS:
    void init() // every test begins with an empty list
    {
        const ui::Settings settings;
        QDir(QFileInfo(settings.file()).absolutePath() + u"/connections"_s).removeRecursively();
    }

    void oneConnectionIsToldWhatThePlaceIsFor()
    {
        WindowBench bench;
        bench.open();
        bench.key(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(bench.window->place(), u"fleet"_s);
        QCOMPARE(table(bench)->model()->rowCount(), 1); // the sandbox, which does not run
        QCOMPARE(cell(bench, u"Sandbox"_s, FleetModel::State), u"Not open"_s);
        QVERIFY2(bench.said().contains(u"There is only one connection yet"), qPrintable(bench.said()));
        bench.shoot(u"fleet-1-empty"_s);
        bench.press(bench.button(u"fleet.add"_s));
        QCOMPARE(bench.window->place(), u"welcome"_s);
    }

    void twoClustersSideBySide()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"old.yaml"_s), story("1.10.3", "bx3dc-2x10", u"http://192.0.2.10:8080"_s));
        write(folder.filePath(u"new.yaml"_s), story("1.12.1", "bx3dc-4x20", u"http://192.0.2.20:8080"_s));
        SandboxProcess first({ u"--speed"_s, u"120"_s, u"--scenario"_s, folder.filePath(u"old.yaml"_s) });
        SandboxProcess second({ u"--speed"_s, u"60"_s, u"--scenario"_s, folder.filePath(u"new.yaml"_s), u"--seed"_s, u"7"_s });
        QVERIFY2(first.start(), first.said().constData());
        QVERIFY2(second.start(), second.said().constData());
        WindowBench bench;
        bench.open();
        addConnection(bench, first, u"prod-1"_s);
        addConnection(bench, second, u"prod-2"_s);
        bench.program->openKnown(u"kept/prod-1"_s);
        QVERIFY2(bench.until([&] { return bench.desk() != nullptr && bench.desk()->assessor().isComplete(); }, 120), qPrintable(bench.said()));

        bench.key(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(bench.until([&] { return cell(bench, u"prod-1"_s, FleetModel::State) == u"Live" && cell(bench, u"prod-1"_s, FleetModel::Workers) == u"3 of 3"; }, 120), qPrintable(all(bench)));
        QCOMPARE(cell(bench, u"prod-2"_s, FleetModel::State), u"Not open"_s);
        QCOMPARE(bench.window->fleetPlace()->sentence(), u"Only prod-1 is open. Watch another one to see where they differ."_s);

        choose(bench, u"prod-2"_s);
        bench.shoot(u"fleet-2-not-open"_s);
        const QStringList intents = keptIntents(bench);
        QCOMPARE(intents.size(), 1);
        bench.press(bench.button(u"fleet.watch"_s));
        QVERIFY2(bench.until([&] { return cell(bench, u"prod-2"_s, FleetModel::State) == u"Live" && cell(bench, u"prod-2"_s, FleetModel::Workers) == u"3 of 3" && cell(bench, u"prod-2"_s, FleetModel::Findings) != u"–"; }, 120),
            qPrintable(all(bench)));
        QVERIFY2(bench.until([&] { return bench.window->fleetPlace()->sentence().startsWith(u"prod-1 runs operator 1.10.3; prod-2 runs 1.12.1."); }, 60), qPrintable(all(bench)));
        for (const QString& field : { u"INITDATA"_s, u"trustee"_s, u"instance profile"_s }) {
            QVERIFY2(bench.window->fleetPlace()->sentence().contains(field), qPrintable(all(bench)));
        }
        std::printf("fleet: %s\n", qPrintable(all(bench)));
        auto* compare = bench.window->findChild<QTableView*>(u"fleet.compare"_s);
        QVERIFY(compare->isVisible());
        QCOMPARE(compare->model()->index(0, 1).data().toString(), u"1.10.3"_s);
        QCOMPARE(compare->model()->index(0, 2).data().toString(), u"1.12.1"_s);
        bench.shoot(u"fleet-3-drift"_s);
        // It is only looked at: nobody took the Lease there or keeps what is wanted of it, and this window works where it worked.
        QCOMPARE(keptIntents(bench), intents);
        QVERIFY(!second.kubectl({ u"get"_s, u"leases"_s, u"-n"_s, u"openshift-sandboxed-containers-operator"_s }).out.contains("cocoon"));
        QVERIFY(bench.window->windowTitle().startsWith(u"prod-1"));

        // One dies: its row grows old, the other stays live.
        second.kill();
        QVERIFY2(bench.until([&] { return cell(bench, u"prod-2"_s, FleetModel::State).startsWith(u"Stale"); }, 30), qPrintable(all(bench)));
        QCOMPARE(cell(bench, u"prod-1"_s, FleetModel::State), u"Live"_s);
        QCOMPARE(cell(bench, u"prod-2"_s, FleetModel::Operator), u"1.12.1"_s);
        const QString age = cell(bench, u"prod-2"_s, FleetModel::State);
        QVERIFY2(bench.until([&] { return cell(bench, u"prod-2"_s, FleetModel::State) != age; }, 10), qPrintable(all(bench)));
        QVERIFY2(bench.said().contains(u"The connection failed"), qPrintable(bench.said())); // in its own row's detail
        bench.shoot(u"fleet-4-stale"_s);
        bench.press(bench.button(u"fleet.stop"_s));
        QVERIFY(bench.until([&] { return cell(bench, u"prod-2"_s, FleetModel::State) == u"Not open"; }, 10));
        QCOMPARE(cell(bench, u"prod-2"_s, FleetModel::Operator), u"–"_s); // what is not open is not known
        QCOMPARE(cell(bench, u"prod-1"_s, FleetModel::State), u"Live"_s);

        // Enter on its row opens it in this window, as choosing it among the connections does.
        QVERIFY2(second.start(), second.said().constData());
        bench.program->watch(u"kept/prod-2"_s);
        bench.program->stopWatching(u"kept/prod-2"_s); // before it was reached
        choose(bench, u"prod-2"_s);
        const setup::Desk* before = bench.desk();
        bench.key(Qt::Key_Return);
        QVERIFY2(bench.until([&] { return bench.desk() != nullptr && bench.desk() != before && bench.window->windowTitle().startsWith(u"prod-2"); }, 90), qPrintable(bench.said()));
        bench.window->openPlace(u"fleet"_s);
        QVERIFY2(bench.until([&] { return cell(bench, u"prod-2"_s, FleetModel::State) == u"Live" && cell(bench, u"prod-1"_s, FleetModel::State) == u"Not open"; }, 60), qPrintable(all(bench)));
    }

    void whatCannotBeWatchedSaysWhyInItsRow()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"60"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        keep(bench, sandbox, u"nobody-logged-in"_s, u"demo"_s);
        bench.open();
        QVERIFY(bench.enter(sandbox));
        bench.window->openPlace(u"fleet"_s);
        QVERIFY2(bench.until([&] { return cell(bench, u"demo"_s, FleetModel::State) == u"Live"; }, 60), qPrintable(all(bench))); // open, and on no list
        QCOMPARE(cell(bench, u"nobody-logged-in"_s, FleetModel::State), u"Not open"_s);
        choose(bench, u"nobody-logged-in"_s);
        bench.press(bench.button(u"fleet.watch"_s));
        QVERIFY2(bench.until([&] { return cell(bench, u"nobody-logged-in"_s, FleetModel::State) == u"No login"; }, 20), qPrintable(all(bench)));
        QVERIFY2(bench.said().contains(u"Nobody has logged in to IBM Cloud for it") && bench.said().contains(u"Connect to it once"), qPrintable(bench.said()));
        // The other row does not mind, and nobody is said to be alike of whom nothing is known.
        QVERIFY2(bench.until([&] { return cell(bench, u"demo"_s, FleetModel::State) == u"Live" && cell(bench, u"demo"_s, FleetModel::Operator) == u"not installed"; }, 60), qPrintable(all(bench)));
        QCOMPARE(bench.window->fleetPlace()->sentence(), u"Nothing that is known of the 2 open clusters can be compared."_s);
        QVERIFY(!bench.window->findChild<QTableView*>(u"fleet.compare"_s)->isVisible());
        QCOMPARE(bench.window->place(), u"fleet"_s); // nobody is asked for a login because of a look
        bench.shoot(u"fleet-5-no-login"_s);
    }
};

COCOON_TEST(TstFleet)
#include "tst_fleet.moc"
