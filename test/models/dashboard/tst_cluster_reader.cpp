// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/age.h"
#include "models/dashboard/cluster_reader.h"
#include "models/dashboard/cloud_side.h"
#include "models/dashboard/pod_start.h"
#include "services/kube/client.h"
#include "test/support/fake_transport.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;

namespace {
    QJsonObject json(const char* text)
    {
        return QJsonDocument::fromJson(text).object();
    }
}

/// What somebody reads of single objects: masked, in order, in the words of oc.
class TstClusterReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secretValuesAreHiddenWhereverTheyStand()
    {
        const QJsonObject secret = json(R"({"kind":"Secret","data":{"apikey":"c2VjcmV0"},"stringData":{"plain":"secret"},
            "metadata":{"managedFields":[{}],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"apikey: c2VjcmV0","note":"kept"}}})");
        const QByteArray shown = QJsonDocument(ClusterReader::masked(secret, true)).toJson();
        QVERIFY(!shown.contains("c2VjcmV0") && !shown.contains("\"secret\"") && !shown.contains("managedFields"));
        QVERIFY(shown.contains("apikey") && shown.contains("kept"));
        // Whatever tool keeps a copy, and OpenShift's token, which no value is.
        const QJsonObject copied = json(R"({"kind":"Secret","data":{"apikey":"c2VjcmV0"},"metadata":{"annotations":{"tool.example.com/was":"{apikey: secret}","kubernetes.io/service-account.name":"default",
            "openshift.io/token-secret.value":"eyJhbGciOiJSUzI1NiIsImtpZCI6IjFEaFBWIn0.eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50In0.c2ln"}}})");
        const QByteArray safe = QJsonDocument(ClusterReader::masked(copied, true)).toJson();
        QVERIFY2(!safe.contains("{apikey: secret}") && !safe.contains("eyJ"), safe.constData());
        QVERIFY(safe.contains("openshift.io/token-secret.value") && safe.contains("\"default\""));
        // Other kinds lose managedFields only.
        const QByteArray map = QJsonDocument(ClusterReader::masked(json(R"({"data":{"k":"v"},"metadata":{"managedFields":[{}]}})"), false)).toJson();
        QVERIFY(map.contains("\"v\"") && !map.contains("managedFields"));
    }

    void noColumnHasWhatASecretKeeps()
    {
        const char* table = R"({"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"9"},"rows":[{"cells":["s"],"object":{"metadata":{"name":"s","resourceVersion":"7","labels":{"app":"web"},
            "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"apikey\":\"c2VjcmV0\"},\"kind\":\"Secret\"}","note":"secret"}}}}]})";
        const KindPage::Row secret = ClusterReader::readPage(json(table), true).rows.first();
        QCOMPARE(secret.annotations, dashboard::TextMap());
        QCOMPARE(secret.labels, (dashboard::TextMap { { u"app"_s, u"web"_s } }));
        QCOMPARE(secret.version, u"7"_s);
        QCOMPARE(ClusterReader::readPage(json(table), false).rows.first().annotations.size(), 2);
        // The kind alone decides, so nobody who lists has to think of it.
        QVERIFY((KindInfo { u"Secret"_s, u"secrets"_s, {}, u"v1"_s, true }.isSecret()));
        test::FakeTransport transport;
        transport.expect("GET", {}, 200, table);
        kube::Access access;
        access.server = QUrl(u"https://cluster.invalid"_s);
        kube::Client client(transport, access);
        QObject owner;
        ClusterReader reader([&] { return settledJob<kube::Client*>(&owner, &client); });
        Result<KindPage> read = fail(Errc::Internal, u"no answer"_s);
        reader.page({ u"Secret"_s, u"secrets"_s, {}, u"v1"_s, true }, {}, {})->then(&owner, [&read](const Result<KindPage>& page) { read = page; });
        QTRY_VERIFY2(read, qPrintable(read.error().message + transport.problems().join(u' ')));
        QCOMPARE(read->rows.first().annotations, dashboard::TextMap());
    }

    void tablesAreTakenAsTheServerPrintsThem()
    {
        const KindPage page = ClusterReader::readPage(json(R"({"metadata":{"continue":"next"},"columnDefinitions":[{"name":"Name","type":"string"},{"name":"Ready","type":"integer","priority":0},{"name":"Images","type":"string","priority":1}],
            "rows":[{"cells":["web",3,"img"],"object":{"metadata":{"name":"web","namespace":"shop","uid":"u1","labels":{"app":"web"}}}}]})"));
        QCOMPARE(page.columns.size(), 3);
        QVERIFY(page.columns.last().isWide);
        QCOMPARE(page.rows.first().cells, (QStringList { u"web"_s, u"3"_s, u"img"_s }));
        QCOMPARE(page.rows.first().labels, (dashboard::TextMap { { u"app"_s, u"web"_s } }));
        QCOMPARE(page.continueToken, u"next"_s);
    }

    void eventsOfOldAndNewReportersStandInOneOrder()
    {
        const QList<EventRow> rows = ClusterReader::readEvents({ json(R"({"reason":"Second","type":"Warning","lastTimestamp":"2026-03-01T10:00:05Z","count":4,"source":{"component":"kubelet"}})"),
            json(R"({"reason":"First","type":"Normal","eventTime":"2026-03-01T10:00:01.500000Z","reportingComponent":"scheduler"})") });
        QCOMPARE(rows.first().reason, u"First"_s);
        QCOMPARE(rows.first().source, u"scheduler"_s);
        QCOMPARE(rows.last().count, 4);
        QVERIFY(rows.last().isWarning);
    }

    void agesReadAsOcPrintsThem_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("text");
        for (const auto& [seconds, text] : { std::pair { 7, "7s" }, { 119, "119s" }, { 260, "4m20s" }, { 300, "5m" }, { 3599, "59m" }, { 3 * 3600 + 720, "3h12m" }, { 27 * 3600, "27h" }, { 5 * 86400 + 3 * 3600, "5d3h" }, { 40 * 86400, "40d" } }) {
            QTest::newRow(text) << seconds << QString::fromLatin1(text);
        }
    }
    void agesReadAsOcPrintsThem()
    {
        QFETCH(int, seconds);
        QFETCH(QString, text);
        QCOMPARE(ageText(1000, 1000 + seconds * 1000ll), text);
    }

    void aStartIsReadFromWhatWasNoted()
    {
        const QJsonObject pod = json(R"({"metadata":{"creationTimestamp":"2026-03-01T10:00:00Z"},"spec":{"nodeName":"w1"},"status":{
            "conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"2026-03-01T10:00:01Z"},{"type":"PodReadyToStartContainers","status":"True","lastTransitionTime":"2026-03-01T10:03:20Z"},{"type":"Ready","status":"True","lastTransitionTime":"2026-03-01T10:03:40Z"}],
            "containerStatuses":[{"state":{"running":{"startedAt":"2026-03-01T10:03:38Z"}}}]}})");
        JoinedPod joined;
        joined.server = Server();
        joined.server->vsi.created = timeOf(u"2026-03-01T10:00:00Z"_s); // the cloud's clock is a second behind
        const QList<StartPhase> phases = startPhases(pod, joined, {});
        QStringList names;
        for (qsizetype i = 0; i < phases.size(); ++i) {
            names.append(phases.at(i).name);
            QVERIFY(phases.at(i).end >= phases.at(i).begin);
            QVERIFY(i == 0 || phases.at(i).begin == phases.at(i - 1).end);
        }
        QCOMPARE(names, (QStringList { u"Scheduled"_s, u"VSI requested"_s, u"VSI and agent ready"_s, u"Container started"_s, u"Pod ready"_s }));
        QCOMPARE(phases.at(2).end - phases.at(2).begin, 199'000);
        // Somebody saw the server begin to run: what it took and what the agent took are told apart.
        const QList<StartPhase> seen = startPhases(pod, joined, {}, timeOf(u"2026-03-01T10:02:01Z"_s));
        QCOMPARE(seen.at(2).name, u"VSI running"_s);
        QCOMPARE(seen.at(2).end - seen.at(2).begin, 120'000);
        QCOMPARE(seen.at(3).name, u"Agent ready"_s);
        QCOMPARE(seen.at(3).end - seen.at(3).begin, 79'000);
        // A look that came after the agent proves nothing about the server.
        QCOMPARE(startPhases(pod, joined, {}, timeOf(u"2026-03-01T10:03:30Z"_s)).at(2).name, u"VSI and agent ready"_s);
        // What is under way has no end.
        const QJsonObject early = json(R"({"metadata":{"creationTimestamp":"2026-03-01T10:00:00Z"},"status":{"conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"2026-03-01T10:00:01Z"}]}})");
        const QList<StartPhase> open = startPhases(early, JoinedPod(), {});
        QCOMPARE(open.last().name, u"VSI requested"_s);
        QCOMPARE(open.last().end, 0);
    }

    void attestedIsWhatTheJournalProves()
    {
        const QList<QJsonObject> journal { json(R"({"kind":"outcome","key":"attest u1","ok":true,"reply":{"exitCode":0}})"), json(R"({"kind":"outcome","key":"attest u2","ok":false})"),
            json(R"({"kind":"sent","key":"attest u3"})"), json(R"({"kind":"outcome","key":"attest u4","ok":true,"reply":{"exitCode":22}})") };
        QCOMPARE(attestedPods(journal), QSet<QString> { u"u1"_s });
    }
};

COCOON_TEST(TstClusterReader)
#include "tst_cluster_reader.moc"
