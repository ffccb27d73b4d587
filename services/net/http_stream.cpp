// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http_stream.h"

#include "services/base/log.h"

namespace cocoon::net {

namespace {
    constexpr qsizetype kMaxPiece = 256 * 1024 * 1024; // what one piece may unpack to
    constexpr qsizetype kMaxRefusal = 64 * 1024;
}

HttpStream::HttpStream(const Request& request, const Headers& headers, HttpConnection::Target target, QObject* parent)
    : Stream(parent)
    , m_connection(new HttpConnection(std::move(target), this))
    , m_logName(request.method + ' ' + request.url.path().toUtf8())
{
    m_timer.start();
    m_connection->start(request, headers, this, kMaxPiece, true);
}

HttpStream::HttpStream(const Error& error, QObject* parent)
    : Stream(parent)
{
    QMetaObject::invokeMethod(
        this, [this, error] { end(error); }, Qt::QueuedConnection);
}

HttpStream::~HttpStream()
{
    close();
}

void HttpStream::close()
{
    m_ended = true;
    if (m_connection != nullptr) {
        m_connection->abandon();
        // close() may be called from a signal that this connection caused.
        std::exchange(m_connection, nullptr)->deleteLater();
    }
}

void HttpStream::write(const QByteArray& bytes)
{
    if (m_connection != nullptr) {
        m_connection->writeRaw(bytes);
    }
}

void HttpStream::onHead(const HttpHead& head)
{
    qCDebug(lcNet).noquote() << m_logName << "stream" << head.status << m_timer.elapsed() << "ms";
    if (head.status != 101 && head.status / 100 != 2) {
        Error error;
        error.code = errcForStatus(head.status);
        error.httpStatus = head.status;
        error.message = QStringLiteral("The server answered %1 %2.")
                            .arg(QString::number(head.status), QString::fromLatin1(reasonPhrase(head.status)));
        bool ok = false;
        const int seconds = head.headers.value("Retry-After").toInt(&ok);
        if (ok && seconds >= 0) {
            error.retryAfter = milliseconds(std::chrono::seconds(seconds));
        }
        m_refusal = error;
    }
    Q_EMIT opened(head.status, head.headers);
}

void HttpStream::onBody(QByteArray& body)
{
    const QByteArray piece = std::exchange(body, {});
    if (m_refusal) {
        m_refusalBody += piece.left(kMaxRefusal - m_refusalBody.size());
    } else {
        Q_EMIT data(piece);
    }
}

void HttpStream::onEnd(QByteArray&&)
{
    end(fail(Errc::Cancelled, QStringLiteral("The server ended the stream.")).value());
}

void HttpStream::onError(const Error& error, bool)
{
    end(error);
}

void HttpStream::end(const Error& error)
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    if (m_connection != nullptr) {
        std::exchange(m_connection, nullptr)->deleteLater(); // it is calling us
    }
    if (m_refusal) {
        m_refusal->detail = QString::fromUtf8(m_refusalBody);
        Q_EMIT ended(*m_refusal);
    } else {
        Q_EMIT ended(error);
    }
}

} // namespace cocoon::net
