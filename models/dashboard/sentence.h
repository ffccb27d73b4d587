// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"

namespace cocoon::dashboard {

/// How the cluster stands, in one breath: "3 of 3 workers installed, 12 confidential pods running. One VSI belongs to nobody and
/// costs 0.113 USD/h." It says what is not known instead of leaving it out, and how old it is at `now` (else the scene's) when the
/// cluster does not answer.
QString sentenceOf(const Scene& scene, const QDateTime& now = {});

/// The quiet line below: since when nothing was changed, and the last proof by attestation, from the journal.
QString remarkOf(const Scene& scene, const QList<QJsonObject>& journal, const QList<plan::Assessment>& assessments);

} // namespace cocoon::dashboard
