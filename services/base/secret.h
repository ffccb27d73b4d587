// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMetaType>

namespace cocoon {

/// A value that must not be printed: API key, token, private key. Wiped when the last copy dies. There is on purpose
/// no operator<<, no QDebug overload, no conversion; reveal() is called only where bytes go to the wire.
class Secret {
public:
    Secret() = default;
    explicit Secret(QByteArray value);
    Secret(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    bool isEmpty() const { return m_value.isEmpty(); }
    const QByteArray& reveal() const { return m_value; }
    /// HMAC-SHA-256 of the value under a key made at program start (hex): lets code compare a secret with one that was
    /// observed without keeping either in clear text. Not stable across processes.
    QString digest() const;
    /// Constant-time comparison.
    bool operator==(const Secret& other) const;

private:
    void wipe();
    QByteArray m_value;
};

/// Digest of bytes under the same process key as Secret::digest().
QString keyedDigest(const QByteArray& value);

} // namespace cocoon
