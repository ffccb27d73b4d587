// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/connection_book.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace cocoon;
using namespace Qt::StringLiterals;
using app::ConnectionBook;
using app::Profile;

class TstConnectionBook : public QObject {
    Q_OBJECT

    static QByteArray textOf(const QString& file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

private Q_SLOTS:
    void aProfileComesBackAsItWasWritten()
    {
        Profile profile;
        profile.name = u"yes: it's # odd"_s;
        profile.cluster = u"0123"_s;
        profile.account = u"abc"_s;
        profile.region = u"eu-de"_s;
        profile.isProtected = true;
        profile.endpoints.vpc = u"https://{region}.private.iaas.cloud.ibm.com/v1"_s;
        const Result<Profile> again = Profile::fromYaml(profile.toYaml(), u"x.yaml"_s, u"/"_s);
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
        QCOMPARE(again->name, profile.name);
        QCOMPARE(again->cluster, profile.cluster);
        QCOMPARE(again->account, profile.account);
        QVERIFY(again->isProtected && !again->isSandbox);
        QCOMPARE(again->endpoints.vpc, profile.endpoints.vpc);
        QVERIFY(!profile.toYaml().contains("iam:")); // what is as everywhere is not written
    }

    void twoOfOneNameKeepApart()
    {
        const QTemporaryDir folder;
        ConnectionBook book(folder.filePath(u"connections"_s));
        QVERIFY(book.entries().isEmpty());
        Profile profile;
        profile.name = u"Prod / EU"_s;
        const Result<QString> first = book.add(profile);
        const Result<QString> second = book.add(profile);
        QVERIFY(first && second && *first != *second);
        QCOMPARE(book.entries().size(), 2);
        QVERIFY(QFile::permissions(book.folder()).testFlag(QFile::ReadGroup) == false);
        QVERIFY(book.remove(*first));
        QCOMPARE(book.entries().size(), 1);
        QCOMPARE(book.entries().at(0).id, *second);
        QVERIFY(!book.remove(*first));
    }

    void whatAPersonWroteStays()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"mine.yaml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# the big one\nname: old   # as we call it\nkubeconfig: conf\n");
        file.close();
        ConnectionBook book(folder.path());
        QVERIFY(book.rename(u"mine"_s, u"no"_s));
        QVERIFY(book.setProtected(u"mine"_s, true));
        const QByteArray text = textOf(file.fileName());
        QVERIFY2(text.startsWith("# the big one\nname: \"no\"") && text.contains("# as we call it"), text.constData());
        const auto entry = book.entry(u"mine"_s);
        QVERIFY(entry && entry->profile.isProtected);
        QCOMPARE(entry->profile.name, u"no"_s);
        QCOMPARE(entry->profile.kubeconfig, folder.filePath(u"conf"_s));
        QVERIFY(!book.rename(u"mine"_s, u"  "_s));
        QCOMPARE(textOf(file.fileName()), text);
    }

    void theClusterThatALoginFoundIsRemembered()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"mine.yaml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# the big one\nname: mine\nkubeconfig: conf\nregion: eu-de # for now\n");
        file.close();
        ConnectionBook book(folder.path());
        Profile found;
        found.cluster = u"0123"_s;
        found.account = u"00e5"_s; // no number
        found.region = u"us-east"_s;
        QVERIFY(book.setCluster(u"mine"_s, found));
        const auto entry = book.entry(u"mine"_s);
        QVERIFY(entry && !entry->error);
        QCOMPARE(entry->profile.cluster, u"0123"_s);
        QCOMPARE(entry->profile.account, u"00e5"_s);
        QCOMPARE(entry->profile.region, u"us-east"_s);
        QCOMPARE(entry->profile.kubeconfig, folder.filePath(u"conf"_s));
        const QByteArray text = textOf(file.fileName());
        QVERIFY2(text.startsWith("# the big one\n") && text.contains("# for now") && !text.contains("network"), text.constData());
        QVERIFY(!book.setCluster(u"gone"_s, found));
    }

    void anUnreadableOneIsNamedNotHidden()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"bad.yaml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("name: bad\nregoin: x\n");
        file.close();
        const QList<ConnectionBook::Entry> all = ConnectionBook(folder.path()).entries();
        QCOMPARE(all.size(), 1);
        QVERIFY(all.at(0).error && all.at(0).error->message.contains(u"bad.yaml:2: regoin"));
    }
};

COCOON_TEST(TstConnectionBook)
#include "tst_connection_book.moc"
