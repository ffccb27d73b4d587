// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/export.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/client.h"
#include "test/gui/window_bench.h"
#include "test/integration/canary.h"
#include "test/support/test_main.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QTest>

#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::WindowBench;

namespace {
    QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// The key that was made for the adaptor, as the cluster keeps it.
    QByteArray adaptorKey(const WindowBench& bench)
    {
        std::optional<QByteArray> key;
        QObject asker;
        bench.desk()->connectCluster()()->then(&asker, [&](const Result<kube::Client*>& client) {
            if (!client) {
                key = QByteArray();
                return;
            }
            (*client)->get(kube::res::secrets, coco::kNamespace, coco::kPeerPodsSecret)->then(&asker, [&](const Result<QJsonObject>& secret) {
                key = secret ? QByteArray::fromBase64(str(*secret, { u"data", u"IBMCLOUD_API_KEY" }).toLatin1()) : QByteArray();
            });
        });
        return bench.until([&] { return key.has_value(); }, 30) ? *key : QByteArray();
    }
}

/// From the welcome page to a running, attested pod through the window alone.
class TstWizard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pageByPageByKeyboard()
    {
        WindowBench bench;
        bench.open();
        bench.shoot(u"00-welcome"_s);
        QVERIFY(bench.enterSandbox());
        ui::SetupPlace* setup = bench.window->setupPlace();
        QVERIFY(setup != nullptr);

        int decisions = 1; // which door
        int approvals = 0;
        QStringList seen;
        const QDeadlineTimer limit(std::chrono::minutes(15));
        while (setup->page() != u"done") {
            QVERIFY2(!limit.hasExpired(), qPrintable(setup->page() + u": "_s + bench.said()));
            QPushButton* go = bench.button(u"go.primary"_s);
            QPushButton* agree = bench.button(u"approval.agree"_s);
            const bool canGo = bench.until([&] { return agree->isVisible() || (!bench.desk()->isRunning() && go->isVisible() && go->isEnabled()); }, 240);
            QVERIFY2(canGo, qPrintable(setup->page() + u": "_s + bench.said()));
            if (agree->isVisible()) {
                bench.shoot(u"%1-approval"_s.arg(seen.size(), 2, 10, QChar(u'0')));
                QVERIFY2(bench.said().contains(u"Waiting for your approval"_s), qPrintable(bench.said())); // also in the status line
                ++decisions;
                ++approvals;
                bench.press(agree);
                continue;
            }
            if (!seen.contains(setup->page())) {
                seen.append(setup->page());
                bench.shoot(u"%1-%2"_s.arg(seen.size(), 2, 10, QChar(u'0')).arg(setup->page()));
            }
            if (go->text().startsWith(u"Make")) {
                ++decisions;
            }
            bench.press(go);
        }
        bench.shoot(u"20-done"_s);
        QVERIFY2(bench.said().contains(u"a confidential pod runs"), qPrintable(bench.said()));
        const int presses = bench.presses();
        bench.press(bench.button(u"done.copy.pod"_s));
        QVERIFY2(QApplication::clipboard()->text().contains(u"runtimeClassName: kata-remote"_s), qPrintable(QApplication::clipboard()->text()));
        bench.press(bench.button(u"done.copy.yaml"_s));
        const QString made = QApplication::clipboard()->text();
        QVERIFY2(made.contains(u"kind: KataConfig"_s) && made.contains(u"kind: Subscription"_s) && made.contains(u"$PEER_PODS_API_KEY"_s), qPrintable(made));
        seen.removeAll(u"prerequisites"_s); // where one waits while the sandbox's catalog does not list the operator yet
        QCOMPARE(seen, (QStringList { u"operator"_s, u"access"_s, u"image"_s, u"credential"_s, u"ssh-key"_s, u"nodes"_s, u"trust"_s, u"workload"_s }));
        std::printf("wizard page by page: %d key presses, %d decisions, 0 commands typed, 0 ids typed\n", presses, decisions);
        QCOMPARE(approvals, 1); // the adaptor's restart; everything else was on its page
        QVERIFY(presses <= 30);
        QVERIFY(decisions <= 12);

        // Another start finds the same, without a word from the user but the door.
        bench.open();
        QElapsedTimer since;
        since.start();
        QVERIFY(bench.enterSandbox());
        QVERIFY(bench.until([&] { return bench.window->setupPlace()->page() == u"done"; }, 10));
        std::printf("reopened: the true state after %lld ms\n", static_cast<long long>(since.elapsed()));

        // Neither the user's key nor the adaptor's is in what the window wrote or would hand out: journal, history, settings, logs.
        const QString sandbox = bench.settings.usualDataFolder() + u"/sandbox/"_s;
        const QJsonObject ready = parseJsonObject(read(sandbox + u"ready.json"_s)).value_or(QJsonObject());
        const QByteArray userKey = read(ready.value(u"apiKeyFile"_s).toString()).trimmed();
        const QByteArray madeKey = adaptorKey(bench);
        QVERIFY(userKey.size() > 10 && madeKey.size() > 10 && userKey != madeKey);
        const QList<QJsonObject> entries = bench.desk()->journal().entries();
        QByteArray journal = setup::exportJournal(entries);
        QVERIFY(journal.contains("PEER_PODS_API_KEY")); // by its name, that is
        for (const QJsonObject& entry : entries) {
            journal += toJson(entry) + '\n';
        }
        bench.program->endSandbox(); // its files stay
        bench.close();
        QVERIFY(!test::filesWith(bench.settings.usualDataFolder() + u"/clusters"_s, { "SQLite format 3" }).isEmpty());
        for (const QByteArray& key : { userKey, madeKey }) {
            const QByteArrayList forms = test::formsOf(key);
            QVERIFY2(!test::filesWith(sandbox + u"world/"_s, forms).isEmpty(), "the sandbox knows the key; who does not find it there finds it nowhere");
            QCOMPARE(test::filesWith(test::scratchDir(), forms, { sandbox + u"world/"_s }), QStringList());
            for (const QByteArray& form : forms) {
                QVERIFY(!journal.contains(form));
            }
        }
    }
};

COCOON_TEST(TstWizard)
#include "tst_wizard.moc"
