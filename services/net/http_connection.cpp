// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http_connection.h"

#include "services/net/tls.h"
#include "services/net/tls_relay.h"

namespace cocoon::net {

namespace {
    constexpr milliseconds kKeepIdle { 55000 }; // shorter than the idle limits of usual servers and load balancers
    constexpr qsizetype kJoinBelow = 64 * 1024; // head and body go out in one write
    // An answer has this many times the patience for its first byte, so that nobody keeps us with a byte now and then. A
    // stream has it until it is open, or to the end of its refusal.
    constexpr int kTotal = 10;
    constexpr qint64 kReserveAtMost = 512LL * 1024 * 1024;

    bool isGzip(const Headers& headers)
    {
        return headerHasToken(headers, "Content-Encoding", "gzip") || headerHasToken(headers, "Content-Encoding", "x-gzip");
    }
}

HttpConnection::HttpConnection(Target target, QObject* parent)
    : QObject(parent)
    , m_target(std::move(target))
{
    if (m_target.url.scheme() == QLatin1String("https")) {
        m_tls = new QSslSocket(this);
        m_tls->setSslConfiguration(m_target.tls);
        m_socket = m_tls;
        connect(m_tls, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) { m_tlsErrors = errors; });
        connect(m_tls, &QSslSocket::encrypted, this, &HttpConnection::sendNow);
    } else {
        m_socket = new QTcpSocket(this);
        connect(m_socket, &QTcpSocket::connected, this, &HttpConnection::sendNow);
    }
    m_socket->setProxy(m_target.proxy);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::onReadyRead);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::onDisconnected);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &HttpConnection::onSocketError);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] {
        // What we send says nothing about a stream: its peer may be long gone while our pings still find room.
        if (!m_isStream || m_phase == Phase::Waiting) {
            m_lastActivity.start();
        }
    });
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &HttpConnection::onDeadline);
    m_total.setSingleShot(true);
    connect(&m_total, &QTimer::timeout, this, &HttpConnection::onTotal);
}

HttpConnection::~HttpConnection()
{
    m_socket->disconnect(this);
    m_socket->abort();
    // The owner may delete us from a signal of this very socket.
    m_socket->setParent(nullptr);
    m_socket->deleteLater();
}

void HttpConnection::start(const Request& request, const Headers& headers, ConnectionUser* user, qsizetype maxBody,
    bool isStream)
{
    m_request = request;
    m_headers = headers;
    m_user = user;
    m_maxBody = maxBody;
    m_isStream = isStream;
    m_gotBytes = false;
    m_body = {};
    m_inflater.reset();
    m_parser.expectNoBody(request.method == "HEAD");
    if (m_connected) {
        m_used = true;
        sendNow();
    } else {
        connectNow();
    }
}

void HttpConnection::connectNow()
{
    enter(Phase::Connecting);
    if (m_target.proxyTls) {
        m_relay = new TlsRelay(m_target.proxy, *m_target.proxyTls, this);
        const Result<QNetworkProxy> way = m_relay->listen();
        if (!way) {
            QMetaObject::invokeMethod(
                this, [this, error = way.error()] { failRequest(error); }, Qt::QueuedConnection);
            return;
        }
        m_socket->setProxy(*way);
    }
    const QString host = m_target.url.host();
    if (m_tls != nullptr) {
        const auto port = static_cast<quint16>(m_target.url.port(443));
        m_tls->connectToHostEncrypted(host, port, m_target.serverName.isEmpty() ? host : m_target.serverName);
    } else {
        m_socket->connectToHost(host, static_cast<quint16>(m_target.url.port(80)));
    }
}

void HttpConnection::sendNow()
{
    if (m_phase == Phase::Dead || m_user == nullptr) {
        return;
    }
    if (!m_connected) {
        m_connected = true;
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }
    const QByteArray& body = m_request.secretBody ? m_request.secretBody->reveal() : m_request.body;
    Result<QByteArray> head = encodeRequestHead(m_request.method, m_request.url, m_headers, body.size());
    if (!head) {
        failRequest(head.error());
        return;
    }
    enter(Phase::Waiting);
    m_total.start(m_request.deadlines.firstByte * kTotal);
    if (body.size() < kJoinBelow) {
        m_socket->write(*head + body);
    } else {
        m_socket->write(*head);
        m_socket->write(body);
    }
}

void HttpConnection::writeRaw(const QByteArray& bytes)
{
    if (m_phase == Phase::Raw) {
        m_socket->write(bytes);
    }
}

void HttpConnection::onReadyRead()
{
    handle(m_socket->readAll());
}

void HttpConnection::handle(const QByteArray& bytes)
{
    if (m_phase == Phase::Dead || bytes.isEmpty()) {
        return;
    }
    m_lastActivity.start();
    if (m_phase == Phase::Idle) {
        abandon(); // nobody asked anything: the server is confused, or says 408 before it closes
        return;
    }
    m_gotBytes = true;
    if (m_phase == Phase::Raw) {
        QByteArray raw = bytes;
        m_user->onBody(raw);
        return;
    }
    m_parser.feed(bytes);
    const QPointer<HttpConnection> self(this);
    if (handleEvents() && self && m_user != nullptr && !m_body.isEmpty()) {
        m_user->onBody(m_body);
    }
}

/// False when the request ended (or this object died) on the way.
bool HttpConnection::handleEvents()
{
    const QPointer<HttpConnection> self(this);
    for (;;) {
        Result<HttpParser::Event> event = m_parser.next();
        if (!event) {
            failRequest(event.error());
            return false;
        }
        switch (event->kind) {
        case HttpParser::EventKind::NeedMore:
            return true;
        case HttpParser::EventKind::Head:
            // Whoever hears of an upgrade may write at once.
            enter(m_isStream && event->head.status == 101 ? Phase::Raw : Phase::Reading);
            if (m_isStream && (event->head.status == 101 || event->head.status / 100 == 2)) {
                m_total.stop();
            }
            if (isGzip(event->head.headers) && m_request.method != "HEAD") {
                m_inflater = std::make_unique<Inflater>();
                event->head.headers.remove("Content-Encoding");
                event->head.headers.remove("Content-Length");
            } else if (!m_isStream && m_parser.contentLength() > 0) {
                m_body.reserve(static_cast<qsizetype>(std::min(m_parser.contentLength(), kReserveAtMost)));
            }
            m_user->onHead(event->head);
            break;
        case HttpParser::EventKind::Body:
            if (!deliver(event->body)) {
                return false;
            }
            break;
        case HttpParser::EventKind::End:
            if (m_inflater && !m_inflater->isComplete()) {
                failRequest(fail(Errc::Protocol, QStringLiteral("The compressed answer is cut off.")).value());
                return false;
            }
            finishRequest();
            return false;
        case HttpParser::EventKind::Upgrade: {
            if (!m_isStream) {
                failRequest(fail(Errc::Protocol, QStringLiteral("The server changed the protocol unasked.")).value());
                return false;
            }
            enter(Phase::Raw);
            QByteArray rest = m_parser.takeRest();
            if (!rest.isEmpty()) {
                m_user->onBody(rest);
            }
            return false;
        }
        }
        if (!self || m_user == nullptr) {
            return false;
        }
    }
}

bool HttpConnection::deliver(const QByteArray& piece)
{
    Result<Done> done;
    if (m_inflater) {
        done = m_inflater->feed(piece, m_body, m_maxBody);
    } else {
        m_body.append(piece);
        if (m_body.size() > m_maxBody) {
            done = fail(Errc::Protocol, QStringLiteral("The answer is larger than %1 bytes.").arg(m_maxBody));
        }
    }
    if (!done) {
        failRequest(done.error());
        return false;
    }
    return true;
}

void HttpConnection::finishRequest()
{
    const QPointer<HttpConnection> self(this);
    ConnectionUser* user = m_user;
    if (!m_body.isEmpty()) {
        user->onBody(m_body);
        if (!self || m_user == nullptr) {
            return;
        }
    }
    QByteArray rest = std::exchange(m_body, {});
    m_user = nullptr;
    m_request = {};
    m_headers = {};
    m_inflater.reset();
    m_reusable = m_parser.keepAlive() && m_parser.isBetweenMessages() && !m_isStream && m_phase != Phase::Dead
        && m_socket->state() == QAbstractSocket::ConnectedState;
    enter(m_reusable ? Phase::Idle : Phase::Dead);
    user->onEnd(std::move(rest));
    if (!self) {
        return;
    }
    if (m_reusable) {
        Q_EMIT becameFree();
    } else {
        m_socket->disconnectFromHost();
        Q_EMIT dead();
    }
}

void HttpConnection::failRequest(const Error& error)
{
    if (m_phase == Phase::Dead) {
        return;
    }
    const QPointer<HttpConnection> self(this);
    ConnectionUser* user = std::exchange(m_user, nullptr);
    const bool untouched = m_used && !m_gotBytes && error.code == Errc::Network;
    m_reusable = false;
    enter(Phase::Dead);
    m_socket->abort();
    if (user != nullptr) {
        user->onError(error, untouched);
    }
    if (self) {
        Q_EMIT dead();
    }
}

void HttpConnection::abandon()
{
    if (m_phase == Phase::Dead) {
        return;
    }
    m_user = nullptr;
    m_reusable = false;
    enter(Phase::Dead);
    m_socket->abort();
    Q_EMIT dead();
}

void HttpConnection::onDisconnected()
{
    if (m_phase == Phase::Dead) {
        return;
    }
    const QPointer<HttpConnection> self(this);
    handle(m_socket->readAll());
    if (!self || m_phase == Phase::Dead) {
        return;
    }
    if (m_user == nullptr) {
        abandon();
        return;
    }
    if (m_phase == Phase::Raw) {
        finishRequest();
        return;
    }
    const Result<HttpParser::Event> event = m_parser.atEnd();
    if (event && event->kind == HttpParser::EventKind::End) {
        finishRequest();
    } else {
        failRequest(event ? socketError() : event.error());
    }
}

void HttpConnection::onSocketError(QAbstractSocket::SocketError code)
{
    // A closing peer is told by disconnected(), after everything it sent has been read.
    if (code == QAbstractSocket::RemoteHostClosedError && m_phase != Phase::Connecting) {
        return;
    }
    failRequest(socketError());
}

QString HttpConnection::hostName() const
{
    const int port = m_target.url.port(m_tls != nullptr ? 443 : 80);
    return QStringLiteral("%1:%2").arg(m_target.url.host(), QString::number(port));
}

Error HttpConnection::socketError() const
{
    const QString host = hostName();
    const QString text = m_socket->errorString();
    const auto error = [&](Errc code, const QString& message) { return fail(code, message, text).value(); };
    if (m_relay != nullptr && m_relay->error()) {
        return *m_relay->error();
    }
    switch (m_socket->error()) {
    case QAbstractSocket::HostNotFoundError:
        return error(Errc::Network, QStringLiteral("The name %1 cannot be found.").arg(m_target.url.host()));
    case QAbstractSocket::ConnectionRefusedError:
        return error(Errc::Network, QStringLiteral("%1 refuses connections.").arg(host));
    case QAbstractSocket::SocketTimeoutError:
        return error(Errc::Timeout, QStringLiteral("%1 cannot be reached in time.").arg(host));
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        return error(Errc::Network, QStringLiteral("The proxy asks for a name and a password."));
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return error(Errc::Network, QStringLiteral("The proxy does not lead to %1.").arg(host));
    case QAbstractSocket::SocketAccessError:
        return error(Errc::Network, m_target.proxy.type() == QNetworkProxy::NoProxy
                ? QStringLiteral("The connection to %1 is not permitted.").arg(host)
                : QStringLiteral("The proxy does not lead to %1.").arg(host));
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError: {
        if (m_tlsErrors.isEmpty()) {
            return handshakeError(text, host, m_target.tls);
        }
        return tlsError(m_tlsErrors, m_target.serverName.isEmpty() ? m_target.url.host() : m_target.serverName);
    }
    case QAbstractSocket::RemoteHostClosedError:
        if (m_tls != nullptr && hasExpired(m_target.tls.localCertificate())) {
            return handshakeError(text, host, m_target.tls); // not every server says why it hangs up
        }
        return error(Errc::Network, QStringLiteral("%1 closed the connection before it answered.").arg(host));
    default:
        return error(Errc::Network, QStringLiteral("The connection to %1 failed.").arg(host));
    }
}

bool HttpConnection::isStuckBeforeProxy() const
{
    return m_relay != nullptr && m_phase == Phase::Connecting && !m_relay->hasReached();
}

milliseconds HttpConnection::limit() const
{
    switch (m_phase) {
    case Phase::Connecting:
        return m_request.deadlines.connect;
    case Phase::Waiting:
        return m_request.deadlines.firstByte;
    case Phase::Reading:
    case Phase::Raw:
        return m_request.deadlines.idle;
    case Phase::Idle:
        return kKeepIdle;
    case Phase::Dead:
        break;
    }
    return milliseconds(0);
}

void HttpConnection::enter(Phase phase)
{
    m_phase = phase;
    m_lastActivity.start();
    if (phase == Phase::Idle || phase == Phase::Dead) {
        m_total.stop();
    }
    const milliseconds wait = limit();
    if (wait.count() > 0) {
        m_deadline.start(wait);
    } else {
        m_deadline.stop();
    }
}

void HttpConnection::onTotal()
{
    const QString seconds = QString::number(static_cast<double>(m_total.interval()) / 1000.0);
    failRequest(fail(Errc::Timeout, QStringLiteral("%1 did not end its answer within %2 s.").arg(hostName(), seconds)).value());
}

void HttpConnection::onDeadline()
{
    // The timer is not restarted with every byte; it looks when it fires.
    const milliseconds left = limit() - milliseconds(m_lastActivity.elapsed());
    if (left.count() > 0 && m_phase != Phase::Connecting) {
        m_deadline.start(left);
        return;
    }
    if (m_phase == Phase::Idle) {
        abandon();
        return;
    }
    const QString seconds = QString::number(static_cast<double>(limit().count()) / 1000.0);
    const QString host = isStuckBeforeProxy() ? m_relay->name() : hostName();
    const QString text = m_phase == Phase::Connecting ? QStringLiteral("%1 cannot be reached within %2 s.")
        : m_phase == Phase::Reading || m_phase == Phase::Raw
        ? QStringLiteral("%1 stopped sending for %2 s.")
        : QStringLiteral("%1 did not answer within %2 s.");
    QString message = text.arg(host, seconds);
    message[0] = isStuckBeforeProxy() ? message[0].toUpper() : message[0];
    failRequest(fail(Errc::Timeout, message).value());
}

} // namespace cocoon::net
