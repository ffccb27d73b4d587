// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/sandbox.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/base/yaml.h"
#include "services/net/http_transport.h"
#include "services/sandbox/actors/actors.h"
#include "services/sandbox/actors/cloud_api_adaptor.h"
#include "services/sandbox/actors/hand_made.h"
#include "services/sandbox/actors/seeder.h"
#include "services/sandbox/actors/trustee.h"
#include "services/sandbox/api/api_server.h"
#include "services/sandbox/api/failure.h"
#include "services/sandbox/cloud/cloud_sim.h"
#include "services/sandbox/front/api_front.h"
#include "services/sandbox/front/sandbox_files.h"
#include "services/sandbox/host/bad_network.h"
#include "services/sandbox/host/clean_run.h"
#include "services/sandbox/host/host_access.h"
#include "services/sandbox/host/labelling_transport.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    net::HttpServer::Options serverOptions(const SandboxFiles& files)
    {
        net::HttpServer::Options options;
        const net::Identity server = files.identity(u"server"_s);
        options.chain = { server.certificate, files.authority().certificate };
        options.key = server.key;
        return options;
    }

    net::HttpTransport::Options trusting(const SandboxFiles& files, const QString& identity = {})
    {
        net::HttpTransport::Options options;
        options.tls.systemRoots = false;
        options.tls.roots = { files.authority().certificate };
        if (!identity.isEmpty()) {
            options.tls.clientChain = { files.identity(identity).certificate };
            options.tls.clientKey = files.identity(identity).key;
        }
        options.proxy = u"direct"_s; // everything is on loopback
        return options;
    }

    /// The same port as last time when it is free, so that kubeconfigs and profiles of an earlier run stay valid.
    Result<quint16> listen(net::HttpServer& server, int preferred)
    {
        if (preferred > 0 && preferred < 65536) {
            if (Result<quint16> port = server.listen(static_cast<quint16>(preferred))) {
                return port;
            }
        }
        return server.listen();
    }

    QByteArray clusterRefusal(int status)
    {
        static const QHash<int, QString> reasons { { 401, u"Unauthorized"_s }, { 403, u"Forbidden"_s }, { 409, u"Conflict"_s }, { 410, u"Expired"_s },
            { 429, u"TooManyRequests"_s }, { 500, u"InternalError"_s }, { 503, u"ServiceUnavailable"_s } };
        return toJson(statusObject({ status, reasons.value(status), u"the network of this scenario is bad"_s, {} }));
    }

    QByteArray cloudRefusal(int status)
    {
        return toJson(QJsonObject { { u"trace"_s, u"bad-network"_s },
            { u"errors"_s, QJsonArray { QJsonObject { { u"code"_s, u"status_%1"_s.arg(status) }, { u"message"_s, u"the network of this scenario is bad"_s } } } } });
    }

    /// OpenShift 4.N is Kubernetes 1.(N + 13).
    QString kubernetesVersion(const QString& openshift)
    {
        bool isNumber = false;
        const int minor = openshift.section(u'.', 1, 1).toInt(&isNumber);
        return u"v1.%1.9+3f2c1a7"_s.arg(isNumber ? minor + 13 : 32);
    }
}

struct Sandbox::Private {
    Options options;
    QTemporaryDir temporary;
    std::unique_ptr<SandboxFiles> files;
    SystemClock clock; ///< scaled: the waits of actors and cloud
    SystemClock wallClock { 1.0 }; ///< watches and bookmarks of the API server are in real time
    std::unique_ptr<net::HttpTransport> transport; ///< actors' and webhooks' way out
    std::unique_ptr<net::HttpTransport> adminTransport; ///< with the actors' certificate, or as the host's kubeconfig says
    std::unique_ptr<LabellingTransport> labelling; ///< with a host
    Controllers played;
    BadNetwork network;
    std::unique_ptr<CloudSim> cloud;
    std::unique_ptr<ApiServer> api;
    std::unique_ptr<ApiFront> front;
    std::unique_ptr<net::HttpServer> cloudServer, apiServer;
    std::unique_ptr<Trustee> trustee;
    std::unique_ptr<kube::Client> client;
    std::unique_ptr<Stage> stage;
    std::vector<std::unique_ptr<Actor>> actors;
    QJsonObject ready;

    explicit Private(Options o)
        : options(std::move(o))
        , clock(options.speed)
        , network(options.scenario.faults)
    {
    }
    Result<Done> openFiles();
    Result<Done> openServers();
    Result<int> openCloud(const QJsonObject& lastPorts);
    Result<int> openApi(const QJsonObject& lastPorts);
    Result<QString> openTrustee(int lastPort); ///< its URL
    Result<Done> writeKubeconfigs(const QString& apiUrl);
    Result<Done> writeFiles(const QString& trusteeUrl);
    Job<Done>* findControllers(QObject* owner);
    Result<Done> writeProfile(const QString& file, const QString& name, const QString& trusteeUrl, const QString& kubeconfig);
    void setStage(const kube::Access& access);
};

Result<Done> Sandbox::Private::openFiles()
{
    if (options.stateDir.isEmpty() && !temporary.isValid()) {
        return fail(Errc::Io, u"The sandbox cannot make a temporary folder: %1."_s.arg(temporary.errorString()));
    }
    files = std::make_unique<SandboxFiles>(options.stateDir.isEmpty() ? temporary.path() : options.stateDir);
    return files->prepare();
}

Result<int> Sandbox::Private::openCloud(const QJsonObject& lastPorts)
{
    const Result<Secret> apiKey = files->apiKey(options.apiKey);
    if (!apiKey) {
        return tl::unexpected(apiKey.error());
    }
    cloudServer = std::make_unique<net::HttpServer>(serverOptions(*files));
    const Result<quint16> port = listen(*cloudServer, lastPorts.value("cloud"_L1).toInt());
    if (!port) {
        return tl::unexpected(port.error());
    }
    CloudSim::Options cloudOptions;
    cloudOptions.seed = options.seed;
    cloudOptions.baseUrl = u"https://127.0.0.1:%1"_s.arg(*port);
    cloudOptions.region = options.scenario.region;
    cloudOptions.workers = options.scenario.nodes;
    for (int i = 0; i < qMin(options.scenario.peerPods, options.scenario.pods); ++i) {
        cloudOptions.peerPods.append(Scenario::fillerName(i));
    }
    cloudOptions.apiKey = *apiKey;
    cloudOptions.faults = options.scenario.faults;
    cloudOptions.stateFile = options.stateDir.isEmpty() ? QString() : files->path(u"cloud.json"_s);
    cloud = std::make_unique<CloudSim>(clock, cloudOptions);
    cloudServer->setHandler(network.before([this](net::Exchange& exchange) { cloud->handle(exchange); }, cloudRefusal));
    return *port;
}

Result<int> Sandbox::Private::openApi(const QJsonObject& lastPorts)
{
    ApiServer::Options apiOptions;
    apiOptions.seed = options.seed;
    apiOptions.stateFile = options.stateDir.isEmpty() ? QString() : files->path(u"api.json"_s);
    apiOptions.builtInGarbageCollector = !options.actors; // else the controllers' business
    api = std::make_unique<ApiServer>(wallClock, transport.get(), apiOptions);
    ApiFront::Options frontOptions;
    frontOptions.gitVersion = kubernetesVersion(options.scenario.openshift);
    frontOptions.faults = options.scenario.faults;
    front = std::make_unique<ApiFront>(*api, wallClock, *transport, frontOptions);
    net::HttpServer::Options apiServerOptions = serverOptions(*files);
    apiServerOptions.clientRoots = { files->authority().certificate };
    apiServer = std::make_unique<net::HttpServer>(apiServerOptions);
    apiServer->setHandler(network.before([this](net::Exchange& exchange) { front->handle(exchange); }, clusterRefusal));
    const Result<quint16> port = listen(*apiServer, lastPorts.value("api"_L1).toInt());
    if (!port) {
        return tl::unexpected(port.error());
    }
    front->setAddress(u"127.0.0.1:%1"_s.arg(*port));
    front->bootstrap();
    return *port;
}

Result<Done> Sandbox::Private::openServers()
{
    const QJsonObject lastPorts = files->ports();
    net::HttpTransport::Options actorsWay = trusting(*files);
    actorsWay.userAgent = BadNetwork::actorAgent();
    transport = std::make_unique<net::HttpTransport>(actorsWay);
    const Result<int> cloudPort = openCloud(lastPorts);
    if (!cloudPort) {
        return tl::unexpected(cloudPort.error());
    }
    QJsonObject ports { { u"cloud"_s, *cloudPort } };
    kube::Access access;
    QString apiUrl;
    if (options.host) {
        access = *options.host;
        adminTransport = std::make_unique<net::HttpTransport>(kube::optionsFor(access));
        labelling = std::make_unique<LabellingTransport>(*adminTransport);
    } else {
        const Result<int> apiPort = openApi(lastPorts);
        if (!apiPort) {
            return tl::unexpected(apiPort.error());
        }
        ports.insert(u"api"_s, *apiPort);
        apiUrl = u"https://127.0.0.1:%1"_s.arg(*apiPort);
        adminTransport = std::make_unique<net::HttpTransport>(trusting(*files, u"actors"_s));
        access.context = access.cluster = u"demo"_s;
        access.user = u"actors"_s;
        access.server = QUrl(apiUrl);
        access.tls = trusting(*files, u"actors"_s).tls;
    }
    const Result<QString> trusteeUrl = openTrustee(lastPorts.value("trustee"_L1).toInt());
    if (!trusteeUrl) {
        return tl::unexpected(trusteeUrl.error());
    }
    ports.insert(u"trustee"_s, QUrl(*trusteeUrl).port());
    if (Result<Done> done = files->writePorts(ports); !done) {
        return done;
    }
    setStage(access);
    if (Result<Done> done = writeKubeconfigs(apiUrl); !done) {
        return done;
    }
    return writeFiles(*trusteeUrl);
}

Result<QString> Sandbox::Private::openTrustee(int lastPort)
{
    Trustee::Options trusteeOptions;
    // Whoever runs a trustee chose the release that fits the operator.
    trusteeOptions.protocol = [this] {
        if (options.scenario.has(u"trustee.protocol"_s)) {
            return options.scenario.fault(u"trustee.protocol"_s);
        }
        for (const std::unique_ptr<Actor>& actor : actors) {
            if (const auto* adaptor = qobject_cast<const CloudApiAdaptor*>(actor.get())) {
                return adaptor->facts().kbsProtocol;
            }
        }
        return coco::Facts::builtIn().validated().kbsProtocol;
    };
    const QString kind = options.scenario.fault(u"trustee"_s);
    if (kind == "https"_L1) {
        const net::HttpServer::Options tls = serverOptions(*files);
        trusteeOptions.chain = tls.chain;
        trusteeOptions.key = tls.key;
    } else if (kind == "self-signed"_L1) {
        const net::Identity own = files->identity(u"trustee"_s);
        trusteeOptions.chain = { own.certificate };
        trusteeOptions.key = own.key;
    }
    trusteeOptions.port = static_cast<quint16>(lastPort);
    trustee = std::make_unique<Trustee>(trusteeOptions);
    Result<QString> url = trustee->start();
    if (!url && lastPort != 0) {
        trusteeOptions.port = 0; // somebody else has it now
        trustee = std::make_unique<Trustee>(trusteeOptions);
        url = trustee->start();
    }
    return url;
}

void Sandbox::Private::setStage(const kube::Access& access)
{
    net::Transport& wire = labelling ? static_cast<net::Transport&>(*labelling) : *adminTransport;
    client = std::make_unique<kube::Client>(wire, access);
    const QJsonObject urls = cloud->endpoints();
    const auto url = [&urls](const char* name) { return urls.value(QLatin1String(name)).toString(); };
    const ibm::Endpoints endpoints { url("iam"), url("accounts"), url("resourceController"), url("containers"), url("vpc"),
        url("catalog"), url("search"), url("tagging") };
    const net::Identity server = files->identity(u"server"_s);
    stage = std::unique_ptr<Stage>(new Stage { *client, clock, coco::Facts::builtIn(), options.scenario,
        cloud->clusterFacts(), endpoints, *transport, QRandomGenerator(options.seed),
        { server.certificate, files->authority().certificate }, server.key, files->authority().certificatePem });
    stage->isGuest = options.host.has_value();
}

Result<Done> Sandbox::Private::writeProfile(
    const QString& file, const QString& name, const QString& trusteeUrl, const QString& kubeconfig)
{
    QJsonObject profile { { u"name"_s, name }, { u"ca"_s, u"ca.pem"_s }, { u"region"_s, options.scenario.region },
        { u"timeScale"_s, options.speed }, { u"trustee"_s, trusteeUrl }, { u"endpoints"_s, cloud->endpoints() } };
    if (!kubeconfig.isEmpty()) {
        profile.insert(u"kubeconfig"_s, kubeconfig);
        profile.insert(u"context"_s, u"demo"_s);
    }
    return files->write(file, toYaml(profile));
}

Result<Done> Sandbox::Private::writeKubeconfigs(const QString& apiUrl)
{
    const QString cluster = u"demo"_s;
    ready.insert(u"kubeconfig"_s, files->path(u"kubeconfig"_s));
    if (options.host) {
        const QByteArray admin = kubeconfigFor(*options.host, cluster);
        cloud->setAdminKubeconfig(Secret(admin));
        return files->write(u"kubeconfig"_s, admin);
    }
    const QByteArray admin = files->kubeconfig(u"admin"_s, apiUrl, cluster, u"default"_s);
    cloud->setAdminKubeconfig(Secret(admin));
    ready.insert(u"kubeconfigViewer"_s, files->path(u"kubeconfig-viewer"_s));
    ready.insert(u"kubeconfigNamespace"_s, files->path(u"kubeconfig-namespace"_s));
    const std::pair<QString, QByteArray> written[] {
        { u"kubeconfig"_s, admin },
        { u"kubeconfig-viewer"_s, files->kubeconfig(u"viewer"_s, apiUrl, cluster, u"default"_s) },
        { u"kubeconfig-namespace"_s, files->kubeconfig(u"namespace"_s, apiUrl, cluster, u"team-a"_s) },
    };
    for (const auto& [name, content] : written) {
        if (Result<Done> done = files->write(name, content); !done) {
            return done;
        }
    }
    return Done {};
}

Result<Done> Sandbox::Private::writeFiles(const QString& trusteeUrl)
{
    const std::tuple<QString, QString, QString> profiles[] {
        { u"profile.yaml"_s, u"sandbox"_s, QString() },
        { u"profile-viewer.yaml"_s, u"sandbox-viewer"_s, u"kubeconfig-viewer"_s },
        { u"profile-namespace.yaml"_s, u"sandbox-namespace"_s, u"kubeconfig-namespace"_s },
    };
    for (const auto& [file, name, kubeconfig] : profiles) {
        if (options.host && !kubeconfig.isEmpty()) {
            continue; // no such users there
        }
        if (Result<Done> done = writeProfile(file, name, trusteeUrl, kubeconfig); !done) {
            return done;
        }
    }
    QJsonObject endpoints = cloud->endpoints();
    endpoints.insert(u"trustee"_s, trusteeUrl);
    const QJsonObject rest { { u"profile"_s, files->path(u"profile.yaml"_s) }, { u"ca"_s, files->path(u"ca.pem"_s) },
        { u"apiKeyFile"_s, files->path(u"apikey"_s) }, { u"cluster"_s, u"demo"_s }, { u"endpoints"_s, endpoints } };
    for (auto it = rest.begin(); it != rest.end(); ++it) {
        ready.insert(it.key(), it.value());
    }
    return Done {};
}

Job<Done>* Sandbox::Private::findControllers(QObject* owner)
{
    if (!options.host || options.controllers != Options::Play::Auto) {
        const bool play = !options.host || options.controllers == Options::Play::On;
        played = { play, play };
        return settledJob<Done>(owner, Done {});
    }
    return mapJob<Done, Controllers>(lackingControllers(*client, wallClock), owner, [this](const Result<Controllers>& r) -> Result<Done> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        played = *r;
        return Done {};
    });
}

Sandbox::Sandbox(Options options, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(options)))
{
}

Sandbox::~Sandbox()
{
    if (d->cloud) {
        d->cloud->save();
    }
}

Job<QJsonObject>* Sandbox::start()
{
    Result<Done> opened = d->options.host ? mustBeOnLoopback(*d->options.host) : Result<Done>(Done {});
    if (opened) {
        opened = d->openFiles();
    }
    if (opened) {
        opened = d->openServers();
    }
    if (!opened) {
        return settledJob<QJsonObject>(this, tl::unexpected(opened.error().during(u"start the sandbox"_s)));
    }
    if (!d->options.actors) {
        return settledJob<QJsonObject>(this, d->ready);
    }
    auto* looked = d->findControllers(this);
    auto* seeded = chainJob<Done, Done>(looked, this, [this](const Done&) {
        return mapJob<Done, Done>(seed(*d->stage), this,
            [](const Result<Done>& r) -> Result<Done> { return r ? r : tl::unexpected(r.error().during(u"seed the sandbox"_s)); });
    });
    return chainJob<QJsonObject, Done>(seeded, this, [this](const Done&) {
        d->actors = makeActors(*d->stage, *d->cloud, d->played);
        Job<Done>* history = nullptr;
        for (const std::unique_ptr<Actor>& actor : d->actors) {
            actor->start();
            if (auto* handMade = qobject_cast<HandMade*>(actor.get())) {
                history = handMade->made(); // what was there before anybody looks
            }
        }
        return mapJob<QJsonObject, Done>(history, this, [this](const Result<Done>&) -> Result<QJsonObject> { return d->ready; });
    });
}

Job<int>* Sandbox::clean(const kube::Access& host, QObject* parent)
{
    if (const Result<Done> allowed = mustBeOnLoopback(host); !allowed) {
        return settledJob<int>(parent, tl::unexpected(allowed.error()));
    }
    struct Kit : QObject {
        Kit(const kube::Access& access, QObject* owner)
            : QObject(owner)
            , wire(kube::optionsFor(access))
            , client(wire, access)
        {
        }
        SystemClock clock;
        net::HttpTransport wire;
        kube::Client client;
    };
    auto* kit = new Kit(host, parent);
    return mapJob<int, int>(CleanRun::start(kit->client, kit->clock), parent, [kit](const Result<int>& r) {
        kit->deleteLater();
        return r;
    });
}

} // namespace cocoon::sandbox
