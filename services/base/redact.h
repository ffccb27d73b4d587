// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace cocoon {

/// Text from outside (a body, what a program wrote) made fit for people, logs and tickets: values of names that hold
/// credentials, tokens that are known by their form and private keys become "[removed]". JSON stays JSON. `known` are secrets
/// of which somebody knows that they may be in it, whatever they look like.
QString redactedText(const QString& text, const QStringList& known = {});

} // namespace cocoon
