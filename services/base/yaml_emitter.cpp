// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/yaml.h"

#include "services/base/yaml_scalar.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace cocoon {

namespace {
    QByteArray indent(int depth)
    {
        return QByteArray(depth * 2, ' ');
    }

    QByteArray quoted(const QString& text)
    {
        QString out = QStringLiteral("\"");
        for (const QChar c : text) {
            const ushort code = c.unicode();
            if (c == u'"' || c == u'\\') {
                out += u'\\';
                out += c;
            } else if (c == u'\n') {
                out += QStringLiteral("\\n");
            } else if (c == u'\t') {
                out += QStringLiteral("\\t");
            } else if (c == u'\r') {
                out += QStringLiteral("\\r");
            } else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
                out += QStringLiteral("\\x%1").arg(code, 2, 16, QLatin1Char('0'));
            } else if (code == 0x2028 || code == 0x2029 || code == 0xfeff || code >= 0xfffe) {
                out += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
            } else {
                out += c;
            }
        }
        return (out + u'"').toUtf8();
    }

    bool isBlockSafe(const QString& text)
    {
        if (!text.contains(u'\n') || text.startsWith(u' ') || text.startsWith(u'\n') || text.startsWith(u'\t')) {
            return false;
        }
        return std::all_of(text.begin(), text.end(), [](QChar c) {
            const ushort code = c.unicode();
            return code == '\n' || code == '\t'
                || (code >= 0x20 && !(code >= 0x7f && code < 0xa0) && code != 0x2028 && code != 0x2029 && code != 0xfeff
                    && code < 0xfffe);
        });
    }

    QByteArray literalBlock(const QString& text, int depth)
    {
        QByteArray out = text.endsWith(QLatin1String("\n\n")) ? "|+" : text.endsWith(u'\n') ? "|" : "|-";
        QString body = text;
        if (body.endsWith(u'\n')) {
            body.chop(1);
        }
        const QStringList lines = body.split(u'\n');
        for (const QString& line : lines) {
            out += '\n';
            if (!line.isEmpty()) {
                out += indent(depth) + line.toUtf8();
            }
        }
        return out;
    }

    QByteArray keyText(const QString& key)
    {
        return yaml::isPlainSafe(key) ? key.toUtf8() : quoted(key);
    }

    QByteArray number(double value)
    {
        QByteArray text = QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
        if (text.contains('e') && !text.contains('.')) {
            text.replace('e', ".0e"); // YAML 1.1 takes 1e+20 for a string
        } else if (!text.contains('.')) {
            text += ".0";
        }
        return text;
    }

    /// Writes `value` after a key or a dash; `depth` is the depth of what lies inside it.
    void emitValue(QByteArray& out, const QJsonValue& value, int depth, bool afterDash);

    void emitObject(QByteArray& out, const QJsonObject& object, int depth, bool firstInline)
    {
        bool first = firstInline;
        for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
            if (!first) {
                out += indent(depth);
            }
            first = false;
            const QByteArray key = keyText(it.key());
            // Readers give up on simple keys longer than 1,024 characters.
            out += key.size() > 1000 ? "? " + key + '\n' + indent(depth) + ':' : key + ':';
            emitValue(out, it.value(), depth + 1, false);
        }
    }

    void emitValue(QByteArray& out, const QJsonValue& value, int depth, bool afterDash)
    {
        switch (value.type()) {
        case QJsonValue::Object:
            if (value.toObject().isEmpty()) {
                out += " {}\n";
                return;
            }
            out += afterDash ? ' ' : '\n';
            emitObject(out, value.toObject(), depth, afterDash);
            return;
        case QJsonValue::Array: {
            const QJsonArray array = value.toArray();
            if (array.isEmpty()) {
                out += " []\n";
                return;
            }
            bool first = afterDash;
            out += afterDash ? ' ' : '\n';
            for (const QJsonValue& item : array) {
                out += (first ? QByteArray() : indent(depth)) + '-';
                first = false;
                emitValue(out, item, depth + 1, true);
            }
            return;
        }
        case QJsonValue::String: {
            const QString text = value.toString();
            out += ' ' + (yaml::isPlainSafe(text) ? text.toUtf8() : isBlockSafe(text) ? literalBlock(text, depth) : quoted(text));
            break;
        }
        case QJsonValue::Double:
            out += ' ';
            // A double beyond 2^53 is whole too, and not the integer that would be read again.
            out += value.toVariant().typeId() == QMetaType::LongLong ? QByteArray::number(value.toInteger()) : number(value.toDouble());
            break;
        case QJsonValue::Bool:
            out += value.toBool() ? " true" : " false";
            break;
        case QJsonValue::Null:
        case QJsonValue::Undefined:
            out += " null";
            break;
        }
        out += '\n';
    }
}

QByteArray toYaml(const QJsonValue& value)
{
    QByteArray out;
    const bool hasItems = (value.isObject() && !value.toObject().isEmpty()) || (value.isArray() && !value.toArray().isEmpty());
    emitValue(out, value, hasItems ? 0 : 1, hasItems);
    return out.mid(1); // the blank that would follow a dash
}

} // namespace cocoon
