// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// New settings for adaptors that serve running confidential pods: only by permission, and one worker at a time.
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QDateTime>
#include <QMap>
#include <QSet>
#include <QStandardPaths>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    const QString kNamespace = u"openshift-sandboxed-containers-operator"_s;
    const QStringList kApply { u"apply"_s, u"--yes"_s, u"--json"_s };
    constexpr int kWorkers = 3;

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.out.right(6000) + "\n" + finished.err.right(3000);
    }

    QStringList adaptorPods(const QString& columns)
    {
        return { u"get"_s, u"pods"_s, u"-n"_s, kNamespace, u"-l"_s, u"name=osc-caa-ds"_s, u"--no-headers"_s, u"-o"_s, u"custom-columns="_s + columns };
    }

    /// What a watcher of the adaptor pods saw: how many were deleted, and how few were Ready at the worst moment.
    struct Seen {
        int deleted = 0;
        qsizetype fewestReady = kWorkers;
    };

    /// Lines of the watch below: event, name, deletion time, Ready.
    Seen replay(const QByteArray& lines)
    {
        Seen seen;
        QSet<QByteArray> ready;
        bool wasWhole = false;
        for (const QByteArray& line : lines.split('\n')) {
            const QList<QByteArray> words = line.simplified().split(' ');
            if (words.size() != 4) {
                continue;
            }
            seen.deleted += words.at(0) == "DELETED" ? 1 : 0;
            if (words.at(0) != "DELETED" && words.at(2) == "<none>" && words.at(3) == "True") {
                ready.insert(words.at(1));
            } else {
                ready.remove(words.at(1));
            }
            wasWhole = wasWhole || ready.size() == kWorkers;
            if (wasWhole) { // the first lines name them one after the other
                seen.fewestReady = qMin(seen.fewestReady, ready.size());
            }
        }
        return seen;
    }
}

class TstAdaptorPods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void restartedOneAfterTheOther()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"300"_s });
        QVERIFY(sandbox.start());
        const Finished first = sandbox.ctl(kApply);
        QVERIFY2(first.exitCode == 0, describe(first).constData());
        const QByteArray before = sandbox.kubectl(adaptorPods(u"NAME:.metadata.name"_s)).out;
        QCOMPARE(before.simplified().split(' ').size(), kWorkers);

        // Other settings, while a confidential pod runs: nobody said that it may break.
        const QString intent = sandbox.path(u"intent.yaml"_s);
        QFile file(intent);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("cluster: demo\ntrust: { url: \"" + sandbox.ready()[u"endpoints"_s][u"trustee"_s].toString().toUtf8() + "\", algorithm: sha256 }\n");
        file.close();
        const QStringList apply = kApply + QStringList { u"--intent"_s, intent };
        const Finished unasked = sandbox.ctl(apply);
        QVERIFY2(unasked.exitCode == 4, describe(unasked).constData());
        QVERIFY2(unasked.json()[u"needsApproval"_s].toArray().at(0)[u"allow"_s].toString() == u"restart-adaptor", describe(unasked).constData());
        QCOMPARE(sandbox.kubectl(adaptorPods(u"NAME:.metadata.name"_s)).out, before);

        QProcess watcher;
        watcher.start(QStandardPaths::findExecutable(u"kubectl"_s),
            QStringList { u"--kubeconfig"_s, sandbox.value("kubeconfig") } + adaptorPods(u"E:.type,N:.object.metadata.name,D:.object.metadata.deletionTimestamp,R:.object.status.conditions[?(@.type==\"Ready\")].status"_s)
                + QStringList { u"--watch"_s, u"--output-watch-events"_s });
        QByteArray watched;
        const auto listen = [&](const std::function<bool()>& isEnough) {
            while (!isEnough() && watcher.waitForReadyRead(20000)) {
                watched += watcher.readAllStandardOutput();
            }
            return isEnough();
        };
        QVERIFY2(listen([&] { return watched.count('\n') >= kWorkers; }), watched.constData());
        const Finished allowed = sandbox.ctl(apply + QStringList { u"--allow"_s, u"restart-adaptor"_s });
        QVERIFY2(allowed.exitCode == 0, describe(allowed).constData());
        int restarts = 0;
        for (const QJsonValue& title : allowed.json()[u"made"_s].toArray()) {
            restarts += title.toString().startsWith(u"Restart adaptor pod"_s) ? 1 : 0;
        }
        QCOMPARE(restarts, kWorkers);

        QVERIFY2(listen([&] { return replay(watched).deleted >= kWorkers; }), watched.constData());
        watcher.kill();
        watcher.waitForFinished(5000);
        QCOMPARE(replay(watched).deleted, kWorkers);
        QVERIFY2(replay(watched).fewestReady == kWorkers - 1, watched.constData());

        // Every pod is younger than the settings it has to know.
        const Finished map = sandbox.kubectl({ u"get"_s, u"configmap"_s, u"peer-pods-cm"_s, u"-n"_s, kNamespace, u"-o"_s, u"json"_s, u"--show-managed-fields"_s });
        QDateTime changed;
        for (const QJsonValue& entry : map.json()[u"metadata"_s][u"managedFields"_s].toArray()) {
            if (entry[u"fieldsV1"_s][u"f:data"_s].toObject().contains(u"f:INITDATA"_s)) {
                changed = QDateTime::fromString(entry[u"time"_s].toString(), Qt::ISODate);
            }
        }
        QVERIFY(changed.isValid());
        const QList<QByteArray> born = sandbox.kubectl(adaptorPods(u"AGE:.metadata.creationTimestamp"_s)).out.simplified().split(' ');
        QCOMPARE(born.size(), kWorkers);
        for (const QByteArray& time : born) {
            QVERIFY2(QDateTime::fromString(QString::fromLatin1(time), Qt::ISODate) >= changed, time.constData());
        }
        const Finished plan = sandbox.ctl({ u"plan"_s, u"--intent"_s, intent });
        QVERIFY2(plan.exitCode == 0, describe(plan).constData());
    }
};

COCOON_TEST(TstAdaptorPods)
#include "tst_adaptor_pods.moc"
