// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/secret.h"

#include <QString>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

namespace cocoon {

namespace {
    using Key = std::array<unsigned char, 32>;

    const Key& processKey()
    {
        static const Key key = [] {
            Key fresh {};
            if (RAND_bytes(fresh.data(), static_cast<int>(fresh.size())) != 1) {
                qFatal("no random numbers");
            }
            return fresh;
        }();
        return key;
    }
}

Secret::Secret(QByteArray value)
    : m_value(std::move(value))
{
}

Secret::Secret(const Secret& other) = default;

Secret::Secret(Secret&& other) noexcept
    : m_value(std::exchange(other.m_value, {}))
{
}

Secret& Secret::operator=(const Secret& other)
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_value = std::exchange(other.m_value, {});
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe()
{
    // Copies share one buffer; only the last one may clear it (and literals are never detached).
    if (!m_value.isEmpty() && m_value.isDetached()) {
        OPENSSL_cleanse(m_value.data(), static_cast<std::size_t>(m_value.size()));
    }
    m_value = {};
}

QString Secret::digest() const
{
    return keyedDigest(m_value);
}

bool Secret::operator==(const Secret& other) const
{
    return m_value.size() == other.m_value.size()
        && CRYPTO_memcmp(m_value.constData(), other.m_value.constData(), static_cast<std::size_t>(m_value.size())) == 0;
}

QString keyedDigest(const QByteArray& value)
{
    const Key& key = processKey();
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest {};
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(value.constData()), static_cast<std::size_t>(value.size()),
        digest.data(), &length);
    const auto size = static_cast<qsizetype>(length);
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char*>(digest.data()), size).toHex());
}

} // namespace cocoon
