// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/zip_reader.h"

#include <QtEndian>

#include <zlib.h>

namespace cocoon::ibm {

namespace {

    constexpr quint32 kEndSignature = 0x06054b50;
    constexpr quint32 kDirectorySignature = 0x02014b50;
    constexpr quint32 kLocalSignature = 0x04034b50;
    constexpr qsizetype kEndSize = 22;
    constexpr qsizetype kDirectorySize = 46;
    constexpr qsizetype kLocalSize = 30;
    constexpr int kMaxEntries = 64;
    constexpr qsizetype kMaxTotal = 4 * 1024 * 1024;
    constexpr quint16 kStored = 0;
    constexpr quint16 kDeflated = 8;

    auto damaged(const char* what)
    {
        return fail(Errc::Parse, QStringLiteral("The archive is damaged: %1.").arg(QLatin1String(what)));
    }

    quint16 u16(const QByteArray& bytes, qsizetype offset)
    {
        return qFromLittleEndian<quint16>(bytes.constData() + offset);
    }

    quint32 u32(const QByteArray& bytes, qsizetype offset)
    {
        return qFromLittleEndian<quint32>(bytes.constData() + offset);
    }

    Result<QByteArray> inflated(const QByteArray& packed, qsizetype size)
    {
        QByteArray out(size, Qt::Uninitialized);
        z_stream stream {};
        if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
            return fail(Errc::Internal, QStringLiteral("The decompressor did not start."));
        }
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.constData()));
        stream.avail_in = static_cast<uInt>(packed.size());
        // zlib wants a place to write to even when there is nothing to write
        char nothing = 0;
        stream.next_out = reinterpret_cast<Bytef*>(size == 0 ? &nothing : out.data());
        stream.avail_out = static_cast<uInt>(size);
        const int status = inflate(&stream, Z_FINISH);
        const auto written = static_cast<qsizetype>(stream.total_out);
        inflateEnd(&stream);
        if (status != Z_STREAM_END || written != size) {
            return damaged("an entry cannot be decompressed");
        }
        return out;
    }

    /// Where the directory's last record starts; it may be followed by a comment.
    qsizetype findEnd(const QByteArray& archive)
    {
        for (qsizetype at = archive.size() - kEndSize; at >= 0 && at > archive.size() - kEndSize - 0xffff; --at) {
            if (u32(archive, at) == kEndSignature) {
                return at;
            }
        }
        return -1;
    }

} // namespace

Result<QMap<QString, QByteArray>> readZip(const QByteArray& archive)
{
    const qsizetype end = findEnd(archive);
    if (end < 0) {
        return damaged("it has no directory");
    }
    const int entries = u16(archive, end + 10);
    if (entries > kMaxEntries) {
        return damaged("it has too many entries");
    }
    QMap<QString, QByteArray> files;
    qsizetype at = u32(archive, end + 16);
    qsizetype total = 0;
    for (int i = 0; i < entries; ++i) {
        if (at < 0 || at + kDirectorySize > end || u32(archive, at) != kDirectorySignature) {
            return damaged("its directory is cut");
        }
        const quint16 flags = u16(archive, at + 8);
        const quint16 method = u16(archive, at + 10);
        const quint32 checksum = u32(archive, at + 16);
        const qsizetype packedSize = u32(archive, at + 20);
        const qsizetype size = u32(archive, at + 24);
        const qsizetype nameSize = u16(archive, at + 28);
        const qsizetype local = u32(archive, at + 42);
        if (at + kDirectorySize + nameSize > end) {
            return damaged("a name is cut");
        }
        const QString name = QString::fromUtf8(archive.mid(at + kDirectorySize, nameSize));
        at += kDirectorySize + nameSize + u16(archive, at + 30) + u16(archive, at + 32);
        if ((flags & 1) != 0 || (method != kStored && method != kDeflated)) {
            return damaged("an entry is encrypted or packed in an unknown way");
        }
        total += size;
        if (total > kMaxTotal) {
            return fail(Errc::Invalid, QStringLiteral("The archive is too large."));
        }
        if (local + kLocalSize > archive.size() || u32(archive, local) != kLocalSignature) {
            return damaged("an entry is missing");
        }
        const qsizetype data = local + kLocalSize + u16(archive, local + 26) + u16(archive, local + 28);
        if (data + packedSize > archive.size()) {
            return damaged("an entry is cut");
        }
        if (name.endsWith(u'/')) {
            continue;
        }
        const QByteArray packed = archive.mid(data, packedSize);
        Result<QByteArray> content = method == kStored ? Result<QByteArray>(packed) : inflated(packed, size);
        if (!content) {
            return tl::unexpected(content.error());
        }
        const auto actual = crc32(0, reinterpret_cast<const Bytef*>(content->constData()), static_cast<uInt>(content->size()));
        if (content->size() != size || actual != checksum) {
            return damaged("an entry has the wrong checksum");
        }
        files.insert(name, *content);
    }
    return files;
}

} // namespace cocoon::ibm
