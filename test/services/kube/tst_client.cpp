// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/kube/client.h"
#include "services/kube/object.h"
#include "services/kube/request_builder.h"
#include "services/kube/status_error.h"
#include "test/support/fake_transport.h"
#include "test/support/test_main.h"

#include <QFile>
#include <QJsonArray>

Q_DECLARE_METATYPE(cocoon::net::Request)

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

namespace {
Access access()
{
    Access a;
    a.server = QUrl(u"https://api.example:6443/base/"_s);
    a.token = Secret("t0ken");
    return a;
}

template <class T>
Result<T> wait(Job<T>* job)
{
    Result<T> result = fail(Errc::Internal, u"never ended"_s);
    QObject context;
    bool done = false;
    job->then(&context, [&](const Result<T>& r) { result = r; done = true; });
    (void)QTest::qWaitFor([&] { return done; });
    return result;
}

QString target(const net::Request& request)
{
    return request.url.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::FullyEncoded);
}

QByteArray failure(int code, const QByteArray& reason, const QByteArray& details = "{}")
{
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"what went wrong\",\"reason\":\""
        + reason + "\",\"details\":" + details + ",\"code\":" + QByteArray::number(code) + "}";
}
}

class TstClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAnswerOfTheServerGivesNoSecretAway_data()
    {
        QTest::addColumn<QByteArray>("body");
        const QByteArray jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.canary-signature";
        QTest::newRow("status") << QByteArray("{\"kind\":\"Status\",\"message\":\"webhook said: token " + jwt + " is bad\",\"details\":{\"causes\":[{\"message\":\"" + jwt + "\"}]},\"code\":403}");
        QTest::newRow("another JSON") << QByteArray("{\"token\":\"canary\"}");
        QTest::newRow("a proxy's page") << QByteArray("refused: Authorization: Bearer canary-0123456789abcdef\nmore");
    }
    void anAnswerOfTheServerGivesNoSecretAway()
    {
        QFETCH(QByteArray, body);
        net::Response response;
        response.status = 403;
        response.body = body;
        const Error error = errorFromResponse(response);
        QVERIFY2(!error.message.contains(u"canary"_s) && !error.detail.contains(u"canary"_s), qPrintable(error.message + error.detail));
        QVERIFY2(error.detail.contains(u"[removed]"_s), qPrintable(error.detail));
        QCOMPARE(parseJson(error.detail.toUtf8()).has_value(), parseJson(body).has_value());
    }
    void requests_data()
    {
        QTest::addColumn<net::Request>("request");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("contentType");
        const RequestBuilder build(QUrl(u"https://h:1/base/"_s));
        const QJsonObject map { { u"metadata"_s, QJsonObject { { u"name"_s, u"m"_s }, { u"namespace"_s, u"n"_s } } } };
        const QByteArray json = "application/json";
        QTest::newRow("get") << build.get(res::pods, u"a b"_s, u"p"_s) << u"GET /base/api/v1/namespaces/a%20b/pods/p"_s << QByteArray();
        QTest::newRow("cluster scoped") << build.get(res::nodes, u"ignored"_s, u"x"_s) << u"GET /base/api/v1/nodes/x"_s << QByteArray();
        QTest::newRow("colon") << build.get(res::clusterRoles, {}, u"system:node"_s)
                               << u"GET /base/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node"_s << QByteArray();
        QTest::newRow("list") << build.list(res::pods, {}, { u"a=b,c"_s, u"spec.nodeName=n"_s, u"0"_s, 10, false, 0 }, {})
                              << u"GET /base/api/v1/pods?labelSelector=a%3Db%2Cc&fieldSelector=spec.nodeName%3Dn&limit=10&resourceVersion=0"_s
                              << QByteArray();
        QTest::newRow("next page") << build.list(res::pods, {}, { {}, {}, u"0"_s, 10, false, 0 }, u"a+b"_s)
                                   << u"GET /base/api/v1/pods?limit=10&continue=a%2Bb"_s << QByteArray();
        QTest::newRow("watch list") << build.watch(res::pods, u"n"_s, { {}, {}, {}, 0, false, 5 }, true)
                                    << u"GET /base/api/v1/namespaces/n/pods?watch=1&allowWatchBookmarks=true&sendInitialEvents=true"
                                       "&resourceVersionMatch=NotOlderThan&timeoutSeconds=5"_s
                                    << QByteArray();
        QTest::newRow("create") << build.create(res::configMaps, {}, map, {})
                                << u"POST /base/api/v1/namespaces/n/configmaps?fieldManager=cocoon"_s << json;
        QTest::newRow("replace status") << build.replace(res::configMaps, u"n"_s, map, { u"me"_s, true, false }, u"status"_s)
                                        << u"PUT /base/api/v1/namespaces/n/configmaps/m/status?fieldManager=me&dryRun=All"_s << json;
        QTest::newRow("apply") << build.apply(res::configMaps, u"n"_s, map, { u"cocoon"_s, false, true }, {})
                               << u"PATCH /base/api/v1/namespaces/n/configmaps/m?fieldManager=cocoon&force=true"_s
                               << QByteArray("application/apply-patch+yaml");
        QTest::newRow("merge") << build.patch(res::nodes, {}, u"x"_s, PatchType::Merge, QJsonObject(), {}, {})
                               << u"PATCH /base/api/v1/nodes/x?fieldManager=cocoon"_s << QByteArray("application/merge-patch+json");
        QTest::newRow("delete") << build.remove(res::nodes, {}, u"x"_s, {}) << u"DELETE /base/api/v1/nodes/x"_s << json;
        QTest::newRow("logs") << build.logs(u"n"_s, u"p"_s, { u"c"_s, true, false, true, 10, -1, u"2026-01-15T09:00:00Z"_s })
                              << u"GET /base/api/v1/namespaces/n/pods/p/log?container=c&follow=true&timestamps=true&tailLines=10"
                                 "&sinceTime=2026-01-15T09%3A00%3A00Z"_s
                              << QByteArray();
        QTest::newRow("exec") << build.exec(u"n"_s, u"p"_s, {}, { u"sh"_s, u"-c"_s, u"exit 3"_s }, false, "key")
                              << u"GET /base/api/v1/namespaces/n/pods/p/exec?command=sh&command=-c&command=exit%203&stdout=true&stderr=true"_s
                              << QByteArray();
    }
    void requests()
    {
        QFETCH(net::Request, request);
        QFETCH(QString, line);
        QFETCH(QByteArray, contentType);
        QCOMPARE(QString::fromLatin1(request.method) + u' ' + target(request), line);
        QCOMPARE(request.headers.value("Content-Type"), contentType);
    }

    void secretsTravelApart()
    {
        const QJsonObject secret { { u"metadata"_s, QJsonObject { { u"name"_s, u"s"_s } } }, { u"data"_s, u"canary"_s } };
        const net::Request request = RequestBuilder(QUrl(u"https://h"_s)).apply(res::secrets, u"n"_s, secret, {}, {});
        QVERIFY(request.body.isEmpty());
        QVERIFY(request.secretBody && request.secretBody->reveal().contains("canary"));
    }

    void deleteOptions()
    {
        DeleteOptions o;
        o.propagation = Propagation::Foreground;
        o.uid = u"u"_s;
        o.gracePeriodSeconds = 0;
        const auto body = parseJsonObject(RequestBuilder(QUrl(u"https://h"_s)).remove(res::pods, u"n"_s, u"p"_s, o).body);
        QCOMPARE(str(*body, { u"propagationPolicy" }), u"Foreground"_s);
        QCOMPARE(str(*body, { u"preconditions", u"uid" }), u"u"_s);
        QCOMPARE(body->value(u"gracePeriodSeconds"_s).toInt(-1), 0);
    }

    void errors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::newRow("401") << 401 << failure(401, "Unauthorized") << int(Errc::Unauthorized);
        QTest::newRow("403") << 403 << failure(403, "Forbidden") << int(Errc::Forbidden);
        QTest::newRow("404") << 404 << failure(404, "NotFound") << int(Errc::NotFound);
        QTest::newRow("404 text") << 404 << QByteArray("404 page not found") << int(Errc::NotFound);
        QTest::newRow("409") << 409 << failure(409, "AlreadyExists") << int(Errc::Conflict);
        QTest::newRow("410") << 410 << failure(410, "Expired") << int(Errc::Gone);
        QTest::newRow("422") << 422 << failure(422, "Invalid") << int(Errc::Invalid);
        QTest::newRow("400") << 400 << failure(400, "BadRequest") << int(Errc::Invalid);
        QTest::newRow("429") << 429 << failure(429, "TooManyRequests", "{\"retryAfterSeconds\":7}") << int(Errc::RateLimited);
        QTest::newRow("503 html") << 503 << QByteArray("<html>no</html>") << int(Errc::Server);
        QTest::newRow("302") << 302 << QByteArray() << int(Errc::Protocol);
        QTest::newRow("cut json") << 200 << QByteArray("{\"a\":") << int(Errc::Parse);
    }
    void errors()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        test::FakeTransport transport;
        transport.expect("GET", u"/base/api/v1/nodes/x"_s, status, body);
        Client client(transport, access());
        const auto r = wait(client.get(res::nodes, {}, u"x"_s));
        QVERIFY(!r.has_value());
        QCOMPARE(int(r.error().code), code);
        QCOMPARE(r.error().trail.value(0), u"GET /base/api/v1/nodes/x"_s);
        QVERIFY(!r.error().message.isEmpty());
        QVERIFY(!r.error().message.contains(u'<'));
        if (status == 429) {
            QCOMPARE(r.error().retryAfter->count(), 7000);
        }
        QCOMPARE(transport.requests().first().authorization->reveal(), "Bearer t0ken");
    }

    void namesApplyConflicts()
    {
        test::FakeTransport transport;
        transport.expect("PATCH", {}, 409,
            failure(409, "Conflict",
                "{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"osc \\\\\\\"op\\\\\\\"\\\" using v1\","
                "\"field\":\".data.DISABLECVM\"},{\"reason\":\"Other\"}]}"));
        Client client(transport, access());
        const auto r = wait(client.apply(res::configMaps, u"n"_s, QJsonObject()));
        const QList<ApplyConflict> wanted { { u".data.DISABLECVM"_s, u"osc \"op\""_s } };
        QVERIFY(!r.has_value());
        QVERIFY(applyConflicts(r.error()) == wanted);
        QVERIFY(applyConflicts(Error {}).isEmpty());
    }

    void listStartsAgainWhenItExpires()
    {
        test::FakeTransport transport;
        const QByteArray page = "{\"metadata\":{\"continue\":\"x\",\"resourceVersion\":\"1\"},\"items\":[{\"metadata\":{\"name\":\"old\"}}]}";
        transport.expect("GET", u"/base/api/v1/pods?limit=500"_s, 200, page);
        transport.expect("GET", u"/base/api/v1/pods?limit=500&continue=x"_s, 410, failure(410, "Expired"));
        transport.expect("GET", u"/base/api/v1/pods?limit=500"_s, 200,
            "{\"metadata\":{\"resourceVersion\":\"2\"},\"items\":[{\"metadata\":{\"name\":\"new\"}}]}");
        Client client(transport, access());
        const auto r = wait(client.list(res::pods));
        QVERIFY(r.has_value());
        QCOMPARE(r->items.size(), 1);
        QCOMPARE(nameOf(r->items.first()), u"new"_s);
        QCOMPARE(str(r->items.first(), { u"kind" }), u"Pod"_s);
        QCOMPARE(r->resourceVersion, u"2"_s);
        // A stream of items cannot take back what it gave.
        transport.expect("GET", {}, 200, page);
        transport.expect("GET", {}, 410, failure(410, "Expired"));
        QCOMPARE(wait(client.forEach(res::pods, {}, {}, [](QJsonObject&&) {})).error().code, Errc::Gone);
        QCOMPARE(transport.problems(), QStringList());
    }

    void evictionFallsBackOnce()
    {
        test::FakeTransport transport;
        Client client(transport, access());
        transport.expect("POST", {}, 400, failure(400, "BadRequest"));
        transport.expect("POST", {}, 429, failure(429, "TooManyRequests"));
        QCOMPARE(wait(client.evict(u"n"_s, u"p"_s)).error().code, Errc::RateLimited);
        transport.expect("POST", {}, 201, "{}");
        QVERIFY(wait(client.evict(u"n"_s, u"p"_s)).has_value());
        QVERIFY(transport.requests().last().body.contains("policy/v1beta1"));
        QCOMPARE(transport.problems(), QStringList());
        Client other(transport, access());
        transport.expect("POST", {}, 404, failure(404, "NotFound", "{\"kind\":\"pods\",\"name\":\"p\"}"));
        QCOMPARE(wait(other.evict(u"n"_s, u"p"_s)).error().code, Errc::NotFound); // the pod, not the kind
        QCOMPARE(transport.problems(), QStringList());
    }

    void discoversOldServers()
    {
        test::FakeTransport transport;
        transport.expect("GET", u"/base/api"_s, 200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
        transport.expect("GET", u"/base/apis"_s, 200,
            "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"g\",\"versions\":[{\"version\":\"v1\"}],\"preferredVersion\":{\"version\":\"v1\"}}]}");
        transport.expect("GET", u"/base/api/v1"_s, 200,
            "{\"resources\":[{\"name\":\"pods\",\"kind\":\"Pod\",\"namespaced\":true},{\"name\":\"pods/log\",\"kind\":\"Pod\"}]}");
        transport.expect("GET", u"/base/apis/g/v1"_s, 503, "down", "text/plain");
        Client client(transport, access());
        const auto r = wait(client.discover());
        QVERIFY(r.has_value());
        QVERIFY(r->has(u"pods"_s));
        QCOMPARE(r->resources.size(), 1);
        QCOMPARE(r->failedGroups, QStringList({ u"g"_s }));
        QCOMPARE(transport.problems(), QStringList());
    }

    void discoversAggregated()
    {
        test::FakeTransport transport;
        const QByteArray head = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"";
        transport.expect("GET", u"/base/api"_s, 200,
            head + "\"},\"versions\":[{\"version\":\"v1\",\"freshness\":\"Current\",\"resources\":[{\"resource\":\"nodes\",\"responseKind\":{\"kind\":\"Node\"},\"scope\":\"Cluster\"}]}]}]}");
        transport.expect("GET", u"/base/apis"_s, 200, head + "stale.io\"},\"versions\":[{\"version\":\"v1\",\"freshness\":\"Stale\"}]}]}");
        Client client(transport, access());
        const auto r = wait(client.discover());
        QVERIFY(r.has_value());
        QCOMPARE(r->resources.size(), 1);
        QVERIFY(r->resources.first() == res::nodes);
        QCOMPARE(r->failedGroups, QStringList({ u"stale.io"_s }));
    }

    void asks()
    {
        test::FakeTransport transport;
        Client client(transport, access());
        transport.expect("POST", u"/base/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"_s, 201, "{\"status\":{\"allowed\":true}}");
        QVERIFY(*wait(client.canI({ u"get"_s, {}, u"pods"_s, u"log"_s, u"n"_s, {} })));
        transport.expect("POST", u"/base/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"_s, 201,
            R"({"status":{"resourceRules":[{"verbs":["get","list"],"apiGroups":[""],"resources":["pods"]}],"nonResourceRules":[],"incomplete":false}})");
        const auto rules = wait(client.rules(u"team-a"_s));
        QVERIFY(rules);
        QCOMPARE(str(*rules, { u"resourceRules", u"0", u"resources", u"0" }), u"pods"_s);
        QCOMPARE(parseJsonObject(transport.requests().last().body).value_or(QJsonObject()).value(u"spec").toObject(), QJsonObject({ { u"namespace"_s, u"team-a"_s } }));
        transport.expect("GET", u"/base/version"_s, 200, "{\"gitVersion\":\"v1.29.5\",\"major\":\"1\",\"minor\":\"29+\"}");
        QCOMPARE(wait(client.version())->minor, 29);
    }

    void tokenFileIsReadAgain()
    {
        const QString path = test::scratchDir() + u"/token"_s;
        const auto write = [&path](const QByteArray& token) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(token + '\n');
        };
        write("one");
        test::FakeTransport transport;
        Access a = access();
        a.token = Secret();
        a.tokenFile = path;
        Client client(transport, a);
        transport.expect("GET", {}, 200, "{\"kind\":\"Node\"}");
        QVERIFY(wait(client.get(res::nodes, {}, u"x"_s)).has_value());
        write("second");
        transport.expect("GET", {}, 200, "{\"kind\":\"Node\"}");
        QVERIFY(wait(client.get(res::nodes, {}, u"x"_s)).has_value());
        QCOMPARE(transport.requests().at(0).authorization->reveal(), "Bearer one");
        QCOMPARE(transport.requests().at(1).authorization->reveal(), "Bearer second");
    }

    void pluginRunsOnceAndAgainAfter401()
    {
        const QString script = test::scratchDir() + u"/plugin.sh"_s;
        QFile file(script);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("#!/bin/sh\necho run >> \"$LOGFILE\"\nn=$(wc -l < \"$LOGFILE\")\n"
                   "case \"$KUBERNETES_EXEC_INFO\" in *'\"server\":\"https://s\"'*) ;; *) echo no info >&2; exit 3;; esac\n"
                   "echo \"{\\\"kind\\\":\\\"ExecCredential\\\",\\\"apiVersion\\\":\\\"client.authentication.k8s.io/v1\\\","
                   "\\\"status\\\":{\\\"token\\\":\\\"p$n\\\"}}\"\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        Access a = access();
        a.token = Secret();
        a.exec = { { u"command"_s, script }, { u"apiVersion"_s, u"client.authentication.k8s.io/v1"_s },
            { u"interactiveMode"_s, u"Never"_s }, { u"provideClusterInfo"_s, true },
            { u"env"_s, QJsonArray { QJsonObject { { u"name"_s, u"LOGFILE"_s }, { u"value"_s, script + u".log"_s } } } } };
        a.execCluster = { { u"server"_s, u"https://s"_s } };
        test::FakeTransport transport;
        Client client(transport, a);
        transport.expect("GET", {}, 200, "{\"kind\":\"Node\"}");
        transport.expect("GET", {}, 401, failure(401, "Unauthorized"));
        transport.expect("GET", {}, 200, "{\"kind\":\"Node\"}");
        QVERIFY(wait(client.get(res::nodes, {}, u"x"_s)).has_value());
        QVERIFY(wait(client.get(res::nodes, {}, u"x"_s)).has_value());
        QCOMPARE(transport.requests().size(), 3);
        QCOMPARE(transport.requests().at(1).authorization->reveal(), "Bearer p1");
        QCOMPARE(transport.requests().at(2).authorization->reveal(), "Bearer p2");

        a.execCluster = {};
        Client refused(transport, a);
        const auto r = wait(refused.get(res::nodes, {}, u"x"_s));
        QCOMPARE(r.error().code, Errc::Unauthorized);
        QVERIFY2(r.error().message.contains(u"no info"_s), qPrintable(r.error().message));
    }
};

COCOON_TEST(TstClient)
#include "tst_client.moc"
