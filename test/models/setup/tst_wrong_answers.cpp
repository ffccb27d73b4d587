// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/setup.h"
#include "services/coco/facts.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QRandomGenerator>

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    void collect(const QJsonValue& value, const QStringList& path, QList<QStringList>& all)
    {
        all.append(path);
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                collect(it.value(), path + QStringList { it.key() }, all);
            }
        } else if (value.isArray()) {
            for (qsizetype i = 0; i < value.toArray().size(); ++i) {
                collect(value.toArray().at(i), path + QStringList { QString::number(i) }, all);
            }
        }
    }

    QJsonValue replaced(const QJsonValue& root, QStringList path, const QJsonValue& value)
    {
        if (path.isEmpty()) {
            return value;
        }
        const QString key = path.takeFirst();
        if (root.isArray()) {
            QJsonArray array = root.toArray();
            array.replace(key.toLongLong(), replaced(array.at(key.toLongLong()), path, value));
            return array;
        }
        QJsonObject object = root.toObject();
        object.insert(key, replaced(object.value(key), path, value));
        return object;
    }

    const QList<std::pair<QString, QJsonValue>>& wrongValues()
    {
        static const QList<std::pair<QString, QJsonValue>> values { { u"null"_s, QJsonValue(QJsonValue::Null) }, { u"a map"_s, QJsonObject { { u"x"_s, QJsonArray { 1 } } } },
            { u"a list"_s, QJsonArray { QJsonArray { 1 }, QJsonValue(QJsonValue::Null), u"x"_s } }, { u"a number"_s, -17.5 }, { u"a huge number"_s, 1e300 }, { u"true"_s, true },
            { u"an empty text"_s, QString() }, { u"a long text"_s, QString(100000, u'x') }, { u"odd characters"_s, u"\0\n\r\"'$(x)`ü"_s } };
        return values;
    }
}

/// Answers in which one field is not what it should be: steps judge them without coming to harm, and what they propose is whole.
class TstWrongAnswers : public QObject {
    Q_OBJECT

    static void judge(Site site, quint32 seed)
    {
        QRandomGenerator random(seed);
        const plan::Steps steps = setup::setupSteps(coco::Facts::builtIn());
        QList<world::Query> asked;
        for (const plan::Assessment& assessment : site.assessAll()) {
            for (const world::Query& query : assessment.needs) {
                if (!asked.contains(query)) {
                    asked.append(query);
                }
            }
        }
        QVERIFY(asked.size() > 20);
        for (const world::Query& query : std::as_const(asked)) {
            const QJsonValue good = site.world.answer(query).value;
            QList<QStringList> paths;
            collect(good, {}, paths);
            for (int i = 0; i < 8; ++i) {
                const QStringList path = paths.at(static_cast<qsizetype>(random.bounded(int(paths.size()))));
                const auto& [name, value] = wrongValues().at(static_cast<qsizetype>(random.bounded(int(wrongValues().size()))));
                world::World world = site.world;
                world.set(query, replaced(good, path, value));
                const QString story = u"COCOON_SEED=%1: %2: %3 is %4"_s.arg(seed).arg(query.key(), path.join(u'.'), name);
                for (const auto& step : steps) {
                    const plan::Assessment assessment = step->assess(world, site.intent);
                    QVERIFY2(assessment.step == step->id(), qPrintable(story));
                    for (const plan::Change& change : assessment.changes) {
                        QVERIFY2(!change.key.isEmpty() && !change.title.isEmpty() && !change.why.isEmpty() && !change.target.side.isEmpty(), qPrintable(story));
                    }
                    for (const plan::Finding& finding : assessment.findings) {
                        QVERIFY2(!finding.id.isEmpty() && !finding.title.isEmpty(), qPrintable(story));
                    }
                }
            }
        }
    }

private Q_SLOTS:
    void stepsComeToNoHarm_data()
    {
        QTest::addColumn<QString>("site");
        for (const char* site : { "empty", "ready", "complete" }) {
            QTest::newRow(site) << QString::fromLatin1(site);
        }
    }
    void stepsComeToNoHarm()
    {
        QFETCH(QString, site);
        const quint32 seed = qEnvironmentVariableIsSet("COCOON_SEED") ? qEnvironmentVariable("COCOON_SEED").toUInt() : 7;
        judge(site == u"empty"_s ? Site() : site == u"ready"_s ? ready() : complete(), seed);
    }
};

COCOON_TEST(TstWrongAnswers)
#include "tst_wrong_answers.moc"
