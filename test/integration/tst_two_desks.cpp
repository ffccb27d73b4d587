// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Two desks on one cluster: the Lease decides who changes it; it can be stolen, and left behind by one that died.
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QStandardPaths>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    const QStringList kApply { u"apply"_s, u"--yes"_s, u"--json"_s };
    const auto kLease = u"lease/cocoon"_s;
    const auto kNamespace = u"openshift-sandboxed-containers-operator"_s;

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.err.right(1500) + "\n" + finished.out.right(1500);
    }

    /// The three parts on stderr.
    bool hasThreeParts(const QByteArray& said)
    {
        return said.contains("Tried: ") && said.contains("Came back: ") && said.contains("Do next: ");
    }

    QString now(int secondsAgo = 0)
    {
        return QDateTime::currentDateTimeUtc().addSecs(-secondsAgo).toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s) + u"000Z"_s;
    }

    /// An apply under way, as far as its operator's namespace and so its Lease.
    class Running {
    public:
        explicit Running(const SandboxProcess& sandbox, const QString& desk = u"desk"_s)
            : m_sandbox(sandbox)
        {
            m_process.setStandardOutputFile(QProcess::nullDevice());
            m_process.setReadChannel(QProcess::StandardError);
            m_process.start(cocoonctl(), sandbox.desk(desk) + QStringList { u"apply"_s, u"--yes"_s });
        }
        ~Running()
        {
            m_process.kill();
            m_process.waitForFinished(5000);
        }
        bool reaches(const QByteArray& word)
        {
            while (!m_said.contains(word) && m_process.waitForReadyRead(60000)) {
                m_said += m_process.readAllStandardError();
            }
            return m_said.contains(word);
        }
        int exitCode(int seconds)
        {
            const bool hasEnded = m_process.waitForFinished(seconds * 1000);
            m_said += m_process.readAllStandardError();
            return hasEnded && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
        }
        void kill()
        {
            m_process.kill();
            m_process.waitForFinished(5000);
        }
        const QByteArray& said() const { return m_said; }
        /// When each change was sent, from the journal.
        QList<QDateTime> sent() const
        {
            QList<QDateTime> times;
            QDirIterator files(m_sandbox.path(u"desk"_s), { u"journal.jsonl"_s }, QDir::Files, QDirIterator::Subdirectories);
            QFile file(files.hasNext() ? files.next() : QString());
            while (file.isOpen() || file.open(QIODevice::ReadOnly)) {
                const QByteArray line = file.readLine();
                if (line.isEmpty()) {
                    break;
                }
                const QJsonObject entry = QJsonDocument::fromJson(line).object();
                if (entry.value(u"kind").toString() == u"sent") {
                    times.append(QDateTime::fromString(entry.value(u"time").toString(), Qt::ISODateWithMs));
                }
            }
            return times;
        }

    private:
        const SandboxProcess& m_sandbox;
        QProcess m_process;
        QByteArray m_said;
    };

    QJsonObject lease(const SandboxProcess& sandbox)
    {
        return sandbox.kubectl({ u"get"_s, kLease, u"-n"_s, kNamespace, u"-o"_s, u"json"_s }).json().value(u"spec").toObject();
    }

    Finished patch(const SandboxProcess& sandbox, const QJsonObject& spec)
    {
        const QByteArray text = QJsonDocument(QJsonObject { { u"spec"_s, spec } }).toJson(QJsonDocument::Compact);
        return sandbox.kubectl({ u"patch"_s, kLease, u"-n"_s, kNamespace, u"--type=merge"_s, u"-p"_s, QString::fromUtf8(text) });
    }
}

class TstTwoDesks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty()) {
            QSKIP("kubectl is not installed; test/run.sh installs it");
        }
    }

    void theSecondLeavesWithAClearWordAndTheFirstGoesOn()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"200"_s });
        QVERIFY(sandbox.start());
        Running first(sandbox);
        QVERIFY2(first.reaches("KataConfig"), first.said().constData());
        const QString holder = lease(sandbox).value(u"holderIdentity").toString();
        QVERIFY(!holder.isEmpty());
        const Finished other = sandbox.ctl({ u"apply"_s, u"--yes"_s }, 60, u"other-desk"_s);
        QVERIFY2(other.exitCode == 4 && hasThreeParts(other.err), describe(other).constData());
        QVERIFY2(other.err.contains(holder.toUtf8() + " is changing this cluster since"), describe(other).constData());
        QVERIFY2(other.err.contains("Do next:   Wait until"), describe(other).constData());
        const Finished same = sandbox.ctl({ u"apply"_s, u"--yes"_s }, 60);
        QVERIFY2(same.exitCode == 4 && hasThreeParts(same.err) && same.err.contains("on this machine"), describe(same).constData());
        const Finished looks = sandbox.ctl({ u"status"_s }, 60, u"other-desk"_s);
        QVERIFY2(looks.exitCode != 4, describe(looks).constData()); // looking needs no Lease
        QCOMPARE(lease(sandbox).value(u"holderIdentity").toString(), holder);
        QCOMPARE(first.exitCode(240), 0);
        const Finished after = sandbox.ctl(kApply, 60, u"other-desk"_s);
        QVERIFY2(after.exitCode == 0, describe(after).constData());
        QCOMPARE(lease(sandbox).value(u"holderIdentity").toString(), QString());
    }

    void bothAtOnceOnAnEmptyCluster()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"200"_s });
        QVERIFY(sandbox.start());
        Running one(sandbox);
        Running other(sandbox, u"other-desk"_s);
        const int ones = one.exitCode(240);
        const int others = other.exitCode(240);
        const QByteArray both = one.said() + "\n---\n" + other.said();
        QVERIFY2(qMin(ones, others) == 0 && qMax(ones, others) == 4, both.constData());
        const QByteArray loser = ones == 4 ? one.said() : other.said();
        QVERIFY2(hasThreeParts(loser) && loser.contains(" is changing this cluster since"), loser.constData());
        int keys = 0;
        for (const QJsonValue& key : sandbox.apiKeys()) {
            keys += key[u"name"_s].toString() == u"cocoon-demo" ? 1 : 0;
        }
        QCOMPARE(keys, 1);
        QCOMPARE(sandbox.images().size(), 1);
    }

    void oneStepAloneSaysWhatComesFirst()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"200"_s });
        QVERIFY(sandbox.start());
        const Finished image = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--step"_s, u"image"_s });
        QVERIFY2(image.exitCode == 4 && hasThreeParts(image.err), describe(image).constData());
        QVERIFY2(image.err.contains("does not exist yet") && image.err.contains("--step operator"), describe(image).constData());
        QCOMPARE(sandbox.images().size(), 0);
        const Finished both = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--step"_s, u"operator"_s, u"--step"_s, u"image"_s });
        QVERIFY2(both.exitCode == 0, describe(both).constData());
        QCOMPARE(sandbox.images().size(), 1);
    }

    void aStolenLeaseStopsTheRunBeforeItsNextChange()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"200"_s });
        QVERIFY(sandbox.start());
        Running first(sandbox);
        QVERIFY2(first.reaches("Cordon"), first.said().constData()); // many changes are still to come
        const Finished stolen = patch(sandbox, { { u"holderIdentity"_s, u"ops@elsewhere"_s }, { u"acquireTime"_s, now() }, { u"renewTime"_s, now() }, { u"leaseDurationSeconds"_s, 60 } });
        QVERIFY2(stolen.exitCode == 0, describe(stolen).constData());
        const QDateTime since = QDateTime::currentDateTimeUtc();
        QCOMPARE(first.exitCode(60), 4);
        QVERIFY2(hasThreeParts(first.said()), first.said().constData());
        QVERIFY2(first.said().contains("ops@elsewhere is changing this cluster since"), first.said().constData());
        for (const QDateTime& sent : first.sent()) {
            QVERIFY2(sent < since.addMSecs(500), qPrintable(sent.toString(Qt::ISODateWithMs) + u" > "_s + since.toString(Qt::ISODateWithMs)));
        }
        QCOMPARE(lease(sandbox).value(u"holderIdentity").toString(), u"ops@elsewhere"_s); // not taken back
        const Finished again = sandbox.ctl({ u"apply"_s, u"--yes"_s }, 60);
        QVERIFY2(again.exitCode == 4 && again.err.contains("ops@elsewhere"), describe(again).constData());

        // The thief dies: its claim runs out, and the run goes on from what is there.
        QCOMPARE(patch(sandbox, { { u"renewTime"_s, now(61) } }).exitCode, 0);
        const Finished resumed = sandbox.ctl(kApply);
        QVERIFY2(resumed.exitCode == 0, describe(resumed).constData());
    }

    void aDeadDesksLeaseIsTakenOverWhenItHasRunOut()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"200"_s });
        QVERIFY(sandbox.start());
        Running first(sandbox);
        QVERIFY2(first.reaches("KataConfig"), first.said().constData());
        first.kill();
        const QJsonObject left = lease(sandbox);
        QVERIFY(!left.value(u"holderIdentity").toString().isEmpty());
        const Finished early = sandbox.ctl({ u"apply"_s, u"--yes"_s }, 60, u"other-desk"_s);
        QVERIFY2(early.exitCode == 4 && hasThreeParts(early.err), describe(early).constData()); // it may still be alive
        QCOMPARE(patch(sandbox, { { u"renewTime"_s, now(61) } }).exitCode, 0);
        const Finished taken = sandbox.ctl(kApply, 240, u"other-desk"_s);
        QVERIFY2(taken.exitCode == 0, describe(taken).constData());
        const QJsonObject after = lease(sandbox);
        QCOMPARE(after.value(u"leaseTransitions").toInt(), left.value(u"leaseTransitions").toInt() + 1); // taken over
        QCOMPARE(after.value(u"holderIdentity").toString(), QString());
    }
};

COCOON_TEST(TstTwoDesks)
#include "tst_two_desks.moc"
