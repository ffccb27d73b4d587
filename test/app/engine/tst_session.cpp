// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/session.h"
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "services/sandbox/cloud/cloud_sim.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>

using namespace cocoon;
using namespace Qt::StringLiterals;
using app::Session;

namespace {

/// A keyring that waits for a password nobody types.
class MuteKeyring : public ibm::SecretStore {
public:
    using SecretStore::SecretStore;
    QString describe() const override { return u"a mute keyring"_s; }
    bool isPersistent() const override { return true; }
    Job<Secret>* read(const QString&) override { return new Job<Secret>(this); }
    Job<Done>* write(const QString&, const Secret&) override { return new Job<Done>(this); }
    Job<Done>* remove(const QString&) override { return new Job<Done>(this); }
};

template <class T>
std::optional<Result<T>> wait(Job<T>* job, int limit = 5000)
{
    std::optional<Result<T>> result;
    QObject context;
    job->then(&context, [&result](const Result<T>& r) { result = r; });
    (void)QTest::qWaitFor([&result] { return result.has_value(); }, limit);
    return result;
}

}

class TstSession : public QObject {
    Q_OBJECT
    int m_count = 0;

    Session::Options options()
    {
        Session::Options options;
        options.profile.timeScale = 0; // no pauses between tries
        options.stateDir = test::scratchDir() + u"/state-%1"_s.arg(++m_count);
        options.cluster = u"demo"_s;
        return options;
    }
    /// A simulated IBM Cloud behind TLS; `spoilt` answers to getCluster are a login page.
    struct CloudBench {
        net::Identity authority = net::makeAuthority(u"Test CA"_s).value();
        std::unique_ptr<net::HttpServer> http;
        SystemClock clock { 0 };
        std::unique_ptr<sandbox::CloudSim> cloud;
        int spoilt = 0;
        int asked = 0;

        explicit CloudBench(const QJsonObject& faults = {})
        {
            net::CertificateRequest wanted;
            wanted.commonName = u"127.0.0.1"_s;
            wanted.names = QStringList(u"127.0.0.1"_s);
            const auto identity = net::issueCertificate(authority, wanted);
            http = std::make_unique<net::HttpServer>(net::HttpServer::Options { { identity->certificate }, identity->key, {} });
            sandbox::CloudSim::Options world;
            world.apiKey = Secret("a-key");
            world.faults = faults;
            world.baseUrl = u"https://127.0.0.1:%1"_s.arg(http->listen().value_or(0));
            cloud = std::make_unique<sandbox::CloudSim>(clock, world);
            http->setHandler([this](net::Exchange& exchange) {
                if (exchange.request().path.endsWith(u"/getCluster") && ++asked <= spoilt) {
                    net::Headers page;
                    page.add("Content-Type", "text/html");
                    exchange.reply(200, page, "<html>Please log in</html>");
                } else {
                    cloud->handle(exchange);
                }
            });
        }
        Session::Options options(Session::Options ours) const
        {
            ours.profile.caFile = test::scratchDir() + u"/cloud-ca.pem"_s;
            QFile ca(ours.profile.caFile);
            (void)(ca.open(QIODevice::WriteOnly) && ca.write(authority.certificatePem) > 0);
            ours.profile.endpoints.iam = cloud->endpoints().value(u"iam"_s).toString();
            ours.profile.endpoints.containers = cloud->endpoints().value(u"containers"_s).toString();
            ours.profile.endpoints.accounts = cloud->endpoints().value(u"accounts"_s).toString();
            ours.login.apiKey = Secret("a-key");
            return ours;
        }
    };
    /// Port 1 of this machine refuses at once.
    static QString writeKubeconfig(const QString& name)
    {
        const QString path = test::scratchDir() + u'/' + name;
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) {
            file.write("contexts: [{name: mine, context: {cluster: c, user: u}}]\n"
                       "clusters: [{name: c, cluster: {server: \"https://127.0.0.1:1\"}}]\nusers: [{name: u, user: {token: t}}]\n");
        }
        return path;
    }

private Q_SLOTS:
    void init() { qputenv("KUBECONFIG", QFile::encodeName(writeKubeconfig(u"config"_s))); }
    void cleanup() { qunsetenv("KUBECONFIG"); }

    void onlyAnotherAccessIsNews()
    {
        const QString file = writeKubeconfig(u"watched"_s);
        Session::Options with = options();
        with.kubeconfig = file;
        with.context = u"mine"_s;
        with.cluster.clear();
        Session session(with);
        QVERIFY(wait(session.open(), 20000));
        QVERIFY(session.accessFiles().contains(file));
        QCOMPARE(session.hasNewAccess().value_or(true), false);
        const auto rewrite = [&file](const QByteArray& before, const QByteArray& after) {
            QFile in(file);
            QVERIFY(in.open(QIODevice::ReadOnly));
            const QByteArray text = in.readAll().replace(before, after);
            in.close();
            QVERIFY(in.open(QIODevice::WriteOnly));
            in.write(text);
        };
        rewrite("contexts:", "current-context: other # somebody else's business\ncontexts:");
        QCOMPARE(session.hasNewAccess().value_or(true), false);
        rewrite("token: t", "token: rotated");
        QCOMPARE(session.hasNewAccess().value_or(false), true);
        rewrite("name: mine", "name: gone");
        QVERIFY(!session.hasNewAccess());
    }

    // Its answer makes no sense, but it is the user's own program: to ask again changes nothing, and the connect step says it.
    void aBrokenPluginDoesNotKeepUsOut()
    {
        const QString script = test::scratchDir() + u"/broken-plugin"_s;
        QFile plugin(script);
        QVERIFY(plugin.open(QIODevice::WriteOnly) && plugin.write("#!/bin/sh\necho run >> \"$0.log\"\necho not JSON\n") > 0);
        QVERIFY(plugin.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        plugin.close();
        Session::Options ours = options();
        ours.kubeconfig = test::scratchDir() + u"/with-plugin"_s;
        ours.cluster.clear();
        QFile file(ours.kubeconfig);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("current-context: mine\ncontexts: [{name: mine, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: \"https://127.0.0.1:1\"}}]\n"
                   "users: [{name: u, user: {exec: {command: \"" + QFile::encodeName(script) + "\", apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}]\n");
        file.close();
        Session session(ours);
        session.setKeyring(ibm::SecretStore::memory());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"credential plug-in failed: .*"_s));
        const auto opened = wait(session.open(), 20000);
        QVERIFY(opened);
        QVERIFY2(*opened, qPrintable(opened->error().message));
        QFile log(script + u".log"_s);
        QVERIFY(log.open(QIODevice::ReadOnly));
        QCOMPARE(log.readAll(), QByteArray("run\n"));
    }

    void aMuteKeyringDoesNotHoldUsUp()
    {
        Session session(options());
        QVERIFY(session.keyringNote().isEmpty());
        session.setKeyring(std::make_unique<MuteKeyring>());
        QElapsedTimer timer;
        timer.start();
        const auto opened = wait(session.open(), 20000);
        QVERIFY(opened && *opened);
        QVERIFY(timer.elapsed() < 15000);
        QVERIFY2(session.keyringNote().startsWith(u"a mute keyring"_s), qPrintable(session.keyringNote()));
        QVERIFY2(session.keyringNote().contains(u"did not answer"_s), qPrintable(session.keyringNote()));
    }

    void aContextAloneMeansTheUsersFiles()
    {
        Session::Options ours = options();
        ours.context = u"mine"_s;
        ours.login.apiKey = Secret("unused");
        ours.profile.endpoints.iam = ours.profile.endpoints.containers = u"https://127.0.0.1:1"_s;
        Session session(ours);
        session.setKeyring(ibm::SecretStore::memory());
        const auto client = wait(session.connectCluster());
        QVERIFY(client && *client);

        ours.context = u"other"_s;
        Session wrong(ours);
        const auto refused = wait(wrong.connectCluster());
        QVERIFY(refused && !*refused);
        QCOMPARE(refused->error().code, Errc::Precondition);
        QVERIFY2(refused->error().message.contains(u"it has: mine"_s), qPrintable(refused->error().message));
    }

    void theProfileNamesTheClusterWhenNobodyElseDoes()
    {
        Session::Options ours = options();
        ours.profile.cluster = u"of-the-profile"_s;
        QCOMPARE(Session(ours).options().cluster, u"demo"_s);
        ours.cluster.clear();
        QCOMPARE(Session(ours).options().cluster, u"of-the-profile"_s);
    }

    // Made a moment ago, a cluster is in the account before its kubeconfig can be had: twelve times fifteen seconds, no longer.
    void theKubeconfigOfANewClusterIsNotAwaitedForEver()
    {
        CloudBench cloud({ { u"containers.kubeconfig"_s, u"never"_s } });
        const Session::Options ours = cloud.options(options());
        Session session(ours);
        session.setKeyring(ibm::SecretStore::memory());
        QVERIFY(wait(session.open(), 20000));
        int waits = 0;
        std::optional<Result<kube::Client*>> asked = wait(session.connectCluster());
        while (asked && !*asked && asked->error().retryAfter && waits < 50) {
            QCOMPARE(asked->error().retryAfter->count(), 15000);
            ++waits;
            asked = wait(session.connectCluster());
        }
        QCOMPARE(waits, 11);
        QVERIFY(asked && !*asked);
        QCOMPARE(asked->error().code, Errc::NotFound);
    }

    void aLoginPageDoesNotMoveTheJournal()
    {
        CloudBench cloud;
        cloud.spoilt = 2;
        Session session(cloud.options(options()));
        session.setKeyring(ibm::SecretStore::memory());
        const auto opened = wait(session.open(), 20000);
        QVERIFY(opened && *opened);
        QCOMPARE(cloud.asked, 3);
        const QString id = cloud.cloud->clusterFacts().value(u"id"_s).toString();
        QVERIFY2(session.clusterDir().section(u'/', -1).startsWith(id), qPrintable(session.clusterDir()));
    }

    void aPortalThatStaysIsSaid()
    {
        CloudBench cloud;
        cloud.spoilt = 1000;
        const Session::Options ours = cloud.options(options());
        Session session(ours);
        session.setKeyring(ibm::SecretStore::memory());
        const auto opened = wait(session.open(), 20000);
        QVERIFY(opened && !*opened);
        QCOMPARE(opened->error().code, Errc::Protocol);
        QVERIFY2(opened->error().trail.contains(u"find the cluster demo"_s), qPrintable(opened->error().trail.join(u'|')));
        QVERIFY(!QFile::exists(ours.stateDir + u"/clusters"_s));
    }

    void aRunThatDiedAfterWeReadTheJournalIsClosed()
    {
        Session::Options ours = options();
        ours.context = u"mine"_s;
        Session session(ours);
        session.setKeyring(ibm::SecretStore::memory());
        const auto opened = wait(session.open(), 20000);
        QVERIFY(opened && *opened);
        {
            test::ManualClock clock;
            plan::Journal died(clock, session.clusterDir() + u"/journal.jsonl"_s);
            QVERIFY(died.open());
            plan::Change change;
            change.step = u"configuration"_s;
            change.key = u"apply x"_s;
            change.target.side = u"kube"_s;
            QVERIFY(died.sent(change));
        }
        const auto lease = wait(session.acquireLease(), 20000);
        QVERIFY(lease && !*lease); // there is no cluster
        QCOMPARE(session.journal().entries().size(), 2);
        QVERIFY(session.journal().openEntries().isEmpty());
    }
};

COCOON_TEST(TstSession)
#include "tst_session.moc"
