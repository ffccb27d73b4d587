// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a credential plug-in may answer, and that a client certificate it answers is the one the server sees.
#include "services/base/json.h"
#include "services/kube/client.h"
#include "services/kube/credentials.h"
#include "services/kube/exec_plugin.h"
#include "services/net/certificate_maker.h"
#include "services/net/http_server.h"
#include "test/services/net/net_test.h"
#include "test/support/test_main.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

namespace {
const QString kVersion = u"client.authentication.k8s.io/v1"_s;

QByteArray answer(const QJsonObject& status, const QString& version = kVersion)
{
    return toJson(QJsonObject { { u"kind"_s, u"ExecCredential"_s }, { u"apiVersion"_s, version }, { u"status"_s, status } });
}

bool write(const QString& path, const QByteArray& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

/// A plug-in that gives these answers one after the other.
QString makePlugin(const QString& name, const QByteArrayList& answers)
{
    const QString script = test::scratchDir() + u'/' + name;
    for (qsizetype i = 0; i < answers.size(); ++i) {
        if (!write(script + u'.' + QString::number(i + 1), answers.at(i))) {
            qFatal("cannot write a plug-in");
        }
    }
    if (!write(script, "#!/bin/sh\necho run >> \"$0.log\"\ncat \"$0.$(wc -l < \"$0.log\" | tr -d ' ')\"\n")) {
        qFatal("cannot write a plug-in");
    }
    return script;
}

/// What goes into the Authorization header now, or the error's message.
QString authorization(Credentials& credentials)
{
    QString header;
    bool isAnswered = false;
    credentials.authorize(&credentials, [&](const Result<std::optional<Secret>>& r) {
        isAnswered = true;
        header = !r ? r.error().message : r->has_value() ? QString::fromUtf8((*r)->reveal()) : u"nothing"_s;
    });
    return QTest::qWaitFor([&] { return isAnswered; }, 20000) ? header : u"no answer"_s;
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

    void whatAFailedPluginSaysGivesNothingAway()
    {
        const QString script = test::scratchDir() + u"/chatty"_s;
        QVERIFY(write(script, "#!/bin/sh\necho \"POST apikey=canary-1\" >&2\necho \"key $IBMCLOUD_API_KEY of $REGION was refused\" >&2\nexit 1\n"));
        Access access;
        access.exec = { { u"command"_s, script }, { u"apiVersion"_s, kVersion }, { u"interactiveMode"_s, u"Never"_s },
            { u"env"_s, QJsonArray { QJsonObject { { u"name"_s, u"IBMCLOUD_API_KEY"_s }, { u"value"_s, u"canary-2"_s } }, QJsonObject { { u"name"_s, u"REGION"_s }, { u"value"_s, u"eu-gb-test"_s } } } } };
        Credentials credentials(access);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"credential plug-in failed: .*"_s));
        std::optional<Error> error;
        credentials.authorize(&credentials, [&](const Result<std::optional<Secret>>& r) { error = r ? Error() : r.error(); });
        QVERIFY(QTest::qWaitFor([&] { return error.has_value(); }, 20000));
        QVERIFY2(!error->message.contains(u"canary"_s) && !error->detail.contains(u"canary"_s), qPrintable(error->message + error->detail));
        QVERIFY2(error->message.contains(u"key [removed] of eu-gb-test was refused"_s), qPrintable(error->message));
        QVERIFY2(error->detail.contains(u"POST apikey=[removed]"_s), qPrintable(error->detail));
    }

    // An answer is used until its expirationTimestamp and asked anew from then on; one without is kept.
    void anAnswerIsKeptUntilItExpires_data()
    {
        QTest::addColumn<QString>("version");
        QTest::newRow("v1") << kVersion;
        QTest::newRow("v1beta1") << u"client.authentication.k8s.io/v1beta1"_s;
    }
    void anAnswerIsKeptUntilItExpires()
    {
        QFETCH(QString, version);
        QDateTime now(QDate(2026, 3, 1), QTime(11, 0), Qt::UTC);
        const auto token = [&](const QString& text, const QString& expires) {
            QJsonObject status { { u"token"_s, text } };
            if (!expires.isEmpty()) {
                status.insert(u"expirationTimestamp"_s, expires);
            }
            return answer(status, version);
        };
        Access access;
        access.exec = { { u"command"_s, makePlugin(u"expiring-"_s + QString::fromLatin1(QTest::currentDataTag()), { token(u"one"_s, u"2026-03-01T12:00:00Z"_s), token(u"two"_s, u"2026-03-01T15:00:00+02:00"_s), token(u"three"_s, {}) }) },
            { u"apiVersion"_s, version }, { u"interactiveMode"_s, u"Never"_s } };
        Credentials credentials(access, nullptr, [&now] { return now; });
        QCOMPARE(authorization(credentials), u"Bearer one"_s);
        now.setTime(QTime(11, 59, 59));
        QCOMPARE(authorization(credentials), u"Bearer one"_s);
        now.setTime(QTime(12, 0));
        QCOMPARE(authorization(credentials), u"Bearer two"_s);
        now.setTime(QTime(12, 59, 59));
        QCOMPARE(authorization(credentials), u"Bearer two"_s);
        now.setTime(QTime(13, 0));
        QCOMPARE(authorization(credentials), u"Bearer three"_s);
        now = now.addYears(1);
        QCOMPARE(authorization(credentials), u"Bearer three"_s);
    }

    void anAnswerInAnotherVersionIsAnErrorThatSaysSo()
    {
        Access access;
        access.exec = { { u"command"_s, makePlugin(u"other-version"_s, { answer({ { u"token"_s, u"canary"_s } }, u"client.authentication.k8s.io/v1beta1"_s), answer({ { u"token"_s, u"right"_s } }) }) },
            { u"apiVersion"_s, kVersion }, { u"interactiveMode"_s, u"Never"_s } };
        Credentials credentials(access);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"credential plug-in failed: .*v1beta1"_s));
        const QString said = authorization(credentials);
        QVERIFY2(said.contains(u"client.authentication.k8s.io/v1beta1"_s) && said.contains(u"asks for client.authentication.k8s.io/v1."_s), qPrintable(said));
        QVERIFY(!said.contains(u"canary"_s));
        QCOMPARE(authorization(credentials), u"Bearer right"_s); // a failure is not kept
        // What no plug-in may speak is refused before it is started.
        access.exec.insert(u"apiVersion"_s, u"client.authentication.k8s.io/v1alpha1"_s);
        Credentials old(access);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"credential plug-in failed: .*v1alpha1"_s));
        QVERIFY(authorization(old).contains(u"v1alpha1"_s));
    }

    // Whoever asks the cluster can tell a credential that could not be had from what the server says.
    void aMissingCredentialIsTold()
    {
        net::HttpServer server({});
        int status = 200;
        server.setHandler([&status](net::Exchange& exchange) { exchange.replyJson(status, R"({"kind":"Status","code":403,"message":"get credentials of the plug-in first"})"); });
        const auto port = server.listen();
        QVERIFY(port);
        Access access;
        access.server = QUrl(u"http://localhost:%1"_s.arg(*port));
        access.exec = { { u"command"_s, makePlugin(u"moody.sh"_s, { "not JSON", answer({ { u"token"_s, u"t"_s } }) }) }, { u"apiVersion"_s, kVersion }, { u"interactiveMode"_s, u"Never"_s } };
        net::HttpTransport transport(optionsFor(access));
        Client client(transport, access);
        QVERIFY(!client.lacksCredential()); // not tried yet
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"credential plug-in failed: .*"_s));
        QVERIFY(!test::wait(client.get(res::nodes, {}, u"x"_s)));
        QVERIFY(client.lacksCredential());
        QVERIFY(test::wait(client.get(res::nodes, {}, u"x"_s)));
        QVERIFY(!client.lacksCredential());
        status = 403; // whatever words it has
        QVERIFY(!test::wait(client.get(res::nodes, {}, u"x"_s)));
        QVERIFY(!client.lacksCredential());

        access.exec = {};
        access.tokenFile = test::scratchDir() + u"/no-such-token"_s;
        Client other(transport, access);
        QVERIFY(!test::wait(other.get(res::nodes, {}, u"x"_s)));
        QVERIFY(other.lacksCredential());
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
            exchange.replyJson(isTrusted ? 200 : 401, isTrusted ? R"({"kind":"Node"})" : R"({"kind":"Status","code":401,"message":"who are you?"})");
        });
        const auto port = server.listen();
        QVERIFY(port);

        const QString script = makePlugin(u"certificate-plugin.sh"_s, { answer(certificate(m_first)), answer(certificate(m_second)) });
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
