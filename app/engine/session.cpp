// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/session.h"

#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/base/log.h"
#include "services/base/yaml.h"
#include "services/kube/object.h"
#include "services/net/stranger.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSysInfo>
#include <QTimer>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    const QString kOperatorNamespace = QStringLiteral("openshift-sandboxed-containers-operator");
    /// Secrets that a run makes and a later run can use (see Change::capturesSecret).
    const QStringList kKeptSecrets { QStringLiteral("PEER_PODS_API_KEY") };
    constexpr int kKubeconfigTries = 12;
    constexpr milliseconds kKubeconfigPause { 15000 };
    constexpr milliseconds kFindPause { 2000 };
    constexpr milliseconds kKeyringLimit { 5000 }; // of real time

    QString safeName(const QString& text)
    {
        QString safe;
        for (const QChar c : text) {
            safe.append(c.isLetterOrNumber() || c == u'-' || c == u'_' ? c : u'-');
        }
        return safe.isEmpty() ? u"default"_s : safe.left(80);
    }
}

Session::Session(Options options, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(m_options.profile.timeScale)
    , m_steps(setup::setupSteps(coco::Facts::builtIn()))
{
    if (m_options.cluster.isEmpty()) {
        m_options.cluster = m_options.profile.cluster;
    }
}

Session::~Session() = default;

Job<Done>* Session::open()
{
    const Result<net::HttpTransport::Options> wire = m_options.profile.cloudWire();
    if (!wire) {
        return settledJob<Done>(this, tl::unexpected(wire.error()));
    }
    m_cloudWire = std::make_unique<net::HttpTransport>(*wire);
    m_cloudTransport = std::make_unique<net::RetryTransport>(tapped(*m_cloudWire, m_cloudTap), m_clock);
    const bool hasLogin = !m_options.login.apiKey.isEmpty() || !m_options.login.passcode.isEmpty() || !m_options.login.refreshToken.isEmpty();
    if (hasLogin) {
        m_cloud = std::make_unique<ibm::Cloud>(*m_cloudTransport, m_clock, m_options.profile.reachableEndpoints(), m_options.login);
        if (!m_options.profile.region.isEmpty()) {
            m_cloud->setRegion(m_options.profile.region);
        }
    }
    if (!m_keyring) {
        m_keyring = ibm::SecretStore::open();
    }

    auto* opened = new Job<Done>(this);
    const auto goOn = [this, opened](const QString& key) {
        useClusterDir(key);
        const Result<Done> ready = m_journal->open();
        m_observer->journalChanged();
        readKeptSecrets()->then(opened, [opened, ready](const Result<Done>&) { opened->resolve(ready); });
    };
    findCluster(opened, goOn, 1);
    return opened;
}

/// The journal belongs to a cluster, not to a name: names are used again. An unknown cluster is the connect step's finding, but an
/// answer without sense says nothing of it: under the name alone, journal and Intent would be others than those of yesterday.
void Session::findCluster(Job<Done>* opened, const std::function<void(const QString&)>& goOn, int attempt)
{
    const auto found = [this, opened, goOn, attempt](const Result<QString>& key) {
        if (key || !net::isSenseless(key.error())) {
            goOn(key.value_or(m_options.cluster));
        } else if (net::mayBeAStranger(key.error(), attempt)) {
            m_clock.after(kFindPause, opened, [this, opened, goOn, attempt] { findCluster(opened, goOn, attempt + 1); });
        } else {
            opened->resolve(tl::unexpected(key.error().during(m_options.cluster.isEmpty() ? tr("find out which cluster this is") : tr("find the cluster %1").arg(m_options.cluster))));
        }
    };
    if (m_cloud && !m_options.cluster.isEmpty()) {
        m_cloud->cluster(m_options.cluster)->then(opened, [this, found](const Result<QJsonObject>& r) {
            m_isClusterKnown = r.has_value();
            if (r && m_options.profile.region.isEmpty()) {
                m_cloud->setRegion(r->value(u"region"_s).toString());
            }
            found(r ? Result<QString>(r->value(u"id"_s).toString()) : tl::unexpected(r.error()));
        });
        return;
    }
    connectCluster()->then(opened, [this, opened, goOn, found](const Result<kube::Client*>& client) {
        if (!client) {
            goOn(m_options.cluster); // a broken kubeconfig is the connect step's finding too
            return;
        }
        (*client)->get(kube::res::namespaces, {}, u"kube-system"_s)->then(opened, [this, goOn, found, client = *client](const Result<QJsonObject>& r) {
            if (!r && client->lacksCredential()) {
                goOn(m_options.cluster); // a broken plug-in as well
                return;
            }
            found(r ? Result<QString>(kube::uidOf(*r)) : tl::unexpected(r.error()));
        });
    });
}

net::Transport& Session::tapped(net::Transport& wire, std::unique_ptr<net::Transport>& tap) const
{
    if (!m_between.wire) {
        return wire;
    }
    tap = m_between.wire(wire);
    return *tap;
}

/// A keyring that waits for its password, or hangs, must not hold the program: after a while we go on without it.
Job<Done>* Session::readKeptSecrets()
{
    auto* all = new Job<Done>(this);
    QTimer::singleShot(kKeyringLimit, all, [this, all] {
        if (!all->isSettled()) {
            qCWarning(lcApp) << "The keyring does not answer; going on without it.";
            m_isKeyringMute = true;
            all->resolve(Done {});
        }
    });
    auto left = std::make_shared<int>(static_cast<int>(kKeptSecrets.size()));
    for (const QString& name : kKeptSecrets) {
        m_keyring->read(m_clusterKey + u'/' + name)->then(all, [this, all, name, left](const Result<Secret>& r) {
            if (r && !all->isSettled()) {
                m_secrets.insert(name, *r);
            }
            if (--*left == 0) {
                all->resolve(Done {});
            }
        });
    }
    return all;
}

QString Session::keyringNote() const
{
    if (!m_keyring) {
        return {};
    }
    return m_isKeyringMute ? u"%1 (it did not answer within %2 s)"_s.arg(m_keyring->describe()).arg(kKeyringLimit.count() / 1000)
                           : m_keyring->describe();
}

QString Session::stateRoot(const QString& stateDir)
{
    return stateDir.isEmpty() ? qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + u"/.local/state"_s) + u"/cocoon"_s : stateDir;
}

void Session::useClusterDir(const QString& key)
{
    m_clusterKey = safeName(key);
    if (!m_options.profile.caFile.isEmpty()) {
        // A private CA means a private world (a sandbox is made anew with the same ids): keep their journals apart.
        QFile ca(m_options.profile.caFile);
        m_clusterKey += ca.open(QIODevice::ReadOnly) ? u'-' + QString::fromLatin1(sha256Hex(ca.readAll()).left(8)) : QString();
    }
    m_clusterDir = stateRoot(m_options.stateDir) + u"/clusters/"_s + m_clusterKey;
    QDir().mkpath(m_clusterDir);
    QFile::setPermissions(m_clusterDir, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);

    m_journal = std::make_unique<plan::Journal>(m_clock, m_clusterDir + u"/journal.jsonl"_s);
    world::Observer::Sources sources;
    sources.cluster = [this] { return connectCluster(); };
    sources.connectionFacts = [this] { return m_connection; };
    sources.cloud = m_cloud.get();
    sources.probe = m_cloudWire.get();
    sources.secret = [this](const QString& name) { return secret(name); };
    sources.journal = [this] { return m_journal->entries(); };
    sources.wallClock = &m_wallClock;
    m_observer = std::make_unique<world::Observer>(m_clock, sources);
    connect(m_journal.get(), &plan::Journal::grew, m_observer.get(), &world::Observer::journalChanged);
    m_senders = std::make_unique<Senders>([this] { return connectCluster(); }, m_cloud.get(), *m_observer,
        SecretAccess { [this](const QString& name) { return secret(name); },
            [this](const QString& name, const Secret& value) { storeSecret(name, value); } });
    if (m_between.senders) {
        m_sendersTap = m_between.senders(*m_senders);
    }
    m_runner = std::make_unique<plan::Runner>(m_steps, *m_observer, executor(), *m_journal, m_clock);
}

std::unique_ptr<plan::Runner> Session::makeRunner(const plan::Steps& steps)
{
    return std::make_unique<plan::Runner>(steps, *m_observer, executor(), *m_journal, m_clock);
}

Secret Session::secret(const QString& name) const
{
    return m_secrets.value(name);
}

void Session::storeSecret(const QString& name, const Secret& value)
{
    m_secrets.insert(name, value);
    if (m_keyring->isPersistent()) {
        m_keyring->write(m_clusterKey + u'/' + name, value)->then(this, [name](const Result<Done>& r) {
            if (!r) {
                qCWarning(lcApp) << "The keyring did not keep" << name << ":" << r.error().message;
            }
        });
    }
}

Result<kube::Client*> Session::useAccess(const Result<kube::Access>& access, const QString& source)
{
    if (!access) {
        return tl::unexpected(access.error());
    }
    m_fingerprint = fingerprint(*access);
    m_accessFiles = access->files;
    net::HttpTransport::Options wire = kube::optionsFor(*access);
    if (wire.proxy.isEmpty()) {
        wire.proxy = m_options.profile.proxy; // proxy-url counts for its cluster, the profile's for everything else
    }
    m_kubeWire = std::make_unique<net::HttpTransport>(wire);
    m_kubeTransport = std::make_unique<net::RetryTransport>(tapped(*m_kubeWire, m_kubeTap), m_clock);
    m_kube = std::make_unique<kube::Client>(*m_kubeTransport, *access);
    m_connection = QJsonObject {
        { u"server"_s, access->server.toString() },
        { u"context"_s, access->context },
        { u"user"_s, access->user },
        { u"namespace"_s, access->namespaceName },
        { u"source"_s, source },
        { u"warnings"_s, QJsonArray::fromStringList(m_options.warnings + access->warnings) },
    };
    return m_kube.get();
}

/// A context that the user names is one of their own files, also when none of them is named.
bool Session::usesOwnFiles() const
{
    return !m_options.kubeconfig.isEmpty() || !m_options.profile.kubeconfig.isEmpty() || !m_options.context.isEmpty() || (!m_cloud && m_options.cluster.isEmpty());
}

Result<kube::Access> Session::ownAccess(const Options& options)
{
    const QString file = options.kubeconfig.isEmpty() ? options.profile.kubeconfig : options.kubeconfig;
    const Result<kube::Config> config = kube::Config::load(file, qEnvironmentVariable("KUBECONFIG"), QDir::homePath());
    return config ? config->access(options.context.isEmpty() ? options.profile.context : options.context) : tl::unexpected(config.error());
}

QString Session::fingerprint(const kube::Access& access) const
{
    QByteArray all = access.server.toEncoded() + '\n' + access.user.toUtf8() + '\n' + access.tls.serverName.toUtf8() + '\n' + access.proxy.toUtf8() + '\n'
        + QByteArray::number(access.tls.insecure) + access.token.digest().toUtf8() + '\n' + access.tokenFile.toUtf8() + '\n' + access.basicUser.toUtf8()
        + access.basicPassword.digest().toUtf8() + '\n' + toJson(access.exec);
    for (const QList<QSslCertificate>& list : { access.tls.roots, access.tls.clientChain }) {
        for (const QSslCertificate& certificate : list) {
            all += certificate.digest(QCryptographicHash::Sha256);
        }
    }
    for (const auto& [name, value] : access.extraHeaders) {
        all += name + value;
    }
    all += keyedDigest(access.tls.clientKey.toDer()).toUtf8();
    if (!m_options.profile.caFile.isEmpty()) {
        QFile ca(m_options.profile.caFile);
        all += ca.open(QIODevice::ReadOnly) ? ca.readAll() : QByteArray();
    }
    return QString::fromLatin1(sha256Hex(all));
}

QStringList Session::accessFiles() const
{
    QStringList files = m_accessFiles;
    files += m_options.profile.caFile;
    if (usesOwnFiles()) {
        const QString named = m_options.kubeconfig.isEmpty() ? m_options.profile.kubeconfig : m_options.kubeconfig;
        const QString variable = qEnvironmentVariable("KUBECONFIG");
        files += !named.isEmpty() ? QStringList { named } : variable.isEmpty() ? QStringList { QDir::homePath() + u"/.kube/config"_s } : variable.split(u':', Qt::SkipEmptyParts);
    }
    files.removeAll(QString());
    return files;
}

Result<bool> Session::hasNewAccess() const
{
    if (!usesOwnFiles() || m_fingerprint.isEmpty()) {
        return false;
    }
    const Result<kube::Access> access = ownAccess(m_options);
    return access ? Result<bool>(fingerprint(*access) != m_fingerprint) : tl::unexpected(access.error());
}

Job<kube::Client*>* Session::connectCluster()
{
    if (m_kube) {
        return settledJob<kube::Client*>(this, m_kube.get());
    }
    if (usesOwnFiles()) {
        const bool isExplicit = !m_options.kubeconfig.isEmpty() || (m_options.profile.kubeconfig.isEmpty() && !m_options.context.isEmpty());
        return settledJob<kube::Client*>(this, useAccess(ownAccess(m_options), isExplicit ? u"kubeconfig"_s : u"profile"_s));
    }
    if (!m_cloud) {
        return settledJob<kube::Client*>(this,
            fail(Errc::Precondition, tr("There is neither a kubeconfig nor a login to IBM Cloud to fetch one with.")));
    }
    if (!m_connecting) {
        m_connecting = mapJob<kube::Client*, Secret>(m_cloud->kubeconfig(m_options.cluster, true, m_options.profile.network), this,
            [this](const Result<Secret>& yaml) -> Result<kube::Client*> {
                m_connecting = nullptr; // who asks while this answer is delivered would wait for one that has passed
                if (!yaml) {
                    return tl::unexpected(kubeconfigError(yaml.error()).during(tr("fetch the kubeconfig of %1").arg(m_options.cluster)));
                }
                const Result<kube::Config> config = kube::Config::fromText(yaml->reveal(), {}, u"kubeconfig of the containers API"_s);
                if (!config) {
                    Error error = config.error(); // not a file of the user's: what came is no kubeconfig
                    error.code = Errc::Protocol;
                    return tl::unexpected(error.during(tr("fetch the kubeconfig of %1").arg(m_options.cluster)));
                }
                return useAccess(config->access(), u"containers-api"_s); // a context of the user's would have led to their files
            });
        return m_connecting;
    }
    // Somebody else is already waiting for the same answer.
    auto* waiting = new Job<kube::Client*>(this);
    m_connecting->then(waiting, [waiting](const Result<kube::Client*>& r) { waiting->resolve(r); });
    return waiting;
}

/// A cluster made a moment ago is in the list before its kubeconfig can be had: 404 or 503 for up to three minutes.
Error Session::kubeconfigError(const Error& error)
{
    const bool isNotYet = error.code == Errc::NotFound || (error.code == Errc::Server && error.httpStatus == 503);
    Error said = error;
    said.retryAfter.reset();
    if (m_isClusterKnown && isNotYet && ++m_kubeconfigTries < kKubeconfigTries) {
        said.code = Errc::Server;
        said.retryAfter = kKubeconfigPause;
    }
    return said;
}

Job<Secret>* Session::kubeconfigText()
{
    const QString named = m_options.kubeconfig.isEmpty() ? m_options.profile.kubeconfig : m_options.kubeconfig;
    if (named.isEmpty() && m_options.context.isEmpty() && m_cloud) {
        return m_cloud->kubeconfig(m_options.cluster, true, m_options.profile.network);
    }
    const auto config = kube::Config::load(named, qEnvironmentVariable("KUBECONFIG"), QDir::homePath());
    return settledJob<Secret>(this, config ? Result<Secret>(Secret(toYaml(config->merged()))) : tl::unexpected(config.error()));
}

Job<Done>* Session::saveKubeconfig(const QString& file)
{
    return mapJob<Done, Secret>(kubeconfigText(), this, [file](const Result<Secret>& text) -> Result<Done> {
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

Job<Done>* Session::acquireLease()
{
    if (!m_lock) {
        m_lock = std::make_unique<DeskLock>(m_clusterDir + u"/lock"_s);
    }
    if (!m_lock->isLocked()) {
        const Result<Done> locked = m_lock->lock();
        if (!locked) {
            return settledJob<Done>(this, locked);
        }
        // What we read before the lock was ours may have grown since; what is open now is of a run before us: nobody
        // waits for those answers any more.
        Result<Done> ready = m_journal->open();
        if (ready) {
            ready = m_journal->closeLost();
        }
        if (!ready) {
            m_lock->unlock();
            return settledJob<Done>(this, ready);
        }
    }
    return chainJob<Done, kube::Client*>(connectCluster(), this, [this](kube::Client* const& client) {
        if (!m_lease) {
            const QString desk = QString::fromLatin1(sha256Hex(m_clusterDir.toUtf8()).left(8));
            const QString holder = u"%1@%2/%3"_s.arg(qEnvironmentVariable("USER", u"cocoon"_s), QSysInfo::machineHostName(), desk);
            m_lease = std::make_unique<kube::Lease>(*client, m_wallClock, kOperatorNamespace, u"cocoon"_s, holder);
            connect(m_lease.get(), &kube::Lease::lost, this, &Session::leaseLost);
        }
        return mapJob<Done, Done>(m_lease->acquire(), this, [this](const Result<Done>& taken) {
            if (taken) {
                m_lease->watch();
            }
            return taken;
        });
    });
}

Job<Done>* Session::releaseLease()
{
    return m_lease ? m_lease->release() : settledJob<Done>(this, Done {});
}

} // namespace cocoon::app
