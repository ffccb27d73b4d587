// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/journal.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::plan;
using namespace Qt::StringLiterals;

class TstJournal : public QObject {
    Q_OBJECT

    test::ManualClock m_clock;
    int m_count = 0;

    QString fresh() { return test::scratchDir() + u"/journal-%1/demo.jsonl"_s.arg(++m_count); }
    static Change change()
    {
        Change c;
        c.key = u"apply secrets/ns/peer-pods-secret"_s;
        c.step = u"configuration"_s;
        c.title = u"Apply Secret"_s;
        c.target.side = u"kube"_s;
        c.body = QJsonObject { { u"data"_s, QJsonObject { { u"KEY"_s, secretRef(u"API_KEY"_s) } } } };
        c.commands = { u"oc apply"_s };
        return c;
    }
    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void entriesSurviveAndArePrivate()
    {
        const QString path = fresh();
        QString id;
        {
            Journal journal(m_clock, path);
            QVERIFY(journal.open());
            QSignalSpy grew(&journal, &Journal::grew);
            id = journal.sent(change()).value();
            QVERIFY(read(path).contains("\"kind\":\"sent\"")); // on disk before the wire
            QCOMPARE(journal.openEntries().size(), 1);
            QVERIFY(journal.outcome(id, change(), Outcome { QJsonObject { { u"id"_s, u"x"_s } }, u"created"_s }));
            QVERIFY(journal.note(u"attested"_s, { { u"uid"_s, u"u1"_s } }));
            QCOMPARE(grew.count(), 3);
        }
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFileInfo(path).permissions() & others));
        QVERIFY(!(QFileInfo(QFileInfo(path).path()).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther)));
        Journal again(m_clock, path);
        QVERIFY(again.open());
        QCOMPARE(again.entries().size(), 3);
        QVERIFY(again.openEntries().isEmpty());
        QCOMPARE(again.entries().at(1).value(u"of").toString(), id);
        QVERIFY(again.sent(change()).value() != id);
    }

    void openingAgainReadsWhatOthersWrote()
    {
        const QString path = fresh();
        Journal ours(m_clock, path);
        QVERIFY(ours.open());
        QVERIFY(ours.note(u"ours"_s, {}));
        Journal theirs(m_clock, path);
        QVERIFY(theirs.open());
        QVERIFY(theirs.sent(change()));
        QVERIFY(ours.openEntries().isEmpty());

        QSignalSpy grew(&ours, &Journal::grew);
        QVERIFY(ours.open());
        QCOMPARE(grew.count(), 1);
        QCOMPARE(ours.entries(), theirs.entries());
        QVERIFY(ours.closeLost());
        QVERIFY(ours.openEntries().isEmpty());
        QVERIFY(ours.open()); // nothing new
        QCOMPARE(grew.count(), 2);
        QCOMPARE(read(path).count('\n'), 3);
    }

    void anyCutOfTheLastLineIsRepaired()
    {
        const QString path = fresh();
        {
            Journal journal(m_clock, path);
            QVERIFY(journal.open());
            QVERIFY(journal.note(u"first"_s, {}));
            QVERIFY(journal.sent(change()));
        }
        const QByteArray whole = read(path);
        const qsizetype firstLine = whole.indexOf('\n') + 1;
        for (qsizetype length = firstLine; length < whole.size(); ++length) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(whole.left(length));
            file.close();
            Journal journal(m_clock, path);
            QVERIFY(journal.open());
            const bool isWhole = length == whole.size() - 1; // only the newline is missing
            const qsizetype expected = length == firstLine ? 1 : 2;
            QCOMPARE(journal.entries().size(), expected);
            QCOMPARE(journal.openEntries().size(), isWhole ? 1 : 0);
            QVERIFY(journal.note(u"next"_s, {}));
            Journal again(m_clock, path);
            QVERIFY(again.open());
            QCOMPARE(again.entries().size(), expected + 1);
        }
    }

    void aFailureIsAnOutcomeToo()
    {
        Journal journal(m_clock, {});
        QVERIFY(journal.open());
        const QString id = journal.sent(change()).value();
        QVERIFY(journal.failure(id, change(), { Errc::Conflict, u"taken"_s, {} }));
        QVERIFY(journal.openEntries().isEmpty());
        QCOMPARE(journal.entries().last().value(u"error").toObject().value(u"code").toString(), errcName(Errc::Conflict));
    }

    void aPlaceThatCannotBeWrittenIsAnError()
    {
        Journal journal(m_clock, u"/proc/nowhere/demo.jsonl"_s);
        QCOMPARE(journal.open().error().code, Errc::Io);
        QCOMPARE(journal.sent(change()).error().code, Errc::Io);
    }

    void whatACrashLeftOpenIsClosedAsUnknown()
    {
        cocoon::test::ManualClock clock;
        const QString path = cocoon::test::scratchDir() + QStringLiteral("/lost/journal.jsonl");
        Change change;
        change.key = QStringLiteral("create api key x");
        {
            Journal before(clock, path);
            QVERIFY(before.open());
            QVERIFY(before.sent(change));
        }
        Journal journal(clock, path);
        QVERIFY(journal.open());
        QCOMPARE(journal.openEntries().size(), 1);
        QVERIFY(journal.closeLost());
        QVERIFY(journal.openEntries().isEmpty());
        const QJsonObject last = journal.entries().last();
        QCOMPARE(last.value(u"of").toString(), journal.entries().first().value(u"id").toString());
        QVERIFY(!last.value(u"ok").toBool());
        QCOMPARE(last.value(u"error").toObject().value(u"code").toString(), QStringLiteral("unknown-outcome"));
        QVERIFY(journal.closeLost());
        QCOMPARE(journal.entries().size(), 2); // closing twice adds nothing
    }
};

COCOON_TEST(TstJournal)
#include "tst_journal.moc"
