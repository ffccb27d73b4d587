// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/table.h"

#include "services/base/json.h"
#include "services/sandbox/front/human_duration.h"
#include "services/sandbox/front/json_path.h"

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    using Printer = TablePrinter::Printer;

    QString plainText(const QJsonValue& value)
    {
        if (value.isObject() || value.isArray()) {
            return QString::fromUtf8(toJson(value));
        }
        return value.isNull() ? QString() : value.toVariant().toString();
    }

    QJsonValue cell(const QJsonObject& column, const QJsonObject& object, const QDateTime& now)
    {
        const QList<QJsonValue> found = findJsonPath(column.value("jsonPath"_L1).toString(), object);
        if (found.isEmpty()) {
            return QJsonValue::Null;
        }
        const QString type = column.value("type"_L1).toString();
        const QJsonValue first = found.first();
        if (type == "date"_L1) {
            return first.isString() ? QJsonValue(ageOf(first.toString(), now)) : QJsonValue(QJsonValue::Null);
        }
        if (type == "integer"_L1) {
            return first.isDouble() ? QJsonValue(first.toInteger()) : QJsonValue(QJsonValue::Null);
        }
        if (type == "number"_L1) {
            return first.isDouble() ? first : QJsonValue(QJsonValue::Null);
        }
        if (type == "boolean"_L1) {
            return first.isBool() ? first : QJsonValue(QJsonValue::Null);
        }
        QStringList texts;
        for (const QJsonValue& value : found) {
            texts.append(plainText(value));
        }
        return texts.join(u' ');
    }

    Printer defaultPrinter()
    {
        Printer printer;
        printer.columns = { { u"Name"_s, u"string"_s, u"name"_s, 0 }, { u"Age"_s, u"date"_s, {}, 0 } };
        printer.cells = [](const QJsonObject& object, const QDateTime& now) {
            return QJsonArray { str(object, { u"metadata", u"name" }),
                ageOf(str(object, { u"metadata", u"creationTimestamp" }), now) };
        };
        return printer;
    }

    Printer crdPrinter(const QJsonArray& columns)
    {
        Printer printer;
        printer.columns = { { u"Name"_s, u"string"_s, u"name"_s, 0 } };
        for (const QJsonValue& value : columns) {
            const QJsonObject column = value.toObject();
            printer.columns.append({ column.value("name"_L1).toString(), column.value("type"_L1).toString(),
                column.value("format"_L1).toString(), column.value("priority"_L1).toInt(),
                column.value("description"_L1).toString() });
        }
        printer.cells = [columns](const QJsonObject& object, const QDateTime& now) {
            QJsonArray cells { str(object, { u"metadata", u"name" }) };
            for (const QJsonValue& column : columns) {
                cells.append(cell(column.toObject(), object, now));
            }
            return cells;
        };
        return printer;
    }
}

Printer TablePrinter::forKind(const ApiServer::Kind& kind, const QString& subresource)
{
    if (subresource == "scale"_L1) {
        return builtInPrinters().value(u"scales.autoscaling"_s);
    }
    if (!kind.printerColumns.isEmpty()) {
        return crdPrinter(kind.printerColumns);
    }
    const QString qualified = kind.group.isEmpty() ? kind.plural : kind.plural + u'.' + kind.group;
    return builtInPrinters().value(qualified, defaultPrinter());
}

TablePrinter::TablePrinter(Printer printer, IncludeObject include, const QByteArray& version, QDateTime now)
    : m_printer(std::move(printer))
    , m_include(include)
    , m_apiVersion(u"meta.k8s.io/"_s + QString::fromLatin1(version))
    , m_now(std::move(now))
{
}

QJsonObject TablePrinter::row(const QJsonObject& object) const
{
    QJsonObject row { { u"cells"_s, m_printer.cells(object, m_now) } };
    if (m_printer.conditions) {
        const QJsonArray conditions = m_printer.conditions(object);
        if (!conditions.isEmpty()) {
            row.insert(u"conditions"_s, conditions);
        }
    }
    if (m_include == IncludeObject::Object) {
        row.insert(u"object"_s, object);
    } else if (m_include == IncludeObject::Metadata) {
        row.insert(u"object"_s,
            QJsonObject { { u"kind"_s, u"PartialObjectMetadata"_s }, { u"apiVersion"_s, m_apiVersion },
                { u"metadata"_s, object.value("metadata"_L1) } });
    } else {
        row.insert(u"object"_s, QJsonValue::Null);
    }
    return row;
}

QJsonObject TablePrinter::frame(const QJsonObject& metadata, const QJsonArray& rows, bool withColumns) const
{
    QJsonArray columns;
    if (withColumns) {
        for (const Column& column : m_printer.columns) {
            columns.append(QJsonObject { { u"name"_s, column.name }, { u"type"_s, column.type },
                { u"format"_s, column.format }, { u"description"_s, column.description },
                { u"priority"_s, column.priority } });
        }
    }
    return { { u"kind"_s, u"Table"_s }, { u"apiVersion"_s, m_apiVersion }, { u"metadata"_s, metadata },
        { u"columnDefinitions"_s, withColumns ? QJsonValue(columns) : QJsonValue(QJsonValue::Null) },
        { u"rows"_s, rows } };
}

QJsonObject TablePrinter::table(const QJsonObject& source, bool withColumns) const
{
    const QString kind = source.value("kind"_L1).toString();
    const QJsonObject metadata = source.value("metadata"_L1).toObject();
    if (kind == "Status"_L1 || !source.contains("metadata"_L1)) {
        return source;
    }
    if (source.contains("items"_L1) && kind.endsWith("List"_L1)) {
        QJsonArray rows;
        const QJsonArray items = source.value("items"_L1).toArray();
        for (const QJsonValue& item : items) {
            rows.append(row(item.toObject()));
        }
        return frame(metadata, rows, withColumns);
    }
    const QJsonObject own { { u"resourceVersion"_s, metadata.value("resourceVersion"_L1) } };
    return frame(own, QJsonArray { row(source) }, withColumns);
}

QByteArray TablePrinter::watchEvent(const QByteArray& line, bool isFirst) const
{
    const Result<QJsonObject> event = parseJsonObject(line);
    if (!event) {
        return line;
    }
    QJsonObject changed = *event;
    if (changed.value("type"_L1) == "ERROR"_L1) {
        return line;
    }
    changed.insert(u"object"_s, table(changed.value("object"_L1).toObject(), isFirst));
    return toJson(changed) + '\n';
}

} // namespace cocoon::sandbox
