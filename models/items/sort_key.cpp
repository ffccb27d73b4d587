// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/sort_key.h"

#include <bit>
#include <cstdint>

namespace cocoon::items {

std::string foldedText(const QString& text)
{
    // Names are ASCII; only what is not needs the slow way.
    std::string out;
    out.reserve(static_cast<size_t>(text.size()));
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        if (u > 0x7f) {
            return text.toCaseFolded().toStdString();
        }
        out.push_back(static_cast<char>(u >= u'A' && u <= u'Z' ? u + 32 : u));
    }
    return out;
}

std::string naturalKey(const QString& text)
{
    const std::string folded = foldedText(text);
    std::string key;
    key.reserve(folded.size() + 4);
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    for (size_t i = 0; i < folded.size();) {
        if (!isDigit(folded[i])) {
            key.push_back(folded[i++]);
            continue;
        }
        while (i < folded.size() && folded[i] == '0') {
            ++i;
        }
        size_t end = i;
        while (end < folded.size() && isDigit(folded[end])) {
            ++end;
        }
        // The number of digits in front makes 2 less than 10; digits stay below letters.
        key.push_back(static_cast<char>('0' + std::min<size_t>(end - i, 9)));
        key.append(folded, i, end - i);
        i = end;
    }
    return key;
}

std::string numberKey(double number)
{
    uint64_t bits = std::bit_cast<uint64_t>(number);
    bits = bits & (uint64_t(1) << 63) ? ~bits : bits | (uint64_t(1) << 63);
    std::string key(9, '\1');
    for (size_t i = 0; i < 8; ++i) {
        key[i + 1] = static_cast<char>(bits >> (56 - 8 * i));
    }
    return key;
}

std::string unknownKey()
{
    return std::string(1, '\2');
}

} // namespace cocoon::items
