// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api_fixture.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {

/// Answers each AdmissionReview by the function the test sets.
class ReviewTransport : public net::Transport {
public:
    std::function<Result<net::Response>(const QJsonObject& request)> answer;
    QList<QJsonObject> reviews;
    QStringList urls;

    Job<net::Response>* send(const net::Request& request) override
    {
        const QJsonObject review = parseJsonObject(request.body).value_or(QJsonObject()).value("request"_L1).toObject();
        reviews.append(review);
        urls.append(request.url.toString());
        return settledJob<net::Response>(this, answer(review));
    }
    net::Stream* open(const net::Request&) override { return nullptr; }
};

net::Response reviewed(const QJsonObject& request, QJsonObject response)
{
    response.insert("uid"_L1, request.value("uid"_L1));
    net::Response reply;
    reply.status = 200;
    reply.body = toJson(QJsonObject { { "apiVersion"_L1, "admission.k8s.io/v1"_L1 }, { "kind"_L1, "AdmissionReview"_L1 }, { "response"_L1, response } });
    return reply;
}

QJsonObject registration(const QString& kind, const QString& more = {})
{
    return ApiFixture::json(("{\"metadata\":{\"name\":\"w\"},\"kind\":\""_L1 + kind
        + "\",\"webhooks\":[{\"name\":\"mwebhook.peerpods.io\",\"admissionReviewVersions\":[\"v1\"],\"sideEffects\":\"None\","_L1
        + more + "\"clientConfig\":{\"url\":\"https://127.0.0.1:1/mutate\"},\"rules\":[{\"operations\":[\"CREATE\"],\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],\"resources\":[\"configmaps\"]}]}]}"_L1)
                                .toUtf8()
                                .constData());
}

const QString kMaps = u"/api/v1/namespaces/default/configmaps"_s;
const QString kMutating = u"/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations"_s;
const QString kValidating = u"/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"_s;

}

class TstWebhooks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mutates()
    {
        ReviewTransport transport;
        transport.answer = [](const QJsonObject& request) {
            const QByteArray patch = R"([{"op":"add","path":"/data","value":{"added":"yes"}}])";
            return reviewed(request, { { "allowed"_L1, true }, { "patchType"_L1, "JSONPatch"_L1 }, { "patch"_L1, QString::fromLatin1(patch.toBase64()) } });
        };
        ApiFixture api({}, &transport);
        QCOMPARE(api.create(kMutating, registration(u"MutatingWebhookConfiguration"_s)).status, 201);
        const auto made = api.create(kMaps, ApiFixture::configMap(u"a"_s));
        QCOMPARE(made.status, 201);
        QCOMPARE(made.at({ u"data", u"added" }), u"yes"_s);
        QCOMPARE(transport.urls, QStringList { u"https://127.0.0.1:1/mutate?timeout=10s"_s });
        const QJsonObject review = transport.reviews.first();
        QCOMPARE(str(review, { u"operation" }), u"CREATE"_s);
        QCOMPARE(str(review, { u"resource", u"resource" }), u"configmaps"_s);
        QCOMPARE(str(review, { u"object", u"metadata", u"name" }), u"a"_s);
        QCOMPARE(str(review, { u"userInfo", u"username" }), u"admin"_s);
        api.merge(kMaps + u"/a"_s, ApiFixture::json(R"({"data":{"x":"1"}})")); // not in the rules
        QCOMPARE(transport.reviews.size(), 1);
    }

    void outageFailsOrIsIgnored()
    {
        ReviewTransport transport;
        transport.answer = [](const QJsonObject&) -> Result<net::Response> { return fail(Errc::Network, u"refused"_s); };
        ApiFixture api({}, &transport);
        api.create(kMutating, registration(u"MutatingWebhookConfiguration"_s));
        const auto refused = api.create(kMaps, ApiFixture::configMap(u"a"_s));
        QCOMPARE(refused.status, 500);
        QCOMPARE(refused.at({ u"reason" }), u"InternalError"_s);
        QCOMPARE(refused.message(),
            u"Internal error occurred: failed calling webhook \"mwebhook.peerpods.io\": failed to call webhook: Post \"https://127.0.0.1:1/mutate?timeout=10s\": dial tcp: connect: connection refused"_s);
        api.send("DELETE", kMutating + u"/w"_s);
        api.create(kMutating, registration(u"MutatingWebhookConfiguration"_s, u"\"failurePolicy\":\"Ignore\","_s));
        QCOMPARE(api.create(kMaps, ApiFixture::configMap(u"a"_s)).status, 201);
    }

    void validatingWebhookDenies()
    {
        ReviewTransport transport;
        transport.answer = [](const QJsonObject& request) {
            return reviewed(request, { { "allowed"_L1, false }, { "status"_L1, QJsonObject { { "message"_L1, "no second one"_L1 }, { "code"_L1, 403 }, { "reason"_L1, "Forbidden"_L1 } } } });
        };
        ApiFixture api({}, &transport);
        api.create(kValidating, registration(u"ValidatingWebhookConfiguration"_s));
        const auto refused = api.create(kMaps, ApiFixture::configMap(u"a"_s));
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.message(), u"admission webhook \"mwebhook.peerpods.io\" denied the request: no second one"_s);
        QCOMPARE(api.get(kMaps + u"/a"_s).status, 404);
    }

    void selectorsChoose()
    {
        ReviewTransport transport;
        transport.answer = [](const QJsonObject& request) { return reviewed(request, { { "allowed"_L1, true } }); };
        ApiFixture api({}, &transport);
        api.create(kMutating, registration(u"MutatingWebhookConfiguration"_s,
            u"\"objectSelector\":{\"matchLabels\":{\"w\":\"1\"}},\"namespaceSelector\":{\"matchExpressions\":[{\"key\":\"kubernetes.io/metadata.name\",\"operator\":\"NotIn\",\"values\":[\"kube-system\"]}]},"_s));
        api.create(kMaps, ApiFixture::configMap(u"a"_s));
        QCOMPARE(transport.reviews.size(), 0);
        api.create(u"/api/v1/namespaces/kube-system/configmaps"_s, ApiFixture::configMap(u"a"_s, {}, { { "w"_L1, "1"_L1 } }));
        QCOMPARE(transport.reviews.size(), 0);
        api.create(kMaps, ApiFixture::configMap(u"b"_s, {}, { { "w"_L1, "1"_L1 } }));
        QCOMPARE(transport.reviews.size(), 1);
    }
};

COCOON_TEST(TstWebhooks)
#include "tst_webhooks.moc"
