// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/desktop_look.h"
#include "app/cocoon/notifier.h"
#include "app/cocoon/single_instance.h"
#include "app/cocoon/start_wish.h"
#include "test/support/test_main.h"

#include <QCommandLineParser>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QThread>

#include <atomic>
#include <memory>

using namespace cocoon;
using namespace Qt::StringLiterals;

namespace {
    /// A desktop on a bus of its own: the settings portal and the notification service.
    class Desktop : public QDBusVirtualObject {
    public:
        uint scheme = 0;
        QVariantList note;

        QString introspect(const QString&) const override { return {}; }
        bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override
        {
            if (message.member() == u"Notify") {
                note = message.arguments();
                return connection.send(message.createReply(7U));
            }
            if (message.member() == u"Read" && message.arguments().value(1) == u"color-scheme"_s) {
                return connection.send(message.createReply(QVariant::fromValue(QDBusVariant(QVariant::fromValue(QDBusVariant(scheme))))));
            }
            return connection.send(message.createErrorReply(u"org.freedesktop.portal.Error.NotFound"_s, u"no such setting"_s));
        }
    };
}

class TstDesktop : public QObject {
    Q_OBJECT

    QProcess m_bus;
    Desktop m_desktop;

private Q_SLOTS:
    void initTestCase()
    {
        m_bus.start(u"dbus-daemon"_s, { u"--session"_s, u"--nofork"_s, u"--print-address=1"_s });
        if (!m_bus.waitForStarted() || !m_bus.waitForReadyRead(10000)) {
            QSKIP("dbus-daemon is not here (package dbus-daemon)");
        }
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
        QDBusConnection other = QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"), u"desktop"_s);
        QVERIFY(other.isConnected());
        QVERIFY(other.registerVirtualObject(u"/org/freedesktop"_s, &m_desktop, QDBusConnection::SubPath));
        QVERIFY(other.registerService(u"org.freedesktop.portal.Desktop"_s));
        QVERIFY(other.registerService(u"org.freedesktop.Notifications"_s));
    }
    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(u"desktop"_s);
        m_bus.kill();
        m_bus.waitForFinished();
    }

    void theDesktopsDarkIsFollowedFromTheStartAndLater()
    {
        m_desktop.scheme = 1;
        app::DesktopLook look;
        QSignalSpy changed(&look, &app::DesktopLook::changed);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.at(0), QVariantList({ true, false }));

        // As the bus delivers them. (Two connections of one process starve each other too often to send them over it.)
        const auto tell = [&look](const QString& group, const QString& key, uint value) {
            QVERIFY(QMetaObject::invokeMethod(&look, "settingChanged", Q_ARG(QString, group), Q_ARG(QString, key), Q_ARG(QDBusVariant, QDBusVariant(value))));
        };
        tell(u"org.gnome.desktop.interface"_s, u"color-scheme"_s, 0); // somebody else's setting of the same name
        tell(u"org.freedesktop.appearance"_s, u"contrast"_s, 1);
        tell(u"org.freedesktop.appearance"_s, u"color-scheme"_s, 2);
        QTRY_COMPARE(changed.size(), 3);
        QCOMPARE(changed.at(1), QVariantList({ true, true }));
        QCOMPARE(changed.at(2), QVariantList({ false, true }));
    }

    void aNoteReachesTheDesktopAsPlainText()
    {
        app::notifyDesktop(u"The set-up is done"_s, u"1 < 2"_s);
        QTRY_VERIFY(!m_desktop.note.isEmpty());
        QCOMPARE(m_desktop.note.value(0), u"Cocoon"_s);
        QCOMPARE(m_desktop.note.value(3), u"The set-up is done"_s);
        QCOMPARE(m_desktop.note.value(4), u"1 &lt; 2"_s); // the service reads markup
    }

    void aSecondStartHandsItsWishToTheFirst()
    {
        const QString name = u"cocoon-test-%1"_s.arg(QCoreApplication::applicationPid());
        app::SingleInstance first(name);
        QSignalSpy wished(&first, &app::SingleInstance::wished);
        QVERIFY(first.becomeFirst("raise"));
        // The second waits for its answer, as another process does: so it stands on another thread here.
        std::atomic<bool> isFirst = true;
        const std::unique_ptr<QThread> second(QThread::create([&name, &isFirst] { isFirst = app::SingleInstance(name).becomeFirst("sandbox"); }));
        second->start();
        QTRY_VERIFY(second->isFinished());
        QVERIFY(!isFirst);
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.at(0).at(0).toByteArray(), QByteArray("sandbox"));
    }

    void aSecondStartHandsOnWhatItWasAskedToOpen_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("kubeconfig");
        QTest::addColumn<QString>("context");
        QTest::addColumn<bool>("isSandbox");
        QTest::addColumn<bool>("isContext");
        QTest::newRow("nothing") << QStringList() << QString() << QString() << false << false;
        QTest::newRow("sandbox") << QStringList { u"--sandbox"_s } << QString() << QString() << true << false;
        QTest::newRow("file") << QStringList { u"--kubeconfig"_s, u"/tmp/my team/käfer.yaml"_s } << u"/tmp/my team/käfer.yaml"_s << QString() << false << true;
        QTest::newRow("context") << QStringList { u"--context"_s, u"team/blue 1"_s } << QString() << u"team/blue 1"_s << false << true;
        QTest::newRow("both") << QStringList { u"--kubeconfig"_s, u"/a"_s, u"--context"_s, u"b"_s } << u"/a"_s << u"b"_s << false << true;
    }
    void aSecondStartHandsOnWhatItWasAskedToOpen()
    {
        QFETCH(QStringList, arguments);
        QCommandLineParser parser;
        app::StartWish::addOptions(parser);
        QVERIFY(parser.parse(QStringList { u"cocoon"_s } + arguments));
        const app::StartWish wish = app::StartWish::fromLine(app::StartWish::of(parser).toLine());
        QTEST(wish.kubeconfig, "kubeconfig");
        QTEST(wish.context, "context");
        QTEST(wish.isSandbox, "isSandbox");
        QTEST(wish.isContext, "isContext");
    }

    void whatAKilledOneLeftBehindIsNoFirst()
    {
        const QString name = u"cocoon-left-%1"_s.arg(QCoreApplication::applicationPid());
        QFile left(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + u'/' + name);
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.close();
        app::SingleInstance instance(name);
        QVERIFY(instance.becomeFirst("raise"));
        QLocalSocket later;
        later.connectToServer(left.fileName());
        QVERIFY(later.waitForConnected(5000));
    }
};

COCOON_TEST(TstDesktop)
#include "tst_desktop.moc"
