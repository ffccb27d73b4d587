// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"
#include "models/plan/intent.h"
#include "services/coco/facts.h"

#include <QJsonArray>

namespace cocoon::setup {

/// The plan as a shell script of oc, ibmcloud and curl lines: variables to set first (secrets and ids that are not known
/// yet), then the changes in order, each with its title and reason as a comment.
QByteArray exportCommands(const QString& cluster, const QList<plan::Assessment>& assessments);
/// The Kubernetes objects of the plan; secrets and references stay "$NAME", those of a Secret in its stringData.
QJsonArray exportManifests(const QList<plan::Assessment>& assessments);
/// The same as a YAML stream, each with its title as a comment (for `envsubst | oc apply -f -`).
QByteArray exportYaml(const QList<plan::Assessment>& assessments);
/// What was done, from the journal's entries, as a shell script: time and title as a comment, then the commands that do the same.
QByteArray exportJournal(const QList<QJsonObject>& entries);
/// The Kubernetes objects that were made and not taken away again, each as it was sent last; names and secrets as in exportYaml().
QByteArray exportMadeYaml(const QList<QJsonObject>& entries);
/// A pod of the user's own as it has to be written for the operator of this installation.
QByteArray ownPodYaml(const plan::Intent& intent, const coco::Facts& facts);

} // namespace cocoon::setup
