// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api_fixture.h"
#include "test/support/test_main.h"

#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {

const QString kMaps = u"/api/v1/namespaces/default/configmaps"_s;
const QString kPods = u"/api/v1/namespaces/default/pods"_s;
const QString kCrds = u"/apis/apiextensions.k8s.io/v1/customresourcedefinitions"_s;
const QString kToys = u"/apis/example.com/v1/namespaces/default/toys"_s;

QJsonObject pod(const QString& name, const QString& more = {})
{
    return ApiFixture::json(("{\"metadata\":{\"name\":\""_L1 + name + "\",\"labels\":{\"app\":\"web\"}},\"spec\":{"_L1 + more
        + "\"containers\":[{\"name\":\"c\",\"image\":\"web:1\",\"ports\":[{\"containerPort\":80}]}]}}"_L1)
                                .toUtf8()
                                .constData());
}

QJsonObject toyCrd()
{
    return ApiFixture::json(R"({
      "apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"toys.example.com"},
      "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"toys","kind":"Toy"},
       "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
         "schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{
           "spec":{"type":"object","required":["size"],"properties":{
             "size":{"type":"integer","minimum":1,"maximum":9},
             "colour":{"type":"string","enum":["red","blue"],"default":"red"},
             "code":{"type":"string","pattern":"^[a-z]+$"},
             "selector":{"type":"object","nullable":true,"properties":{"a":{"type":"string"}}},
             "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
             "parts":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}}}},
           "status":{"type":"object","properties":{"ready":{"type":"boolean"}}}}}}},
        {"name":"v1beta1","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}})");
}

}

class TstVerbs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wording()
    {
        ApiFixture api;
        QCOMPARE(api.get(kPods + u"/x"_s).message(), u"pods \"x\" not found"_s);
        QCOMPARE(api.get(u"/apis/apps/v1/namespaces/default/deployments/x"_s).message(), u"deployments.apps \"x\" not found"_s);
        api.create(kPods, pod(u"x"_s));
        const auto again = api.create(kPods, pod(u"x"_s));
        QCOMPARE(again.status, 409);
        QCOMPARE(again.message(), u"pods \"x\" already exists"_s);
        QCOMPARE(again.at({ u"reason" }), u"AlreadyExists"_s);
        QCOMPARE(api.get(u"/apis/nothing.io/v1/things"_s).status, 404);
        // clients tell a path that is not served from a missing object by details that name nothing
        QVERIFY(api.get(kPods + u"/x/ephemeralcontainers"_s).object.value(u"details").isObject());
        QCOMPARE(api.get(kPods + u"/x/ephemeralcontainers"_s).at({ u"details", u"name" }), QString());
        QVERIFY(api.get(kPods + u"?fieldSelector=spec.nothing%3D1"_s).message().contains(u"field label not supported: spec.nothing"));
        QCOMPARE(api.send("PUT", kPods, pod(u"x"_s)).status, 405);
        QCOMPARE(api.sendBytes("POST", kPods, "k8s\0", "application/vnd.kubernetes.protobuf").status, 415);
        QCOMPARE(api.send("GET", kPods, QJsonValue::Undefined, {}, "text/html").status, 406);
        QCOMPARE(api.create(u"/api/v1/namespaces/none/pods"_s, pod(u"x"_s)).message(), u"namespaces \"none\" not found"_s);
        const auto bad = api.create(kPods, pod(u"X_y"_s));
        QCOMPARE(bad.status, 422);
        QVERIFY(bad.message().startsWith("Pod \"X_y\" is invalid: metadata.name: Invalid value: \"X_y\": a lowercase RFC 1123 subdomain must consist of"_L1));
        QCOMPARE(bad.at({ u"details", u"causes", u"0", u"field" }), u"metadata.name"_s);
        QCOMPARE(api.create(kMaps, ApiFixture::json(R"({"metadata":{"name":"n"},"data":{"a":true}})")).message(),
            u"ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ConfigMap.data of type string"_s);
        QCOMPARE(api.create(kPods, pod(u"k"_s, u"\"runtimeClassName\":\"kata-remote\","_s)).message(),
            u"pods \"k\" is forbidden: pod rejected: RuntimeClass \"kata-remote\" not found"_s);
    }

    void podsGetTheirDefaults()
    {
        ApiFixture api;
        const auto made = api.create(kPods, pod(u"x"_s));
        QCOMPARE(made.status, 201);
        QCOMPARE(made.at({ u"spec", u"restartPolicy" }), u"Always"_s);
        QCOMPARE(made.at({ u"spec", u"serviceAccountName" }), u"default"_s);
        QCOMPARE(made.at({ u"spec", u"containers", u"0", u"imagePullPolicy" }), u"IfNotPresent"_s);
        QCOMPARE(made.at({ u"spec", u"containers", u"0", u"ports", u"0", u"protocol" }), u"TCP"_s);
        QCOMPARE(made.at({ u"status", u"phase" }), u"Pending"_s);
        QCOMPARE(made.at({ u"status", u"qosClass" }), u"BestEffort"_s);
        QVERIFY(!made.at({ u"metadata", u"uid" }).isEmpty());
        QCOMPARE(made.at({ u"metadata", u"creationTimestamp" }), u"2026-01-15T09:00:00Z"_s);
        const auto named = api.create(kPods, ApiFixture::json(R"({"metadata":{"generateName":"job-"},"spec":{"containers":[{"name":"c","image":"i"}]}})"));
        QVERIFY(named.at({ u"metadata", u"name" }).startsWith("job-"_L1) && named.at({ u"metadata", u"name" }).size() == 9);
        const auto changed = api.merge(kPods + u"/x"_s, ApiFixture::json(R"({"spec":{"hostNetwork":true}})"));
        QCOMPARE(changed.status, 422);
    }

    void optimisticLocking()
    {
        ApiFixture api;
        const auto first = api.create(kMaps, ApiFixture::configMap(u"a"_s, { { "x"_L1, "1"_L1 } }));
        QCOMPARE(api.send("PUT", kMaps + u"/a"_s, with(first.object, { u"data"_s, u"x"_s }, u"2"_s)).status, 200);
        const auto stale = api.send("PUT", kMaps + u"/a"_s, with(first.object, { u"data"_s, u"x"_s }, u"3"_s));
        QCOMPARE(stale.status, 409);
        QCOMPARE(stale.message(),
            u"Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again"_s);
        QCOMPARE(api.merge(kMaps + u"/a"_s, { { "metadata"_L1, QJsonObject { { "resourceVersion"_L1, first.at({ u"metadata", u"resourceVersion" }) } } } }).status, 409);
        QCOMPARE(api.send("PUT", kMaps + u"/a"_s, ApiFixture::configMap(u"a"_s, { { "x"_L1, "4"_L1 } })).status, 200);
        QCOMPARE(api.send("PUT", kMaps + u"/b"_s, ApiFixture::configMap(u"b"_s)).status, 404);
    }

    void statusAndSpecAreApart()
    {
        ApiFixture api;
        api.create(kPods, pod(u"x"_s));
        api.merge(kPods + u"/x"_s, ApiFixture::json(R"({"status":{"phase":"Running"}})"));
        QCOMPARE(api.get(kPods + u"/x"_s).at({ u"status", u"phase" }), u"Pending"_s);
        api.merge(kPods + u"/x/status"_s, ApiFixture::json(R"({"status":{"phase":"Running"},"spec":{"nodeName":"n"}})"));
        const auto after = api.get(kPods + u"/x"_s);
        QCOMPARE(after.at({ u"status", u"phase" }), u"Running"_s);
        QVERIFY(after.at({ u"spec", u"nodeName" }).isEmpty());
    }

    void podDeletionWaitsForTheKubelet()
    {
        ApiFixture api;
        api.create(kPods, pod(u"x"_s));
        QCOMPARE(api.create(kPods + u"/x/binding"_s, ApiFixture::json(R"({"target":{"name":"n1"}})")).status, 201);
        QCOMPARE(api.create(kPods + u"/x/binding"_s, ApiFixture::json(R"({"target":{"name":"n2"}})")).status, 409);
        QCOMPARE(api.get(kPods + u"/x"_s).at({ u"status", u"conditions", u"0", u"type" }), u"PodScheduled"_s);
        const auto deleted = api.send("DELETE", kPods + u"/x"_s);
        QCOMPARE(deleted.at({ u"metadata", u"deletionTimestamp" }), u"2026-01-15T09:00:30Z"_s);
        QCOMPARE(api.get(kPods + u"/x"_s).status, 200);
        QCOMPARE(api.send("DELETE", kPods + u"/x"_s, ApiFixture::json(R"({"gracePeriodSeconds":0})")).status, 200);
        QCOMPARE(api.get(kPods + u"/x"_s).status, 404);
        api.create(kPods, pod(u"y"_s)); // on no node: gone at once
        api.send("DELETE", kPods + u"/y"_s);
        QCOMPARE(api.get(kPods + u"/y"_s).status, 404);
    }

    void finalizersAndPreconditions()
    {
        ApiFixture api;
        const auto made = api.create(kMaps, ApiFixture::json(R"({"metadata":{"name":"a","finalizers":["x/y"]}})"));
        const auto wrong = api.send("DELETE", kMaps + u"/a"_s, ApiFixture::json(R"({"preconditions":{"uid":"other"}})"));
        QCOMPARE(wrong.status, 409);
        QVERIFY(wrong.message().contains("the UID in the precondition (other) does not match the UID in record"_L1));
        const auto marked = api.send("DELETE", kMaps + u"/a"_s, ApiFixture::json(R"({"propagationPolicy":"Foreground"})"));
        QVERIFY(!marked.at({ u"metadata", u"deletionTimestamp" }).isEmpty());
        QCOMPARE(at(marked.object, { u"metadata", u"finalizers" }).toArray(), QJsonArray({ u"x/y"_s, u"foregroundDeletion"_s }));
        const auto late = api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"metadata":{"finalizers":["x/y","foregroundDeletion","late/one"]}})"));
        QCOMPARE(late.status, 422);
        api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"metadata":{"finalizers":["foregroundDeletion"]}})"));
        QCOMPARE(api.get(kMaps + u"/a"_s).status, 200);
        api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"metadata":{"finalizers":null}})"));
        QCOMPARE(api.get(kMaps + u"/a"_s).status, 404);
        const auto plain = api.create(kMaps, ApiFixture::configMap(u"b"_s));
        const auto gone = api.send("DELETE", kMaps + u"/b"_s);
        QCOMPARE(gone.at({ u"status" }), u"Success"_s);
        QCOMPARE(gone.at({ u"details", u"uid" }), plain.at({ u"metadata", u"uid" }));
    }

    void deleteCollection()
    {
        ApiFixture api;
        for (int i = 0; i < 4; ++i) {
            api.create(kMaps, ApiFixture::configMap(u"m%1"_s.arg(i), {}, { { "half"_L1, QString::number(i % 2) } }));
        }
        QCOMPARE(api.send("DELETE", kMaps + u"?labelSelector=half%3D%3D%3D1"_s).status, 400);
        QCOMPARE(api.get(kMaps).object.value("items"_L1).toArray().size(), 4);
        const auto answer = api.send("DELETE", kMaps + u"?labelSelector=half%3D1"_s);
        QCOMPARE(answer.object.value("items"_L1).toArray().size(), 2);
        QCOMPARE(api.get(kMaps).object.value("items"_L1).toArray().size(), 2);
    }

    void triedDeletionsDeleteNothing()
    {
        ApiFixture api;
        api.create(kMaps, ApiFixture::json(R"({"metadata":{"name":"m"}})"));
        // kubectl says it in the body, others in the query
        QCOMPARE(api.send("DELETE", kMaps + u"/m"_s, ApiFixture::json(R"({"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"]})")).status, 200);
        QCOMPARE(api.send("DELETE", kMaps + u"/m?dryRun=All"_s).status, 200);
        QCOMPARE(api.send("DELETE", kMaps, ApiFixture::json(R"({"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"]})")).status, 200);
        QCOMPARE(api.get(kMaps + u"/m"_s).status, 200);
        QCOMPARE(api.send("DELETE", kMaps + u"/m"_s).status, 200);
        QCOMPARE(api.get(kMaps + u"/m"_s).status, 404);
    }

    void nodePortsComeAndGo()
    {
        ApiFixture api;
        const QString services = u"/api/v1/namespaces/default/services"_s;
        const auto made = api.create(services, ApiFixture::json(R"({"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80,"name":"a"},{"port":81,"name":"b"}]}})"));
        const int first = at(made.object, { u"spec", u"ports", u"0", u"nodePort" }).toInt();
        const int second = at(made.object, { u"spec", u"ports", u"1", u"nodePort" }).toInt();
        QVERIFY2(first >= 30000 && first <= 32767 && second >= 30000 && second <= 32767 && first != second, toJson(made.object).constData());
        const auto plain = api.merge(services + u"/s"_s, ApiFixture::json(R"({"spec":{"type":"ClusterIP"}})"));
        QVERIFY(at(plain.object, { u"spec", u"ports", u"0", u"nodePort" }).isUndefined());
        const auto balanced = api.merge(services + u"/s"_s, ApiFixture::json(R"({"spec":{"type":"LoadBalancer"}})"));
        QCOMPARE(at(balanced.object, { u"spec", u"ports", u"0", u"nodePort" }).toInt(), first);
    }

    void eventsAreOneKindInTwoGroups()
    {
        ApiFixture api;
        const QString core = u"/api/v1/namespaces/default/events"_s;
        const QString group = u"/apis/events.k8s.io/v1/namespaces/default/events"_s;
        const auto watch = api.watch(group);
        api.create(core, ApiFixture::json(R"({"metadata":{"name":"a"},"involvedObject":{"kind":"Pod","name":"p"},"message":"hello","count":3,"reason":"Started"})"));
        const auto made = api.create(group, ApiFixture::json(R"({"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"b"},"regarding":{"kind":"Pod","name":"q"},"note":"there","reportingController":"me"})"));
        QCOMPARE(made.at({ u"note" }) + made.at({ u"apiVersion" }), u"thereevents.k8s.io/v1"_s);
        QCOMPARE(api.get(core + u"/b"_s).at({ u"involvedObject", u"name" }) + api.get(core + u"/b"_s).at({ u"reportingComponent" }), u"qme"_s);
        const auto seen = api.get(group + u"/a"_s);
        QCOMPARE(seen.at({ u"regarding", u"name" }) + seen.at({ u"note" }), u"phello"_s);
        QCOMPARE(seen.object.value(u"deprecatedCount").toInt(), 3);
        QVERIFY(!seen.object.contains(u"message"));
        const auto list = api.get(group + u"?fieldSelector=regarding.name%3Dq"_s);
        QCOMPARE(list.at({ u"apiVersion" }) + list.at({ u"items", u"0", u"metadata", u"name" }), u"events.k8s.io/v1b"_s);
        QCOMPARE(api.merge(group + u"/a"_s, { { u"note"_s, u"changed"_s } }).at({ u"note" }), u"changed"_s);
        QCOMPARE(api.send("PATCH", group + u"/a"_s, QJsonArray { QJsonObject { { u"op"_s, u"replace"_s }, { u"path"_s, u"/note"_s }, { u"value"_s, u"again"_s } } },
                     "application/json-patch+json").at({ u"note" }), u"again"_s);
        QCOMPARE(api.get(core + u"/a"_s).at({ u"message" }), u"again"_s);
        QVERIFY(watch->lines.startsWith(u"ADDED a"_s));
        QCOMPARE(str(watch->events.at(0), { u"object", u"note" }), u"hello"_s);
        QCOMPARE(api.send("DELETE", group + u"/b"_s).status, 200);
        QCOMPARE(api.get(core + u"/b"_s).status, 404);
    }

    void eventsGoAfterAWhile()
    {
        ApiFixture api;
        const QString events = u"/api/v1/namespaces/default/events"_s;
        const auto event = [](const char* name) {
            return QJsonObject { { u"metadata"_s, QJsonObject { { u"name"_s, QString::fromLatin1(name) } } },
                { u"involvedObject"_s, QJsonObject { { u"kind"_s, u"Pod"_s }, { u"name"_s, u"p"_s } } }, { u"reason"_s, u"Started"_s } };
        };
        api.create(events, event("old"));
        api.create(events, event("repeated"));
        const auto watch = api.watch(events + u"?timeoutSeconds=99999&resourceVersion="_s + api.get(events).at({ u"metadata", u"resourceVersion" }));
        api.clock.advance(std::chrono::hours(2));
        api.merge(events + u"/repeated"_s, { { u"count"_s, 2 } }); // a write starts the time again
        api.clock.advance(std::chrono::hours(1) + std::chrono::minutes(1));
        QCOMPARE(api.get(events + u"/old"_s).status, 404);
        QCOMPARE(api.get(events + u"/repeated"_s).status, 200);
        QVERIFY2(watch->lines.contains(u"DELETED old"_s), qPrintable(watch->lines.join(u", "_s)));
        api.clock.advance(std::chrono::hours(3));
        QCOMPARE(api.get(events).object.value(u"items").toArray().size(), 0);
    }

    void evictionObeysBudgets()
    {
        ApiFixture api;
        const QString budgets = u"/apis/policy/v1/namespaces/default/poddisruptionbudgets"_s;
        api.create(kPods, pod(u"x"_s));
        api.merge(kPods + u"/x/status"_s, ApiFixture::json(R"({"status":{"phase":"Running"}})"));
        api.create(budgets, ApiFixture::json(R"({"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}})"));
        const auto refused = api.create(kPods + u"/x/eviction"_s, ApiFixture::json(R"({"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"x"}})"));
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.message(), u"Cannot evict pod as it would violate the pod's disruption budget."_s);
        QCOMPARE(refused.at({ u"details", u"causes", u"0", u"reason" }), u"DisruptionBudget"_s);
        api.merge(budgets + u"/b/status"_s, ApiFixture::json(R"({"status":{"disruptionsAllowed":1}})"));
        QCOMPARE(api.create(kPods + u"/x/eviction"_s, QJsonObject()).status, 201);
        QCOMPARE(api.get(kPods + u"/x"_s).status, 404);
        QCOMPARE(at(api.get(budgets + u"/b"_s).object, { u"status", u"disruptionsAllowed" }).toInteger(), 0);
    }

    void namespacesGoInTwoSteps()
    {
        ApiFixture api;
        const QString path = u"/api/v1/namespaces/n"_s;
        const auto made = api.create(u"/api/v1/namespaces"_s, ApiFixture::json(R"({"metadata":{"name":"n"}})"));
        QCOMPARE(made.at({ u"status", u"phase" }), u"Active"_s);
        QCOMPARE(made.at({ u"metadata", u"labels", u"kubernetes.io/metadata.name" }), u"n"_s);
        const auto marked = api.send("DELETE", path);
        QCOMPARE(marked.at({ u"status", u"phase" }), u"Terminating"_s);
        const auto late = api.create(path + u"/configmaps"_s, ApiFixture::configMap(u"a"_s));
        QCOMPARE(late.status, 403);
        QCOMPARE(late.at({ u"details", u"causes", u"0", u"reason" }), u"NamespaceTerminating"_s);
        QCOMPARE(late.message(), u"configmaps \"a\" is forbidden: unable to create new content in namespace n because it is being terminated"_s);
        QCOMPARE(api.send("PUT", path + u"/finalize"_s, with(marked.object, { u"spec"_s }, QJsonObject())).status, 200);
        QCOMPARE(api.get(path).status, 404);
    }

    void scale()
    {
        ApiFixture api;
        const QString path = u"/apis/apps/v1/namespaces/default/deployments"_s;
        const auto made = api.create(path, ApiFixture::json(R"({"metadata":{"name":"w"},"spec":{"selector":{"matchLabels":{"a":"b"}},
            "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})"));
        QCOMPARE(made.at({ u"spec", u"strategy", u"type" }), u"RollingUpdate"_s);
        QCOMPARE(at(made.object, { u"metadata", u"generation" }).toInteger(), 1);
        const auto scaled = api.merge(path + u"/w/scale"_s, ApiFixture::json(R"({"spec":{"replicas":3}})"));
        QCOMPARE(scaled.at({ u"kind" }), u"Scale"_s);
        QCOMPARE(at(scaled.object, { u"spec", u"replicas" }).toInteger(), 3);
        const auto after = api.get(path + u"/w"_s);
        QCOMPARE(at(after.object, { u"spec", u"replicas" }).toInteger(), 3);
        QCOMPARE(at(after.object, { u"metadata", u"generation" }).toInteger(), 2);
        const auto labelled = api.merge(path + u"/w"_s, ApiFixture::json(R"({"metadata":{"labels":{"x":"y"}}})"));
        QCOMPARE(at(labelled.object, { u"metadata", u"generation" }).toInteger(), 2);
    }

    void customResources()
    {
        ApiFixture api;
        QSignalSpy changed(&api.server, &sandbox::ApiServer::kindsChanged);
        QCOMPARE(api.get(kToys).status, 404);
        const auto crd = api.create(kCrds, toyCrd());
        QCOMPARE(crd.status, 201);
        QCOMPARE(crd.at({ u"status", u"conditions", u"1", u"type" }), u"Established"_s);
        QCOMPARE(changed.count(), 1);
        QVERIFY(api.server.kind(u"example.com"_s, u"v1"_s, u"toys"_s));

        const auto made = api.create(kToys, ApiFixture::json(R"({"metadata":{"name":"a"},"spec":{"size":2,"junk":1,"selector":null,"free":{"x":1}},"status":{"ready":true}})"));
        QCOMPARE(made.status, 201);
        QCOMPARE(made.at({ u"spec", u"colour" }), u"red"_s);
        QVERIFY(at(made.object, { u"spec", u"junk" }).isUndefined());
        QVERIFY(at(made.object, { u"spec", u"selector" }).isNull());
        QCOMPARE(at(made.object, { u"spec", u"free", u"x" }).toInteger(), 1);
        QVERIFY(!made.object.contains("status"_L1));
        QCOMPARE(made.reply.headers.value("Warning"), QByteArray("299 - \"unknown field \\\"spec.junk\\\"\""));
        const auto strict = api.create(kToys + u"?fieldValidation=Strict"_s, ApiFixture::json(R"({"metadata":{"name":"s"},"spec":{"size":2,"junk":1}})"));
        QCOMPARE(strict.status, 400);
        QVERIFY(strict.message().endsWith("strict decoding error: unknown field \"spec.junk\""_L1));
        QCOMPARE(api.send("PATCH", kToys + u"/a"_s, QJsonObject(), "application/strategic-merge-patch+json").status, 415);

        const auto status = api.merge(kToys + u"/a/status"_s, ApiFixture::json(R"({"status":{"ready":true}})"));
        QCOMPARE(at(status.object, { u"status", u"ready" }).toBool(), true);
        QCOMPARE(at(status.object, { u"metadata", u"generation" }).toInteger(), 1);
        QCOMPARE(at(api.merge(kToys + u"/a"_s, ApiFixture::json(R"({"spec":{"size":3}})")).object, { u"metadata", u"generation" }).toInteger(), 2);
        QCOMPARE(api.get(u"/apis/example.com/v1beta1/namespaces/default/toys/a"_s).at({ u"apiVersion" }), u"example.com/v1beta1"_s);

        api.send("DELETE", kCrds + u"/toys.example.com"_s);
        QCOMPARE(api.get(kToys).status, 404);
        QVERIFY(api.server.findAll(u"example.com"_s, u"toys"_s).isEmpty());
    }

    void customResourceValidation_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("message");
        QTest::newRow("required") << u"{}"_s << u"Toy.example.com \"t\" is invalid: spec.size: Required value"_s;
        QTest::newRow("type") << u"{\"size\":\"2\"}"_s << u"Toy.example.com \"t\" is invalid: spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\""_s;
        QTest::newRow("minimum") << u"{\"size\":0}"_s << u"Toy.example.com \"t\" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1"_s;
        QTest::newRow("maximum") << u"{\"size\":10}"_s << u"Toy.example.com \"t\" is invalid: spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9"_s;
        QTest::newRow("enum") << u"{\"size\":1,\"colour\":\"green\"}"_s << u"Toy.example.com \"t\" is invalid: spec.colour: Unsupported value: \"green\": supported values: \"red\", \"blue\""_s;
        QTest::newRow("pattern") << u"{\"size\":1,\"code\":\"A\"}"_s << u"Toy.example.com \"t\" is invalid: spec.code: Invalid value: \"A\": spec.code in body should match '^[a-z]+$'"_s;
    }
    void customResourceValidation()
    {
        QFETCH(QString, spec);
        QFETCH(QString, message);
        ApiFixture api;
        api.create(kCrds, toyCrd());
        const auto answer = api.create(kToys, ApiFixture::json(("{\"metadata\":{\"name\":\"t\"},\"spec\":"_L1 + spec + u'}').toUtf8().constData()));
        QCOMPARE(answer.status, 422);
        QCOMPARE(answer.message(), message);
        QCOMPARE(answer.object.value("details"_L1).toObject().value("causes"_L1).toArray().size(), 1);
    }

    void crdWaitsForItsInstances()
    {
        ApiFixture api;
        api.create(kCrds, toyCrd());
        api.create(kToys, ApiFixture::json(R"({"metadata":{"name":"a","finalizers":["x/y"]},"spec":{"size":1}})"));
        api.send("DELETE", kCrds + u"/toys.example.com"_s);
        QCOMPARE(api.get(kCrds + u"/toys.example.com"_s).status, 200);
        QVERIFY(!api.get(kToys + u"/a"_s).at({ u"metadata", u"deletionTimestamp" }).isEmpty());
        api.merge(kToys + u"/a"_s, ApiFixture::json(R"({"metadata":{"finalizers":null}})"));
        QCOMPARE(api.get(kCrds + u"/toys.example.com"_s).status, 404);
    }

    void stateSurvivesARestart()
    {
        sandbox::ApiServer::Options options;
        options.stateFile = scratchDir() + u"/api-state"_s;
        QJsonObject before;
        qint64 version = 0;
        {
            ApiFixture api(options);
            api.create(kCrds, toyCrd());
            before = api.create(kToys, ApiFixture::json(R"({"metadata":{"name":"a"},"spec":{"size":1}})")).object;
            version = api.server.currentResourceVersion();
        }
        ApiFixture api(options);
        QCOMPARE(api.get(kToys + u"/a"_s).object, before);
        QCOMPARE(api.server.currentResourceVersion(), version);
        QVERIFY(api.watch(kToys + u"?resourceVersion="_s + QString::number(version))->lines.isEmpty());
        const auto more = api.create(kToys, ApiFixture::json(R"({"metadata":{"name":"b"},"spec":{"size":1}})"));
        QVERIFY(more.at({ u"metadata", u"uid" }) != str(before, { u"metadata", u"uid" }));
    }

    void garbageCollector()
    {
        sandbox::ApiServer::Options options;
        options.builtInGarbageCollector = true;
        ApiFixture api(options);
        const auto owner = api.create(kMaps, ApiFixture::configMap(u"owner"_s));
        const QJsonArray owners { QJsonObject { { "apiVersion"_L1, "v1"_L1 }, { "kind"_L1, "ConfigMap"_L1 }, { "name"_L1, "owner"_L1 },
            { "uid"_L1, owner.at({ u"metadata", u"uid" }) } } };
        api.create(kMaps, with(ApiFixture::configMap(u"child"_s), { u"metadata"_s, u"ownerReferences"_s }, owners));
        api.send("DELETE", kMaps + u"/owner"_s, ApiFixture::json(R"({"propagationPolicy":"Foreground"})"));
        QTRY_COMPARE(api.get(kMaps).object.value("items"_L1).toArray().size(), 0);
    }
};

COCOON_TEST(TstVerbs)
#include "tst_verbs.moc"
