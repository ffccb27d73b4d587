// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/json_shape.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

namespace cocoon::kube {

struct WatchEvent {
    enum class Type { Added, Modified, Deleted, Bookmark, Error, Unknown };
    Type type = Type::Unknown;
    QJsonObject object; ///< the object, or for Error a metav1.Status
};

/// The body of a watch as a plain state machine: bytes in any portions → events. Lines end with '\n'; half a line at
/// the end of the stream is nothing.
class WatchDecoder {
public:
    static constexpr qsizetype kMaxLine = 32 * 1024 * 1024;
    explicit WatchDecoder(qsizetype maxLine = kMaxLine);
    /// `object`: what is read of the objects; of a Status everything is.
    explicit WatchDecoder(const JsonShape& object);
    /// Whole events found so far. After an error the decoder is spent.
    Result<QList<WatchEvent>> feed(const QByteArray& bytes);
    /// Bytes of an unfinished line.
    qsizetype pending() const { return m_buffer.size(); }

private:
    Result<WatchEvent> parse(const QByteArray& line) const;
    tl::unexpected<Error> tooLong();
    QByteArray m_buffer;
    qsizetype m_maxLine;
    JsonShape m_shape;
};

} // namespace cocoon::kube
