// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/intent_text.h"

#include <QRegularExpression>

namespace cocoon::plan {

using namespace Qt::StringLiterals;

namespace {
    qsizetype indentOf(const QString& line)
    {
        qsizetype n = 0;
        while (n < line.size() && line.at(n) == u' ') {
            ++n;
        }
        return n;
    }

    bool isContent(const QString& line)
    {
        const QString trimmed = line.trimmed();
        return !trimmed.isEmpty() && !trimmed.startsWith(u'#');
    }

    /// Position behind "key:" when this line sets `key` at its own indentation; -1 otherwise.
    qsizetype valueStart(const QString& line, const QString& key)
    {
        static const QRegularExpression pattern(u"^ *(?|([^\\s\"':]+)|\"([^\"]+)\"|'([^']+)') *:(?= |$)"_s);
        const auto match = pattern.match(line);
        return match.capturedView(1) == key ? match.capturedEnd() : -1;
    }

    /// End of the value that begins at `from`: before a trailing comment, behind quotes.
    qsizetype valueEnd(const QString& line, qsizetype from)
    {
        QChar quote;
        for (qsizetype i = from; i < line.size(); ++i) {
            const QChar c = line.at(i);
            if (!quote.isNull()) {
                if (quote == u'"' && c == u'\\') {
                    ++i;
                } else if (c == quote) {
                    quote = QChar();
                }
            } else if (c == u'"' || c == u'\'') {
                quote = c;
            } else if (c == u'#' && i > 0 && line.at(i - 1).isSpace()) {
                return i;
            }
        }
        return line.size();
    }

    QString replaceValue(const QString& line, qsizetype from, const QString& value)
    {
        qsizetype end = valueEnd(line, from);
        const QString comment = line.mid(end);
        QString old = line.mid(from, end - from).trimmed();
        // An anchor belongs to the place, not to the value.
        static const QRegularExpression anchor(u"^&[^\\s]+"_s);
        const auto match = anchor.match(old);
        const QString kept = match.hasMatch() ? match.captured() + u' ' : QString();
        return line.left(from) + u' ' + kept + value + (comment.isEmpty() ? QString() : u' ' + comment);
    }

    /// Lines that still belong to the value of line `at` (nested blocks, literal text).
    qsizetype blockEnd(const QStringList& lines, qsizetype at, qsizetype limit)
    {
        const qsizetype own = indentOf(lines.at(at));
        qsizetype end = at + 1;
        for (qsizetype i = at + 1; i < limit; ++i) {
            const QString& line = lines.at(i);
            if (line.trimmed().isEmpty()) {
                continue;
            }
            const bool listItem = indentOf(line) == own && line.trimmed().startsWith(u"- "_s);
            if (indentOf(line) <= own && !listItem) {
                break;
            }
            end = i + 1;
        }
        return end;
    }
}

QByteArray setYamlField(const QByteArray& text, const QStringList& path, const QString& value)
{
    const bool crlf = text.contains("\r\n");
    QString all = QString::fromUtf8(text);
    if (crlf) {
        all.replace("\r\n"_L1, "\n"_L1);
    }
    QStringList lines = all.split(u'\n');
    const auto joined = [&] {
        QString out = lines.join(u'\n');
        if (crlf) {
            out.replace(u'\n', "\r\n"_L1);
        }
        return out.toUtf8();
    };
    const auto find = [&](const QString& key, qsizetype from, qsizetype to, qsizetype indent) -> qsizetype {
        for (qsizetype i = from; i < to; ++i) {
            if (isContent(lines.at(i)) && indentOf(lines.at(i)) == indent && valueStart(lines.at(i), key) >= 0) {
                return i;
            }
        }
        return -1;
    };
    const auto set = [&](qsizetype at, const QString& key, qsizetype limit) {
        const qsizetype end = blockEnd(lines, at, limit);
        // Comment lines right below a plain value are somebody's words about what follows.
        bool nested = false;
        for (qsizetype i = at + 1; i < end; ++i) {
            nested = nested || isContent(lines.at(i));
        }
        if (nested) {
            lines.remove(at + 1, end - at - 1);
        }
        lines[at] = replaceValue(lines.at(at), valueStart(lines.at(at), key), value);
    };
    const auto appendLines = [&](const QStringList& added) {
        while (!lines.isEmpty() && lines.last().trimmed().isEmpty()) {
            lines.removeLast();
        }
        lines += added;
        lines += QString();
    };

    const qsizetype top = find(path.first(), 0, lines.size(), 0);
    if (path.size() == 1) {
        if (top >= 0) {
            set(top, path.first(), lines.size());
        } else {
            appendLines({ path.first() + u": "_s + value });
        }
        return joined();
    }
    if (top < 0) {
        appendLines({ path.first() + u':', u"  "_s + path.last() + u": "_s + value });
        return joined();
    }
    const qsizetype end = blockEnd(lines, top, lines.size());
    qsizetype indent = 2;
    for (qsizetype i = top + 1; i < end; ++i) {
        if (isContent(lines.at(i))) {
            indent = indentOf(lines.at(i));
            break;
        }
    }
    const qsizetype child = find(path.last(), top + 1, end, indent);
    if (child >= 0) {
        set(child, path.last(), end);
        return joined();
    }
    const QString section = lines.at(top);
    const qsizetype from = valueStart(section, path.first());
    const QString inlineValue = section.mid(from, valueEnd(section, from) - from).trimmed();
    if (inlineValue == "{}"_L1 || inlineValue == "~"_L1 || inlineValue == "null"_L1) {
        lines[top] = section.left(from) + (valueEnd(section, from) < section.size() ? u' ' + section.mid(valueEnd(section, from)) : QString());
    }
    lines.insert(end, QString(indent, u' ') + path.last() + u": "_s + value);
    return joined();
}

} // namespace cocoon::plan
