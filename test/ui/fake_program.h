// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"
#include "ui/shell/program.h"

namespace cocoon::test {

/// A program that answers every login with what the test says.
class FakeProgram : public ui::Program {
public:
    ui::CloudAnswer answer;

    QList<ui::KnownConnection> known() const override { return {}; }
    void openSandbox() override { }
    void openKnown(const QString&) override { }
    Result<Done> addKubeconfig(const QString&) override { return Done {}; }
    Result<Done> renameKnown(const QString&, const QString&) override { return Done {}; }
    Result<Done> protectKnown(const QString&, bool) override { return Done {}; }
    Result<Done> removeKnown(const QString&) override { return Done {}; }
    Job<net::ProbeSteps>* checkKnown(const QString&) override { return settledJob<net::ProbeSteps>(this, net::ProbeSteps()); }
    Job<ui::CloudAnswer>* logIn(const ui::CloudLogin&) override { return settledJob<ui::CloudAnswer>(this, answer); }
    Job<ui::CloudAnswer>* chooseAccount(const QString& accountId) override
    {
        ui::CloudAnswer chosen = answer;
        chosen.accounts.clear();
        chosen.account = accountId;
        return settledJob<ui::CloudAnswer>(this, chosen);
    }
    void wantLogin() override { }
    void openCluster(const ui::ClusterChoice&, bool) override { }
    QString keyringState() const override { return QStringLiteral("in memory"); }
    bool hasKeyring() const override { return false; }
    void close() override { }
    dashboard::Board* board() const override { return nullptr; }
    Job<Done>* saveKubeconfig(const QString&) override { return settledJob<Done>(this, Done {}); }
    QString stateFolder() const override { return {}; }
    bool hasSandbox() const override { return false; }
    void endSandbox() override { }
    QList<dashboard::FleetCluster> fleet() const override { return {}; }
    void watch(const QString&) override { }
    void stopWatching(const QString&) override { }
    void setWatchful(bool) override { }
};

} // namespace cocoon::test
