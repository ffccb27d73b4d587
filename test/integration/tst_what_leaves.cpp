// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves this machine: every connection of every command is recorded, and there is none but to what the profile names.
#include "services/base/yaml.h"
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QRegularExpression>
#include <QUrl>

using namespace cocoon::test;

class TstWhatLeaves : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatTheProfileNamesIsContacted()
    {
        SandboxProcess sandbox({ QStringLiteral("--speed"), QStringLiteral("300") });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        const QString recorded = sandbox.path(QStringLiteral("connections"));
        QProcessEnvironment watched = QProcessEnvironment::systemEnvironment();
        watched.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(COCOON_CONNECTION_RECORDER));
        watched.insert(QStringLiteral("ASAN_OPTIONS"), watched.value(QStringLiteral("ASAN_OPTIONS")) + QStringLiteral(":verify_asan_link_order=0"));
        watched.insert(QStringLiteral("COCOON_CONNECTIONS"), recorded);
        watched.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS")); // no keyring here
        // A proxy from the environment would be a place that the profile does not name.
        for (const char* name : { "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" }) {
            watched.remove(QString::fromLatin1(name));
        }
        const auto run = [&](const QStringList& arguments) { return runProgram(cocoonctl(), sandbox.desk() + arguments, 240, watched); };

        QVERIFY(run({ QStringLiteral("--version") }).exitCode == 0);
        QVERIFY2(!QFile::exists(recorded), "a program that was asked nothing contacts nobody");

        QCOMPARE(run({ QStringLiteral("check") }).exitCode, 0);
        const Finished applied = run({ QStringLiteral("apply"), QStringLiteral("--yes") });
        QVERIFY2(applied.exitCode == 0, applied.err.constData());
        QCOMPARE(run({ QStringLiteral("status") }).exitCode, 0);
        QCOMPARE(run({ QStringLiteral("export"), QStringLiteral("--format"), QStringLiteral("commands") }).exitCode, 0);

        QSet<QString> allowed;
        const QJsonObject endpoints = sandbox.ready().value(QStringLiteral("endpoints")).toObject();
        for (const QJsonValue& endpoint : endpoints) {
            const QUrl url(endpoint.toString().replace(QStringLiteral("{region}"), QStringLiteral("eu-de")));
            allowed.insert(QStringLiteral("connect 127.0.0.1:%1").arg(url.port()));
        }
        QFile kubeconfig(sandbox.value("kubeconfig"));
        QVERIFY(kubeconfig.open(QIODevice::ReadOnly));
        const QRegularExpressionMatch server = QRegularExpression(QStringLiteral("server: \"?https://127\\.0\\.0\\.1:(\\d+)")).match(QString::fromUtf8(kubeconfig.readAll()));
        QVERIFY(server.hasMatch());
        const QString apiServer = QStringLiteral("connect 127.0.0.1:") + server.captured(1);
        allowed.insert(apiServer);

        QFile file(recorded);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QSet<QString> seen;
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (!line.isEmpty()) {
                seen.insert(QString::fromUtf8(line));
            }
        }
        QVERIFY2(seen.contains(apiServer), "the recorder saw nothing: it proves nothing");
        const QStringList elsewhere = (seen - allowed).values();
        QVERIFY2(elsewhere.isEmpty(), qPrintable(elsewhere.join(u'\n')));
    }
};

COCOON_TEST(TstWhatLeaves)
#include "tst_what_leaves.moc"
