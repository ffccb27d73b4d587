// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a corpus of kubeconfigs as kubectl does: what `kubectl config view --merge --minify --raw` makes of each is recorded
// beside it, and where there is a kubectl, what it says now must equal the record.
#include "services/base/json.h"
#include "services/kube/config.h"
#include "test/support/kubectl.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

namespace {
    struct Case {
        QByteArray name;
        QString variable; ///< KUBECONFIG
        QString context; ///< --context, may be empty
        QList<std::pair<QString, QByteArray>> files;
    };

    QString path(const QString& name)
    {
        return test::sourcePath(u"test/services/kube/kubeconfigs/"_s + name);
    }

    QList<Case> corpus()
    {
        QFile file(path(u"corpus.txt"_s));
        QList<Case> cases;
        if (!file.open(QIODevice::ReadOnly)) {
            return cases;
        }
        while (!file.atEnd()) {
            const QByteArray line = file.readLine();
            const auto rest = [&line](qsizetype from) { return line.mid(from).trimmed(); };
            if (line.startsWith("=== ")) {
                cases.append({ rest(4), {}, {}, {} });
            } else if (!cases.isEmpty() && cases.last().files.isEmpty() && line.startsWith("KUBECONFIG ")) {
                cases.last().variable = QString::fromUtf8(rest(11));
            } else if (!cases.isEmpty() && cases.last().files.isEmpty() && line.startsWith("CONTEXT ")) {
                cases.last().context = QString::fromUtf8(rest(8));
            } else if (!cases.isEmpty() && line.startsWith("--- ")) {
                cases.last().files.append({ QString::fromUtf8(rest(4)), {} });
            } else if (!cases.isEmpty() && !cases.last().files.isEmpty()) {
                cases.last().files.last().second += line;
            }
        }
        return cases;
    }

    /// Only the context, its cluster and its user: what --minify leaves; nullopt where kubectl refuses to.
    std::optional<QJsonObject> minified(QJsonObject config, QString context)
    {
        if (context.isEmpty()) {
            context = config.value("current-context"_L1).toString();
        }
        const auto keepOne = [&config](const QString& list, const QString& name) -> std::optional<QJsonObject> {
            const QJsonArray entries = config.value(list).toArray();
            for (const QJsonValue& entry : entries) {
                if (str(entry, { u"name" }) == name) {
                    config.insert(list, QJsonArray { entry });
                    return entry.toObject();
                }
            }
            return std::nullopt;
        };
        const auto entry = context.isEmpty() ? std::nullopt : keepOne(u"contexts"_s, context);
        if (!entry) {
            return std::nullopt;
        }
        config.insert(u"current-context"_s, context);
        const std::pair<QString, QString> parts[] { { u"clusters"_s, u"cluster"_s }, { u"users"_s, u"user"_s } };
        for (const auto& [list, field] : parts) {
            const QString name = str(*entry, { u"context", field });
            if (name.isEmpty()) {
                config.insert(list, QJsonValue::Null);
            } else if (!keepOne(list, name)) {
                return std::nullopt;
            }
        }
        return config;
    }

    /// The files of a case, and the process standing among them.
    class Unpacked {
    public:
        explicit Unpacked(const Case& one)
            : m_before(QDir::currentPath())
        {
            for (const auto& [name, text] : one.files) {
                QDir(m_folder.path()).mkpath(QFileInfo(m_folder.filePath(name)).path());
                QFile file(m_folder.filePath(name));
                m_good = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && m_good;
            }
            m_good = QDir::setCurrent(m_folder.path()) && m_good;
        }
        ~Unpacked() { QDir::setCurrent(m_before); }
        Q_DISABLE_COPY_MOVE(Unpacked)
        bool isGood() const { return m_good; }

    private:
        QTemporaryDir m_folder;
        QString m_before;
        bool m_good = true;
    };

    /// {"config": …} or {"error": "what kubectl says"}.
    QJsonObject askKubectl(const Case& one)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"KUBECONFIG"_s, one.variable);
        environment.insert(u"HOME"_s, u"/nowhere"_s);
        process.setProcessEnvironment(environment);
        QStringList arguments { u"config"_s, u"view"_s, u"--merge"_s, u"--minify"_s, u"--raw"_s, u"-o"_s, u"json"_s };
        if (!one.context.isEmpty()) {
            arguments += { u"--context"_s, one.context };
        }
        process.start(u"kubectl"_s, arguments);
        process.waitForFinished(30000);
        const auto config = parseJsonObject(process.readAllStandardOutput());
        if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0 && config) {
            return { { u"config"_s, *config } };
        }
        return { { u"error"_s, QString::fromUtf8(process.readAllStandardError().trimmed()).section(u'\n', 0, 0) } };
    }
}

class TstKubeconfigOracle : public QObject {
    Q_OBJECT
    QList<Case> m_cases = corpus();
    QJsonObject m_expected;

    void rows()
    {
        QTest::addColumn<qsizetype>("index");
        for (qsizetype i = 0; i < m_cases.size(); ++i) {
            QTest::newRow(m_cases.at(i).name.constData()) << i;
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_cases.size() >= 60);
        // COCOON_RECORD=1 writes down what this kubectl says.
        if (qEnvironmentVariableIsSet("COCOON_RECORD")) {
            QJsonObject said;
            for (const Case& one : std::as_const(m_cases)) {
                const Unpacked unpacked(one);
                said.insert(QString::fromUtf8(one.name), askKubectl(one));
            }
            QFile file(path(u"corpus.expected.json"_s));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(toPrettyJson(said) + '\n') > 0);
        }
        QFile file(path(u"corpus.expected.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_expected = parseJsonObject(file.readAll()).value_or(QJsonObject());
        QCOMPARE(m_expected.size(), m_cases.size());
    }

    void readsAsRecorded_data() { rows(); }
    void readsAsRecorded()
    {
        QFETCH(qsizetype, index);
        const Case& one = m_cases.at(index);
        const Unpacked unpacked(one);
        QVERIFY(unpacked.isGood());
        const QJsonObject expected = m_expected.value(QString::fromUtf8(one.name)).toObject();
        const Result<Config> config = Config::load({}, one.variable, u"/nowhere"_s);
        const std::optional<QJsonObject> ours = config ? minified(config->merged(), one.context) : std::nullopt;
        const QString why = config ? u"(read)"_s : config.error().message;
        QVERIFY2(ours.has_value() == expected.contains("config"_L1),
            qPrintable(why + u"\nkubectl: "_s + QString::fromUtf8(toPrettyJson(expected))));
        if (ours) {
            QCOMPARE(QString::fromUtf8(toPrettyJson(*ours)), QString::fromUtf8(toPrettyJson(expected.value("config"_L1).toObject())));
        } else if (!config) {
            const bool namesAFile = std::any_of(one.files.begin(), one.files.end(), [&why](const auto& file) { return why.contains(file.first); })
                || why.contains(one.variable.section(u':', -1));
            QVERIFY2(namesAFile, qPrintable(why));
        }
    }

    void kubectlSaysWhatIsRecorded_data() { rows(); }
    void kubectlSaysWhatIsRecorded()
    {
        if (!test::hasNewKubectl()) {
            QSKIP(test::kNoKubectl);
        }
        QFETCH(qsizetype, index);
        const Case& one = m_cases.at(index);
        const Unpacked unpacked(one);
        QVERIFY(unpacked.isGood());
        const QJsonObject said = askKubectl(one);
        const QJsonObject expected = m_expected.value(QString::fromUtf8(one.name)).toObject();
        QCOMPARE(said.contains("config"_L1), expected.contains("config"_L1));
        QCOMPARE(QString::fromUtf8(toPrettyJson(said.value("config"_L1).toObject())),
            QString::fromUtf8(toPrettyJson(expected.value("config"_L1).toObject())));
    }
};

COCOON_TEST(TstKubeconfigOracle)
#include "tst_kubeconfig_oracle.moc"
