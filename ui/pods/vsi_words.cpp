// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/vsi_words.h"

#include "models/items/pod_words.h"
#include "services/coco/initdata.h"
#include "ui/pods/pod_detail.h"

#include <QLocale>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    QString money(double usd, int digits)
    {
        return QLocale().toString(usd, 'f', digits);
    }
}

QString profileText(const dashboard::Vsi& vsi)
{
    return vsi.vcpus == 0 ? vsi.profile : PodDetail::tr("%1 · %2 vCPU · %3 GiB").arg(vsi.profile).arg(vsi.vcpus).arg(vsi.memoryGib);
}

QString modeText(const dashboard::Vsi& vsi)
{
    return vsi.mode.isEmpty() ? QString() : vsi.mode + u", "_s + items::secureBootWord(vsi);
}

QString costText(const dashboard::Vsi& vsi, qint64 now)
{
    if (vsi.usdPerHour < 0) {
        return {};
    }
    const QString hour = money(vsi.usdPerHour, 3);
    const QString soFar = money(dashboard::costSoFar(vsi, now), 2);
    return vsi.priceRecorded.isEmpty() ? PodDetail::tr("%1 USD/h · %2 USD so far (list price)").arg(hour, soFar)
                                       : PodDetail::tr("≈ %1 USD/h · ≈ %2 USD so far (list price of us-south of %3; the catalog did not answer)").arg(hour, soFar, vsi.priceRecorded);
}

QString seenText(const QList<history::StateSpan>& states)
{
    constexpr qsizetype kMost = 6;
    QStringList lines;
    for (auto it = states.crbegin(); it != states.crend() && lines.size() < kMost; ++it) {
        lines.append(PodDetail::tr("%1 since %2").arg(it->state, it->since.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s)));
    }
    return lines.join(u'\n');
}

QString podSeenText(QList<history::StateSpan> states)
{
    for (history::StateSpan& span : states) {
        span.state = items::seenWord(span.state);
    }
    return seenText(states);
}

QString initdataText(const dashboard::JoinedPod& joined, const dashboard::PodRow& pod, const QString& global)
{
    using dashboard::JoinedPod;
    const bool isOwn = joined.initdata == JoinedPod::Initdata::Annotation;
    const QString value = isOwn ? pod.initdata : joined.initdata == JoinedPod::Initdata::None ? QString() : global;
    const Result<coco::Initdata> read = coco::decodeInitdata(value.toLatin1());
    const QString digest = read ? QString::fromLatin1(read->digest()) : QString();
    QString text = items::initdataWord(joined);
    if (isOwn || joined.initdata == JoinedPod::Initdata::Ignored) {
        text += u' ' + joined.initdataKey;
    }
    return digest.isEmpty() ? text : text + u", "_s + digest.left(8) + u'…' + digest.right(4);
}

} // namespace cocoon::ui
