// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/coco/runtime_classes.h"

#include "services/base/json.h"
#include "services/coco/facts.h"

#include <QHash>

namespace cocoon::coco {

using namespace Qt::StringLiterals;

namespace {
    struct Class {
        bool isConfidential = false;
        bool hasServer = false;
    };

    const QHash<QString, Class>& classes()
    {
        static const QHash<QString, Class> all = [] {
            QHash<QString, Class> read;
            for (const QJsonValue& row : at(Facts::builtIn().defaults, { u"runtimeclasses", u"classes" }).toArray()) {
                read.insert(str(row, { u"name" }), { str(row, { u"tee" }) != "none"_L1, at(row, { u"server" }).toBool() });
            }
            return read;
        }();
        return all;
    }
}

bool isCocoClass(const QString& name)
{
    return classes().contains(name);
}

bool isConfidentialClass(const QString& name)
{
    return !name.isEmpty() && classes().value(name).isConfidential;
}

bool isServerClass(const QString& name)
{
    return !name.isEmpty() && classes().value(name).hasServer;
}

} // namespace cocoon::coco
