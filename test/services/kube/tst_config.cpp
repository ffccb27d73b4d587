// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/kube/config.h"
#include "services/net/certificate_maker.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

namespace {
QString folder()
{
    return test::sourcePath(u"test/services/kube/kubeconfigs/"_s);
}

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Takes the key.
QByteArray pemOf(EVP_PKEY* key, const EVP_CIPHER* cipher)
{
    unsigned char passphrase[] = "secret";
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, cipher, cipher != nullptr ? passphrase : nullptr, cipher != nullptr ? 6 : 0, nullptr, nullptr);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    const QByteArray pem(data, static_cast<qsizetype>(size));
    BIO_free(bio);
    EVP_PKEY_free(key);
    return pem;
}

QByteArray document(const QByteArray& user, const QByteArray& cluster = "server: https://api.example:6443")
{
    return "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {"
        + cluster + "}}]\nusers: [{name: u, user: {" + user + "}}]\n";
}
}

/// What kubectl v1.32.4 makes of the same files is recorded beside them (`config view --merge --raw -o json`).
class TstConfig : public QObject {
    Q_OBJECT
    net::Identity m_client;
private Q_SLOTS:
    void initTestCase()
    {
        net::CertificateRequest request;
        request.commonName = u"client"_s;
        request.forClient = true;
        m_client = *net::makeSelfSigned(request);
    }

    void mergesAsKubectl_data()
    {
        QTest::addColumn<QString>("variable");
        const QList<QByteArray> lines = readAll(folder() + u"cases.tsv"_s).split('\n');
        for (const QByteArray& line : lines) {
            if (!line.isEmpty()) {
                QTest::newRow(line.split('\t').at(0).constData()) << QString::fromUtf8(line.split('\t').at(1));
            }
        }
    }
    void mergesAsKubectl()
    {
        QFETCH(QString, variable);
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder()));
        const Result<Config> config = Config::load({}, variable, u"/nowhere"_s);
        QDir::setCurrent(before);
        QVERIFY2(config.has_value(), config ? "" : qPrintable(config.error().message));
        const auto expected = parseJson(
            readAll(folder() + QString::fromLatin1(QTest::currentDataTag()) + u".expected.json"_s));
        QVERIFY(expected.has_value());
        QCOMPARE(QString::fromUtf8(toPrettyJson(config->merged())), QString::fromUtf8(toPrettyJson(*expected)));
    }

    void pathsStartAtTheirOwnFile()
    {
        const auto config = Config::load({}, folder() + u"two/a.yaml"_s, {});
        QVERIFY(config.has_value());
        const auto access = config->access(u"x1"_s);
        QVERIFY(!access.has_value()); // the authority's file does not exist; where it was looked for counts
        QCOMPARE(access.error().code, Errc::Io);
        QVERIFY(access.error().message.contains(folder() + u"two/ca.crt"_s));
    }

    void explicitFileMustExist()
    {
        const auto config = Config::load(u"/nowhere/config"_s, folder() + u"two/a.yaml"_s, {});
        QVERIFY(!config.has_value());
        QCOMPARE(config.error().code, Errc::Io);
        QVERIFY(Config::load({}, {}, u"/nowhere"_s).has_value());
        QCOMPARE(Config::load({}, {}, u"/nowhere"_s)->access().error().code, Errc::Precondition);
    }

    void reads()
    {
        const auto config = Config::fromText(document("token: t0ken, as: bob",
                                                 "server: \"https://api.example:6443/base\", tls-server-name: other, "
                                                 "proxy-url: \"socks5://p:1\", insecure-skip-tls-verify: true"),
            u"/base"_s, u"text"_s);
        QVERIFY(config.has_value());
        const auto access = config->access();
        QVERIFY(access.has_value());
        QCOMPARE(access->server, QUrl(u"https://api.example:6443/base"_s));
        QCOMPARE(access->token, Secret("t0ken"));
        QCOMPARE(access->namespaceName, u"default"_s);
        QCOMPARE(access->extraHeaders.value(0).second, "bob");
        QCOMPARE(access->warnings.size(), 1);
        const auto options = optionsFor(*access);
        QCOMPARE(options.proxy, u"socks5://p:1"_s);
        QCOMPARE(options.tls.serverName, u"other"_s);
        QVERIFY(options.tls.insecure);
    }

    void aProxyMayBeReachedByTls()
    {
        const auto config = Config::fromText(document("token: a", "server: \"https://a\", proxy-url: \"https://u:p@x:3128\""), u"/base"_s, u"text"_s);
        QVERIFY(config.has_value() && config->access().has_value());
        QCOMPARE(optionsFor(*config->access()).proxy, u"https://u:p@x:3128"_s);
    }

    void warnsOfOpenFiles()
    {
        const QString path = test::scratchDir() + u"/open.yaml"_s;
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(document("token: abc"));
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
        QCOMPARE(Config::load(path, {}, {})->access()->warnings.size(), 1);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(Config::load(path, {}, {})->access()->warnings.size(), 0);
    }

    /// What else a user is made of: a key and a token in files of their own, and a program.
    void warnsOfWhatAKubeconfigNames_data()
    {
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("words"); // "" = nothing
        constexpr int kOwner = QFile::ReadOwner | QFile::WriteOwner;
        const QByteArray key = "client-certificate: cert.pem, client-key: key.pem";
        const QByteArray plugin = "exec: {command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}";
        QTest::newRow("key, its owner's") << key << u"key.pem"_s << kOwner << QString();
        QTest::newRow("key, the group reads") << key << u"key.pem"_s << (kOwner | QFile::ReadGroup) << u"key.pem holds credentials"_s;
        QTest::newRow("key, others write") << key << u"key.pem"_s << (kOwner | QFile::WriteOther) << u"key.pem holds credentials"_s;
        QTest::newRow("certificate, all read") << key << u"cert.pem"_s << (kOwner | QFile::ReadOther) << QString();
        QTest::newRow("names a key, all read") << key << u"config.yaml"_s << (kOwner | QFile::ReadOther) << QString();
        QTest::newRow("token, its owner's") << QByteArray("tokenFile: token") << u"token"_s << kOwner << QString();
        QTest::newRow("token, all read") << QByteArray("tokenFile: token") << u"token"_s << (kOwner | QFile::ReadOther) << u"token holds credentials"_s;
        QTest::newRow("program, all read") << plugin << u"config.yaml"_s << (kOwner | QFile::ReadOther) << QString();
        QTest::newRow("program, the group writes") << plugin << u"config.yaml"_s << (kOwner | QFile::WriteGroup) << u"config.yaml names a program to run (exec) and can be changed by other users"_s;
        QTest::newRow("program, others write") << plugin << u"config.yaml"_s << (kOwner | QFile::WriteOther) << u"chmod go-w"_s;
    }
    void warnsOfWhatAKubeconfigNames()
    {
        QFETCH(QByteArray, user);
        QFETCH(QString, file);
        QFETCH(int, mode);
        QFETCH(QString, words);
        const QTemporaryDir dir;
        for (const auto& [name, text] : { std::pair { u"config.yaml"_s, document(user) }, std::pair { u"cert.pem"_s, m_client.certificatePem },
                 std::pair { u"key.pem"_s, m_client.keyPem }, std::pair { u"token"_s, QByteArray("abc") } }) {
            QFile out(dir.filePath(name));
            QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
            QVERIFY(out.setPermissions(name == file ? QFile::Permissions(mode) : QFile::ReadOwner | QFile::WriteOwner));
        }
        const auto config = Config::load(dir.filePath(u"config.yaml"_s), {}, {});
        QVERIFY(config.has_value());
        const auto access = config->access();
        QVERIFY2(access.has_value(), access ? "" : qPrintable(access.error().message));
        const QString said = access->warnings.join(u'\n');
        QVERIFY2(words.isEmpty() ? said.isEmpty() : said.contains(words) && access->warnings.size() == 1, qPrintable(said));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("number as token") << document("token: 123") << u"users[0].user.token"_s;
        QTest::newRow("broken base64") << document("client-certificate-data: a") << u"base64"_s;
        QTest::newRow("two ways") << document("token: a, username: b, password: c") << u"More than one"_s;
        QTest::newRow("no key") << document("client-certificate-data: YQ==") << u"client-key"_s;
        QTest::newRow("no PEM") << document("client-certificate-data: YQ==, client-key-data: YQ==") << u"no PEM"_s;
        QTest::newRow("exec without version") << document("exec: {command: x}") << u"apiVersion"_s;
        QTest::newRow("v1 without mode")
            << document("exec: {command: x, apiVersion: client.authentication.k8s.io/v1}") << u"interactiveMode"_s;
        QTest::newRow("legacy") << document("auth-provider: {name: gcp}") << u"gcp"_s;
        QTest::newRow("proxy with a password") << document("token: a", "server: \"https://a\", proxy-url: \"ftp://u:p@x:3128\"")
                                               << u"label: context x: the proxy-url of cluster c (ftp://x:3128)"_s;
        QTest::newRow("proxy") << document("token: a", "server: \"https://a\", proxy-url: \"ftp://x\"") << u"proxy-url"_s;
        QTest::newRow("no server") << document("token: a", "tls-server-name: x") << u"no server"_s;
        QTest::newRow("ca and insecure")
            << document("token: a",
                   "server: \"https://a\", insecure-skip-tls-verify: true, certificate-authority-data: YQ==")
            << u"both"_s;
        QTest::newRow("unknown context") << QByteArray("current-context: z") << u"\"z\""_s;
        QTest::newRow("key is no key")
            << document("client-certificate-data: " + m_client.certificatePem.toBase64() + ", client-key-data: YQ==")
            << u"not a readable PEM key"_s;
        QTest::newRow("duplicate")
            << QByteArray("users: [{name: a, user: {}}, {name: a, user: {}}]") << u"second entry"_s;
        QTest::newRow("other kind") << QByteArray("apiVersion: v1\nkind: List") << u"List"_s;
        QTest::newRow("text") << QByteArray("hello") << u"kubeconfig"_s;
        QTest::newRow("broken yaml") << QByteArray("- a: [") << u"line"_s;
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, words);
        const auto config = Config::fromText(text, u"/base"_s, u"label"_s);
        const Error error = config ? config->access().error() : config.error();
        QVERIFY2(error.message.contains(words), qPrintable(error.message));
        QVERIFY2(error.message.startsWith(u"label"_s), qPrintable(error.message)); // of several files, this one
    }

    void aMissingContextIsNamedWithTheOthers()
    {
        const auto config = Config::fromText(document("token: a"), u"/base"_s, u"label"_s);
        QVERIFY(config.has_value());
        const Error error = config->access(u"staging"_s).error();
        QCOMPARE(error.code, Errc::Precondition);
        QVERIFY2(error.message.contains(u"\"staging\""_s), qPrintable(error.message));
        QVERIFY2(error.message.contains(u"it has: x"_s), qPrintable(error.message));
    }

    /// An entry that stays in OpenSSL's queue is reported by the next TLS connection of this thread, whoever that is.
    void leavesNoErrorForOthers_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<bool>("isReadable");
        QTest::newRow("EC") << m_client.keyPem << true;
        QTest::newRow("RSA") << pemOf(EVP_RSA_gen(2048), nullptr) << true;
        QTest::newRow("cut") << m_client.keyPem.left(m_client.keyPem.size() / 2) << false;
        QTest::newRow("a certificate") << m_client.certificatePem << false;
        QTest::newRow("encrypted") << pemOf(EVP_EC_gen("P-256"), EVP_aes_256_cbc()) << false;
    }
    void leavesNoErrorForOthers()
    {
        QFETCH(QByteArray, key);
        QFETCH(bool, isReadable);
        QVERIFY(!key.isEmpty());
        ERR_clear_error();
        const QByteArray damaged = "-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n";
        const auto config = Config::fromText(document("client-certificate-data: " + (m_client.certificatePem + damaged).toBase64()
                                                 + ", client-key-data: " + key.toBase64()),
            u"/base"_s, u"label"_s);
        QVERIFY(config.has_value());
        const auto access = config->access();
        QCOMPARE(access.has_value(), isReadable);
        QCOMPARE(isReadable && access->tls.clientKey.isNull(), false);
        QCOMPARE(ERR_peek_error(), 0UL);
    }

    void survivesTruncation()
    {
        const QByteArray whole = readAll(folder() + u"two/a.yaml"_s);
        for (qsizetype i = 0; i < whole.size(); ++i) {
            if (const auto config = Config::fromText(whole.left(i), u"/"_s, u"cut"_s)) {
                for (const QString& name : config->contexts()) {
                    (void)config->access(name);
                }
            }
        }
    }
};

COCOON_TEST(TstConfig)
#include "tst_config.moc"
