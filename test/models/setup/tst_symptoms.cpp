// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The lines that adaptor, kubelet, OLM and clouds write, and what Cocoon takes them for.
#include "models/setup/symptoms.h"
#include "test/support/test_main.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>

using namespace cocoon;
using namespace Qt::StringLiterals;

namespace {
    struct Line {
        const char* id; ///< "" = nothing known
        const char* where;
        const char* text;
    };

    const Line kLines[] = {
        { "TS-01-package-missing", "sub", "constraints not satisfiable: no operators found in package sandboxed-containers-operator in the catalog referenced by subscription sandboxed-containers-operator, subscription sandboxed-containers-operator exists" },
        { "TS-01-package-missing", "sub", "constraints not satisfiable: no operators found from catalog redhat-operators in namespace openshift-marketplace referenced by subscription sandboxed-containers-operator" },
        { "TS-03-version-missing", "sub", "constraints not satisfiable: no operators found with name sandboxed-containers-operator.v1.10.3 in channel stable of package sandboxed-containers-operator in the catalog referenced by subscription sandboxed-containers-operator" },
        { "TS-03-version-missing", "sub", "no operators found in channel stable-1.3 of package sandboxed-containers-operator in the catalog referenced by subscription sandboxed-containers-operator" },
        { "TS-02-image-pull-outbound", "pod", "ImagePullBackOff: Back-off pulling image \"registry.redhat.io/redhat/redhat-operator-index:v4.19\"" },
        { "TS-02-image-pull-outbound", "ev", "Failed to pull image \"registry.redhat.io/openshift-sandboxed-containers/osc-operator@sha256:5f0c\": rpc error: code = Unknown desc = pinging container registry registry.redhat.io: Get \"https://registry.redhat.io/v2/\": dial tcp 23.55.12.34:443: i/o timeout" },
        { "TS-12-signature", "inst", "Error: Source image rejected: A signature was required, but no signature exists" },
        { "TS-13-not-coreos", "inst", "/scripts/osc-kata-install.sh: line 41: rpm-ostree: command not found" },
        { "TS-13-not-coreos", "inst", "chroot: failed to run command 'rpm-ostree': No such file or directory" },
        { "TS-14-installer-input", "inst", "get_worker_node_version_ibmcloud: label ibm-cloud.kubernetes.io/worker-version is missing" },
        { "TS-19-no-handler", "ev", "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to find runtime handler kata-remote from runtime list map[crun:0xc0]" },
        { "TS-19-no-handler", "ev", "Failed to create pod sandbox: rpc error: code = Unknown desc = no runtime for \"kata-remote\" is configured" },
        { "TS-25-annotation-refused", "ev", "Failed to create pod sandbox: rpc error: code = Unknown desc = CreateContainer failed: annotation io.katacontainers.config.hypervisor.cc_init_data is not enabled: unknown" },
        { "TS-24-profile-too-small", "caa", "2026/01/15 09:30:12 [adaptor/cloud] error starting instance: failed to get instance type based on vCPU and memory annotations: no instance type found for the given vcpus (8) and memory (16384)" },
        { "TS-26-image-id", "caa", "2026/01/15 09:30:12 [adaptor/cloud/ibmcloud] skipping image (r010-1b2c), due to Image not found" },
        { "TS-26-image-id", "caa", "cloud-api-adaptor: no images valid images found" },
        { "TS-34-credential-refused", "caa", "instance profile name bx3dc-2x10 not found, due to Provided API key could not be found. Details: {\"errorCode\":\"BXNIM0415E\"}" },
        { "TS-34-no-rights", "caa", "instance profile name bx3dc-2x10 not found, due to The request is not authorized." },
        { "TS-27-profile-missing", "caa", "instance profile name bx3dc-2x10 not found, due to Profile not found" },
        { "TS-35-containers-right", "caa", "cluster error with: {\"code\":\"A0007\",\"description\":\"You are not authorized\"} and status 401" },
        { "TS-36-security-group", "caa", "could not find default cluster security group kube-c1demo" },
        { "TS-23-cluster-id", "caa", "could not automatically find cluster ID: could not find cluster_id key in configmap" },
        { "TS-32-no-credential", "caa", "At least one of these must be SET: IBMCLOUD_API_KEY IBMCLOUD_IAM_PROFILE_ID" },
        { "TS-32-no-credential", "caa", "cloud-api-adaptor: either an IAM API Key or Profile ID needs to be set" },
        { "TS-37-zone", "caa", "cloud-api-adaptor: zone was not provided and could not detect automatically" },
        { "TS-38-initdata", "caa", "cloud-api-adaptor: failed to parse global initdata: gzip: invalid header" },
        { "TS-39-provider", "caa", "Unsupported cloud provider: ibm" },
        { "TS-41-empty-id", "caa", "failed to create an instance : Expected only one oneOf fields to be set: id, crn, href and the response is {\"errors\":[{\"code\":\"validation_failed_oneof\"}]}" },
        { "TS-22-config-missing", "pod", "CreateContainerConfigError: secret \"peer-pods-secret\" not found" },
        { "TS-22-config-missing", "ev", "Error: configmap \"peer-pods-cm\" not found" },
        { "TS-44-quota", "caa", "failed to create an instance : Provisioning this instance would put user over quota and the response is {\"errors\":[{\"code\":\"over_quota\"}]}" },
        { "TS-45-no-tdx-capacity", "vpc", "cannot_start_capacity" },
        { "TS-46-start-failed", "vpc", "cannot_start" },
        { "TS-46-start-failed", "vpc", "cannot_start_storage The instance cannot be started because of a problem with its storage" },
        { "TS-47-subnet-full", "vpc", "cannot_start_ip_address" },
        { "TS-47-subnet-full", "caa", "2026/01/15 09:31:00 [adaptor/cloud] error starting instance: instance IP is not available" },
        { "TS-47-subnet-full", "caa", "failed to create an instance : The subnet 02b7-1 has no available IP address and the response is {}" },
        { "TS-49-wrong-id", "caa", "failed to create an instance : Security group r010-other not found and the response is {\"errors\":[{\"code\":\"not_found\"}]}" },
        { "TS-49-wrong-id", "caa", "failed to create an instance : The subnet 0717-1 is not in the zone eu-de-2 and the response is {}" },
        { "TS-54-tags", "caa", "failed to attach tags: The user is not authorized to attach tags to crn:v1:bluemix:public:is:eu-de" },
        { "TS-50-agent-timeout", "caa", "failed to establish agent proxy connection to 10.243.0.9:15150: context deadline exceeded" },
        { "TS-50-agent-timeout", "caa", "error running agent proxy: error connecting to agent: timed out" },
        { "TS-30-capacity", "ev", "0/6 nodes are available: 3 Insufficient kata.peerpods.io/vm, 3 node(s) didn't match Pod's node affinity/selector." },
        { "TS-31-cpu", "ev", "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available" },
        { "TS-28-webhook-down", "api", "Internal error occurred: failed calling webhook \"mwebhook.peerpods.io\": failed to call webhook: Post \"https://peer-pods-webhook-svc\": no endpoints available for service" },
        { "TS-18-no-runtime-class", "api", "pods \"helloworld\" is forbidden: pod rejected: RuntimeClass \"kata-remote\" not found" },
        { "TS-62-exec-denied", "guest", "cannot enter container: rpc error: code = PermissionDenied desc = \"ExecProcessRequest is blocked by policy: \"" },
        { "TS-62-exec-denied", "api", "rpc error: code = PermissionDenied desc = \"ReadStreamRequest is blocked by policy: \"" },
        { "TS-59-guest-pull", "ev", "Failed to pull image \"docker.io/library/nginx:latest\": rpc error: code = Internal desc = failed to pull manifest" },
        // What every healthy run says is no symptom.
        { "", "caa", "2026/01/15 09:30:20 [adaptor/proxy] Retrying failed agent proxy connection: dial tcp 10.243.0.9:15150: connect: connection refused" },
        { "", "caa", "2026/01/15 09:30:20 [adaptor/proxy] Trying to establish agent proxy connection to 10.243.0.9:15150" },
        { "", "caa", "2026/01/15 09:30:05 [adaptor/cloud/ibmcloud] selected image with ID <r010-1b2c> out of 1 images" },
        { "", "caa", "2026/01/15 09:30:06 [adaptor/cloud/ibmcloud] podNodeIP[0]=10.243.0.9, subnet address 10.243.0.0" },
        { "", "ev", "Successfully assigned default/helloworld to 10.243.0.5" },
        { "", "ev", "Container image \"docker.io/library/nginx:latest\" already present on machine" },
        // A ResourceQuota of the namespace, not the VPC's.
        { "", "ev", "Error creating: pods \"web-5d-x7k2p\" is forbidden: exceeded quota: compute, requested: requests.cpu=2, used: requests.cpu=7, limited: requests.cpu=8" },
        // Known elsewhere, unknown here.
        { "", "ev", "Unsupported cloud provider: ibm" },
    };
}

class TstSymptoms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLineIsRecognised_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("text");
        for (const Line& line : kLines) {
            QTest::newRow(QByteArray(line.where).append(": ").append(QByteArray(line.text).left(90)).constData())
                << QString::fromLatin1(line.id) << QString::fromLatin1(line.where) << QString::fromUtf8(line.text);
        }
    }
    void aLineIsRecognised()
    {
        QFETCH(QString, id);
        QFETCH(QString, where);
        QFETCH(QString, text);
        const setup::Symptom symptom = setup::recognise(text, where);
        QCOMPARE(symptom.id, id);
        if (!id.isEmpty()) {
            QVERIFY(!symptom.title.isEmpty() && !symptom.cause.isEmpty() && !symptom.fix.isEmpty());
            QVERIFY(text.startsWith(symptom.line));
        }
    }

    void everyKnownMessageHasALineHere()
    {
        QFile source(test::sourcePath(u"models/setup/symptoms.cpp"_s));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QSet<QString> missing;
        static const QRegularExpression id(u"\\{ \"(TS-[A-Za-z0-9-]+)\""_s);
        for (auto it = id.globalMatch(QString::fromUtf8(source.readAll())); it.hasNext();) {
            missing.insert(it.next().captured(1));
        }
        QVERIFY(missing.size() >= 30);
        for (const Line& line : kLines) {
            missing.remove(QString::fromLatin1(line.id));
        }
        QCOMPARE(missing.values(), QStringList());
    }

    // In a log each is named once, and what a later success overcame is not named.
    void aLogIsReadToItsEnd()
    {
        const auto ids = [](const QString& log) {
            QStringList found;
            for (const setup::Symptom& symptom : setup::recogniseAll(log, u"caa"_s)) {
                found.append(symptom.id);
            }
            return found;
        };
        const QString quota = u"would put user over quota\n"_s;
        const QString agent = u"failed to establish agent proxy connection to 10.0.0.1:15150: deadline exceeded\n"_s;
        QCOMPARE(ids(quota + agent + quota), QStringList({ u"TS-44-quota"_s, u"TS-50-agent-timeout"_s }));
        QCOMPARE(ids(agent + u"agent proxy is ready\n"_s), QStringList());
        QCOMPARE(ids(agent + u"server started\n"_s + quota), QStringList({ u"TS-44-quota"_s }));
    }
};

COCOON_TEST(TstSymptoms)
#include "tst_symptoms.moc"
