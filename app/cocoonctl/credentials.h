// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoonctl/options.h"

namespace cocoon::ctl {

/// Who the user is: --api-key-file, IBMCLOUD_API_KEY; none of them is fine too (a cluster without a cloud, or --passcode, which
/// PasscodeLogin asks for). A key never comes from an argument. Says keyFileWarning().
Result<ibm::Login> readLogin(const Options& options);
/// What is wrong with the mode of --api-key-file: others must not read it. "" = nothing.
QString keyFileWarning(const Options& options);

/// Asks on the terminal without echo; Precondition without a terminal.
Result<Secret> askSecret(const QString& question);
/// One of several, by its number; -1 when nothing that fits was typed, or without a terminal.
qsizetype askChoice(const QString& question, const QStringList& choices);
/// A yes/no question; false without a terminal.
bool askYes(const QString& question);
bool hasTerminal();

} // namespace cocoon::ctl
