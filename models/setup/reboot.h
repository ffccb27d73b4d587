// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/look.h"
#include "models/setup/report.h"

namespace cocoon::setup {

/// The supervised reboot of workers, one at a time in a fixed order: cordon and remember (an annotation on the node holds the
/// boot id and who cordoned), drain, reboot (through the service; where it refuses, from inside), wait for a new boot id and the next label, uncordon what we cordoned. It has no
/// memory of its own: each call says what comes next from what the nodes show.
class Reboot {
public:
    Reboot(Look& look, Report& report);
    /// `waiting`: workers whose label says waiting_for_reboot; `later`: workers expected to say so.
    void assess(const QList<QJsonObject>& waiting, const QList<QJsonObject>& underway, const QList<QJsonObject>& later);

    /// A reboot that a person asked for, whatever the label says. The annotation keeps that it was asked for, so that any run brings it to its end.
    void rebootWanted(const QJsonObject& node);

private:
    void begin(const QJsonObject& node, const QString& waitsFor);
    void proceed(const QJsonObject& node);
    void drain(const QJsonObject& node, const QString& bootId);
    void restart(const QJsonObject& node, const QString& bootId, const QString& waitsFor);
    void restartFromInside(const QJsonObject& node, const QString& bootId);
    void awaitReturn(const QJsonObject& node, const QString& bootId);
    void finish(const QJsonObject& node, const QJsonObject& memory, const QString& waitsFor);
    plan::Change cordonChange(const QJsonObject& node) const;
    void group(plan::Change& change, const QString& node) const;
    Look& m_look;
    Report& m_report;
    bool m_isWanted = false;
};

} // namespace cocoon::setup
