// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/sandbox/front/accept.h"
#include "services/sandbox/front/human_duration.h"
#include "services/sandbox/front/json_path.h"
#include "services/sandbox/front/schema_library.h"
#include "services/sandbox/front/table.h"
#include "test/support/test_main.h"

using namespace Qt::StringLiterals;
using namespace cocoon;
using namespace cocoon::sandbox;

namespace {
    QJsonObject json(const QByteArray& text) { return parseJsonObject(text).value(); }
    QJsonArray cells(const QString& kind, const QByteArray& object)
    {
        const QDateTime now(QDate(2026, 1, 15), QTime(9, 0), Qt::UTC);
        return builtInPrinters().value(kind).cells(json(object), now);
    }
}

/// What `kubectl get` shows, as tables of objects and cells.
class TstPrinting : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void durations_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        const std::pair<qint64, const char*> rows[] { { -5, "<invalid>" }, { 0, "0s" }, { 119, "119s" }, { 120, "2m" }, { 303, "5m3s" },
            { 600, "10m" }, { 10799, "179m" }, { 10800, "3h" }, { 12000, "3h20m" }, { 172799, "47h" }, { 172800, "2d" },
            { 183600, "2d3h" }, { 691200, "8d" }, { 63071999, "729d" }, { 63072000, "2y" }, { 64281600, "2y14d" }, { 252288000, "8y" } };
        for (const auto& [seconds, text] : rows) {
            QTest::newRow(text) << seconds << QString::fromLatin1(text);
        }
    }
    void durations()
    {
        QFETCH(qint64, seconds);
        QTEST(humanDuration(seconds * 1000), "text");
    }

    void podStatus_data()
    {
        QTest::addColumn<QByteArray>("pod");
        QTest::addColumn<QString>("shown"); // READY STATUS RESTARTS
        const auto pod = [](const char* status, const char* meta = "", const char* spec = R"("containers":[{"name":"a"}])") {
            return QByteArray(R"({"metadata":{"name":"p")") + meta + R"(},"spec":{)" + spec + R"(},"status":)" + status + "}";
        };
        QTest::newRow("pending") << pod(R"({"phase":"Pending"})") << u"0/1 Pending 0"_s;
        QTest::newRow("creating") << pod(R"({"phase":"Pending","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"ContainerCreating"}}}]})")
                                  << u"0/1 ContainerCreating 0"_s;
        QTest::newRow("running") << pod(R"({"phase":"Running","containerStatuses":[{"name":"a","ready":true,"restartCount":2,"state":{"running":{}}}]})")
                                 << u"1/1 Running 2"_s;
        QTest::newRow("restarted")
            << pod(R"({"phase":"Running","containerStatuses":[{"name":"a","ready":true,"restartCount":1,"state":{"running":{}},"lastState":{"terminated":{"finishedAt":"2026-01-15T08:55:00Z"}}}]})")
            << u"1/1 Running 1 (5m ago)"_s;
        QTest::newRow("terminating") << pod(R"({"phase":"Running"})", R"(,"deletionTimestamp":"2026-01-15T08:59:00Z")") << u"0/1 Terminating 0"_s;
        QTest::newRow("deleted but done") << pod(R"({"phase":"Succeeded"})", R"(,"deletionTimestamp":"2026-01-15T08:59:00Z")") << u"0/1 Succeeded 0"_s;
        QTest::newRow("completed") << pod(R"({"phase":"Succeeded","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed","exitCode":0}}}]})")
                                   << u"0/1 Completed 0"_s;
        QTest::newRow("exit code") << pod(R"({"phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":3}}}]})") << u"0/1 ExitCode:3 0"_s;
        QTest::newRow("evicted") << pod(R"({"phase":"Failed","reason":"Evicted"})") << u"0/1 Evicted 0"_s;
        QTest::newRow("init") << pod(R"({"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"running":{}}}]})", "",
                                      R"("initContainers":[{"name":"i"},{"name":"j"}],"containers":[{"name":"a"}])")
                              << u"0/1 Init:0/2 0"_s;
        QTest::newRow("init fails") << pod(R"({"phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":4,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]})",
            "", R"("initContainers":[{"name":"i"}],"containers":[{"name":"a"}])") << u"0/1 Init:CrashLoopBackOff 4"_s;
        QTest::newRow("gated") << pod(R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]})")
                               << u"0/1 SchedulingGated 0"_s;
    }
    void podStatus()
    {
        QFETCH(QByteArray, pod);
        const QJsonArray row = cells(u"pods"_s, pod);
        QTEST(QStringList({ row.at(1).toString(), row.at(2).toString(), row.at(3).toString() }).join(u' '), "shown");
    }

    void node()
    {
        const QJsonArray row = cells(u"nodes"_s, R"({"metadata":{"name":"n","creationTimestamp":"2026-01-10T06:00:00Z",
            "labels":{"node-role.kubernetes.io/worker":"","node-role.kubernetes.io/master":""}},"spec":{"unschedulable":true},
            "status":{"conditions":[{"type":"Ready","status":"True"}],"nodeInfo":{"kubeletVersion":"v1.32.9"},
            "addresses":[{"type":"InternalIP","address":"10.0.0.1"}]}})");
        QCOMPARE(row.at(1).toString(), u"Ready,SchedulingDisabled"_s);
        QCOMPARE(row.at(2).toString(), u"master,worker"_s);
        QCOMPARE(row.at(3).toString(), u"5d3h"_s);
        QCOMPARE(row.at(5).toString(), u"10.0.0.1"_s);
        QCOMPARE(row.at(6).toString(), u"<none>"_s);
    }

    void everyPrinterSurvivesAnEmptyObject()
    {
        const QHash<QString, TablePrinter::Printer>& all = builtInPrinters();
        for (auto it = all.cbegin(); it != all.cend(); ++it) {
            QCOMPARE(it->cells({}, QDateTime::currentDateTimeUtc()).size(), it->columns.size());
        }
    }

    void paths_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("found");
        QTest::newRow("field") << u".a.b"_s << u"1"_s;
        QTest::newRow("escaped") << uR"(.labels.x\.y/z)"_s << u"dotted"_s;
        QTest::newRow("quoted") << u".labels['x.y/z']"_s << u"dotted"_s;
        QTest::newRow("index") << u".list[1].n"_s << u"two"_s;
        QTest::newRow("last") << u".list[-1].n"_s << u"two"_s;
        QTest::newRow("all") << u".list[*].n"_s << u"one,two"_s;
        QTest::newRow("filter") << u".list[?(@.n==\"two\")].v"_s << u"b"_s;
        QTest::newRow("filter, blanks") << u".list[?(@.n == 'one')].v"_s << u"a"_s;
        QTest::newRow("absent") << u".nope.x"_s << QString();
        QTest::newRow("unclosed") << u".list[0"_s << QString();
    }
    void paths()
    {
        QFETCH(QString, path);
        const QJsonObject root = json(R"({"a":{"b":1},"labels":{"x.y/z":"dotted"},"list":[{"n":"one","v":"a"},{"n":"two","v":"b"}]})");
        const auto find = [&root](const QString& p) {
            QStringList texts;
            for (const QJsonValue& value : findJsonPath(p, root)) {
                texts.append(value.toVariant().toString());
            }
            return texts.join(u',');
        };
        QTEST(find(path), "found");
        for (qsizetype cut = 0; cut < path.size(); ++cut) {
            find(path.left(cut)); // no crash wherever it is cut
        }
    }

    void accept()
    {
        const Wanted kubectl = negotiate("application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json");
        QVERIFY(kubectl.table);
        QCOMPARE(kubectl.tableVersion, QByteArray("v1"));
        QCOMPARE(negotiate("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json").discoveryVersion, QByteArray("v2"));
        QVERIFY(negotiate("application/vnd.kubernetes.protobuf, */*").acceptable);
        QVERIFY(!negotiate("application/vnd.kubernetes.protobuf").acceptable);
        QVERIFY(negotiate("").acceptable);
        QVERIFY(negotiate("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io").inner.contains("PartialObjectMetadataList"));
    }

    void schemasAreSound()
    {
        const SchemaLibrary& library = SchemaLibrary::builtIn();
        QCOMPARE(library.problems(), QStringList());
        const QString pod = library.definitionName({}, u"v1"_s, u"Pod"_s);
        QCOMPARE(pod, u"io.k8s.api.core.v1.Pod"_s);
        QCOMPARE(library.unknownFields(pod, json(R"({"spec":{"colour":1,"containers":[{"name":"a","imag":"x","env":[{"name":"E"}]}]}})")),
            QStringList({ u"spec.colour"_s, u"spec.containers[0].imag"_s }));
        const QString ds = library.definitionName(u"apps"_s, u"v1"_s, u"DaemonSet"_s);
        QCOMPARE(library.unknownFields(ds, json(R"({"spec":{"template":{"spec":{"volumes":[{"name":"v","anything":{}}]}}}})")), QStringList());
    }
};

COCOON_TEST(TstPrinting)
#include "tst_printing.moc"
