// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/inflater.h"

#include <zlib.h>

#include <algorithm>

namespace cocoon::net {

namespace {
    constexpr int kGzipWindow = 15 + 16;
    constexpr qsizetype kRoom = 256 * 1024;
    constexpr qsizetype kLeastRoom = 4096;

    Bytef* input(const QByteArray& data)
    {
        // zlib's interface predates const; it does not write to its input.
        return reinterpret_cast<Bytef*>(const_cast<char*>(data.constData()));
    }
}

struct Inflater::Private {
    z_stream stream {};
    bool ended = false;
    bool started = false;
};

Inflater::Inflater()
    : d(std::make_unique<Private>())
{
    inflateInit2(&d->stream, kGzipWindow);
}

Inflater::~Inflater()
{
    inflateEnd(&d->stream);
}

bool Inflater::isComplete() const
{
    return d->ended || !d->started;
}

Result<Done> Inflater::feed(const QByteArray& bytes, QByteArray& out, qsizetype cap)
{
    z_stream& stream = d->stream;
    stream.next_in = input(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    bool full = true; // zlib may hold more output than the room it was given
    while (stream.avail_in > 0 || full) {
        if (d->ended) {
            if (stream.avail_in == 0) {
                break;
            }
            inflateReset(&stream); // gzip members in a row are one body
            d->ended = false;
        }
        d->started = d->started || stream.avail_in > 0;
        const qsizetype filled = out.size();
        if (filled > cap) {
            return fail(Errc::Protocol, QStringLiteral("The answer is larger than %1 bytes when unpacked.").arg(cap));
        }
        const qsizetype wanted = std::clamp<qsizetype>(bytes.size() * 4, kLeastRoom, kRoom); // most answers are small
        if (out.capacity() < filled + wanted) {
            out.reserve(std::max(filled * 2, filled + wanted));
        }
        const qsizetype room = out.capacity() - filled;
        out.resize(filled + room);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
        stream.avail_out = static_cast<uInt>(room);
        const int status = inflate(&stream, Z_NO_FLUSH);
        full = stream.avail_out == 0;
        out.resize(filled + room - static_cast<qsizetype>(stream.avail_out));
        if (status == Z_STREAM_END) {
            d->ended = true;
            full = false;
        } else if (status == Z_BUF_ERROR) {
            break; // nothing more to do with what there is
        } else if (status != Z_OK) {
            return fail(Errc::Protocol, QStringLiteral("The compressed answer is damaged."));
        }
    }
    if (out.size() > cap) {
        return fail(Errc::Protocol, QStringLiteral("The answer is larger than %1 bytes when unpacked.").arg(cap));
    }
    return Done {};
}

QByteArray gzipForWire(const QByteArray& data)
{
    z_stream stream {};
    deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
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

} // namespace cocoon::net
