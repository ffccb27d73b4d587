// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/setup.h"
#include "models/world/world.h"

namespace cocoon::test {

/// A healthy cluster "demo" in eu-de with three workers, as a World; tests change what they are about. Questions nobody
/// answered get the empty answer of their kind.
class Site {
public:
    Site();

    world::World world;
    plan::Intent intent;

    void operatorInstalled(const QString& version);
    void imageImported(const QString& status = QStringLiteral("available"));
    void keyMade(bool held = true);
    void configured(); ///< gates, Secret, map and KataConfig, as Cocoon writes them
    void nodesAt(const QStringList& labels); ///< state label of each worker; "" = none
    void installed(); ///< everything of the nodes step, adaptor pods included
    void trusted(); ///< INITDATA in the map
    void podRunning(const QString& mode = QStringLiteral("tdx"));
    void journal(const QJsonObject& entry);

    QJsonObject node(int index) const;
    void setNode(int index, const QJsonObject& node);
    QJsonObject configMap() const;
    void setConfig(const QString& key, const QJsonValue& value, const QString& manager = QStringLiteral("kubectl-client-side-apply"));

    plan::Assessment assess(const QString& step);
    QList<plan::Assessment> assessAll();

private:
    void answerDefaults(const QList<world::Query>& needs);
    QList<QJsonObject> m_nodes;
    QList<QJsonObject> m_journal;
};

/// Everything before the nodes step is Done.
Site ready();
/// Everything is Done.
Site complete();
QJsonObject json(const char* text);
/// The finding with this id; severity Unknown and no id when there is none.
plan::Finding finding(const plan::Assessment& assessment, const QString& id);
/// Keys of the changes, in order; those that wait for something in brackets.
QStringList changeKeys(const plan::Assessment& assessment);

} // namespace cocoon::test
