// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/intent.h"

#include "models/plan/intent_fields.h"
#include "models/plan/intent_text.h"
#include "services/base/json.h"
#include "services/base/small_file.h"
#include "services/base/yaml.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QSet>

namespace cocoon::plan {

using namespace Qt::StringLiterals;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::plan::Intent)
    };

    constexpr qsizetype kIntentCap = 256 * 1024;

    QString sentence(const QString& what)
    {
        return Words::tr("%1.").arg(what);
    }

    /// The value of a field as one YAML scalar or flow collection.
    QString flowText(const QJsonValue& value)
    {
        if (value.isArray()) {
            QStringList items;
            for (const QJsonValue& item : value.toArray()) {
                items += flowText(item);
            }
            return u'[' + items.join(u", "_s) + u']';
        }
        if (value.isObject()) {
            QStringList items;
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                items += u'"' + it.key() + u"\": "_s + flowText(it.value());
            }
            return items.isEmpty() ? u"{}"_s : u"{ "_s + items.join(u", "_s) + u" }"_s;
        }
        if (value.isString()) {
            QString text = value.toString();
            static const QString special = u":#{}[],&*?|-<>=!%@`'\"\\ \t"_s;
            bool plain = !text.isEmpty() && text.at(0).isLetter();
            for (const QChar c : std::as_const(text)) {
                plain = plain && (!special.contains(c) || c == u'-');
            }
            static const QSet<QString> words { u"true"_s, u"false"_s, u"yes"_s, u"no"_s, u"on"_s, u"off"_s, u"null"_s, u"y"_s, u"n"_s };
            if (plain && !words.contains(text.toLower())) {
                return text;
            }
            return u'"' + text.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1) + u'"';
        }
        return QString::fromUtf8(toYaml(value)).trimmed();
    }

    Result<QJsonValue> valueFromText(const IntentField& field, const QString& text)
    {
        QJsonValue value;
        bool number = false;
        switch (field.type) {
        case IntentField::Type::Text:
            value = text;
            break;
        case IntentField::Type::Boolean:
            value = text == "true"_L1 ? QJsonValue(true) : text == "false"_L1 ? QJsonValue(false) : QJsonValue(text);
            break;
        case IntentField::Type::Number: {
            const int n = text.toInt(&number);
            value = number ? QJsonValue(n) : QJsonValue(text);
            break;
        }
        case IntentField::Type::List: {
            QJsonArray items;
            for (const QString& item : text.split(u',', Qt::SkipEmptyParts)) {
                items.append(item.trimmed());
            }
            value = items;
            break;
        }
        case IntentField::Type::Labels: {
            QJsonObject labels;
            for (const QString& item : text.split(u',', Qt::SkipEmptyParts)) {
                labels.insert(item.section(u'=', 0, 0).trimmed(), item.section(u'=', 1).trimmed());
            }
            value = labels;
            break;
        }
        }
        const QString complaint = field.complaint(value);
        if (!complaint.isEmpty()) {
            return fail(Errc::Invalid, sentence(complaint));
        }
        return value;
    }

    Result<QString> readText(const QString& folder, const QString& fileName)
    {
        const Result<QByteArray> text = readSmallFile(u"file"_s, QDir(folder).absoluteFilePath(fileName), kIntentCap);
        if (!text) {
            return tl::unexpected(text.error().during(Words::tr("read what the Intent names")));
        }
        return QString::fromUtf8(*text);
    }
}

Result<Intent> Intent::fromYaml(const QByteArray& text, const QString& fileName)
{
    if (text.size() > kIntentCap) {
        return fail(Errc::Invalid, Words::tr("%1: an Intent is a small file; this one has %2 bytes.").arg(fileName).arg(text.size()));
    }
    const auto document = parseYaml(text);
    if (!document) {
        return fail(Errc::Parse, fileName + u": "_s + document.error().message, document.error().detail);
    }
    const auto wrong = [&](const QString& path, const QString& what) {
        const int line = document->lines.value(path, path.isEmpty() ? 1 : 0);
        return fail(Errc::Invalid, (line > 0 ? u"%1:%2: "_s.arg(fileName).arg(line) : u"%1: "_s.arg(fileName)) + sentence(what));
    };
    if (!document->value.isObject()) {
        return wrong({}, Words::tr("an Intent is a map of fields such as cluster and trust"));
    }
    QHash<QString, const IntentField*> fields;
    QSet<QString> sections;
    for (const IntentField& field : intentFields()) {
        fields.insert(field.path, &field);
        sections.insert(field.section());
    }
    Intent intent;
    const auto take = [&](const QString& path, const QJsonValue& value) -> QString {
        const IntentField* field = fields.value(path);
        if (!field) {
            return Words::tr("%1 is not a field of an Intent").arg(path);
        }
        if (value.isNull()) {
            return {}; // "url:" with nothing behind it: not set
        }
        const QString complaint = field->complaint(value);
        if (complaint.isEmpty()) {
            field->write(intent, value);
        }
        return complaint;
    };
    const QJsonObject root = document->value.toObject();
    for (auto it = root.begin(); it != root.end(); ++it) {
        if (!sections.contains(it.key()) || it.key().isEmpty()) {
            const QString problem = take(it.key(), it.value());
            if (!problem.isEmpty()) {
                return wrong(it.key(), problem);
            }
            continue;
        }
        if (it.value().isNull()) {
            continue;
        }
        if (!it.value().isObject()) {
            return wrong(it.key(), Words::tr("%1 holds fields of its own").arg(it.key()));
        }
        const QJsonObject section = it.value().toObject();
        for (auto child = section.begin(); child != section.end(); ++child) {
            const QString path = it.key() + u'.' + child.key();
            const QString problem = take(path, child.value());
            if (!problem.isEmpty()) {
                return wrong(path, problem);
            }
        }
    }
    return intent;
}

QByteArray Intent::toYaml() const
{
    QString text = u"# What Cocoon is to set up. Everything may be left out; empty means \"find it\". No secrets here.\n"_s;
    QString section;
    for (const IntentField& field : intentFields()) {
        if (field.section() != section) {
            section = field.section();
            text += u'\n' + section + u":\n"_s;
        }
        const QString indent = section.isEmpty() ? QString() : u"  "_s;
        if (!field.comment.isEmpty()) {
            text += indent + u"# "_s + field.comment + u'\n';
        }
        text += indent + field.name() + u": "_s + flowText(field.read(*this)) + u'\n';
    }
    return text.toUtf8();
}

QJsonObject Intent::toJson() const
{
    QJsonObject root;
    for (const IntentField& field : intentFields()) {
        root = with(root, field.path.split(u'.'), field.read(*this));
    }
    return root;
}

Result<QByteArray> Intent::edit(const QByteArray& text, const QString& path, const QString& value)
{
    const IntentField* field = nullptr;
    for (const IntentField& candidate : intentFields()) {
        if (candidate.path == path) {
            field = &candidate;
        }
    }
    if (!field) {
        return fail(Errc::Invalid, sentence(Words::tr("%1 is not a field of an Intent").arg(path)));
    }
    const auto wanted = valueFromText(*field, value);
    if (!wanted) {
        return tl::unexpected(wanted.error());
    }
    const auto before = parseYaml(text);
    if (!before) {
        return tl::unexpected(before.error());
    }
    const QByteArray edited = setYamlField(text, path.split(u'.'), flowText(*wanted));
    // The surgeon works on lines; that it did exactly this and nothing else is proven by reading the result.
    const auto after = parseYaml(edited);
    const QJsonObject expected = with(before->value.toObject(), path.split(u'.'), *wanted);
    if (!after || after->value != QJsonValue(expected)) {
        return fail(Errc::Precondition, Words::tr("The way this file is written, %1 cannot be changed without touching the rest; change it by hand.").arg(path));
    }
    return edited;
}

Result<Done> Intent::loadFiles(const QString& folder)
{
    if (!sshKey.publicKeyFile.isEmpty()) {
        const auto text = readText(folder, sshKey.publicKeyFile);
        if (!text) {
            return tl::unexpected(text.error());
        }
        if (text->contains("PRIVATE KEY"_L1)) {
            return fail(Errc::Invalid, Words::tr("%1 is a private key; name the public one (.pub).").arg(sshKey.publicKeyFile));
        }
        sshKey.publicKey = text->trimmed();
    }
    if (!trust.certificateFile.isEmpty()) {
        const auto text = readText(folder, trust.certificateFile);
        if (!text) {
            return tl::unexpected(text.error());
        }
        if (!text->contains("-----BEGIN CERTIFICATE-----"_L1) || text->contains("PRIVATE KEY"_L1)) {
            return fail(Errc::Invalid, Words::tr("%1 is not a certificate in PEM form.").arg(trust.certificateFile));
        }
        trust.certificate = text->trimmed();
    }
    return Done {};
}

} // namespace cocoon::plan
