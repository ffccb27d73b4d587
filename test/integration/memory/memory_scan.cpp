// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/memory/memory_scan.h"

#include <QFile>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace cocoon::test {

using namespace Qt::StringLiterals;

namespace {
    constexpr qsizetype kWindow = 4 << 20;
    constexpr qsizetype kOverlap = 16384; // longer than any needle
    constexpr quint64 kShadow = 8ULL << 30; // a sanitizer's shadow: terabytes that hold nothing of the program
}

QStringList MemoryScan::hits()
{
    QStringList hits;
    QFile maps(u"/proc/self/maps"_s);
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    // What is read lies in a mapping of its own, which is left out.
    void* const page = ::mmap(nullptr, kWindow, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory < 0 || page == MAP_FAILED || !maps.open(QIODevice::ReadOnly)) {
        return { u"memory cannot be read"_s };
    }
    auto* const window = static_cast<unsigned char*>(page);
    const auto own = reinterpret_cast<quint64>(page);
    const QByteArrayList lines = maps.readAll().split('\n');
    for (const QByteArray& line : lines) {
        const QByteArrayList words = line.simplified().split(' ');
        const QByteArrayList range = words.value(0).split('-');
        const quint64 begin = range.value(0).toULongLong(nullptr, 16);
        const quint64 end = range.value(1).toULongLong(nullptr, 16);
        if (!words.value(1).startsWith("rw") || end - begin > kShadow) {
            continue;
        }
        for (quint64 at = begin; at < end; at += kWindow - kOverlap) {
            if (at >= own && at < own + kWindow) {
                at = own + kWindow - (kWindow - kOverlap); // mappings grow together
                continue;
            }
            const quint64 stop = at < own ? std::min(end, own) : end;
            const ssize_t size = ::pread(memory, window, static_cast<size_t>(std::min<quint64>(kWindow, stop - at)), static_cast<off_t>(at));
            if (size > 0) {
                m_bytesRead += size;
                search(at, window, size, words.value(5), hits);
            }
        }
    }
    ::close(memory);
    ::munmap(page, kWindow);
    return hits;
}

void MemoryScan::search(quint64 address, const unsigned char* bytes, qsizetype size, const QByteArray& mapping, QStringList& hits) const
{
    for (qsizetype number = 0; number < m_needles.size(); ++number) {
        const QByteArray& needle = m_needles.at(number);
        const auto* veiled = reinterpret_cast<const unsigned char*>(needle.constData());
        const qsizetype length = needle.size();
        const unsigned char* from = bytes;
        const unsigned char* const last = bytes + size - length;
        while (from <= last) {
            const auto* found = static_cast<const unsigned char*>(std::memchr(from, veiled[0] ^ kVeil, static_cast<size_t>(last - from + 1)));
            if (found == nullptr) {
                break;
            }
            qsizetype same = 1;
            while (same < length && (found[same] ^ kVeil) == veiled[same]) {
                ++same;
            }
            if (same == length) {
                const auto around = [&](const unsigned char* begin, const unsigned char* end) {
                    QString text;
                    for (const unsigned char* c = std::max(begin, bytes); c < std::min(end, bytes + size); ++c) {
                        text += *c >= 0x20 && *c < 0x7f ? QChar(static_cast<char16_t>(*c)) : QChar(u'.');
                    }
                    return text;
                };
                hits.append(u"needle %1 at %2 %3: %4#%5"_s.arg(number).arg(address + static_cast<quint64>(found - bytes), 0, 16)
                                .arg(QString::fromUtf8(mapping), around(found - 60, found), around(found + length, found + length + 30)));
            }
            from = found + 1;
        }
    }
}

} // namespace cocoon::test
