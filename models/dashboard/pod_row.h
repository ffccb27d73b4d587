// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/interner.h"
#include "services/base/json_shape.h"

#include <QDateTime>

namespace cocoon::dashboard {

/// What the tables need of a pod, small enough for tens of thousands of them.
struct PodRow {
    QString uid;
    QString name;
    QString ns;
    QString version; ///< resourceVersion
    QString node;
    QString ip;
    QString status; ///< the word `oc get pods` has in STATUS
    QString message; ///< why, where the pod itself says so
    QString runtimeClass;
    QString ownerKind; ///< of the controller, "" = a bare pod
    QString ownerName;
    QString initdataKey; ///< annotation that carries INITDATA, "" = none
    QString initdata; ///< its value
    TextMap labels;
    TextMap annotations; ///< short ones
    qint64 created = 0; ///< ms since 1970
    qint64 scheduled = 0; ///< 0 = not yet, as all below
    qint64 readyAt = 0;
    qint64 deleting = 0;
    qint32 ready = 0;
    qint32 containers = 0;
    qint32 restarts = 0;
    bool isReady = false;
    bool isOver = false; ///< Succeeded or Failed: nothing runs any more

    bool isConfidential() const;
    bool isPeerPod() const; ///< it runs in a server of the cloud
    bool operator==(const PodRow& o) const;
};

PodRow readPod(const QJsonObject& pod, Interner& interner);
/// What it reads.
const JsonShape& podShape();

/// ms since 1970 of an RFC 3339 time, 0 when there is none.
qint64 timeOf(const QJsonValue& text);

} // namespace cocoon::dashboard
