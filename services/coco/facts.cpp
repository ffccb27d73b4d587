// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/coco/facts.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/base/yaml.h"

#include <QDir>
#include <QFile>

// Resources of a static library are only linked in when somebody asks for them by name (outside any namespace).
static void initFactResources()
{
    Q_INIT_RESOURCE(facts);
}

namespace cocoon::coco {

using namespace Qt::StringLiterals;

namespace {
    QStringList strings(const QJsonValue& value)
    {
        QStringList list;
        for (const QJsonValue& item : value.toArray()) {
            list.append(item.isObject() ? item.toObject().value("name"_L1).toString() : item.toString());
        }
        return list;
    }

    OperatorFacts operatorFacts(const QJsonObject& row)
    {
        OperatorFacts facts;
        facts.version = row.value("version"_L1).toString();
        facts.csv = row.value("csv"_L1).toString();
        facts.openshift = strings(row.value("openshift"_L1));
        facts.imageValidated = row.value("imageValidated"_L1).toBool();
        facts.initdataAnnotation = row.value("initdataAnnotation"_L1).toString();
        facts.otherInitdataAnnotation = row.value("otherInitdataAnnotation"_L1).toString();
        facts.readsVpcSecurityGroupKey = row.value("readsVpcSecurityGroupKey"_L1).toBool();
        facts.needsClusterId = row.value("needsClusterId"_L1).toBool();
        facts.disableCvmDefault = row.value("disableCvmDefault"_L1).toBool();
        facts.guestDeniesExec = row.value("guestDeniesExec"_L1).toBool();
        facts.tagsInstances = row.value("tagsInstances"_L1).toBool();
        facts.deletesFailedInstances = row.value("deletesFailedInstances"_L1).toBool();
        facts.rollsOutOnConfigChange = row.value("rollsOutOnConfigChange"_L1).toBool();
        facts.configSyncDaemonSet = row.value("configSyncDaemonSet"_L1).toBool();
        facts.daemonConfigFile = row.value("daemonConfigFile"_L1).toString();
        facts.kbsProtocol = row.value("kbsProtocol"_L1).toString();
        facts.installServiceAccount = row.value("installServiceAccount"_L1).toString();
        return facts;
    }

    Facts load()
    {
        initFactResources();
        Facts facts;
        const QDir dir(u":/cocoon/facts"_s);
        for (const QString& name : dir.entryList({ u"*.yaml"_s }, QDir::Files, QDir::Name)) {
            QFile file(dir.filePath(name));
            if (!file.open(QIODevice::ReadOnly)) {
                continue;
            }
            const auto document = parseYaml(file.readAll());
            if (!document) {
                qCCritical(lcCoco) << "built-in facts" << name << document.error().message;
                continue;
            }
            facts.defaults.insert(name.chopped(5), document->value);
        }
        for (const QJsonValue& row : at(facts.defaults, { u"operators", u"operators" }).toArray()) {
            facts.operators.append(operatorFacts(row.toObject()));
        }
        facts.tdxRegions = strings(at(facts.defaults, { u"regions", u"tdxRegions" }));
        facts.tdxProfiles = strings(at(facts.defaults, { u"regions", u"tdxProfiles" }));
        Q_ASSERT(!facts.operators.isEmpty() && !facts.tdxRegions.isEmpty());
        return facts;
    }
}

const Facts& Facts::builtIn()
{
    static const Facts facts = load();
    return facts;
}

const OperatorFacts& Facts::forVersion(const QString& version) const
{
    const OperatorFacts* best = &operators.first();
    for (const OperatorFacts& row : operators) {
        if (compareVersions(row.version, version) <= 0) {
            best = &row;
        }
    }
    return *best;
}

const OperatorFacts& Facts::validated() const
{
    const OperatorFacts* best = &operators.first();
    for (const OperatorFacts& row : operators) {
        if (row.imageValidated) {
            best = &row;
        }
    }
    return *best;
}

int compareVersions(const QString& a, const QString& b)
{
    const QStringList left = a.split(u'.');
    const QStringList right = b.split(u'.');
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        // A suffix ("3-rc1") counts as its leading number.
        const auto number = [i](const QStringList& parts) {
            qlonglong value = 0;
            if (i < parts.size()) {
                for (const QChar c : parts.at(i)) {
                    if (!c.isDigit() || value > 1'000'000'000) {
                        break;
                    }
                    value = value * 10 + c.digitValue();
                }
            }
            return value;
        };
        if (number(left) != number(right)) {
            return number(left) < number(right) ? -1 : 1;
        }
    }
    return 0;
}

} // namespace cocoon::coco
