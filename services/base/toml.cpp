// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/toml.h"

#include <QJsonArray>

#include <sstream>
#include <toml++/toml.h>

namespace cocoon {

namespace {
    constexpr qsizetype kMaxSize = 1024 * 1024;

    QJsonValue toValue(const toml::node& node)
    {
        if (const auto* table = node.as_table()) {
            QJsonObject object;
            for (const auto& [key, value] : *table) {
                object.insert(QString::fromUtf8(key.data(), static_cast<qsizetype>(key.length())), toValue(value));
            }
            return object;
        }
        if (const auto* list = node.as_array()) {
            QJsonArray array;
            for (const toml::node& value : *list) {
                array.append(toValue(value));
            }
            return array;
        }
        if (const auto* text = node.as_string()) {
            return QString::fromStdString(text->get());
        }
        if (const auto* number = node.as_integer()) {
            return static_cast<qint64>(number->get());
        }
        if (const auto* number = node.as_floating_point()) {
            return number->get();
        }
        if (const auto* truth = node.as_boolean()) {
            return truth->get();
        }
        std::ostringstream stream;
        if (const auto* date = node.as_date()) {
            stream << date->get();
        } else if (const auto* time = node.as_time()) {
            stream << time->get();
        } else if (const auto* moment = node.as_date_time()) {
            stream << moment->get();
        }
        return QString::fromStdString(stream.str());
    }
}

Result<QJsonObject> parseToml(const QByteArray& text)
{
    if (text.size() > kMaxSize) {
        return fail(Errc::Invalid, QStringLiteral("The TOML text is larger than 1 MiB."));
    }
    try {
        const toml::table table
            = toml::parse(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        return toValue(table).toObject();
    } catch (const toml::parse_error& error) {
        const toml::source_position where = error.source().begin;
        return fail(Errc::Parse,
            QStringLiteral("The text is not valid TOML (line %1, column %2).").arg(where.line).arg(where.column),
            QString::fromUtf8(error.description().data(), static_cast<qsizetype>(error.description().size())));
    }
}

} // namespace cocoon
