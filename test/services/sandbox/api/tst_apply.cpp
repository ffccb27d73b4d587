// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api_fixture.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {

const QString kMap = u"/api/v1/namespaces/default/configmaps/a"_s;
const QString kDeployment = u"/apis/apps/v1/namespaces/default/deployments/web"_s;

QByteArray mapYaml(const QByteArray& data)
{
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n" + data;
}

QByteArray deployment(const QByteArray& container)
{
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n"
           "  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n"
        + container;
}

QJsonObject fieldsOf(const QJsonObject& object, const QString& manager)
{
    const QJsonArray entries = at(object, { u"metadata", u"managedFields" }).toArray();
    for (const QJsonValue entry : entries) {
        if (str(entry, { u"manager" }) == manager) {
            return entry.toObject();
        }
    }
    return {};
}

}

class TstApply : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void createsAndOwns()
    {
        ApiFixture api;
        const auto made = api.apply(kMap, u"cocoon"_s, mapYaml("  x: '1'\n"));
        QCOMPARE(made.status, 201);
        const QJsonObject entry = fieldsOf(made.object, u"cocoon"_s);
        QCOMPARE(str(entry, { u"operation" }), u"Apply"_s);
        QCOMPARE(entry.value("fieldsV1"_L1).toObject(), ApiFixture::json(R"({"f:data":{"f:x":{}}})"));
        const auto again = api.apply(kMap, u"cocoon"_s, mapYaml("  x: '1'\n"));
        QCOMPARE(again.status, 200);
        QCOMPARE(again.at({ u"metadata", u"resourceVersion" }), made.at({ u"metadata", u"resourceVersion" }));
    }

    void coOwnersAgree()
    {
        ApiFixture api;
        api.apply(kMap, u"one"_s, mapYaml("  x: '1'\n"));
        QCOMPARE(api.apply(kMap, u"two"_s, mapYaml("  x: '1'\n  z: '2'\n")).status, 200);
        // One lets go: the other still holds it.
        const auto left = api.apply(kMap, u"one"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        QCOMPARE(left.status, 200);
        QCOMPARE(left.object.value("data"_L1).toObject(), ApiFixture::json(R"({"x":"1","z":"2"})"));
        QVERIFY(fieldsOf(left.object, u"one"_s).isEmpty());
    }

    void conflictNamesManagerAndField()
    {
        ApiFixture api;
        api.create(u"/api/v1/namespaces/default/configmaps?fieldManager=operator"_s,
            ApiFixture::configMap(u"a"_s, { { "x"_L1, "1"_L1 }, { "z"_L1, "1"_L1 } }));
        const auto one = api.apply(kMap, u"cocoon"_s, mapYaml("  x: '2'\n"));
        QCOMPARE(one.status, 409);
        QCOMPARE(one.at({ u"reason" }), u"Conflict"_s);
        QCOMPARE(one.message(), u"Apply failed with 1 conflict: conflict with \"operator\" using v1: .data.x"_s);
        QCOMPARE(one.at({ u"details", u"causes", u"0", u"reason" }), u"FieldManagerConflict"_s);
        QCOMPARE(one.at({ u"details", u"causes", u"0", u"message" }), u"conflict with \"operator\" using v1"_s);
        QCOMPARE(one.at({ u"details", u"causes", u"0", u"field" }), u".data.x"_s);
        const auto two = api.apply(kMap, u"cocoon"_s, mapYaml("  x: '2'\n  z: '2'\n"));
        QCOMPARE(two.message(),
            u"Apply failed with 2 conflicts: conflicts with \"operator\" using v1:\n- .data.x\n- .data.z"_s);
        QCOMPARE(api.get(kMap).at({ u"data", u"x" }), u"1"_s);
    }

    void forceTakesOver()
    {
        ApiFixture api;
        api.create(u"/api/v1/namespaces/default/configmaps?fieldManager=operator"_s,
            ApiFixture::configMap(u"a"_s, { { "x"_L1, "1"_L1 } }));
        const auto forced = api.apply(kMap, u"cocoon"_s, mapYaml("  x: '2'\n"), u"&force=true"_s);
        QCOMPARE(forced.status, 200);
        QCOMPARE(forced.at({ u"data", u"x" }), u"2"_s);
        QVERIFY(at(fieldsOf(forced.object, u"operator"_s), { u"fieldsV1", u"f:data", u"f:x" }).isUndefined());
        // The loser, applying its own value now, is told so.
        const auto back = api.apply(kMap, u"operator"_s, mapYaml("  x: '1'\n"));
        QCOMPARE(back.message(), u"Apply failed with 1 conflict: conflict with \"cocoon\": .data.x"_s);
    }

    void updateTakesFieldFromApplier()
    {
        ApiFixture api;
        api.apply(kMap, u"cocoon"_s, mapYaml("  x: '1'\n  z: '1'\n"));
        api.send("PATCH", kMap + u"?fieldManager=operator"_s, ApiFixture::json(R"({"data":{"x":"2"}})"), "application/merge-patch+json");
        const auto answer = api.apply(kMap, u"cocoon"_s, mapYaml("  x: '1'\n  z: '1'\n"));
        QCOMPARE(answer.message(), u"Apply failed with 1 conflict: conflict with \"operator\" using v1: .data.x"_s);
    }

    void fieldsNoLongerAppliedGo()
    {
        ApiFixture api;
        api.apply(kMap, u"cocoon"_s, mapYaml("  x: '1'\n  z: '2'\n"));
        const auto less = api.apply(kMap, u"cocoon"_s, mapYaml("  z: '2'\n"));
        QCOMPARE(less.object.value("data"_L1).toObject(), ApiFixture::json(R"({"z":"2"})"));
        const auto none = api.apply(kMap, u"cocoon"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        QVERIFY(!none.object.contains("data"_L1));
    }

    void associativeListsMergeByKey()
    {
        ApiFixture api;
        const auto first = api.apply(kDeployment, u"one"_s,
            deployment("      - {name: web, image: 'web:1', env: [{name: A, value: '1'}], args: [x, y]}\n"));
        QCOMPARE(first.status, 201);
        const auto second = api.apply(
            kDeployment, u"two"_s, deployment("      - {name: web, env: [{name: B, value: '2'}]}\n      - {name: side, image: 'side:1'}\n"));
        QCOMPARE(second.status, 200);
        const QJsonArray both = at(second.object, { u"spec", u"template", u"spec", u"containers" }).toArray();
        QCOMPARE(both.size(), 2);
        QCOMPARE(at(both, { u"0", u"env" }).toArray().size(), 2);
        QCOMPARE(str(both, { u"0", u"image" }), u"web:1"_s);
        QVERIFY(at(fieldsOf(second.object, u"two"_s),
            { u"fieldsV1", u"f:spec", u"f:template", u"f:spec", u"f:containers", u"k:{\"name\":\"side\"}", u"f:image" })
                    .isObject());
        // The second takes its parts away again, item and entry.
        const auto third = api.apply(kDeployment, u"two"_s, deployment("      - {name: web}\n"));
        const QJsonArray rest = at(third.object, { u"spec", u"template", u"spec", u"containers" }).toArray();
        QCOMPARE(rest.size(), 1);
        QCOMPARE(at(rest, { u"0", u"env" }).toArray(), QJsonArray { ApiFixture::json(R"({"name":"A","value":"1"})") });
    }

    void atomicListsHaveOneOwner()
    {
        ApiFixture api;
        api.apply(kDeployment, u"one"_s, deployment("      - {name: web, image: 'web:1', args: [x]}\n"));
        const auto answer = api.apply(kDeployment, u"two"_s, deployment("      - {name: web, args: [y]}\n"));
        QCOMPARE(answer.message(),
            u"Apply failed with 1 conflict: conflict with \"one\": .spec.template.spec.containers[name=\"web\"].args"_s);
    }

    void setsMerge()
    {
        ApiFixture api;
        api.apply(kMap, u"one"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, finalizers: [x/one]}\n");
        const auto both = api.apply(kMap, u"two"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, finalizers: [x/two]}\n");
        QCOMPARE(at(both.object, { u"metadata", u"finalizers" }).toArray(), QJsonArray({ u"x/one"_s, u"x/two"_s }));
        const auto one = api.apply(kMap, u"two"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        QCOMPARE(at(one.object, { u"metadata", u"finalizers" }).toArray(), QJsonArray { u"x/one"_s });
    }

    void statusHasItsOwnEntry()
    {
        ApiFixture api;
        api.apply(kDeployment, u"cocoon"_s, deployment("      - {name: web, image: 'web:1'}\n"));
        const auto status = api.apply(kDeployment + u"/status"_s, u"controller"_s,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 9}\nstatus: {readyReplicas: 1}\n");
        QCOMPARE(status.status, 200);
        QCOMPARE(at(status.object, { u"status", u"readyReplicas" }).toInteger(), 1);
        QCOMPARE(at(status.object, { u"spec", u"replicas" }).toInteger(), 1);
        const QJsonObject entry = fieldsOf(status.object, u"controller"_s);
        QCOMPARE(str(entry, { u"subresource" }), u"status"_s);
        QCOMPARE(entry.value("fieldsV1"_L1).toObject(), ApiFixture::json(R"({"f:status":{"f:readyReplicas":{}}})"));
    }

    void dryRunLeavesNothing()
    {
        ApiFixture api;
        const auto answer = api.apply(kMap, u"cocoon"_s, mapYaml("  x: '1'\n"), u"&dryRun=All"_s);
        QCOMPARE(answer.status, 201);
        QVERIFY(!fieldsOf(answer.object, u"cocoon"_s).isEmpty());
        QCOMPARE(api.get(kMap).status, 404);
    }

    void refusals()
    {
        ApiFixture api;
        QCOMPARE(api.sendBytes("PATCH", kMap, mapYaml("  x: '1'\n"), "application/apply-patch+yaml").status, 422);
        QCOMPARE(api.apply(kMap, u"c"_s, "kind: ConfigMap\napiVersion: v1\nmetadata: {name: b}\n").status, 400);
        QCOMPARE(api.apply(kMap, u"c"_s, mapYaml("  x: 1\n")).status, 400); // a number where a string belongs
        QCOMPARE(api.apply(kMap, u"c"_s, "a: [").status, 400);
        QCOMPARE(api.apply(kMap, u"c"_s, "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a, managedFields: [{}]}\n").status, 400);
    }

    void secretTextIsOwnedAsData()
    {
        ApiFixture api;
        const QString path = u"/api/v1/namespaces/default/secrets/s"_s;
        const auto made = api.apply(path, u"cocoon"_s, "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {k: v}\n");
        QCOMPARE(made.at({ u"data", u"k" }), u"dg=="_s);
        QVERIFY(!made.object.contains("stringData"_L1));
        const auto less = api.apply(path, u"cocoon"_s, "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n");
        QVERIFY(at(less.object, { u"data", u"k" }).isUndefined());
    }

    void updateOwnershipFollowsTheWriter()
    {
        ApiFixture api;
        const auto made = api.create(u"/api/v1/namespaces/default/configmaps"_s,
            ApiFixture::configMap(u"a"_s, { { "x"_L1, "1"_L1 } }, { { "l"_L1, "1"_L1 } }));
        const QJsonObject entry = fieldsOf(made.object, u"tester"_s); // from the User-Agent
        QCOMPARE(str(entry, { u"operation" }), u"Update"_s);
        QCOMPARE(entry.value("fieldsV1"_L1).toObject(),
            ApiFixture::json(R"({"f:data":{".":{},"f:x":{}},"f:metadata":{"f:labels":{".":{},"f:l":{}}}})"));
    }
};

COCOON_TEST(TstApply)
#include "tst_apply.moc"
