// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QList>

namespace cocoon::sandbox {

/// The objects of resources/sandbox/<name>.yaml with every @KEY@ replaced. Built in, so a broken file is our bug.
QList<QJsonObject> loadTemplates(const QString& name, const QHash<QString, QString>& values = {});
/// The one of `objects` with this kind and name; asserts that it is there.
QJsonObject pickTemplate(const QList<QJsonObject>& objects, const QString& kind, const QString& name);
/// Replaces every @KEY@ in a text that is not built in (objects of a scenario file).
QByteArray fillTemplate(QByteArray text, const QHash<QString, QString>& values);

} // namespace cocoon::sandbox
