// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/window_program.h"

#include "models/setup/cluster_fit.h"
#include "services/base/json.h"
#include "services/base/log.h"
#include "services/coco/facts.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace cocoon::app {

using namespace Qt::StringLiterals;
using ui::KnownConnection;

WindowProgram::WindowProgram(const ui::Settings& settings, QObject* parent)
    : ui::Program(parent)
    , m_settings(settings)
    , m_sandbox(stateFolder() + u"/sandbox"_s)
{
}

WindowProgram::~WindowProgram() = default;

QString WindowProgram::stateFolder() const
{
    return qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + u"/.local/state"_s) + u"/cocoon"_s;
}

namespace {
    QList<KnownConnection> contextsOf(const kube::Config& config, const QString& file)
    {
        QList<KnownConnection> found;
        for (const QString& context : config.contexts()) {
            const auto access = config.access(context);
            found.append({ u"kubeconfig\n"_s + file + u'\n' + context, KnownConnection::Kind::Kubeconfig, context,
                access ? access->server.toString() : access.error().message });
        }
        return found;
    }
}

QList<KnownConnection> WindowProgram::known() const
{
    // The user's own files, read and not asked anything; one that cannot be read is no reason to show nothing.
    const auto config = kube::Config::load({}, qEnvironmentVariable("KUBECONFIG"), QDir::homePath());
    return config ? contextsOf(*config, {}) : QList<KnownConnection>();
}

Result<QList<KnownConnection>> WindowProgram::contexts(const QString& kubeconfigFile) const
{
    const auto config = kube::Config::load(kubeconfigFile, {}, QDir::homePath());
    if (!config) {
        return tl::unexpected(config.error());
    }
    QList<KnownConnection> found = contextsOf(*config, kubeconfigFile);
    if (found.isEmpty()) {
        return fail(Errc::Invalid, tr("%1 holds no context.").arg(kubeconfigFile));
    }
    return found;
}

void WindowProgram::openKnown(const QString& id)
{
    const QStringList parts = id.split(u'\n');
    if (parts.value(0) != u"kubeconfig") {
        return;
    }
    Session::Options options;
    options.kubeconfig = parts.value(1);
    options.context = parts.value(2);
    options.profile.proxy = m_settings.proxy();
    Q_EMIT opening(tr("Connecting to %1 …").arg(options.context));
    open(options, options.context, false);
}

void WindowProgram::openSandbox()
{
    Q_EMIT opening(m_sandbox.isRunning() ? tr("Rejoining the sandbox …") : tr("Starting the sandbox: a simulated cluster and cloud on this machine …"));
    m_sandbox.join(m_settings.sandboxSpeed())->then(this, [this](const Result<QJsonObject>& ready) {
        if (!ready) {
            Q_EMIT failed(ready.error().during(tr("start the sandbox")));
            return;
        }
        const Result<Profile> profile = Profile::load(ready->value(u"profile"_s).toString());
        QFile key(ready->value(u"apiKeyFile"_s).toString());
        if (!profile || !key.open(QIODevice::ReadOnly)) {
            Q_EMIT failed(profile ? Error { Errc::Io, tr("The sandbox's key %1 cannot be read: %2.").arg(key.fileName(), key.errorString()), {} } : profile.error());
            return;
        }
        Session::Options options;
        options.profile = *profile;
        options.login.apiKey = Secret(key.readAll().trimmed());
        options.cluster = ready->value(u"cluster"_s).toString();
        open(options, options.cluster, true);
    });
}

void WindowProgram::openProfile(const Profile& profile, const ibm::Login& login, const QString& cluster)
{
    Session::Options options;
    options.profile = profile;
    options.login = login;
    options.cluster = cluster;
    Q_EMIT opening(tr("Connecting to %1 …").arg(cluster));
    open(options, cluster, profile.name == u"sandbox");
}

Job<QList<ui::ClusterChoice>>* WindowProgram::logIn(const ui::CloudLogin& login)
{
    m_login = {};
    m_login.apiKey = login.apiKey;
    m_login.passcode = login.passcode;
    m_login.accountId = login.account;
    net::HttpTransport::Options wire;
    wire.proxy = m_settings.proxy();
    m_cloud.reset();
    m_transport.reset();
    m_wire = std::make_unique<net::HttpTransport>(wire);
    m_transport = std::make_unique<net::RetryTransport>(*m_wire, m_clock);
    m_cloud = std::make_unique<ibm::Cloud>(*m_transport, m_clock, ibm::Endpoints(), m_login);
    return mapJob<QList<ui::ClusterChoice>, QJsonArray>(m_cloud->clusters(), this, [](const Result<QJsonArray>& clusters) -> Result<QList<ui::ClusterChoice>> {
        if (!clusters) {
            return tl::unexpected(clusters.error().during(tr("log in and list the clusters of the account")));
        }
        QList<ui::ClusterChoice> choices;
        for (const QJsonValue& value : *clusters) {
            const QJsonObject cluster = value.toObject();
            choices.append({ str(cluster, { u"id" }), str(cluster, { u"name" }), str(cluster, { u"region" }), str(cluster, { u"state" }),
                str(cluster, { u"masterKubeVersion" }).section(u'_', 0, 0), cluster.value(u"workerCount"_s).toInt(),
                setup::unsuitableBecause(cluster, coco::Facts::builtIn()) });
        }
        std::stable_sort(choices.begin(), choices.end(), [](const ui::ClusterChoice& a, const ui::ClusterChoice& b) { return a.unsuitable.isEmpty() && !b.unsuitable.isEmpty(); });
        return choices;
    });
}

void WindowProgram::openCluster(const QString& clusterId, const QString& name)
{
    Session::Options options;
    options.login = m_login;
    options.cluster = clusterId;
    options.profile.proxy = m_settings.proxy();
    Q_EMIT opening(tr("Connecting to %1 …").arg(name));
    open(options, name, false);
}

void WindowProgram::open(Session::Options options, const QString& name, bool isSandbox)
{
    close();
    m_session = std::make_unique<Session>(std::move(options));
    Session* session = m_session.get();
    session->open()->then(session, [this, session, name, isSandbox](const Result<Done>& opened) {
        if (!opened) {
            Q_EMIT failed(opened.error());
            return;
        }
        setup::Desk::Parts parts { session->steps(), session->observer(), session->runner(), session->journal(), session->clock(), session->clusterDir(),
            session->options().cluster, session->options().profile.trustee, session->options().profile.timeScale,
            [session] { return session->acquireLease(); }, [session] { return session->releaseLease(); }, [session](const plan::Steps& steps) { return session->makeRunner(steps); } };
        m_desk = std::make_unique<setup::Desk>(std::move(parts));
        connect(session, &Session::leaseLost, m_desk.get(), &setup::Desk::leaseLost);
        connect(m_desk.get(), &setup::Desk::waitsFor, this, [this](const QString& what) { Q_EMIT opening(tr("Waiting for %1 …").arg(what)); });
        m_desk->begin()->then(m_desk.get(), [this, session, name, isSandbox](const Result<Done>& begun) {
            if (!begun) {
                Q_EMIT failed(begun.error());
                return;
            }
            ui::ConnectionFacts facts;
            facts.name = name;
            facts.isSandbox = isSandbox;
            facts.keyring = session->keyringNote();
            const world::Answer connection = m_desk->world().answer(world::ask::connection());
            for (const QJsonValue& warning : connection.value.toObject().value(u"warnings"_s).toArray()) {
                facts.isInsecure = facts.isInsecure || warning.toString().contains(u"insecure-skip-tls-verify");
            }
            m_desk->assessor().setActive(true);
            openBoard(session->clusterDir());
            Q_EMIT this->opened(m_desk.get(), facts);
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
    connect(&m_settings, &ui::Settings::changed, m_board.get(), [this] { m_board->setSpendLimit(m_settings.spendLimit()); });
}

void WindowProgram::close()
{
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
    return mapJob<Done, Secret>(m_session->kubeconfigText(), this, [file](const Result<Secret>& text) -> Result<Done> {
        if (!text) {
            return tl::unexpected(text.error().during(tr("fetch a kubeconfig")));
        }
        QSaveFile out(file);
        if (!out.open(QIODevice::WriteOnly) || !out.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || out.write(text->reveal()) < 0 || !out.commit()) {
            return fail(Errc::Io, tr("%1 cannot be written: %2.").arg(file, out.errorString()));
        }
        return Done {};
    });
}

void WindowProgram::endSandbox()
{
    if (m_desk && m_session && m_session->options().profile.name == u"sandbox") {
        close();
    }
    m_sandbox.end();
}

} // namespace cocoon::app
