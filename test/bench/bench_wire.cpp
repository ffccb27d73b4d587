// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_wire [MEGABYTES]: what it costs to fetch a large list and to split it into its items, beside curl fetching the
// same bytes. The server is a process of its own, so that only the client's time is counted. Prints JSON.
#include "services/base/json.h"
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "services/net/http_transport.h"
#include "services/net/inflater.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QProcess>
#include <QRandomGenerator>

#include <cstdio>
#include <sys/resource.h>

using namespace cocoon;
using namespace cocoon::net;
using namespace Qt::StringLiterals;

namespace {

/// A list of things that look like pods, each about 2 KiB.
QByteArray makeList(qsizetype size)
{
    QRandomGenerator random(1);
    QByteArray out = R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[)";
    out.reserve(size + 8192);
    for (int i = 0; out.size() < size; ++i) {
        const QByteArray number = QByteArray::number(i);
        out += (i > 0 ? "," : "") + QByteArray(R"({"metadata":{"name":"pod-)") + number + R"(","namespace":"ns-)"
            + QByteArray::number(i % 50) + R"(","uid":")" + QByteArray::number(random.generate64(), 16)
            + R"(","resourceVersion":")" + QByteArray::number(random.generate()) + R"(","labels":{)";
        for (int label = 0; label < 8; ++label) {
            out += (label > 0 ? ",\"" : "\"") + QByteArray("example.com/label-") + QByteArray::number(label) + R"(":")"
                + QByteArray::number(random.generate(), 36) + '"';
        }
        out += R"(}},"spec":{"nodeName":"node-)" + QByteArray::number(i % 200) + R"(","containers":[)";
        for (int container = 0; container < 3; ++container) {
            out += (container > 0 ? "," : "") + QByteArray(R"({"name":"c)") + QByteArray::number(container)
                + R"(","image":"registry.example.com/team/app@sha256:)" + QByteArray::number(random.generate64(), 16).repeated(4)
                + R"(","ports":[{"containerPort":8080,"protocol":"TCP"}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"}}})";
        }
        out += R"(]},"status":{"phase":"Running","podIP":"10.0.0.1","conditions":[)";
        for (int condition = 0; condition < 5; ++condition) {
            out += (condition > 0 ? "," : "") + QByteArray(R"({"type":"Ready)") + QByteArray::number(condition)
                + R"(","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-15T09:00:00Z"})";
        }
        out += "]}}";
    }
    return out + "]}";
}

int serve(QCoreApplication& app, qsizetype size)
{
    const QByteArray plain = makeList(size);
    const QByteArray packed = gzipForWire(plain);
    const auto handler = [&](Exchange& exchange) {
        Headers headers;
        headers.add("Content-Type", "application/json");
        const bool wantsPacked = exchange.request().path == u"/packed";
        headers.add("Content-Encoding", wantsPacked ? "gzip" : "identity");
        exchange.reply(200, headers, wantsPacked ? packed : plain);
    };
    CertificateRequest wanted;
    wanted.commonName = u"localhost"_s;
    wanted.names = { u"localhost"_s };
    const auto identity = makeSelfSigned(wanted);
    HttpServer::Options secure;
    if (identity) {
        secure.chain = { identity->certificate };
        secure.key = identity->key;
    }
    HttpServer http({});
    HttpServer https(secure);
    http.setHandler(handler);
    https.setHandler(handler);
    const auto port = http.listen();
    const auto securePort = https.listen();
    if (!identity || !port || !securePort) {
        return 1;
    }
    std::printf("%d %d\n", int(*port), int(*securePort));
    std::fflush(stdout);
    return app.exec();
}

double cpuMilliseconds(int who)
{
    rusage usage {};
    getrusage(who, &usage);
    const auto milliseconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1000.0 + static_cast<double>(time.tv_usec) / 1000.0;
    };
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

QJsonObject measureTransport(HttpTransport& transport, const QUrl& url)
{
    Request request;
    request.url = url;
    const double cpuBefore = cpuMilliseconds(RUSAGE_SELF);
    QElapsedTimer timer;
    timer.start();
    QEventLoop loop;
    Result<Response> response;
    transport.send(request)->then(&loop, [&](const Result<Response>& result) {
        response = result;
        loop.quit();
    });
    loop.exec();
    if (!response) {
        return { { u"error"_s, response.error().message } };
    }
    const qint64 fetched = timer.elapsed();
    const double cpuFetched = cpuMilliseconds(RUSAGE_SELF);
    qint64 items = 0;
    const auto rest = forEachItem(response->body, u"items", [&](QJsonObject&& item) { items += item.isEmpty() ? 0 : 1; });
    return { { u"items"_s, rest ? items : -1 }, { u"bytes"_s, qint64(response->body.size()) }, { u"fetchWallMs"_s, fetched },
        { u"fetchCpuMs"_s, qRound(cpuFetched - cpuBefore) }, { u"splitWallMs"_s, timer.elapsed() - fetched },
        { u"splitCpuMs"_s, qRound(cpuMilliseconds(RUSAGE_SELF) - cpuFetched) } };
}

QJsonObject measureCurl(const QUrl& url)
{
    const double cpuBefore = cpuMilliseconds(RUSAGE_CHILDREN);
    QElapsedTimer timer;
    timer.start();
    QProcess curl;
    curl.start(u"curl"_s, { u"-sk"_s, u"--compressed"_s, u"--noproxy"_s, u"*"_s, u"-w"_s, u"%{size_download}"_s, u"-o"_s, u"/dev/null"_s, url.toString() });
    if (!curl.waitForFinished(120'000) || curl.exitCode() != 0) {
        return { { u"error"_s, u"curl failed"_s } };
    }
    return { { u"bytesOnWire"_s, curl.readAllStandardOutput().toLongLong() }, { u"fetchWallMs"_s, timer.elapsed() },
        { u"fetchCpuMs"_s, qRound(cpuMilliseconds(RUSAGE_CHILDREN) - cpuBefore) } };
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    const bool isServer = arguments.value(1) == u"--serve";
    const int megabytes = std::max(1, arguments.size() > (isServer ? 2 : 1) ? arguments.last().toInt() : 100);
    if (isServer) {
        return serve(app, qsizetype(megabytes) * 1'000'000);
    }
    QProcess server;
    server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server.start(app.applicationFilePath(), { u"--serve"_s, QString::number(megabytes) });
    if (!server.waitForReadyRead(120'000)) {
        std::fprintf(stderr, "the server does not start\n");
        return 1;
    }
    const QList<QByteArray> ports = server.readLine().trimmed().split(' ');
    HttpTransport::Options options;
    options.tls.insecure = true;
    HttpTransport transport(options);
    QJsonArray runs;
    for (const QString& what : { u"http plain"_s, u"https plain"_s, u"https packed"_s }) {
        const QString scheme = what.section(u' ', 0, 0);
        const QByteArray port = ports.value(scheme == u"https" ? 1 : 0);
        const QUrl url(u"%1://localhost:%2/%3"_s.arg(scheme, QString::fromLatin1(port), what.section(u' ', 1)));
        measureTransport(transport, url); // warms up memory and connection
        runs.append(QJsonObject { { u"what"_s, what }, { u"cocoon"_s, measureTransport(transport, url) }, { u"curl"_s, measureCurl(url) } });
    }
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const QJsonObject report { { u"megabytes"_s, megabytes }, { u"runs"_s, runs }, { u"peakMemoryMb"_s, qint64(usage.ru_maxrss / 1024) } };
    std::fputs(toPrettyJson(report).constData(), stdout);
    server.kill();
    server.waitForFinished();
    return 0;
}
