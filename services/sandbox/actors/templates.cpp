// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/templates.h"

#include "services/base/log.h"
#include "services/base/yaml.h"
#include "services/kube/object.h"

#include <QFile>

static void initSandboxResources()
{
    Q_INIT_RESOURCE(sandbox);
}

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

QByteArray fillTemplate(QByteArray text, const QHash<QString, QString>& values)
{
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        text.replace('@' + it.key().toUtf8() + '@', it.value().toUtf8());
    }
    return text;
}

QList<QJsonObject> loadTemplates(const QString& name, const QHash<QString, QString>& values)
{
    initSandboxResources();
    QFile file(u":/cocoon/sandbox/"_s + name + u".yaml"_s);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    QList<QJsonObject> objects;
    const auto documents = parseYamlDocuments(opened ? fillTemplate(file.readAll(), values) : QByteArray());
    if (!documents) {
        qCCritical(lcSandbox) << "built-in template" << name << documents.error().message;
        Q_ASSERT(false);
        return objects;
    }
    for (const YamlDocument& document : *documents) {
        if (document.value.isObject()) {
            objects.append(document.value.toObject());
        }
    }
    return objects;
}

QJsonObject pickTemplate(const QList<QJsonObject>& objects, const QString& kind, const QString& name)
{
    for (const QJsonObject& object : objects) {
        if (object.value("kind"_L1).toString() == kind && kube::nameOf(object) == name) {
            return object;
        }
    }
    qCCritical(lcSandbox) << "no built-in template for" << kind << name;
    Q_ASSERT(false);
    return {};
}

} // namespace cocoon::sandbox
