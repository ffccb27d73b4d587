// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/canary.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>

namespace cocoon::test {

QByteArrayList formsOf(const QByteArray& secret)
{
    QByteArrayList forms { secret, secret.toPercentEncoding(), secret.toHex(), secret.toHex().toUpper() };
    for (qsizetype before = 0; before < 3; ++before) {
        const QByteArray text = QByteArray(before, ' ') + secret;
        const qsizetype whole = text.size() / 3 * 3; // the last characters depend on what follows
        for (const auto alphabet : { QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding }) {
            forms.append(text.left(whole).toBase64(alphabet).mid(before == 0 ? 0 : before + 1)); // the first on what came before
        }
    }
    QByteArrayList all;
    for (const QByteArray& form : std::as_const(forms)) {
        const QString wide = QString::fromLatin1(form);
        for (const QByteArray& one : { form, QByteArray(reinterpret_cast<const char*>(wide.constData()), wide.size() * 2) }) {
            if (!all.contains(one)) {
                all.append(one);
            }
        }
    }
    return all;
}

QStringList filesWith(const QString& folder, const QByteArrayList& needles, const QStringList& except)
{
    QStringList hits;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QFile file(path);
        if (std::any_of(except.begin(), except.end(), [&path](const QString& other) { return path.startsWith(other); }) || !file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const QByteArray content = file.readAll();
        if (std::any_of(needles.begin(), needles.end(), [&content](const QByteArray& needle) { return content.contains(needle); })) {
            hits.append(path);
        }
    }
    return hits;
}

} // namespace cocoon::test
