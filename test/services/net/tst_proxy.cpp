// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "services/net/http_transport.h"
#include "services/net/proxy.h"
#include "test/services/net/connect_proxy.h"
#include "test/services/net/net_test.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::net;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

class TstProxy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exclusions_data()
    {
        QTest::addColumn<QString>("list");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("excluded");
        const auto row = [](const char* list, const char* host, int port, bool excluded) {
            QTest::addRow("%s | %s:%d", list, host, port) << QString::fromLatin1(list) << QString::fromLatin1(host) << port << excluded;
        };
        row("", "example.com", 443, false);
        row("*", "example.com", 443, true);
        row("example.com", "example.com", 443, true);
        row("example.com", "api.example.com", 443, true);
        row("example.com", "badexample.com", 443, false);
        row("example.com", "example.com.evil.net", 443, false);
        row(".example.com", "api.example.com", 443, true);
        row(".example.com", "example.com", 443, false);
        row("*.example.com", "a.b.example.com", 443, true);
        row("*.example.com", "example.com", 443, false);
        row("EXAMPLE.com", "Api.Example.COM", 443, true);
        row("a.net, example.com ,b.net", "example.com", 443, true);
        row(",,", "example.com", 443, false);
        row("example.com:6443", "api.example.com", 6443, true);
        row("example.com:6443", "api.example.com", 443, false);
        row("10.0.0.0/8", "10.1.2.3", 443, true);
        row("10.0.0.0/8", "11.1.2.3", 443, false);
        row("10.0.0.0/8", "example.com", 443, false);
        row("10.0.0.0/99", "10.1.2.3", 443, false);
        row("nonsense/8", "10.1.2.3", 443, false);
        row("10.1.2.3", "10.1.2.3", 443, true);
        row("10.1.2.3", "10.1.2.30", 443, false);
        row("10.1.2.3:80", "10.1.2.3", 443, false);
        row("2.3", "10.1.2.3", 443, false);
        row("fd00::/8", "fd12::1", 443, true);
        row("fd00::/8", "10.1.2.3", 443, false);
        row("[fd12::1]:443", "fd12::1", 443, true);
        row("[fd12::1]:443", "fd12::1", 80, false);
        row("fd12::1", "fd12::1", 443, true);
    }

    void exclusions()
    {
        QFETCH(QString, list);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(bool, excluded);
        QCOMPARE(isExcluded(list, host, port), excluded);
    }

    void theEnvironmentDecides_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("environment"); // blank between assignments
        QTest::addColumn<QString>("expected"); // "direct", "error", or type host:port
        const auto row = [](const char* name, const char* url, const char* option, const char* environment, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(url) << QString::fromLatin1(option) << QString::fromLatin1(environment) << QString::fromLatin1(expected);
        };
        row("nothing", "https://api.x/", "", "", "direct");
        row("https", "https://api.x/", "", "HTTPS_PROXY=http://p:3128", "http p:3128");
        row("lower case", "https://api.x/", "", "https_proxy=http://p:3128", "http p:3128");
        row("upper case wins", "https://api.x/", "", "https_proxy=http://q:1 HTTPS_PROXY=http://p:3128", "http p:3128");
        row("other scheme", "https://api.x/", "", "HTTP_PROXY=http://p:3128", "direct");
        row("http", "http://api.x/", "", "HTTP_PROXY=http://p:3128", "http p:3128");
        row("no scheme", "https://api.x/", "", "HTTPS_PROXY=p:3128", "http p:3128");
        row("usual port", "https://api.x/", "", "HTTPS_PROXY=http://p", "http p:80");
        row("socks", "https://api.x/", "", "HTTPS_PROXY=socks5://p", "socks p:1080");
        row("TLS to the proxy", "https://api.x/", "", "HTTPS_PROXY=https://p:3128", "https p:3128");
        row("usual port of TLS", "https://api.x/", "", "HTTPS_PROXY=https://p", "https p:443");
        row("TLS to the proxy of plain HTTP", "http://api.x/", "", "http_proxy=https://p", "https p:443");
        row("not a proxy", "https://api.x/", "", "HTTPS_PROXY=http://", "error");
        row("excluded", "https://api.x/", "", "HTTPS_PROXY=http://p NO_PROXY=x", "direct");
        row("excluded in lower case", "https://api.x/", "", "HTTPS_PROXY=http://p no_proxy=.x", "direct");
        row("excluded on another port", "https://api.x:6443/", "", "HTTPS_PROXY=http://p NO_PROXY=x:443", "http p:80");
        row("excluded on the usual port", "https://api.x/", "", "HTTPS_PROXY=http://p NO_PROXY=x:443", "direct");
        row("option", "https://api.x/", "http://o:1", "HTTPS_PROXY=http://p NO_PROXY=x", "http o:1");
        row("direct", "https://api.x/", "direct", "HTTPS_PROXY=http://p", "direct");
        for (const char* host : { "localhost", "a.localhost", "127.0.0.1", "127.8.8.8", "[::1]" }) {
            QTest::newRow(host) << u"https://%1:6443/"_s.arg(QString::fromLatin1(host)) << u"http://o:1"_s << u"HTTPS_PROXY=http://p"_s << u"direct"_s;
        }
    }

    void theEnvironmentDecides()
    {
        QFETCH(QString, url);
        QFETCH(QString, option);
        QFETCH(QString, environment);
        QFETCH(QString, expected);
        QProcessEnvironment variables;
        for (const QString& assignment : environment.split(u' ', Qt::SkipEmptyParts)) {
            variables.insert(assignment.section(u'=', 0, 0), assignment.section(u'=', 1));
        }
        const auto proxy = proxyFor(QUrl(url), option, variables);
        const QString found = !proxy ? u"error"_s
            : proxy->isDirect()
            ? u"direct"_s
            : u"%1 %2:%3"_s.arg(proxy->proxy.type() == QNetworkProxy::Socks5Proxy ? u"socks"_s : proxy->byTls ? u"https"_s : u"http"_s, proxy->proxy.hostName())
                  .arg(proxy->proxy.port());
        QCOMPARE(found, expected);
    }

    void passwordsOfProxiesAreNotTold()
    {
        const auto good = proxyFor(QUrl(u"https://x/"_s), u"http://us%40er:p%3Aw@p:1"_s, {});
        QCOMPARE(good->proxy.user(), u"us@er"_s);
        QCOMPARE(good->proxy.password(), u"p:w"_s);
        const auto bad = proxyFor(QUrl(u"https://x/"_s), u"ftp://user:hunter2@p:1"_s, {});
        QVERIFY(!bad);
        QVERIFY(!(bad.error().message + bad.error().detail).contains(u"hunter2"_s));
    }

    void goesThroughAProxy_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<bool>("password");
        QTest::newRow("http") << u"http"_s << false;
        QTest::newRow("https") << u"https"_s << false;
        QTest::newRow("https, with a password") << u"https"_s << true;
    }

    void goesThroughAProxy()
    {
        QFETCH(QString, scheme);
        QFETCH(bool, password);
        const Identity authority = *makeAuthority(u"Test authority"_s);
        CertificateRequest wanted;
        wanted.commonName = u"server"_s;
        wanted.names = { u"api.example.com"_s };
        const Identity identity = *issueCertificate(authority, wanted);
        HttpServer::Options options;
        if (scheme == u"https") {
            options.chain = { identity.certificate };
            options.key = identity.key;
        }
        HttpServer server(options);
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) {
            exchange.reply(200, {}, exchange.request().headers.value("Host") + ' ' + exchange.request().target);
        });
        ConnectProxy proxy(port);
        if (password) {
            proxy.password = QByteArray("user:hunter2").toBase64();
        }
        HttpTransport::Options client;
        client.proxy = proxy.url(password ? u"user:hunter2"_s : QString());
        client.tls.systemRoots = false;
        client.tls.roots = { authority.certificate };
        HttpTransport transport(client);
        Request request;
        request.url = QUrl(scheme + u"://api.example.com:6443/a?b"_s);
        for (int i = 0; i < 2; ++i) {
            const auto response = wait(transport.send(request));
            QVERIFY2(response, response ? "" : qPrintable(response.error().message + response.error().detail));
            QCOMPARE(response->body, QByteArray("api.example.com:6443 /a?b"));
        }
        QVERIFY(proxy.asked.count("CONNECT api.example.com:6443") == proxy.asked.size());
        QVERIFY(proxy.asked.size() <= (password ? 2 : 1)); // the second request goes through the same tunnel
    }

    void aStreamGoesThroughAProxy()
    {
        HttpServer server({});
        ConnectProxy proxy(*server.listen());
        server.setHandler([](Exchange& exchange) {
            exchange.beginStream(200, {});
            exchange.write("event");
        });
        HttpTransport::Options client;
        client.proxy = proxy.url();
        HttpTransport transport(client);
        Request request;
        request.url = QUrl(u"http://api.example.com/watch"_s);
        Stream* stream = transport.open(request);
        QByteArray got;
        connect(stream, &Stream::data, this, [&](const QByteArray& bytes) { got += bytes; });
        QTRY_COMPARE(got, QByteArray("event"));
        QCOMPARE(proxy.asked, QList<QByteArray>({ "CONNECT api.example.com:80" }));
    }

    void proxiesFailInTheirOwnWay_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QString>("words");
        QTest::newRow("forbidden") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") << QByteArray() << u"proxy does not lead to api.example.com:443"_s;
        QTest::newRow("bad gateway") << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n") << QByteArray() << u"proxy"_s;
        QTest::newRow("password") << QByteArray("HTTP/1.1 403 x\r\n\r\n") << QByteArray("eDp5") << u"name and a password"_s;
    }

    void proxiesFailInTheirOwnWay()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, password);
        QFETCH(QString, words);
        ConnectProxy proxy(1);
        proxy.answer = answer;
        proxy.password = password;
        HttpTransport::Options client;
        client.proxy = proxy.url();
        HttpTransport transport(client);
        Request request;
        request.url = QUrl(u"https://api.example.com/"_s);
        const auto response = wait(transport.send(request));
        QVERIFY(!response);
        QCOMPARE(response.error().code, Errc::Network);
        QVERIFY2(response.error().message.contains(words), qPrintable(response.error().message + u" | "_s + response.error().detail));
    }

    void loopbackIsNeverProxied()
    {
        HttpServer server({});
        const quint16 port = *server.listen();
        server.setHandler([](Exchange& exchange) { exchange.reply(200, {}, "direct"); });
        HttpTransport::Options client;
        client.proxy = u"http://127.0.0.1:1"_s;
        HttpTransport transport(client);
        QCOMPARE(wait(transport.send(get(port, u"/"_s)))->body, QByteArray("direct"));
    }
};

COCOON_TEST(TstProxy)
#include "tst_proxy.moc"
