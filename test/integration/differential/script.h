// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

namespace cocoon::test {

/// One request of the differential test and how its two answers are compared. Written in test/integration/differential/*.txt:
///
///     = name of the step
///     PATCH /api/v1/namespaces/diff/configmaps/a
///     type: application/merge-patch+json
///     {"data":{"k":"v"}}
///
/// Option lines between request and body:
///     accept:, type:, as: (impersonated user)      headers
///     until: STATUS                                asked again until this comes (a kind that is on its way)
///     keep: NAME path.to.value                     later steps say ${NAME}; each server has its own
///     compare: full|subset|shape|status            full without it
///     differs: PATH reason                         an accepted difference; PATH as the test prints it, '*' at its end
struct Step {
    enum class Compare { Full, Subset, Shape, Status };
    struct Accepted {
        QString path;
        QString reason;
    };
    QString name;
    QByteArray method;
    QString target;
    QByteArray accept = "application/json";
    QByteArray type;
    QByteArray as;
    QList<std::pair<QString, QString>> keep;
    Compare compare = Compare::Full;
    QList<Accepted> accepted;
    int until = 0;
    QByteArray body;
    bool isWatch() const { return target.contains(QLatin1String("watch=")); }
};

/// Reads a script; an empty list and `problem` when a line makes no sense.
QList<Step> readScript(const QString& path, QString* problem);

} // namespace cocoon::test
