// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/yaml_scalar.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace cocoon::yaml {

namespace {
    /// Go's strconv.ParseInt(text, 0, 64): sign, 0x 0o 0b or a leading zero, digits. Undefined when it is no integer;
    /// a double when it only fits there.
    QJsonValue integer(const std::string& text)
    {
        std::size_t start = 0;
        bool negative = false;
        if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
            negative = text[0] == '-';
            start = 1;
        }
        int base = 10;
        if (text.size() > start + 1 && text[start] == '0') {
            const char kind = static_cast<char>(text[start + 1] | 0x20);
            base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 8;
            start += kind == 'x' || kind == 'o' || kind == 'b' ? 2 : 1;
        }
        const bool hexDigits = start < text.size()
            && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(start), text.end(), [](char c) {
                   return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
               });
        if (!hexDigits) {
            return QJsonValue(QJsonValue::Undefined);
        }
        bool ok = false;
        const QByteArray digits = QByteArray::fromStdString(text.substr(start));
        const qulonglong value = digits.toULongLong(&ok, base);
        if (!ok) {
            return QJsonValue(QJsonValue::Undefined);
        }
        constexpr qulonglong kLimit = Q_UINT64_C(1) << 63U;
        if (value < kLimit || (negative && value == kLimit)) {
            return static_cast<qint64>(negative ? 0 - value : value);
        }
        return negative ? QJsonValue(QJsonValue::Undefined) : QJsonValue(static_cast<double>(value));
    }

    QJsonValue real(const std::string& text)
    {
        static const QRegularExpression form(
            QRegularExpression::anchoredPattern(QStringLiteral("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")));
        const QString string = QString::fromStdString(text);
        if (!form.match(string).hasMatch()) {
            return QJsonValue(QJsonValue::Undefined);
        }
        bool ok = false;
        const double value = string.toDouble(&ok);
        return ok && std::isfinite(value) ? QJsonValue(value) : QJsonValue(QJsonValue::Undefined);
    }

    bool isOneOf(const std::string& text, std::initializer_list<const char*> words)
    {
        return std::any_of(words.begin(), words.end(), [&](const char* word) { return text == word; });
    }
}

QJsonValue typedScalar(const std::string& text)
{
    const QString string = QString::fromStdString(text);
    if (isOneOf(text, { "", "~", "null", "Null", "NULL" })) {
        return QJsonValue(QJsonValue::Null);
    }
    if (isOneOf(text, { "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" })) {
        return true;
    }
    if (isOneOf(text, { "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" })) {
        return false;
    }
    if (isOneOf(text, { ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF" })) {
        return QJsonValue(QJsonValue::Undefined);
    }
    const char first = text[0];
    if (!((first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.')) {
        return string;
    }
    std::string plain = text;
    plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
    if (first != '.') {
        const QJsonValue whole = integer(plain);
        if (!whole.isUndefined()) {
            return whole;
        }
    }
    const QJsonValue value = plain.empty() ? QJsonValue(QJsonValue::Undefined) : real(plain);
    return value.isUndefined() ? QJsonValue(string) : value;
}

bool isPlainSafe(const QString& text)
{
    static const QSet<QString> words { QStringLiteral("y"), QStringLiteral("n"), QStringLiteral("yes"), QStringLiteral("no"),
        QStringLiteral("on"), QStringLiteral("off"), QStringLiteral("true"), QStringLiteral("false"),
        QStringLiteral("null"), QStringLiteral("nan"), QStringLiteral("inf") };
    // A letter, slash or underscore first: no number, date, sexagesimal or indicator of any version begins so.
    static const QRegularExpression form(QRegularExpression::anchoredPattern(
        QStringLiteral("[A-Za-z_/](?:[A-Za-z0-9_./@%+=,;()-]|:(?=[A-Za-z0-9_./@-])| (?=[A-Za-z0-9_./(]))*")));
    return form.match(text).hasMatch() && !words.contains(text.toLower());
}

} // namespace cocoon::yaml
