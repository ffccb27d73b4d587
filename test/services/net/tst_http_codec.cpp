// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http_codec.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::net;
using namespace Qt::StringLiterals;

namespace {

/// What a parser says about the pieces, in words: bodies joined, "!" for an error, "…" for "more is needed" at the end.
QString told(HttpParser::Role role, const QList<QByteArray>& pieces, bool closed = false, bool noBody = false)
{
    HttpParser parser(role);
    parser.expectNoBody(noBody);
    QString words;
    QByteArray body;
    const auto say = [&](const QString& word) { words += (words.isEmpty() ? QString() : u" "_s) + word; };
    // Returns false after an error.
    const auto take = [&](const Result<HttpParser::Event>& event) {
        if (!event) {
            say(event.error().code == Errc::Protocol ? u"!"_s : u"cut"_s);
            return false;
        }
        switch (event->kind) {
        case HttpParser::EventKind::Head:
            say(role == HttpParser::Role::Request ? QString::fromLatin1(event->head.method + ' ' + event->head.target)
                                                  : QString::number(event->head.status));
            break;
        case HttpParser::EventKind::Body:
            body += event->body;
            break;
        case HttpParser::EventKind::End:
            say(QString::fromLatin1('[' + std::exchange(body, {}) + ']') + (parser.keepAlive() ? QString() : u"close"_s));
            break;
        case HttpParser::EventKind::Upgrade:
        case HttpParser::EventKind::NeedMore:
            break;
        }
        return true;
    };
    for (const QByteArray& piece : pieces) {
        parser.feed(piece);
        for (;;) {
            const Result<HttpParser::Event> event = parser.next();
            if (!take(event)) {
                return words;
            }
            if (event->kind == HttpParser::EventKind::Upgrade) {
                body += parser.takeRest();
                break;
            }
            if (event->kind == HttpParser::EventKind::NeedMore) {
                break;
            }
        }
    }
    if (closed) {
        const Result<HttpParser::Event> event = parser.atEnd();
        if (!take(event)) {
            return words;
        }
    }
    if (!body.isEmpty()) {
        say(u"<%1>"_s.arg(QString::fromLatin1(body)));
    }
    return words;
}

using Role = HttpParser::Role;

void tellsOf(const char* name, Role role, const char* text, const char* words, bool closed = false, bool noBody = false)
{
    QTest::newRow(name) << static_cast<int>(role) << QByteArray(text) << QString::fromUtf8(words) << closed << noBody;
}

} // namespace

class TstHttpCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void piecesMakeNoDifference_data()
    {
        QTest::addColumn<int>("role");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("closed");
        QTest::addColumn<bool>("noBody");
        const Role request = Role::Request;
        const Role response = Role::Response;
        tellsOf("get", request, "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a?b=c []");
        tellsOf("empty line first", request, "\r\n\r\nGET / HTTP/1.1\r\n\r\n", "GET / []");
        tellsOf("no headers", request, "GET / HTTP/1.1\r\n\r\n", "GET / []");
        tellsOf("body", request, "POST /p HTTP/1.1\r\ncontent-length:  5 \r\n\r\nhello", "POST /p [hello]");
        tellsOf("two, pipelined", request, "PUT /1 HTTP/1.1\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nConnection: close\r\n\r\n",
            "PUT /1 [ab] GET /2 []close");
        tellsOf("old client", request, "GET / HTTP/1.0\r\n\r\n", "GET / []close");
        tellsOf("old client that stays", request, "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET / []");
        tellsOf("chunked request", request, "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "POST / [abc]");
        tellsOf("ok", response, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "200 [abc]");
        tellsOf("no reason", response, "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "200 []");
        tellsOf("chunks", response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n00B;x=\"y\"\r\npedia\r\n in \r\n0\r\n\r\n",
            "200 [Wikipedia\r\n in ]");
        tellsOf("trailers", response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nDigest: y\r\nA: b\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
            "200 [x] 204 []");
        tellsOf("interim answers", response, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
            "200 [x]");
        tellsOf("204 has no body", response, "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "204 [] 200 []");
        tellsOf("304 has no body", response, "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "304 [] 200 []");
        tellsOf("an answer to HEAD has no body", response, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", "200 []", false, true);
        tellsOf("until the end", response, "HTTP/1.1 200 OK\r\n\r\nall of this", "200 [all of this]close", true);
        tellsOf("until the end, not yet", response, "HTTP/1.1 200 OK\r\n\r\nall of this", "200 <all of this>");
        tellsOf("upgrade", response, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x05hello", "101 <\u0081\u0005hello>");
        tellsOf("cut in the head", response, "HTTP/1.1 200 OK\r\nContent-", "cut", true);
        tellsOf("cut in the body", response, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", "200 cut", true);
        tellsOf("cut in a chunk", response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell", "200 cut", true);
        tellsOf("cut before the last chunk", response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n", "200 cut", true);
        tellsOf("cut in the trailer", response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "200 cut", true);
        tellsOf("closed between answers", response, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "200 [x]", true);
    }

    void piecesMakeNoDifference()
    {
        QFETCH(int, role);
        QFETCH(QByteArray, text);
        QFETCH(QString, words);
        QFETCH(bool, closed);
        QFETCH(bool, noBody);
        const auto kind = static_cast<Role>(role);
        QCOMPARE(told(kind, { text }, closed, noBody), words);
        QList<QByteArray> bytes;
        for (qsizetype i = 0; i < text.size(); ++i) {
            QCOMPARE(told(kind, { text.left(i), text.mid(i) }, closed, noBody), words);
            bytes.append(text.mid(i, 1));
        }
        QCOMPARE(told(kind, bytes, closed, noBody), words);
    }

    void ambiguousMessagesAreRefused_data()
    {
        QTest::addColumn<int>("role");
        QTest::addColumn<QByteArray>("text");
        const auto request = [](const char* name, const char* text) {
            QTest::newRow(name) << static_cast<int>(Role::Request) << QByteArray(text);
        };
        const auto response = [](const char* name, const char* text) {
            QTest::newRow(name) << static_cast<int>(Role::Response) << QByteArray(text);
        };
        request("length and chunks", "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        request("chunks and length", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
        request("two lengths", "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello");
        request("a list of lengths", "POST / HTTP/1.1\r\nContent-Length: 5, 5\r\n\r\nhello");
        request("a signed length", "POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\nhello");
        request("a negative length", "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\nhello");
        request("a hexadecimal length", "POST / HTTP/1.1\r\nContent-Length: 0x5\r\n\r\nhello");
        request("an endless length", "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\nhello");
        request("an empty length", "POST / HTTP/1.1\r\nContent-Length: \r\n\r\n");
        request("chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        request("unknown coding", "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
        request("two codings", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
        request("two coding headers", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        request("folded header", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n");
        request("folded with a tab", "GET / HTTP/1.1\r\nA: b\r\n\tContent-Length: 5\r\n\r\n");
        request("blank before the colon", "GET / HTTP/1.1\r\nContent-Length : 5\r\n\r\n");
        request("blank before the first header", "GET / HTTP/1.1\r\n A: b\r\n\r\n");
        request("no colon", "GET / HTTP/1.1\r\nHost\r\n\r\n");
        request("no name", "GET / HTTP/1.1\r\n: x\r\n\r\n");
        request("bare line feed in a header", "GET / HTTP/1.1\r\nA: b\nContent-Length: 5\r\n\r\n");
        request("bare line feed at the end of a header", "GET / HTTP/1.1\r\nHost: a\n\r\nGET /hidden HTTP/1.1\r\n\r\n");
        request("bare line feed before a value", "GET / HTTP/1.1\r\nA:\nb\r\n\r\n");
        request("vertical tab", "GET / HTTP/1.1\r\nContent-Length: 5\v\r\n\r\nhello");
        request("bare carriage return", "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n");
        request("bare line feeds only", "GET / HTTP/1.1\nHost: a\r\n\r\n");
        request("two blanks", "GET  / HTTP/1.1\r\n\r\n");
        request("blank in the target", "GET /a b HTTP/1.1\r\n\r\n");
        request("no version", "GET /\r\n\r\n");
        request("version 2", "GET / HTTP/2.0\r\n\r\n");
        request("not HTTP", "\x16\x03\x01\x02");
        request("SSH", "(SSH-2.0)");
        request("bad chunk size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
        request("signed chunk size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n");
        request("0x chunk size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\n");
        request("no chunk size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\n");
        request("endless chunk size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n");
        request("line feed in a chunk size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;a\nb\r\nx\r\n");
        request("long chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n");
        request("bad trailer", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno colon\r\n\r\n");
        response("status of two digits", "HTTP/1.1 20 OK\r\n\r\n");
        response("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n");
        response("status 600", "HTTP/1.1 600 X\r\n\r\n");
        response("status -12", "HTTP/1.1 -12 X\r\n\r\n");
        response("a request", "GET / HTTP/1.1\r\n\r\n");
        response("length and chunks in an answer", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    void ambiguousMessagesAreRefused()
    {
        QFETCH(int, role);
        QFETCH(QByteArray, text);
        QVERIFY2(told(static_cast<Role>(role), { text }).endsWith(u'!'), qPrintable(told(static_cast<Role>(role), { text })));
        QList<QByteArray> bytes;
        for (const char c : text) {
            bytes.append(QByteArray(1, c));
        }
        QVERIFY(told(static_cast<Role>(role), bytes).endsWith(u'!'));
    }

    void theSameLengthTwiceIsOneLength()
    {
        QCOMPARE(told(Role::Request, { "POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab" }), u"POST / [ab]"_s);
    }

    void headersAreLimited()
    {
        const QByteArray filler = "A: " + QByteArray(HttpParser::kMaxHead, 'x');
        QCOMPARE(told(Role::Request, { "GET / HTTP/1.1\r\n" + filler + "\r\n\r\n" }), u"!"_s);
        QCOMPARE(told(Role::Request, { "GET / HTTP/1.1\r\n" + filler }), u"!"_s); // not waiting for an end that may not come
        QCOMPARE(told(Role::Request, { "GET / HTTP/1.1\r\n" + QByteArray("A: b\r\n").repeated(300) + "\r\n" }), u"!"_s);
        QCOMPARE(told(Role::Request, { "GET / HTTP/1.1\r\n" + QByteArray("A: b\r\n").repeated(200) + "\r\n" }), u"GET / []"_s);
        const QByteArray chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        QCOMPARE(told(Role::Request, { chunked + "1;" + QByteArray(5000, 'x') }), u"POST / !"_s);
        QCOMPARE(told(Role::Request, { chunked + "0\r\n" + QByteArray("Trailer: abcdefgh\r\n").repeated(5000) }), u"POST / !"_s);
    }

    void readsHeaders()
    {
        HttpParser parser(Role::Response);
        parser.feed("HTTP/1.1 200 Fine, thanks\r\nX-A:  one\t\r\nx-a: two\r\nEmpty:\r\nContent-Length: 7\r\n\r\n");
        const auto event = parser.next();
        QVERIFY(event);
        QCOMPARE(event->head.reason, QByteArray("Fine, thanks"));
        QCOMPARE(event->head.headers.values("X-a"), QList<QByteArray>({ "one", "two" }));
        QVERIFY(event->head.headers.contains("empty"));
        QCOMPARE(event->head.headers.value("Empty"), QByteArray());
        QCOMPARE(parser.contentLength(), 7);
        QVERIFY(!parser.isBetweenMessages());
    }

    void headersChange()
    {
        Headers headers;
        headers.add("A", "1");
        headers.add("B", "2");
        headers.add("a", "3");
        headers.set("A", "4");
        QCOMPARE(headers.fields().size(), 2);
        QCOMPARE(headers.value("a"), QByteArray("4"));
        headers.remove("b");
        QVERIFY(!headers.contains("B"));
        headers.add("Connection", "keep-alive, Upgrade");
        QVERIFY(headerHasToken(headers, "connection", "upgrade"));
        QVERIFY(!headerHasToken(headers, "connection", "grade"));
    }

    void writesRequests_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* method, const char* url, int size, const char* text) {
            QTest::newRow(name) << QByteArray(method) << QString::fromUtf8(url) << size << QByteArray(text);
        };
        row("usual port", "GET", "https://api.example.com:443/a", 0, "GET /a HTTP/1.1\r\nHost: api.example.com\r\n\r\n");
        row("other port", "GET", "https://api.example.com:6443", 0, "GET / HTTP/1.1\r\nHost: api.example.com:6443\r\n\r\n");
        row("IPv6", "GET", "http://[::1]:80/", 0, "GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n");
        row("query", "GET", "http://x/a%2Fb%20c?q=%26%20%2B#part", 0, "GET /a%2Fb%20c?q=%26%20%2B HTTP/1.1\r\nHost: x\r\n\r\n");
        row("no password", "GET", "http://user:pass@x/", 0, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        row("umlauts", "GET", "http://x/ü", 0, "GET /%C3%BC HTTP/1.1\r\nHost: x\r\n\r\n");
        row("empty body", "POST", "http://x/", 0, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        row("body", "DELETE", "http://x/", 12, "DELETE / HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\n");
    }

    void writesRequests()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, url);
        QFETCH(int, size);
        QFETCH(QByteArray, text);
        const auto head = encodeRequestHead(method, QUrl(url), {}, size);
        QVERIFY(head);
        QCOMPARE(*head, text);
    }

    void nothingCanEndALineEarly()
    {
        const QUrl url(u"http://x/"_s);
        for (const char* bad : { "a\r\nB: c", "a\nb", "a\rb", "a\x7f" }) {
            Headers headers;
            headers.add("A", bad);
            QCOMPARE(encodeRequestHead("GET", url, headers, 0).error().code, Errc::Invalid);
            Headers names;
            names.add(bad, "x");
            QCOMPARE(encodeRequestHead("GET", url, names, 0).error().code, Errc::Invalid);
            QCOMPARE(encodeRequestHead(bad, url, {}, 0).error().code, Errc::Invalid);
            QCOMPARE(encodeResponseHead(200, headers).count("\r\n"), 3);
        }
        Headers zero;
        zero.add("A", QByteArray("a\0b", 3));
        QCOMPARE(encodeRequestHead("GET", url, zero, 0).error().code, Errc::Invalid);
    }

    void chunksAreReadAgain()
    {
        QCOMPARE(encodeChunk({}), QByteArray());
        const QByteArray large(70'000, 'x');
        const QByteArray text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + encodeChunk("a\r\n0\r\n\r\n") + encodeChunk(large) + "0\r\n\r\n";
        QCOMPARE(told(Role::Response, { text }), u"200 [a\r\n0\r\n\r\n%1]"_s.arg(QString::fromLatin1(large)));
    }

    void statusesHaveMeanings()
    {
        const std::pair<int, Errc> rows[] = { { 400, Errc::Invalid }, { 401, Errc::Unauthorized }, { 403, Errc::Forbidden },
            { 404, Errc::NotFound }, { 408, Errc::Timeout }, { 409, Errc::Conflict }, { 410, Errc::Gone },
            { 412, Errc::Precondition }, { 422, Errc::Invalid }, { 429, Errc::RateLimited }, { 500, Errc::Server },
            { 503, Errc::Server }, { 302, Errc::Protocol } };
        for (const auto& [status, code] : rows) {
            QCOMPARE(errcForStatus(status), code);
            QVERIFY(!reasonPhrase(status).isEmpty());
        }
    }
};

COCOON_TEST(TstHttpCodec)
#include "tst_http_codec.moc"
