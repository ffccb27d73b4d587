// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/words/check_words.h"
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;
using net::Flaw;
using net::ProbeStep;
using Stage = ProbeStep::Stage;

namespace {
    QString printed(const net::ProbeSteps& steps)
    {
        QStringList lines;
        for (const ProbeStep& step : steps) {
            const words::CheckLine line = words::explain(step);
            lines.append(u"%1 %2: %3 / %4"_s.arg(line.isOk ? u"ok"_s : line.isSkipped ? u"-"_s : u"FAILED"_s, line.name, line.says, line.remedy));
        }
        return lines.join(u'\n');
    }

    net::ProbeSteps wait(Job<net::ProbeSteps>* job)
    {
        net::ProbeSteps steps;
        bool came = false;
        job->then(job, [&](const Result<net::ProbeSteps>& r) {
            steps = r.value_or(net::ProbeSteps());
            came = true;
        });
        return QTest::qWaitFor([&] { return came; }, 20000) ? steps : net::ProbeSteps();
    }
}

/// An API server and an IAM of a few lines, and what a check of the connection says about each way they can refuse.
class TstConnectionCheck : public QObject {
    Q_OBJECT

    net::Identity m_authority = net::makeAuthority(u"Test CA"_s).value();
    std::unique_ptr<net::HttpServer> m_server;
    quint16 m_port = 0;
    int m_versionStatus = 200;
    int m_namespaceStatus = 200;
    int m_tokenStatus = 200;

    kube::Access access() const
    {
        kube::Access access;
        access.context = u"test"_s;
        access.server = QUrl(u"https://localhost:%1"_s.arg(m_port));
        access.tls.systemRoots = false;
        access.tls.roots = { m_authority.certificate };
        access.token = Secret("t");
        return access;
    }

    static void expect(const net::ProbeSteps& steps, Stage stage, Flaw flaw, const QString& evidence)
    {
        for (const ProbeStep& step : steps) {
            if (step.state == ProbeStep::State::Failed) {
                QVERIFY2(step.stage == stage && step.flaw == flaw, qPrintable(printed(steps)));
                QVERIFY2(step.evidence.contains(evidence), qPrintable(printed(steps)));
                QVERIFY2(!words::explain(step).remedy.isEmpty(), qPrintable(printed(steps)));
                return;
            }
        }
        QFAIL(qPrintable(u"nothing failed:\n"_s + printed(steps)));
    }

private Q_SLOTS:
    void init()
    {
        const auto issued = net::issueCertificate(m_authority, { u"api"_s, {}, { u"localhost"_s }, false, {}, {} });
        m_server = std::make_unique<net::HttpServer>(net::HttpServer::Options { { issued->certificate }, issued->key, {} });
        m_port = m_server->listen().value();
        m_versionStatus = m_namespaceStatus = m_tokenStatus = 200;
        m_server->setHandler([this](net::Exchange& exchange) {
            const QString path = exchange.request().path;
            const auto status = [](int code) { return QByteArray(R"({"kind":"Status","apiVersion":"v1","message":"it says no","code":)") + QByteArray::number(code) + '}'; };
            if (path == u"/version") {
                exchange.replyJson(m_versionStatus, m_versionStatus == 200 ? QByteArray(R"({"major":"1","minor":"31","gitVersion":"v1.31.9"})") : status(m_versionStatus));
            } else if (path == u"/api/v1/namespaces/kube-system") {
                exchange.replyJson(m_namespaceStatus, m_namespaceStatus == 200 ? QByteArray(R"({"kind":"Namespace","metadata":{"name":"kube-system","uid":"u"}})") : status(m_namespaceStatus));
            } else if (path == u"/identity/token") {
                exchange.replyJson(m_tokenStatus, R"({"errorCode":"BXNIM0415E","errorMessage":"Provided API key could not be found."})");
            } else {
                exchange.replyJson(404, status(404));
            }
        });
    }

    void aGoodWay()
    {
        const net::ProbeSteps steps = wait(world::checkCluster(access(), this));
        QVERIFY2(!steps.isEmpty() && !net::hasFailed(steps), qPrintable(printed(steps)));
        QVERIFY2(printed(steps).contains(u"v1.31.9"_s), qPrintable(printed(steps)));
        QCOMPARE(words::summary(steps), u"Everything on the way works."_s);
    }

    void refusals_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<int>("reading");
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("flaw");
        const auto row = [](const char* name, int version, int reading, Stage stage, Flaw flaw) {
            QTest::newRow(name) << version << reading << static_cast<int>(stage) << static_cast<int>(flaw);
        };
        row("401", 401, 401, Stage::Login, Flaw::NotAccepted);
        row("401 although the version is public", 200, 401, Stage::Login, Flaw::NotAccepted);
        row("403", 200, 403, Stage::Rights, Flaw::NotAllowed);
        row("another service", 404, 404, Stage::Login, Flaw::WrongAnswer);
    }
    void refusals()
    {
        QFETCH(int, version);
        QFETCH(int, reading);
        QFETCH(int, stage);
        QFETCH(int, flaw);
        m_versionStatus = version;
        m_namespaceStatus = reading;
        expect(wait(world::checkCluster(access(), this)), static_cast<Stage>(stage), static_cast<Flaw>(flaw), u"it says no"_s);
    }

    void thePluginIsMissing()
    {
        kube::Access with = access();
        with.exec = QJsonObject { { u"command"_s, u"no-such-plugin"_s }, { u"apiVersion"_s, u"client.authentication.k8s.io/v1"_s }, { u"installHint"_s, u"Install no-such-plugin."_s } };
        const net::ProbeSteps steps = wait(world::checkCluster(with, this));
        expect(steps, Stage::Plugin, Flaw::PluginMissing, u"Install no-such-plugin."_s);
        QCOMPARE(steps.constLast().state, ProbeStep::State::Skipped);
    }

    void thePluginFails()
    {
        kube::Access with = access();
        with.token = {};
        with.exec = QJsonObject { { u"command"_s, u"false"_s }, { u"apiVersion"_s, u"client.authentication.k8s.io/v1"_s }, { u"interactiveMode"_s, u"Never"_s } };
        expect(wait(world::checkCluster(with, this)), Stage::Plugin, Flaw::PluginFailed, u"exit status 1"_s);
    }

    void theTokenFileCannotBeRead()
    {
        kube::Access with = access();
        with.token = {};
        with.tokenFile = test::scratchDir() + u"/no-such-token"_s;
        expect(wait(world::checkCluster(with, this)), Stage::Login, Flaw::BadSetting, u"no-such-token"_s);
    }

    void theFileCannotBeUsed()
    {
        const Result<kube::Access> bad = fail(Errc::Parse, u"config:3: not YAML"_s);
        expect(wait(world::checkCluster(bad, this)), Stage::Setting, Flaw::BadSetting, u"config:3"_s);
    }

    void iamRefusesTheKey()
    {
        m_tokenStatus = 400;
        ibm::Endpoints endpoints;
        endpoints.iam = u"https://localhost:%1"_s.arg(m_port);
        endpoints.containers = endpoints.iam + u"/global"_s;
        net::HttpTransport::Options wire;
        wire.tls = access().tls;
        expect(wait(world::checkCloud(endpoints, { Secret("key") }, wire, this)), Stage::Login, Flaw::NotAccepted, u"could not be found"_s);
        const net::ProbeSteps without = wait(world::checkCloud(endpoints, {}, wire, this));
        QVERIFY2(!net::hasFailed(without), qPrintable(printed(without)));
        QCOMPARE(words::summary(without), u"The way is free; the login was not tried."_s);
    }
};

COCOON_TEST(TstConnectionCheck)
#include "tst_connection_check.moc"
