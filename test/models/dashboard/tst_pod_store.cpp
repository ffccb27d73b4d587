// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/pod_store.h"
#include "services/kube/reflector_state.h"
#include "test/support/test_main.h"

#include <QDateTime>
#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;

namespace {
    QJsonObject pod(const QString& name, int version)
    {
        return { { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, u"shop"_s }, { u"resourceVersion"_s, QString::number(version) } } } };
    }

    class Recorder : public kube::Keeper {
    public:
        QStringList heard;
        void listStarted() override { heard.append(u"start"_s); }
        void listed(QJsonObject&& object) override { heard.append(u"listed "_s + kubeName(object)); }
        void listDone() override { heard.append(u"done"_s); }
        void listFailed() override { heard.append(u"failed"_s); }
        void stored(QJsonObject&& object) override { heard.append(u"stored "_s + kubeName(object)); }
        void dropped(const QJsonObject& object) override { heard.append(u"dropped "_s + kubeName(object)); }

    private:
        static QString kubeName(const QJsonObject& object) { return object.value(u"metadata"_s).toObject().value(u"name"_s).toString(); }
    };
}

/// What a keeper hears of a reflector's life.
class TstPodStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreReadAsTheyAreWritten_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : { "2026-03-01T12:00:59Z", "2024-02-29T00:00:00Z", "2025-02-29T00:00:00Z", "1969-12-31T23:59:59Z", "2026-13-01T12:00:00Z", "2026-03-32T12:00:00Z", "2026-03-01T25:00:00Z",
                 "2026-03-01T12:60:00Z", "2026-03-01T12:00:00.250Z", "2026-03-01T12:00:00+02:00", "2026-03-01 12:00:00Z", "2026-3-001T12:00:00Z", "20260301T120000Z", "+026-03-01T12:00:00Z", "" }) {
            QTest::newRow(text) << QString::fromLatin1(text);
        }
    }
    void timesAreReadAsTheyAreWritten()
    {
        QFETCH(QString, text);
        const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
        QCOMPARE(dashboard::timeOf(text), text.isEmpty() || !time.isValid() ? 0 : time.toMSecsSinceEpoch());
    }

    void aKeeperHearsOneTransactionPerList()
    {
        Recorder keeper;
        kube::ReflectorState state(true, [] { return 0.5; }, &keeper);
        state.listStarted();
        state.listItem(pod(u"a"_s, 1));
        state.listItem(pod(u"b"_s, 2));
        QCOMPARE(state.listDone(u"9"_s).next, kube::ReflectorState::Next::Watch);
        state.watchOpened(milliseconds(0));
        state.watchEvent({ kube::WatchEvent::Type::Modified, pod(u"a"_s, 10) }, milliseconds(1));
        state.watchEvent({ kube::WatchEvent::Type::Bookmark, pod(QString(), 11) }, milliseconds(1));
        state.watchEvent({ kube::WatchEvent::Type::Deleted, pod(u"b"_s, 12) }, milliseconds(1));
        QCOMPARE(keeper.heard, (QStringList { u"start"_s, u"listed a"_s, u"listed b"_s, u"done"_s, u"stored a"_s, u"dropped b"_s }));
        QCOMPARE(state.resourceVersion(), u"12"_s);
        QVERIFY(state.objects().isEmpty()); // nothing is held twice
    }

    void aListThatBreaksOffTakesNothingAway()
    {
        Recorder keeper;
        kube::ReflectorState state(true, [] { return 0.5; }, &keeper);
        state.listStarted();
        state.listItem(pod(u"a"_s, 1));
        state.listFailed({ Errc::Network, u"cut"_s, {} }, milliseconds(0));
        QCOMPARE(keeper.heard.last(), u"failed"_s);
        // A kind that is gone has no objects: an empty list.
        state.listFailed({ Errc::NotFound, u"no such kind"_s, {}, 404 }, milliseconds(0));
        QCOMPARE(keeper.heard.mid(keeper.heard.size() - 2), (QStringList { u"start"_s, u"done"_s }));
    }

    void withoutTheClusterTheServersAreStillListed()
    {
        using dashboard::LostServer;
        SystemClock clock;
        dashboard::PodStore store(clock);
        QObject owner;
        store.open([&owner] { return settledJob<kube::Client*>(&owner, tl::unexpected(Error { Errc::Network, u"connection refused"_s, {} })); });
        dashboard::CloudSide cloud;
        cloud.now = QDateTime::currentMSecsSinceEpoch();
        cloud.instances = { { { u"id"_s, u"i1"_s }, { u"name"_s, u"podvm-web-0a1b2c3d"_s }, { u"status"_s, u"running"_s }, { u"created_at"_s, u"2026-01-15T09:00:00Z"_s } },
            { { u"id"_s, u"i2"_s }, { u"name"_s, u"jumphost"_s }, { u"status"_s, u"running"_s } } };
        cloud.arePodsKnown = false;
        store.setCloud(cloud);
        QVERIFY(store.lost().isEmpty()); // the cluster may still answer
        QTRY_COMPARE(store.state(), dashboard::PodStore::State::Failed);
        QCOMPARE(store.lost().size(), 1);
        QCOMPARE(store.lost().first().kind, LostServer::Kind::Unknown);
        // As soon as it does, the cluster says whose it is.
        cloud.arePodsKnown = true;
        store.setCloud(cloud);
        store.keeper().listStarted();
        store.keeper().listDone();
        QTRY_COMPARE(store.lost().value(0).kind, LostServer::Kind::Orphan);
    }
};

COCOON_TEST(TstPodStore)
#include "tst_pod_store.moc"
