// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/front/table.h"

#include <initializer_list>

/// Words of a table that many kinds share, as Kubernetes' printers write them. Pure.
namespace cocoon::sandbox::cells {

QString name(const QJsonObject& object);
QString age(const QJsonObject& object, const QDateTime& now);
QString created(const QJsonObject& object); ///< creationTimestamp
QString orNone(const QString& text); ///< "<none>" for nothing
qint64 number(const QJsonObject& object, std::initializer_list<QStringView> path);
QString joined(const QJsonValue& list, QStringView field); ///< "a,b"; an empty field takes the entries themselves
QString pairs(const QJsonValue& map); ///< "a=b,c=d"
QString selector(const QJsonValue& labelSelector);
QJsonValue templateContainers(const QJsonObject& workload);
QString intOrString(const QJsonValue& value, const QString& absent);
QString accessModes(const QJsonValue& list); ///< "RWO,ROX"

/// "Name Age Containers* Images#1": names with '_' for a space; '*' marks wide columns, '#' integers.
QList<TablePrinter::Column> columns(const char* list);

} // namespace cocoon::sandbox::cells
