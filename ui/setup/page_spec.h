// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/chain_drawing.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace cocoon::ui {

/// What one page of the guided set-up is about. The pages mirror the guide's steps; a page may hold two of ours.
struct PageSpec {
    QString id;
    QString name; ///< in the step list: "1 · Operator"
    QString title; ///< on the page
    QString purpose; ///< what it is for, three sentences at most
    QString guide; ///< section of IBM's guide
    QStringList steps; ///< step ids
    QList<ChainLink> drawing {}; ///< where a small one helps
};

/// Connect … Workload, in the order of the guide. (Done is a page of its own kind.)
QList<PageSpec> setupPages();
/// IBM's guide, the page the set-up mirrors.
QString guideUrl();

} // namespace cocoon::ui
