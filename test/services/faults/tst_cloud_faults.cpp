// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/trustee_probe.h"
#include "services/base/json.h"
#include "services/coco/kbs.h"
#include "services/ibm/cloud.h"
#include "services/sandbox/cloud/cloud_sim.h"
#include "services/sandbox/cloud/kubeconfig_answer.h"
#include "test/services/faults/fault_bench.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    const QString kProfile = u"bx3dc-2x10"_s;
    const Secret kYaml("apiVersion: v1\nkind: Config\nclusters: []\nusers: []\ncontexts: []\n");
    constexpr std::chrono::minutes kLongWork { 30 }; ///< half the life of a token
    constexpr qsizetype kPiece = 256 * 1024;

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

    ManualClock m_wall; ///< of the cloud: moves between the cells only
    sandbox::CloudSim m_sim { m_wall, options() };
    FaultBench m_bench { u"cloud"_s, [this](net::Exchange& exchange) { answer(exchange); }, refusal };
    std::unique_ptr<ibm::Cloud> m_cloud;
    std::unique_ptr<ibm::Cloud> m_later; ///< a second login
    QString m_form; ///< of the kubeconfig
    QString m_endless; ///< path whose answer does not end
    qsizetype m_written = 0;
    int m_count = 0;

    void goOnForEver(net::Exchange& exchange)
    {
        exchange.beginStream(200, {});
        auto* timer = new QTimer(&exchange);
        connect(&exchange, &net::Exchange::closed, timer, &QTimer::stop);
        connect(timer, &QTimer::timeout, &exchange, [this, &exchange] {
            m_written += kPiece;
            exchange.write(QByteArray(kPiece, ' '));
        });
        timer->start(1);
    }

    void answer(net::Exchange& exchange)
    {
        if (!m_endless.isEmpty() && exchange.request().path.endsWith(m_endless)) {
            goOnForEver(exchange);
        } else if (exchange.request().path.endsWith(coco::kbsProbePath())) {
            exchange.replyJson(401, "{\"type\":\"https://github.com/confidential-containers/kbs/errors/ProtocolVersion\",\"detail\":\"Protocol Version Mismatch: expect 0.4.0, request 0.0.0\"}");
        } else if (m_form != u"yaml"_s && exchange.request().path.endsWith(u"/applyRBACAndGetKubeconfig"_s)) {
            exchange.reply(200, {}, sandbox::kubeconfigAnswer(kYaml, m_form, true, u"demo"_s).body);
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

    QJsonObject instancePrototype()
    {
        const QJsonObject facts = m_sim.clusterFacts();
        const auto named = [](const QString& key, const QJsonValue& value) { return QJsonObject { { key, value } }; };
        return { { u"name"_s, next(u"vsi"_s) }, { u"image"_s, named(u"id"_s, m_image) }, { u"profile"_s, named(u"name"_s, kProfile) },
            { u"zone"_s, named(u"name"_s, at(facts, { u"workers", u"0", u"zone" })) }, { u"vpc"_s, named(u"id"_s, facts.value(u"vpcId")) },
            { u"confidential_compute_mode"_s, u"tdx"_s }, { u"enable_secure_boot"_s, true },
            { u"primary_network_interface"_s,
                QJsonObject { { u"subnet"_s, named(u"id"_s, at(facts, { u"workers", u"0", u"subnetId" })) },
                    { u"security_groups"_s, QJsonArray { named(u"id"_s, facts.value(u"securityGroupId")) } } } } };
    }
    /// As a pod of the cluster gets it; the rules of the profile are for its namespace.
    static Secret serviceAccountToken()
    {
        const auto url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
        return Secret("h." + QByteArray(R"({"aud":"iam","namespace":"default"})").toBase64(url) + ".s");
    }

    ibm::Login passcode() { return { {}, Secret(next(u"code"_s).toLatin1()), {}, {}, {} }; }

    /// Logs in past the fault, then goes on with what `then` does.
    template <class T>
    std::function<void(const Settle&)> afterPasscode(std::function<Job<T>*()> then)
    {
        return [this, then = std::move(then)](const Settle& settle) {
            m_cloud = login(passcode());
            Job<Done>* job = done(chainJob<T, ibm::Identity>(m_cloud->whoAmI(), m_cloud.get(), [then](const ibm::Identity&) { return then(); }));
            job->then(job, settle);
        };
    }

    std::function<void(const Settle&)> kubeconfig(const QString& form)
    {
        return [this, form](const Settle& settle) {
            m_form = form;
            Job<Done>* job = done(m_cloud->kubeconfig(u"demo"_s, true, {}));
            job->then(job, settle);
        };
    }

    QList<Call> calls()
    {
        using N = Nature;
        using R = Reads;
        const auto cloud = [this]() -> ibm::Cloud& { return *m_cloud; };
        const auto list = [](const QString& name, const QString& method, const Target& target, std::function<Job<QJsonArray>*()> make) { return Call { name, method, N::Repeatable, R::Json, target, job<QJsonArray>(std::move(make)) }; };
        const auto bare = [](const QString& name, const QString& method, const Target& target, std::function<Job<QJsonArray>*()> make) { return Call { name, method, N::Repeatable, R::List, target, job<QJsonArray>(std::move(make)) }; };
        const auto get = [](const QString& name, const QString& method, const Target& target, std::function<Job<QJsonObject>*()> make) { return Call { name, method, N::Repeatable, R::Json, target, job<QJsonObject>(std::move(make)) }; };
        const auto make = [](const QString& name, const QString& method, const QString& path, std::function<Job<QJsonObject>*()> start) { return Call { name, method, N::Once, R::Json, { "POST", path, {} }, job<QJsonObject>(std::move(start)) }; };
        const auto gone = [](const QString& name, const QString& method, std::optional<Errc> whenRepeated, std::function<void(const Settle&)> start) { return Call { name, method, N::Repeatable, R::Empty, { "DELETE", {}, {} }, std::move(start), true, whenRepeated }; };
        const QJsonObject facts = m_sim.clusterFacts();
        const QString vpc = facts.value(u"vpcId").toString();
        const QString worker = str(facts, { u"workers", u"0", u"id" });
        const Target token { "POST", u"/identity/token"_s, {} };
        const auto grant = [token](const QByteArray& body) { return Target { token.method, token.path, {}, body }; };
        const Target config { "POST", u"/applyRBACAndGetKubeconfig"_s, {} };
        return {
            { u"login by API key"_s, u"whoAmI"_s, N::Repeatable, R::Json, grant("apikey="), job<ibm::Identity>([=] { return cloud().whoAmI(); }), false },
            { u"login by passcode"_s, u"whoAmI"_s, N::Once, R::Json, grant("passcode="), [this](const Settle& settle) {
                 m_cloud = login(passcode());
                 Job<Done>* job = done(m_cloud->whoAmI());
                 job->then(job, settle);
             }, false },
            { u"login by refresh token"_s, u"whoAmI"_s, N::Repeatable, R::Json, grant("grant_type=refresh_token"), afterPasscode<ibm::Identity>([=, this] {
                 m_later = login({ {}, {}, {}, {}, {}, cloud().refreshToken() });
                 return m_later->whoAmI();
             }), false },
            { u"login by service account"_s, u"whoAmI"_s, N::Repeatable, R::Json, grant("cr_token="), [this](const Settle& settle) {
                 m_cloud = login({ {}, {}, {}, serviceAccountToken(), m_profile });
                 Job<Done>* job = done(m_cloud->whoAmI());
                 job->then(job, settle);
             }, false },
            { u"choice of the account"_s, u"selectAccount"_s, N::Repeatable, R::Json, grant("bss_account="), afterPasscode<ibm::Identity>([=] {
                 return chainJob<ibm::Identity, QJsonArray>(cloud().accounts(), &cloud(), [cloud](const QJsonArray& all) { return cloud().selectAccount(str(all, { u"0", u"id" })); });
             }), false },
            { u"passcode address"_s, u"passcodeUrl"_s, N::Repeatable, R::Json, { "GET", u"/openid-configuration"_s, {} }, job<QString>([=] { return cloud().passcodeUrl(); }), false },
            list(u"accounts"_s, u"accounts"_s, { "GET", u"/accounts"_s, {} }, [=] { return cloud().accounts(); }),
            list(u"API keys"_s, u"apiKeys"_s, { "GET", u"/v1/apikeys"_s, {} }, [=] { return cloud().apiKeys(); }),
            make(u"create API key"_s, u"createApiKey"_s, u"/v1/apikeys"_s, [=, this] { return cloud().createApiKey(next(u"k"_s), {}); }),
            gone(u"delete API key"_s, u"deleteApiKey"_s, Errc::NotFound, removed([=, this] { return cloud().createApiKey(next(u"k"_s), {}); }, [=](const QString& id) { return cloud().deleteApiKey(id); })),
            list(u"trusted profiles"_s, u"trustedProfiles"_s, { "GET", u"/v1/profiles"_s, {} }, [=] { return cloud().trustedProfiles(); }),
            make(u"create trusted profile"_s, u"createTrustedProfile"_s, u"/v1/profiles"_s, [=, this] { return cloud().createTrustedProfile(next(u"p"_s), {}); }),
            gone(u"delete trusted profile"_s, u"deleteTrustedProfile"_s, Errc::NotFound, removed([=, this] { return cloud().createTrustedProfile(next(u"p"_s), {}); }, [=](const QString& id) { return cloud().deleteTrustedProfile(id); })),
            list(u"rules of a profile"_s, u"profileRules"_s, { "GET", u"/rules"_s, {} }, [=, this] { return cloud().profileRules(m_profile); }),
            make(u"create rule"_s, u"createProfileRule"_s, u"/rules"_s, [=, this] { return cloud().createProfileRule(m_profile, rule()); }),
            list(u"policies"_s, u"policies"_s, { "GET", u"/v2/policies"_s, {} }, [=] { return cloud().policies(u"iam-Profile-x"_s); }),
            make(u"create policy"_s, u"createPolicy"_s, u"/v2/policies"_s, [=, this] { return cloud().createPolicy(policy()); }),
            gone(u"delete policy"_s, u"deletePolicy"_s, Errc::NotFound, removed([=, this] { return cloud().createPolicy(policy()); }, [=](const QString& id) { return cloud().deletePolicy(id); })),
            list(u"resource groups"_s, u"resourceGroups"_s, { "GET", u"/resource_groups"_s, {} }, [=] { return cloud().resourceGroups(); }),
            bare(u"clusters"_s, u"clusters"_s, { "GET", u"/getClusters"_s, {} }, [=] { return cloud().clusters(); }),
            get(u"cluster"_s, u"cluster"_s, { "GET", u"/getCluster"_s, {} }, [=] { return cloud().cluster(u"demo"_s); }),
            { u"kubeconfig"_s, u"kubeconfig"_s, N::Repeatable, R::File, config, kubeconfig(u"yaml"_s) },
            { u"kubeconfig, JSON"_s, u"kubeconfig"_s, N::Repeatable, R::File, config, kubeconfig(u"json"_s) },
            { u"kubeconfig, ZIP"_s, u"kubeconfig"_s, N::Repeatable, R::File, config, kubeconfig(u"zip"_s) },
            bare(u"workers"_s, u"workers"_s, { "GET", u"/getWorkers"_s, {} }, [=] { return cloud().workers(u"demo"_s); }),
            { u"reboot worker"_s, u"rebootWorker"_s, N::Once, R::Empty, { "PUT", worker, {} }, job<Done>([=] { return cloud().rebootWorker(u"demo"_s, worker); }) },
            bare(u"groups of the cluster"_s, u"clusterSecurityGroups"_s, { "GET", u"/getSecurityGroups"_s, {} }, [=] { return cloud().clusterSecurityGroups(u"demo"_s); }),
            { u"outbound protection"_s, u"setOutboundProtection"_s, N::Once, R::Nothing, { "POST", u"/outbound-traffic-protection"_s, {} }, job<Done>([=] { return cloud().setOutboundProtection(u"demo"_s, false); }) },
            list(u"images"_s, u"images"_s, { "GET", u"/images"_s, {} }, [=] { return cloud().images(); }),
            get(u"image"_s, u"image"_s, { "GET", m_image, {} }, [=, this] { return cloud().image(m_image); }),
            make(u"import image"_s, u"createImage"_s, u"/images"_s, [=, this] { return cloud().createImage(imagePrototype()); }),
            gone(u"delete image"_s, u"deleteImage"_s, Errc::Conflict, removed([=, this] { return cloud().createImage(imagePrototype()); }, [=, this](const QString& id) {
                m_wall.advance(kLongWork); // one that is being imported cannot be deleted
                return cloud().deleteImage(id);
            })),
            list(u"instances"_s, u"instances"_s, { "GET", u"/instances"_s, {} }, [=] { return cloud().instances(vpc); }),
            get(u"instance"_s, u"instance"_s, { "GET", m_instance, {} }, [=, this] { return cloud().instance(m_instance); }),
            make(u"create instance"_s, u"createInstance"_s, u"/instances"_s, [=, this] { return cloud().createInstance(instancePrototype()); }),
            gone(u"delete instance"_s, u"deleteInstance"_s, {}, removed([=, this] { return cloud().createInstance(instancePrototype()); }, [=](const QString& id) { return cloud().deleteInstance(id); })),
            list(u"instance profiles"_s, u"instanceProfiles"_s, { "GET", u"/instance/profiles"_s, {} }, [=] { return cloud().instanceProfiles(); }),
            get(u"instance profile"_s, u"instanceProfile"_s, { "GET", u'/' + kProfile, {} }, [=] { return cloud().instanceProfile(kProfile); }),
            list(u"SSH keys"_s, u"sshKeys"_s, { "GET", u"/keys"_s, {} }, [=] { return cloud().sshKeys(); }),
            make(u"create SSH key"_s, u"createSshKey"_s, u"/keys"_s, [=, this] { return cloud().createSshKey(keyPrototype()); }),
            gone(u"delete SSH key"_s, u"deleteSshKey"_s, Errc::NotFound, removed([=, this] { return cloud().createSshKey(keyPrototype()); }, [=](const QString& id) { return cloud().deleteSshKey(id); })),
            get(u"VPC"_s, u"vpc"_s, { "GET", vpc, {} }, [=] { return cloud().vpc(vpc); }),
            list(u"subnets"_s, u"subnets"_s, { "GET", u"/subnets"_s, {} }, [=] { return cloud().subnets(vpc); }),
            list(u"security groups"_s, u"securityGroups"_s, { "GET", u"/security_groups"_s, {} }, [=] { return cloud().securityGroups(vpc); }),
            { u"price"_s, u"profilePrice"_s, N::Repeatable, R::Json, { "GET", u"/bx3dc-4x20"_s, {} }, job<QJsonObject>([=] { return cloud().profilePrice(u"bx3dc-4x20"_s, u"eu-de"_s); }), false },
            { u"price of the plan"_s, u"profilePrice"_s, N::Repeatable, R::Json, { "GET", u"/pricing/deployment"_s, {} }, job<QJsonObject>([=] { return cloud().profilePrice(u"bx3dc-4x20"_s, u"eu-de"_s); }), false },
            { u"search by tag"_s, u"searchByTag"_s, N::Repeatable, R::Json, { "POST", u"/resources/search"_s, {} }, job<QJsonArray>([=] { return cloud().searchByTag(u"coco"_s); }) },
            { u"attach tag"_s, u"attachTag"_s, N::Once, R::Json, { "POST", u"/tags/attach"_s, {} }, job<Done>([=] { return cloud().attachTag(facts.value(u"crn").toString(), u"coco"_s); }) },
            { u"trustee"_s, {}, N::Probe, R::Start, { "POST", coco::kbsProbePath(), {} }, [this](const Settle& settle) { askTrustee(settle); }, false },
        };
    }

    /// Makes something before the table begins; "" when it failed.
    QString made(const std::function<Job<QJsonObject>*()>& make)
    {
        QString id;
        const Result<Done> result = m_bench.settle({ {}, {}, Nature::Once, Reads::Json, { "GET", u"-"_s, {} }, [&](const Settle& settle) {
                                                        Job<QJsonObject>* job = make();
                                                        job->then(job, [&id, settle](const Result<QJsonObject>& r) {
                                                            id = r ? r->value(u"id").toString() : QString();
                                                            settle(r ? Result<Done>(Done {}) : tl::unexpected(r.error()));
                                                        });
                                                    } });
        if (!result) {
            qWarning("%s", qPrintable(result.error().message));
        }
        return id;
    }

    QString m_image;
    QString m_instance;
    QString m_profile;

private Q_SLOTS:
    void initTestCase()
    {
        m_sim.setBaseUrl(u"http://localhost:%1"_s.arg(m_bench.server.port()));
        m_sim.setAdminKubeconfig(kYaml);
        m_bench.prepare = [this](bool) {
            m_wall.advance(kLongWork); // images arrive, workers are up again
            m_form = u"yaml"_s;
            m_later.reset();
            m_cloud = login({ Secret("canary-key"), {}, {}, {}, {} });
        };
        m_profile = made([this] { return m_cloud->createTrustedProfile(u"given"_s, {}); });
        QVERIFY(!m_profile.isEmpty() && !made([this] { return m_cloud->createProfileRule(m_profile, rule()); }).isEmpty());
        m_image = made([this] { return m_cloud->createImage(imagePrototype()); });
        m_instance = made([this] { return m_cloud->createInstance(instancePrototype()); });
        QVERIFY(!m_image.isEmpty() && !m_instance.isEmpty());
    }
    void cleanupTestCase() { m_bench.matrix.print(); }

    void everyCallHasARow()
    {
        const QStringList wrong = withoutRow(u"services/ibm/cloud.h"_s, calls());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    // A service that never ends its answer: cut off long before the memory is full, and said what it was.
    void anEndlessAnswerIsCutOff_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("token") << u"/identity/token"_s;
        QTest::newRow("object") << u"/getCluster"_s;
        QTest::newRow("with its ETag") << u"/instances/"_s + m_instance;
        QTest::newRow("kubeconfig") << u"/applyRBACAndGetKubeconfig"_s;
    }
    void anEndlessAnswerIsCutOff()
    {
        QFETCH(QString, path);
        m_endless = path;
        m_written = 0;
        const Result<Done> result = m_bench.settle({ {}, {}, Nature::Once, Reads::Json, { "GET", u"-"_s, {} }, [this, path](const Settle& settle) {
                                                        Job<Done>* job = path.contains(u"token") ? done(m_cloud->whoAmI())
                                                            : path.contains(u"Cluster")          ? done(m_cloud->cluster(u"demo"_s))
                                                            : path.contains(u"instances")        ? done(m_cloud->instance(m_instance))
                                                                                                 : done(m_cloud->kubeconfig(u"demo"_s, true, {}));
                                                        job->then(job, settle);
                                                    } });
        m_endless.clear();
        QVERIFY(!result);
        QCOMPARE(result.error().code, Errc::Protocol);
        QVERIFY2(result.error().message.contains(u"larger than"_s), qPrintable(result.error().message));
        QVERIFY2(m_written < 64 * 1024 * 1024, qPrintable(QString::number(m_written)));
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
        const Result<Done> good = m_bench.settle(call);
        QVERIFY2(good, good ? "" : qPrintable(good.error().message + good.error().detail));
        QCOMPARE(m_bench.server.asked(), 1);
        const QStringList wrong = m_bench.run(call);
        QVERIFY2(wrong.isEmpty(), qPrintable(u'\n' + wrong.join(u'\n')));
    }
};

COCOON_TEST(TstCloudFaults)
#include "tst_cloud_faults.moc"
