// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/window_program.h"

#include "app/engine/connection_check.h"
#include "models/setup/cluster_fit.h"
#include "services/base/json.h"
#include "services/base/log.h"
#include "services/coco/facts.h"

#include <QDir>
#include <QFile>
#include <QTimer>

namespace cocoon::app {

using namespace Qt::StringLiterals;
using ui::KnownConnection;

WindowProgram::WindowProgram(ui::Settings& settings, QObject* parent)
    : ui::Program(parent)
    , m_settings(settings)
    , m_connections(settings)
    , m_sandbox(stateFolder() + u"/sandbox"_s)
    , m_reach(m_connections, m_logins, m_sandbox, settings)
    , m_neighbours(*this, m_reach)
{
    connect(&m_files, &FileWatch::changed, this, &WindowProgram::filesChanged);
    connect(this, &ui::Program::knownChanged, this, [this] {
        watchFiles();
        m_neighbours.forgetUnlisted();
    });
    connect(&m_neighbours, &Neighbours::changed, this, &ui::Program::fleetChanged);
    for (const auto changed : { &ui::Program::knownChanged, &ui::Program::closed }) {
        connect(this, changed, this, &ui::Program::fleetChanged);
    }
    watchFiles();
}

WindowProgram::~WindowProgram() = default;

QString WindowProgram::stateFolder() const
{
    return m_settings.dataFolder().isEmpty() ? m_settings.usualDataFolder() : m_settings.dataFolder();
}

QList<KnownConnection> WindowProgram::known() const
{
    QList<KnownConnection> all = m_connections.all();
    for (KnownConnection& one : all) {
        one.isOpen = m_isOpened && one.id == m_open.id;
    }
    return all;
}

Result<Done> WindowProgram::changed(Result<Done> result)
{
    if (result) {
        Q_EMIT knownChanged();
    }
    return result;
}

Result<Done> WindowProgram::addKubeconfig(const QString& file)
{
    return changed(m_connections.addKubeconfig(file));
}

void WindowProgram::openContext(const QString& kubeconfig, const QString& context)
{
    const Result<Done> added = kubeconfig.isEmpty() ? Result<Done>(Done {}) : addKubeconfig(kubeconfig);
    const Result<QString> id = added ? m_connections.idOf(kubeconfig, context) : tl::unexpected(added.error());
    if (id) {
        openKnown(*id);
    } else {
        Q_EMIT failed(id.error());
    }
}

Result<Done> WindowProgram::renameKnown(const QString& id, const QString& name)
{
    return changed(m_connections.rename(id, name));
}

Result<Done> WindowProgram::protectKnown(const QString& id, bool isProtected)
{
    return changed(m_connections.protect(id, isProtected));
}

Result<Done> WindowProgram::removeKnown(const QString& id)
{
    m_logins.remove(id);
    return changed(m_connections.remove(id));
}

void WindowProgram::openKnown(const QString& id)
{
    const auto connection = m_connections.find(id);
    if (connection && connection->kind == KnownConnection::Kind::Sandbox) {
        openSandbox();
        return;
    }
    const Result<Session::Options> options = m_connections.optionsFor(id);
    if (!connection || !options) {
        Q_EMIT failed(options ? Error { Errc::NotFound, tr("This connection is not on the list any more."), {} } : options.error());
    } else if (connection->hasLogin()) {
        openWithLogin(*options, *connection);
    } else {
        open(*options, *connection);
    }
}

/// The key comes from this run, else from the keyring, else from the user; a kubeconfig opens without one too.
void WindowProgram::openWithLogin(const Session::Options& options, const KnownConnection& connection)
{
    if (m_logins.has(connection.id)) {
        Session::Options with = options;
        with.login = m_logins.value(connection.id);
        open(with, connection);
        return;
    }
    m_logins.find(connection.id)->then(this, [this, options, connection](const Result<ibm::Login>& login) {
        if (!login && connection.kind != KnownConnection::Kind::Kubeconfig) {
            Q_EMIT loginWanted(connection);
            return;
        }
        Session::Options with = options;
        with.login = login.value_or(m_logins.value(connection.id));
        open(with, connection);
    });
}

void WindowProgram::openSandbox()
{
    Q_EMIT opening(m_sandbox.isRunning() ? tr("Rejoining the sandbox …") : tr("Starting the sandbox: a simulated cluster and cloud on this machine …"));
    m_sandbox.join(m_settings.sandboxSpeed())->then(this, [this](const Result<QJsonObject>& ready) {
        if (!ready) {
            Q_EMIT failed(ready.error().during(tr("start the sandbox")));
            return;
        }
        const Result<Session::Options> options = m_sandbox.options();
        if (!options) {
            Q_EMIT failed(options.error());
            return;
        }
        KnownConnection sandbox = m_connections.find(u"sandbox"_s).value_or(KnownConnection());
        sandbox.name = options->cluster;
        open(*options, sandbox);
    });
}

void WindowProgram::openProfile(const Profile& profile, const ibm::Login& login, const QString& cluster)
{
    Session::Options options;
    options.profile = profile;
    options.login = login;
    options.cluster = cluster;
    KnownConnection connection;
    connection.kind = profile.name == u"sandbox" ? KnownConnection::Kind::Sandbox : KnownConnection::Kind::Cloud;
    connection.name = cluster;
    open(options, connection);
}

Job<net::ProbeSteps>* WindowProgram::checkKnown(const QString& id)
{
    Result<Session::Options> options = m_connections.optionsFor(id);
    if (id == u"sandbox") {
        if (!m_sandbox.isRunning()) {
            using Step = net::ProbeStep;
            return settledJob<net::ProbeSteps>(this, net::ProbeSteps { { Step::Stage::Setting, Step::State::Failed, net::Flaw::NotStarted, {}, {} } });
        }
        options = m_sandbox.options();
    }
    if (options && m_logins.has(id)) {
        options->login = m_logins.value(id);
    }
    if (!options || !options->login.apiKey.isEmpty() || !options->kubeconfig.isEmpty() || !options->profile.kubeconfig.isEmpty()) {
        return checkConnection(options, this);
    }
    auto* checked = new Job<net::ProbeSteps>(this);
    m_logins.find(id)->then(checked, [checked, options](const Result<ibm::Login>& login) {
        Session::Options with = *options;
        with.login = login.value_or(with.login);
        checkConnection(with, checked)->then(checked, [checked](const Result<net::ProbeSteps>& steps) { checked->resolve(steps); });
    });
    return checked;
}

Job<ui::CloudAnswer>* WindowProgram::logIn(const ui::CloudLogin& login)
{
    m_login = login;
    m_account.clear();
    ibm::Login credential;
    credential.apiKey = login.apiKey;
    credential.passcode = login.passcode;
    credential.accountId = login.account;
    m_loginOptions = {};
    m_loginOptions.profile.proxy = m_settings.proxy();
    m_loginOptions.profile.network = m_settings.network();
    m_loginOptions.profile.region = m_settings.region();
    if (!login.connection.isEmpty()) {
        const Result<Session::Options> options = m_connections.optionsFor(login.connection);
        if (!options) {
            return settledJob<ui::CloudAnswer>(this, tl::unexpected(options.error()));
        }
        const Profile usual = m_loginOptions.profile;
        m_loginOptions = *options;
        Profile& profile = m_loginOptions.profile;
        if (profile.cluster.isEmpty()) { // it has not been to IBM Cloud yet
            profile.network = profile.network.isEmpty() ? usual.network : profile.network;
            profile.region = profile.region.isEmpty() ? usual.region : profile.region;
        }
    }
    const auto wire = m_loginOptions.profile.cloudWire();
    if (!wire) {
        return settledJob<ui::CloudAnswer>(this, tl::unexpected(wire.error()));
    }
    m_clusterWorkers.reset();
    m_cloud.reset();
    m_transport.reset();
    m_wire = std::make_unique<net::HttpTransport>(*wire);
    m_transport = std::make_unique<net::RetryTransport>(*m_wire, m_clock);
    m_cloud = std::make_unique<ibm::Cloud>(*m_transport, m_clock, m_loginOptions.profile.reachableEndpoints(), credential);
    if (login.passcode.isEmpty() || !login.account.isEmpty()) {
        return listClusters();
    }
    // A passcode is a person's, and a person may have several accounts.
    return chainJob<ui::CloudAnswer, QJsonArray>(m_cloud->accounts(), this, [this](const QJsonArray& accounts) -> Job<ui::CloudAnswer>* {
        if (accounts.size() == 1) {
            return chooseAccount(str(accounts.at(0), { u"id" }));
        }
        ui::CloudAnswer answer;
        for (const QJsonValue& account : accounts) {
            answer.accounts.append({ str(account, { u"id" }), str(account, { u"name" }) });
        }
        return settledJob<ui::CloudAnswer>(this, answer);
    });
}

QString WindowProgram::keyringState() const
{
    return m_logins.keyring().isPersistent() ? m_logins.keyring().describe() : tr("memory only, since there is no keyring: next time they are asked for again");
}

Job<ui::CloudAnswer>* WindowProgram::chooseAccount(const QString& accountId)
{
    return chainJob<ui::CloudAnswer, ibm::Identity>(m_cloud->selectAccount(accountId), this, [this](const ibm::Identity&) { return listClusters(); });
}

Job<ui::CloudAnswer>* WindowProgram::listClusters()
{
    auto* clusters = chainJob<QJsonArray, ibm::Identity>(m_cloud->whoAmI(), this, [this](const ibm::Identity& me) {
        m_account = me.accountId;
        return m_cloud->clusters();
    });
    return mapJob<ui::CloudAnswer, QJsonArray>(clusters, this, [this](const Result<QJsonArray>& all) -> Result<ui::CloudAnswer> {
        if (!all) {
            return tl::unexpected(all.error().during(tr("list the clusters of the account")));
        }
        const auto wanted = m_connections.find(m_login.connection);
        // A kubeconfig leads to where its workers are, whatever was chosen once, and by a way of its own.
        const bool isKubeconfig = wanted && wanted->kind == KnownConnection::Kind::Kubeconfig;
        const std::optional<QString> network = isKubeconfig ? std::nullopt : std::optional(m_loginOptions.profile.network);
        ui::CloudAnswer answer;
        answer.account = m_account;
        for (const QJsonValue& value : *all) {
            const QJsonObject cluster = value.toObject();
            answer.clusters.append({ str(cluster, { u"id" }), str(cluster, { u"name" }), str(cluster, { u"region" }), str(cluster, { u"state" }),
                str(cluster, { u"masterKubeVersion" }).section(u'_', 0, 0), cluster.value(u"workerCount"_s).toInt(),
                setup::unsuitableBecause(cluster, coco::Facts::builtIn(), network) });
        }
        std::stable_sort(answer.clusters.begin(), answer.clusters.end(),
            [](const ui::ClusterChoice& a, const ui::ClusterChoice& b) { return a.unsuitable.isEmpty() && !b.unsuitable.isEmpty(); });
        if (wanted) {
            answer.meant = !isKubeconfig ? wanted->cluster : m_desk && m_open.id == wanted->id ? setup::clusterOfNodes(m_desk->world())
                                                                                               : QString();
            const bool isThere = std::any_of(answer.clusters.begin(), answer.clusters.end(), [&answer](const ui::ClusterChoice& one) { return one.id == answer.meant; });
            if (isThere && !isKubeconfig) {
                keepLogin(wanted->id);
            }
        }
        lookAtWorkers(answer);
        return answer;
    });
}

void WindowProgram::lookAtWorkers(const ui::CloudAnswer& answer)
{
    QStringList suitable;
    for (const ui::ClusterChoice& cluster : answer.clusters) {
        if (cluster.unsuitable.isEmpty()) {
            suitable.append(cluster.id);
        }
    }
    m_clusterWorkers = std::make_unique<ClusterWorkers>(*m_cloud);
    connect(m_clusterWorkers.get(), &ClusterWorkers::judged, this, &WindowProgram::clusterJudged);
    m_clusterWorkers->look(suitable);
}

void WindowProgram::wantLogin()
{
    KnownConnection asked = m_connections.find(m_open.id).value_or(m_open);
    asked.isOpen = true;
    Q_EMIT loginWanted(asked);
}

/// For as long as the program runs, and in the keyring when that was wished.
void WindowProgram::keepLogin(const QString& id)
{
    ibm::Login login;
    login.apiKey = m_login.apiKey;
    login.refreshToken = m_cloud ? m_cloud->refreshToken() : Secret(); // the passcode has done its duty
    login.accountId = m_account;
    m_logins.insert(id, login, m_login.isKept);
}

void WindowProgram::openCluster(const ui::ClusterChoice& cluster, bool isKept)
{
    Profile profile = m_loginOptions.profile;
    profile.name = cluster.name;
    profile.cluster = cluster.id;
    profile.account = m_account;
    profile.region = cluster.region;
    const auto wanted = m_connections.find(m_login.connection);
    if (wanted && wanted->kind == KnownConnection::Kind::Kubeconfig) {
        openForKubeconfig(wanted->id, profile);
        return;
    }
    QString id;
    if (isKept) {
        Profile lasting = profile;
        lasting.proxy.clear(); // what Settings say counts, also later
        const Result<QString> kept = m_connections.keep(lasting);
        if (!kept) {
            Q_EMIT failed(kept.error());
            return;
        }
        id = *kept;
        Q_EMIT knownChanged();
    }
    keepLogin(id);
    Session::Options options;
    options.profile = profile;
    options.cluster = profile.cluster;
    options.login = m_logins.value(id);
    const KnownConnection unkept { {}, KnownConnection::Kind::Cloud, cluster.name, {}, cluster.id, {} };
    open(options, m_connections.find(id).value_or(unkept));
}

void WindowProgram::openForKubeconfig(const QString& id, const Profile& chosen)
{
    const Result<QString> kept = m_connections.setCluster(id, chosen);
    if (!kept) {
        Q_EMIT failed(kept.error());
        return;
    }
    m_login.connection = *kept;
    keepLogin(*kept);
    Q_EMIT knownChanged();
    openKnown(*kept);
}

void WindowProgram::open(Session::Options options, const KnownConnection& connection)
{
    const bool isRenewed = std::exchange(m_isRenewing, false);
    Q_EMIT opening(connection.kind == KnownConnection::Kind::Sandbox ? tr("Looking at the sandbox …") : tr("Connecting to %1 …").arg(connection.name));
    close();
    m_neighbours.stop(connection.id); // it has the window to itself now
    options.stateDir = stateFolder();
    m_session = std::make_unique<Session>(std::move(options));
    m_open = connection;
    Session* session = m_session.get();
    session->open()->then(session, [this, session, connection, isRenewed](const Result<Done>& opened) {
        if (!opened) {
            Q_EMIT failed(opened.error());
            return;
        }
        setup::Desk::Parts parts { session->steps(), session->observer(), session->runner(), session->journal(), session->clock(), session->clusterDir(),
            session->options().cluster, session->options().profile.trustee, session->options().profile.timeScale,
            [session] { return session->acquireLease(); }, [session] { return session->releaseLease(); }, [session](const plan::Steps& steps) { return session->makeRunner(steps); } };
        parts.connectCluster = [session] { return session->connectCluster(); };
        parts.isLeaseCurrent = [session] { return session->isLeaseCurrent(); };
        m_desk = std::make_unique<setup::Desk>(std::move(parts));
        connect(session, &Session::leaseLost, m_desk.get(), &setup::Desk::leaseLost);
        connect(m_desk.get(), &setup::Desk::waitsFor, this, [this](const QString& what) { Q_EMIT opening(tr("Waiting for %1 …").arg(what)); });
        m_desk->begin()->then(m_desk.get(), [this, session, connection, isRenewed](const Result<Done>& begun) {
            if (!begun) {
                Q_EMIT failed(begun.error());
                return;
            }
            ui::ConnectionFacts facts;
            facts.name = connection.name;
            facts.isSandbox = connection.kind == KnownConnection::Kind::Sandbox;
            facts.isProtected = m_connections.find(connection.id).value_or(connection).isProtected;
            facts.isRenewed = isRenewed;
            facts.keyring = session->keyringNote();
            const world::Answer way = m_desk->world().answer(world::ask::connection());
            for (const QJsonValue& warning : way.value.toObject().value(u"warnings"_s).toArray()) {
                facts.isInsecure = facts.isInsecure || warning.toString().contains(u"insecure-skip-tls-verify");
            }
            m_desk->assessor().setActive(true);
            openBoard(session->clusterDir());
            connect(m_desk.get(), &setup::Desk::runEnded, this, [this] {
                if (std::exchange(m_isRenewedLater, false)) {
                    QTimer::singleShot(0, this, &WindowProgram::renew); // the desk that tells us goes with it
                }
            });
            watchFiles();
            m_isOpened = true;
            Q_EMIT this->opened(m_desk.get(), facts);
            Q_EMIT fleetChanged();
        });
    });
}

void WindowProgram::openBoard(const QString& folder)
{
    m_seen = std::make_unique<history::History>(folder + u"/history.sqlite"_s);
    const Result<Done> opened = m_seen->open();
    if (!opened) { // the board says so at the first thing it cannot keep; what is live does not depend on it
        qCWarning(lcApp) << opened.error().message;
    }
    m_board = std::make_unique<dashboard::Board>(*m_desk, *m_seen);
    m_board->setSpendLimit(m_settings.spendLimit());
    connect(m_board.get(), &dashboard::Board::changed, this, &ui::Program::fleetChanged);
    connect(&m_settings, &ui::Settings::changed, m_board.get(), [this] { m_board->setSpendLimit(m_settings.spendLimit()); });
}

void WindowProgram::watchFiles()
{
    m_files.setPaths(m_connections.files() + (m_session ? m_session->accessFiles() : QStringList()));
}

void WindowProgram::filesChanged()
{
    Q_EMIT knownChanged();
    m_neighbours.renew();
    if (!m_session || !m_desk) {
        return;
    }
    const Result<bool> isNew = m_session->hasNewAccess();
    if (!isNew) {
        Q_EMIT noted(tr("The files of %1 changed and cannot be used (%2). The connection stays as it was.").arg(m_open.name, isNew.error().message));
    } else if (*isNew && m_desk->isRunning()) {
        m_isRenewedLater = true;
        Q_EMIT noted(tr("The kubeconfig or certificate of %1 changed. It is used as soon as the run has ended.").arg(m_open.name));
    } else if (*isNew) {
        renew();
    }
}

void WindowProgram::renew()
{
    if (!m_session) {
        return;
    }
    m_isRenewing = true;
    const Session::Options options = m_session->options();
    const KnownConnection again = m_open; // open() puts another in its place
    open(options, again);
    Q_EMIT noted(tr("The kubeconfig or certificate of %1 changed: connected anew.").arg(m_open.name));
}

void WindowProgram::close()
{
    m_isOpened = false;
    m_isRenewedLater = false;
    if (m_desk || m_session) {
        Q_EMIT closed();
    }
    m_board.reset();
    m_seen.reset();
    m_desk.reset();
    m_session.reset();
}

Job<Done>* WindowProgram::saveKubeconfig(const QString& file)
{
    if (!m_session) {
        return settledJob<Done>(this, fail(Errc::Precondition, tr("No connection is open.")));
    }
    return m_session->saveKubeconfig(file);
}

void WindowProgram::endSandbox()
{
    if (m_desk && m_session && m_session->options().profile.name == u"sandbox") {
        close();
    }
    m_neighbours.stop(u"sandbox"_s);
    m_sandbox.end();
}

} // namespace cocoon::app
