// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/bench/restless_server.h"

#include "services/base/json.h"
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "services/net/http_transport.h"
#include "services/sandbox/api/api_server.h"
#include "services/sandbox/front/api_front.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QSocketNotifier>
#include <QTimer>

#include <cstdio>
#include <unistd.h>

namespace cocoon::bench {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kTickMs = 10;

    QString nameOf(int number)
    {
        static const QStringList apps { u"api"_s, u"cart"_s, u"ledger"_s, u"mailer"_s, u"search"_s, u"worker"_s };
        return u"%1-%2"_s.arg(apps.at(number % 6)).arg(number, 5, 10, QChar(u'0'));
    }
    QString folderOf(int number) { return u"/api/v1/namespaces/load-%1/pods"_s.arg(number % 20); }

    QJsonObject statusOf(int number, int version)
    {
        const bool isRunning = (number + version) % 9 != 0;
        const QJsonObject state = isRunning ? QJsonObject { { u"running"_s, QJsonObject { { u"startedAt"_s, u"2026-01-01T00:00:00Z"_s } } } }
                                            : QJsonObject { { u"waiting"_s, QJsonObject { { u"reason"_s, u"ContainerCreating"_s } } } };
        return { { u"phase"_s, isRunning ? u"Running"_s : u"Pending"_s }, { u"podIP"_s, u"172.20.%1.%2"_s.arg(number / 250 % 250).arg(number % 250) },
            { u"conditions"_s, QJsonArray { QJsonObject { { u"type"_s, u"Ready"_s }, { u"status"_s, isRunning ? u"True"_s : u"False"_s } } } },
            { u"containerStatuses"_s, QJsonArray { QJsonObject { { u"name"_s, u"main"_s }, { u"image"_s, u"registry.example.com/app:1"_s }, { u"imageID"_s, QString() }, { u"ready"_s, isRunning }, { u"restartCount"_s, version }, { u"state"_s, state } } } } };
    }

    QJsonObject podOf(int number)
    {
        return { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Pod"_s },
            { u"metadata"_s, QJsonObject { { u"name"_s, nameOf(number) }, { u"namespace"_s, u"load-%1"_s.arg(number % 20) }, { u"labels"_s, QJsonObject { { u"app"_s, nameOf(number).section(u'-', 0, 0) }, { u"tier"_s, u"t%1"_s.arg(number % 4) } } } } },
            { u"spec"_s, QJsonObject { { u"nodeName"_s, u"10.240.%1.%2"_s.arg(number / 250 % 20).arg(number % 250) }, { u"containers"_s, QJsonArray { QJsonObject { { u"name"_s, u"main"_s }, { u"image"_s, u"registry.example.com/app:1"_s } } } } } },
            { u"status"_s, statusOf(number, 0) } };
    }

    class Restless : public QObject {
    public:
        Restless(sandbox::ApiServer& api, int pods, int perSecond)
            : m_api(api)
            , m_pods(pods)
            , m_perSecond(perSecond)
        {
            m_tick.setTimerType(Qt::PreciseTimer);
            m_tick.setInterval(kTickMs);
            connect(&m_tick, &QTimer::timeout, this, [this] { change(); });
        }
        bool send(const QByteArray& method, const QString& path, const QJsonObject& body = {})
        {
            sandbox::ApiRequest request;
            request.method = method;
            request.path = path;
            request.body = body.isEmpty() ? QByteArray() : toJson(body);
            request.headers.add("Content-Type", method == "PATCH" ? "application/merge-patch+json" : "application/json");
            request.user = u"restless"_s;
            request.groups = QStringList { u"system:masters"_s };
            bool isGood = false;
            m_api.handle(request, [&isGood](const sandbox::ApiReply& reply) { isGood = reply.status < 300; });
            return isGood;
        }
        void go()
        {
            m_since.start();
            m_tick.start();
        }
        void rest()
        {
            m_tick.stop();
            std::printf("%lld\n", static_cast<long long>(m_done));
            std::fflush(stdout);
        }

    private:
        /// What the machine does not manage in a tick is not made up for later: a second of them at most.
        void change()
        {
            const qint64 due = qMin(m_since.elapsed() * m_perSecond / 1000, m_done + m_perSecond);
            while (m_done < due) {
                const int number = static_cast<int>(m_random.bounded(m_pods));
                const QString path = folderOf(number) + u'/' + nameOf(number);
                if (m_gone.contains(number)) {
                    m_gone.remove(number);
                    send("POST", folderOf(number), podOf(number));
                } else if (m_random.bounded(100) == 0) {
                    m_gone.insert(number);
                    send("DELETE", path, { { u"kind"_s, u"DeleteOptions"_s }, { u"apiVersion"_s, u"v1"_s }, { u"gracePeriodSeconds"_s, 0 } });
                } else {
                    send("PATCH", path + u"/status"_s, { { u"status"_s, statusOf(number, ++m_version % 1000) } });
                }
                ++m_done;
            }
        }
        sandbox::ApiServer& m_api;
        int m_pods;
        int m_perSecond;
        QTimer m_tick;
        QElapsedTimer m_since;
        QRandomGenerator m_random { 7 };
        QSet<int> m_gone;
        int m_version = 0;
        qint64 m_done = 0;
    };
}

int serveRestlessPods(QCoreApplication& app, int pods, int perSecond)
{
    SystemClock clock;
    net::HttpTransport outside({});
    sandbox::ApiServer api(clock, &outside, {});
    sandbox::ApiFront front(api, clock, outside, {});
    front.bootstrap();
    front.authenticator().addToken(Secret(kToken), u"admin"_s, { u"system:masters"_s });
    Restless restless(api, pods, perSecond);
    for (int number = 0; number < 20; ++number) {
        const QJsonObject ns { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Namespace"_s }, { u"metadata"_s, QJsonObject { { u"name"_s, u"load-%1"_s.arg(number) } } } };
        restless.send("POST", u"/api/v1/namespaces"_s, ns);
    }
    for (int number = 0; number < pods; ++number) {
        if (!restless.send("POST", folderOf(number), podOf(number)) || !restless.send("PATCH", folderOf(number) + u'/' + nameOf(number) + u"/status"_s, { { u"status"_s, statusOf(number, 0) } })) {
            std::fprintf(stderr, "pod %d could not be made\n", number);
            return 1;
        }
    }
    const Result<net::Identity> authority = net::makeAuthority(u"restless"_s);
    net::CertificateRequest wanted;
    wanted.commonName = u"localhost"_s;
    wanted.names = { u"localhost"_s, u"127.0.0.1"_s };
    const Result<net::Identity> identity = authority ? net::issueCertificate(*authority, wanted) : tl::unexpected(authority.error());
    if (!identity) {
        return 1;
    }
    net::HttpServer::Options options;
    options.chain = { identity->certificate, authority->certificate };
    options.key = identity->key;
    net::HttpServer server(options);
    server.setHandler([&front](net::Exchange& exchange) { front.handle(exchange); });
    const Result<quint16> port = server.listen();
    if (!port) {
        return 1;
    }
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &restless, [&restless] {
        char text[64];
        const ssize_t size = ::read(STDIN_FILENO, text, sizeof text);
        if (size <= 0) {
            QCoreApplication::quit();
        } else if (QByteArray(text, size).contains("rest")) {
            restless.rest();
        } else {
            restless.go();
        }
    });
    std::printf("%d %s\n", int(*port), authority->certificatePem.toBase64().constData());
    std::fflush(stdout);
    return app.exec();
}

} // namespace cocoon::bench
