// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

namespace cocoon::net {

/// Start line and headers of one message; the fields of the other kind stay empty.
struct HttpHead {
    QByteArray method;
    QByteArray target;
    int status = 0;
    QByteArray reason;
    int minorVersion = 1; ///< HTTP/1.x
    Headers headers;
};

/// HTTP/1.x as a plain state machine: feed bytes, then pull events until NeedMore. Strict where leniency allows request
/// smuggling: Content-Length together with Transfer-Encoding, folded headers, bare line feeds and odd lengths are errors.
class HttpParser {
public:
    enum class Role { Request, Response };
    enum class EventKind {
        NeedMore,
        Head,
        Body, ///< a piece of the body, un-chunked
        End, ///< the message is complete; the next event belongs to the next message
        Upgrade ///< after the Head of a 101: everything else is raw, take it with takeRest()
    };
    struct Event {
        EventKind kind = EventKind::NeedMore;
        HttpHead head {};
        QByteArray body {};
    };

    static constexpr qsizetype kMaxHead = 64 * 1024;

    explicit HttpParser(Role role);
    /// The next response answers a HEAD request: it has no body whatever its headers say.
    void expectNoBody(bool noBody) { m_noBody = noBody; }
    void feed(const QByteArray& bytes);
    /// The next event; Errc::Protocol ends the conversation. Interim responses (1xx but 101) are skipped.
    Result<Event> next();
    /// The peer closed: End for a body that runs until close, NeedMore between messages, Errc::Network inside one.
    Result<Event> atEnd();

    /// May the connection be used again after this message? Valid after Head.
    bool keepAlive() const { return m_keepAlive; }
    /// Declared length of the body, -1 when unknown. Valid after Head.
    qint64 contentLength() const { return m_declared; }
    bool isBetweenMessages() const { return m_state == State::Head && buffered() == 0; }
    qsizetype buffered() const { return m_buffer.size() - m_pos; }
    /// Takes the bytes that were fed and not consumed.
    QByteArray takeRest();

private:
    enum class State { Head, Fixed, ChunkSize, ChunkData, ChunkEnd, Trailer, UntilClose, Finished, Raw };
    Result<Event> parseHead();
    Result<Done> startBody(const HttpHead& head);
    Result<Event> takeBody(qint64& left, State after);
    QByteArray take(qsizetype count);

    Role m_role;
    State m_state = State::Head;
    bool m_noBody = false;
    bool m_keepAlive = true;
    bool m_skipHead = false;
    qint64 m_declared = -1;
    qint64 m_left = 0;
    QByteArray m_buffer;
    qsizetype m_pos = 0; ///< consumed bytes at the front of m_buffer
    qsizetype m_scanned = 0; ///< bytes after m_pos known to hold no end of head
    qsizetype m_trailerBytes = 0;
};

/// "GET /path?query HTTP/1.1" with Host, Content-Length and the given headers. Errc::Invalid when a header or the target
/// holds characters that would end the line.
Result<QByteArray> encodeRequestHead(const QByteArray& method, const QUrl& url, const Headers& headers, qsizetype bodySize);
/// Status line and headers; line breaks inside header values become spaces.
QByteArray encodeResponseHead(int status, const Headers& headers);
/// One chunk of a chunked body; an empty one would end the body and gives no bytes.
QByteArray encodeChunk(const QByteArray& bytes);
QByteArray reasonPhrase(int status);
/// What a failed status means: 404 is NotFound, 503 is Server …
Errc errcForStatus(int status);
/// A page for people: what a login portal or a proxy puts in the place of an answer, often with status 200. No service that
/// we ask has one, so it must not be taken for "done".
bool isWebPage(const Headers& headers);
Error webPageError(const QString& expected);
/// Does a comma-separated header hold the token (without case)?
bool headerHasToken(const Headers& headers, const QByteArray& name, const QByteArray& token);

} // namespace cocoon::net
