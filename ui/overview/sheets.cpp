// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/sheets.h"

#include "services/base/json.h"
#include "services/coco/facts.h"

#include <QCoreApplication>
#include <QLocale>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::Scene;
using items::Sheet;

// Not in the unnamed namespace: lupdate would not find its context there.
struct SheetWords {
    Q_DECLARE_TR_FUNCTIONS(cocoon::ui::SheetWords)
};

namespace {
    constexpr int kMostRows = 1000;
    constexpr int kFewAddresses = 10;
    constexpr int kMostSubnets = 4; ///< as bars; the table has them all

    QString number(double value)
    {
        return qFuzzyCompare(1 + value, 1 + std::round(value)) ? QLocale().toString(qRound64(value)) : QLocale().toString(value, 'f', 3);
    }

    QString seconds(qint64 ms)
    {
        return ms < 0 ? QString() : QLocale().toString(static_cast<double>(ms) / 1000.0, 'f', 1);
    }

    QString stamp(const QDateTime& time)
    {
        return time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s);
    }
}

Sheet stackSheet(const dashboard::Stack& stack, const std::function<QString(const QString&)>& nameOf)
{
    items::Sheet sheet;
    sheet.headers.append(SheetWords::tr("From"));
    for (const QString& pile : stack.piles) {
        sheet.headers.append(nameOf(pile));
    }
    for (auto it = stack.steps.crbegin(); it != stack.steps.crend() && sheet.rows.size() < kMostRows; ++it) {
        QStringList row { stamp(it->time) };
        for (qsizetype i = 0; i < stack.piles.size(); ++i) {
            row.append(it->isWatched() ? number(it->values.at(i)) : i == 0 ? SheetWords::tr("not observed")
                                                                           : QString());
        }
        sheet.rows.append(row);
    }
    return sheet;
}

Sheet startsSheet(const QList<dashboard::Start>& starts)
{
    items::Sheet sheet;
    sheet.headers = { SheetWords::tr("Asked for"), SheetWords::tr("Pod"), SheetWords::tr("Worker"), SheetWords::tr("Server runs after s"), SheetWords::tr("Agent ready after s"), SheetWords::tr("Pod ready after s") };
    for (auto it = starts.crbegin(); it != starts.crend() && sheet.rows.size() < kMostRows; ++it) {
        sheet.rows.append({ stamp(it->requested), it->pod, it->node, seconds(it->toRunning), seconds(it->toAgent), seconds(it->toReady) });
    }
    return sheet;
}

QList<CapacityView::Meter> capacityMeters(const Scene& scene)
{
    const dashboard::Capacity& capacity = scene.capacity;
    QList<CapacityView::Meter> meters;
    if (capacity.isAdvertised) {
        const double filled = capacity.places > 0 ? static_cast<double>(capacity.used) / capacity.places : 1;
        meters.append({ SheetWords::tr("Places for confidential pods (kata.peerpods.io/vm)"), SheetWords::tr("%1 of %2 taken").arg(capacity.used).arg(capacity.places), filled, capacity.used >= capacity.places });
    }
    qsizetype left = capacity.subnets.size();
    for (const dashboard::Capacity::Subnet& subnet : capacity.subnets) {
        if (capacity.subnets.size() - left-- >= kMostSubnets) {
            break;
        }
        const double filled = subnet.total > 0 ? 1 - static_cast<double>(subnet.free) / subnet.total : -1;
        const QString where = subnet.zone.isEmpty() ? subnet.name : subnet.zone;
        meters.append({ SheetWords::tr("Addresses in %1").arg(where), subnet.total > 0 ? SheetWords::tr("%1 of %2 free").arg(QLocale().toString(subnet.free), QLocale().toString(subnet.total)) : SheetWords::tr("%1 free").arg(QLocale().toString(subnet.free)), filled, subnet.free < kFewAddresses });
    }
    if (scene.machinesPart.isKnown()) {
        // The quota of this account cannot be read, and workers count against it too: no bar.
        const int quota = at(coco::Facts::builtIn().defaults, { u"regions", u"defaultVcpuQuotaPerRegion" }).toInt();
        meters.append({ SheetWords::tr("Peer pods use %1 vCPU").arg(capacity.vcpus), SheetWords::tr("quota not readable (default %1, workers included)").arg(quota), -1, false });
    }
    return meters;
}

Sheet capacitySheet(const Scene& scene)
{
    items::Sheet sheet;
    sheet.headers = { SheetWords::tr("What"), SheetWords::tr("Where"), SheetWords::tr("Taken"), SheetWords::tr("Free") };
    for (const dashboard::NodeView& node : scene.nodes) {
        if (node.places >= 0) {
            sheet.rows.append({ node.name, node.zone, QString::number(node.used), QString::number(qMax(0, node.places - node.used)) });
        }
    }
    for (const dashboard::Capacity::Subnet& subnet : scene.capacity.subnets) {
        sheet.rows.append({ subnet.name, subnet.zone, subnet.total > 0 ? QString::number(subnet.total - subnet.free) : QString(), QString::number(subnet.free) });
    }
    if (scene.machinesPart.isKnown()) {
        sheet.rows.append({ SheetWords::tr("vCPU of peer-pod VSIs"), scene.region, QString::number(scene.capacity.vcpus), QString() });
    }
    return sheet;
}

} // namespace cocoon::ui
