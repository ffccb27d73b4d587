// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the guide and reality part ("G1" … "G20"), and every check of a step: a world in, the finding with its severity and words out.
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>

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

    Site clusterWith(const QStringList& path, const QJsonValue& value)
    {
        Site site;
        const world::Query query = ask::cluster(u"c1demo"_s);
        site.world.set(query, with(site.world.answer(query).value.toObject(), path, value));
        return site;
    }

    Site nodeWith(const QStringList& path, const QJsonValue& value)
    {
        Site site;
        site.setNode(1, with(site.node(1), path, value));
        return site;
    }

    Site imageWith(const QJsonObject& fields)
    {
        Site site;
        site.imageImported();
        const world::Query query = ask::images(u"eu-de"_s);
        QJsonObject image = site.world.answer(query).value.toArray().first().toObject();
        for (auto it = fields.begin(); it != fields.end(); ++it) {
            image.insert(it.key(), it.value());
        }
        site.world.set(query, QJsonArray { image });
        return site;
    }

    Site twoImages()
    {
        Site site;
        site.world.set(ask::images(u"eu-de"_s), QJsonArray { json(R"({"id":"r010-a","name":"rhel9-podvm-new","status":"available","created_at":"2026-01-10T00:00:00Z","operating_system":{"name":"red-9-amd64"}})"),
                                                    json(R"({"id":"r010-b","name":"rhel9-podvm-old","status":"available","created_at":"2026-01-01T00:00:00Z","operating_system":{"name":"red-9-amd64"}})") });
        return site;
    }

    Site groupWithout()
    {
        Site site;
        site.world.set(ask::securityGroups(u"eu-de"_s, u"r010-vpc"_s), QJsonArray { json(R"({"id":"r010-sg","name":"kube-c1demo","rules":[]})") });
        return site;
    }

    /// An operator whose ClusterServiceVersion is otherwise than Succeeded.
    Site csvWith(const QStringList& path, const QJsonValue& value)
    {
        Site site;
        site.operatorInstalled(u"1.10.3"_s);
        const world::Query query = ask::list(res::csvs, coco::kNamespace);
        site.world.set(query, QJsonArray { with(site.world.answer(query).value.toArray().first().toObject(), path, value) });
        return site;
    }

    Site gatesWith(const QString& key, const QString& value)
    {
        Site site = ready();
        const world::Query query = ask::object(res::configMaps, coco::kNamespace, coco::kFeatureGates);
        site.world.set(query, with(site.world.answer(query).value.toObject(), { u"data"_s, key }, value));
        return site;
    }

    Site podWith(const QStringList& path, const QJsonValue& value)
    {
        Site site = complete();
        const world::Query query = ask::object(res::pods, u"default"_s, u"helloworld"_s);
        site.world.set(query, with(site.world.answer(query).value.toObject(), path, value));
        return site;
    }

    /// A KataConfig for the workers `there`, and an Intent that names `wanted`.
    Site selectors(const QJsonObject& there, const QJsonObject& wanted)
    {
        Site site = ready();
        site.intent.configuration.poolSelector = wanted;
        site.world.set(ask::list(res::kataConfigs), QJsonArray { coco::kataConfig(u"theirs"_s, there) });
        return site;
    }

    /// The argument at `index` of a call whose parenthesis opens just before `at`.
    QString argument(const QString& text, qsizetype at, int index)
    {
        QString found;
        int depth = 0;
        for (bool isQuoted = false; depth >= 0 && at < text.size(); ++at) {
            const QChar c = text.at(at);
            if (c == u'"' && text.at(at - 1) != u'\\') {
                isQuoted = !isQuoted;
            }
            if (!isQuoted) {
                depth += QStringView(u"([{").contains(c) ? 1 : QStringView(u")]}").contains(c) ? -1 : 0;
                if (c == u',' && depth == 0) {
                    --index;
                    continue;
                }
            }
            if (index == 0 && depth >= 0) {
                found += c;
            }
        }
        return found.trimmed();
    }

    QJsonObject attribute(const QString& key, const QString& value)
    {
        return { { u"key"_s, key }, { u"operator"_s, u"stringEquals"_s }, { u"value"_s, value } };
    }
}

Q_DECLARE_METATYPE(Make)

namespace {
    void addColumns()
    {
        QTest::addColumn<Make>("make");
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("severity"); // "" = not found
        QTest::addColumn<QString>("says"); // in title or evidence
    }
    void row(const char* name, const Make& make, const QString& step, const QString& id, const QString& severity, const QString& says)
    {
        QTest::newRow(name) << make << step << id << severity << says;
    }
    /// A check that fails: the row is called as the finding.
    void bad(const QString& step, const char* id, const QString& severity, const QString& says, const Make& make)
    {
        row(id, make, step, QLatin1String(id), severity, says);
    }
}

class TstTraps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTrapIsFound_data()
    {
        addColumns();
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
        row("G20: roles that may do more", [=] { return withPolicy({ u"role:Administrator"_s, u"serviceRole:Manager"_s }, { service }); }, u"credential"_s, makesVms, u"ok"_s, u"make and remove VMs"_s);
        row("G20: roles that may do less", [=] { return withPolicy({ u"role:Operator"_s, u"serviceRole:Writer"_s }, { service }); }, u"credential"_s, makesVms, {}, {});

        const QString endpoint = u"G2-endpoint-region"_s;
        const auto reaches = [](const QString& url) {
            return [url] { return withConfig(u"1.10.3"_s, { { u"IBMCLOUD_VPC_ENDPOINT"_s, url } }); };
        };
        row("G2: the private address", reaches(u"https://eu-de.private.iaas.cloud.ibm.com/v1"_s), configuration, endpoint, u"ok"_s, u"private"_s);
        row("G2: without a path", reaches(u"https://eu-de.iaas.cloud.ibm.com/"_s), configuration, endpoint, u"ok"_s, u"eu-de"_s);
        row("G2: the private address of another region", reaches(u"https://us-east.private.iaas.cloud.ibm.com/v1"_s), configuration, endpoint, u"warning"_s, u"us-east"_s);
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

    // What each step looks at, and a world in which it is not as it should be.
    void aCheckFails_data()
    {
        addColumns();
        const QString blocker = u"blocker"_s;
        const QString warning = u"warning"_s;
        const QString info = u"info"_s;

        const QString connect = u"connect"_s;
        bad(connect, "cloud-account", blocker, u"none"_s, [] { Site site; site.world.set(ask::me(), json(R"({"name":"Kim"})")); return site; });
        bad(connect, "cluster-type", blocker, u"kubernetes"_s, [] { return clusterWith({ u"type"_s }, u"kubernetes"_s); });
        bad(connect, "cluster-provider", blocker, u"classic"_s, [] { return clusterWith({ u"provider"_s }, u"classic"_s); });
        bad(connect, "master-health", blocker, u"error"_s, [] { return clusterWith({ u"lifecycle"_s, u"masterHealth"_s }, u"error"_s); });
        bad(connect, "master-state", blocker, u"updating"_s, [] { return clusterWith({ u"lifecycle"_s, u"masterState"_s }, u"updating"_s); });
        bad(connect, "public-endpoint", info, {}, [] { return clusterWith({ u"serviceEndpoints"_s, u"publicServiceEndpointEnabled"_s }, false); });

        const QString prerequisites = u"prerequisites"_s;
        bad(prerequisites, "workers-exist", blocker, u"0 workers"_s, [] { Site site; site.nodesAt({}); return site; });
        bad(prerequisites, "workers-count", info, u"1 workers"_s, [] { Site site; site.nodesAt({ QString() }); return site; });
        bad(prerequisites, "workers-x86", blocker, u"10.240.0.5: arm64"_s, [] { return nodeWith({ u"status"_s, u"nodeInfo"_s, u"architecture"_s }, u"arm64"_s); });
        bad(prerequisites, "workers-ready", warning, u"10.240.0.5"_s, [] { return nodeWith({ u"status"_s, u"conditions"_s }, QJsonArray { json(R"({"type":"Ready","status":"False"})") }); });
        bad(prerequisites, "workers-schedulable", warning, u"10.240.0.5"_s, [] { return nodeWith({ u"spec"_s, u"unschedulable"_s }, true); });
        bad(prerequisites, "workers-zone", warning, u"10.240.0.5"_s, [] { return nodeWith({ u"metadata"_s, u"labels"_s, u"topology.kubernetes.io/zone"_s }, QJsonValue(QJsonValue::Undefined)); });
        bad(prerequisites, "workers-healthy", warning, u"w1: deploy_failed"_s, [] { Site site; site.world.set(ask::workers(u"c1demo"_s), QJsonArray { json(R"({"id":"w1","lifecycle":{"actualState":"deploy_failed"},"health":{"state":"critical"}})") }); return site; });
        bad(prerequisites, "platform", warning, u"BareMetal"_s, [] { Site site; site.world.set(ask::object(res::infrastructures, {}, u"cluster"_s), json(R"({"status":{"platformStatus":{"type":"BareMetal"}}})")); return site; });
        bad(prerequisites, "openshift-version", warning, u"4.19.13"_s, [] { Site site; site.world.set(ask::object(res::clusterVersions, {}, u"version"_s), json(R"({"status":{"desired":{"version":"4.19.13"},"conditions":[{"type":"Progressing","status":"True"}]}})")); return site; });
        bad(prerequisites, "outbound-open", warning, u"kube-c1demo"_s, groupWithout);
        bad(prerequisites, "security-group-itself", warning, u"kube-c1demo"_s, groupWithout);
        bad(prerequisites, "subnet-addresses", warning, u"demo-1: 5"_s, [] { Site site; site.world.set(ask::subnets(u"eu-de"_s, u"r010-vpc"_s), QJsonArray { json(R"({"id":"sn1","name":"demo-1","available_ipv4_address_count":5,"public_gateway":{"id":"g1"}})") }); return site; });
        bad(prerequisites, "profile-zones", warning, u"eu-de-1"_s, [] { Site site; site.world.set(ask::instanceProfiles(u"eu-de"_s), QJsonArray { json(R"({"name":"bx3dc-2x10","vcpu_count":{"value":2},"zones":[{"name":"eu-de-2"}]})") }); return site; });
        bad(prerequisites, "vcpu-quota", info, u"up to 660 more"_s, [] { Site site; site.intent.sizing.podsPerNode = 110; return site; });
        bad(prerequisites, "channel-available", blocker, u"stable"_s, [] { Site site; site.intent.op.channel = u"candidate"_s; return site; });
        struct Right {
            const char* id;
            const char* verb;
            const char* group;
            const char* resource;
            const char* sub;
            const char* ns;
        };
        const char* const own = "openshift-sandboxed-containers-operator";
        static const Right rights[] = {
            { "rbac-operatorhub", "patch", "config.openshift.io", "operatorhubs", "", "" },
            { "rbac-namespaces", "create", "", "namespaces", "", "" },
            { "rbac-operatorgroups", "create", "operators.coreos.com", "operatorgroups", "", own },
            { "rbac-subscriptions", "create", "operators.coreos.com", "subscriptions", "", own },
            { "rbac-installplans", "patch", "operators.coreos.com", "installplans", "", own },
            { "rbac-csvs", "list", "operators.coreos.com", "clusterserviceversions", "", own },
            { "rbac-configmaps", "patch", "", "configmaps", "", own },
            { "rbac-secrets", "patch", "", "secrets", "", own },
            { "rbac-kataconfigs", "create", "kataconfiguration.openshift.io", "kataconfigs", "", "" },
            { "rbac-eviction", "create", "", "pods", "eviction", "" },
            { "rbac-delete-pods", "delete", "", "pods", "", own },
            { "rbac-peerpods", "list", "confidentialcontainers.org", "peerpods", "", "" },
            { "rbac-runtimeclasses", "list", "node.k8s.io", "runtimeclasses", "", "" },
            { "rbac-daemonsets", "list", "apps", "daemonsets", "", own },
            { "rbac-logs", "get", "", "pods", "log", own },
            { "rbac-leases", "patch", "coordination.k8s.io", "leases", "", own },
            { "rbac-workload", "patch", "", "pods", "", "default" },
            { "rbac-exec", "create", "", "pods", "exec", "default" },
            { "rbac-exec-get", "get", "", "pods", "exec", "default" },
        };
        for (const Right& right : rights) {
            const bool isLast = QLatin1String(right.ns) == "default"_L1; // only the test pod needs it
            bad(prerequisites, right.id, isLast ? warning : blocker, QString::fromLatin1(right.verb) + u' ' + QLatin1String(right.resource), [right] {
                Site site;
                site.world.set(ask::canI(QLatin1String(right.verb), QLatin1String(right.group), QLatin1String(right.resource), QLatin1String(right.sub), QLatin1String(right.ns)), false);
                return site;
            });
        }

        const QString operatorStep = u"operator"_s;
        bad(operatorStep, "operator-namespace", blocker, u"Terminating"_s, [] {
            Site site;
            site.world.set(ask::object(res::namespaces, {}, coco::kNamespace), json(R"({"metadata":{"name":"openshift-sandboxed-containers-operator","deletionTimestamp":"2026-01-15T11:00:00Z"},"status":{"phase":"Terminating"}})"));
            return site;
        });
        bad(operatorStep, "TS-04-one-operator-group", blocker, u"2 OperatorGroup"_s, [] { Site site; site.world.set(ask::list(res::operatorGroups, coco::kNamespace), QJsonArray { coco::operatorGroup(), json(R"({"metadata":{"name":"other"}})") }); return site; });
        bad(operatorStep, "operator-group-target", blocker, u"everywhere"_s, [] { Site site; site.world.set(ask::list(res::operatorGroups, coco::kNamespace), QJsonArray { json(R"({"metadata":{"name":"everywhere"},"spec":{}})") }); return site; });
        bad(operatorStep, "TS-33-operator-removal", blocker, u"v1.10.3"_s, [] { return csvWith({ u"metadata"_s, u"deletionTimestamp"_s }, u"2026-01-15T11:00:00Z"_s); });
        bad(operatorStep, "TS-07-csv-failed", warning, u"InstallCheckFailed: install timeout"_s, [] { return csvWith({ u"status"_s }, json(R"({"phase":"Failed","reason":"InstallCheckFailed","message":"install timeout"})")); });
        bad(operatorStep, "operator-automatic", warning, u"Automatic"_s, [] {
            Site site = ready();
            const world::Query query = ask::list(res::subscriptions, coco::kNamespace);
            site.world.set(query, QJsonArray { with(site.world.answer(query).value.toArray().first().toObject(), { u"spec"_s, u"installPlanApproval"_s }, u"Automatic"_s) });
            return site;
        });

        const QString image = u"image"_s;
        bad(image, "image-name", blocker, u"Upper-Case"_s, [] { Site site; site.intent.image.name = u"Upper-Case"_s; return site; });
        bad(image, "image-exists", blocker, u"regional"_s, [] { Site site = ready(); site.intent.image.id = u"r010-gone"_s; return site; });
        bad(image, "image-usable", blocker, u"failed: damaged"_s, [] { return imageWith(json(R"({"status":"failed","status_reasons":[{"message":"damaged"}]})")); });
        bad(image, "image-deprecated", warning, u"cocoon-rhel9-podvm-latest"_s, [] { return imageWith(json(R"({"status":"deprecated"})")); });
        bad(image, "image-partial", warning, u"in: eu-de-2; workers: eu-de-1"_s, [] { return imageWith(json(R"({"status":"partially_available","zones":[{"name":"eu-de-2"}]})")); });
        bad(image, "image-os", warning, u"ubuntu"_s, [] { return imageWith(json(R"({"operating_system":{"name":"ubuntu-24-04-amd64"}})")); });
        bad(image, "image-validated", warning, u"1.10.3"_s, [] { Site site; site.operatorInstalled(u"1.12.1"_s); return site; });
        bad(image, "openshift-supported", warning, u"4.19"_s, [] { return clusterWith({ u"masterKubeVersion"_s }, u"4.20.1_openshift"_s); });
        bad(image, "image-choice", info, u"rhel9-podvm-old"_s, twoImages);
        row("image-choice: it was chosen", [] { Site site = twoImages(); site.intent.image.name = u"rhel9-podvm-old"_s; return site; }, image, u"image-choice"_s, {}, {});
        row("image-choice: one is in use", [] { Site site = ready(); site.world.set(ask::images(u"eu-de"_s), twoImages().world.answer(ask::images(u"eu-de"_s)).value); site.setConfig(u"IBMCLOUD_PODVM_IMAGE_ID"_s, u"r010-b"_s); return site; }, image, u"image-choice"_s, {}, {});

        const QString credential = u"credential"_s;
        bad(credential, "profile-rule", warning, u"cocoon-demo"_s, [] {
            Site site = withPolicy({}, {});
            site.world.set(ask::profileRules(u"Profile-1"_s), QJsonArray { QJsonObject { { u"cr_type"_s, u"ROKS_SA"_s }, { u"conditions"_s, QJsonArray { condition(u"namespace"_s, coco::kNamespace) } } } });
            return site;
        });
        bad(credential, "credential-key-enabled", warning, u"ApiKey-1"_s, [] { Site site = ready(); site.world.set(ask::apiKeys(), QJsonArray { json(R"({"id":"ApiKey-1","name":"cocoon-demo","disabled":true})") }); return site; });
        bad(credential, "credential-key-lost", warning, u"ApiKey-1"_s, [] { Site site; site.keyMade(false); return site; });
        bad(u"ssh-key"_s, "ssh-into-vms", info, u"r010-k2"_s, [] { return withConfig(u"1.10.3"_s, { { u"IBMCLOUD_SSH_KEY_ID"_s, u"r010-k2"_s } }); });

        const QString configuration = u"configuration"_s;
        bad(configuration, "kataconfig-deleting", blocker, u"Removing kata"_s, [] {
            Site site = ready();
            site.world.set(ask::list(res::kataConfigs), QJsonArray { json(R"({"metadata":{"name":"theirs","deletionTimestamp":"2026-01-15T11:00:00Z"},"spec":{},"status":{"conditions":[{"type":"InProgress","status":"True","message":"Removing kata from cluster"}]}})") });
            return site;
        });
        bad(configuration, "TS-09-deployment-mode", warning, u"daemonset"_s, [] { return gatesWith(u"deploymentMode"_s, u"daemonset"_s); });
        bad(configuration, "gate-confidential", warning, u"false"_s, [] { return gatesWith(u"confidential"_s, u"false"_s); });
        bad(configuration, "TS-39-provider", warning, u"ibm"_s, [] { return withConfig(u"1.10.3"_s, { { u"CLOUD_PROVIDER"_s, u"ibm"_s } }); });
        bad(configuration, "TS-43-verify", warning, u"true"_s, [] { return withConfig(u"1.10.3"_s, { { u"CLOUD_CONFIG_VERIFY"_s, u"true"_s } }); });
        bad(configuration, "profile-list-blanks", warning, u"bx3dc-2x10, bx3dc-4x20"_s, [] { return withConfig(u"1.10.3"_s, { { u"IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST"_s, u"bx3dc-2x10, bx3dc-4x20"_s } }); });
        bad(configuration, "subnet-pinned", warning, u"sn1"_s, [] {
            Site site = withConfig(u"1.10.3"_s, { { u"IBMCLOUD_VPC_SUBNET_ID"_s, u"sn1"_s } });
            site.setNode(1, with(site.node(1), { u"metadata"_s, u"labels"_s, u"topology.kubernetes.io/zone"_s }, u"eu-de-2"_s));
            return site;
        });
        bad(configuration, "pool-selector", warning, u"all workers"_s, [] { return selectors({}, json(R"({"pool":"coco"})")); });
        row("pool-selector: fewer than the Intent names", [] { return selectors(json(R"({"pool":"coco"})"), {}); }, configuration, u"pool-selector"_s, warning, u"coco"_s);
        row("pool-selector: the same", [] { return selectors(json(R"({"pool":"coco"})"), json(R"({"pool":"coco"})")); }, configuration, u"pool-selector"_s, u"ok"_s, u"coco"_s);

        const QString nodes = u"nodes"_s;
        bad(nodes, "node-uninstalling", blocker, u"10.240.0.5"_s, [] { Site site = ready(); site.nodesAt({ u"installed"_s, u"uninstalling"_s, u"installed"_s }); return site; });
        bad(nodes, "drain-budgets", warning, u"shop/web"_s, [] { Site site; site.world.set(ask::list(res::podDisruptionBudgets), QJsonArray { json(R"({"metadata":{"namespace":"shop","name":"web"},"status":{"disruptionsAllowed":0,"expectedPods":2}})") }); return site; });
        bad(nodes, "drain-emptydir", info, u"shop/web-1"_s, [] {
            Site site = ready();
            site.nodesAt({ u"waiting_for_reboot"_s, u"installed"_s, u"installed"_s });
            site.world.set(ask::list(res::pods, {}, {}, u"spec.nodeName=10.240.0.4"_s), QJsonArray { json(R"({"metadata":{"namespace":"shop","name":"web-1"},"spec":{"nodeName":"10.240.0.4","volumes":[{"name":"tmp","emptyDir":{}}]}})") });
            return site;
        });
        bad(nodes, "adaptor-pod-fails", warning, u"CrashLoopBackOff"_s, [] {
            Site site = complete();
            site.world.set(ask::list(res::daemonSets, coco::kNamespace), QJsonArray { json(R"({"metadata":{"name":"osc-caa-ds"},"status":{"desiredNumberScheduled":3,"numberAvailable":2}})") });
            site.world.set(ask::list(res::pods, coco::kNamespace), QJsonArray { json(R"({"metadata":{"name":"osc-caa-ds-0","namespace":"openshift-sandboxed-containers-operator"},"spec":{"nodeName":"10.240.0.4"},
                "status":{"containerStatuses":[{"name":"caa-pod","state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 5m0s"}}}]}})") });
            return site;
        });

        const QString trust = u"trust"_s;
        bad(trust, "trustee-reachable", warning, u"Connection refused"_s, [] { Site site = ready(); site.world.set(ask::trustee(site.intent.trust.url), json(R"({"reachable":false,"scheme":"http","error":"Connection refused"})")); return site; });
        bad(trust, "initdata-url", warning, u"http://192.0.2.10:8080"_s, [] { Site site = ready(); site.trusted(); site.intent.trust.url = u"http://192.0.2.11:8080"_s; return site; });
        bad(trust, "initdata-changed", warning, u"sha384"_s, [] { Site site = ready(); site.trusted(); site.intent.trust.algorithm = u"sha256"_s; return site; });

        const QString other = coco::Facts::builtIn().forVersion(u"1.10.3"_s).otherInitdataAnnotation;
        bad(u"workload"_s, "TS-61-annotation", warning, other, [other] { return podWith({ u"metadata"_s, u"annotations"_s, other }, u"x"_s); });
        bad(u"workload"_s, "pod-ended", blocker, u"Failed: evicted"_s, [] { return podWith({ u"status"_s }, json(R"({"phase":"Failed","message":"evicted"})")); });
    }
    void aCheckFails() { aTrapIsFound(); }

    // Whatever a step can find fault with, some test lets it find.
    void everyCheckFailsSomewhere()
    {
        QSet<QString> untested;
        static const QRegularExpression call(u"\\b(?:m_)?(?:report|out)\\.(check|warning|blocker)\\("_s);
        static const QRegularExpression literal(u"^u\"([A-Za-z0-9-]+)\"_s"_s);
        static const QRegularExpression right(u"\"(rbac-[a-z-]+)\""_s);
        QDirIterator sources(sourcePath(u"models/setup"_s), { u"*.cpp"_s }, QDir::Files, QDirIterator::Subdirectories);
        while (sources.hasNext()) {
            QFile file(sources.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            for (auto it = call.globalMatch(text); it.hasNext();) {
                const QRegularExpressionMatch match = it.next();
                untested.insert(literal.match(argument(text, match.capturedEnd(), match.captured(1) == u"check" ? 1 : 0)).captured(1));
            }
            for (auto it = right.globalMatch(text); it.hasNext();) {
                untested.insert(it.next().captured(1));
            }
        }
        untested.remove({}); // its id is a value: of a symptom (tst_symptoms), of a row of rights
        QVERIFY2(untested.size() >= 100, qPrintable(QString::number(untested.size())));
        QDirIterator tests(sourcePath(u"test"_s), { u"*.cpp"_s }, QDir::Files, QDirIterator::Subdirectories);
        while (tests.hasNext()) {
            QFile file(tests.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            untested.removeIf([&text](const QString& id) { return text.contains(id); });
        }
        QCOMPARE(untested.values(), QStringList());
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
