// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Two desks made a key each: which one may go.
#include "services/base/json.h"
#include "services/base/secret.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::test;
using namespace Qt::StringLiterals;
namespace ask = world::ask;

class TstUnusedKey : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKeyOfOursThatNobodyUses()
    {
        const auto both = [](const char* second) {
            Site site = ready(); // ApiKey-1 is in the Secret
            site.world.set(ask::apiKeys(), QJsonArray { json(R"({"id":"ApiKey-1","name":"cocoon-demo"})"), json(second) });
            return site;
        };
        const auto made = json(R"({"id":"o2","of":"s2","time":"2026-01-15T09:02:00.000Z","kind":"outcome","key":"create api key cocoon-demo","ok":true,"reply":{"id":"ApiKey-2"}})");
        Site beaten = both(R"({"id":"ApiKey-2","name":"cocoon-demo"})");
        QCOMPARE(beaten.assess(u"credential"_s).state, StepState::Done); // by this desk's journal it is not ours
        beaten.journal(made);
        const Assessment assessment = beaten.assess(u"credential"_s);
        QCOMPARE(changeKeys(assessment), QStringList(u"delete api key ApiKey-2"_s));
        QCOMPARE(finding(assessment, u"credential-key-unused"_s).evidence, u"ApiKey-2"_s);

        for (const char* theirs : { R"({"id":"ApiKey-2","name":"cocoon-demo","disabled":true})", R"({"id":"ApiKey-2","name":"cocoon-demo","locked":true})" }) {
            Site kept = both(theirs);
            kept.journal(made);
            QCOMPARE(kept.assess(u"credential"_s).state, StepState::Done);
        }

        Site adopted = both(R"({"id":"ApiKey-2","name":"cocoon-demo"})"); // nobody knows which key that is
        adopted.journal(made);
        adopted.world.set(ask::object(kube::res::secrets, coco::kNamespace, coco::kPeerPodsSecret),
            coco::secret(coco::kPeerPodsSecret, { { u"IBMCLOUD_API_KEY"_s, QString(u"hmac:"_s + keyedDigest("key")) } }, {}));
        QCOMPARE(changeKeys(adopted.assess(u"credential"_s)), QStringList());
    }

    /// A creation was sent and its answer lost. Only a key of our name, with our words, made since then, may be that key.
    void aKeyWhoseAnswerWasLost_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<bool>("isOurs");
        const auto row = [](const char* name, const char* key, bool isOurs) { QTest::newRow(name) << QByteArray(key) << isOurs; };
        row("made then; IAM says the minute only", R"({"id":"ApiKey-2","name":"cocoon-demo","description":"Made by Cocoon for x","created_at":"2026-01-15T09:30+0000"})", true);
        row("seconds and Z", R"({"id":"ApiKey-2","name":"cocoon-demo","description":"Made by Cocoon for x","created_at":"2026-01-15T09:30:45Z"})", true);
        row("made before", R"({"id":"ApiKey-2","name":"cocoon-demo","description":"Made by Cocoon for x","created_at":"2026-01-15T09:29+0000"})", false);
        row("long after, for another cluster of that name", R"({"id":"ApiKey-2","name":"cocoon-demo","description":"Made by Cocoon for x","created_at":"2026-01-15T09:40:00Z"})", false);
        row("another name", R"({"id":"ApiKey-2","name":"cocoon-other","description":"Made by Cocoon for x","created_at":"2026-01-15T09:30+0000"})", false);
        row("somebody else's words", R"({"id":"ApiKey-2","name":"cocoon-demo","description":"for the demo","created_at":"2026-01-15T09:30+0000"})", false);
        row("no time", R"({"id":"ApiKey-2","name":"cocoon-demo","description":"Made by Cocoon for x"})", false);
        row("the one in the Secret", R"({"id":"ApiKey-1","name":"cocoon-demo","description":"Made by Cocoon for x","created_at":"2026-01-15T09:30+0000"})", false);
    }
    void aKeyWhoseAnswerWasLost()
    {
        QFETCH(QByteArray, key);
        QFETCH(bool, isOurs);
        Site site = ready(); // ApiKey-1 is in the Secret
        QJsonArray keys { json(key.constData()) };
        if (!key.contains("ApiKey-1")) {
            keys.append(json(R"({"id":"ApiKey-1","name":"cocoon-demo"})"));
        }
        site.world.set(ask::apiKeys(), keys);
        QCOMPARE(changeKeys(site.assess(u"credential"_s)), QStringList()); // this desk never sent one
        site.journal(json(R"({"id":"s9","time":"2026-01-15T09:30:20.000Z","kind":"sent","key":"create api key cocoon-demo"})"));
        site.journal(json(R"({"id":"o9","of":"s9","time":"2026-01-15T09:30:50.000Z","kind":"outcome","key":"create api key cocoon-demo","ok":false,"error":{"code":"timeout"}})"));
        QCOMPARE(changeKeys(site.assess(u"credential"_s)), isOurs ? QStringList(u"delete api key ApiKey-2"_s) : QStringList());
        // Once its outcome is known, a key of that name is somebody else's.
        site.journal(json(R"({"id":"o10","of":"s9","time":"2026-01-15T09:31:00.000Z","kind":"outcome","key":"create api key cocoon-demo","ok":false,"error":{"code":"conflict"}})"));
        QCOMPARE(changeKeys(site.assess(u"credential"_s)), QStringList());
    }

    /// The answers of two creations were lost: the key of the first is found although another was asked for later.
    void theKeyOfAnOlderLostAnswerIsFoundToo()
    {
        Site site = ready();
        site.world.set(ask::apiKeys(), QJsonArray { json(R"({"id":"ApiKey-1","name":"cocoon-demo","description":"Made by Cocoon for x","created_at":"2026-01-15T10:20:00Z"})"),
            json(R"({"id":"ApiKey-2","name":"cocoon-demo","description":"Made by Cocoon for x","created_at":"2026-01-15T09:30:45Z"})") });
        for (const char* entry : { R"({"id":"s21","time":"2026-01-15T09:30:20.000Z","kind":"sent","key":"create api key cocoon-demo"})",
                 R"({"id":"o21","of":"s21","time":"2026-01-15T09:30:50.000Z","kind":"outcome","key":"create api key cocoon-demo","ok":false,"error":{"code":"parse"}})",
                 R"({"id":"s22","time":"2026-01-15T10:00:00.000Z","kind":"sent","key":"create api key cocoon-demo"})",
                 R"({"id":"o22","of":"s22","time":"2026-01-15T10:00:30.000Z","kind":"outcome","key":"create api key cocoon-demo","ok":false,"error":{"code":"timeout"}})",
                 R"({"id":"s23","time":"2026-01-15T10:20:00.000Z","kind":"sent","key":"create api key cocoon-demo"})",
                 R"({"id":"o23","of":"s23","time":"2026-01-15T10:20:01.000Z","kind":"outcome","key":"create api key cocoon-demo","ok":true,"reply":{"id":"ApiKey-1"}})" }) {
            site.journal(json(entry));
        }
        QCOMPARE(changeKeys(site.assess(u"credential"_s)), QStringList(u"delete api key ApiKey-2"_s));
    }
};

COCOON_TEST(TstUnusedKey)
#include "tst_unused_key.moc"
