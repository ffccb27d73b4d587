// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QByteArray>

#include <memory>

namespace cocoon::net {

/// Unpacks a gzip body piece by piece.
class Inflater {
public:
    Inflater();
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    /// Appends what `bytes` unpack to; Errc::Protocol when they are damaged, Errc::Invalid when `out` would pass `cap`.
    Result<Done> feed(const QByteArray& bytes, QByteArray& out, qsizetype cap);
    /// Did the last piece end the compressed data? (Also true when there was none at all.)
    bool isComplete() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// Quick gzip for the wire (the reproducible one for files is cocoon::gzip).
QByteArray gzipForWire(const QByteArray& data);

} // namespace cocoon::net
