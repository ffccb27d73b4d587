// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/setup/progress_card.h"

#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;
using Event = setup::Desk::Event;
using ui::ProgressModel;

class TstProgressModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatFailedAgainAndAgainIsOneRow()
    {
        const QDateTime begin = QDateTime::fromString(u"2026-01-15T08:00:00Z"_s, Qt::ISODate);
        QList<Event> events;
        const auto tried = [&](const QString& object, Event::Kind end, const QString& text) {
            events.append({ Event::Kind::Sent, begin.addSecs(events.size()), u"nodes"_s, u"Evict "_s + object, object });
            events.append({ end, begin.addSecs(events.size()), u"nodes"_s, text, object });
        };
        tried(u"pods/web"_s, Event::Kind::Failed, u"web is kept by its budget"_s);
        tried(u"pods/db"_s, Event::Kind::Failed, u"db is kept by its budget"_s);
        tried(u"pods/web"_s, Event::Kind::Failed, u"web is kept by its budget"_s);
        tried(u"pods/web"_s, Event::Kind::Failed, u"web is kept by its budget"_s);
        tried(u"pods/api"_s, Event::Kind::Made, u"Evict pods/api"_s);
        ProgressModel model;
        model.show(events, {}, begin.addSecs(20), 1, true);
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row) {
            rows.append(model.index(row, ProgressModel::Text).data().toString() + u" | "_s + model.index(row, ProgressModel::State).data().toString());
        }
        const QStringList wanted { u"Evict pods/api | made"_s, u"web is kept by its budget | failed, 3 tries"_s, u"db is kept by its budget | failed"_s };
        QCOMPARE(rows, wanted);
    }
};

COCOON_TEST(TstProgressModel)
#include "tst_progress_model.moc"
