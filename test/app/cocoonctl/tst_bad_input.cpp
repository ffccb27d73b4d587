// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/saved_plan.h"
#include "app/engine/profile.h"
#include "models/plan/intent.h"
#include "services/base/json.h"
#include "services/base/small_file.h"
#include "services/base/yaml.h"
#include "services/kube/config.h"
#include "services/sandbox/scenario.h"
#include "test/support/matrix.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

#include <algorithm>

using namespace cocoon;
using namespace Qt::StringLiterals;

namespace {
    const QString kLabel = u"given.file"_s;
    using Reader = std::function<Result<Done>(const QByteArray&)>;

    template <class T>
    Result<Done> dropped(const Result<T>& r)
    {
        return r ? Result<Done>(Done {}) : tl::unexpected(r.error());
    }

    /// One kind of file: a good sample of it, and who reads it.
    struct Kind {
        const char* name;
        QByteArray sample;
        Reader read;
        QStringList free; ///< in and below these anything may stand
    };

    const char kKubeconfig[] = "apiVersion: v1\nkind: Config\ncurrent-context: demo\npreferences: {}\n"
                               "clusters:\n- name: demo\n  cluster:\n    server: https://api.example:6443\n    insecure-skip-tls-verify: false\n    tls-server-name: api\n"
                               "contexts:\n- name: demo\n  context:\n    cluster: demo\n    user: me\n    namespace: default\n"
                               "users:\n- name: me\n  user:\n    token: abc\n    as-groups: [one]\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: get-token\n      interactiveMode: Never\n";
    const char kProfile[] = "name: demo\nregion: eu-de\ntimeScale: 2\nkubeconfig: admin.conf\nca: ca.pem\ntrustee: http://trustee\nprotected: true\nnetwork: private\nendpoints:\n  iam: https://iam\n  vpc: https://{region}.vpc\n";
    const char kScenario[] = "name: story\nabout: one\nworld:\n  nodes: 3\n  pods: 2\n  region: eu-de\n  openshift: \"4.19\"\n  operator: 1.10.3\nfaults:\n  webhook: down\nobjects:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: made\n";

    Result<Done> readPlan(const QByteArray& text)
    {
        QTemporaryDir dir;
        const QString file = dir.filePath(kLabel);
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size()) {
            return fail(Errc::Io, u"no file"_s);
        }
        out.close();
        return dropped(ctl::SavedPlan::load(file));
    }

    QByteArray savedPlan()
    {
        plan::Change change;
        change.key = u"make"_s;
        change.step = u"operator"_s;
        change.target.side = u"kube"_s;
        change.target.resource = u"namespaces"_s;
        change.target.name = u"shop"_s;
        change.body = QJsonObject { { u"kind"_s, u"Namespace"_s } };
        change.title = u"Make"_s;
        return toJson(QJsonObject { { u"cocoonPlan"_s, 1 }, { u"cluster"_s, u"demo"_s }, { u"intent"_s, u"cluster: demo\n"_s }, { u"changes"_s, QJsonArray { change.toJson() } } });
    }

    QList<Kind> kinds()
    {
        return {
            { "kubeconfig", kKubeconfig, [](const QByteArray& text) {
                 const Result<kube::Config> config = kube::Config::fromText(text, {}, kLabel);
                 if (!config) {
                     return dropped(config);
                 }
                 return dropped(config->access());
             }, { u"preferences"_s, u"apiVersion"_s, u"kind"_s } },
            { "Intent", plan::Intent().toYaml(), [](const QByteArray& text) { return dropped(plan::Intent::fromYaml(text, kLabel)); }, {} },
            { "profile", kProfile, [](const QByteArray& text) { return dropped(app::Profile::fromYaml(text, kLabel, {})); }, {} },
            { "scenario", kScenario, [](const QByteArray& text) { return dropped(sandbox::Scenario::fromYaml(text, kLabel)); }, { u"faults"_s, u"objects"_s } },
            { "saved plan", savedPlan(), readPlan, { u"body"_s, u"before"_s } },
        };
    }

    /// Every path to a value of a document.
    void collect(const QJsonValue& value, const QStringList& path, QList<QStringList>& all)
    {
        if (!path.isEmpty()) {
            all.append(path);
        }
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                collect(it.value(), path + QStringList { it.key() }, all);
            }
        } else if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (qsizetype i = 0; i < array.size(); ++i) {
                collect(array.at(i), path + QStringList { QString::number(i) }, all);
            }
        }
    }

    QJsonValue replaced(const QJsonValue& root, QStringList path, const QJsonValue& value)
    {
        if (path.isEmpty()) {
            return value;
        }
        const QString key = path.takeFirst();
        if (root.isArray()) {
            QJsonArray array = root.toArray();
            array.replace(key.toLongLong(), replaced(array.at(key.toLongLong()), path, value));
            return array;
        }
        QJsonObject object = root.toObject();
        object.insert(key, replaced(object.value(key), path, value));
        return object;
    }
}

/// What people and programs hand us that is not what it should be: an error that names file, line or field.
class TstBadInput : public QObject {
    Q_OBJECT

    test::Matrix m_matrix { u"bad input"_s };

    static QString complaintOf(const Kind& kind, const QByteArray& text)
    {
        const Result<Done> r = kind.read(text);
        return r ? QString() : r.error().message + u' ' + r.error().trail.join(u' ');
    }

    static bool hasLine(const QString& said)
    {
        static const QRegularExpression place(u"given\\.file:\\d+: |\\bline \\d+"_s);
        return place.match(said).hasMatch();
    }
    /// A word that stands as a key in the sample, and not as part of another one.
    static bool namesField(const Kind& kind, const QString& said)
    {
        static const QRegularExpression word(u"[A-Za-z][A-Za-z-]+"_s);
        QSet<QString> keys;
        for (auto match = QRegularExpression(u"([A-Za-z][A-Za-z-]+)\"?:"_s).globalMatch(QString::fromUtf8(kind.sample)); match.hasNext();) {
            keys.insert(match.next().captured(1));
        }
        for (auto match = word.globalMatch(QString(said).remove(kLabel)); match.hasNext();) {
            if (keys.contains(match.next().captured())) {
                return true;
            }
        }
        return false;
    }

    void note(const Kind& kind, const QString& what, int cells, const QStringList& wrong, const QElapsedTimer& timer)
    {
        m_matrix.add(QLatin1String(kind.name), what, u"%1"_s.arg(cells), wrong.isEmpty(), std::chrono::milliseconds(timer.elapsed()));
        QVERIFY2(wrong.isEmpty(), qPrintable(QLatin1String(kind.name) + u", "_s + what + u":\n"_s + wrong.mid(0, 20).join(u'\n')));
    }

    static void rows()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < kinds().size(); ++i) {
            QTest::newRow(kinds().at(i).name) << i;
        }
    }

private Q_SLOTS:
    void theSampleIsGood_data() { rows(); }
    void theSampleIsGood()
    {
        QFETCH(int, index);
        const QString complaint = complaintOf(kinds().at(index), kinds().at(index).sample);
        QVERIFY2(complaint.isEmpty(), qPrintable(complaint));
    }

    /// Cut at every byte: either what is left is whole in itself, or it is refused by name.
    void cut_data() { rows(); }
    void cut()
    {
        QFETCH(int, index);
        const Kind kind = kinds().at(index);
        QElapsedTimer timer;
        timer.start();
        QStringList wrong;
        for (qsizetype size = 0; size < kind.sample.size(); ++size) {
            const Result<Done> r = kind.read(kind.sample.left(size));
            const QString said = r ? QString() : r.error().message;
            const bool hasPlace = hasLine(said) || namesField(kind, said) || said.contains(u"is empty"_s);
            if (!r && !(said.contains(kLabel) && hasPlace)) {
                wrong.append(u"%1: %2"_s.arg(size).arg(said));
            }
        }
        note(kind, u"cut"_s, static_cast<int>(kind.sample.size()), wrong, timer);
    }

    /// Every value of every type in every field.
    void wrongTypes_data() { rows(); }
    void wrongTypes()
    {
        QFETCH(int, index);
        const Kind kind = kinds().at(index);
        QElapsedTimer timer;
        timer.start();
        const bool isJson = kind.sample.startsWith('{');
        const QJsonValue sample = isJson ? QJsonValue(*parseJsonObject(kind.sample)) : parseYaml(kind.sample)->value;
        QList<QStringList> paths;
        collect(sample, {}, paths);
        const QList<std::pair<QString, QJsonValue>> values { { u"a map"_s, QJsonObject { { u"x"_s, 1 } } }, { u"a list"_s, QJsonArray { QJsonArray { 1 } } },
            { u"a number"_s, 17.5 }, { u"a huge number"_s, 1e300 }, { u"true"_s, true } };
        QStringList wrong;
        int cells = 0;
        for (const QStringList& path : paths) {
            for (const auto& [name, value] : values) {
                const QJsonValue before = at(sample, path);
                if (before.type() == value.type() || std::any_of(path.begin(), path.end(), [&kind](const QString& part) { return kind.free.contains(part); })) {
                    continue;
                }
                ++cells;
                const QJsonValue bad = replaced(sample, path, value);
                const QString said = complaintOf(kind, isJson ? toJson(bad) : toYaml(bad));
                const QString field = path.last().front().isDigit() ? path.value(path.size() - 2) : path.last();
                if (!said.contains(kLabel) || !(QString(said).remove(kLabel).contains(field) || hasLine(said))) {
                    wrong.append(u"%1 as %2: %3"_s.arg(path.join(u'.'), name, said.isEmpty() ? u"accepted"_s : said));
                }
            }
        }
        note(kind, u"wrong types"_s, cells, wrong, timer);
    }

    void strangeBytes_data() { rows(); }
    void strangeBytes()
    {
        QFETCH(int, index);
        const Kind kind = kinds().at(index);
        QElapsedTimer timer;
        timer.start();
        QStringList wrong;
        int cells = 0;
        const auto refuse = [&](const QString& what, const QByteArray& text) {
            ++cells;
            const QString said = complaintOf(kind, text);
            if (!said.contains(kLabel) || !(hasLine(said) || namesField(kind, said))) {
                wrong.append(what + u": "_s + (said.isEmpty() ? u"accepted"_s : said.left(200)));
            }
        };
        for (qsizetype i = 0; i <= kind.sample.size(); i += 7) {
            refuse(u"a zero byte at %1"_s.arg(i), QByteArray(kind.sample).insert(i, '\0'));
            refuse(u"Latin-1 at %1"_s.arg(i), QByteArray(kind.sample).insert(i, '\xfc'));
        }
        const QString text = QString::fromUtf8(kind.sample);
        refuse(u"UTF-16"_s, "\xff\xfe" + QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2));
        refuse(u"UTF-16 without a mark"_s, QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2));
        refuse(u"gzip"_s, QByteArray::fromHex("1f8b080000000000000303000000000000000000"));
        refuse(u"an image"_s, "\x89PNG\r\n\x1a\n" + QByteArray(64, '\0'));
        refuse(u"a web page"_s, "<!DOCTYPE html>\n<html><body>Log in</body></html>\n");
        for (const QByteArray& open : { QByteArray("["), QByteArray("{\"a\":"), QByteArray("- "), QByteArray("a: {") }) {
            refuse(u"deep "_s + QString::fromLatin1(open), open.repeated(50000));
            refuse(u"deep in a field "_s + QString::fromLatin1(open), "name: " + open.repeated(50000));
        }
        refuse(u"aliases that grow"_s, "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n");
        note(kind, u"strange bytes"_s, cells, wrong, timer);
    }

    /// 100 MiB are refused before anybody reads them.
    void huge_data() { rows(); }
    void huge()
    {
        QFETCH(int, index);
        const Kind kind = kinds().at(index);
        QElapsedTimer timer;
        timer.start();
        const QString said = complaintOf(kind, QByteArray(100 * 1024 * 1024, ' ') + kind.sample);
        const bool isRefused = said.contains(kLabel) && timer.elapsed() < 10000;
        note(kind, u"100 MiB"_s, 1, isRefused ? QStringList() : QStringList { said + u" after %1 ms"_s.arg(timer.elapsed()) }, timer);
    }

    /// A plan is carried out as it was saved or not at all: what was taken out, put in or changed is named.
    void aPlanThatWasTouched_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QJsonValue>("value"); // Undefined = taken out
        QTest::addColumn<QString>("says");
        QTest::newRow("no digest") << u"digest"_s << QJsonValue(QJsonValue::Undefined) << u"changes[0].digest"_s;
        QTest::newRow("another digest") << u"digest"_s << QJsonValue(QString(64, u'0')) << u"changes[0].digest"_s;
        QTest::newRow("another body") << u"body"_s << QJsonValue(QJsonObject { { u"kind"_s, u"Secret"_s } }) << u"changes[0].digest"_s;
        QTest::newRow("no verb") << u"verb"_s << QJsonValue(QJsonValue::Undefined) << u"changes[0].verb"_s;
        QTest::newRow("no such verb") << u"verb"_s << QJsonValue(u"destroy"_s) << u"changes[0].verb: \"destroy\""_s;
        QTest::newRow("no such risk") << u"risk"_s << QJsonValue(u"some"_s) << u"changes[0].risk"_s;
        QTest::newRow("unknown field") << u"skipChecks"_s << QJsonValue(true) << u"changes[0].skipChecks: not a field"_s;
        QTest::newRow("unknown field of the target") << u"target"_s << QJsonValue(QJsonObject { { u"side"_s, u"kube"_s }, { u"cluster"_s, u"x"_s } }) << u"changes[0].target.cluster"_s;
        QTest::newRow("unknown field of the price") << u"price"_s << QJsonValue(QJsonObject { { u"usdPerHour"_s, 1 }, { u"eur"_s, 1 } }) << u"changes[0].price.eur"_s;
        QTest::newRow("commands of numbers") << u"commands"_s << QJsonValue(QJsonArray { 1 }) << u"changes[0].commands"_s;
        QTest::newRow("unknown field of the plan") << u"/approved"_s << QJsonValue(true) << u"field approved"_s;
    }
    void aPlanThatWasTouched()
    {
        QFETCH(QString, path);
        QFETCH(QJsonValue, value);
        QFETCH(QString, says);
        QJsonObject root = *parseJsonObject(savedPlan());
        if (path.startsWith(u'/')) {
            root.insert(path.mid(1), value);
        } else {
            QJsonObject change = root.value(u"changes"_s)[0].toObject();
            change.insert(path, value); // Undefined takes it out
            root.insert(u"changes"_s, QJsonArray { change });
        }
        const Result<Done> r = readPlan(toJson(root));
        QVERIFY(!r);
        QVERIFY2(r.error().message.contains(kLabel) && r.error().message.contains(says), qPrintable(r.error().message));
    }

    void aPlanIsItsOwners()
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(u"plan.json"_s);
        QFile before(file);
        QVERIFY(before.open(QIODevice::WriteOnly) && before.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther | QFile::WriteOther));
        QVERIFY(ctl::SavedPlan().save(file));
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
        QVERIFY(ctl::SavedPlan::load(file));
    }

    void filesThatAreNone_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("a device without an end") << u"/dev/zero"_s;
        QTest::newRow("a folder") << u"/tmp"_s;
        QTest::newRow("nothing there") << u"/nonexistent/file"_s;
    }
    void filesThatAreNone()
    {
        QFETCH(QString, file);
        QElapsedTimer timer;
        timer.start();
        for (const Result<Done>& r : { dropped(app::Profile::load(file)), dropped(ctl::SavedPlan::load(file)), dropped(kube::Config::load(file, {}, {})), dropped(readSmallFile(u"Intent"_s, file, 1000)) }) {
            QVERIFY(!r);
            QVERIFY2(r.error().message.contains(file), qPrintable(r.error().message));
        }
        QVERIFY(timer.elapsed() < 10000);
    }

    void cleanupTestCase() { m_matrix.print(); }
};

COCOON_TEST(TstBadInput)
#include "tst_bad_input.moc"
