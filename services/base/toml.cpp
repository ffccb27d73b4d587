// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/toml.h"

#include <QJsonArray>

#include <sstream>
#include <toml++/toml.h>

namespace cocoon {

namespace {
    constexpr qsizetype kMaxSize = 1024 * 1024;
    constexpr int kMaxKeyParts = 128;

    /// Where the string that opens at `pos` ends (one behind its last quote).
    qsizetype endOfString(const QByteArray& text, qsizetype pos)
    {
        const char quote = text.at(pos);
        const QByteArray triple(3, quote);
        const bool isLong = text.mid(pos, 3) == triple;
        for (pos += isLong ? 3 : 1; pos < text.size(); ++pos) {
            const char c = text.at(pos);
            if (c == '\\' && quote == '"') {
                ++pos;
            } else if (!isLong && (c == quote || c == '\n')) {
                return pos + 1;
            } else if (c == quote && text.mid(pos, 3) == triple) {
                pos += 3;
                // Up to two quotes more belong to the text.
                for (int extra = 0; extra < 2 && pos < text.size() && text.at(pos) == quote; ++extra) {
                    ++pos;
                }
                return pos;
            }
        }
        return text.size();
    }

    /// toml++ 3.3 limits nested values but not the parts of a dotted key; each part is a table in a table, and a few
    /// hundred thousand of them are more than the stack holds when they are freed.
    bool hasEndlessKey(const QByteArray& text)
    {
        int parts = 1;
        for (qsizetype pos = 0; pos < text.size();) {
            switch (text.at(pos)) {
            case '"':
            case '\'':
                pos = endOfString(text, pos);
                continue;
            case '#': {
                const qsizetype end = text.indexOf('\n', pos);
                pos = end < 0 ? text.size() : end;
                continue;
            }
            case '.':
                if (++parts > kMaxKeyParts) {
                    return true;
                }
                break;
            case '\n':
            case '=':
            case ',':
            case '[':
            case ']':
            case '{':
            case '}':
                parts = 1;
                break;
            default:
                break;
            }
            ++pos;
        }
        return false;
    }

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
    if (hasEndlessKey(text)) {
        return fail(Errc::Parse, QStringLiteral("The TOML text has a key of more than %1 parts.").arg(kMaxKeyParts));
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
