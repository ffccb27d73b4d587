// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/saved_plan.h"

#include "services/base/json.h"
#include "services/base/small_file.h"

#include <QSaveFile>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

namespace {
    constexpr qint64 kMaxPlan = 16 * 1024 * 1024;
}

SavedPlan SavedPlan::of(const QString& cluster, const QByteArray& intentYaml, const QList<plan::Assessment>& assessments)
{
    SavedPlan saved { cluster, {}, intentYaml, {} };
    for (const plan::Assessment& assessment : assessments) {
        saved.changes += assessment.changes;
        if (saved.clusterId.isEmpty()) {
            saved.clusterId = assessment.facts.value(u"clusterId"_s).toString();
        }
    }
    return saved;
}

Result<SavedPlan> SavedPlan::load(const QString& file)
{
    const Result<QByteArray> text = readSmallFile(u"plan"_s, file, kMaxPlan);
    if (!text) {
        return tl::unexpected(text.error());
    }
    const Result<QJsonObject> json = parseJsonObject(*text);
    if (!json) {
        return fail(Errc::Parse, u"%1 is not a plan: %2"_s.arg(file, json.error().message));
    }
    if (json->value(u"cocoonPlan"_s).toInt() != 1) {
        return fail(Errc::Invalid, u"%1 is not a plan of this version of Cocoon (field cocoonPlan is not 1)."_s.arg(file));
    }
    const QStringList fields = json->keys();
    for (const QString& key : fields) {
        if (!QStringList { u"cocoonPlan"_s, u"cluster"_s, u"clusterId"_s, u"intent"_s, u"changes"_s }.contains(key)) {
            return fail(Errc::Invalid, u"%1: field %2 is not one of a plan."_s.arg(file, key));
        }
    }
    for (const QString& key : { u"cluster"_s, u"clusterId"_s, u"intent"_s }) {
        if (!json->value(key).isString() && !(key == u"clusterId" && !json->contains(key))) {
            return fail(Errc::Invalid, u"%1: field %2 is not a text."_s.arg(file, key));
        }
    }
    if (!json->value(u"changes"_s).isArray()) {
        return fail(Errc::Invalid, u"%1: field changes is not a list."_s.arg(file));
    }
    SavedPlan saved { json->value(u"cluster"_s).toString(), json->value(u"clusterId"_s).toString(), json->value(u"intent"_s).toString().toUtf8(), {} };
    const QJsonArray changes = json->value(u"changes"_s).toArray();
    for (qsizetype i = 0; i < changes.size(); ++i) {
        if (!changes.at(i).isObject()) {
            return fail(Errc::Invalid, u"%1: changes[%2] is not a map."_s.arg(file).arg(i));
        }
        const Result<plan::Change> change = plan::Change::fromJson(changes.at(i).toObject());
        if (!change) {
            return fail(Errc::Invalid, u"%1: changes[%2].%3."_s.arg(file).arg(i).arg(change.error().message));
        }
        saved.changes.append(*change);
    }
    return saved;
}

Result<Done> SavedPlan::save(const QString& file) const
{
    QJsonArray list;
    for (const plan::Change& change : changes) {
        list.append(change.toJson());
    }
    QJsonObject json { { u"cocoonPlan"_s, 1 }, { u"cluster"_s, cluster }, { u"intent"_s, QString::fromUtf8(intentYaml) }, { u"changes"_s, list } };
    if (!clusterId.isEmpty()) {
        json.insert(u"clusterId"_s, clusterId);
    }
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || !out.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || out.write(toPrettyJson(json)) < 0 || !out.commit()) {
        return fail(Errc::Io, u"The plan cannot be written to %1: %2."_s.arg(file, out.errorString()));
    }
    return Done {};
}

} // namespace cocoon::ctl
