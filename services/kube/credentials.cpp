// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/credentials.h"

#include "services/base/log.h"
#include "services/kube/exec_plugin.h"

#include <QFile>
#include <QFileInfo>

namespace cocoon::kube {

namespace {
    constexpr qint64 kMaxTokenFile = 1024 * 1024;

    Secret bearer(const QByteArray& token)
    {
        return Secret("Bearer " + token);
    }
}

Credentials::Credentials(Access access, QObject* parent, WallClock wallClock)
    : QObject(parent)
    , m_access(std::move(access))
    , m_now(wallClock ? std::move(wallClock) : [] { return QDateTime::currentDateTimeUtc(); })
{
    if (!m_access.token.isEmpty()) {
        m_fixed = bearer(m_access.token.reveal());
    } else if (!m_access.basicUser.isEmpty()) {
        m_fixed = Secret(
            "Basic " + (m_access.basicUser.toUtf8() + ':' + m_access.basicPassword.reveal()).toBase64());
    }
}

Credentials::~Credentials() = default;

void Credentials::authorize(QObject* context, Answer answer)
{
    if (!m_access.tokenFile.isEmpty()) {
        const Result<std::optional<Secret>> token = fromTokenFile();
        m_hasFailed = !token.has_value();
        answer(token);
        return;
    }
    if (m_fixed || m_access.exec.isEmpty()) {
        answer(m_fixed);
        return;
    }
    if (m_hasPluginAnswer && (!m_pluginExpiry.isValid() || m_now() < m_pluginExpiry)) {
        answer(m_pluginToken);
        return;
    }
    m_waiters.append({ context, std::move(answer) });
    if (m_plugin == nullptr) {
        runPlugin();
    }
}

bool Credentials::renew(const std::optional<Secret>& refused)
{
    if (!m_access.tokenFile.isEmpty()) {
        m_fileSize = -1; // read it again even when its time stamp looks the same
        const Result<std::optional<Secret>> now = fromTokenFile();
        return now && now->has_value() && refused && !(**now == *refused);
    }
    if (m_fixed || m_access.exec.isEmpty()) {
        return false;
    }
    // Somebody else may have renewed it while this answer was on its way.
    if (m_pluginToken == refused) {
        m_hasPluginAnswer = false;
    }
    return true;
}

Result<std::optional<Secret>> Credentials::fromTokenFile()
{
    const QFileInfo info(m_access.tokenFile);
    if (m_fileSize >= 0 && info.exists() && info.size() == m_fileSize && info.lastModified() == m_fileTime) {
        return std::optional<Secret>(m_fileToken);
    }
    QFile file(m_access.tokenFile);
    if (!file.open(QIODevice::ReadOnly)) {
        if (m_fixed) {
            return m_fixed; // as kubectl does: the token beside it is the fallback
        }
        return fail(Errc::Io,
            QStringLiteral("The token file %1 cannot be read: %2.").arg(m_access.tokenFile, file.errorString()));
    }
    const QByteArray token = file.read(kMaxTokenFile).trimmed();
    if (token.isEmpty()) {
        if (m_fixed) {
            return m_fixed;
        }
        return fail(Errc::Io, QStringLiteral("The token file %1 is empty.").arg(m_access.tokenFile));
    }
    m_fileToken = bearer(token);
    m_fileTime = info.lastModified();
    m_fileSize = info.size();
    return std::optional<Secret>(m_fileToken);
}

void Credentials::runPlugin()
{
    m_plugin = new ExecPlugin(m_access, this);
    m_plugin->start([this](const Result<ExecCredential>& result) {
        m_plugin->deleteLater(); // it is on the call stack
        m_plugin = nullptr;
        m_hasFailed = !result.has_value();
        Result<std::optional<Secret>> answer = std::optional<Secret>();
        if (result) {
            m_hasPluginAnswer = true;
            m_pluginToken = result->token.isEmpty() ? std::optional<Secret>() : bearer(result->token.reveal());
            if (!result->clientChain.isEmpty() && m_useCertificate) {
                m_useCertificate(result->clientChain, result->clientKey);
            }
            m_pluginExpiry = result->expires;
            answer = m_pluginToken;
        } else {
            qCWarning(lcKube, "credential plug-in failed: %ls", qUtf16Printable(result.error().message));
            answer = tl::unexpected(result.error());
        }
        const QList<Waiter> waiters = std::exchange(m_waiters, {});
        for (const Waiter& waiter : waiters) {
            if (waiter.context) {
                waiter.answer(answer);
            }
        }
    });
}

} // namespace cocoon::kube
