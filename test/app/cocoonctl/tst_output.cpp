// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/output.h"
#include "app/cocoonctl/saved_plan.h"
#include "models/plan/difference.h"
#include "models/setup/export.h"
#include "services/base/json.h"
#include "services/base/yaml.h"
#include "test/support/test_main.h"

#include <QFile>

using namespace cocoon;

namespace {
    plan::Change sampleChange()
    {
        plan::Change change;
        change.key = QStringLiteral("apply configmaps/ns/peer-pods-cm");
        change.step = QStringLiteral("configuration");
        change.verb = plan::Verb::Apply;
        change.target.side = QStringLiteral("kube");
        change.target.resource = QStringLiteral("configmaps");
        change.target.name = QStringLiteral("peer-pods-cm");
        change.title = QStringLiteral("Apply ConfigMap peer-pods-cm");
        change.before = QJsonObject { { QStringLiteral("a"), 1 }, { QStringLiteral("b"), 2 } };
        change.body = QJsonObject { { QStringLiteral("a"), 1 }, { QStringLiteral("b"), 3 },
            { QStringLiteral("image"), plan::ref(QStringLiteral("image.id")) }, { QStringLiteral("key"), plan::secretRef(QStringLiteral("THE_KEY")) } };
        change.commands = QStringList { QStringLiteral("oc apply -f -") };
        return change;
    }

    plan::Assessment sampleAssessment()
    {
        plan::Assessment assessment;
        assessment.step = QStringLiteral("configuration");
        assessment.state = plan::StepState::Ready;
        assessment.changes = { sampleChange() };
        return assessment;
    }
}

class TstOutput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void differenceKeepsCommonLines()
    {
        QCOMPARE(plan::lineDifference({ QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c") }, { QStringLiteral("a"), QStringLiteral("x"), QStringLiteral("c") }),
            QStringList({ QStringLiteral(" a"), QStringLiteral("-b"), QStringLiteral("+x"), QStringLiteral(" c") }));
        QCOMPARE(plan::lineDifference({}, { QStringLiteral("n") }), QStringList(QStringLiteral("+n")));
        QCOMPARE(plan::lineDifference({ QStringLiteral("o") }, {}), QStringList(QStringLiteral("-o")));
        QCOMPARE(plan::lineDifference({}, {}), QStringList());
    }

    void planShowsDifferenceReferencesAndSecretsByName()
    {
        const QString text = ctl::planText({ sampleAssessment() });
        QVERIFY2(text.contains(QStringLiteral("-b: 2")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("+b: 3")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral(" a: 1")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("known after image")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("$THE_KEY")), qPrintable(text));
        QVERIFY2(ctl::planText({}).contains(QStringLiteral("Nothing to change")), qPrintable(ctl::planText({})));
    }

    void savedPlanComesBackEqual()
    {
        const QString file = cocoon::test::scratchDir() + QStringLiteral("/plan.json");
        const auto saved = ctl::SavedPlan::of(QStringLiteral("demo"), "cluster: demo\n", { sampleAssessment() });
        QVERIFY(saved.save(file));
        const Result<ctl::SavedPlan> loaded = ctl::SavedPlan::load(file);
        QVERIFY(loaded);
        QCOMPARE(loaded->cluster, QStringLiteral("demo"));
        QCOMPARE(loaded->intentYaml, QByteArray("cluster: demo\n"));
        QCOMPARE(loaded->changes.size(), 1);
        QCOMPARE(loaded->changes.first().digest(), sampleChange().digest());
    }

    void aDamagedPlanIsNamed()
    {
        const QString file = cocoon::test::scratchDir() + QStringLiteral("/broken.json");
        for (const QByteArray& text : { QByteArray("{"), QByteArray("{}"), QByteArray("{\"cocoonPlan\":1,\"changes\":[7]}") }) {
            QFile out(file);
            QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
            out.write(text);
            out.close();
            const Result<ctl::SavedPlan> loaded = ctl::SavedPlan::load(file);
            QVERIFY2(!loaded, text.constData());
            QVERIFY(loaded.error().message.contains(file));
        }
        QVERIFY(!ctl::SavedPlan::load(QStringLiteral("/nonexistent/plan.json")));
    }

    void theScriptAsksForSecretsInsteadOfHoldingThem()
    {
        const QByteArray done = setup::exportJournal({ { { QStringLiteral("kind"), QStringLiteral("sent") }, { QStringLiteral("title"), QStringLiteral("Do it") }, { QStringLiteral("commands"), QJsonArray { QStringLiteral("oc do it") } } },
            { { QStringLiteral("kind"), QStringLiteral("outcome") }, { QStringLiteral("commands"), QJsonArray { QStringLiteral("not this") } } } });
        QVERIFY(done.startsWith("#!/usr/bin/env bash\n") && done.contains("  Do it\noc do it\n") && !done.contains("not this"));
        const QByteArray script = setup::exportCommands(QStringLiteral("demo"), { sampleAssessment() });
        QVERIFY(script.startsWith("#!"));
        QVERIFY2(script.contains("${THE_KEY:?"), script.constData());
        QVERIFY(script.contains("oc apply -f -"));
        QVERIFY(script.contains("# Apply ConfigMap peer-pods-cm"));
    }

    void whatWasMadeIsThereOnceAndAsItIs()
    {
        const auto sent = [](const char* id, const char* verb, const char* name, const QJsonValue& value) {
            const QJsonObject target { { QStringLiteral("side"), QStringLiteral("kube") }, { QStringLiteral("resource"), QStringLiteral("secrets") }, { QStringLiteral("name"), QLatin1String(name) } };
            const QJsonObject body { { QStringLiteral("apiVersion"), QStringLiteral("v1") }, { QStringLiteral("kind"), QStringLiteral("Secret") },
                { QStringLiteral("metadata"), QJsonObject { { QStringLiteral("name"), QLatin1String(name) } } }, { QStringLiteral("data"), QJsonObject { { QStringLiteral("key"), value } } } };
            return QJsonObject { { QStringLiteral("kind"), QStringLiteral("sent") }, { QStringLiteral("id"), QLatin1String(id) }, { QStringLiteral("verb"), QLatin1String(verb) },
                { QStringLiteral("target"), target }, { QStringLiteral("title"), QStringLiteral("Secret ") + QLatin1String(name) }, { QStringLiteral("body"), body } };
        };
        const auto ended = [](const char* of, bool ok) { return QJsonObject { { QStringLiteral("kind"), QStringLiteral("outcome") }, { QStringLiteral("of"), QLatin1String(of) }, { QStringLiteral("ok"), ok } }; };
        const QByteArray yaml = setup::exportMadeYaml({ sent("1", "apply", "first", QStringLiteral("b2xk")), ended("1", true), sent("2", "create", "gone", QStringLiteral("eA==")), ended("2", true),
            sent("3", "apply", "first", plan::secretRef(QStringLiteral("THE_KEY"))), ended("3", true), sent("4", "delete", "gone", {}), ended("4", true),
            sent("5", "apply", "refused", QStringLiteral("eA==")), ended("5", false), sent("6", "apply", "open", QStringLiteral("eA==")) });
        const auto documents = parseYamlDocuments(yaml);
        QVERIFY2(documents && documents->size() == 1, yaml.constData());
        QCOMPARE(str(documents->first().value, { u"metadata", u"name" }), QStringLiteral("first"));
        QCOMPARE(str(documents->first().value, { u"stringData", u"key" }), QStringLiteral("$THE_KEY"));
    }

    void aPodOfOnesOwnIsWrittenForTheOperatorThatRuns()
    {
        plan::Intent intent;
        intent.workload.image = QStringLiteral("quay.io/team/app:1");
        for (const coco::OperatorFacts& facts : coco::Facts::builtIn().operators) {
            intent.op.version = facts.version;
            const QByteArray yaml = setup::ownPodYaml(intent, coco::Facts::builtIn());
            const auto pod = parseYaml(yaml);
            QVERIFY2(pod && str(pod->value, { u"spec", u"runtimeClassName" }) == QLatin1String("kata-remote"), yaml.constData());
            QVERIFY2(yaml.contains("#   " + facts.initdataAnnotation.toUtf8() + ": ") && !yaml.contains(facts.otherInitdataAnnotation.toUtf8()), yaml.constData());
        }
    }

    // Manifests are YAML and nothing else: no line of a shell in them, and what is not known yet stands as a name.
    void manifestsNameWhatTheyDoNotHold()
    {
        plan::Change secret = sampleChange();
        secret.title = QStringLiteral("Create Secret s");
        secret.body = QJsonObject { { QStringLiteral("kind"), QStringLiteral("Secret") },
            { QStringLiteral("data"), QJsonObject { { QStringLiteral("KEY"), plan::secretRef(QStringLiteral("THE_KEY")) }, { QStringLiteral("PROFILE"), plan::ref(QStringLiteral("profile.idBase64")) }, { QStringLiteral("PLAIN"), QStringLiteral("YQ==") } } } };
        plan::Assessment assessment = sampleAssessment();
        assessment.changes[0].body = with(assessment.changes[0].body.toObject(), { QStringLiteral("cost") }, QStringLiteral("5 $ `or` \\"));
        assessment.changes.append(secret);
        const QJsonArray manifests = setup::exportManifests({ assessment });
        QCOMPARE(manifests.size(), 2);
        QCOMPARE(manifests.at(0)[QStringLiteral("image")].toString(), QStringLiteral("$IMAGE_ID"));
        QCOMPARE(manifests.at(1).toObject(),
            (QJsonObject { { QStringLiteral("kind"), QStringLiteral("Secret") }, { QStringLiteral("data"), QJsonObject { { QStringLiteral("PLAIN"), QStringLiteral("YQ==") } } },
                { QStringLiteral("stringData"), QJsonObject { { QStringLiteral("KEY"), QStringLiteral("$THE_KEY") }, { QStringLiteral("PROFILE"), QStringLiteral("$PROFILE_ID") } } } }));
        const auto documents = parseYamlDocuments(setup::exportYaml({ assessment }));
        QVERIFY2(documents.has_value(), documents ? "" : qPrintable(documents.error().message));
        QCOMPARE(documents->size(), 2);
        QCOMPARE(documents->at(0).value, manifests.at(0));
        QCOMPARE(documents->at(1).value, manifests.at(1));
    }
};

COCOON_TEST(TstOutput)
#include "tst_output.moc"
