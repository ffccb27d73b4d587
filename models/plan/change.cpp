// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/change.h"

#include <QCryptographicHash>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace cocoon::plan {

namespace {
    constexpr QLatin1String kRef("$ref");

    // A leaf {"$ref": name} and nothing else: manifests may well hold a schema with "$ref" among other keys.
    QString refName(const QJsonValue& value)
    {
        if (!value.isObject()) {
            return {};
        }
        const QJsonObject object = value.toObject();
        return object.size() == 1 ? object.value(kRef).toString() : QString();
    }

    void collect(const QJsonValue& value, QStringList& names)
    {
        const QString name = refName(value);
        if (!name.isEmpty()) {
            if (!names.contains(name)) {
                names.append(name);
            }
        } else if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (const QJsonValue& child : object) {
                collect(child, names);
            }
        } else if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (const QJsonValue& child : array) {
                collect(child, names);
            }
        }
    }

    // Equal, except that a reference in `approved` accepts any plain value that became known since.
    bool covers(const QJsonValue& approved, const QJsonValue& actual)
    {
        if (!refName(approved).isEmpty()) {
            return approved == actual || actual.isString() || actual.isDouble() || actual.isBool();
        }
        if (approved.isObject() && actual.isObject()) {
            const QJsonObject a = approved.toObject();
            const QJsonObject b = actual.toObject();
            if (a.size() != b.size()) {
                return false;
            }
            for (auto it = a.begin(); it != a.end(); ++it) {
                if (!b.contains(it.key()) || !covers(it.value(), b.value(it.key()))) {
                    return false;
                }
            }
            return true;
        }
        if (approved.isArray() && actual.isArray()) {
            const QJsonArray a = approved.toArray();
            const QJsonArray b = actual.toArray();
            if (a.size() != b.size()) {
                return false;
            }
            for (qsizetype i = 0; i < a.size(); ++i) {
                if (!covers(a.at(i), b.at(i))) {
                    return false;
                }
            }
            return true;
        }
        return approved == actual;
    }

    QString verbName(Verb verb)
    {
        switch (verb) {
        case Verb::Create:
            return QStringLiteral("create");
        case Verb::Apply:
            return QStringLiteral("apply");
        case Verb::Patch:
            return QStringLiteral("patch");
        case Verb::Delete:
            return QStringLiteral("delete");
        case Verb::Evict:
            return QStringLiteral("evict");
        case Verb::Act:
            return QStringLiteral("act");
        }
        return {};
    }

    std::optional<Verb> verbFrom(const QString& name)
    {
        for (const Verb verb : { Verb::Create, Verb::Apply, Verb::Patch, Verb::Delete, Verb::Evict, Verb::Act }) {
            if (verbName(verb) == name) {
                return verb;
            }
        }
        return std::nullopt;
    }

    QString riskName(Risk risk)
    {
        switch (risk) {
        case Risk::None:
            return QStringLiteral("none");
        case Risk::Notice:
            return QStringLiteral("notice");
        case Risk::Disruptive:
            return QStringLiteral("disruptive");
        case Risk::Breaking:
            return QStringLiteral("breaking");
        }
        return {};
    }

    std::optional<Risk> riskFrom(const QString& name)
    {
        for (const Risk risk : { Risk::None, Risk::Notice, Risk::Disruptive, Risk::Breaking }) {
            if (riskName(risk) == name) {
                return risk;
            }
        }
        return std::nullopt;
    }

    QJsonObject targetToJson(const Target& target)
    {
        QJsonObject json { { QStringLiteral("side"), target.side } };
        const auto put = [&json](const QString& key, const QString& value) {
            if (!value.isEmpty()) {
                json.insert(key, value);
            }
        };
        put(QStringLiteral("resource"), target.resource);
        put(QStringLiteral("namespace"), target.ns);
        put(QStringLiteral("name"), target.name);
        put(QStringLiteral("subresource"), target.subresource);
        put(QStringLiteral("operation"), target.operation);
        if (!target.args.isEmpty()) {
            json.insert(QStringLiteral("args"), target.args);
        }
        return json;
    }

    Target targetFromJson(const QJsonObject& json)
    {
        Target target;
        target.side = json.value(u"side").toString();
        target.resource = json.value(u"resource").toString();
        target.ns = json.value(u"namespace").toString();
        target.name = json.value(u"name").toString();
        target.subresource = json.value(u"subresource").toString();
        target.operation = json.value(u"operation").toString();
        target.args = json.value(u"args").toObject();
        return target;
    }

    using Fields = QHash<QString, QJsonValue::Type>; // Undefined = of any type

    const Fields& changeFields()
    {
        static const Fields fields = [] {
            Fields all { { QStringLiteral("target"), QJsonValue::Object }, { QStringLiteral("price"), QJsonValue::Object }, { QStringLiteral("body"), QJsonValue::Undefined },
                { QStringLiteral("before"), QJsonValue::Undefined }, { QStringLiteral("commands"), QJsonValue::Array }, { QStringLiteral("refreshes"), QJsonValue::Array },
                { QStringLiteral("force"), QJsonValue::Bool } };
            for (const char* text : { "key", "step", "verb", "title", "why", "risk", "digest", "allow", "waitsFor", "approvalGroup", "exclusive", "capturesSecret" }) {
                all.insert(QString::fromLatin1(text), QJsonValue::String);
            }
            return all;
        }();
        return fields;
    }

    const Fields& targetFields()
    {
        static const Fields fields { { QStringLiteral("side"), QJsonValue::String }, { QStringLiteral("resource"), QJsonValue::String },
            { QStringLiteral("namespace"), QJsonValue::String }, { QStringLiteral("name"), QJsonValue::String }, { QStringLiteral("subresource"), QJsonValue::String },
            { QStringLiteral("operation"), QJsonValue::String }, { QStringLiteral("args"), QJsonValue::Object } };
        return fields;
    }

    const Fields& priceFields()
    {
        static const Fields fields { { QStringLiteral("usdPerHour"), QJsonValue::Double }, { QStringLiteral("note"), QJsonValue::String } };
        return fields;
    }

    /// "" when `json` has known fields of the right types alone, else what is wrong, with the field in front.
    QString complaint(const QJsonObject& json, const Fields& known, const QString& prefix = {})
    {
        for (auto it = json.begin(); it != json.end(); ++it) {
            const auto type = known.constFind(it.key());
            if (type == known.cend()) {
                return prefix + it.key() + QStringLiteral(": not a field of a change");
            }
            const bool isUnknownNumber = *type == QJsonValue::Double && it->isNull();
            if (*type != QJsonValue::Undefined && it->type() != *type && !isUnknownNumber) {
                return prefix + it.key() + QStringLiteral(": not of the type that was saved");
            }
        }
        return {};
    }

    // A name that is known later is written as the shell variable it will stand in; no Kubernetes name holds a dollar.
    bool isVariable(const QString& name)
    {
        return name.startsWith(u'$');
    }
}

QJsonObject ref(const QString& name)
{
    return { { kRef, name } };
}

QJsonObject secretRef(const QString& name)
{
    return { { QStringLiteral("$secret"), name } };
}

QStringList Change::references() const
{
    QStringList names;
    collect(body, names);
    collect(target.args, names);
    for (const QString& name : { target.name, target.ns }) {
        if (isVariable(name) && !names.contains(name.mid(1))) {
            names.append(name.mid(1));
        }
    }
    return names;
}

bool Change::isConcrete() const
{
    return waitsFor.isEmpty() && references().isEmpty();
}

QString Change::digest() const
{
    // QJsonObject keeps its keys sorted, so the compact form is canonical.
    const QJsonObject identity {
        { QStringLiteral("verb"), verbName(verb) },
        { QStringLiteral("target"), targetToJson(target) },
        { QStringLiteral("body"), body.isUndefined() ? QJsonValue() : body },
        { QStringLiteral("force"), force },
    };
    const QByteArray text = QJsonDocument(identity).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

bool Change::isCoveredBy(const Change& approved) const
{
    const auto nameCovers = [](const QString& was, const QString& is) { return was == is || isVariable(was); };
    return key == approved.key && verb == approved.verb && force == approved.force && target.side == approved.target.side
        && target.resource == approved.target.resource && nameCovers(approved.target.ns, target.ns)
        && nameCovers(approved.target.name, target.name) && target.subresource == approved.target.subresource
        && target.operation == approved.target.operation && covers(approved.target.args, target.args)
        && covers(approved.body, body);
}

QJsonObject Change::toJson() const
{
    QJsonObject json {
        { QStringLiteral("key"), key },
        { QStringLiteral("step"), step },
        { QStringLiteral("verb"), verbName(verb) },
        { QStringLiteral("target"), targetToJson(target) },
        { QStringLiteral("body"), body.isUndefined() ? QJsonValue() : body },
        { QStringLiteral("before"), before.isUndefined() ? QJsonValue() : before },
        { QStringLiteral("title"), title },
        { QStringLiteral("why"), why },
        { QStringLiteral("risk"), riskName(risk) },
        { QStringLiteral("commands"), QJsonArray::fromStringList(commands) },
        { QStringLiteral("digest"), digest() },
    };
    const auto put = [&json](const QString& name, const QString& value) {
        if (!value.isEmpty()) {
            json.insert(name, value);
        }
    };
    put(QStringLiteral("allow"), allow);
    put(QStringLiteral("waitsFor"), waitsFor);
    put(QStringLiteral("approvalGroup"), approvalGroup);
    put(QStringLiteral("exclusive"), exclusive);
    put(QStringLiteral("capturesSecret"), capturesSecret);
    if (price) {
        json.insert(QStringLiteral("price"),
            QJsonObject { { QStringLiteral("usdPerHour"), price->usdPerHour ? QJsonValue(*price->usdPerHour) : QJsonValue() }, { QStringLiteral("note"), price->note } });
    }
    if (force) {
        json.insert(QStringLiteral("force"), true);
    }
    if (!refreshes.isEmpty()) {
        json.insert(QStringLiteral("refreshes"), QJsonArray::fromStringList(refreshes));
    }
    return json;
}

Result<Change> Change::fromJson(const QJsonObject& json)
{
    const auto wrong = [](const QString& what) { return fail(Errc::Invalid, what); };
    QString what = complaint(json, changeFields());
    what = what.isEmpty() ? complaint(json.value(u"target").toObject(), targetFields(), QStringLiteral("target.")) : what;
    what = what.isEmpty() ? complaint(json.value(u"price").toObject(), priceFields(), QStringLiteral("price.")) : what;
    if (!what.isEmpty()) {
        return wrong(what);
    }
    for (const char* name : { "key", "verb", "target", "digest" }) {
        if (!json.contains(QLatin1String(name)) || json.value(QLatin1String(name)) == QJsonValue(QString())) {
            return wrong(QLatin1String(name) + QStringLiteral(": missing"));
        }
    }
    const std::optional<Verb> readVerb = verbFrom(json.value(u"verb").toString());
    if (!readVerb) {
        return wrong(QStringLiteral("verb: \"%1\" is not one").arg(json.value(u"verb").toString()));
    }
    const std::optional<Risk> readRisk = riskFrom(json.value(u"risk").toString(QStringLiteral("none")));
    if (!readRisk) {
        return wrong(QStringLiteral("risk: \"%1\" is not one").arg(json.value(u"risk").toString()));
    }
    const auto strings = [&json](QStringView name) {
        QStringList list;
        for (const QJsonValue& item : json.value(name).toArray()) {
            list.append(item.toString());
        }
        return list;
    };
    for (const QString& name : { QStringLiteral("commands"), QStringLiteral("refreshes") }) {
        if (json.contains(name) && QJsonArray::fromStringList(strings(name)) != json.value(name).toArray()) {
            return wrong(name + QStringLiteral(": not a list of texts"));
        }
    }
    Change change;
    change.key = json.value(u"key").toString();
    change.step = json.value(u"step").toString();
    change.verb = *readVerb;
    change.target = targetFromJson(json.value(u"target").toObject());
    change.body = json.value(u"body");
    change.before = json.value(u"before");
    change.title = json.value(u"title").toString();
    change.why = json.value(u"why").toString();
    change.risk = *readRisk;
    change.allow = json.value(u"allow").toString();
    if (json.contains(u"price")) {
        const QJsonObject readPrice = json.value(u"price").toObject();
        const QJsonValue usd = readPrice.value(u"usdPerHour");
        change.price = Price { usd.isNull() ? std::nullopt : std::optional(usd.toDouble()), readPrice.value(u"note").toString() };
    }
    change.waitsFor = json.value(u"waitsFor").toString();
    change.approvalGroup = json.value(u"approvalGroup").toString();
    change.exclusive = json.value(u"exclusive").toString();
    change.commands = strings(u"commands");
    change.force = json.value(u"force").toBool();
    change.refreshes = strings(u"refreshes");
    change.capturesSecret = json.value(u"capturesSecret").toString();
    // A plan file that was edited by hand no longer says what was approved.
    if (json.value(u"digest").toString() != change.digest()) {
        return wrong(QStringLiteral("digest: not the one of this change; it was edited since it was saved"));
    }
    return change;
}

void HourlyCost::add(const Change& change)
{
    if (change.price) {
        usd += change.price->usdPerHour.value_or(0);
        isPartial = isPartial || !change.price->usdPerHour;
    }
}

} // namespace cocoon::plan
