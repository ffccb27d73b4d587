// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the guide and reality part ("G1" … "G20"): a world in, the finding with its severity and words out.
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

#include <functional>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::test;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    using Make = std::function<Site()>;

    Site withConfig(const QString& version, const QHash<QString, QString>& values)
    {
        Site site = ready();
        site.operatorInstalled(version);
        for (auto it = values.begin(); it != values.end(); ++it) {
            site.setConfig(it.key(), *it);
        }
        return site;
    }

    QJsonObject condition(const QString& claim, const QString& value)
    {
        return { { u"claim"_s, claim }, { u"value"_s, QString(u'"' + value + u'"') } };
    }

    /// A trusted profile with its rule and one policy.
    Site withPolicy(const QStringList& roles, const QJsonArray& attributes)
    {
        Site site;
        site.operatorInstalled(u"1.10.3"_s);
        site.intent.credential.kind = u"trusted-profile"_s;
        site.world.set(ask::trustedProfiles(), QJsonArray { json(R"({"id":"Profile-1","name":"cocoon-demo","iam_id":"iam-Profile-1"})") });
        site.world.set(ask::profileRules(u"Profile-1"_s), QJsonArray { QJsonObject { { u"cr_type"_s, u"ROKS_SA"_s }, { u"conditions"_s, QJsonArray { condition(u"namespace"_s, coco::kNamespace), condition(u"service_instance"_s, u"c1demo"_s) } } } });
        QJsonArray granted;
        for (const QString& role : roles) {
            granted.append(QJsonObject { { u"role_id"_s, u"crn:v1:bluemix:public:iam::::"_s + role } });
        }
        const QJsonObject policy { { u"control"_s, QJsonObject { { u"grant"_s, QJsonObject { { u"roles"_s, granted } } } } },
            { u"resource"_s, QJsonObject { { u"attributes"_s, attributes } } } };
        site.world.set(ask::policies(u"iam-Profile-1"_s), QJsonArray { policy });
        return site;
    }

    QJsonObject attribute(const QString& key, const QString& value)
    {
        return { { u"key"_s, key }, { u"operator"_s, u"stringEquals"_s }, { u"value"_s, value } };
    }
}

Q_DECLARE_METATYPE(Make)

class TstTraps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTrapIsFound_data()
    {
        QTest::addColumn<Make>("make");
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("severity"); // "" = not found
        QTest::addColumn<QString>("says"); // in title or evidence
        const auto row = [](const char* name, Make make, const QString& step, const QString& id, const QString& severity, const QString& says) {
            QTest::newRow(name) << make << step << id << severity << says;
        };
        const QString operatorStep = u"operator"_s;
        const QString configuration = u"configuration"_s;

        row("G1: what default selections would install", [] { return Site(); }, u"prerequisites"_s, u"G1-channel-head"_s, u"info"_s, u"head is 1.12.1"_s);
        row("G1: pinned", [] { return Site(); }, operatorStep, u"G1-operator-pinned"_s, u"info"_s, u"Version 1.10.3 will be installed and kept"_s);
        row("G1: not pinned", [] { Site site; site.intent.op.approval = u"Automatic"_s; return site; }, operatorStep, u"G1-operator-pinned"_s, u"info"_s, u"then whatever becomes the head"_s);
        row("G1: installed is installed", [] { return ready(); }, operatorStep, u"G1-operator-pinned"_s, {}, {});

        const QString group = u"G6-security-group-key"_s;
        row("G6: up to 1.11 the key counts", [] { return withConfig(u"1.11.2"_s, {}); }, configuration, group, u"ok"_s, u"r010-sg"_s);
        row("G6: up to 1.11 empty means the wrong group", [] { return withConfig(u"1.11.2"_s, { { u"IBMCLOUD_VPC_SG_ID"_s, {} } }); }, configuration, group, u"warning"_s, u"IBMCLOUD_VPC_SG_ID is not set"_s);
        row("G6: from 1.12 it is ignored", [] { return withConfig(u"1.12.1"_s, { { u"IBMCLOUD_VPC_SG_ID"_s, {} } }); }, configuration, group, u"info"_s, u"ignored"_s);

        const auto workers = [](const QString& label) {
            return [label] { Site site = ready(); site.nodesAt({ label, label, label }); return site; };
        };
        const QString nodeState = u"G10-node-state-10.240.0.5"_s;
        row("G10: Ready is not installed", workers({}), u"nodes"_s, nodeState, u"info"_s, u"nothing installed"_s);
        row("G10: the state is the label", workers(u"waiting_for_reboot"_s), u"nodes"_s, nodeState, u"info"_s, u"waiting_for_reboot"_s);
        row("G10: installed", [] { return complete(); }, u"nodes"_s, nodeState, u"info"_s, u"installed"_s);

        const QString age = u"G11-adaptor-age"_s;
        row("G11: younger than the settings", [] { return complete(); }, u"trust"_s, age, u"ok"_s, u"0 older pods"_s);
        row("G11: older than the settings", [] {
            Site site = complete();
            QJsonArray pods = site.world.answer(ask::list(res::pods, coco::kNamespace)).value.toArray();
            for (qsizetype i = 0; i < 2; ++i) {
                pods[i] = with(pods.at(i).toObject(), { u"metadata"_s, u"creationTimestamp"_s }, u"2026-01-15T09:00:00Z"_s);
            }
            site.world.set(ask::list(res::pods, coco::kNamespace), pods);
            return site; }, u"trust"_s, age, u"info"_s, u"2 older pods"_s);

        const QString resourceGroup = u"G15-resource-group"_s;
        row("G15: derived from the cluster's VPC", [] { return Site(); }, u"prerequisites"_s, resourceGroup, u"ok"_s, u"rg1"_s);
        row("G15: not known", [] { Site site; site.world.set(ask::vpc(u"eu-de"_s, u"r010-vpc"_s), json(R"({"id":"r010-vpc","name":"demo-vpc"})")); return site; }, u"prerequisites"_s, resourceGroup, u"blocker"_s, u"r010-vpc"_s);

        const QString limit = u"G19-pods-per-node"_s;
        row("G19: what is wanted", [] { Site site; site.operatorInstalled(u"1.10.3"_s); site.intent.sizing.podsPerNode = 7; return site; }, configuration, limit, u"info"_s, u"takes 7"_s);
        row("G19: the default that nobody set", [] { return ready(); }, configuration, limit, u"info"_s, u"takes 10"_s);
        row("G19: what is set", [] { return withConfig(u"1.10.3"_s, { { u"PEERPODS_LIMIT_PER_NODE"_s, u"5"_s } }); }, configuration, limit, u"info"_s, u"takes 5"_s);

        const QString makesVms = u"G20-profile-vpc"_s;
        const QStringList editor { u"role:Editor"_s, u"serviceRole:Writer"_s };
        const QJsonObject service = attribute(u"serviceName"_s, u"is"_s);
        row("G20: Editor and Writer on VPC", [=] { return withPolicy(editor, { attribute(u"accountId"_s, u"acc1"_s), service }); }, u"credential"_s, makesVms, u"ok"_s, u"make and remove VMs"_s);
        row("G20: Viewer on the resource group", [] { return withPolicy({ u"role:Viewer"_s }, { attribute(u"resourceType"_s, u"resource-group"_s), attribute(u"resource"_s, u"rg1"_s) }); }, u"credential"_s, makesVms, {}, {});
        row("G20: Editor without Writer", [=] { return withPolicy({ u"role:Editor"_s }, { service }); }, u"credential"_s, makesVms, {}, {});
        row("G20: of another resource group", [=] { return withPolicy(editor, { service, attribute(u"resourceGroupId"_s, u"rg2"_s) }); }, u"credential"_s, makesVms, {}, {});
    }
    void aTrapIsFound()
    {
        QFETCH(Make, make);
        QFETCH(QString, step);
        QFETCH(QString, id);
        QFETCH(QString, severity);
        QFETCH(QString, says);
        Site site = make();
        const Assessment assessment = site.assess(step);
        const Finding found = finding(assessment, id);
        QCOMPARE(found.id, severity.isEmpty() ? QString() : id);
        if (severity.isEmpty()) {
            return;
        }
        QCOMPARE(severityName(found.severity), severity);
        QVERIFY2((found.title + u' ' + found.evidence).contains(says), qPrintable(found.title + u" | "_s + found.evidence));
        if (severity == u"warning" || severity == u"blocker") {
            QVERIFY(!found.evidence.isEmpty() && !found.why.isEmpty() && !found.remedy.isEmpty());
        }
    }

    // A right that is missing is not only said: the policy that gives it is proposed.
    void whatAProfileLacksIsProposed()
    {
        Site poor = withPolicy({ u"role:Viewer"_s }, { attribute(u"resourceType"_s, u"resource-group"_s), attribute(u"resource"_s, u"rg1"_s) });
        QCOMPARE(changeKeys(poor.assess(u"credential"_s)), QStringList(u"create policy cocoon-demo G20-profile-vpc"_s));
    }
};

COCOON_TEST(TstTraps)
#include "tst_traps.moc"
