// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/codec.h"

#include <QCryptographicHash>

#include <zlib.h>

#include <algorithm>

namespace cocoon {

namespace {
    constexpr int kGzipWindow = 15 + 16; // 32 KiB window, gzip framing only
    constexpr qsizetype kChunk = 64 * 1024;

    Bytef* input(const QByteArray& data)
    {
        // zlib's interface predates const; it does not write to its input.
        return reinterpret_cast<Bytef*>(const_cast<char*>(data.constData()));
    }
}

QByteArray gzip(const QByteArray& data)
{
    z_stream stream {};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        qFatal("zlib cannot start");
    }
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(data.size()))) + 32,
        Qt::Uninitialized);
    stream.next_in = input(data);
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

Result<QByteArray> gunzip(const QByteArray& data, qsizetype cap)
{
    z_stream stream {};
    if (inflateInit2(&stream, kGzipWindow) != Z_OK) {
        return fail(Errc::Internal, QStringLiteral("The decompressor cannot start."));
    }
    stream.next_in = input(data);
    stream.avail_in = static_cast<uInt>(data.size());
    QByteArray out;
    int status = Z_OK;
    while (status == Z_OK) {
        const qsizetype filled = out.size();
        // One byte more than allowed is enough to know that the cap is passed.
        const qsizetype room = std::min(std::max(filled, kChunk), cap + 1 - filled);
        if (room <= 0) {
            break;
        }
        out.resize(filled + room);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
        stream.avail_out = static_cast<uInt>(room);
        status = inflate(&stream, Z_NO_FLUSH);
        out.truncate(filled + room - static_cast<qsizetype>(stream.avail_out));
        if (status == Z_STREAM_END && stream.avail_in > 0) {
            status = inflateReset(&stream); // several gzip members in a row are one file
        }
    }
    inflateEnd(&stream);
    if (out.size() > cap) {
        return fail(Errc::Invalid, QStringLiteral("The compressed data is larger than %1 bytes when unpacked.").arg(cap));
    }
    if (status != Z_STREAM_END) {
        return fail(Errc::Parse, QStringLiteral("The compressed data is damaged or cut off."));
    }
    return out;
}

Result<QByteArray> decodeBase64(const QByteArray& text)
{
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || text.size() % 4 != 0) {
        return fail(Errc::Parse, QStringLiteral("This is not valid base64 text."));
    }
    return *decoded;
}

QByteArray sha256Hex(const QByteArray& data)
{
    return QCryptographicHash::hash(data, QCryptographicHash::Sha256).toHex();
}

} // namespace cocoon
