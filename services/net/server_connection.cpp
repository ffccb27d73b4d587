// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/server_connection.h"

#include "services/net/inflater.h"

#include <QTimer>
#include <QUrl>

#include <sys/socket.h>

namespace cocoon::net {

namespace {
    constexpr qsizetype kPackAbove = 16 * 1024; // an API server packs above 128 KiB, the services of IBM Cloud sooner
    constexpr qsizetype kJoinBelow = 64 * 1024;
    constexpr std::chrono::seconds kLinger { 2 };
}

ServerConnection::ServerConnection(QTcpSocket* socket, const HttpServer::Handler& handler, qsizetype maxBody, QObject* parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(handler)
    , m_maxBody(maxBody)
{
    socket->setParent(this);
    connect(socket, &QTcpSocket::readyRead, this, &ServerConnection::onReadyRead);
    connect(socket, &QTcpSocket::disconnected, this, &ServerConnection::onGone);
}

ServerConnection::~ServerConnection()
{
    m_socket->disconnect(this);
    if (m_exchange) {
        m_exchange->onGone();
    }
    m_socket->abort();
    // We may be destroyed from a signal of this very socket.
    m_socket->setParent(nullptr);
    m_socket->deleteLater();
}

void ServerConnection::onReadyRead()
{
    const QByteArray bytes = m_socket->readAll();
    if (m_closing || bytes.isEmpty()) {
        return;
    }
    if (m_raw) {
        if (m_exchange) {
            m_exchange->onRaw(bytes);
        }
        return;
    }
    m_parser.feed(bytes);
    pump();
}

void ServerConnection::pump()
{
    // Handlers often answer at once; the loop goes on instead of calling itself.
    if (m_pumping) {
        return;
    }
    m_pumping = true;
    const QPointer<ServerConnection> self(this);
    while (self && !m_exchange && !m_closing && !m_raw) {
        Result<HttpParser::Event> event = m_parser.next();
        if (!event) {
            refuse(400);
            break;
        }
        if (event->kind == HttpParser::EventKind::NeedMore) {
            break;
        }
        if (event->kind == HttpParser::EventKind::Head) {
            m_request = {};
            m_request.method = event->head.method;
            m_request.target = event->head.target;
            m_request.headers = event->head.headers;
            if (m_parser.contentLength() > m_maxBody) {
                refuse(413);
                break;
            }
            if (m_parser.contentLength() > 0) {
                m_request.body.reserve(static_cast<qsizetype>(m_parser.contentLength()));
            }
            if (headerHasToken(m_request.headers, "Expect", "100-continue")) {
                send("HTTP/1.1 100 Continue\r\n\r\n");
            }
        } else if (event->kind == HttpParser::EventKind::Body) {
            m_request.body.append(event->body);
            if (m_request.body.size() > m_maxBody) {
                refuse(413);
                break;
            }
        } else {
            startExchange();
        }
    }
    if (self) {
        m_pumping = false;
    }
}

void ServerConnection::startExchange()
{
    const qsizetype mark = m_request.target.indexOf('?');
    m_request.path = QUrl::fromPercentEncoding(mark < 0 ? m_request.target : m_request.target.left(mark));
    if (mark >= 0) {
        // '+' stands for a space in queries, QUrlQuery leaves it alone.
        m_request.query = QUrlQuery(QString::fromUtf8(m_request.target.mid(mark + 1).replace('+', "%20")));
    }
    m_request.peerChain = m_peerChain;
    m_exchange = new ServerExchange(std::move(m_request), m_parser.keepAlive(), this);
    m_request = {};
    if (m_handler) {
        m_handler(*m_exchange);
    } else {
        m_exchange->reply(503, {}, {});
    }
}

void ServerConnection::refuse(int status)
{
    Headers headers;
    headers.add("Content-Length", "0");
    headers.add("Connection", "close");
    send(encodeResponseHead(status, headers));
    // Closing with unread bytes resets the connection, and the peer, still sending, would never read why. So what it
    // sends is thrown away until it has closed, or for a while.
    m_closing = true;
    QTimer::singleShot(kLinger, this, &ServerConnection::closeAfterWriting);
}

void ServerConnection::exchangeDone(bool keepAlive)
{
    m_exchange = nullptr;
    if (!keepAlive) {
        closeAfterWriting();
        return;
    }
    if (!m_pumping && m_parser.buffered() > 0) {
        pump();
    }
}

void ServerConnection::closeAfterWriting()
{
    m_closing = true;
    m_socket->disconnectFromHost();
}

void ServerConnection::reset()
{
    m_closing = true;
    // No lingering: the peer sees a reset, not an orderly end.
    const linger none { 1, 0 };
    ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    m_socket->abort();
}

void ServerConnection::onGone()
{
    if (m_exchange) {
        std::exchange(m_exchange, nullptr)->onGone();
    }
    deleteLater(); // the socket is telling us
}

ServerExchange::ServerExchange(ServerRequest request, bool keepAlive, ServerConnection* connection)
    : Exchange(connection)
    , m_request(std::move(request))
    , m_connection(connection)
    , m_keepAlive(keepAlive)
{
}

void ServerExchange::done()
{
    m_state = State::Done;
    // Queued: whoever answers is still holding us. Children die with the connection, hence no parent any more.
    setParent(nullptr);
    QMetaObject::invokeMethod(
        this,
        [this] {
            deleteLater(); // not before: it would come first and nobody would be told
            Q_EMIT closed();
        },
        Qt::QueuedConnection);
    if (m_connection) {
        m_connection->exchangeDone(m_keepAlive);
    }
}

void ServerExchange::reply(int status, const Headers& headers, const QByteArray& body)
{
    if (m_state != State::Open || !m_connection) {
        return;
    }
    Headers all = headers;
    const bool bodyless = status == 204 || status == 304;
    const bool pack = body.size() > kPackAbove && !bodyless && !headers.contains("Content-Encoding")
        && headerHasToken(m_request.headers, "Accept-Encoding", "gzip");
    const QByteArray payload = pack ? gzipForWire(body) : body;
    if (pack) {
        all.add("Content-Encoding", "gzip");
    }
    if (!bodyless) {
        all.set("Content-Length", QByteArray::number(payload.size()));
    }
    m_keepAlive = m_keepAlive && !headerHasToken(all, "Connection", "close");
    if (!m_keepAlive) {
        all.set("Connection", "close");
    }
    const QByteArray head = encodeResponseHead(status, all);
    if (m_request.method == "HEAD" || bodyless) {
        m_connection->send(head);
    } else if (payload.size() < kJoinBelow) {
        m_connection->send(head + payload);
    } else {
        m_connection->send(head);
        m_connection->send(payload);
    }
    done();
}

void ServerExchange::beginStream(int status, const Headers& headers)
{
    if (m_state != State::Open || !m_connection) {
        return;
    }
    Headers all = headers;
    all.set("Transfer-Encoding", "chunked");
    if (!m_keepAlive) {
        all.set("Connection", "close");
    }
    m_state = State::Streaming;
    m_connection->send(encodeResponseHead(status, all));
}

void ServerExchange::write(const QByteArray& bytes)
{
    if (m_state == State::Streaming && m_connection && m_request.method != "HEAD") {
        m_connection->send(encodeChunk(bytes));
    }
}

void ServerExchange::finish()
{
    if (m_state == State::Streaming && m_connection) {
        if (m_request.method != "HEAD") {
            m_connection->send("0\r\n\r\n");
        }
        done();
    }
}

bool ServerExchange::isWebSocketUpgrade() const
{
    return m_request.method == "GET" && headerHasToken(m_request.headers, "Upgrade", "websocket")
        && headerHasToken(m_request.headers, "Connection", "Upgrade")
        && m_request.headers.value("Sec-WebSocket-Version") == "13"
        && !m_request.headers.value("Sec-WebSocket-Key").isEmpty();
}

QStringList ServerExchange::offeredSubprotocols() const
{
    QStringList names;
    for (const QByteArray& value : m_request.headers.values("Sec-WebSocket-Protocol")) {
        for (const QByteArray& name : value.split(',')) {
            names.append(QString::fromLatin1(name.trimmed()));
        }
    }
    return names;
}

void ServerExchange::acceptWebSocket(const QByteArray& subprotocol)
{
    if (m_state != State::Open || !m_connection) {
        return;
    }
    Headers headers;
    headers.add("Upgrade", "websocket");
    headers.add("Connection", "Upgrade");
    headers.add("Sec-WebSocket-Accept", webSocketAccept(m_request.headers.value("Sec-WebSocket-Key")));
    if (!subprotocol.isEmpty()) {
        headers.add("Sec-WebSocket-Protocol", subprotocol);
    }
    m_state = State::WebSocket;
    m_connection->goRaw();
    m_connection->send(encodeResponseHead(101, headers));
}

void ServerExchange::sendMessage(const QByteArray& payload, bool binary)
{
    if (m_state == State::WebSocket && m_connection) {
        const quint8 opcode = binary ? WebSocketFrame::Binary : WebSocketFrame::Text;
        m_connection->send(encodeWebSocketFrame({ opcode, true, payload }, false));
    }
}

void ServerExchange::closeWebSocket(int code)
{
    if (m_state == State::WebSocket && m_connection) {
        QByteArray payload;
        payload += static_cast<char>(static_cast<unsigned>(code) >> 8U);
        payload += static_cast<char>(code & 0xff);
        m_connection->send(encodeWebSocketFrame({ WebSocketFrame::Close, true, payload }, false));
        m_state = State::Closing; // the peer answers with its own close
    }
}

void ServerExchange::onRaw(const QByteArray& bytes)
{
    const QPointer<ServerExchange> self(this);
    const Result<QList<WebSocketFrame>> frames = m_decoder.feed(bytes);
    if (!frames) {
        closeWebSocket(1002);
        m_keepAlive = false;
        done();
        return;
    }
    for (const WebSocketFrame& frame : *frames) {
        if (!self || m_state == State::Done || !m_connection) {
            return;
        }
        if (frame.opcode == WebSocketFrame::Ping) {
            m_connection->send(encodeWebSocketFrame({ WebSocketFrame::Pong, true, frame.payload }, false));
        } else if (frame.opcode == WebSocketFrame::Close) {
            if (m_state == State::WebSocket) {
                m_connection->send(encodeWebSocketFrame({ WebSocketFrame::Close, true, frame.payload.left(2) }, false));
            }
            m_keepAlive = false;
            done();
        } else if (frame.opcode != WebSocketFrame::Pong && m_state == State::WebSocket) {
            Q_EMIT message(frame.payload, frame.opcode == WebSocketFrame::Binary);
        }
    }
}

void ServerExchange::abort()
{
    if (m_state != State::Done && m_connection) {
        m_connection->reset(); // its disconnected() comes back as onGone()
    }
}

void ServerExchange::onGone()
{
    if (m_state == State::Done) {
        return;
    }
    m_state = State::Done;
    setParent(nullptr);
    deleteLater(); // its own handler may have caused this
    Q_EMIT closed();
}

} // namespace cocoon::net
