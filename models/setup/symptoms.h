// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace cocoon::setup {

/// A known message and what it means; `id` is that of the public troubleshooting collection ("TS-27…").
struct Symptom {
    QString id;
    QString title;
    QString cause;
    QString fix;
    QString line; ///< the line it was recognised by
};

/// First known message in one text. `where`: sub, ev, pod, caa, vpc, guest, inst, api. Empty id when nothing is known.
Symptom recognise(const QString& text, const QString& where);
/// All known messages in a log, each once; what a later success cancelled is left out.
QList<Symptom> recogniseAll(const QString& log, const QString& where);

} // namespace cocoon::setup
