// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/config.h"

#include "services/base/json.h"
#include "services/base/small_file.h"
#include "services/kube/kubeconfig_schema.h"
#include "services/net/tls.h"

#include <QDir>
#include <QJsonArray>

namespace cocoon::kube {

namespace {
    constexpr qint64 kMaxPem = 16 * 1024 * 1024;

    QString resolved(const QString& path, const QString& dir)
    {
        return path.isEmpty() || QDir::isAbsolutePath(path) ? path : QDir::cleanPath(QDir(dir).filePath(path));
    }

    /// `data` (base64) beats `file`, as everywhere in kubectl. `what` names the field in errors.
    Result<QByteArray> content(const QString& data, const QString& file, const QString& what, const QString& owner)
    {
        if (!data.isEmpty()) {
            return QByteArray::fromBase64(data.toLatin1());
        }
        if (file.isEmpty()) {
            return QByteArray();
        }
        return readSmallFile(QStringLiteral("%1 of %2").arg(what, owner), file, kMaxPem);
    }

    QString text(const QJsonObject& object, const char* key)
    {
        return object.value(QLatin1String(key)).toString();
    }

    /// In several files a name alone does not say where to look.
    tl::unexpected<Error> inFile(const QString& label, Error error)
    {
        if (!label.isEmpty()) {
            error.message.prepend(label + QStringLiteral(": "));
        }
        return tl::unexpected(std::move(error));
    }

    template <class Origins>
    QString allFiles(const Origins& origins)
    {
        QStringList labels;
        for (const auto& origin : origins) {
            if (!origin.label.isEmpty() && !labels.contains(origin.label)) {
                labels.append(origin.label);
            }
        }
        labels.sort();
        return labels.join(u':');
    }

    void addImpersonation(Access& access, const QJsonObject& user)
    {
        const auto add = [&access](const QByteArray& name, const QString& value) {
            access.extraHeaders.append({ name, value.toUtf8() });
        };
        if (!text(user, "as").isEmpty()) {
            add("Impersonate-User", text(user, "as"));
        }
        if (!text(user, "as-uid").isEmpty()) {
            add("Impersonate-Uid", text(user, "as-uid"));
        }
        const QJsonArray groups = user.value(QLatin1String("as-groups")).toArray();
        for (const QJsonValue& group : groups) {
            add("Impersonate-Group", group.toString());
        }
        const QJsonObject extra = user.value(QLatin1String("as-user-extra")).toObject();
        for (auto it = extra.begin(); it != extra.end(); ++it) {
            const QJsonArray values = it.value().toArray();
            for (const QJsonValue& value : values) {
                add("Impersonate-Extra-" + QUrl::toPercentEncoding(it.key()), value.toString());
            }
        }
    }

    Result<void> checkExec(const QJsonObject& exec, const QString& user)
    {
        const auto missing = [&user](const QString& field) {
            return fail(Errc::Precondition,
                QStringLiteral("User %1: the credential plug-in (exec) has no %2.").arg(user, field));
        };
        if (text(exec, "command").isEmpty()) {
            return missing(QStringLiteral("command"));
        }
        if (text(exec, "apiVersion").isEmpty()) {
            return missing(QStringLiteral("apiVersion"));
        }
        const QString mode = text(exec, "interactiveMode");
        if (mode.isEmpty()) {
            return missing(QStringLiteral("interactiveMode"));
        }
        if (mode != QLatin1String("Never") && mode != QLatin1String("IfAvailable") && mode != QLatin1String("Always")) {
            return fail(Errc::Precondition,
                QStringLiteral("User %1: interactiveMode \"%2\" of the credential plug-in is not known.").arg(user, mode));
        }
        return {};
    }
}

Result<Access> Config::access(const QString& context) const
{
    Access access;
    access.context = context.isEmpty() ? currentContext() : context;
    if (access.context.isEmpty()) {
        return inFile(allFiles(m_origins), { Errc::Precondition,
            contexts().isEmpty() ? QStringLiteral("No kubeconfig with a context was found.")
                                 : QStringLiteral("The kubeconfig has no current context (current-context); name one of: %1.")
                                       .arg(contexts().join(QStringLiteral(", "))), {} });
    }
    const auto entry = kubeconfigEntry(m_merged, QStringLiteral("contexts"), access.context);
    if (!entry) {
        // The name may come from the current-context of a file as well as from the user: both can be put right there.
        return inFile(allFiles(m_origins), { Errc::Precondition,
            contexts().isEmpty() ? QStringLiteral("The kubeconfig has no context \"%1\"; it has none at all.").arg(access.context)
                                 : QStringLiteral("The kubeconfig has no context \"%1\"; it has: %2.")
                                       .arg(access.context, contexts().join(QStringLiteral(", "))), {} });
    }
    access.cluster = text(*entry, "cluster");
    access.user = text(*entry, "user");
    if (!text(*entry, "namespace").isEmpty()) {
        access.namespaceName = text(*entry, "namespace");
    }
    const auto cluster = kubeconfigEntry(m_merged, QStringLiteral("clusters"), access.cluster);
    if (!cluster) {
        return inFile(originOf(QStringLiteral("contexts"), access.context).label, { Errc::NotFound,
            QStringLiteral("Context %1 names cluster \"%2\", which the kubeconfig does not have.")
                .arg(access.context, access.cluster), {} });
    }
    if (const Result<void> filled = fillCluster(access, *cluster); !filled) {
        return inFile(originOf(QStringLiteral("clusters"), access.cluster).label, filled.error());
    }
    const auto user = kubeconfigEntry(m_merged, QStringLiteral("users"), access.user);
    if (!user) {
        if (!access.user.isEmpty()) {
            access.warnings.append(
                QStringLiteral("User \"%1\" is not in the kubeconfig; requests are anonymous.").arg(access.user));
        }
        return access;
    }
    if (const Result<void> filled = fillUser(access, *user); !filled) {
        return inFile(originOf(QStringLiteral("users"), access.user).label, filled.error());
    }
    return access;
}

Result<void> Config::fillCluster(Access& access, const QJsonObject& cluster) const
{
    const QString dir = originOf(QStringLiteral("clusters"), access.cluster).dir;
    const QString owner = QStringLiteral("cluster ") + access.cluster;
    QString server = text(cluster, "server");
    if (server.isEmpty()) {
        return fail(Errc::Precondition, QStringLiteral("The kubeconfig names no server for %1.").arg(owner));
    }
    if (!server.contains(QLatin1String("://"))) {
        server.prepend(QLatin1String("http://")); // kubectl's default
    }
    access.server = QUrl(server, QUrl::StrictMode);
    const QString scheme = access.server.scheme();
    if (!access.server.isValid() || access.server.host().isEmpty()
        || (scheme != QLatin1String("https") && scheme != QLatin1String("http"))) {
        return fail(Errc::Invalid, QStringLiteral("The server of %1 is not an http or https address: %2").arg(owner, server));
    }
    access.proxy = text(cluster, "proxy-url");
    if (!access.proxy.isEmpty()) {
        const QUrl proxy(access.proxy);
        if (proxy.scheme() != QLatin1String("http") && proxy.scheme() != QLatin1String("https") && proxy.scheme() != QLatin1String("socks5")) {
            // The address without what it may hold of a name and password.
            return fail(Errc::Invalid,
                QStringLiteral("context %1: the proxy-url of %2 (%3) must begin with http://, https:// or socks5://.")
                    .arg(access.context, owner, proxy.toString(QUrl::RemoveUserInfo)));
        }
    }
    access.tls.serverName = text(cluster, "tls-server-name");
    access.tls.insecure = cluster.value(QLatin1String("insecure-skip-tls-verify")).toBool();
    const Result<QByteArray> ca = content(text(cluster, "certificate-authority-data"),
        resolved(text(cluster, "certificate-authority"), dir), QStringLiteral("certificate-authority"), owner);
    if (!ca) {
        return tl::unexpected(ca.error());
    }
    if (text(cluster, "certificate-authority-data").isEmpty() && !text(cluster, "certificate-authority").isEmpty()) {
        access.files.append(resolved(text(cluster, "certificate-authority"), dir));
    }
    if (!ca->isEmpty()) {
        if (access.tls.insecure) {
            return fail(Errc::Precondition,
                QStringLiteral("%1 has both a certificate authority and insecure-skip-tls-verify.").arg(owner));
        }
        access.tls.roots = net::certificatesFromPem(*ca);
        access.tls.systemRoots = false; // a named authority is the only one
        if (access.tls.roots.isEmpty()) {
            return fail(Errc::Parse, QStringLiteral("The certificate-authority of %1 holds no PEM certificate.").arg(owner));
        }
    }
    if (access.tls.insecure) {
        access.warnings.append(
            QStringLiteral("insecure-skip-tls-verify is set for %1: the server is not verified.").arg(owner));
    }
    access.execCluster = { { QStringLiteral("server"), access.server.toString() } };
    for (const char* key : { "tls-server-name", "insecure-skip-tls-verify", "proxy-url" }) {
        if (cluster.contains(QLatin1String(key))) {
            access.execCluster.insert(QLatin1String(key), cluster.value(QLatin1String(key)));
        }
    }
    if (!ca->isEmpty()) {
        access.execCluster.insert(QLatin1String("certificate-authority-data"), QString::fromLatin1(ca->toBase64()));
    }
    const QJsonArray extensions = cluster.value(QLatin1String("extensions")).toArray();
    for (const QJsonValue& extension : extensions) {
        if (str(extension, { u"name" }) == QLatin1String("client.authentication.k8s.io/exec")) {
            access.execCluster.insert(QLatin1String("config"), at(extension, { u"extension" }));
        }
    }
    return {};
}

Result<void> Config::fillUser(Access& access, const QJsonObject& user) const
{
    const Origin origin = originOf(QStringLiteral("users"), access.user);
    const QString owner = QStringLiteral("user ") + access.user;
    const auto path = [&user, &origin](const char* key) { return resolved(text(user, key), origin.dir); };

    access.token = Secret(text(user, "token").toUtf8());
    access.tokenFile = path("tokenFile");
    access.basicUser = text(user, "username");
    access.basicPassword = Secret(text(user, "password").toUtf8());
    if ((!access.token.isEmpty() || !access.tokenFile.isEmpty()) && !access.basicUser.isEmpty()) {
        return fail(Errc::Precondition,
            QStringLiteral("More than one way to log in is given for %1 (token and password).").arg(owner));
    }
    if (user.contains(QLatin1String("auth-provider"))) {
        return fail(Errc::Precondition,
            QStringLiteral("%1 uses the legacy auth-provider \"%2\"; use a credential plug-in (exec) instead.")
                .arg(owner, str(user, { u"auth-provider", u"name" })));
    }
    access.exec = user.value(QLatin1String("exec")).toObject();
    if (!access.exec.isEmpty()) {
        if (const Result<void> checked = checkExec(access.exec, access.user); !checked) {
            return checked;
        }
        const QString command = text(access.exec, "command");
        if (command.contains(u'/')) { // otherwise it is looked for in PATH
            access.exec.insert(QLatin1String("command"), resolved(command, origin.dir));
        }
    }
    addImpersonation(access, user);

    const Result<QByteArray> certificate = content(text(user, "client-certificate-data"), path("client-certificate"),
        QStringLiteral("client-certificate"), owner);
    if (!certificate) {
        return tl::unexpected(certificate.error());
    }
    const Result<QByteArray> key
        = content(text(user, "client-key-data"), path("client-key"), QStringLiteral("client-key"), owner);
    if (!key) {
        return tl::unexpected(key.error());
    }
    for (const char* name : { "client-certificate", "client-key" }) {
        if (text(user, (QByteArray(name) + "-data").constData()).isEmpty() && !text(user, name).isEmpty()) {
            access.files.append(path(name));
        }
    }
    if (!certificate->isEmpty()) {
        if (key->isEmpty()) {
            return fail(Errc::Precondition, QStringLiteral("There is a client-certificate but no client-key for %1.").arg(owner));
        }
        access.tls.clientChain = net::certificatesFromPem(*certificate);
        if (access.tls.clientChain.isEmpty()) {
            return fail(Errc::Parse, QStringLiteral("The client-certificate of %1 holds no PEM certificate.").arg(owner));
        }
        access.tls.clientKey = net::privateKeyFromPem(*key);
        if (access.tls.clientKey.isNull()) {
            return fail(Errc::Parse, QStringLiteral("The client-key of %1 is not a readable PEM key.").arg(owner));
        }
    }

    const bool hasInlineSecret = !access.token.isEmpty() || !access.basicPassword.isEmpty()
        || !text(user, "client-key-data").isEmpty();
    const std::pair<bool, QString> files[] = { { hasInlineSecret, origin.file },
        { text(user, "client-key-data").isEmpty(), path("client-key") }, { true, access.tokenFile } };
    for (const auto& [counts, file] : files) {
        if (counts && isOpenToOthers(file)) {
            access.warnings.append(
                QStringLiteral("%1 holds credentials and is open to other users of this machine: chmod 600 it.").arg(file));
        }
    }
    if (!access.exec.isEmpty() && isWritableByOthers(origin.file)) { // not a secret, but a program that runs as the user
        access.warnings.append(
            QStringLiteral("%1 names a program to run (exec) and can be changed by other users of this machine: chmod go-w it.").arg(origin.file));
    }
    return {};
}

net::HttpTransport::Options optionsFor(const Access& access)
{
    net::HttpTransport::Options options;
    options.tls = access.tls;
    options.proxy = access.proxy;
    return options;
}

} // namespace cocoon::kube
