// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/connections.h"

#include <QDir>
#include <QFileInfo>

namespace cocoon::app {

using namespace Qt::StringLiterals;
using ui::KnownConnection;
using Kind = KnownConnection::Kind;

namespace {
    const QString kSandbox = QStringLiteral("sandbox");
    const QString kKept = QStringLiteral("kept/");

    QString contextId(const QString& file, const QString& context)
    {
        return u"kubeconfig\n"_s + file + u'\n' + context;
    }

    Kind kindOf(const Profile& profile)
    {
        return profile.isSandbox ? Kind::Sandbox : profile.kubeconfig.isEmpty() && profile.context.isEmpty() ? Kind::Cloud : Kind::Kubeconfig;
    }

    /// `file` "" = the user's own, as kubectl finds them.
    Result<kube::Config> configOf(const QString& file)
    {
        return kube::Config::load(file, qEnvironmentVariable("KUBECONFIG"), QDir::homePath());
    }

    QString serverOf(const Profile& profile)
    {
        const auto config = configOf(profile.kubeconfig);
        const auto access = config ? config->access(profile.context) : tl::unexpected(config.error());
        return access ? access->server.toString() : access.error().message;
    }
}

Connections::Connections(ui::Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_book(QFileInfo(settings.file()).absolutePath() + u"/connections"_s)
{
}

QList<KnownConnection> Connections::contextsOf(const QString& file, const QList<ConnectionBook::Entry>& kept) const
{
    const auto config = configOf(file);
    if (!config) {
        const QString label = file.isEmpty() ? tr("Your kubeconfig") : QFileInfo(file).fileName();
        KnownConnection bad { contextId(file, {}), Kind::Kubeconfig, label, file, {}, config.error().message };
        bad.isAdded = !file.isEmpty();
        return { bad };
    }
    QList<KnownConnection> found;
    for (const QString& context : config->contexts()) {
        const bool isKept = std::any_of(kept.begin(), kept.end(), [&](const auto& entry) { return entry.profile.kubeconfig == file && entry.profile.context == context; });
        if (isKept) {
            continue;
        }
        const auto access = config->access(context);
        KnownConnection one { contextId(file, context), Kind::Kubeconfig, context, access ? access->server.toString() : QString(), {}, access ? QString() : access.error().message };
        one.isAdded = !file.isEmpty();
        found.append(one);
    }
    return found;
}

QList<KnownConnection> Connections::all() const
{
    const QList<ConnectionBook::Entry> kept = m_book.entries();
    QList<KnownConnection> all;
    KnownConnection sandbox { kSandbox, Kind::Sandbox, tr("Sandbox"), tr("A simulated cluster and cloud on this machine"), {}, {} };
    for (const ConnectionBook::Entry& entry : kept) {
        if (entry.profile.isSandbox) {
            sandbox.name = entry.profile.name;
            sandbox.isProtected = entry.profile.isProtected;
            sandbox.isSaved = true;
            continue;
        }
        KnownConnection one { kKept + entry.id, kindOf(entry.profile), entry.profile.name, {}, entry.profile.cluster, entry.error ? entry.error->message : QString() };
        one.detail = entry.error            ? entry.file
            : one.kind == Kind::Cloud       ? tr("IBM Cloud account %1").arg(entry.profile.account.isEmpty() ? tr("of the key") : entry.profile.account)
                                            : serverOf(entry.profile);
        one.isSaved = true;
        one.isProtected = entry.profile.isProtected;
        one.account = entry.profile.account;
        all.append(one);
    }
    for (const QString& file : QStringList { {} } + m_settings.kubeconfigs()) {
        all += contextsOf(file, kept);
    }
    all.append(sandbox);
    return all;
}

std::optional<KnownConnection> Connections::find(const QString& id) const
{
    for (const KnownConnection& one : all()) {
        if (one.id == id) {
            return one;
        }
    }
    return std::nullopt;
}

Result<Session::Options> Connections::optionsFor(const QString& id) const
{
    Session::Options options;
    if (id.startsWith(kKept)) {
        const auto entry = m_book.entry(id.mid(kKept.size()));
        if (!entry || entry->error) {
            return entry ? tl::unexpected(*entry->error) : fail(Errc::NotFound, tr("This connection is not on the list any more."));
        }
        options.profile = entry->profile;
        options.cluster = entry->profile.cluster;
        options.context = entry->profile.kubeconfig.isEmpty() ? entry->profile.context : QString();
    } else if (id.startsWith(u"kubeconfig\n")) {
        options.kubeconfig = id.section(u'\n', 1, 1);
        options.context = id.section(u'\n', 2);
    } else {
        return fail(Errc::NotFound, tr("This connection is not on the list any more."));
    }
    if (options.profile.proxy.isEmpty()) {
        options.profile.proxy = m_settings.proxy();
    }
    return options;
}

Result<QString> Connections::idOf(const QString& file, const QString& context) const
{
    const auto config = configOf(file);
    if (!config) {
        return tl::unexpected(config.error());
    }
    const QString wanted = context.isEmpty() ? config->currentContext() : context;
    if (!config->contexts().contains(wanted)) {
        const QString name = file.isEmpty() ? tr("Your kubeconfig") : file;
        return fail(Errc::NotFound, wanted.isEmpty() ? tr("%1 has no current context; name one of these: %2.").arg(name, config->contexts().join(u", "_s))
                                                     : tr("%1 has no context \"%2\", but these: %3.").arg(name, wanted, config->contexts().join(u", "_s)));
    }
    for (const ConnectionBook::Entry& entry : m_book.entries()) {
        if (!entry.error && entry.profile.kubeconfig == file && entry.profile.context == wanted) {
            return kKept + entry.id;
        }
    }
    return contextId(file, wanted);
}

Result<Done> Connections::addKubeconfig(const QString& file)
{
    const auto config = configOf(file);
    if (!config) {
        return tl::unexpected(config.error());
    }
    if (config->contexts().isEmpty()) {
        return fail(Errc::Invalid, tr("%1 holds no context.").arg(file));
    }
    QStringList files = m_settings.kubeconfigs();
    if (!files.contains(file)) {
        m_settings.setKubeconfigs(files << file);
    }
    return Done {};
}

Result<QString> Connections::keep(const Profile& profile)
{
    for (const ConnectionBook::Entry& entry : m_book.entries()) {
        const Profile& there = entry.profile;
        if (!entry.error && there.cluster == profile.cluster && there.account == profile.account && there.kubeconfig == profile.kubeconfig
            && there.context == profile.context && there.isSandbox == profile.isSandbox) {
            return kKept + entry.id;
        }
    }
    const Result<QString> id = m_book.add(profile);
    return id ? Result<QString>(kKept + *id) : id;
}

/// What is only found gets a file of its own as soon as there is something to remember about it.
Result<QString> Connections::keptId(const QString& id)
{
    if (id.startsWith(kKept)) {
        return id.mid(kKept.size());
    }
    Profile profile;
    profile.isSandbox = id == kSandbox;
    profile.name = profile.isSandbox ? tr("Sandbox") : id.section(u'\n', 2);
    if (!profile.isSandbox) {
        profile.kubeconfig = id.section(u'\n', 1, 1);
        profile.context = id.section(u'\n', 2);
    }
    for (const ConnectionBook::Entry& entry : m_book.entries()) {
        const Profile& there = entry.profile;
        if (!profile.isSandbox && !entry.error && there.kubeconfig == profile.kubeconfig && there.context == profile.context) {
            return entry.id; // whoever asks found it before it was kept
        }
    }
    const Result<QString> kept = keep(profile);
    return kept ? Result<QString>(kept->mid(kKept.size())) : kept;
}

Result<Done> Connections::rename(const QString& id, const QString& name)
{
    const Result<QString> kept = keptId(id);
    return kept ? m_book.rename(*kept, name) : tl::unexpected(kept.error());
}

Result<Done> Connections::protect(const QString& id, bool isProtected)
{
    const Result<QString> kept = keptId(id);
    return kept ? m_book.setProtected(*kept, isProtected) : tl::unexpected(kept.error());
}

Result<QString> Connections::setCluster(const QString& id, const Profile& of)
{
    const Result<QString> kept = keptId(id);
    const Result<Done> written = kept ? m_book.setCluster(*kept, of) : tl::unexpected(kept.error());
    return written ? Result<QString>(kKept + *kept) : tl::unexpected(written.error());
}

Result<Done> Connections::remove(const QString& id)
{
    if (id.startsWith(kKept)) {
        return m_book.remove(id.mid(kKept.size()));
    }
    const QString file = id.section(u'\n', 1, 1);
    QStringList files = m_settings.kubeconfigs();
    if (files.removeAll(file) == 0) {
        return fail(Errc::Invalid, tr("It comes from your own kubeconfig; Cocoon does not change that file."));
    }
    m_settings.setKubeconfigs(files);
    return Done {};
}

QStringList Connections::files() const
{
    QStringList files { m_book.folder() };
    const QString own = qEnvironmentVariable("KUBECONFIG");
    files += own.isEmpty() ? QStringList { QDir::homePath() + u"/.kube/config"_s } : own.split(u':', Qt::SkipEmptyParts);
    files += m_settings.kubeconfigs();
    for (const ConnectionBook::Entry& entry : m_book.entries()) {
        files += { entry.profile.kubeconfig, entry.profile.caFile };
    }
    files.removeAll(QString());
    files.removeDuplicates();
    return files;
}

} // namespace cocoon::app
