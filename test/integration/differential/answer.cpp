// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/differential/answer.h"

#include "services/base/json.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace cocoon::test {

namespace {
    const QString kSet = QStringLiteral("(set)");

    bool isVolatile(const QString& key)
    {
        static const QSet<QString> keys { QStringLiteral("uid"), QStringLiteral("resourceVersion"), QStringLiteral("creationTimestamp"),
            QStringLiteral("deletionTimestamp"), QStringLiteral("time"), QStringLiteral("continue"), QStringLiteral("lastTransitionTime"),
            QStringLiteral("message"), QStringLiteral("clusterIP"), QStringLiteral("serverAddress") };
        return keys.contains(key);
    }

    QJsonValue normal(const QJsonValue& value, const QString& key);

    QJsonObject normalObject(const QJsonObject& object)
    {
        QJsonObject out;
        for (auto it = object.begin(); it != object.end(); ++it) {
            const bool saysNothing = (it.key() == u"creationTimestamp" && it.value().isNull())
                || (it.key() == u"details" && it.value().toObject().isEmpty()) || it.key() == u"storageVersionHash" || it.key() == u"description";
            if (!saysNothing) {
                out.insert(it.key(), normal(it.value(), it.key()));
            }
        }
        const QString prefix = object.value(QLatin1String("generateName")).toString();
        if (!prefix.isEmpty() && object.value(QLatin1String("name")).toString().startsWith(prefix)) {
            out.insert(QStringLiteral("name"), QString(prefix + kSet));
        }
        return out;
    }

    /// Order of owners says nothing; neither does the order of discovery's verbs.
    QJsonArray sorted(const QJsonArray& array)
    {
        QStringList texts;
        for (const QJsonValue& value : array) {
            const QString owner = value[QLatin1String("manager")].toString() + value[QLatin1String("operation")].toString();
            texts.append(owner + QString::fromUtf8(value.isObject() ? toJson(value) : value.toString().toUtf8()));
        }
        QList<qsizetype> order;
        for (qsizetype i = 0; i < texts.size(); ++i) {
            order.append(i);
        }
        std::sort(order.begin(), order.end(), [&texts](qsizetype a, qsizetype b) { return texts.at(a) < texts.at(b); });
        QJsonArray out;
        for (const qsizetype i : std::as_const(order)) {
            out.append(array.at(i));
        }
        return out;
    }

    QJsonValue normal(const QJsonValue& value, const QString& key)
    {
        static const QRegularExpression age(QStringLiteral("^\\d+[smhd](\\d+[smh])?$|^<unknown>$|^<invalid>$"));
        if (value.isObject()) {
            return normalObject(value.toObject());
        }
        if (value.isArray()) {
            QJsonArray out;
            for (const QJsonValue& entry : value.toArray()) {
                out.append(normal(entry, key == u"cells" ? key : QString()));
            }
            return key == u"managedFields" || key == u"verbs" || key == u"categories" || key == u"shortNames" || key == u"causes" ? sorted(out) : out;
        }
        if (value.isString() && (isVolatile(key) || (key == u"cells" && age.match(value.toString()).hasMatch()))) {
            return value.toString().isEmpty() ? QString() : kSet;
        }
        if (value.isString() && value.toString().startsWith(QLatin1String("gen-")) && value.toString().size() > 4) {
            return QString(QStringLiteral("gen-") + kSet); // a generated name where its prefix is not beside it
        }
        return value;
    }

    const char* typeName(const QJsonValue& value)
    {
        switch (value.type()) {
        case QJsonValue::Null: return "null";
        case QJsonValue::Bool: return "bool";
        case QJsonValue::Double: return "number";
        case QJsonValue::String: return "text";
        case QJsonValue::Array: return "list";
        case QJsonValue::Object: return "object";
        default: return "nothing";
        }
    }

    QString shown(const QJsonValue& value)
    {
        if (value.isUndefined()) {
            return QStringLiteral("nothing");
        }
        const QString text = value.isString() ? value.toString() : QString::fromUtf8(toJson(value));
        return text.isEmpty() ? QStringLiteral("\"\"") : text.left(160);
    }

    struct Differ {
        Step::Compare how;
        QStringList found;

        void note(const QString& path, const QJsonValue& a, const QJsonValue& b)
        {
            found.append(QStringLiteral("%1: sandbox says %2, real says %3").arg(path, shown(a), shown(b)));
        }

        /// How a list's entry is called, so that lists of named things are matched by name.
        static QString nameOf(const QJsonValue& entry)
        {
            for (const char* key : { "name", "groupVersion", "version", "manager" }) {
                if (entry[QLatin1String(key)].isString()) {
                    return entry[QLatin1String(key)].toString();
                }
            }
            return {};
        }

        void lists(const QString& path, const QJsonArray& a, const QJsonArray& b)
        {
            if (how == Step::Compare::Subset && !a.isEmpty() && (a.at(0).isString() || !nameOf(a.at(0)).isEmpty())) {
                for (const QJsonValue& entry : a) {
                    QJsonValue same;
                    for (const QJsonValue& other : b) {
                        if (entry.isString() ? other == entry : nameOf(other) == nameOf(entry)) {
                            same = other;
                            break;
                        }
                    }
                    const QString name = entry.isString() ? entry.toString() : nameOf(entry);
                    values(path + u'[' + name + u']', entry, same.isNull() ? QJsonValue(QJsonValue::Undefined) : same);
                }
                return;
            }
            if (how == Step::Compare::Shape) {
                if (!a.isEmpty() && !b.isEmpty()) {
                    values(path + QLatin1String("[]"), a.at(0), b.at(0));
                } else if (a.isEmpty() != b.isEmpty()) {
                    note(path, a, b);
                }
                return;
            }
            for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i) {
                values(QStringLiteral("%1[%2]").arg(path).arg(i), i < a.size() ? a.at(i) : QJsonValue(QJsonValue::Undefined),
                    i < b.size() ? b.at(i) : QJsonValue(QJsonValue::Undefined));
            }
        }

        void values(const QString& path, const QJsonValue& a, const QJsonValue& b)
        {
            if (a.isObject() && b.isObject()) {
                const QJsonObject left = a.toObject();
                const QJsonObject right = b.toObject();
                QStringList keys = left.keys();
                if (how != Step::Compare::Subset) {
                    for (const QString& key : right.keys()) {
                        if (!left.contains(key)) {
                            keys.append(key);
                        }
                    }
                }
                for (const QString& key : std::as_const(keys)) {
                    values(path.isEmpty() ? key : path + u'.' + key, left.value(key), right.value(key));
                }
            } else if (a.isArray() && b.isArray()) {
                lists(path, a.toArray(), b.toArray());
            } else if (how == Step::Compare::Shape ? a.type() != b.type() : a != b) {
                how == Step::Compare::Shape ? note(path, QLatin1String(typeName(a)), QLatin1String(typeName(b))) : note(path, a, b);
            }
        }
    };

    QString mediaType(const net::Headers& headers)
    {
        return QString::fromLatin1(headers.value("Content-Type").split(';').first().trimmed());
    }

    /// A watch is a list of its events; JSON is itself; anything else its text.
    QJsonValue readable(const Step& step, const Answer& answer)
    {
        if (step.isWatch() && answer.status == 200) {
            QJsonArray events;
            for (const QByteArray& line : answer.body.split('\n')) {
                if (!line.trimmed().isEmpty()) {
                    events.append(normal(QJsonDocument::fromJson(line).object(), {}));
                }
            }
            return events;
        }
        const Result<QJsonValue> parsed = parseJson(answer.body);
        return parsed ? normal(*parsed, {}) : QJsonValue(QString::fromUtf8(answer.body).trimmed());
    }
}

QStringList differences(const Step& step, const Answer& sandbox, const Answer& real)
{
    Differ differ { step.compare, {} };
    if (!sandbox.trouble.isEmpty() || !real.trouble.isEmpty()) {
        differ.note(QStringLiteral("(trouble)"), sandbox.trouble, real.trouble);
    }
    if (sandbox.status != real.status) {
        differ.note(QStringLiteral("(status)"), sandbox.status, real.status);
    }
    if (mediaType(sandbox.headers) != mediaType(real.headers)) {
        differ.note(QStringLiteral("(content-type)"), mediaType(sandbox.headers), mediaType(real.headers));
    }
    for (const char* header : { "Allow", "Retry-After", "Warning" }) {
        const bool here = sandbox.headers.contains(header);
        const bool there = real.headers.contains(header);
        if (here != there) {
            differ.note(QStringLiteral("(%1)").arg(QLatin1String(header).toString().toLower()), here, there);
        }
    }
    const QJsonValue a = readable(step, sandbox);
    const QJsonValue b = readable(step, real);
    if (step.compare == Step::Compare::Status) {
        for (const QString& key : { QStringLiteral("kind"), QStringLiteral("reason"), QStringLiteral("code"), QStringLiteral("apiVersion") }) {
            if (a[key] != b[key]) {
                differ.note(key, a[key], b[key]);
            }
        }
    } else {
        differ.values({}, a, b);
    }
    return differ.found;
}

QString valueAt(const QByteArray& body, const QString& path)
{
    QJsonValue value = parseJson(body).value_or(QJsonValue());
    for (const QString& part : path.split(u'.')) {
        bool isIndex = false;
        const int index = part.toInt(&isIndex);
        value = value.isArray() && isIndex ? value.toArray().at(index) : value.toObject().value(part);
    }
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
}

} // namespace cocoon::test
