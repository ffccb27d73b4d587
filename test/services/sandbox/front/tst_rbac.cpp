// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/sandbox/front/rbac.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

using namespace Qt::StringLiterals;
using namespace cocoon;
using namespace cocoon::sandbox;

/// Paths become questions, roles become answers, refusals read as Kubernetes writes them.
class TstRbac : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void requestInfo_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("info"); // verb group/resource/subresource ns name
        QTest::newRow("list") << QByteArray("GET") << u"/api/v1/pods"_s << u"list |pods|||"_s;
        QTest::newRow("watch") << QByteArray("GET") << u"/api/v1/namespaces/a/pods?watch=true"_s << u"watch |pods||a|"_s;
        QTest::newRow("get") << QByteArray("GET") << u"/apis/apps/v1/namespaces/a/deployments/d"_s << u"get apps|deployments||a|d"_s;
        QTest::newRow("scale") << QByteArray("PUT") << u"/apis/apps/v1/namespaces/a/deployments/d/scale"_s << u"update apps|deployments|scale|a|d"_s;
        QTest::newRow("namespace") << QByteArray("GET") << u"/api/v1/namespaces/a"_s << u"get |namespaces||a|a"_s;
        QTest::newRow("namespace status") << QByteArray("PATCH") << u"/api/v1/namespaces/a/status"_s << u"patch |namespaces|status|a|a"_s;
        QTest::newRow("collection") << QByteArray("DELETE") << u"/api/v1/namespaces/a/pods"_s << u"deletecollection |pods||a|"_s;
        QTest::newRow("by name") << QByteArray("GET") << u"/api/v1/nodes?fieldSelector=metadata.name%3Dn1"_s << u"list |nodes|||n1"_s;
        QTest::newRow("old watch") << QByteArray("GET") << u"/api/v1/watch/pods"_s << u"watch |pods|||"_s;
        QTest::newRow("version") << QByteArray("GET") << u"/version"_s << u"get !"_s;
        QTest::newRow("discovery") << QByteArray("GET") << u"/apis/apps/v1"_s << u"get !"_s;
    }
    void requestInfo()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, target);
        const QUrl url(target);
        const RequestInfo info = RequestInfo::parse(method, url.path(), QUrlQuery(url));
        const QString shown = info.isResource ? u"%1 %2|%3|%4|%5|%6"_s.arg(info.verb, info.group, info.resource, info.subresource, info.ns, info.name)
                                              : info.verb + u" !"_s;
        QTEST(shown, "info");
    }

    void decides_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* name, const char* user, const char* method, const char* path, bool allowed) {
            QTest::newRow(name) << QString::fromLatin1(user) << QByteArray(method) << QString::fromLatin1(path) << allowed;
        };
        row("viewer lists pods", "viewer", "GET", "/api/v1/pods", true);
        row("viewer lists nodes", "viewer", "GET", "/api/v1/nodes", true);
        row("viewer reads logs", "viewer", "GET", "/api/v1/namespaces/a/pods/p/log", true);
        row("viewer lists no secrets", "viewer", "GET", "/api/v1/secrets", false);
        row("viewer creates nothing", "viewer", "POST", "/api/v1/namespaces/a/pods", false);
        row("viewer does not exec", "viewer", "POST", "/api/v1/namespaces/a/pods/p/exec", false);
        row("viewer reads kataconfigs", "viewer", "GET", "/apis/kataconfiguration.openshift.io/v1/kataconfigs", true);
        row("team creates in its namespace", "team-a-user", "POST", "/api/v1/namespaces/team-a/pods", true);
        row("team execs in its namespace", "team-a-user", "POST", "/api/v1/namespaces/team-a/pods/p/exec", true);
        row("team reads its secrets", "team-a-user", "GET", "/api/v1/namespaces/team-a/secrets", true);
        row("team stays in its namespace", "team-a-user", "GET", "/api/v1/namespaces/default/pods", false);
        row("team sees no nodes", "team-a-user", "GET", "/api/v1/nodes", false);
        row("everybody discovers", "nobody", "GET", "/apis/apps/v1", true);
        row("everybody asks", "nobody", "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", true);
        row("nobody lists", "nobody", "GET", "/api/v1/pods", false);
    }
    void decides()
    {
        QFETCH(QString, user);
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        test::ManualClock clock;
        ApiServer api(clock, nullptr, {});
        const QList<QJsonObject> objects = Rbac::bootstrapObjects();
        const auto create = [&api](const QString& where, const QJsonObject& object) {
            ApiRequest request { "POST", where, {}, {}, toJson(object), u"boot"_s, { u"system:masters"_s } };
            request.headers.add("Content-Type", "application/json");
            int status = 0;
            api.handle(request, [&status](const ApiReply& reply) { status = reply.status; });
            QTRY_VERIFY(status != 0);
        };
        create(u"/api/v1/namespaces"_s, json(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team-a"}})"));
        for (const QJsonObject& object : objects) {
            const QString ns = str(object, { u"metadata", u"namespace" });
            create(u"/apis/rbac.authorization.k8s.io/v1/"_s + (ns.isEmpty() ? QString() : u"namespaces/"_s + ns + u'/')
                    + object.value("kind"_L1).toString().toLower() + u's',
                object);
        }
        const Rbac rbac(api);
        const RequestInfo what = RequestInfo::parse(method, path, {});
        QTEST(rbac.allows(Authenticator::user(user, {}), what), "allowed");
        QVERIFY(rbac.allows(Authenticator::user(u"x"_s, { u"system:masters"_s }), what));
    }

    void refusals()
    {
        const User user { u"x"_s, {}, {} };
        const auto refusal = [&user](const QByteArray& method, const QString& path) { return Rbac::refusal(user, RequestInfo::parse(method, path, {})); };
        QCOMPARE(refusal("GET", u"/api/v1/namespaces/default/pods"_s),
            u"pods is forbidden: User \"x\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""_s);
        QCOMPARE(refusal("GET", u"/apis/apps/v1/namespaces/a/deployments/d/scale"_s),
            u"deployments.apps \"d\" is forbidden: User \"x\" cannot get resource \"deployments/scale\" in API group \"apps\" in the namespace \"a\""_s);
        QCOMPARE(refusal("GET", u"/api/v1/nodes"_s), u"nodes is forbidden: User \"x\" cannot list resource \"nodes\" in API group \"\" at the cluster scope"_s);
        QCOMPARE(refusal("GET", u"/metrics"_s), u"forbidden: User \"x\" cannot get path \"/metrics\""_s);
    }

private:
    static QJsonObject json(const QByteArray& text) { return parseJsonObject(text).value(); }
};

COCOON_TEST(TstRbac)
#include "tst_rbac.moc"
