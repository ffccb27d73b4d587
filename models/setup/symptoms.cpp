// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/symptoms.h"

#include "models/words/words.h"

#include <QRegularExpression>
#include <QSet>

namespace cocoon::setup {

using namespace Qt::StringLiterals;

namespace {
    struct Row {
        const char* id;
        const char* where; ///< comma list
        const char* pattern;
        const char* title;
        const char* cause;
        const char* fix;
        QRegularExpression expression {};
    };

    /// The messages a set-up can meet. Ids and meaning as in the public troubleshooting notes; order decides inside one text.
    QList<Row> makeRows()
    {
        QList<Row> rows {
            { "TS-01-package-missing", "sub,api", "no operators found (in package|from catalog)", QT_TRANSLATE_NOOP("cocoon::words", "The catalog does not carry the operator"), QT_TRANSLATE_NOOP("cocoon::words", "The default sources are off, or this catalog has no such package."), QT_TRANSLATE_NOOP("cocoon::words", "Enable OperatorHub and wait until redhat-operators is READY.") },
            { "TS-03-version-missing", "sub", "no operators found (with name|in channel)", QT_TRANSLATE_NOOP("cocoon::words", "The catalog does not carry this version"), QT_TRANSLATE_NOOP("cocoon::words", "startingCSV or channel is not in this cluster's catalog."), QT_TRANSLATE_NOOP("cocoon::words", "Choose a version the PackageManifest lists.") },
            { "TS-02-image-pull-outbound", "pod,ev,sub", "(ErrImagePull|ImagePullBackOff|Back-off pulling image|failed to pull).*(redhat-operator-index|registry\\.redhat\\.io|quay\\.io)|dial tcp .*i/o timeout", QT_TRANSLATE_NOOP("cocoon::words", "An image cannot be pulled"), QT_TRANSLATE_NOOP("cocoon::words", "Outbound traffic protection of the VPC cluster blocks the registry."), QT_TRANSLATE_NOOP("cocoon::words", "Disable outbound protection for the cluster, or allow the registries.") },
            { "TS-12-signature", "inst,pod,ev", "A signature was required, but no signature exists", QT_TRANSLATE_NOOP("cocoon::words", "The cluster requires signed images"), QT_TRANSLATE_NOOP("cocoon::words", "The install image is not signed."), QT_TRANSLATE_NOOP("cocoon::words", "Exempt or mirror the image.") },
            { "TS-13-not-coreos", "inst", "rpm-ostree: (command )?not found|failed to run command .*rpm-ostree", QT_TRANSLATE_NOOP("cocoon::words", "A worker does not run CoreOS"), QT_TRANSLATE_NOOP("cocoon::words", "Kata is installed with rpm-ostree."), QT_TRANSLATE_NOOP("cocoon::words", "Use RHCOS workers.") },
            { "TS-14-installer-input", "inst", "get_cloud_provider:|get_worker_node_version_ibmcloud:|get_extension_image:", QT_TRANSLATE_NOOP("cocoon::words", "The installer lacks an input"), QT_TRANSLATE_NOOP("cocoon::words", "It needs peer-pods-cm with CLOUD_PROVIDER and the worker version label."), QT_TRANSLATE_NOOP("cocoon::words", "Check both, and access to the release images.") },
            { "TS-19-no-handler", "ev", "no runtime for \"?kata-remote\"? is configured|failed to find runtime handler kata-remote", QT_TRANSLATE_NOOP("cocoon::words", "A worker has no handler for kata-remote"), QT_TRANSLATE_NOOP("cocoon::words", "CRI-O was not reloaded, or the node is outside the pool."), QT_TRANSLATE_NOOP("cocoon::words", "Reboot the worker; check that it is in the pool.") },
            { "TS-25-annotation-refused", "ev,pod", "annotation .* is not enabled", QT_TRANSLATE_NOOP("cocoon::words", "Kata refuses an annotation of the pod"), QT_TRANSLATE_NOOP("cocoon::words", "This version does not allow that annotation."), QT_TRANSLATE_NOOP("cocoon::words", "Use the annotation of the installed operator version.") },
            { "TS-24-profile-too-small", "caa,ev", "no instance type found for the given vcpus|is not part of supported instance types list|failed to verify instance type", QT_TRANSLATE_NOOP("cocoon::words", "No listed profile is large enough"), QT_TRANSLATE_NOOP("cocoon::words", "The pod asks for more than the listed profiles offer."), QT_TRANSLATE_NOOP("cocoon::words", "Add a larger TDX profile to sizing.profiles, or ask for less.") },
            { "TS-26-image-id", "caa", "no images valid images found|skipping image \\(.*\\), due to", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor cannot find the image"), QT_TRANSLATE_NOOP("cocoon::words", "Wrong id, another region, still pending, or no right to read it."), QT_TRANSLATE_NOOP("cocoon::words", "Import the image in the cluster's region and correct the id.") },
            { "TS-34-credential-refused", "caa", "BXNIM\\w+|Provided API key could not be found|invalid_grant", QT_TRANSLATE_NOOP("cocoon::words", "IBM Cloud refuses the adaptor's credential"), QT_TRANSLATE_NOOP("cocoon::words", "The key is deleted, expired or mistyped, or the profile has no matching rule."), QT_TRANSLATE_NOOP("cocoon::words", "Make a new key, or check the profile's rule for the namespace.") },
            { "TS-34-no-rights", "caa", "due to .*(not authorized|forbidden|insufficient permission)", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor's credential has no right to the VPC API"), QT_TRANSLATE_NOOP("cocoon::words", "A policy is missing, or a new one has not taken effect yet."), QT_TRANSLATE_NOOP("cocoon::words", "Wait some minutes after a policy was made; else give the credential Editor and Writer on VPC Infrastructure Services.") },
            { "TS-27-profile-missing", "caa", "instance profile name .* not found, due to", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor's first call to the VPC API fails"), QT_TRANSLATE_NOOP("cocoon::words", "The profile does not exist at this endpoint: most often IBMCLOUD_VPC_ENDPOINT is another region."), QT_TRANSLATE_NOOP("cocoon::words", "Set IBMCLOUD_VPC_ENDPOINT to the cluster's own region.") },
            { "TS-35-containers-right", "caa", "cluster error with:", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor may not read the cluster's security group"), QT_TRANSLATE_NOOP("cocoon::words", "From 1.12 it asks the Kubernetes Service for it."), QT_TRANSLATE_NOOP("cocoon::words", "Grant Viewer on Kubernetes Service to the profile, or use an API key.") },
            { "TS-36-security-group", "caa", "could not find default cluster security group kube-", QT_TRANSLATE_NOOP("cocoon::words", "The security group kube-<cluster id> is missing"), QT_TRANSLATE_NOOP("cocoon::words", "It was removed or reset."), QT_TRANSLATE_NOOP("cocoon::words", "Recreate it with the Kubernetes Service tools.") },
            { "TS-23-cluster-id", "caa", "could not automatically find cluster ID|could not find cluster_id key", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor cannot find the cluster id"), QT_TRANSLATE_NOOP("cocoon::words", "This version looks for a key that IBM clusters do not have."), QT_TRANSLATE_NOOP("cocoon::words", "Set IBMCLOUD_CLUSTER_ID.") },
            { "TS-32-no-credential", "caa", "At least one of these must be SET: IBMCLOUD_API_KEY|either an IAM API Key or Profile ID needs", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor has no credential"), QT_TRANSLATE_NOOP("cocoon::words", "peer-pods-secret holds neither key."), QT_TRANSLATE_NOOP("cocoon::words", "Fill one of the two keys.") },
            { "TS-37-zone", "caa", "zone was not provided and could not detect automatically", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor does not know its zone"), QT_TRANSLATE_NOOP("cocoon::words", "The node lacks the zone label."), QT_TRANSLATE_NOOP("cocoon::words", "Check the node labels.") },
            { "TS-38-initdata", "caa", "failed to parse global initdata", QT_TRANSLATE_NOOP("cocoon::words", "INITDATA cannot be read by the adaptor"), QT_TRANSLATE_NOOP("cocoon::words", "It is not base64(gzip(TOML))."), QT_TRANSLATE_NOOP("cocoon::words", "Let the trust step write it.") },
            { "TS-39-provider", "caa", "Unsupported cloud provider:", QT_TRANSLATE_NOOP("cocoon::words", "CLOUD_PROVIDER is wrong"), QT_TRANSLATE_NOOP("cocoon::words", "It must be ibmcloud."), QT_TRANSLATE_NOOP("cocoon::words", "Correct the config map.") },
            { "TS-41-empty-id", "caa", "Expected only one oneOf fields to be set|validation_failed_oneof", QT_TRANSLATE_NOOP("cocoon::words", "An id sent to the VPC API is empty"), QT_TRANSLATE_NOOP("cocoon::words", "One of the ids in peer-pods-cm is empty."), QT_TRANSLATE_NOOP("cocoon::words", "Let the configuration step write the map.") },
            { "TS-22-config-missing", "pod,ev", "(secret|configmap) \"peer-pods-(secret|cm)\" not found", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor's settings are missing"), QT_TRANSLATE_NOOP("cocoon::words", "The Secret or ConfigMap does not exist."), QT_TRANSLATE_NOOP("cocoon::words", "Create it; then delete the pod.") },
            { "TS-44-quota", "caa,vpc,ev", "over_quota|put user over quota|(?<!exceeded )quota", QT_TRANSLATE_NOOP("cocoon::words", "The VPC quota is exhausted"), QT_TRANSLATE_NOOP("cocoon::words", "vCPU, memory, instances or volumes of the region are used up."), QT_TRANSLATE_NOOP("cocoon::words", "Delete orphaned podvm VSIs, or raise the quota.") },
            { "TS-45-no-tdx-capacity", "caa,vpc,ev", "cannot_start_capacity|insufficient capacity|no capacity", QT_TRANSLATE_NOOP("cocoon::words", "There is no TDX capacity in the zone"), QT_TRANSLATE_NOOP("cocoon::words", "The zone has no free confidential machines of this profile."), QT_TRANSLATE_NOOP("cocoon::words", "Try later, another zone or another profile.") },
            { "TS-47-subnet-full", "caa,vpc,ev", "cannot_start_ip_address|instance IP is not available|\\b(no|insufficient)\\b.{0,30}(free |available )?(ip )?address|subnet.{0,40}(full|exhausted|out of)", QT_TRANSLATE_NOOP("cocoon::words", "The subnet has no free address"), QT_TRANSLATE_NOOP("cocoon::words", "Each confidential VM takes one address of the worker's subnet."), QT_TRANSLATE_NOOP("cocoon::words", "Free addresses, or use a larger subnet.") },
            { "TS-46-start-failed", "vpc", "\\bcannot_start(_(compute|network|storage|placement_group))?\\b", QT_TRANSLATE_NOOP("cocoon::words", "The platform could not start the VM"), QT_TRANSLATE_NOOP("cocoon::words", "Something of IBM Cloud's own failed: compute, network, storage or placement."), QT_TRANSLATE_NOOP("cocoon::words", "Delete the pod and try again later; open a support case if it stays.") },
            { "TS-49-wrong-id", "caa", "failed to create an instance.*(not_found|security.?group|subnet)", QT_TRANSLATE_NOOP("cocoon::words", "The VPC API does not take an id of the settings"), QT_TRANSLATE_NOOP("cocoon::words", "A group, subnet or image of another VPC or region, one that was deleted, or a subnet of another zone."), QT_TRANSLATE_NOOP("cocoon::words", "Compare the ids in peer-pods-cm with the cluster's VPC; leave subnet and zone to the adaptor.") },
            { "TS-54-tags", "caa", "failed to attach tags:", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor may not attach tags"), QT_TRANSLATE_NOOP("cocoon::words", "From 1.12 it tags each VM; without the right it deletes it again."), QT_TRANSLATE_NOOP("cocoon::words", "Grant tagging to the credential.") },
            { "TS-50-agent-timeout", "caa,ev", "failed to establish agent proxy connection|error running agent proxy", QT_TRANSLATE_NOOP("cocoon::words", "The adaptor cannot reach the agent in the VM"), QT_TRANSLATE_NOOP("cocoon::words", "The VM boots too slowly, or TCP 15150 / UDP 4789 are blocked."), QT_TRANSLATE_NOOP("cocoon::words", "Check the VM's security group: it must be kube-<cluster id>.") },
            { "TS-30-capacity", "ev", "Insufficient kata\\.peerpods\\.io/vm", QT_TRANSLATE_NOOP("cocoon::words", "No worker has room for another confidential pod"), QT_TRANSLATE_NOOP("cocoon::words", "The limit per node is reached, or the adaptor never advertised it."), QT_TRANSLATE_NOOP("cocoon::words", "Raise sizing.podsPerNode, or repair the adaptor.") },
            { "TS-31-cpu", "ev", "Insufficient cpu", QT_TRANSLATE_NOOP("cocoon::words", "The workers have no CPU left"), QT_TRANSLATE_NOOP("cocoon::words", "Each confidential pod needs about 250m on its worker."), QT_TRANSLATE_NOOP("cocoon::words", "Add workers, or free CPU.") },
            { "TS-28-webhook-down", "api,ev", "failed calling webhook \"mwebhook\\.peerpods\\.io\"", QT_TRANSLATE_NOOP("cocoon::words", "The peer pods webhook does not answer"), QT_TRANSLATE_NOOP("cocoon::words", "Its failure policy refuses all new pods."), QT_TRANSLATE_NOOP("cocoon::words", "Restore the Deployment peer-pods-webhook.") },
            { "TS-18-no-runtime-class", "api,ev", "RuntimeClass \"kata-remote\" not found|pod rejected: RuntimeClass", QT_TRANSLATE_NOOP("cocoon::words", "The runtime class kata-remote does not exist"), QT_TRANSLATE_NOOP("cocoon::words", "The installation has not finished."), QT_TRANSLATE_NOOP("cocoon::words", "Wait for the last worker.") },
            { "TS-62-exec-denied", "guest,api", "(ExecProcessRequest|ReadStreamRequest) is blocked by policy", QT_TRANSLATE_NOOP("cocoon::words", "The guest's policy forbids exec"), QT_TRANSLATE_NOOP("cocoon::words", "This is the default from operator 1.11 on, not a fault."), QT_TRANSLATE_NOOP("cocoon::words", "Use INITDATA with a policy of your own for tests, or a workload that reports by itself.") },
            { "TS-59-guest-pull", "ev", "[Ff]ailed to pull image", QT_TRANSLATE_NOOP("cocoon::words", "The VM cannot pull the container image"), QT_TRANSLATE_NOOP("cocoon::words", "The VM pulls by itself: it has no route to the registry, or lacks credentials."), QT_TRANSLATE_NOOP("cocoon::words", "Check the public gateway of the subnet, outbound rules and the pull secret.") },
        };
        for (Row& row : rows) {
            row.expression = QRegularExpression(QString::fromLatin1(row.pattern), QRegularExpression::CaseInsensitiveOption);
        }
        return rows;
    }

    const QList<Row>& rows()
    {
        static const QList<Row> all = makeRows();
        return all;
    }

    QStringList placesOf(const Row& row)
    {
        return QString::fromLatin1(row.where).split(u',');
    }
}

Symptom recognise(const QString& text, const QString& where)
{
    for (const Row& row : rows()) {
        if (placesOf(row).contains(where) && row.expression.match(text).hasMatch()) {
            return { QString::fromLatin1(row.id), words::tr(row.title), words::tr(row.cause), words::tr(row.fix), text.trimmed().left(400) };
        }
    }
    return {};
}

QList<Symptom> recogniseAll(const QString& log, const QString& where)
{
    QList<Symptom> found;
    for (const QString& line : log.split(u'\n', Qt::SkipEmptyParts)) {
        if (line.contains("agent proxy is ready"_L1) || line.contains("server started"_L1)) {
            found.clear(); // what came before has been overcome
            continue;
        }
        const Symptom symptom = recognise(line, where);
        bool known = symptom.id.isEmpty();
        for (const Symptom& other : found) {
            known = known || other.id == symptom.id;
        }
        if (!known) {
            found.append(symptom);
        }
    }
    return found;
}

} // namespace cocoon::setup
