// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/kubeconfig_schema.h"

#include "services/base/codec.h"
#include "services/base/yaml.h"

#include <QJsonArray>
#include <QMap>

namespace cocoon::kube {

namespace {

    enum class Kind { Text, RequiredText, Flag, Base64, TextList, TextListMap, Provider, Exec, Extensions };
    struct Field {
        const char* name;
        Kind kind;
    };
    constexpr Field kCluster[] = { { "server", Kind::RequiredText }, { "tls-server-name", Kind::Text },
        { "insecure-skip-tls-verify", Kind::Flag }, { "certificate-authority", Kind::Text },
        { "certificate-authority-data", Kind::Base64 }, { "proxy-url", Kind::Text },
        { "disable-compression", Kind::Flag }, { "extensions", Kind::Extensions } };
    constexpr Field kUser[] = { { "client-certificate", Kind::Text }, { "client-certificate-data", Kind::Base64 },
        { "client-key", Kind::Text }, { "client-key-data", Kind::Base64 }, { "token", Kind::Text },
        { "tokenFile", Kind::Text }, { "as", Kind::Text }, { "as-uid", Kind::Text }, { "as-groups", Kind::TextList },
        { "as-user-extra", Kind::TextListMap }, { "username", Kind::Text }, { "password", Kind::Text },
        { "auth-provider", Kind::Provider }, { "exec", Kind::Exec }, { "extensions", Kind::Extensions } };
    constexpr Field kContext[] = { { "cluster", Kind::RequiredText }, { "user", Kind::RequiredText },
        { "namespace", Kind::Text }, { "extensions", Kind::Extensions } };
    constexpr Field kExec[] = { { "command", Kind::RequiredText }, { "apiVersion", Kind::Text },
        { "installHint", Kind::Text }, { "interactiveMode", Kind::Text } };
    constexpr Field kProvider[] = { { "name", Kind::RequiredText } };
    constexpr Field kPreferences[] = { { "colors", Kind::Flag }, { "extensions", Kind::Extensions } };
    constexpr Field kVariable[] = { { "name", Kind::RequiredText }, { "value", Kind::RequiredText } };

    QString typeName(const QJsonValue& value)
    {
        switch (value.type()) {
        case QJsonValue::Bool:
            return QStringLiteral("a boolean");
        case QJsonValue::Double:
            return QStringLiteral("a number");
        case QJsonValue::String:
            return QStringLiteral("a text");
        case QJsonValue::Array:
            return QStringLiteral("a list");
        case QJsonValue::Object:
            return QStringLiteral("a map");
        default:
            return QStringLiteral("nothing");
        }
    }

    class Reader {
    public:
        Reader(QString label, const YamlDocument& document)
            : m_label(std::move(label))
            , m_document(document)
        {
        }
        Result<QJsonObject> read();

    private:
        using Value = Result<QJsonValue>;
        tl::unexpected<Error> problem(const QString& path, const QString& what) const;
        tl::unexpected<Error> wrongType(const QString& path, const QString& wanted, const QJsonValue& got) const;
        template <size_t N>
        Result<QJsonObject> object(const QJsonValue& value, const QString& path, const Field (&fields)[N]) const;
        Value field(Kind kind, const QJsonValue& value, const QString& path) const;
        Value textList(const QJsonValue& value, const QString& path) const;
        Value exec(const QJsonValue& value, const QString& path) const;
        Value provider(const QJsonValue& value, const QString& path) const;
        Value named(const QJsonValue& value, const QString& path, const QString& inner) const;

        QString m_label;
        const YamlDocument& m_document;
    };

    tl::unexpected<Error> Reader::problem(const QString& path, const QString& what) const
    {
        const int line = m_document.lines.value(path, path.isEmpty() ? 1 : 0);
        const QString place = line > 0 ? QStringLiteral("%1, line %2").arg(m_label).arg(line) : m_label;
        return fail(Errc::Parse, QStringLiteral("%1: %2 %3.").arg(place, path.isEmpty() ? QStringLiteral("the file") : path, what));
    }

    tl::unexpected<Error> Reader::wrongType(const QString& path, const QString& wanted, const QJsonValue& got) const
    {
        return problem(path, QStringLiteral("should be %1, but is %2").arg(wanted, typeName(got)));
    }

    Reader::Value Reader::textList(const QJsonValue& value, const QString& path) const
    {
        if (!value.isArray()) {
            return wrongType(path, QStringLiteral("a list"), value);
        }
        QJsonArray texts;
        const QJsonArray array = value.toArray();
        for (const QJsonValue& one : array) {
            if (!one.isString() && !one.isNull()) {
                return wrongType(path, QStringLiteral("a list of texts"), one);
            }
            texts.append(one.toString()); // nothing is the empty text, as everywhere in Go
        }
        return QJsonValue(texts);
    }

    Reader::Value Reader::field(Kind kind, const QJsonValue& value, const QString& path) const
    {
        switch (kind) {
        case Kind::Text:
        case Kind::RequiredText:
            return value.isString() ? Value(value) : Value(wrongType(path, QStringLiteral("a text"), value));
        case Kind::Flag:
            return value.isBool() ? Value(value) : Value(wrongType(path, QStringLiteral("true or false"), value));
        case Kind::Base64: {
            if (!value.isString()) {
                return wrongType(path, QStringLiteral("a text"), value);
            }
            // Go's decoder, which kubectl uses, skips line breaks.
            QByteArray text = value.toString().toLatin1();
            text.replace('\n', "").replace('\r', "");
            if (!decodeBase64(text)) {
                return problem(path, QStringLiteral("is not valid base64"));
            }
            return QJsonValue(QString::fromLatin1(text));
        }
        case Kind::TextList:
            return textList(value, path);
        case Kind::TextListMap: {
            if (!value.isObject()) {
                return wrongType(path, QStringLiteral("a map"), value);
            }
            QJsonObject map = value.toObject();
            for (auto it = map.begin(); it != map.end(); ++it) {
                if (it.value().isNull()) {
                    continue;
                }
                const Value list = textList(it.value(), path + u'.' + it.key());
                if (!list) {
                    return list;
                }
                it.value() = *list;
            }
            return QJsonValue(map);
        }
        case Kind::Provider:
            return provider(value, path);
        case Kind::Exec:
            return exec(value, path);
        case Kind::Extensions:
            return named(value, path, QStringLiteral("extension"));
        }
        return value;
    }

    bool isEmptyValue(const QJsonValue& value)
    {
        return value.isNull() || value.isUndefined() || (value.isString() && value.toString().isEmpty())
            || (value.isBool() && !value.toBool()) || (value.isArray() && value.toArray().isEmpty())
            || (value.isObject() && value.toObject().isEmpty());
    }

    template <size_t N>
    Result<QJsonObject> Reader::object(const QJsonValue& value, const QString& path, const Field (&fields)[N]) const
    {
        QJsonObject out;
        if (!value.isObject() && !value.isNull() && !value.isUndefined()) {
            return wrongType(path, QStringLiteral("a map"), value);
        }
        const QJsonObject in = value.toObject();
        for (const Field& one : fields) {
            const QString name = QString::fromLatin1(one.name);
            const QJsonValue raw = in.value(name);
            QJsonValue clean;
            if (!raw.isNull() && !raw.isUndefined()) {
                const Value read = field(one.kind, raw, path + u'.' + name);
                if (!read) {
                    return tl::unexpected(read.error());
                }
                clean = *read;
            }
            if (!isEmptyValue(clean)) {
                out.insert(name, clean);
            } else if (one.kind == Kind::RequiredText) {
                out.insert(name, QString());
            }
        }
        return out;
    }

    Reader::Value Reader::exec(const QJsonValue& value, const QString& path) const
    {
        Result<QJsonObject> out = object(value, path, kExec);
        if (!out) {
            return tl::unexpected(out.error());
        }
        const QJsonObject in = value.toObject();
        const QJsonValue args = in.value(QLatin1String("args"));
        out->insert(QLatin1String("args"), QJsonValue::Null);
        if (!args.isNull() && !args.isUndefined()) {
            const Value list = textList(args, path + QStringLiteral(".args"));
            if (!list) {
                return list;
            }
            out->insert(QLatin1String("args"), *list);
        }
        const QJsonValue env = in.value(QLatin1String("env"));
        out->insert(QLatin1String("env"), QJsonValue::Null);
        if (!env.isNull() && !env.isUndefined()) {
            if (!env.isArray()) {
                return wrongType(path + QStringLiteral(".env"), QStringLiteral("a list"), env);
            }
            QJsonArray variables;
            const QJsonArray raw = env.toArray();
            for (qsizetype i = 0; i < raw.size(); ++i) {
                const Result<QJsonObject> one = object(raw.at(i), QStringLiteral("%1.env[%2]").arg(path).arg(i), kVariable);
                if (!one) {
                    return tl::unexpected(one.error());
                }
                variables.append(*one);
            }
            out->insert(QLatin1String("env"), variables);
        }
        const QJsonValue info = in.value(QLatin1String("provideClusterInfo"));
        if (!info.isBool() && !info.isNull() && !info.isUndefined()) {
            return wrongType(path + QStringLiteral(".provideClusterInfo"), QStringLiteral("true or false"), info);
        }
        out->insert(QLatin1String("provideClusterInfo"), info.toBool());
        // Before v1 the field did not exist and meant this.
        static const QStringList before { QStringLiteral("client.authentication.k8s.io/v1alpha1"),
            QStringLiteral("client.authentication.k8s.io/v1beta1") };
        if (!out->contains(QLatin1String("interactiveMode")) && before.contains(out->value(QLatin1String("apiVersion")).toString())) {
            out->insert(QLatin1String("interactiveMode"), QStringLiteral("IfAvailable"));
        }
        return QJsonValue(*out);
    }

    Reader::Value Reader::provider(const QJsonValue& value, const QString& path) const
    {
        Result<QJsonObject> out = object(value, path, kProvider);
        if (!out) {
            return tl::unexpected(out.error());
        }
        QJsonValue settings = value.toObject().value(QLatin1String("config"));
        if (settings.isObject()) {
            QJsonObject map = settings.toObject();
            for (auto it = map.begin(); it != map.end(); ++it) {
                if (!it.value().isString() && !it.value().isNull()) {
                    return wrongType(path + QStringLiteral(".config.") + it.key(), QStringLiteral("a text"), it.value());
                }
                it.value() = it.value().toString();
            }
            settings = map;
        } else if (!settings.isNull() && !settings.isUndefined()) {
            return wrongType(path + QStringLiteral(".config"), QStringLiteral("a map"), settings);
        }
        out->insert(QLatin1String("config"), settings.isObject() ? settings : QJsonValue(QJsonValue::Null));
        return QJsonValue(*out);
    }

    Reader::Value Reader::named(const QJsonValue& value, const QString& path, const QString& inner) const
    {
        if (value.isNull() || value.isUndefined()) {
            return QJsonValue(QJsonArray());
        }
        if (!value.isArray()) {
            return wrongType(path, QStringLiteral("a list"), value);
        }
        QMap<QByteArray, QJsonObject> entries; // sorted by bytes, as Go sorts
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            const QString here = QStringLiteral("%1[%2]").arg(path).arg(i);
            const QJsonObject entry = array.at(i).toObject();
            if (!array.at(i).isObject() && !array.at(i).isNull()) {
                return wrongType(here, QStringLiteral("a map"), array.at(i));
            }
            const QJsonValue name = entry.value(QLatin1String("name"));
            if (!name.isString() && !name.isNull() && !name.isUndefined()) {
                return wrongType(here + QStringLiteral(".name"), QStringLiteral("a text"), name);
            }
            if (entries.contains(name.toString().toUtf8())) {
                return problem(here + QStringLiteral(".name"),
                    QStringLiteral("is the second entry called \"%1\"").arg(name.toString()));
            }
            const QString innerPath = here + u'.' + inner;
            const QJsonValue raw = entry.value(inner);
            Result<QJsonObject> content;
            if (inner == QLatin1String("cluster")) {
                content = object(raw, innerPath, kCluster);
            } else if (inner == QLatin1String("user")) {
                content = object(raw, innerPath, kUser);
            } else if (inner == QLatin1String("context")) {
                content = object(raw, innerPath, kContext);
            }
            if (!content) {
                return tl::unexpected(content.error());
            }
            const bool isExtension = inner == QLatin1String("extension"); // anything at all
            entries.insert(name.toString().toUtf8(),
                QJsonObject { { QStringLiteral("name"), name.toString() }, { inner, !isExtension ? QJsonValue(*content) : raw.isUndefined() ? QJsonValue(QJsonValue::Null) : raw } });
        }
        QJsonArray sorted;
        for (const QJsonObject& entry : std::as_const(entries)) {
            sorted.append(entry);
        }
        return QJsonValue(sorted);
    }

    Result<QJsonObject> Reader::read()
    {
        const QJsonValue& root = m_document.value;
        QJsonObject out { { QStringLiteral("kind"), QStringLiteral("Config") },
            { QStringLiteral("apiVersion"), QStringLiteral("v1") }, { QStringLiteral("preferences"), QJsonObject() },
            { QStringLiteral("current-context"), QString() } };
        if (!root.isObject() && !root.isNull()) {
            return wrongType({}, QStringLiteral("a kubeconfig"), root);
        }
        const QJsonObject in = root.toObject();
        const QString kind = in.value(QLatin1String("kind")).toString();
        const QString version = in.value(QLatin1String("apiVersion")).toString();
        if ((!kind.isEmpty() && kind != QLatin1String("Config")) || (!version.isEmpty() && version != QLatin1String("v1"))) {
            return problem({}, QStringLiteral("is not a kubeconfig but a %1 of %2").arg(kind, version));
        }
        for (const char* list : { "clusters", "users", "contexts", "extensions" }) {
            const QString key = QString::fromLatin1(list);
            const Value entries = named(in.value(key), key, kubeconfigInnerKey(key));
            if (!entries) {
                return tl::unexpected(entries.error());
            }
            if (key == QLatin1String("extensions")) {
                if (!entries->toArray().isEmpty()) {
                    out.insert(key, *entries);
                }
            } else {
                out.insert(key, entries->toArray().isEmpty() ? QJsonValue(QJsonValue::Null) : *entries);
            }
        }
        const QJsonValue current = in.value(QLatin1String("current-context"));
        if (!current.isNull() && !current.isUndefined()) {
            if (!current.isString()) {
                return wrongType(QStringLiteral("current-context"), QStringLiteral("a text"), current);
            }
            out.insert(QLatin1String("current-context"), current);
        }
        const QJsonValue preferences = in.value(QLatin1String("preferences"));
        const Result<QJsonObject> shown = object(preferences, QStringLiteral("preferences"), kPreferences);
        if (!shown) {
            return tl::unexpected(shown.error());
        }
        out.insert(QStringLiteral("preferences"), *shown);
        return out;
    }

} // namespace

Result<QJsonObject> readKubeconfig(const QByteArray& yaml, const QString& label)
{
    const Result<YamlDocument> document = parseFirstYamlDocument(yaml, RepeatedKeys::LastWins);
    if (!document) {
        Error error = document.error();
        error.message = label + QStringLiteral(": ") + error.message;
        return tl::unexpected(error);
    }
    return Reader(label, *document).read();
}

QString kubeconfigInnerKey(const QString& list)
{
    return list.chopped(1);
}

std::optional<QJsonObject> kubeconfigEntry(const QJsonObject& config, const QString& list, const QString& name)
{
    const QJsonArray entries = config.value(list).toArray();
    for (const QJsonValue& entry : entries) {
        const QJsonObject one = entry.toObject();
        if (one.value(QLatin1String("name")).toString() == name) {
            return one.value(kubeconfigInnerKey(list)).toObject();
        }
    }
    return std::nullopt;
}

} // namespace cocoon::kube
