// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <optional>

namespace cocoon::plan {

enum class Verb {
    Create, ///< POST
    Apply, ///< server-side apply as field manager "cocoon"
    Patch, ///< JSON merge patch
    Delete,
    Evict, ///< pods/eviction
    Act ///< a named operation of the target (reboot a worker, exec, create an API key …)
};

/// What a change acts on. Kubernetes: `side` "kube", `resource` qualified name, `ns`, `name`, `subresource`.
/// IBM Cloud: `side` "ibm", `operation` e.g. "vpc.createImage", `args` (ids). Kubernetes actions: `operation` "exec".
struct Target {
    QString side;
    QString resource;
    QString ns;
    QString name;
    QString subresource;
    QString operation;
    QJsonObject args;
};

enum class Risk {
    None,
    Notice, ///< worth a word: writes to a shared object, creates a credential …
    Disruptive, ///< moves or restarts running things (drain, reboot)
    Breaking ///< breaks running peer pods; needs its own --allow
};

/// Money a change starts to cost (or saves, negative).
struct Price {
    std::optional<double> usdPerHour = 0; ///< none = it costs something, and nobody knows how much
    QString note; ///< "list price of 2026-11-21", "per pod while it runs"
};

/// A change as a value: everything a person needs to judge it and a sender needs to make it.
///
/// Leaves of `body` and `target.args` that are not known yet are {"$ref": "image.id"} (shown "known after image", printed as
/// shell variable $IMAGE_ID); secret leaves are {"$secret": "NAME"} (printed $NAME, revealed by the sender from the
/// process's secret store, base64-encoded by it when it stands under a Secret's `data`). Values are never in a Change.
struct Change {
    QString key; ///< identity, stable over assessments: "apply configmaps/openshift-…/peer-pods-cm"
    QString step; ///< step id
    Verb verb = Verb::Apply;
    Target target;
    QJsonValue body;
    QJsonValue before; ///< the part of the observed object that changes (secrets as digests); Null = absent
    QString title; ///< "Apply ConfigMap peer-pods-cm" (translated)
    QString why; ///< one sentence (translated)
    Risk risk = Risk::None;
    QString allow; ///< "" or the name --allow must give ("restart-adaptor")
    std::optional<Price> price {};
    QString waitsFor; ///< not sendable now, and why ("after the operator is installed"); "" = now
    QString approvalGroup; ///< approving one approves all of the group (cordon, drain, reboot, uncordon of one worker)
    QString exclusive; ///< at most one change (and its wait) with this token at a time ("node-reboot")
    QString gate {}; ///< the first change of something long that a paused run does not begin ("reboot-queue")
    QStringList commands; ///< equivalent oc / ibmcloud / curl lines, secrets as $NAME
    bool force = false; ///< server-side apply with force (only after the user saw the conflict)
    QStringList refreshes {}; ///< keys of questions to ask again afterwards (world::Query::key)
    QString capturesSecret; ///< the reply holds a secret once (`apikey`): store it under this name

    /// Moves, restarts or removes what runs or is kept.
    bool disturbs() const { return risk == Risk::Disruptive || risk == Risk::Breaking || verb == Verb::Delete || verb == Verb::Evict; }
    bool isConcrete() const; ///< no $ref left and waitsFor empty
    QStringList references() const; ///< names of all $ref leaves
    /// SHA-256 over verb, target and body (references included as names): approval and saved plans are bound to it.
    QString digest() const;
    /// Is this the approved change, except that references of `approved` have got their values since? A saved plan is made
    /// before the image id or the InstallPlan's name is known. (A `target.name` not known yet is "$VARIABLE".)
    bool isCoveredBy(const Change& approved) const;

    QJsonObject toJson() const;
    /// A change as toJson() wrote it, and nothing else: an unknown field, one that is missing or of another type, and a digest that is
    /// not the change's own are errors that begin with the field ("target.args: …").
    static Result<Change> fromJson(const QJsonObject& json);
};

/// What changes start to cost together.
struct HourlyCost {
    double usd = 0;
    bool isPartial = false; ///< there is more, of which the price is not known
    void add(const Change& change);
};

QJsonObject ref(const QString& name); ///< {"$ref": name}
QJsonObject secretRef(const QString& name); ///< {"$secret": name}

} // namespace cocoon::plan
