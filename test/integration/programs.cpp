// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/programs.h"

#include "services/base/clock.h"
#include "services/ibm/cloud.h"
#include "services/net/http_transport.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTimer>

namespace cocoon::test {

QString cocoonctl()
{
    return QCoreApplication::applicationDirPath() + QStringLiteral("/cocoonctl");
}

QJsonObject Finished::json() const
{
    return QJsonDocument::fromJson(out).object();
}

Finished runProgram(const QString& program, const QStringList& arguments, int seconds, const QProcessEnvironment& environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    Finished finished;
    if (!process.waitForFinished(seconds * 1000)) {
        process.kill();
        process.waitForFinished(5000);
        finished.err = "(timed out) ";
    }
    finished.exitCode = process.exitCode();
    finished.crashed = process.exitStatus() == QProcess::CrashExit;
    finished.out = process.readAllStandardOutput();
    finished.err += process.readAllStandardError();
    return finished;
}

void noteStranger(const QString& name, const QString& version, int points)
{
    const QString line = QStringLiteral("%1 %2: %3 points").arg(name, version).arg(points);
    qInfo("%s", qPrintable(line));
    QFile file(QCoreApplication::applicationDirPath() + QStringLiteral("/../strangers.txt"));
    if (file.open(QIODevice::WriteOnly | QIODevice::Append)) { // tests of other processes may do the same: one write
        file.write(line.toUtf8() + '\n');
    }
}

SandboxProcess::SandboxProcess(const QStringList& arguments)
    : m_arguments(arguments)
{
}

SandboxProcess::~SandboxProcess()
{
    stop();
}

void SandboxProcess::stop()
{
    m_process.terminate();
    if (!m_process.waitForFinished(10000)) {
        m_process.kill();
        m_process.waitForFinished(5000);
    }
}

bool SandboxProcess::start()
{
    m_process.setStandardErrorFile(path(QStringLiteral("sandbox.log")));
    m_process.start(cocoonctl(), QStringList({ QStringLiteral("sandbox"), QStringLiteral("--state"), path(QStringLiteral("world")) }) + m_arguments);
    QByteArray line;
    while (!line.contains('\n')) {
        if (!m_process.waitForReadyRead(180000)) {
            return false;
        }
        line += m_process.readAllStandardOutput();
    }
    m_ready = QJsonDocument::fromJson(line).object();
    return !m_ready.isEmpty();
}

void SandboxProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(5000);
}

QStringList SandboxProcess::desk(const QString& name) const
{
    return { QStringLiteral("--profile"), value("profile"), QStringLiteral("--api-key-file"), value("apiKeyFile"), QStringLiteral("--cluster"),
        value("cluster"), QStringLiteral("--state-dir"), path(name) };
}

Finished SandboxProcess::ctl(const QStringList& arguments, int seconds, const QString& deskName) const
{
    return runProgram(cocoonctl(), desk(deskName) + arguments, seconds);
}

Finished SandboxProcess::kubectl(const QStringList& arguments, int seconds) const
{
    return runProgram(QStandardPaths::findExecutable(QStringLiteral("kubectl")),
        QStringList({ QStringLiteral("--kubeconfig"), value("kubeconfig") }) + arguments, seconds);
}

QJsonArray SandboxProcess::ask(const std::function<Job<QJsonArray>*(ibm::Cloud& cloud, const QString& vpc)>& question) const
{
    net::HttpTransport::Options wire;
    QFile ca(value("ca"));
    QFile key(value("apiKeyFile"));
    if (!ca.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly)) {
        return {};
    }
    wire.tls.roots = QSslCertificate::fromData(ca.readAll(), QSsl::Pem);
    net::HttpTransport transport(wire);
    SystemClock clock;
    const QJsonObject hosts = m_ready.value(QLatin1String("endpoints")).toObject();
    ibm::Endpoints endpoints;
    endpoints.iam = hosts.value(QLatin1String("iam")).toString();
    endpoints.containers = hosts.value(QLatin1String("containers")).toString();
    endpoints.vpc = hosts.value(QLatin1String("vpc")).toString();
    ibm::Login login;
    login.apiKey = Secret(key.readAll().trimmed());
    ibm::Cloud cloud(transport, clock, endpoints, login);
    QJsonArray found;
    QEventLoop loop;
    QTimer::singleShot(30000, &loop, &QEventLoop::quit);
    cloud.cluster(value("cluster"))->then(&loop, [&](const Result<QJsonObject>& cluster) {
        if (!cluster) {
            loop.quit();
            return;
        }
        cloud.setRegion(cluster->value(QLatin1String("region")).toString());
        question(cloud, cluster->value(QLatin1String("vpcs")).toArray().at(0).toString())->then(&loop, [&](const Result<QJsonArray>& answer) {
            found = answer.value_or(QJsonArray());
            loop.quit();
        });
    });
    loop.exec();
    return found;
}

QJsonArray SandboxProcess::podInstances() const
{
    const QJsonArray all = ask([](ibm::Cloud& cloud, const QString& vpc) { return cloud.instances(vpc); });
    QJsonArray found;
    for (const QJsonValue& instance : all) {
        if (instance[QStringLiteral("name")].toString().startsWith(QLatin1String("podvm-"))) {
            found.append(instance);
        }
    }
    return found;
}

QJsonArray SandboxProcess::apiKeys() const
{
    return ask([](ibm::Cloud& cloud, const QString&) { return cloud.apiKeys(); });
}

bool SandboxProcess::deleteApiKey(const QString& name) const
{
    const QJsonArray deleted = ask([&name](ibm::Cloud& cloud, const QString&) {
        return chainJob<QJsonArray, QJsonArray>(cloud.apiKeys(), &cloud, [&cloud, name](const QJsonArray& keys) {
            QString id;
            for (const QJsonValue& key : keys) {
                id = key[QLatin1String("name")].toString() == name ? key[QLatin1String("id")].toString() : id;
            }
            return mapJob<QJsonArray, Done>(cloud.deleteApiKey(id), &cloud,
                [id](const Result<Done>& r) -> Result<QJsonArray> { return r ? Result<QJsonArray>(QJsonArray { id }) : tl::unexpected(r.error()); });
        });
    });
    return !deleted.isEmpty();
}

QJsonArray SandboxProcess::images() const
{
    return ask([](ibm::Cloud& cloud, const QString&) { return cloud.images(); });
}

QJsonArray SandboxProcess::sshKeys() const
{
    return ask([](ibm::Cloud& cloud, const QString&) { return cloud.sshKeys(); });
}

} // namespace cocoon::test
