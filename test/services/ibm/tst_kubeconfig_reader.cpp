// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/base/yaml.h"
#include "services/ibm/kubeconfig_reader.h"
#include "services/ibm/zip_reader.h"
#include "services/sandbox/cloud/kubeconfig_answer.h"

#include "test/support/test_main.h"

using namespace cocoon;

class TstKubeconfigReader : public QObject {
    Q_OBJECT
    static Secret yaml()
    {
        return Secret("apiVersion: v1\nkind: Config\nclusters:\n- name: demo\n  cluster:\n    server: https://127.0.0.1:1\n"
                      "    certificate-authority-data: Q0E=\nusers:\n- name: admin\n  user:\n    client-certificate-data: Q0VSVA==\n"
                      "    client-key-data: S0VZ\n");
    }
private Q_SLOTS:
    void everyFormatGivesTheSameConfig_data()
    {
        QTest::addColumn<QString>("format");
        for (const char* format : { "yaml", "json", "zip" }) {
            QTest::newRow(format) << QString::fromLatin1(format);
        }
    }
    void everyFormatGivesTheSameConfig()
    {
        QFETCH(QString, format);
        const QByteArray body = sandbox::kubeconfigAnswer(yaml(), format, true, QStringLiteral("demo")).body;
        const auto read = ibm::readKubeconfigAnswer(body);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        const auto value = parseYaml(read->reveal());
        QVERIFY(value);
        QCOMPARE(toJson(value->value), toJson(parseYaml(yaml().reveal())->value));
    }
    void deflatedEntries()
    {
        // one entry "a", deflated
        const QByteArray archive = QByteArray::fromBase64(
            "UEsDBBQAAAAIAAAAIQAAiFkLCwAAABgAAAABAAAAYctIzcnJV8hAJ7kAUEsBAhQAFAAAAAgAAAAhAACIWQsLAAAAGAAAAAEAAAAAAAAAAAAAAAAAAAAAAGFQSwUGAAAAAAEAAQAvAAAAKgAAAAAA");
        const auto files = ibm::readZip(archive);
        QVERIFY2(files, files ? "" : qPrintable(files.error().message));
        QCOMPARE(files->value(QStringLiteral("a")), QByteArray("hello hello hello hello\n"));
    }
    void cutAndDamagedArchives()
    {
        const QByteArray whole = sandbox::storedZip({ { QStringLiteral("kubeconfig/x.yaml"), yaml().reveal() }, { QStringLiteral("ca.pem"), "CA" } });
        QVERIFY(ibm::readZip(whole));
        for (qsizetype cut = 0; cut < whole.size(); ++cut) {
            QVERIFY(!ibm::readZip(whole.left(cut)));
            QByteArray damaged = whole;
            damaged[cut] = static_cast<char>(damaged.at(cut) ^ 0x5a);
            (void)ibm::readZip(damaged);
            (void)ibm::readKubeconfigAnswer(damaged);
        }
    }
    void nonsenseIsRefused()
    {
        for (const QByteArray& text : { QByteArray(), QByteArray("{}"), QByteArray("hello"), QByteArray("<html>"), QByteArray("{\"clusters\":[") }) {
            QVERIFY(!ibm::readKubeconfigAnswer(text));
        }
    }
};

COCOON_TEST(TstKubeconfigReader)
#include "tst_kubeconfig_reader.moc"
