// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/services/sandbox/front/front_harness.h"
#include "test/support/kubectl.h"
#include "test/support/test_main.h"

#include "services/base/json.h"

using namespace Qt::StringLiterals;
using Outcome = cocoon::test::FrontHarness::Outcome;

namespace {
    QByteArray configMap(const QByteArray& name, const QByteArray& value)
    {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n  labels: {app: demo}\ndata:\n  key: " + value + "\n";
    }
    const QByteArray kPod = R"(apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
    - {name: main, image: "registry.example/web:1"}
)";
    const QByteArray kCrd = R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boxes.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: boxes, singular: box, kind: Box, shortNames: [bx]}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: {type: integer, description: How big it is.}
                colour: {type: string, enum: [red, blue], default: blue}
            status: {type: object, properties: {phase: {type: string}}}
      subresources: {status: {}}
      additionalPrinterColumns:
        - {name: Size, type: integer, jsonPath: .spec.size}
        - {name: Colour, type: string, jsonPath: .spec.colour, priority: 1}
        - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
)";
}

#define RUN(outcome) \
    do { \
        const Outcome& o_ = (outcome); \
        QVERIFY2(o_.exitCode == 0, qPrintable(o_.out + u'\n' + o_.err)); \
    } while (false)

/// A stranger looks around: kubectl must not notice that this is a sandbox.
class TstKubectl : public QObject {
    Q_OBJECT
    std::unique_ptr<cocoon::test::FrontHarness> m_front;
    Outcome run(const QString& line, const QByteArray& input = {}) { return m_front->kubectl(QProcess::splitCommand(line), input); }
    QString text(const QString& line, const QByteArray& input = {})
    {
        const Outcome o = run(line, input);
        return o.exitCode == 0 ? o.out.trimmed() : u"exit %1: %2"_s.arg(o.exitCode).arg(o.err.trimmed());
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!cocoon::test::hasNewKubectl()) {
            QSKIP(cocoon::test::kNoKubectl);
        }
        m_front = std::make_unique<cocoon::test::FrontHarness>();
        QVERIFY(m_front->start());
    }
    void cleanupTestCase() { m_front.reset(); }

    void tellsItsVersion()
    {
        const QString out = text(u"version"_s);
        QVERIFY2(out.contains(u"Server Version: v1.32."_s), qPrintable(out));
        QVERIFY2(!out.contains(u"WARNING"_s), qPrintable(out));
    }
    void listsKinds()
    {
        const QString out = text(u"api-resources"_s);
        QVERIFY2(out.contains(u"deploy "_s) && out.contains(u"runtimeclasses"_s), qPrintable(out));
        QVERIFY(text(u"api-versions"_s).contains(u"rbac.authorization.k8s.io/v1"_s));
    }
    void appliesClientSide()
    {
        QCOMPARE(text(u"apply -f -"_s, configMap("twice", "one")), u"configmap/twice created"_s);
        QCOMPARE(text(u"apply -f -"_s, configMap("twice", "one")), u"configmap/twice unchanged"_s);
        QCOMPARE(text(u"apply -f -"_s, configMap("twice", "two")), u"configmap/twice configured"_s);
        QCOMPARE(text(u"get cm twice -o jsonpath={.data.key}"_s), u"two"_s);
        QVERIFY(text(u"get cm twice -o yaml"_s).contains(u"key: two"_s));
        QVERIFY(text(u"get cm -l app=demo -o name"_s).contains(u"configmap/twice"_s));
        QCOMPARE(text(u"get cm --field-selector metadata.name=twice -o name"_s), u"configmap/twice"_s);
        const QString difference = run(u"diff -f -"_s, configMap("twice", "three")).out;
        QVERIFY2(difference.contains(u"+  key: three"_s), qPrintable(difference));
    }
    void appliesServerSide()
    {
        QCOMPARE(text(u"apply --server-side --field-manager=one -f -"_s, configMap("owned", "one")), u"configmap/owned serverside-applied"_s);
        const Outcome conflict = run(u"apply --server-side --field-manager=two -f -"_s, configMap("owned", "two"));
        QCOMPARE(conflict.exitCode, 1);
        QVERIFY2(conflict.err.contains(u"conflict with \"one\""_s), qPrintable(conflict.err));
        QCOMPARE(text(u"apply --server-side --force-conflicts --field-manager=two -f -"_s, configMap("owned", "two")), u"configmap/owned serverside-applied"_s);
        QCOMPARE(text(u"get cm owned -o jsonpath={.data.key}"_s), u"two"_s);
    }
    void triesWithoutDoing()
    {
        QCOMPARE(text(u"create --dry-run=server -f -"_s, configMap("ghost", "x")), u"configmap/ghost created (server dry run)"_s);
        QCOMPARE(run(u"get cm ghost"_s).err.trimmed(), u"Error from server (NotFound): configmaps \"ghost\" not found"_s);
    }
    void patches()
    {
        RUN(run(u"create -f -"_s, configMap("patched", "one")));
        RUN(run(u"patch cm patched --type merge -p {\"\"\"data\"\"\":{\"\"\"a\"\"\":\"\"\"b\"\"\"}}"_s));
        RUN(run(u"patch cm patched --type json -p [{\"\"\"op\"\"\":\"\"\"add\"\"\",\"\"\"path\"\"\":\"\"\"/data/c\"\"\",\"\"\"value\"\"\":\"\"\"d\"\"\"}]"_s));
        RUN(run(u"patch cm patched -p {\"\"\"data\"\"\":{\"\"\"e\"\"\":\"\"\"f\"\"\"}}"_s));
        QCOMPARE(text(u"get cm patched -o jsonpath={.data.a}{.data.c}{.data.e}"_s), u"bdf"_s);
        QCOMPARE(text(u"label cm patched tier=front"_s), u"configmap/patched labeled"_s);
        QCOMPARE(text(u"annotate cm patched note=yes"_s), u"configmap/patched annotated"_s);
        const QByteArray stale = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: patched, namespace: default, resourceVersion: \"1\"}\n";
        const Outcome refused = run(u"replace -f -"_s, stale);
        QVERIFY2(refused.err.contains(u"the object has been modified; please apply your changes to the latest version"_s), qPrintable(refused.err));
        QCOMPARE(text(u"delete cm patched --cascade=foreground"_s), u"configmap \"patched\" deleted"_s);
    }
    void showsPods()
    {
        RUN(run(u"apply -f -"_s, kPod));
        const QStringList header = text(u"get pods -o wide"_s).split(u'\n').value(0).split(u' ', Qt::SkipEmptyParts);
        QCOMPARE(header.join(u' '), u"NAME READY STATUS RESTARTS AGE IP NODE NOMINATED NODE READINESS GATES"_s);
        const QString line = text(u"get pod web --no-headers"_s);
        QVERIFY2(line.startsWith(u"web "_s) && line.contains(u"0/1"_s) && line.contains(u"Pending"_s), qPrintable(line));
        QVERIFY(text(u"describe pod web"_s).contains(u"registry.example/web:1"_s));
        const QByteArray changed = QByteArray(kPod).replace("web:1", "web:2");
        QCOMPARE(text(u"apply -f -"_s, changed), u"pod/web configured"_s);
        QCOMPARE(text(u"logs web"_s), QString()); // not scheduled: nothing yet
        QCOMPARE(run(u"logs web -c other"_s).err.trimmed(), u"error: container other is not valid for pod web"_s);
        QCOMPARE(text(u"delete pod web --wait=false"_s), u"pod \"web\" deleted"_s);
    }
    void refusesUnknownFields()
    {
        const QByteArray wrong = QByteArray(kPod).replace("containers:", "colour: blue\n  containers:");
        const Outcome refused = run(u"create -f -"_s, wrong);
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains(u"strict decoding error: unknown field \"spec.colour\""_s), qPrintable(refused.err));
    }
    void watches()
    {
        RUN(run(u"create -f -"_s, configMap("watched", "one")));
        const std::unique_ptr<QProcess> watch = m_front->spawn({ u"get"_s, u"cm"_s, u"watched"_s, u"-w"_s });
        QByteArray seen;
        connect(watch.get(), &QProcess::readyReadStandardOutput, this, [&] { seen += watch->readAllStandardOutput(); });
        QTRY_VERIFY_WITH_TIMEOUT(seen.contains("watched"), 10000);
        RUN(run(u"patch cm watched --type merge -p {\"\"\"data\"\"\":{\"\"\"k2\"\"\":\"\"\"v\"\"\"}}"_s));
        QTRY_VERIFY_WITH_TIMEOUT(seen.count("\n") >= 3, 10000);
        QCOMPARE(seen.count("NAME"), 1); // the header is printed once
        watch->kill();
        watch->waitForFinished();
    }
    void pages()
    {
        for (int i = 0; i < 5; ++i) {
            RUN(run(u"create cm page-%1 --from-literal=a=b"_s.arg(i)));
        }
        QCOMPARE(text(u"get cm -o name --chunk-size=2"_s).count(u"page-"_s), 5);
        QVERIFY(text(u"get cm --chunk-size=2"_s).count(u"page-"_s) == 5);
    }
    void explains()
    {
        const QString out = text(u"explain pod.spec.runtimeClassName"_s);
        QVERIFY2(out.contains(u"FIELD: runtimeClassName <string>"_s), qPrintable(out));
        QVERIFY(text(u"explain deployment.spec.template.spec.containers"_s).contains(u"-required-"_s));
    }
    void answersWhoMayDoWhat()
    {
        QCOMPARE(text(u"auth can-i create pods"_s), u"yes"_s);
        QVERIFY(text(u"auth whoami"_s).contains(u"system:masters"_s));
        const auto asTeam = [this](const QString& line) { return m_front->kubectl(QProcess::splitCommand(line), {}, u"kubeconfigNamespace"_s); };
        QCOMPARE(asTeam(u"auth can-i list pods"_s).out.trimmed(), u"yes"_s);
        QVERIFY(asTeam(u"auth can-i list nodes"_s).out.startsWith(u"no"_s));
        QVERIFY(asTeam(u"auth can-i --list"_s).out.contains(u"pods.*"_s) || asTeam(u"auth can-i --list"_s).out.contains(u"pods"_s));
        QCOMPARE(asTeam(u"get pods -n default"_s).err.trimmed(),
            u"Error from server (Forbidden): pods is forbidden: User \"team-a-user\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""_s);
        QCOMPARE(asTeam(u"get nodes"_s).err.trimmed(),
            u"Error from server (Forbidden): nodes is forbidden: User \"team-a-user\" cannot list resource \"nodes\" in API group \"\" at the cluster scope"_s);
        const auto asViewer = [this](const QString& line) { return m_front->kubectl(QProcess::splitCommand(line), {}, u"kubeconfigViewer"_s); };
        QCOMPARE(asViewer(u"get nodes"_s).exitCode, 0);
        QVERIFY(asViewer(u"get secrets"_s).err.contains(u"cannot list resource \"secrets\""_s));
        QVERIFY(asViewer(u"create cm no"_s).err.contains(u"cannot create resource \"configmaps\""_s));
    }
    void servesCustomResources()
    {
        RUN(run(u"apply -f -"_s, kCrd));
        RUN(run(u"wait --for condition=established crd/boxes.example.com --timeout=10s"_s));
        RUN(run(u"apply -f -"_s, "apiVersion: example.com/v1\nkind: Box\nmetadata: {name: small}\nspec: {size: 3}\n"));
        const QStringList lines = text(u"get bx"_s).split(u'\n');
        QCOMPARE(lines.value(0).simplified(), u"NAME SIZE AGE"_s);
        QVERIFY2(lines.value(1).simplified().startsWith(u"small 3 "_s), qPrintable(lines.value(1)));
        const QStringList wide = text(u"get bx -o wide"_s).split(u'\n');
        QCOMPARE(wide.value(0).simplified(), u"NAME SIZE COLOUR AGE"_s);
        QVERIFY2(wide.value(1).simplified().startsWith(u"small 3 blue "_s), qPrintable(wide.value(1))); // the default
        const auto box = [](const QByteArray& spec) { return "apiVersion: example.com/v1\nkind: Box\nmetadata: {name: wrong}\nspec: " + spec + "\n"; };
        QCOMPARE(run(u"create -f -"_s, box("{}")).err.trimmed(), u"The Box \"wrong\" is invalid: spec.size: Required value"_s);
        QCOMPARE(run(u"create -f -"_s, box("{size: 1, colour: green}")).err.trimmed(),
            u"The Box \"wrong\" is invalid: spec.colour: Unsupported value: \"green\": supported values: \"red\", \"blue\""_s);
        QVERIFY(run(u"create -f -"_s, box("{size: 1, weight: 2}")).err.contains(u"strict decoding error: unknown field \"spec.weight\""_s));
        // each side of the status line is ignored where it does not belong
        const QString both = u" --type merge -p {\"\"\"spec\"\"\":{\"\"\"size\"\"\":9},\"\"\"status\"\"\":{\"\"\"phase\"\"\":\"\"\"Up\"\"\"}}"_s;
        RUN(run(u"patch box small --subresource=status"_s + both));
        QCOMPARE(text(u"get box small -o jsonpath={.spec.size}{.status.phase}{.metadata.generation}"_s), u"3Up1"_s);
        RUN(run(u"patch box small --type merge -p {\"\"\"status\"\"\":{\"\"\"phase\"\"\":\"\"\"Down\"\"\"}}"_s));
        QCOMPARE(text(u"get box small -o jsonpath={.status.phase}"_s), u"Up"_s);
        QVERIFY(run(u"patch box small -p {}"_s).err.contains(u"strategic-merge-patch+json is not supported"_s));
        const QString explained = text(u"explain box.spec"_s);
        QVERIFY2(explained.contains(u"How big it is."_s), qPrintable(explained));
        RUN(run(u"wait --for=jsonpath={.spec.size}=3 box/small --timeout=10s"_s));
        QCOMPARE(text(u"delete box small"_s), u"box.example.com \"small\" deleted"_s);
    }
};

COCOON_TEST(TstKubectl)
#include "tst_kubectl.moc"
