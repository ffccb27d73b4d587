// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/trustee_probe.h"
#include "services/base/json.h"
#include "services/coco/kbs.h"
#include "services/ibm/cloud.h"
#include "services/sandbox/cloud/cloud_sim.h"
#include "test/services/faults/fault_bench.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    QByteArray refusal(int)
    {
        return "{\"errors\":[{\"code\":\"made_to_fail\",\"message\":\"made to fail\"}],\"trace\":\"t-1\"}";
    }

    sandbox::CloudSim::Options options()
    {
        sandbox::CloudSim::Options options;
        options.apiKey = Secret("canary-key");
        return options;
    }
}

/// Every kind of call to IBM Cloud, and the question to a trustee, × everything that can go wrong on the way.
class TstCloudFaults : public QObject {
    Q_OBJECT

    SystemClock m_wall { 0 };
    sandbox::CloudSim m_sim { m_wall, options() };
    FaultBench m_bench { u"cloud"_s, [this](net::Exchange& exchange) { answer(exchange); }, refusal };
    std::unique_ptr<ibm::Cloud> m_cloud;
    int m_count = 0;

    void answer(net::Exchange& exchange)
    {
        if (exchange.request().path.endsWith(coco::kbsProbePath())) {
            exchange.replyJson(401, "{\"type\":\"https://github.com/confidential-containers/kbs/errors/ProtocolVersion\",\"detail\":\"Protocol Version Mismatch: expect 0.4.0, request 0.0.0\"}");
        } else {
            m_sim.handle(exchange);
        }
    }

    std::unique_ptr<ibm::Cloud> login(const ibm::Login& login)
    {
        const QJsonObject where = m_sim.endpoints();
        const auto url = [&where](const char* name) { return where.value(QLatin1String(name)).toString(); };
        auto cloud = std::make_unique<ibm::Cloud>(m_bench.retry, m_bench.clock,
            ibm::Endpoints { url("iam"), url("accounts"), url("resourceController"), url("containers"), url("vpc"), url("catalog"), url("search"), url("tagging") }, login);
        cloud->setRegion(u"eu-de"_s);
        return cloud;
    }

    QString next(const QString& name) { return u"%1-%2"_s.arg(name).arg(++m_count); }

    template <class T>
    static Job<Done>* done(Job<T>* job)
    {
        return mapJob<Done, T>(job, job->parent(), [](const Result<T>& r) { return r ? Result<Done>(Done {}) : tl::unexpected(r.error()); });
    }
    template <class T>
    static std::function<void(const Settle&)> job(std::function<Job<T>*()> make)
    {
        return [make = std::move(make)](const Settle& settle) {
            Job<Done>* job = done(make());
            job->then(job, settle);
        };
    }

    /// Something is made first, past the fault (which is for another method), and then taken away.
    std::function<void(const Settle&)> removed(std::function<Job<QJsonObject>*()> make, std::function<Job<Done>*(const QString& id)> remove)
    {
        return [this, make = std::move(make), remove = std::move(remove)](const Settle& settle) {
            Job<Done>* job = chainJob<Done, QJsonObject>(make(), m_cloud.get(), [remove](const QJsonObject& made) { return remove(made.value(u"id").toString()); });
            job->then(job, settle);
        };
    }

    void askTrustee(const Settle& settle)
    {
        const QUrl url(u"http://localhost:%1"_s.arg(m_bench.server.port()));
        auto* job = world::probeTrustee(m_bench.retry, url, {}, m_cloud.get());
        job->then(job, [settle](const Result<QJsonValue>& r) {
            const bool isGood = r && at(*r, { u"kbsProtocols", u"0" }).toString() == u"0.4.0"_s;
            const bool isTold = r && !str(*r, { u"error" }).isEmpty();
            settle(isGood ? Result<Done>(Done {}) : fail(Errc::Internal, isTold ? u"told"_s : u"says nothing"_s));
        });
    }

    QJsonObject imagePrototype()
    {
        return { { u"name"_s, next(u"podvm"_s) }, { u"file"_s, QJsonObject { { u"href"_s, u"cos://us-south/podvm-image/rhel9-podvm-20260303-01.qcow2"_s } } },
            { u"operating_system"_s, QJsonObject { { u"name"_s, u"red-9-amd64"_s } } } };
    }
    QJsonObject keyPrototype()
    {
        return { { u"name"_s, next(u"key"_s) }, { u"type"_s, u"ed25519"_s },
            { u"public_key"_s, QString::fromLatin1("ssh-ed25519 " + (QByteArray::fromHex("0000000b") + "ssh-ed25519" + QByteArray::fromHex("00000020") + QByteArray(24, 'k') + QByteArray::number(10000000 + m_count)).toBase64()) } };
    }
    static QJsonObject rule()
    {
        return { { u"type"_s, u"Profile-CR"_s }, { u"cr_type"_s, u"ROKS_SA"_s }, { u"name"_s, u"r"_s },
            { u"conditions"_s, QJsonArray { QJsonObject { { u"claim"_s, u"namespace"_s }, { u"operator"_s, u"EQUALS"_s }, { u"value"_s, u"\"default\""_s } } } } };
    }
    QJsonObject policy()
    {
        const auto attribute = [](const QString& key, const QString& value) {
            return QJsonObject { { u"attributes"_s, QJsonArray { QJsonObject { { u"key"_s, key }, { u"operator"_s, u"stringEquals"_s }, { u"value"_s, value } } } } };
        };
        const QJsonObject role { { u"role_id"_s, u"crn:v1:bluemix:public:iam::::role:Viewer"_s } };
        return { { u"type"_s, u"access"_s }, { u"control"_s, QJsonObject { { u"grant"_s, QJsonObject { { u"roles"_s, QJsonArray { role } } } } } },
            { u"subject"_s, attribute(u"iam_id"_s, next(u"iam-Profile-x"_s)) }, { u"resource"_s, attribute(u"serviceName"_s, u"is"_s) } };
    }

    QList<Call> calls()
    {
        using N = Nature;
        using R = Reads;
        const auto cloud = [this]() -> ibm::Cloud& { return *m_cloud; };
        const auto list = [](const QString& name, const Target& target, std::function<Job<QJsonArray>*()> make) { return Call { name, N::Repeatable, R::Json, target, job<QJsonArray>(std::move(make)) }; };
        const auto get = [](const QString& name, const Target& target, std::function<Job<QJsonObject>*()> make) { return Call { name, N::Repeatable, R::Json, target, job<QJsonObject>(std::move(make)) }; };
        const auto make = [](const QString& name, const QString& path, std::function<Job<QJsonObject>*()> start) { return Call { name, N::Once, R::Json, { "POST", path, {} }, job<QJsonObject>(std::move(start)) }; };
        const QJsonObject facts = m_sim.clusterFacts();
        const QString vpc = facts.value(u"vpcId").toString();
        const QString worker = str(facts, { u"workers", u"0", u"id" });
        return {
            { u"IAM token"_s, N::Repeatable, R::Json, { "POST", u"/identity/token"_s, {} }, job<ibm::Identity>([=] { return cloud().probeApiKey(Secret("canary-key")); }), false },
            { u"passcode login"_s, N::Once, R::Json, { "POST", u"/identity/token"_s, {} }, [this](const Settle& settle) {
                 m_cloud = login({ {}, Secret(next(u"code"_s).toLatin1()), {}, {}, {} });
                 Job<Done>* job = done(m_cloud->whoAmI());
                 job->then(job, settle);
             }, false },
            { u"passcode address"_s, N::Repeatable, R::Json, { "GET", u"/openid-configuration"_s, {} }, job<QString>([=] { return cloud().passcodeUrl(); }), false },
            list(u"accounts"_s, { "GET", u"/accounts"_s, {} }, [=] { return cloud().accounts(); }),
            list(u"API keys"_s, { "GET", u"/v1/apikeys"_s, {} }, [=] { return cloud().apiKeys(); }),
            make(u"create API key"_s, u"/v1/apikeys"_s, [=, this] { return cloud().createApiKey(next(u"k"_s), {}); }),
            { u"delete API key"_s, N::Repeatable, R::Empty, { "DELETE", u""_s, u""_s }, removed([=, this] { return cloud().createApiKey(next(u"k"_s), {}); }, [=](const QString& id) { return cloud().deleteApiKey(id); }), true, 1, true },
            list(u"trusted profiles"_s, { "GET", u"/v1/profiles"_s, {} }, [=] { return cloud().trustedProfiles(); }),
            make(u"create trusted profile"_s, u"/v1/profiles"_s, [=, this] { return cloud().createTrustedProfile(next(u"p"_s), {}); }),
            list(u"rules of a profile"_s, { "GET", u"/rules"_s, {} }, [=, this] { return cloud().profileRules(m_profile); }),
            make(u"create rule"_s, u"/rules"_s, [=, this] { return cloud().createProfileRule(m_profile, rule()); }),
            list(u"policies"_s, { "GET", u"/v2/policies"_s, {} }, [=] { return cloud().policies(u"iam-Profile-x"_s); }),
            make(u"create policy"_s, u"/v2/policies"_s, [=, this] { return cloud().createPolicy(policy()); }),
            list(u"resource groups"_s, { "GET", u"/resource_groups"_s, {} }, [=] { return cloud().resourceGroups(); }),
            list(u"clusters"_s, { "GET", u"/getClusters"_s, {} }, [=] { return cloud().clusters(); }),
            get(u"cluster"_s, { "GET", u"/getCluster"_s, {} }, [=] { return cloud().cluster(u"demo"_s); }),
            { u"kubeconfig"_s, N::Repeatable, R::Json, { "POST", u"/applyRBACAndGetKubeconfig"_s, {} }, job<Secret>([=] { return cloud().kubeconfig(u"demo"_s, true, {}); }) },
            list(u"workers"_s, { "GET", u"/getWorkers"_s, {} }, [=] { return cloud().workers(u"demo"_s); }),
            { u"reboot worker"_s, N::Once, R::Empty, { "PUT", worker, {} }, job<Done>([=] { return cloud().rebootWorker(u"demo"_s, worker); }) },
            list(u"groups of the cluster"_s, { "GET", u"/getSecurityGroups"_s, {} }, [=] { return cloud().clusterSecurityGroups(u"demo"_s); }),
            make(u"outbound protection"_s, u"/outbound-traffic-protection"_s, [=] { return cloud().setOutboundProtection(u"demo"_s, false); }),
            list(u"images"_s, { "GET", u"/images"_s, {} }, [=] { return cloud().images(); }),
            make(u"import image"_s, u"/images"_s, [=, this] { return cloud().createImage(imagePrototype()); }),
            list(u"instances"_s, { "GET", u"/instances"_s, {} }, [=] { return cloud().instances(vpc); }),
            list(u"instance profiles"_s, { "GET", u"/instance/profiles"_s, {} }, [=] { return cloud().instanceProfiles(); }),
            list(u"SSH keys"_s, { "GET", u"/keys"_s, {} }, [=] { return cloud().sshKeys(); }),
            make(u"create SSH key"_s, u"/keys"_s, [=, this] { return cloud().createSshKey(keyPrototype()); }),
            { u"delete SSH key"_s, N::Repeatable, R::Empty, { "DELETE", u""_s, {} }, removed([=, this] { return cloud().createSshKey(keyPrototype()); }, [=](const QString& id) { return cloud().deleteSshKey(id); }), true, 1, true },
            get(u"VPC"_s, { "GET", vpc, {} }, [=] { return cloud().vpc(vpc); }),
            list(u"subnets"_s, { "GET", u"/subnets"_s, {} }, [=] { return cloud().subnets(vpc); }),
            list(u"security groups"_s, { "GET", u"/security_groups"_s, {} }, [=] { return cloud().securityGroups(vpc); }),
            list(u"operating systems"_s, { "GET", u"/operating_systems"_s, {} }, [=] { return cloud().operatingSystems(); }),
            { u"price"_s, N::Repeatable, R::Json, { "GET", u"/bx3dc-4x20"_s, {} }, job<QJsonObject>([=] { return cloud().profilePrice(u"bx3dc-4x20"_s, u"eu-de"_s); }), false },
            { u"search by tag"_s, N::Repeatable, R::Json, { "POST", u"/resources/search"_s, {} }, job<QJsonArray>([=] { return cloud().searchByTag(u"coco"_s); }) },
            { u"attach tag"_s, N::Once, R::Json, { "POST", u"/tags/attach"_s, {} }, job<Done>([=] { return cloud().attachTag(facts.value(u"crn").toString(), u"coco"_s); }) },
            { u"trustee"_s, N::Probe, R::Json, { "POST", coco::kbsProbePath(), {} }, [this](const Settle& settle) { askTrustee(settle); } },
        };
    }
    QString m_profile;

private Q_SLOTS:
    void initTestCase()
    {
        m_sim.setBaseUrl(u"http://localhost:%1"_s.arg(m_bench.server.port()));
        m_sim.setAdminKubeconfig(Secret("apiVersion: v1\nkind: Config\nclusters: []\nusers: []\ncontexts: []\n"));
        m_bench.prepare = [this](bool) { m_cloud = login({ Secret("canary-key"), {}, {}, {}, {} }); };
        const Result<Done> made = m_bench.settle({ {}, Nature::Once, Reads::Json, { "GET", u"-"_s, {} }, [this](const Settle& settle) {
                                                      auto* job = m_cloud->createTrustedProfile(u"given"_s, {});
                                                      job->then(job, [this, settle](const Result<QJsonObject>& r) {
                                                          m_profile = r ? r->value(u"id").toString() : QString();
                                                          settle(r ? Result<Done>(Done {}) : tl::unexpected(r.error()));
                                                      });
                                                  } });
        QVERIFY2(made && !m_profile.isEmpty(), made ? "" : qPrintable(made.error().message));
    }
    void cleanupTestCase() { m_bench.matrix.print(); }

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
        const Result<Done> good = m_bench.settle(call);
        QVERIFY2(good, good ? "" : qPrintable(good.error().message + good.error().detail));
        QCOMPARE(m_bench.server.asked(), 1);
        const QStringList wrong = m_bench.run(call);
        QVERIFY2(wrong.isEmpty(), qPrintable(u'\n' + wrong.join(u'\n')));
    }
};

COCOON_TEST(TstCloudFaults)
#include "tst_cloud_faults.moc"
