// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/sandbox_command.h"

#include "app/cocoonctl/output.h"
#include "services/base/json.h"
#include "services/base/small_file.h"

#include <QCoreApplication>
#include <QDir>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

namespace {
    constexpr qint64 kMaxScenario = 16 * 1024 * 1024;
}

SandboxCommand::SandboxCommand(Options options, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

Result<sandbox::Scenario> SandboxCommand::scenario() const
{
    sandbox::Scenario story;
    if (!m_options.scenarioFile.isEmpty()) {
        const Result<QByteArray> text = readSmallFile(u"scenario"_s, m_options.scenarioFile, kMaxScenario);
        if (!text) {
            return tl::unexpected(text.error().during(u"read the scenario %1"_s.arg(m_options.scenarioFile)));
        }
        Result<sandbox::Scenario> read = sandbox::Scenario::fromYaml(*text, m_options.scenarioFile);
        if (!read) {
            return tl::unexpected(read.error().during(u"read the scenario %1"_s.arg(m_options.scenarioFile)));
        }
        story = *read;
    }
    if (m_options.nodes > 0) {
        story.nodes = m_options.nodes;
    }
    if (m_options.pods >= 0) {
        story.pods = m_options.pods;
    }
    if (m_options.peerPods >= 0) {
        story.peerPods = m_options.peerPods;
    }
    return story;
}

Result<std::optional<kube::Access>> SandboxCommand::host() const
{
    if (m_options.apiServer.isEmpty()) {
        return std::optional<kube::Access>();
    }
    const Result<kube::Config> config = kube::Config::load(m_options.apiServer, {}, QDir::homePath());
    if (!config) {
        return tl::unexpected(config.error());
    }
    const Result<kube::Access> access = config->access(m_options.context);
    if (!access) {
        return tl::unexpected(access.error());
    }
    return std::optional<kube::Access>(*access);
}

void SandboxCommand::clean(const kube::Access& host)
{
    sandbox::Sandbox::clean(host, this)->then(this, [](const Result<int>& removed) {
        if (!removed) {
            printError(removed.error());
            QCoreApplication::exit(ExitFailed);
            return;
        }
        printNote(u"Removed %1 objects of the sandbox."_s.arg(*removed));
        QCoreApplication::exit(ExitDone);
    });
}

void SandboxCommand::start()
{
    const Result<std::optional<kube::Access>> server = host();
    if (!server) {
        printError(explainGiven(server.error().during(u"read the kubeconfig %1"_s.arg(m_options.apiServer))));
        QCoreApplication::exit(ExitUsage);
        return;
    }
    if (m_options.clean) {
        clean(**server);
        return;
    }
    const Result<sandbox::Scenario> story = scenario();
    if (!story) {
        printError(explainGiven(story.error()));
        QCoreApplication::exit(ExitUsage);
        return;
    }
    sandbox::Sandbox::Options options;
    options.scenario = *story;
    options.speed = m_options.speed;
    options.seed = m_options.seed;
    options.stateDir = m_options.stateDir;
    options.host = *server;
    options.controllers = m_options.controllers == u"on" ? sandbox::Sandbox::Options::Play::On
        : m_options.controllers == u"off"                ? sandbox::Sandbox::Options::Play::Off
                                                         : sandbox::Sandbox::Options::Play::Auto;
    m_sandbox = std::make_unique<sandbox::Sandbox>(options);
    m_sandbox->start()->then(this, [](const Result<QJsonObject>& ready) {
        if (!ready) {
            printError(ready.error());
            QCoreApplication::exit(ExitFailed);
            return;
        }
        printOut(toJson(*ready) + '\n');
    });
}

} // namespace cocoon::ctl
