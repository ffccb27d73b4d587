// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace cocoon::plan {

/// What the user wants: one small commented YAML file without secrets (resources/schemas/intent.json is its JSON Schema).
/// Empty strings mean "find it / propose it".
struct Intent {
    QString cluster; ///< name or id; "" = the one the session is about
    QString resourceGroup; ///< name; only when the cluster name is ambiguous

    struct {
        QString version; ///< "" = the one the image was validated with
        QString channel = QStringLiteral("stable");
        QString approval = QStringLiteral("Manual"); ///< Manual | Automatic
        QString source = QStringLiteral("redhat-operators");
    } op; ///< YAML key `operator`

    struct {
        QString name; ///< image name in the region; "" = proposed
        QString id; ///< use this one instead of importing
        QString source = QStringLiteral("cos://us-south/podvm-image/rhel9-podvm-latest.qcow2");
        QString os = QStringLiteral("red-9-amd64");
    } image;

    struct {
        QString kind = QStringLiteral("api-key"); ///< api-key | trusted-profile
        QString name; ///< of the key or profile; "" = cocoon-<cluster>
        bool bindToCluster = true; ///< trusted profile: add the cluster condition
        QString scope = QStringLiteral("resource-group"); ///< resource-group (least privilege) | account
    } credential;

    struct {
        QString name; ///< "" = none wanted
        QString publicKeyFile; ///< import this key when no key of that name exists
        QString publicKey; ///< text of that file: read by loadFiles(), not part of the YAML
    } sshKey;

    struct {
        QString profile = QStringLiteral("bx3dc-2x10");
        QStringList profiles; ///< larger ones pods may ask for; profile is always included
        int podsPerNode = 10;
    } sizing;

    struct {
        QString deploymentMode; ///< "" = DaemonSetFallback, or DaemonSet where the MachineConfig API exists
        QString kataConfig = QStringLiteral("kata-runtime-settings"); ///< name when none exists yet
        QJsonObject poolSelector; ///< matchLabels; empty = all workers
        QStringList rebootLast; ///< workers that are rebooted after all others
    } configuration;

    struct {
        QString url; ///< "" = none: the trust step is Blocked
        QString certificateFile; ///< PEM for kbs_cert; "" = none or as served
        QString certificate; ///< text of that file: read by loadFiles(), not part of the YAML
        QString algorithm = QStringLiteral("sha384");
        QString resource = QStringLiteral("default/kbsres1/key1");
        bool skip = false;
    } trust;

    struct {
        QString name = QStringLiteral("helloworld");
        QString ns = QStringLiteral("default");
        QString image = QStringLiteral("docker.io/istio/examples-helloworld-v1:1.0");
        bool skip = false;
    } workload;

    /// Errors name the file, line and field; unknown keys are errors.
    static Result<Intent> fromYaml(const QByteArray& text, const QString& fileName);
    /// A fresh commented document for `apply --cluster NAME`.
    QByteArray toYaml() const;
    /// Changes one field in the text and nothing else: comments, order and anchors stay. Path "trust.url".
    /// Lists are written "a, b", label maps "key=value, key=value", booleans "true" and "false".
    static Result<QByteArray> edit(const QByteArray& text, const QString& path, const QString& value);
    /// The whole Intent as JSON in the shape of the YAML file (resources/schemas/intent.json).
    QJsonObject toJson() const;
    /// Reads the files the Intent names (SSH public key, certificate); relative paths start at `folder`.
    Result<Done> loadFiles(const QString& folder);
};

} // namespace cocoon::plan
