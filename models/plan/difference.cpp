// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/difference.h"

#include "services/base/yaml.h"

#include <QJsonArray>
#include <QJsonObject>

#include <vector>

namespace cocoon::plan {

using namespace Qt::StringLiterals;

namespace {
    /// References and secrets as a person reads them.
    QJsonValue readable(const QJsonValue& value)
    {
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            if (object.size() == 1 && object.contains(u"$ref")) {
                return u"<known after %1>"_s.arg(object.value(u"$ref"_s).toString().section(u'.', 0, 0));
            }
            if (object.size() == 1 && object.contains(u"$secret")) {
                return QString(u'$' + object.value(u"$secret"_s).toString());
            }
            QJsonObject copy;
            for (auto it = object.begin(); it != object.end(); ++it) {
                if (!it->isNull()) { // absent before, or taken away by a merge patch
                    copy.insert(it.key(), readable(it.value()));
                }
            }
            return copy;
        }
        if (value.isArray()) {
            QJsonArray copy;
            const QJsonArray array = value.toArray();
            for (const QJsonValue& entry : array) {
                copy.append(readable(entry));
            }
            return copy;
        }
        return value;
    }
}

QStringList lineDifference(const QStringList& before, const QStringList& after)
{
    // Objects are a few hundred lines, so the quadratic table is the simple and right tool.
    const auto n = static_cast<size_t>(before.size());
    const auto m = static_cast<size_t>(after.size());
    std::vector<std::vector<int>> common(n + 1, std::vector<int>(m + 1, 0));
    for (size_t i = n; i-- > 0;) {
        for (size_t j = m; j-- > 0;) {
            common[i][j] = before.at(static_cast<qsizetype>(i)) == after.at(static_cast<qsizetype>(j))
                ? common[i + 1][j + 1] + 1
                : std::max(common[i + 1][j], common[i][j + 1]);
        }
    }
    QStringList result;
    size_t i = 0;
    size_t j = 0;
    while (i < n || j < m) {
        if (i < n && j < m && before.at(static_cast<qsizetype>(i)) == after.at(static_cast<qsizetype>(j))) {
            result.append(u' ' + before.at(static_cast<qsizetype>(i)));
            ++i;
            ++j;
        } else if (j == m || (i < n && common[i + 1][j] >= common[i][j + 1])) {
            result.append(u'-' + before.at(static_cast<qsizetype>(i++)));
        } else {
            result.append(u'+' + after.at(static_cast<qsizetype>(j++)));
        }
    }
    return result;
}

QStringList yamlDifference(const QJsonValue& before, const QJsonValue& after)
{
    const auto lines = [](const QJsonValue& value) {
        if (value.isNull() || value.isUndefined()) {
            return QStringList();
        }
        return QString::fromUtf8(toYaml(readable(value))).split(u'\n', Qt::SkipEmptyParts);
    };
    return lineDifference(lines(before), lines(after));
}

} // namespace cocoon::plan
