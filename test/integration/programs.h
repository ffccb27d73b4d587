// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>

namespace cocoon::ibm {
class Cloud;
}

namespace cocoon::test {

/// Path of the cocoonctl under test.
QString cocoonctl();

/// What a finished program left: exit status and everything it said.
struct Finished {
    int exitCode = -1;
    bool crashed = false;
    QByteArray out;
    QByteArray err;
    QJsonObject json() const;
};

/// Runs a program to its end (at most `seconds`).
Finished runProgram(const QString& program, const QStringList& arguments, int seconds = 240,
    const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());

/// Notes what a client that nobody wrote against the sandbox made of it ("kubectl v1.32.4: 106 points"); test/run.sh shows it.
void noteStranger(const QString& name, const QString& version, int points);

/// A `cocoonctl sandbox` process with a folder of its own; ends with the object.
class SandboxProcess {
public:
    explicit SandboxProcess(const QStringList& arguments = {});
    ~SandboxProcess();
    bool start(); ///< waits for the ready line; again after kill(), with the same world
    void kill(); ///< as kill -9 does
    void stop(); ///< as its user does; the folder stays
    QString value(const char* key) const { return m_ready.value(QLatin1String(key)).toString(); }
    const QJsonObject& ready() const { return m_ready; }
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QByteArray said() const { return m_said; } ///< stderr so far
    /// Arguments every command needs: profile, key file, cluster, and a state folder `desk`.
    QStringList desk(const QString& name = QStringLiteral("desk")) const;
    Finished ctl(const QStringList& arguments, int seconds = 240, const QString& deskName = QStringLiteral("desk")) const;
    Finished kubectl(const QStringList& arguments, int seconds = 60) const;
    /// The VSIs named podvm-* of the cluster's VPC, read with the public API.
    QJsonArray podInstances() const;
    QJsonArray apiKeys() const;
    QJsonArray images() const;
    QJsonArray sshKeys() const;
    bool deleteApiKey(const QString& name) const; ///< as somebody would in the console of IBM Cloud

private:
    QJsonArray ask(const std::function<Job<QJsonArray>*(ibm::Cloud& cloud, const QString& vpc)>& question) const;
    QTemporaryDir m_folder;
    QStringList m_arguments;
    QProcess m_process;
    QJsonObject m_ready;
    QByteArray m_said;
};

} // namespace cocoon::test
