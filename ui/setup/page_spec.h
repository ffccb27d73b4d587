// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
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
    bool isOptional = false;
};

/// Connect … Workload, in the order of the guide. (Done is a page of its own kind.)
QList<PageSpec> setupPages();
/// How a page stands: as its least finished step, since two steps are only done together.
plan::StepState stateOf(const PageSpec& spec, const setup::Desk& desk);
/// The first page that is neither done nor skipped; the end when there is none.
QList<PageSpec>::const_iterator firstOpen(const QList<PageSpec>& pages, const setup::Desk& desk);
/// The name of the page that has this step; "" = none has it.
QString pageNameOf(const QString& step);
/// The section of IBM's guide that a page mirrors.
QString guideUrl(const QString& page);

} // namespace cocoon::ui
