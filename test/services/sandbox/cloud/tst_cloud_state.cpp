// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/cloud_sim.h"
#include "services/sandbox/cloud/cloud_state.h"
#include "services/sandbox/cloud/policy_service.h"
#include "services/sandbox/cloud/rights.h"
#include "services/sandbox/cloud/token_mint.h"

#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QFile>

using namespace cocoon;

class TstCloudState : public QObject {
    Q_OBJECT
    static sandbox::CloudSim::Options options(const QString& file)
    {
        sandbox::CloudSim::Options options;
        options.apiKey = Secret("canary-key");
        options.stateFile = file;
        return options;
    }
private Q_SLOTS:
    void theSameSeedIsTheSameWorld()
    {
        test::ManualClock clock;
        sandbox::CloudSim one(clock, options({}));
        sandbox::CloudSim two(clock, options({}));
        QCOMPARE(one.clusterFacts(), two.clusterFacts());
        auto other = options({});
        other.seed = 2;
        sandbox::CloudSim three(clock, other);
        QVERIFY(one.clusterFacts() != three.clusterFacts());
    }
    void aWorldIsTakenUpAgain()
    {
        test::ManualClock clock;
        const QString file = test::scratchDir() + QStringLiteral("/cloud.json");
        QJsonObject before;
        {
            sandbox::CloudSim sim(clock, options(file));
            before = sim.clusterFacts();
        }
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(!written.readAll().contains("canary-key"));
        QCOMPARE(written.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        auto again = options(file);
        again.seed = 99; // the state's own seed counts
        sandbox::CloudSim resumed(clock, again);
        QCOMPARE(resumed.clusterFacts(), before);
    }
    void aDamagedFileBeginsANewWorld()
    {
        test::ManualClock clock;
        const QString file = test::scratchDir() + QStringLiteral("/damaged.json");
        QFile broken(file);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{\"collections\":");
        broken.close();
        sandbox::CloudSim sim(clock, options(file));
        QCOMPARE(sim.clusterFacts().value(u"workers").toArray().size(), 3);
    }
    void faultsAreFlatOrNested()
    {
        test::ManualClock clock;
        auto with = options({});
        with.faults = { { QStringLiteral("vpc"), QJsonObject { { QStringLiteral("capacity"), QStringLiteral("none") } } },
            { QStringLiteral("iam.apiKey"), QStringLiteral("expired") } };
        sandbox::CloudState state(clock, with);
        QCOMPARE(state.faultText(QStringLiteral("vpc.capacity")), QStringLiteral("none"));
        QCOMPARE(state.faultText(QStringLiteral("iam.apiKey")), QStringLiteral("expired"));
        QVERIFY(state.fault(QStringLiteral("vpc.quota")).isUndefined());
    }
    // As in IAM: the policy is there at once, what it allows comes later.
    void aPolicyTakesEffectLater()
    {
        test::ManualClock clock;
        auto with = options({});
        with.faults = { { QStringLiteral("iam.policyDelay"), 60 } };
        sandbox::CloudState state(clock, with);
        sandbox::PolicyService policies(state);
        const auto attributes = [](const char* key, const char* value) {
            return QJsonObject { { QStringLiteral("attributes"), QJsonArray { QJsonObject { { QStringLiteral("key"), QLatin1String(key) }, { QStringLiteral("operator"), QStringLiteral("stringEquals") }, { QStringLiteral("value"), QLatin1String(value) } } } } };
        };
        sandbox::Call call;
        call.method = "POST";
        call.path = QStringLiteral("/v2/policies");
        call.parts = QStringList { QStringLiteral("v2"), QStringLiteral("policies") };
        call.caller = { QStringLiteral("IBMid-1"), {}, true };
        call.json = { { QStringLiteral("type"), QStringLiteral("access") },
            { QStringLiteral("control"), QJsonObject { { QStringLiteral("grant"), QJsonObject { { QStringLiteral("roles"), QJsonArray { QJsonObject { { QStringLiteral("role_id"), QStringLiteral("crn:v1:bluemix:public:iam::::role:Editor") } } } } } } } },
            { QStringLiteral("subject"), attributes("iam_id", "iam-Profile-1") }, { QStringLiteral("resource"), attributes("serviceName", "is") } };
        QCOMPARE(policies.handle(call).status, 201);
        sandbox::Caller profile;
        profile.iamId = QStringLiteral("iam-Profile-1");
        const sandbox::NeededRight needed { QStringLiteral("is"), sandbox::editors() };
        QVERIFY(!sandbox::may(state, profile, needed));
        clock.advance(std::chrono::seconds(59));
        QVERIFY(!sandbox::may(state, profile, needed));
        clock.advance(std::chrono::seconds(1));
        QVERIFY(sandbox::may(state, profile, needed));
    }
    void onlyOurOwnLiveTokensPass()
    {
        const sandbox::TokenMint mint(1);
        const QDateTime now = QDateTime::fromSecsSinceEpoch(1000);
        const QByteArray token = mint.mint({ { QStringLiteral("iam_id"), QStringLiteral("x") }, { QStringLiteral("exp"), 1010 } });
        QVERIFY(mint.check(token, now));
        QVERIFY(!mint.check(token, now.addSecs(10)));
        QVERIFY(!sandbox::TokenMint(2).check(token, now));
        QVERIFY(!mint.check(token.left(token.size() - 1), now));
        QVERIFY(!mint.check({}, now));
    }
};

COCOON_TEST(TstCloudState)
#include "tst_cloud_state.moc"
