// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

// Small readers of Kubernetes objects held as JSON. An absent field reads as empty.
namespace cocoon::kube {

QString nameOf(const QJsonObject& object);
QString namespaceOf(const QJsonObject& object);
QString uidOf(const QJsonObject& object);
QString resourceVersionOf(const QJsonObject& object);
QString label(const QJsonObject& object, const QString& key);
QString annotation(const QJsonObject& object, const QString& key);
bool isBeingDeleted(const QJsonObject& object);
QDateTime createdAt(const QJsonObject& object);
/// The entry of status.conditions with this type; empty object when absent.
QJsonObject condition(const QJsonObject& object, const QString& type);
bool conditionIsTrue(const QJsonObject& object, const QString& type);
/// Node or pod: condition Ready is True.
bool isReady(const QJsonObject& object);
/// "namespace/name" or "name".
QString keyOf(const QJsonObject& object);
/// First owner reference with controller: true; empty object when none.
QJsonObject controllerOf(const QJsonObject& object);
/// RFC 3339 UTC with seconds ("2026-01-15T09:12:00Z"), as Kubernetes writes times.
QString timestamp(const QDateTime& time);

} // namespace cocoon::kube
