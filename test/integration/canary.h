// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>
#include <QStringList>

namespace cocoon::test {

/// A secret in every form that a program may give it: as it is, percent-encoded, in hexadecimal, what both alphabets of base64
/// make of it wherever it begins in a longer text, and each of these as Qt keeps text.
QByteArrayList formsOf(const QByteArray& secret);

/// Every file below `folder` that holds one of `needles`, but for what lies below `except`.
QStringList filesWith(const QString& folder, const QByteArrayList& needles, const QStringList& except = {});

} // namespace cocoon::test
