// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "test/ui/answering_server.h"
#include "ui/pods/events_view.h"
#include "ui/pods/object_feed.h"
#include "ui/pods/yaml_view.h"

#include <QApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;
using test::AnsweringServer;

namespace {
    const QString kObject = u"/api/v1/namespaces/shop/configmaps/web"_s;
    const QString kEvents = u"/api/v1/namespaces/shop/events"_s;
    const dashboard::KindInfo kMaps { u"ConfigMap"_s, u"configmaps"_s, {}, u"v1"_s, true };

    struct Views {
        AnsweringServer server;
        Theme theme { *qApp };
        YamlView yaml;
        EventsView events { theme };
        ObjectFeed feed;

        explicit Views(milliseconds every = milliseconds(20))
            : feed(server.reader(), yaml, events, nullptr, every)
        {
            server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"one"_s));
            server.bodies.insert(kEvents, AnsweringServer::events({ u"first"_s }));
            yaml.resize(300, 200);
            feed.open({ kMaps, u"shop"_s, u"web"_s, u"u1"_s });
        }
        QString age() const { return yaml.findChild<QLabel*>(u"yaml.age"_s)->text(); }
        QString eventsAge() const { return events.findChild<QLabel*>(u"events.age"_s)->text(); }
        bool saysEvent(const QString& text) const
        {
            const QList<QLabel*> labels = events.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&text](const QLabel* label) { return label->text() == text; });
        }
        bool isAskedAgain(const QString& path, qsizetype times)
        {
            const qsizetype before = server.count(path);
            return QTest::qWaitFor([&] { return server.count(path) >= before + times; });
        }
    };
}

/// YAML and events are as new as what is on screen has to be.
class TstObjectFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsOnScreenIsReadAgain()
    {
        Views v;
        v.yaml.QWidget::show();
        QTRY_VERIFY(v.yaml.text().contains(u"v: one"));
        v.server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"two"_s, 2));
        QTRY_VERIFY(v.yaml.text().contains(u"v: two"));
        QCOMPARE(v.server.count(kEvents), 0);
        v.yaml.hide();
        v.events.QWidget::show();
        QTRY_VERIFY(v.saysEvent(u"first"_s));
        const qsizetype before = v.server.count(kObject);
        v.server.bodies.insert(kEvents, AnsweringServer::events({ u"first"_s, u"second"_s })); // nothing in the object changed
        QTRY_VERIFY(v.saysEvent(u"second"_s));
        QVERIFY(v.isAskedAgain(kEvents, 3));
        QVERIFY(v.server.count(kObject) <= before + 1); // one was under way
    }

    void whoComesBackOrAsksWaitsForNoRound()
    {
        Views v(std::chrono::hours(1));
        v.yaml.QWidget::show();
        QTRY_VERIFY(v.yaml.text().contains(u"v: one"));
        v.yaml.hide();
        v.server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"two"_s, 2));
        v.yaml.QWidget::show();
        QTRY_VERIFY(v.yaml.text().contains(u"v: two"));
        v.server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"three"_s, 3));
        v.feed.readSeen();
        QTRY_VERIFY(v.yaml.text().contains(u"v: three"));
        QCOMPARE(v.server.count(kEvents), 0);
    }

    void whatIsTheSameIsLeftAlone()
    {
        Views v;
        const auto body = [](const QString& end) { return AnsweringServer::object(u"web"_s, QStringList(60, u"line"_s).join(u'\n') + end); };
        v.server.bodies.insert(kObject, body(u"one"_s));
        v.yaml.QWidget::show();
        v.events.QWidget::show();
        auto* text = v.yaml.findChild<QPlainTextEdit*>();
        QTRY_VERIFY(text->verticalScrollBar()->maximum() > 20);
        QTRY_VERIFY(v.saysEvent(u"first"_s));
        QTextCursor cursor = text->textCursor();
        cursor.setPosition(3);
        cursor.setPosition(9, QTextCursor::KeepAnchor);
        text->setTextCursor(cursor);
        text->verticalScrollBar()->setValue(17);
        const QList<QLabel*> labels = v.events.findChildren<QLabel*>();
        QVERIFY(v.isAskedAgain(kObject, 3) && v.isAskedAgain(kEvents, 3));
        QCOMPARE(text->textCursor().selectedText().size(), 6);
        QCOMPARE(text->verticalScrollBar()->value(), 17);
        QVERIFY(v.events.findChildren<QLabel*>() == labels); // the very same, with what is selected in them
        v.server.bodies.insert(kObject, body(u"two"_s));
        QTRY_VERIFY(v.yaml.text().contains(u"two"));
        QCOMPARE(text->verticalScrollBar()->value(), 17);
    }

    void whatCannotBeReadAgainSaysOfWhenItIs()
    {
        Views v;
        v.yaml.QWidget::show();
        v.events.QWidget::show();
        QTRY_VERIFY(v.yaml.text().contains(u"v: one") && v.saysEvent(u"first"_s));
        QCOMPARE(v.age() + v.eventsAge(), QString());
        static const QRegularExpression old(u"^As of \\d\\d:\\d\\d:\\d\\d · The connection failed"_s);
        v.server.isCut = true;
        QTRY_VERIFY2(old.match(v.age()).hasMatch() && old.match(v.eventsAge()).hasMatch(), qPrintable(v.age() + v.eventsAge()));
        QVERIFY(v.isAskedAgain(kObject, 2));
        QVERIFY(v.yaml.text().contains(u"v: one") && v.saysEvent(u"first"_s));
        v.server.isCut = false;
        QTRY_COMPARE(v.age() + v.eventsAge(), QString());
        // A server that keeps silent is not asked over and over, and what it said last grows old all the same.
        v.server.isSilent = true;
        static const QRegularExpression silent(u"^As of \\d\\d:\\d\\d:\\d\\d$"_s);
        QTRY_VERIFY2(silent.match(v.age()).hasMatch() && silent.match(v.eventsAge()).hasMatch(), qPrintable(v.age() + v.eventsAge()));
        const qsizetype asked = v.server.asked.size();
        QSignalSpy rounds(&v.feed, &ObjectFeed::due);
        QTRY_VERIFY(rounds.size() >= 3);
        QCOMPARE(v.server.asked.size(), asked);
        v.server.isSilent = false;
        v.server.speak();
        QTRY_COMPARE(v.age() + v.eventsAge(), QString());
    }

    void whatNeverCameIsSaidInItsPlace()
    {
        Views v;
        v.server.status = 403;
        v.yaml.QWidget::show();
        v.events.QWidget::show();
        QTRY_VERIFY(v.yaml.text().contains(u"the server says no"));
        QTRY_VERIFY(!v.saysEvent(u"Reading the events …"_s));
        QCOMPARE(v.age() + v.eventsAge(), QString());
        v.server.status = 200;
        QTRY_VERIFY(v.yaml.text().contains(u"v: one") && v.saysEvent(u"first"_s));
    }

    void lateAnswersAreNobodys()
    {
        Views v;
        v.server.isSilent = true;
        v.yaml.QWidget::show();
        QTRY_COMPARE(v.server.count(kObject), 1);
        // The same name, another kind.
        const QString service = u"/api/v1/namespaces/shop/services/web"_s;
        v.server.bodies.insert(service, AnsweringServer::object(u"web"_s, u"service"_s));
        v.feed.open({ { u"Service"_s, u"services"_s, {}, u"v1"_s, true }, u"shop"_s, u"web"_s, u"u2"_s });
        QSignalSpy read(&v.feed, &ObjectFeed::objectRead);
        v.server.speak();
        QTRY_COMPARE(v.server.count(service), 1); // with the next round
        QCOMPARE(v.yaml.text(), QString());
        QVERIFY(read.isEmpty());
        v.server.isSilent = false;
        v.server.speak();
        QTRY_VERIFY(v.yaml.text().contains(u"v: service"));
        v.feed.open({});
        QCOMPARE(v.yaml.text(), QString());
        QVERIFY(v.feed.object().isEmpty() && v.feed.events().isEmpty());
    }
};

COCOON_TEST(TstObjectFeed)
#include "tst_object_feed.moc"
