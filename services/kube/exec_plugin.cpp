// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/exec_plugin.h"

#include "services/base/json.h"
#include "services/base/redact.h"
#include "services/net/tls.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace cocoon::kube {

namespace {
    const QString kV1 = QStringLiteral("client.authentication.k8s.io/v1");
    const QString kV1beta1 = QStringLiteral("client.authentication.k8s.io/v1beta1");
    constexpr qsizetype kMaxStderr = 2048;
}

QByteArray execInfo(const Access& access)
{
    QJsonObject spec { { QStringLiteral("interactive"), false } };
    if (access.exec.value(QLatin1String("provideClusterInfo")).toBool()) {
        spec.insert(QLatin1String("cluster"), access.execCluster);
    }
    return toJson(QJsonObject { { QStringLiteral("kind"), QStringLiteral("ExecCredential") },
        { QStringLiteral("apiVersion"), access.exec.value(QLatin1String("apiVersion")) },
        { QStringLiteral("spec"), spec } });
}

Result<ExecCredential> parseExecCredential(const QByteArray& output, const QString& apiVersion)
{
    // The output holds a token or a key: no part of it may show up in an error.
    const Result<QJsonObject> parsed = parseJsonObject(output);
    if (!parsed) {
        return fail(Errc::Parse, QStringLiteral("The credential plug-in did not print a JSON object."));
    }
    const QJsonObject& object = *parsed;
    if (object.value(QLatin1String("kind")).toString() != QLatin1String("ExecCredential")) {
        return fail(Errc::Parse, QStringLiteral("The credential plug-in did not print an ExecCredential."));
    }
    const QString answered = object.value(QLatin1String("apiVersion")).toString();
    if (answered != apiVersion) {
        return fail(Errc::Parse,
            QStringLiteral("The credential plug-in answered in version %1, but the kubeconfig asks for %2.")
                .arg(answered.left(100), apiVersion));
    }
    const QJsonObject status = object.value(QLatin1String("status")).toObject();
    ExecCredential credential;
    credential.token = Secret(status.value(QLatin1String("token")).toString().toUtf8());
    const QByteArray certificate = status.value(QLatin1String("clientCertificateData")).toString().toUtf8();
    const QByteArray key = status.value(QLatin1String("clientKeyData")).toString().toUtf8();
    if (certificate.isEmpty() != key.isEmpty()) {
        return fail(Errc::Parse,
            certificate.isEmpty() ? QStringLiteral("The credential plug-in returned a client key without its certificate.")
                                  : QStringLiteral("The credential plug-in returned a client certificate without its key."));
    }
    if (!certificate.isEmpty()) {
        credential.clientChain = net::certificatesFromPem(certificate);
        credential.clientKey = net::privateKeyFromPem(key);
        if (credential.clientChain.isEmpty()) {
            return fail(Errc::Parse, QStringLiteral("The credential plug-in returned a client certificate that is not in PEM form."));
        }
        if (credential.clientKey.isNull()) {
            return fail(Errc::Parse, QStringLiteral("The credential plug-in returned a client key that is not a readable PEM key."));
        }
    }
    if (credential.token.isEmpty() && credential.clientChain.isEmpty()) {
        return fail(Errc::Parse, QStringLiteral("The credential plug-in returned neither a token nor a client certificate."));
    }
    const QString expiry = status.value(QLatin1String("expirationTimestamp")).toString();
    if (!expiry.isEmpty()) {
        credential.expires = QDateTime::fromString(expiry, Qt::ISODateWithMs).toUTC();
        if (!credential.expires.isValid()) {
            return fail(Errc::Parse,
                QStringLiteral("The credential plug-in returned an expirationTimestamp that is not a time."));
        }
    }
    return credential;
}

ExecPlugin::ExecPlugin(const Access& access, QObject* parent, milliseconds deadline)
    : QObject(parent)
    , m_access(access)
    , m_command(access.exec.value(QLatin1String("command")).toString())
    , m_apiVersion(access.exec.value(QLatin1String("apiVersion")).toString())
{
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(deadline);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_process.kill();
        conclude(tl::unexpected(failure(Errc::Timeout, QStringLiteral("did not answer in time"))));
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) {
            return; // finished() follows
        }
        Error e = failure(Errc::Precondition, QStringLiteral("cannot be started: ") + m_process.errorString());
        const QString hint = m_access.exec.value(QLatin1String("installHint")).toString().trimmed();
        if (!hint.isEmpty()) {
            e.message += u' ' + hint;
        }
        conclude(tl::unexpected(e));
    });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        if (status != QProcess::NormalExit) {
            conclude(tl::unexpected(failure(Errc::Unauthorized, QStringLiteral("crashed"))));
        } else if (code != 0) {
            conclude(tl::unexpected(failure(Errc::Unauthorized, QStringLiteral("ended with exit status %1").arg(code))));
        } else {
            conclude(parseExecCredential(m_process.readAllStandardOutput(), m_apiVersion));
        }
    });
}

ExecPlugin::~ExecPlugin()
{
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(1000);
    }
}

void ExecPlugin::start(std::function<void(const Result<ExecCredential>&)> done)
{
    m_done = std::move(done);
    QString problem;
    if (m_command.isEmpty()) {
        problem = QStringLiteral("The kubeconfig names a credential plug-in without a command.");
    } else if (m_apiVersion != kV1 && m_apiVersion != kV1beta1) {
        problem = QStringLiteral("The credential plug-in speaks \"%1\"; supported are %2 and %3.")
                      .arg(m_apiVersion, kV1, kV1beta1);
    } else if (m_access.exec.value(QLatin1String("interactiveMode")).toString() == QLatin1String("Always")) {
        problem = QStringLiteral("The credential plug-in %1 needs a terminal (interactiveMode: Always).").arg(m_command);
    }
    if (!problem.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this, problem] { conclude(fail(Errc::Precondition, problem)); }, Qt::QueuedConnection);
        return;
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QJsonArray variables = m_access.exec.value(QLatin1String("env")).toArray();
    for (const QJsonValue& variable : variables) {
        environment.insert(str(variable, { u"name" }), str(variable, { u"value" }));
    }
    environment.insert(QStringLiteral("KUBERNETES_EXEC_INFO"), QString::fromUtf8(execInfo(m_access)));
    QStringList arguments;
    const QJsonArray args = m_access.exec.value(QLatin1String("args")).toArray();
    for (const QJsonValue& argument : args) {
        arguments.append(argument.toString());
    }
    m_process.setProcessEnvironment(environment);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_deadline.start();
    // FailedToStart may be reported from inside start(); whoever waits must not be called back that early.
    QMetaObject::invokeMethod(
        this, [this, arguments] { m_process.start(m_command, arguments); }, Qt::QueuedConnection);
}

Error ExecPlugin::failure(Errc code, const QString& what)
{
    static const QRegularExpression secretName(QStringLiteral("key|token|secret|pass|credential"), QRegularExpression::CaseInsensitiveOption);
    QStringList known;
    for (const QJsonValue& variable : m_access.exec.value(QLatin1String("env")).toArray()) {
        if (secretName.match(str(variable, { u"name" })).hasMatch()) {
            known.append(str(variable, { u"value" }));
        }
    }
    const QString errors = redactedText(QString::fromUtf8(m_process.readAllStandardError().left(kMaxStderr)).trimmed(), known);
    Error error;
    error.code = code;
    error.message = QStringLiteral("The credential plug-in %1 %2.").arg(m_command, what);
    if (!errors.isEmpty()) {
        error.message += QStringLiteral(" It said: ") + errors.section(u'\n', -1).left(300);
        error.detail = errors;
    }
    return error;
}

void ExecPlugin::conclude(Result<ExecCredential> result)
{
    m_deadline.stop();
    if (const auto done = std::exchange(m_done, {})) {
        done(result);
    }
}

} // namespace cocoon::kube
