// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

namespace cocoon::coco {

/// An INITDATA document. `toml` holds the exact bytes: the digest the hardware measures is over them, so a loaded document
/// is never written anew unless somebody edits it.
struct Initdata {
    QByteArray toml;
    QString algorithm; ///< sha256 | sha384 | sha512
    QString version; ///< "0.1.0"
    QMap<QString, QString> data; ///< "aa.toml", "cdh.toml", "policy.rego" → text
    bool wasCompressed = true; ///< false: plain base64, the form of operator 1.9 and earlier

    /// The trustee named by cdh.toml ([kbc] url), else by aa.toml; empty when none.
    QString trusteeUrl() const;
    /// Lower-case hex of the digest over `toml` under `algorithm`; empty when the algorithm is not known.
    QByteArray digest() const;
};

/// What goes into a document made by Cocoon.
struct InitdataSource {
    QString url; ///< base URL of the trustee, no path
    QString certificate; ///< PEM of its root, empty for none
    QString algorithm = QStringLiteral("sha384");
    QString policy; ///< policy.rego, empty for none
};

/// The TOML text: aa.toml and cdh.toml for one trustee.
QByteArray initdataToml(const InitdataSource& source);
/// gzip with a zeroed time stamp, then base64 in one line: the same text always gives the same value.
QByteArray encodeInitdata(const QByteArray& toml);
/// Reads an encoded value: base64, gzip (or plain TOML as old operators wanted it), TOML with the three known members.
Result<Initdata> decodeInitdata(const QByteArray& encoded);
/// Reads the TOML text itself.
Result<Initdata> parseInitdata(const QByteArray& toml);

struct InitdataProblem {
    bool isError = false; ///< false: a warning
    QString text;
};
/// What the guest would stumble over silently: unknown file names, broken inner TOML, missing [kbc], misplaced members,
/// URLs with a path, size.
QList<InitdataProblem> lintInitdata(const Initdata& initdata);

} // namespace cocoon::coco
