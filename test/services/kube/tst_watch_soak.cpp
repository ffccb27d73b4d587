// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/reflector.h"
#include "test/support/manual_clock.h"
#include "test/support/matrix.h"
#include "test/support/soak_server.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;

/// Whatever a server does to a watch, the copy is the server's objects when it has calmed down.
class TstWatchSoak : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanupTestCase() { test::noteTable(u"watch soak: %1 seeds of 1500 steps each, %2 objects at the ends, each equal\n"_s.arg(m_seeds).arg(m_objects)); }
    void theCopyIsTheServer_data()
    {
        QTest::addColumn<quint32>("seed");
        if (qEnvironmentVariableIsSet("COCOON_SEED")) {
            QTest::newRow("COCOON_SEED") << qEnvironmentVariable("COCOON_SEED").toUInt();
            return;
        }
        for (quint32 seed = 1; seed <= 40; ++seed) {
            QTest::newRow(qPrintable(u"COCOON_SEED=%1"_s.arg(seed))) << seed;
        }
    }
    void theCopyIsTheServer()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        test::SoakServer server(random, "ConfigMapList", [](const QString&, const QString&, int number) { return QJsonObject { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"ConfigMap"_s }, { u"data"_s, QJsonObject { { u"v"_s, number } } } }; });
        test::ManualClock clock;
        kube::Access access;
        access.server = QUrl(u"https://api.invalid"_s);
        kube::Client client(server, access);
        kube::Reflector::Options options;
        options.jitter = [&random] { return random.generateDouble(); }; // a seed is the whole story
        kube::Reflector reflector(client, clock, kube::res::configMaps, options);
        QMap<QString, QJsonObject> told; // a second copy, kept by differences alone
        connect(&reflector, &kube::Reflector::changed, &reflector, [&](const QStringList& keys) {
            for (const QString& key : keys) {
                if (const QJsonObject* object = reflector.find(key)) {
                    told.insert(key, *object);
                } else {
                    told.remove(key);
                }
            }
        });
        reflector.start();
        for (int i = 0; i < 1500; ++i) {
            server.step();
            QCoreApplication::processEvents();
            const int luck = random.bounded(1000);
            if (luck < 200) {
                clock.advance(milliseconds(random.bounded(2000)));
            } else if (luck < 204) {
                clock.sleepFor(std::chrono::hours(random.bounded(1, 30))); // the lid was closed
            } else if (luck < 206) {
                clock.advance(std::chrono::hours(random.bounded(1, 6)));
            } else if (luck < 208) {
                reflector.stop();
                reflector.start();
            }
        }
        server.behave();
        const auto isSettled = [&] { return server.isTold() && reflector.state() == kube::Reflector::State::Watching && told == reflector.objects(); };
        for (int i = 0; i < 600 && !(isSettled() && reflector.objects() == server.truth()); ++i) {
            server.behave();
            QCoreApplication::processEvents();
            clock.advance(std::chrono::seconds(1));
        }
        QString difference = isSettled() ? QString() : u"it did not settle; "_s;
        for (const QString& key : server.truth().keys() + reflector.objects().keys()) {
            if (server.truth().value(key) != reflector.objects().value(key)) {
                difference += key + u' ';
            }
        }
        QVERIFY2(difference.isEmpty(), qPrintable(u"COCOON_SEED=%1: %2\n%3"_s.arg(seed).arg(difference, server.story().join(u'\n'))));
        QCOMPARE(told, server.truth());
        m_objects += server.truth().size();
        ++m_seeds;
    }

private:
    int m_seeds = 0;
    qsizetype m_objects = 0;
};

COCOON_TEST(TstWatchSoak)
#include "tst_watch_soak.moc"
