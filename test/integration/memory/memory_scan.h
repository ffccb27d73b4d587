// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace cocoon::test {

/// Looks through every writable mapping of this very process, by /proc/self/mem, for byte strings that it never holds in
/// clear itself: a needle is each byte XOR kVeil.
class MemoryScan {
public:
    static constexpr unsigned char kVeil = 0x5a;
    void look(const QByteArray& veiledNeedle) { m_needles.append(veiledNeedle); }
    /// One line for each place: needle's number, address, mapping, and the bytes around it with the needle blotted out.
    QStringList hits();
    qint64 bytesRead() const { return m_bytesRead; }

private:
    void search(quint64 address, const unsigned char* bytes, qsizetype size, const QByteArray& mapping, QStringList& hits) const;
    QList<QByteArray> m_needles;
    qint64 m_bytesRead = 0;
};

} // namespace cocoon::test
