// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http_codec.h"

#include <algorithm>
#include <cstring>

namespace cocoon::net {

namespace {
    constexpr qsizetype kMaxChunkLine = 4096;
    constexpr qsizetype kMaxFields = 256;

    tl::unexpected<Error> broken(const QString& what)
    {
        return fail(Errc::Protocol, QStringLiteral("The HTTP message is malformed: %1.").arg(what));
    }

    bool isTokenChar(char c)
    {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            return true;
        }
        return c != '\0' && std::strchr("!#$%&'*+-.^_`|~", c) != nullptr;
    }

    bool isToken(const QByteArray& text)
    {
        return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
    }

    bool isFieldText(const QByteArray& text)
    {
        return std::all_of(text.begin(), text.end(), [](char c) {
            return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
        });
    }

    bool isDigits(const QByteArray& text)
    {
        return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    }

    /// "HTTP/1.0" → 0, "HTTP/1.1" → 1, else -1.
    int minorVersionOf(const QByteArray& text)
    {
        return text == "HTTP/1.1" ? 1 : text == "HTTP/1.0" ? 0 : -1;
    }

    Result<Done> parseRequestLine(const QByteArray& line, HttpHead& head)
    {
        const qsizetype first = line.indexOf(' ');
        const qsizetype last = line.lastIndexOf(' ');
        if (first <= 0 || last <= first) {
            return broken(QStringLiteral("request line"));
        }
        head.method = line.left(first);
        head.target = line.mid(first + 1, last - first - 1);
        head.minorVersion = minorVersionOf(line.mid(last + 1));
        const bool visible = std::all_of(head.target.begin(), head.target.end(),
            [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
        if (!isToken(head.method) || head.target.isEmpty() || !visible || head.minorVersion < 0) {
            return broken(QStringLiteral("request line"));
        }
        return Done {};
    }

    Result<Done> parseStatusLine(const QByteArray& line, HttpHead& head)
    {
        const QByteArray code = line.mid(9, 3);
        head.minorVersion = minorVersionOf(line.left(8));
        if (head.minorVersion < 0 || line.size() < 12 || line.at(8) != ' ' || !isDigits(code)
            || (line.size() > 12 && line.at(12) != ' ')) {
            return broken(QStringLiteral("status line"));
        }
        head.status = code.toInt();
        head.reason = line.mid(13);
        if (head.status < 100 || head.status > 599 || !isFieldText(head.reason)) {
            return broken(QStringLiteral("status line"));
        }
        return Done {};
    }

    Result<Done> parseField(const QByteArray& line, Headers& headers)
    {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(std::max<qsizetype>(colon, 0));
        if (!isToken(name)) { // also a folded line, which begins with a space
            return broken(QStringLiteral("header name"));
        }
        const QByteArray value = line.mid(colon + 1);
        // Before trimming, which would take a bare line feed for a blank: others take it for the end of the line.
        if (!isFieldText(value)) {
            return broken(QStringLiteral("header value"));
        }
        headers.add(name, value.trimmed());
        return Done {};
    }
}

HttpParser::HttpParser(Role role)
    : m_role(role)
{
}

void HttpParser::feed(const QByteArray& bytes)
{
    if (m_pos == m_buffer.size()) {
        m_buffer = bytes; // shares the data: big bodies pass without a copy
        m_pos = 0;
        return;
    }
    if (m_pos > 0) {
        m_buffer.remove(0, m_pos);
        m_pos = 0;
    }
    m_buffer.append(bytes);
}

QByteArray HttpParser::take(qsizetype count)
{
    QByteArray piece;
    if (m_pos == 0 && count == m_buffer.size()) {
        piece = std::exchange(m_buffer, {});
        return piece;
    }
    piece = m_buffer.mid(m_pos, count);
    m_pos += count;
    return piece;
}

QByteArray HttpParser::takeRest()
{
    return take(buffered());
}

Result<HttpParser::Event> HttpParser::parseHead()
{
    // A client may send an empty line before a request (RFC 9112, 2.2).
    while (m_role == Role::Request && buffered() > 0 && m_buffer.at(m_pos) == '\r') {
        if (buffered() == 1) {
            return Event {};
        }
        if (m_buffer.at(m_pos + 1) != '\n') {
            return broken(QStringLiteral("start line"));
        }
        m_pos += 2;
    }
    // Whoever speaks TLS or worse to us is told at once, not when the header would be too large.
    if (buffered() > 0 && !isTokenChar(m_buffer.at(m_pos))) {
        return broken(QStringLiteral("start line"));
    }
    const qsizetype end = m_buffer.indexOf("\r\n\r\n", m_pos + std::max<qsizetype>(m_scanned - 3, 0));
    if ((end < 0 ? buffered() : end - m_pos) > kMaxHead) {
        return broken(QStringLiteral("the header is larger than 64 KiB"));
    }
    if (end < 0) {
        m_scanned = buffered();
        return Event {};
    }
    m_scanned = 0;
    const QByteArray block = m_buffer.mid(m_pos, end - m_pos);
    m_pos = end + 4;

    Event event { EventKind::Head };
    bool first = true;
    for (qsizetype start = 0; start <= block.size();) {
        qsizetype stop = block.indexOf("\r\n", start);
        stop = stop < 0 ? block.size() : stop;
        const QByteArray line = block.mid(start, stop - start);
        start = stop + 2;
        const Result<Done> parsed = !first ? parseField(line, event.head.headers)
            : m_role == Role::Request      ? parseRequestLine(line, event.head)
                                           : parseStatusLine(line, event.head);
        first = false;
        if (!parsed) {
            return tl::unexpected(parsed.error());
        }
    }
    if (event.head.headers.fields().size() > kMaxFields) {
        return broken(QStringLiteral("too many headers"));
    }
    const Result<Done> body = startBody(event.head);
    if (!body) {
        return tl::unexpected(body.error());
    }
    return event;
}

Result<Done> HttpParser::startBody(const HttpHead& head)
{
    const QList<QByteArray> lengths = head.headers.values("Content-Length");
    const bool hasCoding = head.headers.contains("Transfer-Encoding");
    m_declared = -1;
    m_keepAlive = head.minorVersion == 1 ? !headerHasToken(head.headers, "Connection", "close")
                                         : headerHasToken(head.headers, "Connection", "keep-alive");
    if (hasCoding && (!lengths.isEmpty() || head.minorVersion == 0)) {
        return broken(QStringLiteral("two ways to find the end of the body"));
    }
    if (hasCoding) {
        const QList<QByteArray> codings = head.headers.values("Transfer-Encoding");
        if (codings.size() != 1 || codings.first().compare("chunked", Qt::CaseInsensitive) != 0) {
            return broken(QStringLiteral("unknown transfer coding"));
        }
    }
    if (!lengths.isEmpty()) {
        bool ok = false;
        const QByteArray& length = lengths.first();
        m_declared = length.size() <= 18 && isDigits(length) ? length.toLongLong(&ok) : 0;
        const bool same = std::all_of(lengths.begin(), lengths.end(), [&](const auto& other) { return other == length; });
        if (!ok || !same) {
            return broken(QStringLiteral("content length"));
        }
    }
    if (m_role == Role::Response && head.status == 101) {
        m_state = State::Raw;
        return Done {};
    }
    m_skipHead = m_role == Role::Response && head.status < 200;
    const bool bodyless = m_role == Role::Response
        && (m_noBody || head.status < 200 || head.status == 204 || head.status == 304);
    if (bodyless) {
        m_state = State::Finished;
    } else if (hasCoding) {
        m_state = State::ChunkSize;
    } else if (m_declared >= 0) {
        m_left = m_declared;
        m_state = m_left > 0 ? State::Fixed : State::Finished;
    } else if (m_role == Role::Request) {
        m_state = State::Finished;
    } else {
        m_keepAlive = false;
        m_state = State::UntilClose;
    }
    return Done {};
}

Result<HttpParser::Event> HttpParser::takeBody(qint64& left, State after)
{
    Event event { EventKind::Body };
    event.body = take(static_cast<qsizetype>(std::min<qint64>(left, buffered())));
    left -= event.body.size();
    if (left == 0) {
        m_state = after;
    }
    return event;
}

Result<HttpParser::Event> HttpParser::next()
{
    for (;;) {
        switch (m_state) {
        case State::Head: {
            if (buffered() == 0) {
                return Event {};
            }
            Result<Event> event = parseHead();
            if (event && event->kind == EventKind::Head && m_skipHead) {
                m_skipHead = false;
                m_state = State::Head;
                continue;
            }
            return event;
        }
        case State::Fixed:
            return buffered() == 0 ? Event {} : takeBody(m_left, State::Finished);
        case State::ChunkData:
            return buffered() == 0 ? Event {} : takeBody(m_left, State::ChunkEnd);
        case State::UntilClose: {
            if (buffered() == 0) {
                return Event {};
            }
            Event event { EventKind::Body };
            event.body = takeRest();
            return event;
        }
        case State::ChunkEnd:
            if (buffered() < 2) {
                return Event {};
            }
            if (m_buffer.at(m_pos) != '\r' || m_buffer.at(m_pos + 1) != '\n') {
                return broken(QStringLiteral("end of chunk"));
            }
            m_pos += 2;
            m_state = State::ChunkSize;
            continue;
        case State::ChunkSize:
        case State::Trailer: {
            const qsizetype end = m_buffer.indexOf("\r\n", m_pos);
            if ((end < 0 ? buffered() : end - m_pos) > kMaxChunkLine) {
                return broken(QStringLiteral("chunk line too long"));
            }
            if (end < 0) {
                return Event {};
            }
            const QByteArray line = m_buffer.mid(m_pos, end - m_pos);
            m_pos = end + 2;
            if (m_state == State::Trailer) {
                Headers ignored;
                m_trailerBytes += line.size();
                if (line.isEmpty()) {
                    m_state = State::Finished;
                } else if (const auto parsed = parseField(line, ignored); !parsed) {
                    return tl::unexpected(parsed.error());
                } else if (m_trailerBytes > kMaxHead) {
                    return broken(QStringLiteral("trailer too long"));
                }
                continue;
            }
            const qsizetype extension = line.indexOf(';');
            const QByteArray digits = extension < 0 ? line : line.left(extension).trimmed();
            const bool hex = !digits.isEmpty() && digits.size() <= 15
                && std::all_of(digits.begin(), digits.end(), [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
            if (!hex || !isFieldText(line)) {
                return broken(QStringLiteral("chunk size"));
            }
            m_left = digits.toLongLong(nullptr, 16);
            m_trailerBytes = 0;
            m_state = m_left > 0 ? State::ChunkData : State::Trailer;
            continue;
        }
        case State::Finished:
            m_state = State::Head;
            m_scanned = 0;
            return Event { EventKind::End };
        case State::Raw:
            return Event { EventKind::Upgrade };
        }
    }
}

Result<HttpParser::Event> HttpParser::atEnd()
{
    if (m_state == State::UntilClose) {
        m_state = State::Head;
        return Event { EventKind::End };
    }
    if (isBetweenMessages() || m_state == State::Raw) {
        return Event {};
    }
    return fail(Errc::Network, QStringLiteral("The connection was closed in the middle of a message."));
}

Result<QByteArray> encodeRequestHead(const QByteArray& method, const QUrl& url, const Headers& headers, qsizetype bodySize)
{
    QByteArray target = url.path(QUrl::FullyEncoded).toUtf8();
    if (!target.startsWith('/')) {
        target.prepend('/');
    }
    if (url.hasQuery()) {
        target += '?' + url.query(QUrl::FullyEncoded).toUtf8();
    }
    QByteArray host = url.host(QUrl::FullyEncoded).toUtf8();
    if (host.contains(':')) {
        host = '[' + host + ']';
    }
    const int usual = url.scheme() == QLatin1String("https") ? 443 : 80;
    if (url.port(usual) != usual) {
        host += ':' + QByteArray::number(url.port());
    }
    QByteArray out;
    out.reserve(512);
    out += method + ' ' + target + " HTTP/1.1\r\n";
    if (!headers.contains("Host")) {
        out += "Host: " + host + "\r\n";
    }
    if (!isToken(method) || !isFieldText(target) || target.contains(' ') || !isFieldText(host)) {
        return fail(Errc::Invalid, QStringLiteral("The request cannot be written as HTTP."));
    }
    for (const auto& [name, value] : headers.fields()) {
        if (!isToken(name) || !isFieldText(value)) {
            return fail(Errc::Invalid, QStringLiteral("A request header holds characters that HTTP does not allow."));
        }
        out += name + ": " + value + "\r\n";
    }
    const bool mayHaveBody = method != "GET" && method != "HEAD" && method != "DELETE";
    if ((bodySize > 0 || mayHaveBody) && !headers.contains("Content-Length")) {
        out += "Content-Length: " + QByteArray::number(bodySize) + "\r\n";
    }
    return out + "\r\n";
}

QByteArray encodeResponseHead(int status, const Headers& headers)
{
    QByteArray out;
    out.reserve(512);
    out += "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) + "\r\n";
    for (const auto& [name, value] : headers.fields()) {
        QByteArray clean = value;
        clean.replace('\r', ' ').replace('\n', ' ');
        out += name + ": " + clean + "\r\n";
    }
    return out + "\r\n";
}

QByteArray encodeChunk(const QByteArray& bytes)
{
    if (bytes.isEmpty()) {
        return {};
    }
    QByteArray out;
    out.reserve(bytes.size() + 20);
    out += QByteArray::number(bytes.size(), 16) + "\r\n";
    out += bytes;
    out += "\r\n";
    return out;
}

QByteArray reasonPhrase(int status)
{
    struct Phrase {
        int status;
        const char* text;
    };
    static constexpr Phrase kPhrases[] = { { 100, "Continue" }, { 101, "Switching Protocols" }, { 200, "OK" },
        { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" }, { 301, "Moved Permanently" }, { 302, "Found" },
        { 304, "Not Modified" }, { 307, "Temporary Redirect" }, { 400, "Bad Request" }, { 401, "Unauthorized" },
        { 403, "Forbidden" }, { 404, "Not Found" }, { 405, "Method Not Allowed" }, { 406, "Not Acceptable" },
        { 408, "Request Timeout" }, { 409, "Conflict" }, { 410, "Gone" }, { 411, "Length Required" },
        { 412, "Precondition Failed" }, { 413, "Content Too Large" }, { 415, "Unsupported Media Type" },
        { 422, "Unprocessable Entity" }, { 426, "Upgrade Required" }, { 429, "Too Many Requests" },
        { 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" }, { 501, "Not Implemented" },
        { 502, "Bad Gateway" }, { 503, "Service Unavailable" }, { 504, "Gateway Timeout" } };
    for (const Phrase& phrase : kPhrases) {
        if (phrase.status == status) {
            return phrase.text;
        }
    }
    return "Status";
}

Errc errcForStatus(int status)
{
    switch (status) {
    case 401:
        return Errc::Unauthorized;
    case 403:
        return Errc::Forbidden;
    case 404:
        return Errc::NotFound;
    case 409:
        return Errc::Conflict;
    case 410:
        return Errc::Gone;
    case 412:
        return Errc::Precondition;
    case 408:
        return Errc::Timeout;
    case 429:
        return Errc::RateLimited;
    default:
        return status >= 500 ? Errc::Server : status >= 400 ? Errc::Invalid : Errc::Protocol;
    }
}

bool headerHasToken(const Headers& headers, const QByteArray& name, const QByteArray& token)
{
    for (const QByteArray& value : headers.values(name)) {
        for (const QByteArray& part : value.split(',')) {
            if (part.trimmed().compare(token, Qt::CaseInsensitive) == 0) {
                return true;
            }
        }
    }
    return false;
}

bool isWebPage(const Headers& headers)
{
    return headers.value("Content-Type").trimmed().toLower().startsWith("text/html");
}

Error webPageError(const QString& expected)
{
    return fail(Errc::Protocol, QStringLiteral("A web page came back, not the answer of %1: a login portal or a proxy stands between.").arg(expected)).value();
}

} // namespace cocoon::net
