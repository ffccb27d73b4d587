// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/log_follower.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/kube/lease.h"
#include "services/kube/reflector.h"
#include "services/sandbox/api/api_server.h"
#include "services/sandbox/front/api_front.h"
#include "test/services/faults/fault_bench.h"
#include "test/support/fake_transport.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;
namespace res = cocoon::kube::res;

namespace {
    const QString kNs = u"default"_s;
    const kube::ListOptions kPages { u"pages=two"_s, {}, {}, 1 }; ///< two objects
    constexpr std::chrono::seconds kLeaseTime { 3 };

    QByteArray refusal(int status)
    {
        return toJson(QJsonObject { { u"kind"_s, u"Status"_s }, { u"apiVersion"_s, u"v1"_s }, { u"status"_s, u"Failure"_s }, { u"message"_s, u"made to fail"_s }, { u"code"_s, status } });
    }

    QJsonObject configMap(const QString& name, const QString& value = u"1"_s)
    {
        return { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"ConfigMap"_s }, { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, kNs } } },
            { u"data"_s, QJsonObject { { u"value"_s, value } } } };
    }

    QJsonObject pod()
    {
        return { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Pod"_s }, { u"metadata"_s, QJsonObject { { u"name"_s, u"web"_s }, { u"namespace"_s, kNs } } },
            { u"spec"_s, QJsonObject { { u"containers"_s, QJsonArray { QJsonObject { { u"name"_s, u"main"_s }, { u"image"_s, u"web"_s } } } } } } };
    }
}

/// Every kind of call to the API server × everything that can go wrong on the way.
class TstKubeFaults : public QObject {
    Q_OBJECT

    SystemClock m_wall;
    sandbox::ApiServer m_api { m_wall, nullptr, {} };
    FakeTransport m_kubelets;
    sandbox::ApiFront m_front { m_api, m_wall, m_kubelets, {} };
    FaultBench m_bench { u"kube"_s, [this](net::Exchange& exchange) { answer(exchange); }, refusal };
    std::unique_ptr<kube::Client> m_client;
    std::unique_ptr<kube::Reflector> m_reflector;
    std::unique_ptr<dashboard::LogFollower> m_follower;
    std::unique_ptr<kube::Lease> m_lease;
    QString m_tokenFile = scratchDir() + u"/token"_s;
    int m_count = 0;
    bool m_isOnce = true;
    bool m_isOld = false;

    void answer(net::Exchange& exchange)
    {
        const QString& path = exchange.request().path;
        if (path.endsWith(u"/log"_s)) {
            exchange.reply(200, {}, "one\ntwo\n");
        } else if (path.endsWith(u"/exec"_s)) {
            exchange.acceptWebSocket("v4.channel.k8s.io");
            exchange.sendMessage("\x01hello");
            exchange.sendMessage("\x03{\"status\":\"Success\"}");
            exchange.closeWebSocket();
        } else if (!m_isOld || !answerAsOld(exchange)) {
            m_front.handle(exchange);
        }
    }

    /// A server that lists its groups one by one and knows no policy/v1.
    static bool answerAsOld(net::Exchange& exchange)
    {
        const QString& path = exchange.request().path;
        if (path == u"/api"_s) {
            exchange.replyJson(200, R"({"kind":"APIVersions","versions":["v1"]})");
        } else if (path == u"/apis"_s) {
            exchange.replyJson(200, R"({"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}}]})");
        } else if (path.endsWith(u"/eviction"_s)) {
            const bool isKnown = exchange.request().body.contains("policy/v1beta1");
            exchange.replyJson(isKnown ? 201 : 400, isKnown ? R"({"kind":"Status","status":"Success"})" : R"({"kind":"Status","status":"Failure","message":"no kind Eviction in policy/v1","code":400})");
        } else {
            return false;
        }
        return true;
    }

    void writeToken(const QByteArray& token)
    {
        QFile file(m_tokenFile);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(token);
    }

    /// In-process, past all faults.
    void put(const kube::Resource& r, const QJsonObject& object)
    {
        sandbox::ApiRequest request;
        request.method = "POST";
        request.path = r.path(kNs);
        request.body = toJson(object);
        request.headers.add("Content-Type", "application/json");
        request.user = u"test"_s;
        request.groups = QStringList { u"system:masters"_s };
        m_api.handle(request, [](const sandbox::ApiReply& reply) { QVERIFY2(reply.status < 300 || reply.status == 409, reply.body.constData()); });
    }

    template <class T>
    static std::function<void(const Settle&)> job(std::function<Job<T>*()> make)
    {
        return [make = std::move(make)](const Settle& settle) {
            Job<T>* job = make();
            job->then(job, [settle](const Result<T>& r) { settle(r ? Result<Done>(Done {}) : tl::unexpected(r.error())); });
        };
    }

    /// Healed: what is made afterwards arrives. Still struck: it says why, and asks with pauses.
    void watch(const Settle& settle)
    {
        kube::Reflector::Options options;
        options.ns = kNs;
        const bool isDrip = m_bench.server.fault() == Fault::Drip;
        if (isDrip) { // in real time
            options.watchTimeoutSeconds = 1;
            options.overdue = milliseconds(150);
        }
        m_reflector = std::make_unique<kube::Reflector>(*m_client, m_bench.clock, res::configMaps, options);
        const QString late = u"late-%1"_s.arg(++m_count);
        auto* timer = new QTimer(m_reflector.get());
        const milliseconds end = m_bench.clock.monotonic() + std::chrono::minutes(12);
        const auto why = std::make_shared<Error>(); // what was said last; a list in between clears it
        connect(timer, &QTimer::timeout, this, [this, settle, end, late, isDrip, why] {
            *why = m_reflector->lastError().message.isEmpty() ? *why : m_reflector->lastError();
            if (m_isOnce && m_bench.server.asked() > 1 && m_api.find({}, u"configmaps"_s, kNs, late).isEmpty()) {
                put(res::configMaps, configMap(late));
            }
            if (m_isOnce && m_reflector->find(kNs + u'/' + late) != nullptr) {
                settle(Done {});
            } else if (!m_isOnce && (m_bench.clock.monotonic() > end || (isDrip && m_bench.server.asked() > 2))) {
                const words::Explanation said = words::explain(*why);
                const bool isTold = !said.tried.isEmpty() && !said.doNext.isEmpty() && m_bench.server.asked() < 60;
                settle(fail(Errc::Internal, isTold ? u"waits"_s : u"asked %1 times, says: %2"_s.arg(m_bench.server.asked()).arg(said.text())));
            }
        });
        timer->start(0);
        m_reflector->start();
    }

    void follow(const Settle& settle)
    {
        m_follower = std::make_unique<dashboard::LogFollower>();
        connect(m_follower.get(), &dashboard::LogFollower::ended, this, [settle](const Error& error) {
            settle(error.code == Errc::Cancelled ? Result<Done>(Done {}) : tl::unexpected(error));
        });
        kube::LogOptions options;
        options.container = u"main"_s;
        m_follower->open(*m_client, kNs, u"web"_s, options);
    }

    Job<Done>* acquire(const QString& suffix = {})
    {
        m_lease = std::make_unique<kube::Lease>(*m_client, m_bench.clock, kNs, u"lease-%1"_s.arg(++m_count) + suffix, u"desk"_s);
        return m_lease->acquire(kLeaseTime);
    }

    /// Renewed in spite of the fault, or lost, and why.
    void keep(const Settle& settle)
    {
        Job<Done>* got = acquire(u"-kept"_s);
        connect(m_lease.get(), &kube::Lease::lost, this, [settle](const Error& error) { settle(tl::unexpected(error)); });
        got->then(m_lease.get(), [this, settle](const Result<Done>& r) {
            if (!r) {
                settle(r);
                return;
            }
            m_bench.clock.after(2 * kLeaseTime, m_lease.get(), [this, settle] { keptYet(settle); });
        });
    }
    void keptYet(const Settle& settle)
    {
        if (m_lease->isHeld() && m_isOnce && m_bench.server.asked() > 1) {
            settle(Done {});
        } else if (m_lease->isHeld()) {
            m_bench.clock.after(kLeaseTime, m_lease.get(), [this, settle] { keptYet(settle); });
        }
    }

    /// A group that cannot be read is left out, and named.
    void discoverByGroup(const Settle& settle)
    {
        m_isOld = true;
        auto* job = m_client->discover();
        job->then(job, [settle](const Result<kube::Client::Discovery>& r) {
            const bool isTold = r && r->failedGroups == QStringList { u"apps"_s } && r->has(u"configmaps"_s);
            const bool isGood = r && r->failedGroups.isEmpty() && r->has(u"deployments.apps"_s) && r->has(u"configmaps"_s);
            settle(isGood ? Result<Done>(Done {}) : fail(Errc::Internal, isTold ? u"told"_s : u"says nothing"_s));
        });
    }

    QList<Call> calls()
    {
        using N = Nature;
        using R = Reads;
        const auto client = [this]() -> kube::Client& { return *m_client; };
        const auto patched = [client](kube::PatchType type, const QJsonValue& patch) {
            return job<QJsonObject>([=] { return client().patch(res::configMaps, kNs, u"cm"_s, type, patch); });
        };
        const QJsonObject merge { { u"data"_s, QJsonObject { { u"value"_s, u"2"_s } } } };
        const QJsonArray json { QJsonObject { { u"op"_s, u"replace"_s }, { u"path"_s, u"/data/value"_s }, { u"value"_s, u"3"_s } } };
        return {
            { u"version"_s, u"version"_s, N::Repeatable, R::Json, { "GET", u"/version"_s, {} }, job<kube::Version>([=] { return client().version(); }) },
            { u"discovery"_s, u"discover"_s, N::Repeatable, R::Json, { "GET", u"/apis"_s, {} }, job<kube::Client::Discovery>([=] { return client().discover(); }) },
            { u"discovery by group"_s, u"discover"_s, N::Probe, R::Json, { "GET", u"/apis/apps/v1"_s, {} }, [this](const Settle& settle) { discoverByGroup(settle); } },
            { u"raw"_s, u"raw"_s, N::Repeatable, R::Text, { "GET", u"/version"_s, {} }, job<net::Response>([=] { return client().raw("GET", u"/version"_s); }) },
            { u"get"_s, u"get"_s, N::Repeatable, R::Json, { "GET", u"/configmaps/cm"_s, {} }, job<QJsonObject>([=] { return client().get(res::configMaps, kNs, u"cm"_s); }) },
            { u"list, paged"_s, u"list"_s, N::Repeatable, R::Json, { "GET", u"/configmaps"_s, u"limit"_s }, job<kube::ListResult>([=] { return client().list(res::configMaps, kNs); }) },
            { u"list, page 2"_s, u"list"_s, N::Repeatable, R::Json, { "GET", u"/configmaps"_s, u"continue"_s }, job<kube::ListResult>([=] { return client().list(res::configMaps, kNs, kPages); }), true, {}, 1, 2 },
            { u"list, streamed"_s, u"forEach"_s, N::Repeatable, R::Json, { "GET", u"/configmaps"_s, u"limit"_s }, job<QString>([=] { return client().forEach(res::configMaps, kNs, {}, [](QJsonObject&&) {}); }) },
            { u"list as table"_s, u"table"_s, N::Repeatable, R::Json, { "GET", u"/configmaps"_s, u"limit"_s }, job<QJsonObject>([=] { return client().table(res::configMaps, kNs, {}); }) },
            { u"watch"_s, {}, N::Watch, R::Json, { "GET", u"/configmaps"_s, u"watch"_s }, [this](const Settle& settle) { watch(settle); } },
            { u"create"_s, u"create"_s, N::Once, R::Json, { "POST", u"/configmaps"_s, {} }, job<QJsonObject>([=, this] { return client().create(res::configMaps, kNs, configMap(u"new-%1"_s.arg(++m_count))); }) },
            { u"replace"_s, u"replace"_s, N::Repeatable, R::Json, { "PUT", u"/configmaps/cm"_s, {} }, job<QJsonObject>([=] { return client().replace(res::configMaps, kNs, configMap(u"cm"_s)); }) },
            { u"patch, JSON"_s, u"patch"_s, N::Once, R::Json, { "PATCH", u"/configmaps/cm"_s, {} }, patched(kube::PatchType::Json, json) },
            { u"patch, merge"_s, u"patch"_s, N::Repeatable, R::Json, { "PATCH", u"/configmaps/cm"_s, {} }, patched(kube::PatchType::Merge, merge) },
            { u"patch, strategic"_s, u"patch"_s, N::Once, R::Json, { "PATCH", u"/configmaps/cm"_s, {} }, patched(kube::PatchType::Strategic, merge) },
            { u"server-side apply"_s, u"apply"_s, N::Repeatable, R::Json, { "PATCH", u"/configmaps/applied"_s, {} }, job<QJsonObject>([=] { return client().apply(res::configMaps, kNs, configMap(u"applied"_s)); }) },
            { u"delete"_s, u"remove"_s, N::Repeatable, R::Json, { "DELETE", u"/configmaps/old"_s, {} }, job<QJsonObject>([=, this] {
                 put(res::configMaps, configMap(u"old"_s));
                 return client().remove(res::configMaps, kNs, u"old"_s);
             }), true, Errc::NotFound },
            { u"evict"_s, u"evict"_s, N::Once, R::Nothing, { "POST", u"/eviction"_s, {} }, job<Done>([=, this] {
                 put(res::pods, pod());
                 return client().evict(kNs, u"web"_s);
             }) },
            { u"evict, old server"_s, u"evict"_s, N::Once, R::Nothing, { "POST", u"/eviction"_s, {}, "policy/v1beta1" }, job<Done>([=, this] {
                 m_isOld = true;
                 return client().evict(kNs, u"web"_s);
             }) },
            { u"log"_s, u"logs"_s, N::Repeatable, R::Text, { "GET", u"/log"_s, {} }, job<QByteArray>([=] { return client().logs(kNs, u"web"_s, {}); }) },
            { u"log, followed"_s, {}, N::Stream, R::Text, { "GET", u"/log"_s, u"follow"_s }, [this](const Settle& settle) { follow(settle); } },
            { u"exec"_s, u"exec"_s, N::Stream, R::WebSocket, { "GET", u"/exec"_s, {} }, job<kube::ExecResult>([=] { return client().exec(kNs, u"web"_s, u"main"_s, { u"cat"_s, u"x"_s }); }) },
            { u"rules review"_s, u"rules"_s, N::Repeatable, R::Json, { "POST", u"/selfsubjectrulesreviews"_s, {} }, job<QJsonObject>([=] { return client().rules(kNs); }) },
            { u"access review"_s, u"canI"_s, N::Repeatable, R::Json, { "POST", u"/selfsubjectaccessreviews"_s, {} }, job<bool>([=] { return client().canI({ u"get"_s, {}, u"pods"_s, {}, kNs, {} }); }) },
            { u"lease"_s, {}, N::Once, R::Json, { "POST", u"/leases"_s, {} }, job<Done>([this] { return acquire(); }), true, {}, 3 },
            { u"lease, renewed"_s, {}, N::Kept, R::Json, { "PUT", u"-kept"_s, {} }, [this](const Settle& settle) { keep(settle); } },
            { u"lease, released"_s, {}, N::Repeatable, R::Json, { "PUT", u"-kept"_s, {} }, job<Done>([=, this] {
                 return chainJob<Done, Done>(acquire(u"-kept"_s), m_lease.get(), [this](const Done&) { return m_lease->release(); });
             }), true, {}, 3 },
        };
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_front.bootstrap();
        m_front.authenticator().addToken(Secret("first"), u"admin"_s, { u"system:masters"_s });
        m_front.authenticator().addToken(Secret("second"), u"admin"_s, { u"system:masters"_s });
        put(res::configMaps, configMap(u"cm"_s));
        for (const QString& name : { u"page-1"_s, u"page-2"_s }) {
            put(res::configMaps, with(configMap(name), { u"metadata"_s, u"labels"_s, u"pages"_s }, u"two"_s));
        }
        m_bench.prepare = [this](bool isOnce) {
            m_isOnce = isOnce;
            m_isOld = false;
            m_reflector.reset();
            m_follower.reset();
            m_lease.reset();
            m_client.reset();
            writeToken("first");
            // Whoever keeps the token file renews it when the old one is not taken any more.
            m_bench.server.onExpired = isOnce ? std::function<void()>([this] { writeToken("second"); }) : nullptr;
            kube::Access access;
            access.server = QUrl(u"http://localhost:%1"_s.arg(m_bench.server.port()));
            access.tokenFile = m_tokenFile;
            m_client = std::make_unique<kube::Client>(m_bench.retry, access);
        };
    }
    void cleanupTestCase() { m_bench.matrix.print(); }

    void everyCallHasARow()
    {
        const QStringList wrong = withoutRow(u"services/kube/client.h"_s, calls());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void call_data()
    {
        QTest::addColumn<int>("index");
        const QList<Call> all = calls();
        for (int i = 0; i < all.size(); ++i) {
            QTest::newRow(qPrintable(all.at(i).name)) << i;
        }
    }
    void call()
    {
        QFETCH(int, index);
        const Call call = calls().at(index);
        if (call.nature != Nature::Watch) {
            const Result<Done> good = m_bench.settle(call);
            QVERIFY2(good, good ? "" : qPrintable(good.error().message + good.error().detail));
            QVERIFY(m_bench.server.asked() == 1 || call.nature == Nature::Kept);
        }
        const QStringList wrong = m_bench.run(call);
        QVERIFY2(wrong.isEmpty(), qPrintable(u'\n' + wrong.join(u'\n')));
    }
};

COCOON_TEST(TstKubeFaults)
#include "tst_kube_faults.moc"
