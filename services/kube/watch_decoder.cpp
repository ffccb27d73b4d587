// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/watch_decoder.h"

#include "services/base/json.h"

namespace cocoon::kube {

namespace {
    WatchEvent::Type typeOf(const QString& name)
    {
        if (name == QLatin1String("ADDED")) {
            return WatchEvent::Type::Added;
        }
        if (name == QLatin1String("MODIFIED")) {
            return WatchEvent::Type::Modified;
        }
        if (name == QLatin1String("DELETED")) {
            return WatchEvent::Type::Deleted;
        }
        if (name == QLatin1String("BOOKMARK")) {
            return WatchEvent::Type::Bookmark;
        }
        return name == QLatin1String("ERROR") ? WatchEvent::Type::Error : WatchEvent::Type::Unknown;
    }
}

WatchDecoder::WatchDecoder(qsizetype maxLine)
    : m_maxLine(maxLine)
{
}

WatchDecoder::WatchDecoder(const JsonShape& object)
    : m_maxLine(kMaxLine)
{
    if (object.isEverything()) {
        return;
    }
    JsonShape whole = object;
    for (const char* field : { "apiVersion", "kind", "status", "code", "reason", "message", "details" }) { // an ERROR brings a Status
        if (whole.find(field) == nullptr) {
            whole.add(field);
        }
    }
    m_shape = { { "type", {} }, { "object", whole } };
}

Result<QList<WatchEvent>> WatchDecoder::feed(const QByteArray& bytes)
{
    QList<WatchEvent> events;
    qsizetype from = 0;
    if (m_buffer.isEmpty()) { // whatever keeps a quiet connection alive
        while (from < bytes.size() && (bytes.at(from) == '\n' || bytes.at(from) == '\r')) {
            ++from;
        }
    }
    // Only new bytes are searched: a long line in many portions must not be read again for each of them.
    for (qsizetype end = bytes.indexOf('\n', from); end >= 0; end = bytes.indexOf('\n', from)) {
        const QByteArray part = QByteArray::fromRawData(bytes.constData() + from, end - from);
        from = end + 1;
        if (m_buffer.size() + part.size() > m_maxLine) {
            return tooLong();
        }
        QByteArray line;
        if (m_buffer.isEmpty()) {
            line = part;
        } else {
            m_buffer += part;
            line = std::exchange(m_buffer, {});
        }
        if (line.trimmed().isEmpty()) {
            continue;
        }
        Result<WatchEvent> event = parse(line);
        if (!event) {
            return tl::unexpected(event.error());
        }
        events.append(std::move(*event));
    }
    m_buffer += bytes.mid(from);
    if (m_buffer.size() > m_maxLine) {
        return tooLong();
    }
    return events;
}

tl::unexpected<Error> WatchDecoder::tooLong()
{
    m_buffer.clear();
    return fail(Errc::Protocol,
        QStringLiteral("The server sent a watch event of more than %1 MiB.").arg(m_maxLine / (1024 * 1024)));
}

Result<WatchEvent> WatchDecoder::parse(const QByteArray& line) const
{
    Result<QJsonObject> parsed = parseJsonObject(line, m_shape);
    if (!parsed) {
        return fail(Errc::Protocol, QStringLiteral("The server sent a watch event that is not a JSON object."),
            parsed.error().message);
    }
    for (const QString& field : { QStringLiteral("type"), QStringLiteral("object") }) {
        if (!parsed->value(field).isString() && !parsed->value(field).isObject()) {
            return fail(Errc::Protocol, QStringLiteral("The server sent a watch event whose field \"%1\" is missing.").arg(field));
        }
    }
    WatchEvent event;
    event.type = typeOf(parsed->value(QLatin1String("type")).toString());
    event.object = parsed->take(QLatin1String("object")).toObject();
    return event;
}

} // namespace cocoon::kube
