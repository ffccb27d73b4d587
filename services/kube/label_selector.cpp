// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/label_selector.h"

#include <QJsonArray>

#include <algorithm>

namespace cocoon::kube {

namespace {
    bool holds(const QJsonObject& rule, const QJsonObject& labels)
    {
        const QString how = rule.value(u"operator").toString();
        const QJsonValue value = labels.value(rule.value(u"key").toString());
        if (how == u"Exists" || how == u"DoesNotExist") {
            return value.isUndefined() == (how == u"DoesNotExist");
        }
        const bool isListed = rule.value(u"values").toArray().contains(value);
        return how == u"In" ? isListed : how == u"NotIn" && !isListed;
    }
}

bool selects(const QJsonObject& selector, const QJsonObject& labels)
{
    const QJsonObject wanted = selector.value(u"matchLabels").toObject();
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (labels.value(it.key()) != it.value()) {
            return false;
        }
    }
    const QJsonArray rules = selector.value(u"matchExpressions").toArray();
    return std::all_of(rules.begin(), rules.end(), [&labels](const QJsonValue& rule) { return holds(rule.toObject(), labels); });
}

} // namespace cocoon::kube
