// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server.h"

#include <QDateTime>

namespace cocoon::sandbox {

/// Turns objects into meta.k8s.io Tables as the API server prints them for `kubectl get`. Pure; "now" is given.
class TablePrinter {
public:
    enum class IncludeObject { None, Metadata, Object };
    struct Column {
        QString name;
        QString type = QStringLiteral("string"); ///< string integer number boolean date
        QString format; ///< "name" for the first one
        int priority = 0; ///< 1 = only with -o wide
        QString description = QString();
    };
    /// How one kind prints: columns and the cells of an object.
    struct Printer {
        QList<Column> columns;
        std::function<QJsonArray(const QJsonObject& object, const QDateTime& now)> cells;
        std::function<QJsonArray(const QJsonObject& object)> conditions {}; ///< of the row (finished pods)
    };

    /// Printer for a kind, or for its "scale": built in, from the CRD's printer columns, or Name and Age.
    static Printer forKind(const ApiServer::Kind& kind, const QString& subresource = {});

    TablePrinter(Printer printer, IncludeObject include, const QByteArray& version, QDateTime now);
    /// A list, or a single object, as a Table. Anything without metadata (Status) is returned unchanged.
    QJsonObject table(const QJsonObject& listOrObject, bool withColumns = true) const;
    /// One line of a watch: the event's object becomes a Table (columns in the first event only).
    QByteArray watchEvent(const QByteArray& line, bool isFirst) const;

private:
    QJsonObject row(const QJsonObject& object) const;
    QJsonObject frame(const QJsonObject& metadata, const QJsonArray& rows, bool withColumns) const;
    Printer m_printer;
    IncludeObject m_include;
    QString m_apiVersion;
    QDateTime m_now;
};

/// Printers of the built-in kinds by qualified name ("pods", "deployments.apps").
const QHash<QString, TablePrinter::Printer>& builtInPrinters();
/// Those for pods, nodes and events, which have the longest rules.
void addCorePrinters(QHash<QString, TablePrinter::Printer>& printers);
/// Those for kinds that only users make (cron jobs, ingresses, quotas …), and for the Scale of others.
void addLesserPrinters(QHash<QString, TablePrinter::Printer>& printers);

} // namespace cocoon::sandbox
