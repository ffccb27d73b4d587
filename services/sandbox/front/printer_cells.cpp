// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/printer_cells.h"

#include "services/base/json.h"
#include "services/sandbox/front/human_duration.h"

using namespace Qt::StringLiterals;

namespace cocoon::sandbox::cells {

QString name(const QJsonObject& o)
{
    return str(o, { u"metadata", u"name" });
}

QString age(const QJsonObject& o, const QDateTime& now)
{
    return ageOf(str(o, { u"metadata", u"creationTimestamp" }), now);
}

QString created(const QJsonObject& o)
{
    return str(o, { u"metadata", u"creationTimestamp" });
}

QString orNone(const QString& text)
{
    return text.isEmpty() ? u"<none>"_s : text;
}

qint64 number(const QJsonObject& o, std::initializer_list<QStringView> path)
{
    return at(o, path).toInteger();
}

QString joined(const QJsonValue& list, QStringView field)
{
    QStringList texts;
    const QJsonArray array = list.toArray();
    for (const QJsonValue& entry : array) {
        texts.append(field.isEmpty() ? entry.toString() : str(entry, { field }));
    }
    return texts.join(u',');
}

QString pairs(const QJsonValue& map)
{
    QStringList texts;
    const QJsonObject object = map.toObject();
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        texts.append(it.key() + u'=' + it.value().toString());
    }
    return orNone(texts.join(u','));
}

QString selector(const QJsonValue& value)
{
    QStringList texts;
    const QString labels = pairs(value.toObject().value("matchLabels"_L1));
    if (labels != "<none>"_L1) {
        texts.append(labels);
    }
    const QJsonArray expressions = value.toObject().value("matchExpressions"_L1).toArray();
    for (const QJsonValue& e : expressions) {
        const QString op = str(e, { u"operator" });
        const QString key = str(e, { u"key" });
        if (op == "Exists"_L1 || op == "DoesNotExist"_L1) {
            texts.append(op == "Exists"_L1 ? key : u'!' + key);
        } else {
            texts.append(u"%1 %2 (%3)"_s.arg(key, op.toLower(), joined(at(e, { u"values" }), {})));
        }
    }
    return orNone(texts.join(u','));
}

QJsonValue templateContainers(const QJsonObject& o)
{
    return at(o, { u"spec", u"template", u"spec", u"containers" });
}

QString intOrString(const QJsonValue& value, const QString& absent)
{
    return value.isUndefined() || value.isNull() ? absent : value.toVariant().toString();
}

QString accessModes(const QJsonValue& list)
{
    QStringList texts;
    const QJsonArray modes = list.toArray();
    for (const QJsonValue& mode : modes) {
        QString letters; // ReadWriteOncePod is RWOP
        for (const QChar c : mode.toString()) {
            letters += c.isUpper() ? QString(c) : QString();
        }
        texts.append(letters == "ROM"_L1 ? u"ROX"_s : letters == "RWM"_L1 ? u"RWX"_s : letters);
    }
    return texts.join(u',');
}

QList<TablePrinter::Column> columns(const char* list)
{
    QList<TablePrinter::Column> result;
    const QStringList titles = QString::fromLatin1(list).split(u' ');
    for (QString title : titles) {
        TablePrinter::Column column;
        column.priority = title.endsWith(u'*') ? 1 : 0;
        title.remove(u'*');
        column.type = title.endsWith(u'#') ? u"integer"_s : u"string"_s;
        title.remove(u'#');
        column.format = title == "Name"_L1 ? u"name"_s : QString();
        column.name = title.replace(u'_', u' ');
        result.append(column);
    }
    return result;
}

} // namespace cocoon::sandbox::cells
