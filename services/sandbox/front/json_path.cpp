// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/json_path.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    using Values = QList<QJsonValue>;

    Values children(const Values& from)
    {
        Values result;
        for (const QJsonValue& value : from) {
            if (value.isArray()) {
                const QJsonArray array = value.toArray();
                for (const QJsonValue& entry : array) {
                    result.append(entry);
                }
            } else if (value.isObject()) {
                const QJsonObject object = value.toObject();
                for (const QJsonValue& entry : object) {
                    result.append(entry);
                }
            }
        }
        return result;
    }

    Values field(const Values& from, const QString& name)
    {
        if (name == "*"_L1) {
            return children(from);
        }
        Values result;
        for (const QJsonValue& value : from) {
            const QJsonObject object = value.toObject();
            if (object.contains(name)) {
                result.append(object.value(name));
            }
        }
        return result;
    }

    Values index(const Values& from, int position)
    {
        Values result;
        for (const QJsonValue& value : from) {
            const QJsonArray array = value.toArray();
            const int at = position < 0 ? static_cast<int>(array.size()) + position : position;
            if (at >= 0 && at < array.size()) {
                result.append(array.at(at));
            }
        }
        return result;
    }

    Values filtered(const Values& from, const QString& expression)
    {
        static const QRegularExpression form(
            uR"re(^\?\(\s*@((?:\.[\w-]+)+)\s*(==|!=)\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*\)$)re"_s);
        const QRegularExpressionMatch match = form.match(expression);
        if (!match.hasMatch()) {
            return {};
        }
        const QString wanted = match.captured(3) + match.captured(4) + match.captured(5);
        Values result;
        const Values entries = children(from);
        for (const QJsonValue& entry : entries) {
            const Values found = findJsonPath(match.captured(1), entry);
            const bool isEqual = !found.isEmpty() && found.first().toVariant().toString() == wanted;
            if (isEqual == (match.captured(2) == "=="_L1)) {
                result.append(entry);
            }
        }
        return result;
    }

    /// End of a bracket that starts at `from`, quotes respected; -1 when it never closes.
    qsizetype closing(const QString& path, qsizetype from)
    {
        QChar quote;
        for (qsizetype i = from; i < path.size(); ++i) {
            const QChar c = path.at(i);
            if (!quote.isNull()) {
                quote = c == quote ? QChar() : quote;
            } else if (c == u'"' || c == u'\'') {
                quote = c;
            } else if (c == u']') {
                return i;
            }
        }
        return -1;
    }

    Values bracket(const Values& from, const QString& inside)
    {
        if (inside.startsWith(u'?')) {
            return filtered(from, inside);
        }
        if (inside == "*"_L1) {
            return children(from);
        }
        if (inside.size() > 1 && (inside.startsWith(u'\'') || inside.startsWith(u'"'))) {
            return field(from, inside.mid(1, inside.size() - 2));
        }
        bool isNumber = false;
        const int position = inside.toInt(&isNumber);
        return isNumber ? index(from, position) : Values();
    }
}

QList<QJsonValue> findJsonPath(const QString& pathText, const QJsonValue& root)
{
    QString path = pathText.trimmed();
    if (path.startsWith(u'{') && path.endsWith(u'}')) {
        path = path.mid(1, path.size() - 2);
    }
    if (path.startsWith(u'$')) {
        path.remove(0, 1);
    }
    Values current { root };
    qsizetype i = 0;
    while (i < path.size() && !current.isEmpty()) {
        if (path.at(i) == u'[') {
            const qsizetype end = closing(path, i);
            if (end < 0) {
                return {};
            }
            current = bracket(current, path.mid(i + 1, end - i - 1));
            i = end + 1;
            continue;
        }
        if (path.at(i) == u'.') {
            ++i;
        }
        QString name;
        while (i < path.size() && path.at(i) != u'.' && path.at(i) != u'[') {
            if (path.at(i) == u'\\' && i + 1 < path.size()) {
                ++i;
            }
            name += path.at(i++);
        }
        if (!name.isEmpty()) {
            current = field(current, name);
        }
    }
    return current;
}

} // namespace cocoon::sandbox
