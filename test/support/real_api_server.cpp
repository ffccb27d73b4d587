// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/real_api_server.h"

#include "services/base/json.h"
#include "services/net/http_transport.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QTcpServer>
#include <QTimer>

namespace cocoon::test {

namespace {
    const QStringList kUsers { QStringLiteral("admin"), QStringLiteral("alice"), QStringLiteral("bob") };

    QString assets()
    {
        return qEnvironmentVariable("KUBEBUILDER_ASSETS");
    }

    /// Ports nobody listens on now; all held until the last one is found, so that they differ.
    QList<quint16> freePorts(int count)
    {
        std::vector<std::unique_ptr<QTcpServer>> held;
        QList<quint16> ports;
        for (int i = 0; i < count; ++i) {
            held.push_back(std::make_unique<QTcpServer>());
            held.back()->listen(QHostAddress::LocalHost);
            ports.append(held.back()->serverPort());
        }
        return ports;
    }

    QString local(const char* scheme, quint16 port)
    {
        return QStringLiteral("%1://127.0.0.1:%2").arg(QLatin1String(scheme)).arg(port);
    }

    void end(QProcess& process)
    {
        if (process.state() != QProcess::NotRunning) {
            process.kill(); // nothing of it is kept
            process.waitForFinished(10000);
        }
    }
}

RealApiServer::~RealApiServer()
{
    end(m_server);
    end(m_etcd);
}

QString RealApiServer::missing()
{
    if (assets().isEmpty()) {
        return QStringLiteral("KUBEBUILDER_ASSETS is not set; test/kube_apiserver.sh prints a folder for it, or how to get one");
    }
    for (const char* program : { "etcd", "kube-apiserver" }) {
        if (!QFileInfo(QDir(assets()).filePath(QLatin1String(program))).isExecutable()) {
            return QStringLiteral("%1 has no program %2").arg(assets(), QLatin1String(program));
        }
    }
    return {};
}

bool RealApiServer::write(const QString& name, const QByteArray& content) const
{
    QFile file(path(name));
    return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(content) == content.size();
}

QByteArray RealApiServer::token(const QString& user) const
{
    return "token-of-" + user.toUtf8() + "-0123456789abcdef"; // on loopback, for minutes
}

QString RealApiServer::kubeconfig(const QString& user) const
{
    return path(QStringLiteral("kubeconfig-") + user);
}

QByteArray RealApiServer::said() const
{
    QByteArray all;
    for (const char* name : { "etcd.log", "server.log" }) {
        QFile file(path(QLatin1String(name)));
        if (file.open(QIODevice::ReadOnly)) {
            all += file.readAll().right(3000);
        }
    }
    return all;
}

bool RealApiServer::prepare()
{
    const Result<net::Identity> authority = net::makeAuthority(QStringLiteral("Cocoon test CA"));
    if (!m_folder.isValid() || !authority) {
        return false;
    }
    m_authority = *authority;
    const Result<net::Identity> server = net::issueCertificate(m_authority,
        { QStringLiteral("kube-apiserver"), {}, { QStringLiteral("127.0.0.1"), QStringLiteral("localhost"), QStringLiteral("kubernetes.default.svc") }, false, {}, {} });
    const Result<net::Identity> accounts = net::makeSelfSigned({ QStringLiteral("accounts"), {}, {}, false, {}, {} });
    if (!server || !accounts) {
        return false;
    }
    QByteArray tokens;
    for (const QString& user : kUsers) {
        tokens += token(user) + ',' + user.toUtf8() + ',' + user.toUtf8() + (user == kUsers.first() ? ",\"system:masters\"\n" : "\n");
        const QJsonObject cluster { { QStringLiteral("server"), m_url.toString() },
            { QStringLiteral("certificate-authority-data"), QString::fromLatin1(m_authority.certificatePem.toBase64()) } };
        const auto named = [](const char* what, const QJsonObject& value) {
            return QJsonArray { QJsonObject { { QStringLiteral("name"), QStringLiteral("real") }, { QLatin1String(what), value } } };
        };
        const QJsonObject config { { QStringLiteral("apiVersion"), QStringLiteral("v1") }, { QStringLiteral("kind"), QStringLiteral("Config") },
            { QStringLiteral("current-context"), QStringLiteral("real") }, { QStringLiteral("clusters"), named("cluster", cluster) },
            { QStringLiteral("users"), named("user", { { QStringLiteral("token"), QString::fromUtf8(token(user)) } }) },
            { QStringLiteral("contexts"), named("context", { { QStringLiteral("cluster"), QStringLiteral("real") }, { QStringLiteral("user"), QStringLiteral("real") } }) } };
        if (!write(QStringLiteral("kubeconfig-") + user, toPrettyJson(config))) {
            return false;
        }
    }
    return write(QStringLiteral("ca.pem"), m_authority.certificatePem) && write(QStringLiteral("server.pem"), server->certificatePem)
        && write(QStringLiteral("server.key"), server->keyPem) && write(QStringLiteral("accounts.pem"), accounts->certificatePem)
        && write(QStringLiteral("accounts.key"), accounts->keyPem) && write(QStringLiteral("tokens.csv"), tokens);
}

bool RealApiServer::start(const QStringList& moreFlags)
{
    const QList<quint16> ports = freePorts(3);
    m_url = QUrl(local("https", ports.at(2)));
    if (!prepare()) {
        return false;
    }
    const QString etcd = local("http", ports.at(0));
    const auto run = [this](QProcess& process, const char* program, const QStringList& arguments, const char* log) {
        process.setStandardErrorFile(path(QLatin1String(log)));
        process.setStandardOutputFile(QProcess::nullDevice());
        process.start(QDir(assets()).filePath(QLatin1String(program)), arguments);
        return process.waitForStarted();
    };
    const QStringList etcdFlags { QStringLiteral("--data-dir=") + path(QStringLiteral("etcd")), QStringLiteral("--unsafe-no-fsync"),
        QStringLiteral("--listen-client-urls=") + etcd, QStringLiteral("--advertise-client-urls=") + etcd,
        QStringLiteral("--listen-peer-urls=") + local("http", ports.at(1)) };
    const QStringList flags { QStringLiteral("--etcd-servers=") + etcd, QStringLiteral("--bind-address=127.0.0.1"),
        QStringLiteral("--advertise-address=127.0.0.1"), QStringLiteral("--secure-port=%1").arg(ports.at(2)),
        QStringLiteral("--tls-cert-file=") + path(QStringLiteral("server.pem")), QStringLiteral("--tls-private-key-file=") + path(QStringLiteral("server.key")),
        QStringLiteral("--client-ca-file=") + path(QStringLiteral("ca.pem")), QStringLiteral("--token-auth-file=") + path(QStringLiteral("tokens.csv")),
        QStringLiteral("--service-account-issuer=https://kubernetes.default.svc"),
        QStringLiteral("--service-account-key-file=") + path(QStringLiteral("accounts.pem")),
        QStringLiteral("--service-account-signing-key-file=") + path(QStringLiteral("accounts.key")), QStringLiteral("--cert-dir=") + path(QStringLiteral("certs")),
        QStringLiteral("--authorization-mode=Node,RBAC"), QStringLiteral("--allow-privileged=true"), QStringLiteral("--service-cluster-ip-range=10.0.0.0/16"),
        QStringLiteral("--disable-admission-plugins=ServiceAccount"), // nobody here makes the default accounts and their tokens
        QStringLiteral("--endpoint-reconciler-type=none"), QStringLiteral("--kubelet-preferred-address-types=InternalIP") };
    return run(m_etcd, "etcd", etcdFlags, "etcd.log") && run(m_server, "kube-apiserver", flags + moreFlags, "server.log") && waitUntilReady();
}

bool RealApiServer::waitUntilReady()
{
    net::HttpTransport::Options wire;
    wire.tls.systemRoots = false;
    wire.tls.roots = { m_authority.certificate };
    wire.proxy = QStringLiteral("direct");
    net::HttpTransport transport(wire);
    QEventLoop loop;
    QTimer again;
    bool ready = false;
    QTimer::singleShot(120000, &loop, &QEventLoop::quit);
    QObject::connect(&m_server, &QProcess::finished, &loop, &QEventLoop::quit);
    const auto ask = [this](const QString& what) {
        net::Request request;
        request.url = m_url;
        request.url.setPath(what);
        request.authorization = Secret("Bearer " + token());
        return request;
    };
    again.setInterval(100);
    again.setSingleShot(true);
    QObject::connect(&again, &QTimer::timeout, &loop, [&] {
        transport.send(ask(QStringLiteral("/readyz")))->then(&loop, [&](const Result<net::Response>& r) {
            if (!r || r->status != 200) {
                again.start();
                return;
            }
            transport.send(ask(QStringLiteral("/version")))->then(&loop, [&](const Result<net::Response>& version) {
                ready = version && version->status == 200;
                m_version = ready ? parseJsonObject(version->body).value_or(QJsonObject()).value(QLatin1String("gitVersion")).toString() : QString();
                loop.quit();
            });
        });
    });
    again.start();
    loop.exec();
    return ready;
}

} // namespace cocoon::test
