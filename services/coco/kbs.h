// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/coco/facts.h"

namespace cocoon::coco {

/// No endpoint of a trustee tells its version. POST <url>/kbs/v0/auth with this body and a version nobody speaks: the
/// refusal names the protocol it expects.
QByteArray kbsProbeBody();
QString kbsProbePath(); ///< "/kbs/v0/auth"
/// The protocol ("0.4.0") named in such a refusal; empty when the text is something else.
QString kbsProtocolFromRefusal(const QByteArray& body);
/// Which trustee releases speak a protocol ("v0.12 and v0.13"); empty when not known.
QString trusteeReleasesFor(const Facts& facts, const QString& protocol);

} // namespace cocoon::coco
