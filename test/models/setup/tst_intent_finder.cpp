// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/intent_finder.h"

#include "services/base/secret.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace cocoon;
using namespace Qt::StringLiterals;
using setup::IntentFinder;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    /// What the Site says, once each question was asked for.
    class SiteSource : public world::WorldSource {
    public:
        test::Site site;
        QList<world::Query> wanted;
        const world::World& world() const override { return site.world; }
        void want(const QString&, const QList<world::Query>& queries) override { wanted = queries; }
        void refresh(const world::Query&) override { }
        void writeThrough(const world::Query&, const QJsonObject&) override { }
        void failAll(const Error& error)
        {
            for (const world::Query& query : std::as_const(wanted)) {
                world::Answer lost;
                lost.state = world::Answer::State::Failed;
                lost.error = error;
                site.world.set(query, lost);
            }
            Q_EMIT worldChanged();
        }
        void answerAll()
        {
            for (const world::Query& query : std::as_const(wanted)) {
                if (site.world.answer(query).state != world::Answer::State::Known) {
                    site.world.set(query, query.kind == u"kube.list" ? QJsonValue(QJsonArray()) : query.kind == u"connection" ? QJsonValue(QJsonObject()) : QJsonValue(QJsonValue::Null));
                }
            }
            Q_EMIT worldChanged();
        }
    };

    struct Bench {
        SiteSource source;
        test::ManualClock clock;
        QTemporaryDir folder;
        IntentFinder finder { { source, clock, folder.path(), u"demo"_s, u"http://192.0.2.10:8080"_s } };
        std::optional<Result<IntentFinder::Found>> found {};

        void find(bool keeps = true)
        {
            finder.find(keeps)->then(&finder, [this](const Result<IntentFinder::Found>& r) { found = r; });
            spin();
        }
        static void spin() { QCoreApplication::processEvents(); }
        bool isFileThere() const { return QFile::exists(finder.path()); }
    };
}

class TstIntentFinder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theKeptFileIsTakenForThisCluster()
    {
        Bench b;
        QFile file(b.finder.path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("# mine\ncredential: { kind: trusted-profile }\n") > 0);
        file.close();
        b.find();
        QVERIFY(b.found && *b.found);
        QCOMPARE((*b.found)->intent.cluster, u"demo"_s);
        QCOMPARE((*b.found)->intent.credential.kind, u"trusted-profile"_s);
        QVERIFY(!(*b.found)->isProposed);
    }

    void aProposalIsKeptOnlyWhenAllWasSeen()
    {
        Bench b;
        b.find();
        QVERIFY(!b.found);
        b.source.answerAll();
        b.spin();
        QVERIFY(b.found && *b.found && (*b.found)->isProposed && (*b.found)->isKept && b.isFileThere());

        Bench blind;
        blind.find();
        blind.source.failAll({ Errc::Forbidden, u"not for you"_s, {} });
        blind.spin();
        QVERIFY(blind.found && *blind.found && !(*blind.found)->isKept && !blind.isFileThere());

        Bench unasked;
        unasked.find(false);
        unasked.source.answerAll();
        unasked.spin();
        QVERIFY(unasked.found && *unasked.found && !(*unasked.found)->isKept && !unasked.isFileThere());
    }

    // Whoever uses a trusted profile is asked for its name; one who may not list them is none the worse for it.
    void theNameOfATrustedProfileIsFound()
    {
        const auto secret = ask::object(res::secrets, coco::kNamespace, coco::kPeerPodsSecret);
        const QJsonObject theirs = coco::secret(coco::kPeerPodsSecret, { { u"IBMCLOUD_IAM_PROFILE_ID"_s, QString(u"hmac:"_s + keyedDigest("Profile-7")) } }, {});
        Bench b;
        b.find();
        b.source.site.world.set(secret, theirs);
        b.source.answerAll();
        b.spin();
        QVERIFY(!b.found && b.source.wanted.contains(ask::trustedProfiles()));
        b.source.site.world.set(ask::trustedProfiles(), QJsonArray { test::json(R"({"id":"Profile-7","name":"our peer pods"})") });
        b.source.answerAll();
        b.spin();
        QVERIFY(b.found && *b.found);
        QCOMPARE((*b.found)->intent.credential.name, u"our peer pods"_s);

        Bench blind;
        blind.find();
        blind.source.site.world.set(secret, theirs);
        blind.source.site.world.fail(ask::trustedProfiles(), { Errc::Forbidden, u"not for you"_s, {} });
        blind.source.answerAll();
        blind.spin();
        QVERIFY(blind.found && *blind.found && (*blind.found)->isKept);
        QCOMPARE((*blind.found)->intent.credential.kind, u"trusted-profile"_s);
    }

    void theNameOfAnSshKeyIsFound()
    {
        Bench b;
        b.find();
        b.source.site.world.set(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig), coco::configMap(coco::kPeerPodsConfig, { { u"IBMCLOUD_SSH_KEY_ID"_s, u"r010-k2"_s } }));
        b.source.answerAll();
        b.spin();
        const world::Query keys = ask::sshKeys(u"eu-de"_s);
        QVERIFY(!b.found && b.source.wanted.contains(keys));
        b.source.site.world.set(keys, QJsonArray { test::json(R"({"id":"r010-k2","name":"ops"})") });
        b.source.answerAll();
        b.spin();
        QVERIFY(b.found && *b.found);
        QCOMPARE((*b.found)->intent.sshKey.name, u"ops"_s);
    }

    // A cluster made a moment ago: it waits and says so once, however long that takes; what is there then is adopted.
    void aNewClusterIsWaitedFor()
    {
        Bench b;
        QSignalSpy said(&b.finder, &IntentFinder::waitsFor);
        b.find();
        b.source.failAll({ Errc::Server, u"could not be found [G0004]"_s, {}, 404, std::chrono::milliseconds(15000), {} });
        b.clock.advance(std::chrono::minutes(2));
        b.source.failAll({ Errc::Server, u"could not be found [G0004]"_s, {}, 404, std::chrono::milliseconds(15000), {} });
        b.spin();
        QVERIFY(!b.found);
        QCOMPARE(said.size(), 1);
        QVERIFY(said.first().first().toString().contains(u"kubeconfig of cluster demo"_s));
        b.source.site.world.set(ask::list(res::kataConfigs), QJsonArray { test::json(R"({"metadata":{"name":"theirs"},"spec":{}})") });
        b.source.answerAll();
        b.spin();
        QVERIFY(b.found && *b.found);
        QCOMPARE((*b.found)->intent.configuration.kataConfig, u"theirs"_s);
        QVERIFY(b.isFileThere());
    }
};

COCOON_TEST(TstIntentFinder)
#include "tst_intent_finder.moc"
