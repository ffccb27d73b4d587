// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/rights.h"
#include "services/base/json.h"
#include "services/base/yaml.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;
namespace ask = world::ask;

class TstRights : public QObject {
    Q_OBJECT

    static world::World reviewed(const QList<std::pair<world::Query, bool>>& answers)
    {
        world::World world;
        for (const auto& [query, may] : answers) {
            world.set(query, QJsonValue(may));
        }
        return world;
    }

private Q_SLOTS:
    void whoMayChangeSomethingIsNotOnlyLooking()
    {
        const world::Query nodes = ask::canI(u"patch"_s, {}, u"nodes"_s, {}, {});
        const world::Query maps = ask::canI(u"patch"_s, {}, u"configmaps"_s, {}, u"op"_s);
        const world::Query logs = ask::canI(u"get"_s, {}, u"pods"_s, u"log"_s, u"op"_s);
        QVERIFY(!setup::rightsOf(world::World()).isLookingOnly); // nothing known is no verdict
        QVERIFY(!setup::rightsOf(reviewed({ { logs, false } })).isLookingOnly); // nothing of it is about changes
        QVERIFY(!setup::rightsOf(reviewed({ { nodes, false }, { maps, true } })).isLookingOnly);
        const setup::Rights rights = setup::rightsOf(reviewed({ { nodes, false }, { maps, false }, { logs, true } }));
        QVERIFY(rights.isLookingOnly);
        QCOMPARE(rights.missing.size(), 2);
    }

    void aFailedReviewIsNoVerdict()
    {
        world::World world;
        world.fail(ask::canI(u"patch"_s, {}, u"nodes"_s, {}, {}), { Errc::Timeout, u"late"_s, {} });
        QVERIFY(!setup::rightsOf(world).isLookingOnly);
        QVERIFY(setup::rightsOf(world).missing.isEmpty());
    }

    void theRoleGivesWhatIsMissingAndBindsIt()
    {
        const QByteArray yaml = setup::roleFor({ { u"patch"_s, {}, u"nodes"_s, {}, {} }, { u"create"_s, {}, u"pods"_s, u"eviction"_s, {} },
                                                   { u"create"_s, u"operators.coreos.com"_s, u"subscriptions"_s, {}, u"op"_s } },
            u"ana@example.com"_s);
        const auto documents = parseYamlDocuments(yaml);
        QVERIFY2(documents && documents->size() == 4, yaml.constData());
        QStringList said;
        for (const YamlDocument& document : *documents) {
            const QJsonObject object = document.value.toObject();
            said.append(str(object, { u"kind" }) + u' ' + str(object, { u"metadata", u"namespace" }));
            for (const QJsonValue& rule : object.value(u"rules"_s).toArray()) {
                QStringList verbs;
                for (const QJsonValue& verb : rule.toObject().value(u"verbs"_s).toArray()) {
                    verbs.append(verb.toString());
                }
                said.append(rule.toObject().value(u"apiGroups"_s).toArray().at(0).toString() + u'/' + rule.toObject().value(u"resources"_s).toArray().at(0).toString() + u' ' + verbs.join(u','));
            }
            if (str(object, { u"kind" }).endsWith(u"Binding")) {
                said.append(object.value(u"subjects"_s).toArray().at(0).toObject().value(u"name"_s).toString() + u" gets "_s + str(object, { u"roleRef", u"kind" }));
            }
        }
        QCOMPARE(said, (QStringList { u"ClusterRole "_s, u"/nodes create,get,list,patch,watch"_s, u"/pods/eviction create"_s, u"ClusterRoleBinding "_s, u"ana@example.com gets ClusterRole"_s,
                           u"Role op"_s, u"operators.coreos.com/subscriptions create,get,list,patch,watch"_s, u"RoleBinding op"_s, u"ana@example.com gets Role"_s }));
    }
};

COCOON_TEST(TstRights)
#include "tst_rights.moc"
