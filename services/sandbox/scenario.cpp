// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/scenario.h"

#include "services/base/yaml.h"

#include <QDir>
#include <QFile>

static void initScenarioResources()
{
    Q_INIT_RESOURCE(scenarios);
}

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {
    /// Reads typed values out of the document and keeps the first complaint, with its line.
    class Reader {
    public:
        Reader(const YamlDocument& document, const QString& file)
            : m_lines(document.lines)
            , m_file(file)
        {
        }

        void complain(const QString& path, const QString& text)
        {
            if (m_error.message.isEmpty()) {
                m_error = { Errc::Invalid, u"%1:%2: %3"_s.arg(m_file).arg(m_lines.value(path, 1)).arg(text), {} };
            }
        }
        bool hasError() const { return !m_error.message.isEmpty(); }
        const Error& error() const { return m_error; }

        void onlyKeys(const QJsonObject& object, const QString& prefix, const QStringList& known)
        {
            for (const QString& key : object.keys()) {
                if (!known.contains(key)) {
                    complain(prefix + key, u"unknown key \"%1\" (known here: %2)"_s.arg(key, known.join(u", ")));
                }
            }
        }
        void text(const QJsonObject& object, const QString& key, const QString& path, QString& target)
        {
            const QJsonValue value = object.value(key);
            if (value.isUndefined()) {
                return;
            }
            if (value.isDouble()) {
                // 4.20 and 4.2 are the same number, not the same version.
                complain(path, u"%1 must be quoted, for example \"4.19\""_s.arg(path));
            } else if (!value.isString()) {
                complain(path, u"%1 must be text"_s.arg(path));
            } else {
                target = value.toString();
            }
        }
        void count(const QJsonObject& object, const QString& key, const QString& path, int low, int high, int& target)
        {
            const QJsonValue value = object.value(key);
            if (value.isUndefined()) {
                return;
            }
            const double number = value.toDouble(-1);
            if (!value.isDouble() || number < low || number > high || number != static_cast<int>(number)) {
                complain(path, u"%1 must be a whole number from %2 to %3"_s.arg(path).arg(low).arg(high));
            } else {
                target = static_cast<int>(number);
            }
        }
        QJsonObject map(const QJsonObject& object, const QString& key)
        {
            const QJsonValue value = object.value(key);
            if (!value.isUndefined() && !value.isNull() && !value.isObject()) {
                complain(key, u"%1 must be a map"_s.arg(key));
            }
            return value.toObject();
        }

    private:
        QHash<QString, int> m_lines;
        QString m_file;
        Error m_error;
    };
}

Result<Scenario> Scenario::fromYaml(const QByteArray& text, const QString& fileName)
{
    const auto document = parseYaml(text);
    if (!document) {
        return fail(Errc::Parse, fileName + u": "_s + document.error().message, document.error().detail);
    }
    if (!document->value.isObject()) {
        return fail(Errc::Invalid, u"%1:1: a scenario is a map with name, about, world, faults, objects"_s.arg(fileName));
    }
    const QJsonObject root = document->value.toObject();
    Reader reader(*document, fileName);
    Scenario scenario;
    reader.onlyKeys(root, {}, { u"name"_s, u"about"_s, u"world"_s, u"faults"_s, u"objects"_s });
    reader.text(root, u"name"_s, u"name"_s, scenario.name);
    reader.text(root, u"about"_s, u"about"_s, scenario.about);
    if (scenario.name.isEmpty()) {
        reader.complain(u"name"_s, u"name is missing"_s);
    }
    scenario.world = reader.map(root, u"world"_s);
    reader.onlyKeys(scenario.world, u"world."_s, { u"nodes"_s, u"pods"_s, u"peerPods"_s, u"operator"_s, u"region"_s, u"openshift"_s });
    reader.count(scenario.world, u"nodes"_s, u"world.nodes"_s, 1, 5000, scenario.nodes);
    reader.count(scenario.world, u"pods"_s, u"world.pods"_s, 0, 200000, scenario.pods);
    reader.count(scenario.world, u"peerPods"_s, u"world.peerPods"_s, 0, 10000, scenario.peerPods);
    reader.text(scenario.world, u"region"_s, u"world.region"_s, scenario.region);
    reader.text(scenario.world, u"openshift"_s, u"world.openshift"_s, scenario.openshift);
    reader.text(scenario.world, u"operator"_s, u"world.operator"_s, scenario.catalogHead);
    if (scenario.openshift.count(u'.') == 1) {
        scenario.openshift += u".12"_s;
    }
    scenario.faults = reader.map(root, u"faults"_s);
    const QJsonValue objects = root.value(u"objects"_s);
    if (!objects.isUndefined() && !objects.isNull() && !objects.isArray()) {
        reader.complain(u"objects"_s, u"objects must be a list"_s);
    }
    scenario.objects = objects.toArray();
    for (qsizetype i = 0; i < scenario.objects.size(); ++i) {
        const QJsonObject object = scenario.objects.at(i).toObject();
        if (object.value(u"kind"_s).toString().isEmpty() || object.value(u"apiVersion"_s).toString().isEmpty()
            || object.value(u"metadata"_s).toObject().value(u"name"_s).toString().isEmpty()) {
            reader.complain(u"objects[%1]"_s.arg(i), u"each of objects needs apiVersion, kind and metadata.name"_s);
        }
    }
    if (reader.hasError()) {
        return tl::unexpected(reader.error());
    }
    return scenario;
}

QString Scenario::fillerName(int number)
{
    static const QStringList apps { u"api"_s, u"cart"_s, u"ledger"_s, u"mailer"_s, u"search"_s, u"worker"_s };
    return u"%1-%2"_s.arg(apps.at(number % apps.size())).arg(number, 5, 10, QChar(u'0'));
}

QStringList Scenario::builtInNames()
{
    initScenarioResources();
    QStringList names;
    for (const QString& file : QDir(u":/cocoon/scenarios"_s).entryList({ u"*.yaml"_s }, QDir::Files, QDir::Name)) {
        names.append(file.chopped(5));
    }
    return names;
}

Result<Scenario> Scenario::builtIn(const QString& name)
{
    if (!builtInNames().contains(name)) {
        return fail(Errc::NotFound, u"There is no built-in scenario \"%1\"; there are: %2."_s.arg(name, builtInNames().join(u", ")));
    }
    QFile file(u":/cocoon/scenarios/%1.yaml"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(Errc::Io, file.errorString());
    }
    return fromYaml(file.readAll(), name + u".yaml"_s);
}

} // namespace cocoon::sandbox
