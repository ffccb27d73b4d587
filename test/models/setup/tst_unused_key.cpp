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
};

COCOON_TEST(TstUnusedKey)
#include "tst_unused_key.moc"
