// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/coco/kbs.h"

#include "services/base/json.h"

#include <QRegularExpression>

namespace cocoon::coco {

using namespace Qt::StringLiterals;

QByteArray kbsProbeBody()
{
    return R"({"version":"0.0.0","tee":"sample","extra-params":""})";
}

QString kbsProbePath()
{
    return u"/kbs/v0/auth"_s;
}

QString kbsProtocolFromRefusal(const QByteArray& body)
{
    static const QRegularExpression pattern(u"Protocol Version Mismatch: expect =?([0-9]+\\.[0-9]+\\.[0-9]+)"_s);
    return pattern.match(QString::fromUtf8(body.left(8192))).captured(1);
}

QString trusteeReleasesFor(const Facts& facts, const QString& protocol)
{
    return str(facts.defaults, { u"kbs", u"protocols", protocol, u"trustee" });
}

} // namespace cocoon::coco
