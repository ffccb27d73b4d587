// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/yaml.h"

#include "services/base/yaml_scalar.h"

#include <QByteArrayList>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QStringDecoder>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <vector>

namespace cocoon {

namespace {
    constexpr int kMaxNodes = 100000;
    constexpr std::size_t kMaxDepth = 100;
    constexpr qsizetype kMaxText = 16 * 1024 * 1024;
    const std::string kCoreTag = "tag:yaml.org,2002:";

    /// Leaves the yaml-cpp call; never leaves this file.
    struct Refused {
        QString what;
        YAML::Mark mark;
    };

    QString place(const YAML::Mark& mark)
    {
        return mark.is_null() ? QString()
                              : QStringLiteral(" (line %1, column %2)").arg(mark.line + 1).arg(mark.column + 1);
    }

    /// Does the quoted text that begins at `mark` end? For yaml-cpp the end of a file behind a line break closes it: what was cut
    /// off there would be taken for whole.
    bool isClosed(const QByteArrayList& lines, const YAML::Mark& mark)
    {
        const char quote = mark.column < lines.value(mark.line).size() ? lines.at(mark.line).at(mark.column) : '\0';
        if (quote != '"' && quote != '\'') {
            return true; // not quoted
        }
        qsizetype i = mark.column + 1;
        for (qsizetype row = mark.line; row < lines.size(); ++row, i = 0) {
            const QByteArray& line = lines.at(row);
            for (; i < line.size(); ++i) {
                if (quote == '"' && line.at(i) == '\\') {
                    ++i;
                } else if (line.at(i) == quote) {
                    if (quote == '"' || i + 1 >= line.size() || line.at(i + 1) != quote) {
                        return true;
                    }
                    ++i; // '' within '…'
                }
            }
        }
        return false;
    }

    /// Turns yaml-cpp's events into JSON values; one per document.
    class Builder : public YAML::EventHandler {
    public:
        Builder(RepeatedKeys repeated, const QByteArrayList& lines)
            : m_repeated(repeated)
            , m_lines(lines)
        {
        }
        YamlDocument document;
        YAML::Mark start;

        void OnDocumentStart(const YAML::Mark& mark) override { start = mark; }
        void OnDocumentEnd() override { }
        void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
        {
            countNodes(1, mark);
            accept(mark, anchor, QJsonValue(QJsonValue::Null), 1);
        }

        void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
        {
            const auto known = m_anchors.find(anchor);
            if (known == m_anchors.end()) {
                throw Refused { QStringLiteral("An alias refers to something it is a part of"), mark };
            }
            countNodes(known->second.nodes, mark);
            accept(mark, 0, known->second.value, known->second.nodes);
        }

        void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            const std::string& text) override
        {
            countNodes(1, mark);
            if (!isClosed(m_lines, mark)) {
                throw Refused { QStringLiteral("A quoted text does not end"), mark };
            }
            if (expectsKey()) {
                takeKey(mark, tag, text);
                if (anchor != 0) {
                    m_anchors[anchor] = { QString::fromStdString(text), 1 };
                }
                return;
            }
            accept(mark, anchor, scalar(mark, tag, text), 1);
        }

        void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
            YAML::EmitterStyle::value) override
        {
            open(mark, anchor, false);
        }
        void OnSequenceEnd() override { close(); }
        void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
            YAML::EmitterStyle::value) override
        {
            open(mark, anchor, true);
        }
        void OnMapEnd() override { close(); }

    private:
        struct Level {
            bool isMap;
            YAML::Mark mark;
            YAML::anchor_t anchor;
            QString path;
            QJsonObject object {};
            QJsonArray array {};
            QJsonObject merged {}; // from "<<"; explicit keys win over it
            std::optional<QString> key {};
            bool mergeNext = false;
            int nodes = 1;
        };
        struct Anchored {
            QJsonValue value;
            int nodes = 0;
        };

        bool expectsKey() const { return !m_levels.empty() && m_levels.back().isMap && !m_levels.back().key; }

        QString childPath() const
        {
            if (m_levels.empty()) {
                return {};
            }
            const Level& top = m_levels.back();
            if (!top.isMap) {
                return top.path + QStringLiteral("[%1]").arg(top.array.size());
            }
            return top.path.isEmpty() ? *top.key : top.path + u'.' + *top.key;
        }

        static QJsonValue scalar(const YAML::Mark& mark, const std::string& tag, const std::string& text)
        {
            if (tag == "?" || tag.empty()) {
                const QJsonValue value = yaml::typedScalar(text);
                if (value.isUndefined()) {
                    throw Refused { QStringLiteral("This number cannot be written as JSON"), mark };
                }
                return value;
            }
            if (tag.compare(0, kCoreTag.size(), kCoreTag) != 0) {
                return QString::fromStdString(text); // quoted, or an application's own tag
            }
            const std::string kind = tag.substr(kCoreTag.size());
            if (kind == "binary") {
                const auto bytes = QByteArray::fromBase64Encoding(QByteArray::fromStdString(text).simplified().replace(' ', ""),
                    QByteArray::AbortOnBase64DecodingErrors);
                if (!bytes) {
                    throw Refused { QStringLiteral("The binary value is not base64"), mark };
                }
                return QString::fromUtf8(*bytes);
            }
            const QJsonValue value = yaml::typedScalar(text);
            if (kind == "null" && value.isNull()) {
                return value;
            }
            if ((kind == "int" && value.isDouble() && value.toDouble() == static_cast<double>(value.toInteger()))
                || (kind == "float" && value.isDouble()) || (kind == "bool" && value.isBool())) {
                return value;
            }
            if (kind == "int" || kind == "float" || kind == "bool" || kind == "null") {
                throw Refused { QStringLiteral("The value does not fit its tag"), mark };
            }
            return QString::fromStdString(text);
        }

        void takeKey(const YAML::Mark& mark, const std::string& tag, const std::string& text)
        {
            Level& top = m_levels.back();
            if (text == "<<" && (tag == "?" || tag == kCoreTag + "merge")) {
                top.key = QStringLiteral("<<");
                top.mergeNext = true;
                return;
            }
            const QJsonValue value = scalar(mark, tag, text);
            QString key;
            if (value.isString()) {
                key = value.toString();
            } else if (value.isBool()) {
                key = value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
            } else if (value.isDouble()) {
                const double number = value.toDouble();
                const bool whole = number == static_cast<double>(value.toInteger());
                key = whole ? QString::number(value.toInteger()) : QString::number(number, 'g', QLocale::FloatingPointShortest);
            } else {
                throw Refused { QStringLiteral("A key cannot be null"), mark };
            }
            if (top.object.contains(key) && m_repeated == RepeatedKeys::Refuse) {
                throw Refused { QStringLiteral("The key \"%1\" occurs twice").arg(key), mark };
            }
            top.key = key;
        }

        void open(const YAML::Mark& mark, YAML::anchor_t anchor, bool isMap)
        {
            if (expectsKey()) {
                throw Refused { QStringLiteral("A key must be a simple value"), mark };
            }
            if (m_levels.size() >= kMaxDepth) {
                throw Refused { QStringLiteral("The document is nested more than 100 levels deep"), mark };
            }
            countNodes(1, mark);
            const QString path = childPath();
            m_levels.push_back({ isMap, mark, anchor, path });
        }

        void close()
        {
            Level level = std::move(m_levels.back());
            m_levels.pop_back();
            QJsonValue value = level.array;
            if (level.isMap) {
                for (auto it = level.merged.constBegin(); it != level.merged.constEnd(); ++it) {
                    if (!level.object.contains(it.key())) {
                        level.object.insert(it.key(), it.value());
                    }
                }
                value = level.object;
            }
            accept(level.mark, level.anchor, value, level.nodes);
        }

        void accept(const YAML::Mark& mark, YAML::anchor_t anchor, const QJsonValue& value, int nodes)
        {
            if (expectsKey()) { // null, or an alias used as a key
                if (!value.isString()) {
                    throw Refused { QStringLiteral("A key must be a simple value"), mark };
                }
                takeKey(mark, "!", value.toString().toStdString());
                return;
            }
            if (anchor != 0) {
                m_anchors[anchor] = { value, nodes };
            }
            if (m_levels.empty()) {
                document.value = value;
                document.lines.insert(QString(), mark.line + 1);
                return;
            }
            Level& top = m_levels.back();
            top.nodes += nodes;
            if (top.mergeNext) {
                merge(mark, value);
                top.mergeNext = false;
                top.key.reset();
                return;
            }
            document.lines.insert(childPath(), mark.line + 1);
            if (top.isMap) {
                top.object.insert(*top.key, value);
                top.key.reset();
            } else {
                top.array.append(value);
            }
        }

        void merge(const YAML::Mark& mark, const QJsonValue& value)
        {
            Level& top = m_levels.back();
            const QJsonArray sources = value.isArray() ? value.toArray() : QJsonArray({ value });
            for (const QJsonValue& source : sources) {
                if (!source.isObject()) {
                    throw Refused { QStringLiteral("A merge key needs a mapping or a list of mappings"), mark };
                }
                const QJsonObject object = source.toObject();
                for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
                    if (!top.merged.contains(it.key())) { // the first source wins, as the merge key's text says
                        top.merged.insert(it.key(), it.value());
                    }
                }
            }
        }

        void countNodes(int count, const YAML::Mark& mark)
        {
            m_total += count;
            if (m_total > kMaxNodes) {
                throw Refused { QStringLiteral("The document holds more than 100,000 values"), mark };
            }
        }

        RepeatedKeys m_repeated;
        const QByteArrayList& m_lines;
        std::vector<Level> m_levels;
        std::map<YAML::anchor_t, Anchored> m_anchors;
        int m_total = 0;
    };

    /// yaml-cpp takes whatever is left after a document for the next one, and for ever the same one when it is nothing
    /// that can begin a value. A document after the first begins with "---" (or follows "...").
    bool mayStartAt(const QByteArrayList& lines, int line)
    {
        const QByteArray first = lines.value(line);
        if (first.startsWith("---") || first.startsWith('%')) {
            return true;
        }
        while (--line >= 0) {
            const QByteArray before = lines.value(line).trimmed();
            if (!before.isEmpty() && !before.startsWith('#')) {
                return before.startsWith("...");
            }
        }
        return false;
    }
}

namespace {
    enum class Take { All, First };

    qsizetype firstBadLine(const QByteArray& text)
    {
        qsizetype number = 0;
        for (const QByteArray& line : text.split('\n')) {
            ++number;
            QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
            (void)QString(utf8(line));
            if (utf8.hasError()) {
                break;
            }
        }
        return number;
    }

    Result<QList<YamlDocument>> parse(const QByteArray& text, Take take, RepeatedKeys repeated)
    {
        if (text.size() > kMaxText) {
            return fail(Errc::Parse, QStringLiteral("The text has %1 bytes; more than 16 MiB are not read.").arg(text.size()));
        }
        if (const qsizetype zero = text.indexOf('\0'); zero >= 0) { // the parser would take it for the end
            return fail(Errc::Parse, QStringLiteral("The text holds a zero byte (line %1): it is not UTF-8 text.").arg(text.left(zero).count('\n') + 1));
        }
        QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        (void)QString(utf8(text));
        if (utf8.hasError()) {
            return fail(Errc::Parse, QStringLiteral("The text is not UTF-8 (line %1).").arg(firstBadLine(text)));
        }
        QList<YamlDocument> documents;
        const QByteArrayList lines = text.split('\n');
        int lastLine = -1;
        try {
            std::istringstream stream(text.toStdString());
            YAML::Parser parser(stream);
            for (;;) {
                Builder builder(repeated, lines);
                if ((take == Take::First && lastLine >= 0) || !parser.HandleNextDocument(builder)) {
                    return documents;
                }
                const int line = builder.start.line;
                if (lastLine >= 0 && (line <= lastLine || !mayStartAt(lines, line))) {
                    throw Refused { QStringLiteral("Something is left after the end of the document"), builder.start };
                }
                lastLine = line;
                // "---" followed by nothing is not a document to anybody who asks for them.
                if (!builder.document.value.isNull()) {
                    documents.append(std::move(builder.document));
                }
            }
        } catch (const Refused& refused) {
            return fail(Errc::Parse, refused.what + place(refused.mark) + u'.');
        } catch (const YAML::Exception& error) {
            return fail(Errc::Parse, QStringLiteral("The text is not valid YAML%1.").arg(place(error.mark)),
                QString::fromStdString(error.msg));
        } catch (const std::exception& error) {
            return fail(Errc::Parse, QStringLiteral("The text is not valid YAML."), QString::fromUtf8(error.what()));
        }
    }
}

Result<QList<YamlDocument>> parseYamlDocuments(const QByteArray& text)
{
    return parse(text, Take::All, RepeatedKeys::Refuse);
}

Result<YamlDocument> parseFirstYamlDocument(const QByteArray& text, RepeatedKeys repeated)
{
    const Result<QList<YamlDocument>> documents = parse(text, Take::First, repeated);
    if (!documents) {
        return tl::unexpected(documents.error());
    }
    return documents->isEmpty() ? YamlDocument { QJsonValue(QJsonValue::Null), {} } : documents->first();
}

Result<YamlDocument> parseYaml(const QByteArray& text)
{
    Result<QList<YamlDocument>> documents = parseYamlDocuments(text);
    if (!documents) {
        return tl::unexpected(documents.error());
    }
    if (documents->size() > 1) {
        return fail(Errc::Parse, QStringLiteral("One YAML document was expected, there are %1 (line %2).").arg(documents->size()).arg(documents->at(1).lines.value(QString(), 1)));
    }
    return documents->isEmpty() ? YamlDocument { QJsonValue(QJsonValue::Null), {} } : documents->first();
}

} // namespace cocoon
