// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/sandbox_host.h"

#include "services/base/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTimer>

#include <csignal>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kLookMs = 100;
    constexpr int kStartLimitMs = 60000;
}

SandboxHost::SandboxHost(QString folder, QObject* parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
}

QString SandboxHost::path(const QString& name) const
{
    return m_folder + u'/' + name;
}

QJsonObject SandboxHost::readyLine() const
{
    QFile file(path(u"ready.json"_s));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray line = file.readAll();
    const auto ready = line.endsWith('\n') ? parseJsonObject(line) : Result<QJsonObject>(QJsonObject());
    return ready.value_or(QJsonObject());
}

qint64 SandboxHost::pid() const
{
    QFile file(path(u"pid"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
}

bool SandboxHost::isRunning() const
{
    const qint64 process = pid();
    if (process <= 0) {
        return false;
    }
    // A process id is used again after a while: only one that is a sandbox counts.
    QFile command(u"/proc/%1/cmdline"_s.arg(process));
    return command.open(QIODevice::ReadOnly) && command.readAll().split('\0').contains("sandbox");
}

Result<Session::Options> SandboxHost::options() const
{
    const QJsonObject ready = readyLine();
    if (!isRunning() || ready.isEmpty()) {
        return fail(Errc::Precondition, tr("The sandbox does not run. Open it first."));
    }
    const Result<Profile> profile = Profile::load(ready.value(u"profile"_s).toString());
    if (!profile) {
        return tl::unexpected(profile.error());
    }
    QFile key(ready.value(u"apiKeyFile"_s).toString());
    if (!key.open(QIODevice::ReadOnly)) {
        return fail(Errc::Io, tr("The sandbox's key %1 cannot be read: %2.").arg(key.fileName(), key.errorString()));
    }
    Session::Options options;
    options.profile = *profile;
    options.login.apiKey = Secret(key.readAll().trimmed());
    options.cluster = ready.value(u"cluster"_s).toString();
    return options;
}

Job<QJsonObject>* SandboxHost::join(double speed)
{
    if (isRunning() && !readyLine().isEmpty()) {
        return settledJob<QJsonObject>(this, readyLine());
    }
    auto* joined = new Job<QJsonObject>(this);
    if (!isRunning()) {
        QDir().mkpath(m_folder);
        QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QFile::remove(path(u"ready.json"_s));
        const QString program = QCoreApplication::applicationDirPath() + u"/cocoonctl"_s;
        QProcess process;
        process.setProgram(program);
        process.setArguments({ u"sandbox"_s, u"--speed"_s, QString::number(speed), u"--state"_s, path(u"world"_s) });
        process.setStandardOutputFile(path(u"ready.json"_s));
        process.setStandardErrorFile(path(u"sandbox.log"_s));
        qint64 started = 0;
        if (!process.startDetached(&started)) {
            joined->resolve(fail(Errc::Io, tr("The sandbox cannot be started: %1 does not run (%2).").arg(program, process.errorString())));
            return joined;
        }
        QFile file(path(u"pid"_s));
        if (file.open(QIODevice::WriteOnly)) {
            file.write(QByteArray::number(started));
        }
    }
    auto* look = new QTimer(joined);
    auto since = std::make_shared<QElapsedTimer>();
    since->start();
    connect(look, &QTimer::timeout, joined, [this, joined, since, look] {
        const QJsonObject ready = readyLine();
        if (!ready.isEmpty()) {
            look->stop();
            joined->resolve(ready);
        } else if (!isRunning() || since->elapsed() > kStartLimitMs) {
            look->stop();
            QFile log(path(u"sandbox.log"_s));
            const QString said = log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll().right(2000)) : QString();
            joined->resolve(fail(isRunning() ? Errc::Timeout : Errc::Io, isRunning() ? tr("The sandbox did not become ready in a minute.") : tr("The sandbox ended before it was ready."), said));
        }
    });
    look->start(kLookMs);
    return joined;
}

void SandboxHost::end()
{
    if (isRunning()) {
        ::kill(static_cast<pid_t>(pid()), SIGTERM);
    }
    QFile::remove(path(u"pid"_s));
    QFile::remove(path(u"ready.json"_s));
}

} // namespace cocoon::app
