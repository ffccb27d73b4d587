// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonObject>
#include <QString>

namespace cocoon::sandbox {

/// A story: size of the world and the faults to schedule. A small commented YAML file (resources/scenarios/*.yaml):
///
///     name: webhook-down
///     about: The peer-pods webhook does not answer; every new pod is refused.
///     world: { nodes: 3, pods: 0, operator: 1.10.3, region: eu-de, openshift: 4.19 }
///     faults:
///       webhook: down
///
/// `faults` is a free object; each actor documents the keys it reads. Unknown top-level keys are an error with the line.
struct Scenario {
    QString name;
    QString about;
    int nodes = 3;
    int pods = 0;
    QString region = QStringLiteral("eu-de");
    QString openshift = QStringLiteral("4.19.12");
    QString catalogHead; ///< "" = newest operator version of the facts
    QJsonObject world; ///< everything under `world`
    QJsonObject faults;

    static Result<Scenario> fromYaml(const QByteArray& text, const QString& fileName);
    bool has(const QString& fault) const { return faults.contains(fault); }
    QString fault(const QString& name) const { return faults.value(name).toString(); }
};

} // namespace cocoon::sandbox
