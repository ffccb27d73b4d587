// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/net/transport.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cocoon::ibm {

/// Where each service lives; "{region}" in `vpc` is replaced. Every host can be overridden (private network, sandbox).
struct Endpoints {
    QString iam = QStringLiteral("https://iam.cloud.ibm.com");
    QString accounts = QStringLiteral("https://accounts.cloud.ibm.com");
    QString resourceController = QStringLiteral("https://resource-controller.cloud.ibm.com");
    QString containers = QStringLiteral("https://containers.cloud.ibm.com/global");
    QString vpc = QStringLiteral("https://{region}.iaas.cloud.ibm.com/v1");
    QString catalog = QStringLiteral("https://globalcatalog.cloud.ibm.com/api/v1");
    QString search = QStringLiteral("https://api.global-search-tagging.cloud.ibm.com");
    QString tagging = QStringLiteral("https://tags.global-search-tagging.cloud.ibm.com");

    /// The same on IBM Cloud's private network, as seen from a region; hosts that were named otherwise stay,
    /// and the catalog has no private form.
    Endpoints onPrivateNetwork(const QString& region) const;
};

/// Who is logged in (claims of the access token).
struct Identity {
    QString accountId;
    QString iamId;
    QString name;
    QString email;
};

/// The credential: of the console's own user, or (adaptor pods) of a service account that may use a trusted profile.
struct Login {
    Secret apiKey {}; ///< or
    Secret passcode {}; ///< one-time passcode (SSO), with
    QString accountId {}; ///< the account to bind to when the passcode's user has several; or
    Secret crToken {}; ///< a service-account token (audience "iam"), with
    QString profileId {}; ///< the trusted profile it is exchanged for; or
    Secret refreshToken {}; ///< what an earlier passcode login of this program gave (Cloud::refreshToken)
};

/// IBM Cloud as one user: IAM tokens (refreshed at 80 % of their life, one refresh at a time, renewed once on 401) and
/// the calls of the IAM, resource controller, containers, VPC and catalog APIs, as IBM's API reference has them
/// (cloud.ibm.com/apidocs: iam-identity-token-api, iam-policy-management, resource-controller, kubernetes, vpc, globalcatalog,
/// tagging). Errors: IAM, VPC, containers and policy bodies all become Error with code by HTTP status (400 → Invalid, 401, 403,
/// 404, 409 and 412 → Conflict, 429, 5xx), message from the service, detail = raw body (redacted). Three exceptions, because the status misleads: a refused credential (IAM answers 400) is Unauthorized,
/// a missing right of the containers API (401 A0007) is Forbidden, a method refused for VPC (400 G3917) is Precondition.
/// Lists are complete (paging is followed). Creates are never repeated after an unknown outcome, and an answer to one
/// that does not name what was made is Protocol. Jobs are parented to the
/// object.
class Cloud : public QObject {
    Q_OBJECT
public:
    Cloud(net::Transport& transport, Clock& clock, Endpoints endpoints, Login login, QObject* parent = nullptr);
    ~Cloud() override;

    const Endpoints& endpoints() const;
    void setRegion(const QString& region); ///< region of the VPC host
    QString region() const;

    // --- IAM
    Job<Identity>* whoAmI(); ///< logs in when needed
    Job<QJsonArray>* accounts(); ///< passcode flow: accounts to choose from ([{"id","name"}])
    /// Passcode flow: binds the session to one of accounts(). Before, the token belongs to no account and IAM sees nothing of any.
    Job<Identity>* selectAccount(const QString& accountId);
    /// Empty unless a passcode login gave one. The passcode itself works only once.
    Secret refreshToken() const;
    /// Where a user gets a one-time passcode (from the discovery document; needs no login).
    Job<QString>* passcodeUrl();
    Job<QJsonArray>* apiKeys();
    Job<QJsonObject>* createApiKey(const QString& name, const QString& description); ///< answer holds `apikey` once
    Job<Done>* deleteApiKey(const QString& id);
    Job<QJsonArray>* trustedProfiles();
    Job<QJsonObject>* createTrustedProfile(const QString& name, const QString& description);
    Job<QJsonArray>* profileRules(const QString& profileId);
    Job<QJsonObject>* createProfileRule(const QString& profileId, const QJsonObject& rule);
    Job<QJsonArray>* policies(const QString& iamId); ///< v2 shape
    Job<QJsonObject>* createPolicy(const QJsonObject& policyV2);
    Job<Done>* deleteTrustedProfile(const QString& id);
    Job<Done>* deletePolicy(const QString& id);

    // --- resource groups
    Job<QJsonArray>* resourceGroups();

    // --- containers
    Job<QJsonArray>* clusters(); ///< VPC clusters of type openshift and others; caller filters by `type`
    Job<QJsonObject>* cluster(const QString& idOrName);
    /// Admin kubeconfig as YAML text (format yaml; ZIP and JSON answers are understood too). endpointType "" | private | vpe | link.
    Job<Secret>* kubeconfig(const QString& cluster, bool admin, const QString& endpointType);
    Job<QJsonArray>* workers(const QString& cluster);
    /// PUT v1 os_reboot. Errc::Precondition when the service refuses the method for VPC (G3917): use another back-end.
    Job<Done>* rebootWorker(const QString& cluster, const QString& workerId);
    Job<QJsonArray>* clusterSecurityGroups(const QString& cluster);
    Job<Done>* setOutboundProtection(const QString& cluster, bool enabled);

    // --- VPC, in region()
    Job<QJsonArray>* images(); ///< private ones
    Job<QJsonObject>* image(const QString& id);
    Job<QJsonObject>* createImage(const QJsonObject& prototype);
    Job<QJsonArray>* instances(const QString& vpcId);
    Job<QJsonObject>* instance(const QString& id); ///< with its ETag as "etag", for deleteInstance(ifMatch)
    Job<QJsonObject>* createInstance(const QJsonObject& prototype);
    Job<Done>* deleteInstance(const QString& id, const QString& ifMatch = {});
    Job<QJsonArray>* instanceProfiles();
    Job<QJsonObject>* instanceProfile(const QString& name);
    Job<QJsonArray>* sshKeys();
    Job<QJsonObject>* createSshKey(const QJsonObject& prototype);
    Job<QJsonObject>* vpc(const QString& id);
    Job<QJsonArray>* subnets(const QString& vpcId);
    Job<QJsonArray>* securityGroups(const QString& vpcId); ///< with rules
    Job<Done>* deleteImage(const QString& id);
    Job<Done>* deleteSshKey(const QString& id);

    // --- catalog, search and tags
    /// {"usdPerHour": 0.113, "listPriceOf": "2026-11-21", "source": "catalog"} for a VSI profile in a region.
    Job<QJsonObject>* profilePrice(const QString& profile, const QString& region);
    Job<QJsonArray>* searchByTag(const QString& tag);
    Job<Done>* attachTag(const QString& crn, const QString& tag);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::ibm
