// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/connection_check.h"

#include "services/kube/client.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

namespace cocoon::world {

using namespace Qt::StringLiterals;
using net::Flaw;
using net::ProbeStep;
using net::ProbeSteps;
using Stage = ProbeStep::Stage;
using State = ProbeStep::State;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::world)
    };

    Flaw flawOf(const Error& error)
    {
        switch (error.code) {
        case Errc::Unauthorized: return Flaw::NotAccepted;
        case Errc::Forbidden: return Flaw::NotAllowed;
        case Errc::Timeout: return Flaw::Silent;
        case Errc::Network: return Flaw::Cut;
        case Errc::Tls: return net::tlsFlaw(error); // a client certificate that the server does not take ends the handshake late
        default: return Flaw::WrongAnswer;
        }
    }

    QString evidenceOf(const Error& error)
    {
        return error.httpStatus > 0 ? u"HTTP %1: %2"_s.arg(error.httpStatus).arg(error.message) : error.message;
    }

    ProbeStep settingFailed(const QString& message)
    {
        return { Stage::Setting, State::Failed, Flaw::BadSetting, {}, message };
    }

    /// A plug-in that is not there can be told before the way is walked.
    ProbeStep pluginStep(const kube::Access& access)
    {
        const QString command = access.exec.value(u"command"_s).toString();
        const bool isThere = command.contains(u'/') ? QFileInfo(command).isExecutable() : !QStandardPaths::findExecutable(command).isEmpty();
        QString hint = access.exec.value(u"installHint"_s).toString().trimmed();
        if (isThere) {
            return { Stage::Plugin, State::Ok, Flaw::None, command, command };
        }
        return { Stage::Plugin, State::Failed, Flaw::PluginMissing, command, hint.isEmpty() ? Words::tr("%1 is not in PATH").arg(command) : Words::tr("%1 is not in PATH. %2").arg(command, hint) };
    }

    /// What is asked once the way is known to be free. Lives as long as its job.
    struct Asked : QObject {
        using QObject::QObject;
        std::unique_ptr<net::HttpTransport> wire;
        std::unique_ptr<kube::Client> client;
        SystemClock clock;
        std::unique_ptr<ibm::Cloud> cloud;
        ProbeSteps steps;
    };
}

Job<ProbeSteps>* checkCluster(const Result<kube::Access>& access, QObject* parent, milliseconds limit)
{
    if (!access) {
        return settledJob<ProbeSteps>(parent, ProbeSteps { settingFailed(access.error().message) });
    }
    const QString target = access->server.host();
    auto* all = new Job<ProbeSteps>(parent);
    auto* asked = new Asked(all);
    net::EndpointProbe::start(access->server, kube::optionsFor(*access), all, limit)->then(all, [all, asked, access, target](const Result<ProbeSteps>& way) {
        asked->steps = way.value_or(ProbeSteps());
        if (!access->exec.isEmpty()) {
            asked->steps.append(pluginStep(*access));
        }
        if (net::hasFailed(asked->steps)) {
            asked->steps.append({ Stage::Login, State::Skipped, Flaw::None, target, {} });
            all->resolve(asked->steps);
            return;
        }
        asked->wire = std::make_unique<net::HttpTransport>(kube::optionsFor(*access));
        asked->client = std::make_unique<kube::Client>(*asked->wire, *access);
        asked->client->version()->then(all, [all, asked, target](const Result<kube::Version>& version) {
            if (!version) {
                const bool isOurs = asked->client->lacksCredential(); // it did not get as far as the server
                const bool isPlugin = isOurs && !asked->client->access().exec.isEmpty();
                asked->steps.append({ isPlugin ? Stage::Plugin : Stage::Login, State::Failed, isPlugin ? Flaw::PluginFailed : isOurs ? Flaw::BadSetting : flawOf(version.error()), target, evidenceOf(version.error()) });
                all->resolve(asked->steps);
                return;
            }
            asked->steps.append({ Stage::Login, State::Ok, Flaw::None, target, u"Kubernetes %1"_s.arg(version->gitVersion) });
            asked->client->get(kube::res::namespaces, {}, u"kube-system"_s)->then(all, [all, asked, target](const Result<QJsonObject>& read) {
                asked->steps.append({ Stage::Rights, read ? State::Ok : State::Failed, read ? Flaw::None : flawOf(read.error()), target,
                    read ? u"may read the namespace kube-system"_s : evidenceOf(read.error()) });
                if (!read && read.error().code == Errc::Unauthorized) {
                    // Anybody may ask for the version; this is where a login is looked at.
                    asked->steps.last().stage = Stage::Login;
                    asked->steps.removeAt(asked->steps.size() - 2);
                }
                all->resolve(asked->steps);
            });
        });
    });
    return all;
}

Job<ProbeSteps>* checkCloud(const ibm::Endpoints& endpoints, const ibm::Login& login, const Result<net::HttpTransport::Options>& wire, QObject* parent, milliseconds limit)
{
    if (!wire) {
        return settledJob<ProbeSteps>(parent, ProbeSteps { settingFailed(wire.error().message) });
    }
    auto* all = new Job<ProbeSteps>(parent);
    auto* asked = new Asked(all);
    const auto enter = [all, asked, endpoints, login, wire] {
        const QString target = QUrl(endpoints.iam).host();
        const bool hasLogin = !login.apiKey.isEmpty() || !login.refreshToken.isEmpty();
        if (net::hasFailed(asked->steps) || !hasLogin) {
            asked->steps.append({ Stage::Login, State::Skipped, Flaw::None, target, {} });
            all->resolve(asked->steps);
            return;
        }
        asked->wire = std::make_unique<net::HttpTransport>(*wire);
        asked->cloud = std::make_unique<ibm::Cloud>(*asked->wire, asked->clock, endpoints, login);
        asked->cloud->whoAmI()->then(all, [all, asked, target](const Result<ibm::Identity>& me) {
            asked->steps.append({ Stage::Login, me ? State::Ok : State::Failed, me ? Flaw::None : flawOf(me.error()), target,
                me ? u"%1, account %2"_s.arg(me->email.isEmpty() ? me->iamId : me->email, me->accountId) : evidenceOf(me.error()) });
            if (!me) {
                all->resolve(asked->steps);
                return;
            }
            asked->cloud->clusters()->then(all, [all, asked](const Result<QJsonArray>& clusters) {
                asked->steps.append({ Stage::Rights, clusters ? State::Ok : State::Failed, clusters ? Flaw::None : flawOf(clusters.error()), QUrl(asked->cloud->endpoints().containers).host(),
                    clusters ? u"sees %1 cluster(s)"_s.arg(clusters->size()) : evidenceOf(clusters.error()) });
                all->resolve(asked->steps);
            });
        });
    };
    net::EndpointProbe::start(QUrl(endpoints.iam), *wire, all, limit)->then(all, [all, asked, endpoints, wire, limit, enter](const Result<ProbeSteps>& iam) {
        asked->steps = iam.value_or(ProbeSteps());
        if (net::hasFailed(asked->steps) || QUrl(endpoints.containers).authority() == QUrl(endpoints.iam).authority()) {
            enter();
            return;
        }
        net::EndpointProbe::start(QUrl(endpoints.containers), *wire, all, limit)->then(all, [asked, enter](const Result<ProbeSteps>& containers) {
            asked->steps += containers.value_or(ProbeSteps());
            enter();
        });
    });
    return all;
}

} // namespace cocoon::world
