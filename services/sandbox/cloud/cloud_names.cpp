// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/cloud_names.h"

#include <QMap>

namespace cocoon::sandbox {

namespace {

    struct Shape {
        QString regional;
        QStringList zonal;
    };

    const QMap<QString, Shape>& shapes()
    {
        static const QMap<QString, Shape> all {
            { QStringLiteral("us-south"), { QStringLiteral("r006-"), { QStringLiteral("0717_"), QStringLiteral("0727_"), QStringLiteral("0737_") } } },
            { QStringLiteral("us-east"), { QStringLiteral("r014-"), { QStringLiteral("0757_"), QStringLiteral("0767_"), QStringLiteral("0777_") } } },
            { QStringLiteral("eu-de"), { QStringLiteral("r010-"), { QStringLiteral("02b7_"), QStringLiteral("02c7_"), QStringLiteral("02d7_") } } },
            { QStringLiteral("eu-gb"), { QStringLiteral("r018-"), { QStringLiteral("0787_"), QStringLiteral("0797_"), QStringLiteral("07a7_") } } },
            { QStringLiteral("eu-es"), { QStringLiteral("r050-"), { QStringLiteral("0aa7_"), QStringLiteral("0ab7_"), QStringLiteral("0ac7_") } } },
            { QStringLiteral("jp-tok"), { QStringLiteral("r022-"), { QStringLiteral("02e7_"), QStringLiteral("02f7_"), QStringLiteral("0207_") } } },
        };
        return all;
    }

} // namespace

QString regionPrefix(const QString& region)
{
    return shapes().contains(region) ? shapes().value(region).regional : QStringLiteral("r099-");
}

QString zonePrefix(const QString& zone)
{
    const Shape shape = shapes().value(zone.section(u'-', 0, -2));
    const int index = zone.section(u'-', -1).toInt() - 1;
    return index >= 0 && index < shape.zonal.size() ? shape.zonal.at(index) : QStringLiteral("0997_");
}

QStringList zonesOf(const QString& region)
{
    return { region + QStringLiteral("-1"), region + QStringLiteral("-2"), region + QStringLiteral("-3") };
}

QStringList allRegions()
{
    return { QStringLiteral("us-south"), QStringLiteral("us-east"), QStringLiteral("br-sao"), QStringLiteral("ca-tor"),
        QStringLiteral("ca-mon"), QStringLiteral("eu-gb"), QStringLiteral("eu-de"), QStringLiteral("eu-es"),
        QStringLiteral("jp-tok"), QStringLiteral("jp-osa"), QStringLiteral("au-syd"), QStringLiteral("in-che"), QStringLiteral("in-mum") };
}

bool claimsTdx(const QString& region)
{
    return hasTdx(region) || region == QLatin1String("eu-es") || region == QLatin1String("eu-gb");
}

bool hasTdx(const QString& region)
{
    return region == QLatin1String("us-south") || region == QLatin1String("us-east") || region == QLatin1String("eu-de");
}

QString vpcCrn(const QString& place, const QString& account, const QString& type, const QString& id)
{
    return QStringLiteral("crn:v1:bluemix:public:is:%1:a/%2::%3:%4").arg(place, account, type, id);
}

} // namespace cocoon::sandbox
