// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a credential plug-in may answer, and that a client certificate it answers is the one the server sees.
#include "services/base/json.h"
#include "services/kube/client.h"
#include "services/kube/exec_plugin.h"
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "test/services/net/net_test.h"
#include "test/support/test_main.h"

#include <QFile>
#include <QJsonArray>

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

namespace {
const QString kVersion = u"client.authentication.k8s.io/v1"_s;

QByteArray answer(const QJsonObject& status)
{
    return toJson(QJsonObject { { u"kind"_s, u"ExecCredential"_s }, { u"apiVersion"_s, kVersion }, { u"status"_s, status } });
}
}

class TstExecCredential : public QObject {
    Q_OBJECT
    net::Identity m_authority;
    net::Identity m_first;
    net::Identity m_second;

    net::Identity issue(const QString& name, bool forClient)
    {
        net::CertificateRequest request;
        request.commonName = name;
        request.forClient = forClient;
        request.names = forClient ? QStringList() : QStringList { u"localhost"_s };
        return net::issueCertificate(m_authority, request).value_or(net::Identity());
    }
    static QJsonObject certificate(const net::Identity& identity)
    {
        return { { u"clientCertificateData"_s, QString::fromUtf8(identity.certificatePem) }, { u"clientKeyData"_s, QString::fromUtf8(identity.keyPem) } };
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_authority = net::makeAuthority(u"test authority"_s).value_or(net::Identity());
        m_first = issue(u"first"_s, true);
        m_second = issue(u"second"_s, true);
        QVERIFY(!m_second.certificatePem.isEmpty());
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QString>("problem"); // "" = accepted
        const QJsonObject pair = certificate(m_first);
        const auto without = [&pair](const QString& key) {
            QJsonObject less = pair;
            less.remove(key);
            return less;
        };
        QTest::newRow("token") << answer({ { u"token"_s, u"t"_s } }) << QString();
        QTest::newRow("certificate") << answer(pair) << QString();
        QTest::newRow("both") << answer(with(pair, { u"token"_s }, u"t"_s)) << QString();
        QTest::newRow("nothing") << answer({}) << u"neither a token nor a client certificate"_s;
        QTest::newRow("no key") << answer(without(u"clientKeyData"_s)) << u"without its key"_s;
        QTest::newRow("no certificate") << answer(without(u"clientCertificateData"_s)) << u"without its certificate"_s;
        QTest::newRow("no key, but a token") << answer(with(without(u"clientKeyData"_s), { u"token"_s }, u"t"_s)) << u"without its key"_s;
        QTest::newRow("not PEM") << answer(with(pair, { u"clientCertificateData"_s }, u"YQ=="_s)) << u"not in PEM form"_s;
        QTest::newRow("not a key") << answer(with(pair, { u"clientKeyData"_s }, u"YQ=="_s)) << u"not a readable PEM key"_s;
        QTest::newRow("no time") << answer({ { u"token"_s, u"t"_s }, { u"expirationTimestamp"_s, u"soon"_s } }) << u"not a time"_s;
        QTest::newRow("another kind") << QByteArray("{\"kind\":\"Pod\"}") << u"ExecCredential"_s;
        QTest::newRow("text") << QByteArray("please log in") << u"JSON"_s;
    }
    void answers()
    {
        QFETCH(QByteArray, output);
        QFETCH(QString, problem);
        const auto credential = parseExecCredential(output, kVersion);
        QVERIFY2(credential.has_value() == problem.isEmpty(), credential ? "accepted" : qPrintable(credential.error().message));
        if (!credential) {
            QVERIFY2(credential.error().message.contains(problem), qPrintable(credential.error().message));
        }
    }

    void cutAnywhereIsAnErrorThatGivesNothingAway()
    {
        const QByteArray whole = answer(with(certificate(m_first), { u"token"_s }, u"canary"_s));
        for (qsizetype n = 0; n < whole.size(); ++n) {
            const auto cut = parseExecCredential(whole.left(n), kVersion);
            QVERIFY(!cut);
            QVERIFY(!cut.error().message.contains(u"canary"_s) && !cut.error().detail.contains(u"canary"_s));
        }
    }

    // The server knows people by their certificates alone, and stops trusting the first one on the way.
    void theServerSeesTheCertificateOfThePlugin()
    {
        net::HttpServer::Options options;
        const net::Identity own = issue(u"server"_s, false);
        options.chain = { own.certificate };
        options.key = own.key;
        options.clientRoots = { m_authority.certificate };
        net::HttpServer server(options);
        QStringList seen;
        server.setHandler([&seen](net::Exchange& exchange) {
            const QList<QSslCertificate> chain = exchange.request().peerChain;
            seen.append(chain.isEmpty() ? u"nobody"_s : chain.first().subjectInfo(QSslCertificate::CommonName).join(u' '));
            const bool isTrusted = seen.last() == u"second"_s || (seen.last() == u"first"_s && seen.count(u"first"_s) == 1);
            exchange.replyJson(isTrusted ? 200 : 401, isTrusted ? "{}" : R"({"kind":"Status","code":401,"message":"who are you?"})");
        });
        const auto port = server.listen();
        QVERIFY(port);

        const QString script = test::scratchDir() + u"/certificate-plugin.sh"_s;
        const auto write = [](const QString& path, const QByteArray& text) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        };
        QVERIFY(write(script + u".1"_s, answer(certificate(m_first))));
        QVERIFY(write(script + u".2"_s, answer(certificate(m_second))));
        QVERIFY(write(script, "#!/bin/sh\necho run >> \"$0.log\"\ncat \"$0.$(wc -l < \"$0.log\" | tr -d ' ')\"\n"));

        Access access;
        access.server = QUrl(u"https://localhost:%1"_s.arg(*port));
        access.tls.roots = { m_authority.certificate };
        access.tls.systemRoots = false;
        access.exec = { { u"command"_s, script }, { u"apiVersion"_s, kVersion }, { u"interactiveMode"_s, u"Never"_s } };
        net::HttpTransport transport(optionsFor(access));
        Client client(transport, access);
        for (int i = 0; i < 3; ++i) {
            const auto got = test::wait(client.get(res::nodes, {}, u"x"_s));
            QVERIFY2(got.has_value(), got ? "" : qPrintable(got.error().message));
        }
        QCOMPARE(seen, QStringList({ u"first"_s, u"first"_s, u"second"_s, u"second"_s }));
    }
};

COCOON_TEST(TstExecCredential)
#include "tst_exec_credential.moc"
